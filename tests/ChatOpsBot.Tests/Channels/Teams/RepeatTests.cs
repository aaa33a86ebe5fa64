using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Group F of the conformance sheet, as far as it is Teams': what comes twice happens once.</summary>
public sealed class RepeatTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_comes_twice_happens_once(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        await Rows[id](bot, cancellationToken);
    }

    private static readonly Dictionary<string, Func<TeamsBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["F01 the same activity again"] = TheSameAgainAsync,
        ["F01 the same activity again, without an id"] = TheSameWithoutAnIdAsync,
        ["F01 the same message again, of another time"] = TheSameOfAnotherTimeAsync,
        ["F01 two edits that do not say when"] = TwoEditsWithoutTimesAsync,
        ["F02 the same activity many times at once"] = ManyAtOnceAsync,
        ["F03 a press again under a new id"] = APressAgainAsync,
        ["F11 two edits and a press at once"] = EditsAndAPressAtOnceAsync,
        ["F09 the database cannot be written"] = TheDatabaseIsFullAsync,
    };

    private static async Task TheSameAgainAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message(), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message(), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(Assert.Single(bot.Channel.Posts).Card.CaseId)!.Posts);
    }

    private static async Task TheSameWithoutAnIdAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var message = TeamsActivity.Message();
        message.Remove("id");
        message.Remove("timestamp");
        var another = TeamsActivity.Message(TeamsActivity.OtherError);
        another.Remove("id");
        another.Remove("timestamp");

        await PostAsync(bot, message, cancellationToken);
        await PostAsync(bot, message, cancellationToken);
        await PostAsync(bot, another, cancellationToken);

        Assert.Equal(2, bot.Accepted().Count);
    }

    private static async Task TheSameOfAnotherTimeAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var again = TeamsActivity.Message("help");
        again["timestamp"] = TeamsActivity.Later(30);

        await PostAsync(bot, TeamsActivity.Message("help"), cancellationToken);
        await PostAsync(bot, again, cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Single(bot.Channel.Posts);
    }

    private static async Task TwoEditsWithoutTimesAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        foreach (var text in new[] { TeamsActivity.Error, TeamsActivity.OtherError, TeamsActivity.OtherError })
        {
            var edit = TeamsActivity.Message().InChannel().Edited(text);
            edit.Remove("timestamp");
            await PostAsync(bot, edit, cancellationToken);
            await bot.SettleAsync(cancellationToken);
            bot.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.Contains("4.4.315", Assert.Single(posts).Card.Title.ToString(), StringComparison.Ordinal);
    }

    private static async Task ManyAtOnceAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(bot, TeamsActivity.Message(), cancellationToken)));
        await bot.SettleAsync(cancellationToken);

        Assert.Single(bot.Channel.Posts);
        Assert.Single(bot.Accepted());
    }

    private static async Task APressAgainAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;

        using var first = await bot.PostAsync(TeamsActivity.Press(caseId, "take", id: "f:1"), cancellationToken);
        var again = TeamsActivity.Press(caseId, "take", id: "f:2");
        again["timestamp"] = TeamsActivity.Later(30);
        using var second = await bot.PostAsync(again, cancellationToken);

        Assert.Equal(await first.Content.ReadAsStringAsync(cancellationToken), await second.Content.ReadAsStringAsync(cancellationToken));
        Assert.Equal(2, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    private static async Task EditsAndAPressAtOnceAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;

        var press = bot.PostAsync(TeamsActivity.Press(caseId, "take").InChannel(), cancellationToken);
        await Task.WhenAll(
            PostAsync(bot, TeamsActivity.Message().InChannel().Edited(TeamsActivity.OtherError, secondsLater: 20), cancellationToken),
            PostAsync(bot, TeamsActivity.Message().InChannel().Edited("450 4.4.317 Cannot connect to remote server", secondsLater: 10), cancellationToken),
            press);
        using var pressed = await press;
        await bot.SettleAsync(cancellationToken);

        // Whatever came first: the newest words, the press, and the one card shows both.
        var @case = bot.Bot.Get<CaseStore>().Find(caseId)!;
        Assert.Equal(("4.4.315", "Kim Example"), (@case.Primary.Code?.ToString(), @case.Owner?.Name));
        var card = Assert.Single(await bot.Channel.UntilAsync(posts => posts[^1].Card.Revision == @case.Version, cancellationToken)).Card;
        Assert.Contains("4.4.315", card.Title.ToString(), StringComparison.Ordinal);
    }

    private static async Task TheDatabaseIsFullAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        // What is seen of the conversation is stored once; then only the message itself is to be written.
        await PostAsync(bot, TeamsActivity.Message(), cancellationToken);
        await bot.SettleAsync(cancellationToken);
        var database = bot.Bot.Get<Database>();
        await database.WriteAsync(connection => Execute(connection, "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"), cancellationToken);

        using var refused = await bot.PostAsync(TeamsActivity.Message(id: "2"), cancellationToken);
        await database.WriteAsync(connection => Execute(connection, "DROP TRIGGER full"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message(id: "2"), cancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(2, bot.Accepted().Count);
    }

    private static int Execute(Microsoft.Data.Sqlite.SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static async Task PostAsync(TeamsBot bot, JsonObject activity, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync(activity, cancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
