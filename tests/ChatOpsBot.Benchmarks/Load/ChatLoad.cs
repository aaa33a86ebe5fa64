using System.Diagnostics;
using System.Globalization;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// <c>load --channel teams</c> or <c>slack</c>: drives the bot, or another one, as that platform does. Both run beside the same driver, so
/// that what is compared differs in the bot alone.
/// </summary>
/// <param name="start">Starts the platform; told whether another bot is driven.</param>
/// <param name="peer">A file for Node.js that serves another bot; empty: ours.</param>
internal sealed class ChatLoad(Func<bool, Task<ChatPlatform>> start, string peer, int clients, int writers, TimeSpan duration, HttpClient http)
{
    public async Task RunAsync(string only)
    {
        Console.WriteLine($"{(peer.Length > 0 ? Path.GetFileName(peer) : "chatopsbot")}, {Environment.ProcessorCount} processors, load average {(await File.ReadAllTextAsync("/proc/loadavg")).Trim()}");
        if (only is "" or Errors)
            await DriveAsync("errors", ChatTalk.Errors, clients, duration);
        if (only is "" or Unread)
            await DriveAsync("unread", ChatTalk.Unread, clients, duration);
        if (only is "" or Lines)
            await DriveAsync("lines", ChatTalk.Lines, writers, duration);
        if (only is "" or Slow)
            await DriveAsync("errors while the platform takes 10 s", ChatTalk.Unread, clients, duration, platform => platform.Delay = TimeSpan.FromSeconds(10));
        if (only is "" or Flood)
        {
            await DriveAsync("flood", ChatTalk.Unread, FloodClients, duration);
            await DriveAsync("flood while the platform answers 429", ChatTalk.Unread, FloodClients, Throttled, platform => platform.Throttle(Throttled));
        }

        if (only is "" or Start)
            await ColdStartAsync();
    }

    /// <param name="trouble">What the platform does once it is measured.</param>
    private async Task DriveAsync(string part, ChatTalk talk, int count, TimeSpan time, Action<ChatPlatform>? trouble = null)
    {
        await using var platform = await start(peer.Length > 0);
        await using var bot = await BotAsync(platform);
        var driven = Enumerable.Range(0, count).Select(number => new ChatClient(number, bot.Url, platform, talk)).ToList();
        foreach (var client in driven)
            await client.OpenAsync();
        await WarmUpAsync(bot, driven);
        driven.ForEach(client => client.Forget());
        trouble?.Invoke(platform);

        var (cards, before, since) = (platform.Cards, bot.ProcessorTime, Stopwatch.GetTimestamp());
        await DriveAsync(time, driven);
        var elapsed = Stopwatch.GetElapsedTime(since);
        var used = bot.ProcessorTime - before;
        cards = platform.Cards - cards;

        var acknowledged = new Figures(driven.SelectMany(client => client.Acknowledged));
        Console.WriteLine(FormattableString.Invariant($"{part}, {count} connections: {acknowledged.Count / elapsed.TotalSeconds:0} a second, {cards / elapsed.TotalSeconds:0} cards"));
        Console.WriteLine($"  acknowledged: {acknowledged}");
        if (talk == ChatTalk.Errors)
            Console.WriteLine($"  answered:     {new Figures(driven.SelectMany(client => client.Answered))}");
        var (now, most) = bot.Memory();
        Console.WriteLine(FormattableString.Invariant($"  processors used: {used / elapsed:0.00}, {used.TotalMilliseconds / acknowledged.Count:0.000} ms each; memory {now:0} MiB, at most {most:0} MiB; load average {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}"));
        driven.ForEach(client => client.Dispose());
    }

    /// <summary>Until the runtime has compiled what is called often. By what the bot itself got of the processors: others may leave it little.</summary>
    private static async Task WarmUpAsync(BotUnderLoad bot, IReadOnlyList<ChatClient> driven)
    {
        var since = Stopwatch.GetTimestamp();
        while (bot.ProcessorTime < WarmUp && Stopwatch.GetElapsedTime(since) < LongestWarmUp)
            await DriveAsync(TimeSpan.FromSeconds(1), driven);
    }

    /// <summary>From the start of the process to its first answer in a conversation.</summary>
    private async Task ColdStartAsync()
    {
        var times = new List<double>();
        for (var number = 0; number < Starts; number++)
        {
            await using var platform = await start(peer.Length > 0);
            var since = Stopwatch.GetTimestamp();
            await using var bot = await BotAsync(platform);
            using var client = new ChatClient(0, bot.Url, platform, ChatTalk.Errors);
            await client.OpenAsync();
            await client.PostAsync(CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Console.WriteLine(FormattableString.Invariant($"start to first answer, {Starts} times: {string.Join(", ", times.Select(time => time.ToString("0", CultureInfo.InvariantCulture)))} ms"));
    }

    private async Task<BotUnderLoad> BotAsync(ChatPlatform platform)
    {
        if (peer.Length > 0)
            return await BotUnderLoad.StartPeerAsync(peer, platform.PeerArguments, http);
        var (command, settings) = platform.Bot;
        return await BotUnderLoad.StartAsync(Directory.CreateTempSubdirectory("chatopsbot-load-").FullName, command, http, settings);
    }

    private static async Task DriveAsync(TimeSpan time, IReadOnlyList<ChatClient> driven)
    {
        using var ended = new CancellationTokenSource(time);
        await Task.WhenAll(driven.Select(client => client.PostUntilAsync(ended.Token)));
    }

    public const string Errors = "errors";
    public const string Unread = "unread";
    public const string Lines = "lines";
    public const string Slow = "slow";
    public const string Flood = "flood";
    public const string Start = "start";

    private const int FloodClients = 100;

    private const int Starts = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(60);

    /// <summary>How long the platform answers 429.</summary>
    private static readonly TimeSpan Throttled = TimeSpan.FromSeconds(30);
}
