using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Tests.Commands;

namespace ChatOpsBot.Tests.Faults;

/// <summary>The real program on a port and a data folder that outlive its deaths.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> said = new();
    private readonly string folder;
    private readonly (string Name, string Value)[] environment;
    private readonly int port = FreePort();
    private Process? process;

    private RunningBot(string folder, (string Name, string Value)[] environment) => (this.folder, this.environment) = (folder, environment);

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Everything it wrote to its console, over all its lives.</summary>
    public IReadOnlyCollection<string> Said => said;

    public bool IsAlive => process is { HasExited: false };

    /// <param name="environment">Beside Development, which opens the chat page.</param>
    public static async Task<RunningBot> StartAsync(string folder, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        var bot = new RunningBot(folder, environment);
        await bot.StartAsync(cancellationToken);
        return bot;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        process = BotProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "chatopsbot.dll"), "serve", $"--Urls={Address.GetLeftPart(UriPartial.Authority)}", $"--Storage:DataFolder={folder}", "--Logging:LogLevel:ChatOpsBot=Warning"],
            Path.GetTempPath(),
            [("ASPNETCORE_ENVIRONMENT", "Development"), .. environment]);
        // Read to the end, or a full pipe would stop the bot.
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ReadAsync(process.StandardError, listening);
        _ = ReadAsync(process.StandardOutput, listening);
        _ = process.WaitForExitAsync(CancellationToken.None).ContinueWith(_ => listening.TrySetException(new InvalidOperationException($"The bot ended before it listened: {string.Join('\n', said)}")), TaskScheduler.Default);
        await listening.Task.WaitAsync(TimeSpan.FromMinutes(3), cancellationToken);
    }

    /// <summary>As <c>kill -9</c> does: nothing gets a chance to be saved.</summary>
    public async Task KillAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        process = null;
    }

    /// <summary>As an operator does who stops the service.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("TERM", cancellationToken);
        await process!.WaitForExitAsync(cancellationToken);
        var code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    /// <summary>STOP freezes it: its leases run on, its clients wait. CONT lets it go on.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process!.Id}"]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>The most memory it has had since it started, in bytes; 0 where the system does not tell.</summary>
    public long PeakMemory()
    {
        process!.Refresh();
        // Linux keeps it as VmHWM.
        return process.PeakWorkingSet64;
    }

    /// <summary>What it has used of all processors since it started.</summary>
    public TimeSpan ProcessorTime()
    {
        process!.Refresh();
        return process.TotalProcessorTime;
    }

    public async Task<(HttpStatusCode Status, string Body)> HealthAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var answer = await http.GetAsync("health/ready", cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await KillAsync();
    }

    private async Task ReadAsync(StreamReader output, TaskCompletionSource listening)
    {
        while (await output.ReadLineAsync(CancellationToken.None) is { } line)
        {
            said.Enqueue(line);
            if (line.Contains("Now listening on", StringComparison.Ordinal))
                listening.TrySetResult();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
