using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Storage;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Group F of the conformance sheet, as far as it is Slack's: what comes twice happens once, and what was acknowledged happens.</summary>
public sealed class RepeatTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_comes_twice_happens_once(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(cancellationToken);
        await Rows[id](bot, cancellationToken);
    }

    private static readonly Dictionary<string, Func<SlackBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["F02 the same event many times at once"] = ManyAtOnceAsync,
        ["F03 a press again"] = APressAgainAsync,
        ["F04 a repeat"] = (bot, cancellationToken) => RepeatedAsync(bot, TimeSpan.FromMinutes(1), cancellationToken),
        ["F05 a repeat after twenty hours"] = (bot, cancellationToken) => RepeatedAsync(bot, TimeSpan.FromHours(20), cancellationToken),
        ["F08 the platform that is answered is slow"] = TheChannelIsSlowAsync,
        ["F09 the database cannot be written"] = TheDatabaseIsFullAsync,
        ["F09 a press while the database cannot be written"] = APressIsNotTakenAsync,
        ["F10 Slack holds back events"] = RateLimitedAsync,
    };

    private static async Task ManyAtOnceAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var message = SlackPayload.Message();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(bot, message, cancellationToken, retry: 1)));
        await bot.SettleAsync(cancellationToken);

        Assert.Single(bot.Channel.Posts);
        Assert.Single(bot.Accepted());
    }

    private static async Task RepeatedAsync(SlackBot bot, TimeSpan later, CancellationToken cancellationToken)
    {
        var message = SlackPayload.Message();
        await PostAsync(bot, message, cancellationToken);
        await bot.SettleAsync(cancellationToken);
        bot.Time.Advance(later);
        await PostAsync(bot, message, cancellationToken, retry: 1);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(Assert.Single(bot.Channel.Posts).Card.CaseId)!.Posts);
        Assert.Single(bot.Accepted());
    }

    private static async Task APressAgainAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, SlackPayload.Message().InChannel().NamingBot(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;

        for (var press = 0; press < 3; press++)
        {
            using var answer = await bot.InteractAsync(SlackPayload.Press(caseId, "take"), cancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(2, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    private static async Task TheChannelIsSlowAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var slow = new TaskCompletionSource();
        bot.Channel.Trouble = (_, _) => slow.Task;

        // Acknowledged while nothing could be posted yet.
        await PostAsync(bot, SlackPayload.Message(), cancellationToken);
        Assert.Single(bot.Accepted());
        Assert.Empty(bot.Channel.Posts);

        slow.SetResult();
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
    }

    private static async Task TheDatabaseIsFullAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var message = SlackPayload.Message();
        await BreakAsync(bot, "inbox", cancellationToken);

        using var refused = await bot.PostAsync(message, cancellationToken);
        await MendAsync(bot, cancellationToken);
        await PostAsync(bot, message, cancellationToken, retry: 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.False(refused.Headers.Contains("X-Slack-No-Retry"));
        Assert.Single(bot.Accepted());
    }

    private static async Task APressIsNotTakenAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, SlackPayload.Message().InChannel().NamingBot(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;
        await bot.SettleAsync(cancellationToken);
        await BreakAsync(bot, "case_events", cancellationToken);

        using var refused = await bot.InteractAsync(SlackPayload.Press(caseId, "take"), cancellationToken);
        await MendAsync(bot, cancellationToken);

        // Whoever pressed sees that it did not work, and presses again.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Null(bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
    }

    private static async Task RateLimitedAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var limited = new JsonObject { ["token"] = "x", ["type"] = "app_rate_limited", ["team_id"] = SlackBot.TeamId, ["minute_rate_limited"] = 1772442000, ["api_app_id"] = SlackBot.AppId };

        await PostAsync(bot, limited, cancellationToken);

        Assert.Contains(bot.Log.All, line => line.StartsWith("Warning: Slack holds back events", StringComparison.Ordinal));
    }

    private static Task BreakAsync(SlackBot bot, string table, CancellationToken cancellationToken) =>
        bot.Bot.Get<Database>().WriteAsync(connection => Execute(connection, $"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"), cancellationToken);

    private static Task MendAsync(SlackBot bot, CancellationToken cancellationToken) =>
        bot.Bot.Get<Database>().WriteAsync(connection => Execute(connection, "DROP TRIGGER full"), cancellationToken);

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static async Task PostAsync(SlackBot bot, JsonObject envelope, CancellationToken cancellationToken, int retry = 0)
    {
        using var answer = await bot.PostAsync(envelope, cancellationToken, retry);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
