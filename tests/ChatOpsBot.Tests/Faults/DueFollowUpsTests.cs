using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Teams;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Tests.Channels.Teams;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Tests.Faults;

/// <summary>A bot that comes back after the weekend: ten thousand cases (fewer in the short form) are due for a look at once, each in a conversation of its own in Teams.</summary>
public sealed class DueFollowUpsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thousands_that_are_due_at_the_start_are_each_done_once_while_a_message_is_answered()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            await using var connector = await FakeConnector.StartAsync(time: null, Token);
            ConcurrentDictionary<string, (int Posts, int Updates)> seen = new(StringComparer.Ordinal);
            var freshIsAnswered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var notes = 0;
            connector.Keep = _ => "";
            connector.Accepts = null;
            connector.Answer = call =>
            {
                var isPost = call.Method == "POST";
                seen.AddOrUpdate(call.Conversation!, _ => isPost ? (1, 0) : (0, 1), (_, before) => isPost ? (before.Posts + 1, before.Updates) : (before.Posts, before.Updates + 1));
                if (isPost && call.Conversation == Fresh)
                    freshIsAnswered.TrySetResult();
                else if (isPost)
                    Interlocked.Increment(ref notes);
                return new ConnectorAnswer(isPost ? 201 : 200, $$"""{"id":"{{call.ActivityId ?? "1"}}"}""");
            };
            await FillAsync(folder, connector.ServiceUrl);
            var watch = Stopwatch.StartNew();
            await using var bot = await RunningBot.StartAsync(folder, Token, ("Teams__Playground", "true"));
            var atStart = bot.PeakMemory();
            await UntilAsync(() => Volatile.Read(ref notes) > Count / 20, bot, "follow-ups are done");

            var asked = watch.Elapsed;
            await PostAsync(bot, connector.ServiceUrl);
            await freshIsAnswered.Task.WaitAsync(TimeSpan.FromMinutes(3), Token);
            var (before, answered) = (Volatile.Read(ref notes), watch.Elapsed - asked);
            await UntilAsync(() => Volatile.Read(ref notes) >= Count && CountWaiting(folder) == 0, bot, "all follow-ups are done");
            var took = watch.Elapsed;
            await UntilAsync(() => seen.Count(conversation => conversation.Value.Updates > 0) >= Count, bot, "all cards are up to date");
            var memory = bot.PeakMemory();

            FaultSettings.Report(
                $"{Count} follow-ups due at the start: done after {took.TotalSeconds:F1} s, their cards up to date after {watch.Elapsed.TotalSeconds:F1} s; a message that came after {asked.TotalSeconds:F1} s was answered in {answered.TotalMilliseconds:F0} ms, when {before} were done; at most {memory >> 20} MiB, of which {atStart >> 20} MiB after the start");
            var followed = seen.Where(conversation => conversation.Key != Fresh).ToList();
            Assert.Equal(Count, followed.Count);
            // A machine that stands still for twenty seconds makes the bot post once more: nobody had told whether it was done.
            var unheard = connector.Unheard.Select(call => call.Conversation).ToHashSet(StringComparer.Ordinal);
            Assert.All(followed.Where(conversation => !unheard.Contains(conversation.Key)), conversation => Assert.Equal(1, conversation.Value.Posts));
            Assert.Equal(1, seen[Fresh].Posts);
            Assert.InRange(before, 0, Count - 1);
            if (memory > 0)
                Assert.InRange(memory, 1, MostMemory);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Two hours ago somebody marked a step as done in each case; no server is known, so the bot asks whether mail flows again.</summary>
    private static async Task FillAsync(string folder, string serviceUrl)
    {
        var time = new ManualTime(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(2));
        await using var bot = await BotInTest.StartAsync(Token, folder, new FakeChannel { Name = "filled" }, time);
        var cases = bot.Get<CaseStore>();
        var error = Some.Error(server: null);
        var now = time.GetUtcNow();
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Token }, async (number, token) =>
        {
            var tenant = string.Create(CultureInfo.InvariantCulture, $"tenant-{number % Tenants}");
            var conversation = string.Create(CultureInfo.InvariantCulture, $"a:many-{number}");
            var reference = new TeamsReference { ServiceUrl = serviceUrl, ConversationId = conversation, ConversationType = "personal", TenantId = tenant, BotId = TeamsActivity.BotId };
            var item = new InboxItem
            {
                Key = conversation,
                Change = MessageChange.Posted,
                MessageId = "",
                Conversation = new ConversationReference(new ConversationKey("teams", tenant, conversation), reference.ToJson()),
                Person = Some.Anna,
                Language = "en",
                Addressing = Addressing.Direct,
                Errors = [error],
                SentAt = now,
            };
            var opened = new CaseEvent.Opened("4.4.316", [error], "en", Some.Anna) { At = now };
            var id = (await cases.OpenOrJoinAsync(item, new Opening(TimeSpan.FromHours(1), opened), token)).Case.Id;
            await cases.SetShownAsync(id, "1", 1, token);
            await cases.ApplyAsync(id, _ => [new CaseEvent.StepMarked("f316.A", StepMark.Done, Some.Bert) { At = now }], token);
        });
    }

    private static async Task PostAsync(RunningBot bot, string serviceUrl)
    {
        using var http = new HttpClient { BaseAddress = bot.Address };
        var message = TeamsActivity.Message();
        message["serviceUrl"] = serviceUrl;
        message["conversation"]!["id"] = Fresh;
        using var content = new StringContent(message.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("api/messages", UriKind.Relative), content, Token);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private static long CountWaiting(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "chatopsbot.db")};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM follow_ups WHERE kind IN (0, 1, 2)";
        return (long)command.ExecuteScalar()!;
    }

    private static async Task UntilAsync(Func<bool> isSo, RunningBot bot, string what)
    {
        // As long as a slow machine may take for all.
        for (var look = 0; look < 1200; look++)
        {
            if (isSo())
                return;
            Assert.True(bot.IsAlive, string.Join('\n', bot.Said));
            await Task.Delay(TimeSpan.FromMilliseconds(250), Token);
        }

        Assert.Fail($"It did not come to this: {what}. {string.Join('\n', bot.Said.TakeLast(20))}");
    }

    private const string Fresh = "a:fresh";

    private static readonly int Count = FaultSettings.IsLong ? 10_000 : 3_000;

    /// <summary>So many that Teams' limit for one of them is out of the way.</summary>
    private const int Tenants = 500;

    /// <summary>With all cards in memory at once it would be more than a gibibyte.</summary>
    private const long MostMemory = 600L << 20;
}
