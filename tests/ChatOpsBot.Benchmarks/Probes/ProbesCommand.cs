using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.Benchmarks.Load;

namespace ChatOpsBot.Benchmarks.Probes;

/// <summary>
/// <c>probes</c>: starts a real Postfix and the built backend, asks the backend about one address after the other, and prints what a
/// probe costs. <c>--peer</c> asks blackbox_exporter the same.
/// </summary>
internal static class ProbesCommand
{
    public const string Command = "probes";

    /// <summary>Says that this process is already in a network of its own.</summary>
    private const string Inside = "--inside";

    public static async Task<int> RunAsync(string[] args)
    {
        if (!args.Contains(Inside))
            return await StartInOwnNetworkAsync(args);
        var seconds = new Option<int>("--seconds") { Description = "How long each figure is measured.", DefaultValueFactory = _ => 20 };
        var clients = new Option<int[]>("--clients") { Description = "How many ask at the same time; several numbers for several figures.", DefaultValueFactory = _ => [1, 32], AllowMultipleArgumentsPerToken = true };
        var rounds = new Option<int>("--rounds") { Description = "How often all is measured: with --peer, both in turns.", DefaultValueFactory = _ => 1 };
        var peer = new Option<bool>("--peer") { Description = "Asks blackbox_exporter too, after the backend." };
        var before = new Option<string>("--before") { Description = "The folder of another build of the backend, which is asked first.", DefaultValueFactory = _ => "" };
        var command = new RootCommand("Asks the backend about a real Postfix and prints what a probe costs.") { seconds, clients, rounds, peer, before, new Option<bool>(Inside) { Hidden = true } };
        command.SetAction(async (parsed, _) =>
        {
            using var http = new HttpClient();
            using var postfix = await PostfixUnderLoad.StartAsync();
            var duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            for (var round = 0; round < parsed.GetValue(rounds); round++)
            {
                foreach (var count in parsed.GetValue(clients)!)
                {
                    if (parsed.GetValue(before) is { Length: > 0 } folder)
                        await DriveAsync(new BackendProber(postfix, folder), postfix, count, duration, http);
                    await DriveAsync(new BackendProber(postfix, BackendProber.Own), postfix, count, duration, http);
                    if (parsed.GetValue(peer))
                        await DriveAsync(new BlackboxProber(postfix), postfix, count, duration, http);
                }
            }
        });
        return await command.Parse(args).InvokeAsync();
    }

    // There every address of 127.0.0.0/8 is a mail server of its own at port 25, and nobody else's server stands in the way.
    private static async Task<int> StartInOwnNetworkAsync(string[] args)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            throw new InvalidOperationException("A network and a Postfix of its own need Linux and root.");
        string[] self = [Environment.ProcessPath!, .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? new[] { Path.Combine(AppContext.BaseDirectory, "ChatOpsBot.Benchmarks.dll") } : []];
        using var process = Process.Start("unshare", ["--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh", .. self, Command, .. args, Inside]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task DriveAsync(Prober prober, PostfixUnderLoad postfix, int count, TimeSpan duration, HttpClient http)
    {
        await using var program = await prober.StartAsync(http);
        var clients = Enumerable.Range(0, count).Select(number => new ProbeClient(prober, program.Url, number)).ToList();
        foreach (var client in clients)
            await client.OpenAsync();
        await WarmUpAsync(program, clients);
        clients.ForEach(client => client.Answered.Clear());

        using var self = Process.GetCurrentProcess();
        var (before, postfixBefore, selfBefore, since) = (program.ProcessorTime, postfix.ProcessorTime, self.TotalProcessorTime, Stopwatch.GetTimestamp());
        await DriveAsync(duration, clients);
        var elapsed = Stopwatch.GetElapsedTime(since);
        self.Refresh();
        var (own, mail, driver) = (program.ProcessorTime - before, postfix.ProcessorTime - postfixBefore, self.TotalProcessorTime - selfBefore);

        var answered = new Figures(clients.SelectMany(client => client.Answered));
        var (now, most) = program.Memory();
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{prober.Name}, {count} clients: {answered.Count / elapsed.TotalSeconds:0} probes a second; {answered}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  processor time of a probe: {Each(own):0.00} ms, with Postfix {Each(own + mail):0.00} ms, with the driver {Each(own + mail + driver):0.00} ms; {answered.Count / (own + mail).TotalSeconds:0} probes a processor second with Postfix; memory {now:0} MiB, at most {most:0} MiB; load average {load}"));
        clients.ForEach(client => client.Dispose());

        double Each(TimeSpan used) => used.TotalMilliseconds / answered.Count;
    }

    /// <summary>Until the runtime has compiled what is called often. By what the program itself got of the processors: others may leave it little.</summary>
    private static async Task WarmUpAsync(BotUnderLoad program, IReadOnlyList<ProbeClient> clients)
    {
        var since = Stopwatch.GetTimestamp();
        while (program.ProcessorTime < WarmUp && Stopwatch.GetElapsedTime(since) < LongestWarmUp)
            await DriveAsync(TimeSpan.FromSeconds(1), clients);
    }

    private static async Task DriveAsync(TimeSpan duration, IReadOnlyList<ProbeClient> clients)
    {
        using var ended = new CancellationTokenSource(duration);
        await Task.WhenAll(clients.Select(client => client.AskUntilAsync(ended.Token)));
    }

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(20);
}
