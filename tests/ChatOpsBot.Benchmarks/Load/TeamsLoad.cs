using System.Diagnostics;
using System.Globalization;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// <c>load --channel teams</c>: drives the bot, or another one, as Teams does: signed activities in, answers out to a Connector. Both run
/// beside the same driver, so that what is compared differs in the bot alone.
/// </summary>
/// <param name="peer">A file for Node.js that serves another bot; empty: ours.</param>
internal sealed class TeamsLoad(string peer, int clients, int writers, TimeSpan duration, HttpClient http)
{
    public async Task RunAsync(string only)
    {
        Console.WriteLine($"{(peer.Length > 0 ? Path.GetFileName(peer) : "chatopsbot")}, {Environment.ProcessorCount} processors, load average {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
        foreach (var (part, talk, count) in ((string, TeamsTalk, int)[])[("errors", TeamsTalk.Errors, clients), ("unread", TeamsTalk.Unread, clients), ("lines", TeamsTalk.Lines, writers)])
        {
            if (only.Length == 0 || only == part)
                await DriveAsync(part, talk, count, TimeSpan.Zero);
        }

        if (only.Length == 0 || only == Slow)
            await DriveAsync("errors while the Connector takes 10 s", TeamsTalk.Unread, clients, TimeSpan.FromSeconds(10));
        if (only.Length == 0 || only == Start)
            await ColdStartAsync();
    }

    private async Task DriveAsync(string part, TeamsTalk talk, int count, TimeSpan delay)
    {
        await using var platform = await TeamsPlatform.StartAsync(isForPeer: peer.Length > 0);
        await using var bot = await BotAsync(platform);
        var driven = Enumerable.Range(0, count).Select(number => new TeamsClient(number, bot.Url, platform, talk)).ToList();
        foreach (var client in driven)
            await client.OpenAsync();
        await DriveAsync(WarmUp, driven);
        driven.ForEach(client => client.Forget());
        platform.Delay = delay;

        var (before, since) = (bot.ProcessorTime, Stopwatch.GetTimestamp());
        await DriveAsync(duration, driven);
        var elapsed = Stopwatch.GetElapsedTime(since);
        var processors = (bot.ProcessorTime - before) / elapsed;

        var acknowledged = new Figures(driven.SelectMany(client => client.Acknowledged));
        var answered = new Figures(driven.SelectMany(client => client.Answered));
        Console.WriteLine(FormattableString.Invariant($"{part}, {count} connections: {(talk == TeamsTalk.Errors ? answered : acknowledged).Count / elapsed.TotalSeconds:0} a second"));
        Console.WriteLine($"  acknowledged: {acknowledged}");
        if (talk == TeamsTalk.Errors)
            Console.WriteLine($"  answered:     {answered}");
        var (now, most) = bot.Memory();
        Console.WriteLine(FormattableString.Invariant($"  processors used: {processors:0.00}; memory {now:0} MiB, at most {most:0} MiB; load average {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}"));
        platform.Delay = TimeSpan.Zero;
        driven.ForEach(client => client.Dispose());
    }

    /// <summary>From the start of the process to its first answer in a conversation.</summary>
    private async Task ColdStartAsync()
    {
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            await using var platform = await TeamsPlatform.StartAsync(isForPeer: peer.Length > 0);
            var since = Stopwatch.GetTimestamp();
            await using var bot = await BotAsync(platform);
            using var client = new TeamsClient(0, bot.Url, platform, TeamsTalk.Errors);
            await client.OpenAsync();
            await client.PostAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Console.WriteLine(FormattableString.Invariant($"start to first answer, {Starts} times: {string.Join(", ", times.Select(time => time.ToString("0", CultureInfo.InvariantCulture)))} ms"));
    }

    private async Task<BotUnderLoad> BotAsync(TeamsPlatform platform) => peer.Length > 0
        ? await BotUnderLoad.StartPeerAsync(peer, platform, http)
        : await BotUnderLoad.StartAsync(Directory.CreateTempSubdirectory("chatopsbot-load-").FullName, TeamsBot.Command, http, $"--{TeamsBot.Keys}={platform.Keys}", $"--{TeamsBot.Connector}={platform.Connector}");

    private static async Task DriveAsync(TimeSpan duration, IReadOnlyList<TeamsClient> driven)
    {
        using var ended = new CancellationTokenSource(duration);
        await Task.WhenAll(driven.Select(client => client.PostUntilAsync(ended.Token)));
    }

    public const string Slow = "slow";
    public const string Start = "start";

    private const int Starts = 5;

    /// <summary>Until the runtime has compiled what is called often.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
}
