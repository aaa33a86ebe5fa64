using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Benchmarks;

/// <summary><c>knowledge reload</c>: what turns feel of a folder that changes all the time.</summary>
/// <remarks>Seconds with and without reloads take turns, so that what others do on the machine falls on both alike.</remarks>
internal static class KnowledgeReloads
{
    private const int Rounds = 8;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(1);

    public static async Task RunAsync()
    {
        var root = Directory.CreateTempSubdirectory("chatopsbot-reload-").FullName;
        var knowledge = Copy(Path.Combine(AppContext.BaseDirectory, "Knowledge"), Path.Combine(root, "knowledge"));
        var channel = new WaitingChannel();
        var app = BotHost.Build(
            ["--urls", "http://127.0.0.1:0", $"--Storage:DataFolder={Path.Combine(root, "data")}", $"--Knowledge:Folder={knowledge}", "--Knowledge:ReloadSeconds=0", "--Logging:LogLevel:Default=Error"],
            services => services.AddSingleton<IChannel>(channel));
        await app.StartAsync();
        var turns = app.Services.GetRequiredService<TurnHandler>();
        var watch = app.Services.GetRequiredService<KnowledgeWatch>();
        var (quiet, busy, reloads) = (new List<double>(), new List<double>(), 0);
        await PostAsync(turns, channel, new List<double>(), () => false, TimeSpan.FromSeconds(5));
        var (paused, collections) = (TimeSpan.Zero, 0);
        for (var round = 0; round < Rounds; round++)
        {
            await PostAsync(turns, channel, quiet, () => false, Each);
            var (pauseBefore, collectedBefore, before) = (GC.GetTotalPauseDuration(), GC.CollectionCount(0), Volatile.Read(ref reloads));
            var stop = false;
            var reloading = Task.Factory.StartNew(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    File.SetLastWriteTimeUtc(Path.Combine(knowledge, "registry.yaml"), DateTime.UnixEpoch.AddSeconds(reloads));
                    watch.Look();
                    watch.Look();
                    Interlocked.Increment(ref reloads);
                }
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await PostAsync(turns, channel, busy, () => Volatile.Read(ref reloads) == before, Each);
            Volatile.Write(ref stop, true);
            await reloading;
            (paused, collections) = (paused + GC.GetTotalPauseDuration() - pauseBefore, collections + GC.CollectionCount(0) - collectedBefore);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reloads} reloads; meanwhile {collections} collections, that paused all for {paused.TotalMilliseconds / collections:0.0} ms each"));
        Print("turns without reloads", quiet);
        Print("turns while reloading", busy);
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    /// <summary>One error after the other, each in a conversation of its own, from its post to its card.</summary>
    private static async Task PostAsync(TurnHandler turns, WaitingChannel channel, List<double> durations, Func<bool> goOn, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time || goOn())
        {
            var posted = Stopwatch.GetTimestamp();
            var id = Guid.NewGuid().ToString("N");
            await turns.AcceptAsync(new MessageTurn
            {
                Conversation = new ConversationReference(new ConversationKey(channel.Name, "t", id), "{}"),
                Person = new Person("u1", "Anna"),
                Key = id,
                SentAt = DateTimeOffset.UnixEpoch,
                Text = "550 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using dnsbl.fabrikam.net",
                Markup = MailMarkup.Plain,
                Addressing = Addressing.Overheard,
            }, CancellationToken.None);
            await channel.Sent.Reader.ReadAsync();
            durations.Add(Stopwatch.GetElapsedTime(posted).TotalMilliseconds);
        }
    }

    private static void Print(string what, List<double> durations)
    {
        durations.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what}: {durations.Count}, median {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms, at most {durations[^1]:0.0} ms"));

        double At(double share) => durations[(int)((durations.Count - 1) * share)];
    }

    private static string Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*.yaml", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    private sealed class WaitingChannel : IChannel
    {
        public Channel<string> Sent { get; } = Channel.CreateUnbounded<string>();

        public string Name => "waiting";

        public TimeSpan UpdateInterval => TimeSpan.Zero;

        public Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken)
        {
            Sent.Writer.TryWrite(delivery.Key);
            return Task.FromResult("m");
        }

        public Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
