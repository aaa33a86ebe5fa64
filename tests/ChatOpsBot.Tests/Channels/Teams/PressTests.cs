using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Group G of the conformance sheet, as far as it is Teams': what a press on a card is answered with, and what it does.</summary>
public sealed class PressTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_press_always_gets_a_true_answer(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await TeamsBot.StartAsync(cancellationToken, replace: services => services.AddSingleton<IProbe, EndlessProbe>());
        using var message = await bot.PostAsync(TeamsActivity.Message(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;
        await Rows[id](bot, caseId, cancellationToken);
    }

    private static readonly Dictionary<string, Func<TeamsBot, string, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["G01 a press on the card as it is"] = APressShowsTheNewCardAsync,
        ["G01 a press from a conversation that moved and was closed"] = APressTellsWhereItsConversationIsAsync,
        ["G02 a press on an old card"] = AStalePressShowsTheCardAsItIsAsync,
        ["G03 a press on a card whose case is gone"] = ACardWhoseCaseIsGoneSaysSoAsync,
        ["G03 the same, for somebody who chose Spanish"] = ACardWhoseCaseIsGoneSaysSoInTheChosenLanguageAsync,
        ["G04 twenty people press at once"] = TwentyPeoplePressAtOnceAsync,
        ["G06 a refresh"] = ARefreshChangesNothingAsync,
        ["G07 a card of another conversation"] = OfAnotherConversationAsync,
        ["G07 a card of another tenant"] = OfAnotherTenantAsync,
        ["G07 no case"] = Tampered(data => data.Remove("caseId")),
        ["G07 a case that is a number"] = Tampered(data => data["caseId"] = 7),
        ["G07 an endless case"] = Tampered(data => data["caseId"] = new string('x', 100_000)),
        ["G07 a revision below 0"] = Tampered(data => data["revision"] = -1),
        ["G07 a revision with a fraction"] = Tampered(data => data["revision"] = 1.5),
        ["G07 a revision beyond all numbers"] = Tampered(data => data["revision"] = "99999999999999999999"),
        ["G07 a revision that is a list"] = Tampered(data => data["revision"] = new JsonArray(1)),
        ["G07 a case with U+0000"] = Tampered(data => data["caseId"] = "a\0b"),
        ["G07 a verb with U+0000"] = Misshapen(action => action["verb"] = "take:\0"),
        ["G07 no data"] = Misshapen(action => action.Remove("data")),
        ["G07 data that is a text"] = Misshapen(action => action["data"] = "x"),
        ["G07 a verb that is an object"] = Misshapen(action => (action["verb"], action["data"]!["verb"]) = (new JsonObject(), new JsonObject())),
        ["G07 1 MB"] = AMegabyteIsRefusedAsync,
        ["G07 inputs beyond measure"] = InputsBeyondMeasureDoNoHarmAsync,
        ["G08 an unknown verb"] = Misshapen(action => action["verb"] = "launch"),
        ["G09 the database fails"] = AFailureIsAWellFormedAnswerAsync,
        ["G09 the database cannot be read"] = WithoutADatabaseEachAnswerIsOfItsKindAsync,
        ["G09 longer than four seconds"] = ASlowPressIsFinishedAfterItsAnswerAsync,
        ["G10 an Action.Submit of an old client"] = AnOldClientsPressUpdatesTheCardAsync,
        ["G10 an Action.Submit under the other id of a personal conversation"] = APressUnderAnotherIdFindsItsConversationAsync,
        ["G10 an Action.Submit on a card whose case is gone"] = AnOldClientsPressOnALostCardIsAnsweredAsync,
        ["G11 an unknown invoke"] = Invoked("composeExtension/queryLink", HttpStatusCode.NotImplemented),
        ["G11 an invoke without a name"] = Invoked(name: null, HttpStatusCode.OK),
    };

    private static async Task APressShowsTheNewCardAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var answer = await PressAsync(bot, TeamsActivity.Press(caseId, "take"), cancellationToken);

        AssertCard(answer, revision: 2);
        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.Equal(2, Assert.Single(posts).Card.Revision);
        Assert.Equal("Kim Example", bot.Bot.Get<CaseStore>().Find(caseId)!.Owner!.Name);
    }

    private static async Task APressTellsWhereItsConversationIsAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        bot.Bot.Get<UnreachableConversations>().Close(TeamsBot.TenantId, TeamsActivity.Personal, UnreachableConversations.Removed);
        var press = TeamsActivity.Press(caseId, "take");
        press["serviceUrl"] = "https://smba.trafficmanager.net/amer/";

        AssertCard(await PressAsync(bot, press, cancellationToken), revision: 2);

        Assert.Equal("https://smba.trafficmanager.net/amer/", bot.Bot.Get<TeamsStore>().ServiceUrlOf(TeamsBot.TenantId, TeamsActivity.Personal));
        Assert.Null(bot.Bot.Get<UnreachableConversations>().ReasonOf(TeamsBot.TenantId, TeamsActivity.Personal));
    }

    private static async Task AStalePressShowsTheCardAsItIsAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        await PressAsync(bot, TeamsActivity.Press(caseId, "take", by: "anna"), cancellationToken);

        var answer = await PressAsync(bot, TeamsActivity.Press(caseId, "take", by: "bert", revision: 1), cancellationToken);

        AssertCard(answer, revision: 2);
        Assert.Equal("anna", bot.Bot.Get<CaseStore>().Find(caseId)!.Owner!.Name);
    }

    private static async Task ACardWhoseCaseIsGoneSaysSoAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var answer = await PressAsync(bot, TeamsActivity.Press("0000000000", "take"), cancellationToken);

        AssertMessage(answer, "This card is too old");
    }

    private static async Task ACardWhoseCaseIsGoneSaysSoInTheChosenLanguageAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        await PressAsync(bot, TeamsActivity.Press(caseId, "language:es"), cancellationToken);
        var press = TeamsActivity.Press("0000000000", "take");
        press["locale"] = "de-DE";

        AssertMessage(await PressAsync(bot, press, cancellationToken), "Esta tarjeta es demasiado antigua");
    }

    private static async Task TwentyPeoplePressAtOnceAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(person => PressAsync(bot, TeamsActivity.Press(caseId, "run-checks", id: $"f:{person}", by: $"person-{person}"), cancellationToken)));

        Assert.All(answers, answer => AssertCard(answer, revision: null));
        Assert.Equal(1, bot.Bot.Get<Database>().Read(connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM check_runs")));
    }

    private static async Task ARefreshChangesNothingAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var answer = await PressAsync(bot, TeamsActivity.Press(caseId, "take", trigger: "automatic"), cancellationToken);

        AssertCard(answer, revision: 1);
        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
        Assert.Equal(0, bot.Channel.Posts[0].Updates);
    }

    private static async Task OfAnotherConversationAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var answer = await PressAsync(bot, TeamsActivity.Press(caseId, "take").InGroupChat(), cancellationToken);

        // As of a case that does not exist: nobody learns that there is one.
        Assert.Equal((await PressAsync(bot, TeamsActivity.Press("0000000000", "take").InGroupChat(), cancellationToken)).ToJsonString(), answer.ToJsonString());
        AssertMessage(answer, "This card is too old");
        Assert.Null(bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
    }

    private static async Task OfAnotherTenantAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var press = TeamsActivity.Press(caseId, "take");
        (press["conversation"]!["tenantId"], press["channelData"]!["tenant"]!["id"]) = ("cccccccc-0000-0000-0000-000000000003", "cccccccc-0000-0000-0000-000000000003");

        using var answer = await bot.PostAsync(press, cancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null(bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
    }

    private static Func<TeamsBot, string, CancellationToken, Task> Tampered(Action<JsonObject> change) => Misshapen(action => change(action["data"]!.AsObject()));

    private static Func<TeamsBot, string, CancellationToken, Task> Misshapen(Action<JsonObject> change) => async (bot, caseId, cancellationToken) =>
    {
        var press = TeamsActivity.Press(caseId, "take");
        change(press["value"]!["action"]!.AsObject());

        AssertError(await PressAsync(bot, press, cancellationToken), 400);

        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    };

    private static async Task AMegabyteIsRefusedAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var press = TeamsActivity.Press(caseId, "take");
        press["value"]!["action"]!["data"]!["x"] = new string('x', 1024 * 1024);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/messages") { Content = new StringContent(press.ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) };
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bot.Token(press)}");

        using var answer = await bot.SendAsync(request, cancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    private static async Task InputsBeyondMeasureDoNoHarmAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        var press = TeamsActivity.Press(caseId, "run-checks");
        var data = press["value"]!["action"]!["data"]!.AsObject();
        data["server"] = new string('x', 50_000);
        for (var input = 0; input < 1_000; input++)
            data[$"input-{input}"] = "x";

        AssertCard(await PressAsync(bot, press, cancellationToken), revision: 2);

        Assert.InRange(bot.Bot.Get<CaseStore>().Find(caseId)!.RefusedTarget!.Length, 1, 260);
    }

    private static async Task AFailureIsAWellFormedAnswerAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        await bot.Bot.Get<Database>().WriteAsync(connection => connection.Execute("CREATE TRIGGER full BEFORE INSERT ON case_events BEGIN SELECT RAISE(ABORT, 'disk full'); END"), cancellationToken);

        var answer = await PressAsync(bot, TeamsActivity.Press(caseId, "take"), cancellationToken);

        AssertError(answer, 500);
        Assert.DoesNotContain("disk full", answer.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task WithoutADatabaseEachAnswerIsOfItsKindAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        await bot.Bot.Get<Database>().WriteAsync(connection => connection.Execute("ALTER TABLE cases RENAME TO lost_cases; ALTER TABLE conversation_settings RENAME TO lost_settings"), cancellationToken);

        AssertError(await PressAsync(bot, TeamsActivity.Press(caseId, "take"), cancellationToken), 500);
        foreach (var name in new[] { "task/fetch", "task/submit", "composeExtension/fetchTask" })
        {
            var invoke = TeamsActivity.Press(caseId, "more", id: name);
            invoke["name"] = name;
            invoke["value"] = new JsonObject
            {
                ["data"] = new JsonObject { ["caseId"] = caseId, ["revision"] = 1, ["verb"] = "more" },
                ["messagePayload"] = new JsonObject { ["body"] = new JsonObject { ["contentType"] = "text", ["content"] = TeamsActivity.Error } },
            };
            Assert.StartsWith("This did not work", (await PressAsync(bot, invoke, cancellationToken))["task"]!["value"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    private static async Task ASlowPressIsFinishedAfterItsAnswerAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        using var gate = new ManualResetEventSlim();
        var held = bot.Bot.Get<Database>().WriteAsync(
            _ =>
            {
                gate.Wait(cancellationToken);
                return 0;
            },
            cancellationToken);
        var pressing = PressAsync(bot, TeamsActivity.Press(caseId, "take"), cancellationToken);
        await bot.Time.TimerOf(TimeSpan.FromSeconds(4)).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        bot.Time.Advance(TimeSpan.FromSeconds(4));

        AssertMessage(await pressing, "Working on it");
        Assert.Null(bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
        gate.Set();
        await held;
        await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.NotNull(bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
    }

    private static async Task AnOldClientsPressUpdatesTheCardAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync(Submit(caseId, "take"), cancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.Single(bot.Channel.Posts);
        Assert.Equal("Kim Example", bot.Bot.Get<CaseStore>().Find(caseId)!.Owner!.Name);
    }

    private static async Task AnOldClientsPressOnALostCardIsAnsweredAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        foreach (var (id, verb) in ((string Id, string Verb)[])[("s1", "take"), ("s1", "take"), ("s2", "take"), ("s3", "more")])
        {
            var press = Submit("0000000000", verb).InGroupChat();
            press["id"] = id;
            using var answer = await bot.PostAsync(press, cancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        await bot.SettleAsync(cancellationToken);
        // Each press once, however often the platform brings it; and nobody else is bothered.
        var words = bot.Channel.Posts.Skip(1).ToList();
        Assert.Equal(3, words.Count);
        Assert.All(words, word => Assert.StartsWith("This card is too old", word.Card.Title.ToString(), StringComparison.Ordinal));
        Assert.All(words, word => Assert.Equal(TeamsActivity.KimId, word.OnlyFor?.Id));
    }

    private static async Task APressUnderAnotherIdFindsItsConversationAsync(TeamsBot bot, string caseId, CancellationToken cancellationToken)
    {
        const string alias = "19:aaaaaaaa-0000-0000-0000-000000000001_11111111-2222-3333-4444-555555555555@unq.gbl.spaces";
        var press = TeamsActivity.Press(caseId, "take");
        press["conversation"]!["id"] = alias;
        var stranger = TeamsActivity.Press(caseId, "close", by: "stranger");
        stranger["conversation"]!["id"] = alias;

        AssertMessage(await PressAsync(bot, stranger, cancellationToken), "This card is too old");
        AssertCard(await PressAsync(bot, press, cancellationToken), revision: 2);
    }

    private static Func<TeamsBot, string, CancellationToken, Task> Invoked(string? name, HttpStatusCode status) => async (bot, caseId, cancellationToken) =>
    {
        var invoke = TeamsActivity.Press(caseId, "take");
        invoke["name"] = name;

        using var answer = await bot.PostAsync(invoke, cancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    };

    private static JsonObject Submit(string caseId, string verb)
    {
        var submit = TeamsActivity.Message();
        submit.Remove("text");
        submit["replyToId"] = "1795001119999";
        submit["value"] = new JsonObject { ["caseId"] = caseId, ["revision"] = 1, ["verb"] = verb };
        return submit;
    }

    private static async Task<JsonObject> PressAsync(TeamsBot bot, JsonObject press, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync(press, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!.AsObject();
    }

    private static void AssertCard(JsonObject answer, long? revision)
    {
        Assert.Equal(200, answer["statusCode"]!.GetValue<int>());
        Assert.Equal("application/vnd.microsoft.card.adaptive", answer["type"]!.GetValue<string>());
        Assert.Equal("AdaptiveCard", answer["value"]!["type"]!.GetValue<string>());
        if (revision is not null)
            Assert.Contains($"\"revision\":{revision}", answer.ToJsonString(), StringComparison.Ordinal);
    }

    private static void AssertMessage(JsonObject answer, string beginning)
    {
        Assert.Equal(200, answer["statusCode"]!.GetValue<int>());
        Assert.Equal("application/vnd.microsoft.activity.message", answer["type"]!.GetValue<string>());
        Assert.StartsWith(beginning, answer["value"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static void AssertError(JsonObject answer, int status)
    {
        Assert.Equal(status, answer["statusCode"]!.GetValue<int>());
        Assert.Equal("application/vnd.microsoft.error", answer["type"]!.GetValue<string>());
        Assert.NotEmpty(answer["value"]!["code"]!.GetValue<string>());
        Assert.NotEmpty(answer["value"]!["message"]!.GetValue<string>());
    }

    /// <summary>Checks that never come to an end.</summary>
    private sealed class EndlessProbe : IProbe
    {
        public async IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            yield break;
        }
    }
}
