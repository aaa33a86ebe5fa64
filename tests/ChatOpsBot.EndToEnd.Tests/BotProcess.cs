using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace ChatOpsBot.EndToEnd.Tests;

/// <summary>The built bot as a process of its own, with a data folder and a port that outlive its restarts.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private static readonly string Program = typeof(BotProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "BotProgram").Value!;

    private readonly DirectoryInfo dataFolder = Directory.CreateTempSubdirectory("chatopsbot-browser-");
    private readonly string[] settings;
    private Process? process;

    private BotProcess(string[] settings) => this.settings = settings;

    /// <summary>Where it listens; the same after a restart.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>All it has written, letter by letter.</summary>
    public async Task<string> ReadDataAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var file in dataFolder.EnumerateFiles("chatopsbot.db*"))
        {
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync(cancellationToken));
        }

        return text.ToString();
    }

    public static async Task<BotProcess> StartAsync(CancellationToken cancellationToken, params string[] settings)
    {
        // Later settings win: a test may name another environment.
        var bot = new BotProcess(["--environment=Development", .. settings]);
        await bot.StartAsync(cancellationToken);
        return bot;
    }

    /// <summary>As a crash does: nothing gets a chance to be saved.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancellationToken);
        process.Dispose();
        process = null;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Program, $"--Urls={Address.GetLeftPart(UriPartial.Authority)}", $"--Storage:DataFolder={dataFolder.FullName}", .. settings])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Not the folder of the program: nothing may depend on where it was started.
            WorkingDirectory = Path.GetTempPath(),
        };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> said = [];
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                listening.TrySetResult(new Uri(line.Data[(at + Listening.Length)..].Trim()));
        };
        process.ErrorDataReceived += (_, line) => said.Add(line.Data ?? "");
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The bot ended before it listened: {string.Join(' ', said)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Address = await listening.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await KillAsync(CancellationToken.None);
        dataFolder.Delete(recursive: true);
    }

    private const string Listening = "Now listening on:";
}
