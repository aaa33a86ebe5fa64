using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>The bot as a process of its own, on a data folder of its own, with the settings it ships with.</summary>
internal sealed class BotUnderLoad : IAsyncDisposable
{
    private readonly Process process;

    private readonly string? dataFolder;

    private BotUnderLoad(Process process, Uri url, string? dataFolder)
    {
        this.process = process;
        this.dataFolder = dataFolder;
        Url = url;
    }

    public Uri Url { get; }

    public const string Secret = "for-the-load-driver-and-nobody-else";

    /// <param name="command">Of this program, when the bot is to be started with something added; null: the bot as it ships.</param>
    public static async Task<BotUnderLoad> StartAsync(string dataFolder, string? command, HttpClient http, params string[] settings)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var folder = AppContext.BaseDirectory;
        // With the runtime settings of the bot, not those of this program.
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Path.Combine(folder, "chatopsbot.runtimeconfig.json")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string[] program = command is null ? [Path.Combine(folder, "chatopsbot.dll")] : [Path.Combine(folder, "ChatOpsBot.Benchmarks.dll"), command];
        foreach (var argument in (string[])[.. program, $"--Urls={url}", $"--Storage:DataFolder={dataFolder}", $"--Web:Secret={Secret}", .. settings])
            start.ArgumentList.Add(argument);
        return await StartAsync(start, url, dataFolder, "/health/ready", http);
    }

    /// <summary>Another bot, for comparison: a file for Node.js that takes its port and more as arguments.</summary>
    public static Task<BotUnderLoad> StartPeerAsync(string file, string[] arguments, HttpClient http)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("node", [file, url.Port.ToString(CultureInfo.InvariantCulture), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(Path.GetFullPath(file)),
        };
        return StartAsync(start, url, dataFolder: null, "/", http);
    }

    /// <summary>Any other program that answers over HTTP, with <paramref name="start"/> reading nothing of its output.</summary>
    public static Task<BotUnderLoad> StartProgramAsync(ProcessStartInfo start, Uri url, string whenReady, HttpClient http) => StartAsync(start, url, dataFolder: null, whenReady, http);

    private static async Task<BotUnderLoad> StartAsync(ProcessStartInfo start, Uri url, string? dataFolder, string whenReady, HttpClient http)
    {
        var started = Process.Start(start) ?? throw new InvalidOperationException("The bot did not start.");
        // Its log is read, as a service manager would, and thrown away.
        started.OutputDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        var bot = new BotUnderLoad(started, url, dataFolder);
        await bot.UntilReadyAsync(whenReady, http);
        return bot;
    }

    /// <summary>Memory that the process holds now, and the most it ever held, in MiB.</summary>
    public (double Now, double Most) Memory()
    {
        var lines = File.ReadAllLines($"/proc/{process.Id}/status");
        return (Of("VmRSS:"), Of("VmHWM:"));

        double Of(string name) => double.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) / 1024;
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public int ProcessId => process.Id;

    public async ValueTask DisposeAsync()
    {
        // As an operator would: with the signal that asks for a graceful stop.
        using (var kill = Process.Start("kill", [process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        process.Dispose();
        if (dataFolder is not null)
            Directory.Delete(dataFolder, recursive: true);
    }

    private async Task UntilReadyAsync(string path, HttpClient http)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url, path));
                if (answer.IsSuccessStatusCode || dataFolder is null)
                    return;
            }
            catch (HttpRequestException) when (!process.HasExited && waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
