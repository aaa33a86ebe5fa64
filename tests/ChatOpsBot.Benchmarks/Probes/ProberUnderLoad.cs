using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.Benchmarks.Load;

namespace ChatOpsBot.Benchmarks.Probes;

/// <summary>A prober that some clients ask, and what it took so far.</summary>
internal sealed class ProberUnderLoad : IAsyncDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(20);

    private readonly Prober prober;
    private readonly PostfixUnderLoad postfix;
    private readonly BotUnderLoad program;
    private readonly List<ProbeClient> clients;
    private TimeSpan elapsed;
    private TimeSpan own;
    private TimeSpan mail;
    private TimeSpan driver;

    private ProberUnderLoad(Prober prober, PostfixUnderLoad postfix, BotUnderLoad program, List<ProbeClient> clients)
    {
        this.prober = prober;
        this.postfix = postfix;
        this.program = program;
        this.clients = clients;
    }

    public static async Task<ProberUnderLoad> StartAsync(Prober prober, PostfixUnderLoad postfix, int count, HttpClient http)
    {
        var started = await prober.StartAsync(http);
        var asking = Enumerable.Range(0, count).Select(number => new ProbeClient(prober, started.Url, number)).ToList();
        foreach (var client in asking)
            await client.OpenAsync();
        return new ProberUnderLoad(prober, postfix, started, asking);
    }

    /// <summary>Until the runtime has compiled what is called often. By what the program itself got of the processors: others may leave it little.</summary>
    public async Task WarmUpAsync()
    {
        var since = Stopwatch.GetTimestamp();
        while (program.ProcessorTime < WarmUp && Stopwatch.GetElapsedTime(since) < LongestWarmUp)
            await AskAsync(TimeSpan.FromSeconds(1));
        clients.ForEach(client => client.Answered.Clear());
    }

    public async Task MeasureAsync(TimeSpan time)
    {
        using var self = Process.GetCurrentProcess();
        var (ownBefore, mailBefore, driverBefore, since) = (program.ProcessorTime, postfix.ProcessorTime, self.TotalProcessorTime, Stopwatch.GetTimestamp());
        await AskAsync(time);
        elapsed += Stopwatch.GetElapsedTime(since);
        self.Refresh();
        own += program.ProcessorTime - ownBefore;
        mail += postfix.ProcessorTime - mailBefore;
        driver += self.TotalProcessorTime - driverBefore;
    }

    public void Print()
    {
        var answered = new Figures(clients.SelectMany(client => client.Answered));
        var (now, most) = program.Memory();
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{prober.Name}, {clients.Count} clients: {answered.Count / elapsed.TotalSeconds:0} probes a second; {answered}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  processor time of a probe: {Each(own):0.00} ms, with Postfix {Each(own + mail):0.00} ms, with the driver {Each(own + mail + driver):0.00} ms; {answered.Count / (own + mail).TotalSeconds:0} probes a processor second with Postfix; memory {now:0} MiB, at most {most:0} MiB; load average {load}"));

        double Each(TimeSpan used) => used.TotalMilliseconds / answered.Count;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        await program.DisposeAsync();
    }

    private async Task AskAsync(TimeSpan time)
    {
        using var ended = new CancellationTokenSource(time);
        await Task.WhenAll(clients.Select(client => client.AskUntilAsync(ended.Token)));
    }
}
