using System.Diagnostics;
using System.Reflection;

namespace ChatOpsBot.EndToEnd.Tests.Playground;

/// <summary>Microsoft 365 Agents Playground, a Teams client and its Connector on this machine, as a process of its own.</summary>
internal sealed class PlaygroundProcess : IAsyncDisposable
{
    private static readonly string Package = typeof(PlaygroundProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "PlaygroundPackage").Value!;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatopsbot-playground-");
    private readonly Process process;

    private PlaygroundProcess(Uri bot)
    {
        // Port 0: any that is free. --dt: nothing is told to Microsoft.
        var start = new ProcessStartInfo(Node, [Path.Combine(Package, "start.cjs"), "start", "-e", new Uri(bot, "/api/messages").AbsoluteUri, "-c", "msteams", "-p", "0", "--dt"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // It looks for settings where it is started.
            WorkingDirectory = folder.FullName,
            Environment =
            {
                ["TEAMSAPPTESTER_BROWSER"] = "none",
                ["M365_AGENTS_PLAYGROUND_LOGFILE"] = Path.Combine(folder.FullName, "playground.log"),
                // A proxy of this machine would be asked for the bot.
                ["NO_PROXY"] = "127.0.0.1,localhost",
                ["no_proxy"] = "127.0.0.1,localhost",
            },
        };
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
    }

    /// <summary>Its page.</summary>
    public Uri Address { get; private set; } = new("http://localhost:0");

    public static async Task<PlaygroundProcess> StartAsync(Uri bot, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(PathFolders.Any(folder => File.Exists(Path.Combine(folder, Node))), "Node.js is not installed. The Agents Playground runs on it.");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Package, "node_modules")), "The Agents Playground is not restored. `.ci/run playground` does it where Node.js with npm is installed and npm reaches its registry.");
        var playground = new PlaygroundProcess(bot);
        try
        {
            await playground.ListenAsync(cancellationToken);
            return playground;
        }
        catch
        {
            await playground.DisposeAsync();
            throw;
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> said = [];
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Listening, StringComparison.Ordinal) is true)
                listening.TrySetResult(new Uri($"http://localhost:{line.Data[Listening.Length..].Trim()}/"));
        };
        process.ErrorDataReceived += (_, line) => said.Add(line.Data ?? "");
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The Playground ended before it listened: {string.Join(' ', said)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Address = await listening.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static string[] PathFolders => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);

    private static readonly string Node = OperatingSystem.IsWindows() ? "node.exe" : "node";

    private const string Listening = "Listening on ";
}
