using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// <c>load</c>: starts the built bot as a process, drives it over HTTP from this machine and prints what it reached. The driver takes its
/// share of the processors; the figures are those of both together.
/// </summary>
internal static class LoadCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        var seconds = new Option<int>("--seconds") { Description = "How long each figure is measured.", DefaultValueFactory = _ => 20 };
        var clients = new Option<int>("--clients") { Description = "Chat pages that post errors.", DefaultValueFactory = _ => 16 };
        var writers = new Option<int>("--writers") { Description = "Connections that write lines without an error.", DefaultValueFactory = _ => 64 };
        var stored = new Option<int>("--stored") { Description = "Cases that the database holds before.", DefaultValueFactory = _ => 0 };
        var only = new Option<string>("--only") { Description = "Only one part.", DefaultValueFactory = _ => "" };
        only.AcceptOnlyFromAmong("", ChatLoad.Errors, ChatLoad.Unread, ChatLoad.Lines, ChatLoad.Slow, ChatLoad.Flood, ChatLoad.Start);
        var channel = new Option<string>("--channel") { Description = "Over which platform.", DefaultValueFactory = _ => "web" };
        channel.AcceptOnlyFromAmong("web", "teams", "slack");
        var peer = new Option<string>("--peer") { Description = "Teams, Slack: a file for Node.js that serves another bot (see the README); it is driven in place of ours.", DefaultValueFactory = _ => "" };
        var command = new RootCommand("Drives the bot and prints what it reached.") { seconds, clients, writers, stored, only, channel, peer };
        command.SetAction(async (parsed, _) =>
        {
            using var http = new HttpClient();
            var part = parsed.GetValue(only)!;
            var duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            Func<bool, Task<ChatPlatform>>? platform = parsed.GetValue(channel) switch
            {
                "teams" => TeamsPlatform.StartAsync,
                "slack" => SlackPlatform.StartAsync,
                _ => null,
            };
            if (platform is not null)
            {
                await new ChatLoad(platform, parsed.GetValue(peer)!, parsed.GetValue(clients), parsed.GetValue(writers), duration, http).RunAsync(part);
                return;
            }

            Console.WriteLine($"{Environment.ProcessorCount} processors, load average {File.ReadAllText("/proc/loadavg").Trim()}");
            if (part is "" or ChatLoad.Errors)
                await DriveErrorsAsync(parsed.GetValue(clients), parsed.GetValue(stored), listens: true, duration, http);
            if (part is "" or ChatLoad.Unread)
                await DriveErrorsAsync(parsed.GetValue(clients), parsed.GetValue(stored), listens: false, duration, http);
            if (part is "" or ChatLoad.Lines)
                await DriveLinesAsync(parsed.GetValue(writers), duration, http);
        });
        return command.Parse(args).InvokeAsync();
    }

    private static async Task DriveErrorsAsync(int count, int stored, bool listens, TimeSpan duration, HttpClient http)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-load-").FullName;
        try
        {
            await StoredCases.WriteAsync(folder, stored);
            await using var bot = await BotUnderLoad.StartAsync(folder, command: null, http);
            var clients = new List<ErrorClient>();
            for (var number = 0; number < count; number++)
                clients.Add(await ErrorClient.OpenAsync(number, bot.Url, listens, http));

            await DriveAsync(WarmUp, clients, client => client.PostUntilAsync);
            clients.ForEach(client => client.Forget());
            var before = await WaitingAsync(bot, http);
            var measured = await MeasureAsync(bot, () => DriveAsync(duration, clients, client => client.PostUntilAsync));
            var after = await WaitingAsync(bot, http);

            var acknowledged = new Figures(clients.SelectMany(client => client.Acknowledged));
            var answered = acknowledged.Count + before - after;
            Console.WriteLine(FormattableString.Invariant($"errors, {count} clients{(listens ? " that wait for the card" : ", nobody reads")}, {stored} stored cases: {answered / measured.Elapsed.TotalSeconds:0} answered a second"));
            Console.WriteLine($"  acknowledged: {acknowledged}");
            if (listens)
                Console.WriteLine($"  card shown:   {new Figures(clients.SelectMany(client => client.Shown))}");
            else
                Console.WriteLine($"  waiting for their card at the end: {after}");
            measured.Print();
            clients.ForEach(client => client.Dispose());
        }
        finally
        {
            // The bot's stop deletes it; this is for one that never started.
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task DriveLinesAsync(int count, TimeSpan duration, HttpClient http)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-load-").FullName;
        try
        {
            await using var bot = await BotUnderLoad.StartAsync(folder, OverheardBot.Command, http);
            var writers = Enumerable.Range(0, count).Select(number => new LineClient(number, bot.Url)).ToList();
            foreach (var writer in writers)
                await writer.OpenAsync();

            await DriveAsync(WarmUp, writers, writer => writer.PostUntilAsync);
            writers.ForEach(writer => writer.Acknowledged.Clear());
            var measured = await MeasureAsync(bot, () => DriveAsync(duration, writers, writer => writer.PostUntilAsync));

            var acknowledged = new Figures(writers.SelectMany(writer => writer.Acknowledged));
            Console.WriteLine(FormattableString.Invariant($"lines without an error, {count} connections: {acknowledged.Count / measured.Elapsed.TotalSeconds:0} a second"));
            Console.WriteLine($"  acknowledged: {acknowledged}");
            measured.Print();
            writers.ForEach(writer => writer.Dispose());
        }
        finally
        {
            // The bot's stop deletes it; this is for one that never started.
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task DriveAsync<T>(TimeSpan duration, IEnumerable<T> clients, Func<T, Func<CancellationToken, Task>> drive)
    {
        using var ended = new CancellationTokenSource(duration);
        await Task.WhenAll(clients.Select(client => drive(client)(ended.Token)));
    }

    private static async Task<Measured> MeasureAsync(BotUnderLoad bot, Func<Task> drive)
    {
        using var self = Process.GetCurrentProcess();
        var (botBefore, selfBefore, since) = (bot.ProcessorTime, self.TotalProcessorTime, Stopwatch.GetTimestamp());
        await drive();
        self.Refresh();
        return new Measured(Stopwatch.GetElapsedTime(since), bot.ProcessorTime - botBefore, self.TotalProcessorTime - selfBefore, bot.Memory());
    }

    private static async Task<long> WaitingAsync(BotUnderLoad bot, HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri(bot.Url, "/health/ready"))).GetProperty("waiting").GetInt64();

    /// <summary>Until the runtime has compiled what is called often.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    private sealed record Measured(TimeSpan Elapsed, TimeSpan Bot, TimeSpan Driver, (double Now, double Most) Memory)
    {
        public void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  processors used: bot {Bot / Elapsed:0.00}, driver {Driver / Elapsed:0.00}; memory of the bot {Memory.Now:0} MiB, at most {Memory.Most:0} MiB; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}"));
    }
}
