using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Dialogs of Teams: <c>task/fetch</c> opens one, <c>task/submit</c> is a press in it.</summary>
public sealed class DialogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("more", "More about this case", "step-stuck:f316.A")]
    [InlineData("hand-off", "Hand-off texts", "Mail from us to mail.contoso.example is not delivered")]
    [InlineData("original", "English original", "450 4.4.316 Connection refused")]
    [InlineData("settings", "Settings", "save-settings")]
    public async Task A_button_opens_its_dialog(string verb, string title, string content)
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var shown = Shown(await AskAsync(bot, "task/fetch", caseId, verb));

        Assert.Equal(title, shown["title"]!.GetValue<string>());
        Assert.Equal("application/vnd.microsoft.card.adaptive", shown["card"]!["contentType"]!.GetValue<string>());
        Assert.Equal("AdaptiveCard", shown["card"]!["content"]!["type"]!.GetValue<string>());
        Assert.Contains(content, shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    [Fact]
    public async Task A_press_in_a_dialog_changes_the_card_and_the_dialog_goes_on()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var shown = Shown(await AskAsync(bot, "task/submit", caseId, "step-stuck:f316.A"));

        Assert.Contains("step-undo:f316.A", shown.ToJsonString(), StringComparison.Ordinal);
        await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
    }

    [Fact]
    public async Task Saved_settings_hold_and_the_dialog_closes()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);

        using var answer = await bot.PostAsync(Ask("task/submit", caseId, "save-settings", ("language", "sv")), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(Token));
        await bot.Channel.UntilAsync(posts => posts[0].Card.Language == "sv", Token);
    }

    [Theory]
    [InlineData("task/fetch", "more")]
    [InlineData("task/fetch", "hand-off")]
    [InlineData("task/submit", "close")]
    public async Task Whether_a_case_of_another_conversation_exists_cannot_be_told(string name, string verb)
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var foreign = await AnswerAsync(bot, Ask(name, caseId, verb).InGroupChat());
        var unknown = await AnswerAsync(bot, Ask(name, "0000000000", verb).InGroupChat());

        Assert.Equal(unknown.ToJsonString(), foreign.ToJsonString());
        Assert.StartsWith("This card is too old", Said(foreign), StringComparison.Ordinal);
        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    [Fact]
    public async Task Another_tenant_is_refused_at_the_door()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var ask = Ask("task/fetch", await PostAsync(bot), "more");
        ask["conversation"]!["tenantId"] = "cccccccc-0000-0000-0000-000000000003";
        ask["channelData"]!["tenant"]!["id"] = "cccccccc-0000-0000-0000-000000000003";

        using var answer = await bot.PostAsync(ask, Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task What_no_button_of_ours_says_gets_a_well_formed_answer()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);
        JsonNode?[] values = [null, "x", new JsonArray(), new JsonObject(), new JsonObject { ["data"] = "x" }, new JsonObject { ["data"] = new JsonObject { ["caseId"] = caseId, ["revision"] = 1, ["verb"] = "launch" } }, new JsonObject { ["data"] = new JsonObject { ["caseId"] = "", ["revision"] = 1, ["verb"] = "more" } }];

        foreach (var value in values)
        {
            var ask = Ask("task/submit", caseId, "more");
            ask["value"] = value;
            Assert.NotEmpty(Said(await AnswerAsync(bot, ask)));
        }
    }

    [Fact]
    public async Task A_failure_says_that_it_did_not_work_and_nothing_of_why()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);
        await bot.Bot.Get<Database>().WriteAsync(connection => connection.Execute("CREATE TRIGGER full BEFORE INSERT ON case_events BEGIN SELECT RAISE(ABORT, 'disk full'); END"), Token);

        Assert.StartsWith("This did not work just now", Said(await AskAsync(bot, "task/submit", caseId, "close")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dialog_that_takes_longer_than_four_seconds_says_so_and_its_press_is_finished()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);
        using var gate = new ManualResetEventSlim();
        var held = bot.Bot.Get<Database>().WriteAsync(
            _ =>
            {
                gate.Wait(Token);
                return 0;
            },
            Token);
        var asking = AskAsync(bot, "task/submit", caseId, "close");
        await bot.Time.TimerOf(TimeSpan.FromSeconds(4)).WaitAsync(TimeSpan.FromSeconds(30), Token);
        bot.Time.Advance(TimeSpan.FromSeconds(4));

        Assert.StartsWith("Working on it", Said(await asking), StringComparison.Ordinal);
        gate.Set();
        await held;
        await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
        Assert.False(bot.Bot.Get<CaseStore>().Find(caseId)!.IsOpen);
    }

    [Fact]
    public async Task A_client_without_dialogs_gets_it_as_a_message_once()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        var caseId = await PostAsync(bot);
        var press = TeamsActivity.Message();
        press.Remove("text");
        press["value"] = new JsonObject { ["caseId"] = caseId, ["revision"] = 1, ["verb"] = "more", ["msteams"] = new JsonObject { ["type"] = "task/fetch" } };

        for (var delivery = 0; delivery < 2; delivery++)
        {
            using var answer = await bot.PostAsync(press, Token);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        await bot.SettleAsync(Token);
        Assert.Equal(2, bot.Channel.Posts.Count);
        Assert.Equal("More about this case", bot.Channel.Posts[1].Card.Title.ToString());
        Assert.Equal(caseId, bot.Channel.Posts[1].Card.CaseId);
    }

    [Fact]
    public async Task The_help_card_opens_the_settings_of_its_conversation_which_are_saved_there()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        using var help = await bot.PostAsync(TeamsActivity.Message("help").InChannel().NamingBot(), Token);
        var button = Assert.Single((await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Buttons);

        var shown = Shown(await AnswerAsync(bot, Ask("task/fetch", "", button.Verb).InChannel()));
        using var saved = await bot.PostAsync(Ask("task/submit", "", "save-settings", ("language", "sv"), ("listens", "no")).InChannel(), Token);

        Assert.Equal("Settings", shown["title"]!.GetValue<string>());
        Assert.Contains("save-settings", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Equal(("sv", false), Of(TeamsActivity.Channel));
        Assert.Equal((null, true), Of(TeamsActivity.GroupChat));

        (string? Language, bool Listens) Of(string conversation) =>
            bot.Bot.Get<SettingsStore>().Of(new ConversationKey("teams", TeamsBot.TenantId, conversation)) is var settings ? (settings.Language, settings.Listens) : default;
    }

    [Fact]
    public async Task A_client_without_dialogs_gets_the_settings_as_a_message_each_time_it_asks()
    {
        await using var bot = await TeamsBot.StartAsync(Token);
        foreach (var id in (string[])["p1", "p1", "p2"])
        {
            var press = TeamsActivity.Message(id: id).InGroupChat();
            press.Remove("text");
            press["value"] = new JsonObject { ["caseId"] = "", ["revision"] = 0, ["verb"] = "settings" };
            using var answer = await bot.PostAsync(press, Token);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        await bot.SettleAsync(Token);
        Assert.Equal(["Settings of this conversation", "Settings of this conversation"], bot.Channel.Posts.Select(post => post.Card.Title.ToString()));
        Assert.All(bot.Channel.Posts, post => Assert.Equal(TeamsActivity.KimId, post.OnlyFor?.Id));
    }

    private static async Task<string> PostAsync(TeamsBot bot)
    {
        using var message = await bot.PostAsync(TeamsActivity.Message(), Token);
        return (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
    }

    private static Task<JsonObject> AskAsync(TeamsBot bot, string name, string caseId, string verb) => AnswerAsync(bot, Ask(name, caseId, verb));

    private static async Task<JsonObject> AnswerAsync(TeamsBot bot, JsonObject ask)
    {
        using var answer = await bot.PostAsync(ask, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!.AsObject();
    }

    private static JsonObject Ask(string name, string caseId, string verb, params (string Input, string Value)[] inputs)
    {
        var ask = TeamsActivity.Press(caseId, verb);
        ask["name"] = name;
        var data = new JsonObject { ["msteams"] = new JsonObject { ["type"] = name }, ["caseId"] = caseId, ["revision"] = 1, ["verb"] = verb };
        foreach (var (input, value) in inputs)
            data[input] = value;
        ask["value"] = new JsonObject { ["data"] = data, ["context"] = new JsonObject { ["theme"] = "default" } };
        return ask;
    }

    private static JsonObject Shown(JsonObject answer)
    {
        Assert.Equal("continue", answer["task"]!["type"]!.GetValue<string>());
        return answer["task"]!["value"]!.AsObject();
    }

    private static string Said(JsonObject answer)
    {
        Assert.Equal("message", answer["task"]!["type"]!.GetValue<string>());
        return answer["task"]!["value"]!.GetValue<string>();
    }
}
