using ChatOpsBot.Conversations;
using ChatOpsBot.FollowUps;
using ChatOpsBot.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Tests.FollowUps;

/// <summary>The real clock with its persistent triggers; time is real here, so only what is due at once is looked at.</summary>
public sealed class FollowUpClockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_due_is_done_without_anybody_asking()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        await OweNoteAsync(bot, caseId);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.EndsWith("does mail flow again?", posts[1].Card.Title.ToString(), StringComparison.Ordinal);
        await bot.Channel.UntilAsync(_ => bot.Get<CaseStore>().Find(caseId)!.Note is null, Token);
    }

    [Fact]
    public async Task What_came_due_while_the_bot_was_off_is_done_when_it_starts()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var channel = new FakeChannel();
            string caseId;
            await using (var first = await BotInTest.StartAsync(Token, folder, channel))
            {
                caseId = await PostAsync(first);
                // The platform is away as long as this process lives.
                channel.Trouble = (_, _) => throw ChannelException.Transient("down");
                await OweNoteAsync(first, caseId);
            }

            channel.Trouble = null;
            await using var second = await BotInTest.StartAsync(Token, folder, channel);

            var posts = await channel.UntilAsync(posts => posts.Count == 2, Token);
            Assert.EndsWith("does mail flow again?", posts[1].Card.Title.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_trigger_is_stored_at_the_moment_the_next_follow_up_is_due()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepDone, "f316.D")), Token);

        // Forgetting is due in an hour; the look after the step is due earlier.
        var due = bot.Get<FollowUpStore>().OfCase(caseId).Single(row => row.Key.Contains("|recheck|", StringComparison.Ordinal)).DueAt;
        await bot.Channel.UntilAsync(_ => Math.Abs((TriggerAt(bot) ?? 0) - due) < 1000, Token);
    }

    /// <summary>Null as long as Quartz has made no table, or no trigger.</summary>
    private static long? TriggerAt(BotInTest bot)
    {
        using var connection = new SqliteConnection(FollowUpClock.ConnectionString(new StorageOptions { DataFolder = bot.DataFolder }));
        connection.Open();
        if (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'QRTZ_TRIGGERS'") == 0)
            return null;
        return connection.ExecuteScalar<long?>("SELECT NEXT_FIRE_TIME FROM QRTZ_TRIGGERS") is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero).ToUnixTimeMilliseconds() : null;
    }

    private static async Task<string> PostAsync(BotInTest bot)
    {
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        return (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
    }

    private static async Task OweNoteAsync(BotInTest bot, string caseId) =>
        await bot.Get<CaseStore>().ApplyAsync(caseId, _ => [new CaseEvent.AskedWhetherMended(AskReason.NoServer) { At = TimeProvider.System.GetUtcNow() }], Token);
}
