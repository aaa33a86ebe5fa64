using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>The bot as a process of its own, on a data folder of its own, with the settings it ships with.</summary>
internal sealed class BotUnderLoad : IAsyncDisposable
{
    private readonly Process process;

    private BotUnderLoad(Process process, Uri url)
    {
        this.process = process;
        Url = url;
    }

    public Uri Url { get; }

    public const string Secret = "load-load-load-load-load-load-load-load";

    /// <param name="overheard">Start the bot that also hears a conversation of several people (<see cref="OverheardBot"/>).</param>
    public static async Task<BotUnderLoad> StartAsync(string dataFolder, bool overheard, HttpClient http)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var folder = AppContext.BaseDirectory;
        // With the runtime settings of the bot, not those of this program.
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Path.Combine(folder, "chatopsbot.runtimeconfig.json")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string[] program = overheard ? [Path.Combine(folder, "ChatOpsBot.Benchmarks.dll"), OverheardBot.Command] : [Path.Combine(folder, "chatopsbot.dll")];
        foreach (var argument in (string[])[.. program, $"--Urls={url}", $"--Storage:DataFolder={dataFolder}", $"--Web:Secret={Secret}"])
            start.ArgumentList.Add(argument);
        var started = Process.Start(start) ?? throw new InvalidOperationException("The bot did not start.");
        // Its log is read, as a service manager would, and thrown away.
        started.OutputDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        var bot = new BotUnderLoad(started, url);
        await bot.UntilReadyAsync(http);
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
    }

    private async Task UntilReadyAsync(HttpClient http)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url, "/health/ready"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (!process.HasExited && waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
