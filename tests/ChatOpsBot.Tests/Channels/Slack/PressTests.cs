using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Installing;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Channels.Slack.Sockets;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Slack;
using ChatOpsBot.Tests.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Group G of the conformance sheet, as far as it is Slack's: presses, views, the shortcut, the slash command.</summary>
public sealed class PressTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Whoever_asks_is_acknowledged_and_answered(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(cancellationToken, replace: services => services.AddSingleton<IProbe>(new ScriptedProbe()));
        await Rows[id](bot, cancellationToken);
    }

    private static readonly Dictionary<string, Func<SlackBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["G02 a press on an old card"] = APressOnAnOldCardAsync,
        ["G03 a card whose case is gone"] = ACaseThatIsGoneAsync,
        ["G04 twenty people press at once"] = TwentyPressAsync,
        ["G07 a case of another conversation"] = Changeless(payload => payload["channel"]!["id"] = "C99OTHER"),
        ["G07 a case of another workspace"] = Changeless(payload => payload["team"]!["id"] = "T99OTHER"),
        ["G07 a value that is none"] = Changeless(payload => payload["actions"]![0]!["value"] = "{\"c\":7}"),
        ["G07 a negative revision"] = Changeless(payload => payload["actions"]![0]!["value"] = payload["actions"]![0]!["value"]!.GetValue<string>().Replace("\"r\":1", "\"r\":-1", StringComparison.Ordinal)),
        ["G07 a value without end"] = Changeless(payload => payload["actions"]![0]!["value"] = new string('x', 500_000)),
        ["G07 actions of another shape"] = Changeless(payload => payload["actions"] = new JsonArray(null, new JsonObject())),
        ["G08 an unknown verb"] = Changeless(payload => payload["actions"]![0]!["value"] = payload["actions"]![0]!["value"]!.GetValue<string>().Replace("take", "give", StringComparison.Ordinal)),
        ["G16 a press"] = APressAsync,
        ["G16 two presses in one payload, and no state"] = TwoPressesAsync,
        ["G19 the shortcut"] = TheShortcutAsync,
        ["G19 the shortcut on a message without an error"] = TheShortcutFindsNothingAsync,
        ["G19 the shortcut on a program's attachments"] = TheShortcutReadsAsync(message => (message["bot_id"], message["text"], message["attachments"]) = ("B01OTHER", "", new JsonArray(new JsonObject { ["color"] = "#f00", ["fields"] = new JsonArray(new JsonObject { ["title"] = "LED", ["value"] = SlackPayload.Error }) }))),
        ["G19 the shortcut on a program's blocks"] = TheShortcutReadsAsync(message => (message["subtype"], message["bot_id"], message["text"], message["blocks"]) = ("bot_message", "B01OTHER", null, new JsonArray(new JsonObject { ["type"] = "section", ["fields"] = new JsonArray(new JsonObject { ["type"] = "mrkdwn", ["text"] = SlackPayload.Error }) }))),
        ["G19 the shortcut on blocks in attachments"] = TheShortcutReadsAsync(message => (message["bot_id"], message["text"], message["attachments"]) = ("B01OTHER", "", new JsonArray(new JsonObject { ["fallback"] = "[no preview available]", ["blocks"] = new JsonArray(new JsonObject { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = SlackPayload.Error } }) }))),
        ["G19 the shortcut on a table"] = TheShortcutReadsAsync(message => (message["bot_id"], message["text"], message["blocks"]) = ("B01OTHER", "Message trace", new JsonArray(new JsonObject { ["type"] = "table", ["rows"] = new JsonArray(new JsonArray(new JsonObject { ["type"] = "raw_text", ["text"] = "450 4.4.316" }, Cell("Connection refused by mail.contoso.com"))) }))),
        ["G19 the shortcut on the preview of a link"] = TheShortcutReadsAsync(message => (message["text"], message["attachments"]) = ("<https://tickets.example/7>", new JsonArray(new JsonObject { ["title"] = "Ticket 7", ["text"] = SlackPayload.Error }))),
        ["G20 the shortcut, too late for a view"] = TheShortcutTooLateAsync,
        ["G21 a server that is none"] = AServerThatIsNoneAsync,
        ["G22 somebody else was faster with the view"] = AConflictAsync,
        ["G23 the command help"] = Whispers("help", "450 4.4.316", "check"),
        ["G23 the command alone"] = Whispers("", "check"),
        ["G23 words nobody understands"] = Whispers("make me a sandwich please", "did not understand"),
        ["G23 a code"] = Whispers("450 4.4.316 Connection refused", "4.4.316"),
        ["G23 a code that was escaped"] = Whispers("450 4.4.316 Connection refused &lt;a@example.org&gt;", "4.4.316"),
        ["G23 status"] = Whispers("status"),
        ["G23 privacy"] = Whispers("privacy"),
        ["G23 settings"] = Whispers("settings"),
        ["G23 a check without a server"] = Whispers("check"),
        ["G23 a check is everybody's"] = ACheckAsync,
        ["G23 a check where the bot is off"] = CheckWhereOffAsync,
        ["G23 a check where the bot is not"] = NotHere("""{"ok":true,"channel":{"id":"C01EXAMPLE","is_member":false}}""", "en"),
        ["G23 a check in a private channel the bot does not know"] = NotHere("""{"ok":false,"error":"channel_not_found"}""", "en"),
        ["G23 a check where the bot is not, in German"] = NotHere("""{"ok":true,"channel":{"id":"C01EXAMPLE","is_member":false}}""", "de"),
        ["G23 a check where the bot is"] = CheckAfter("""{"ok":true,"channel":{"id":"C01EXAMPLE","is_member":true}}"""),
        ["G23 a check where nobody says whether the bot is there"] = CheckAfter("""{"ok":false,"error":"missing_scope","needed":"groups:read"}"""),
        ["G23 a check in a direct message of others"] = NotHere("""{"ok":false,"error":"channel_not_found"}""", "sv", "directmessage"),
        ["G23 a check among a few of whom the bot is none"] = NotHere("""{"ok":false,"error":"channel_not_found"}""", "en", "mpdm-kim--lee--ada-1"),
        ["G23 listen"] = ListenAsync,
        ["G23 mute"] = MuteAsync,
        ["G23 language"] = LanguageAsync,
        ["G23 nothing to mute in a direct message"] = async (bot, cancellationToken) =>
        {
            await WhisperAsync(bot, SlackPayload.Command("mute 2h", "directmessage"), cancellationToken);
            Assert.Null(bot.Bot.Get<SettingsStore>().Of(new ConversationKey("slack", SlackBot.TeamId, SlackPayload.Direct)).MutedUntil);
        },
        ["G24 a link"] = Changeless(payload => payload["actions"]![0]!.AsObject().Remove("value")),
        ["views: details"] = OpensView(ButtonValue.OpenDetails),
        ["views: more"] = OpensView(Verbs.More),
        ["views: too late for one"] = AViewThatDoesNotOpenAsync,
        ["views: the bot's token has expired"] = AViewAfterRenewalAsync,
        ["views: slack allows no more at present"] = AViewWhileThrottledAsync,
        ["views: settings"] = OpensView(Verbs.Settings),
        ["views: settings from a card without a case"] = SettingsWithoutACaseAsync,
        ["views: a press in one"] = APressInAViewAsync,
        ["views: the settings are saved"] = SettingsAreSavedAsync,
        ["views: one of another conversation"] = AViewOfAnotherConversationAsync,
        ["views: sent when its case is gone"] = AViewOfAForgottenCaseAsync,
        ["views: sent by another version of the bot"] = AViewOfAnotherVersionAsync,
        ["views: a press when its case is gone"] = APressInAViewOfAForgottenCaseAsync,
        ["C06 a press without a channel, a container, a message and a trigger"] = Changeless(payload =>
        {
            foreach (var member in new[] { "channel", "container", "message", "trigger_id", "response_url", "state" })
                payload.Remove(member);
        }),
        ["C06 a shortcut without its message, channel and trigger"] = Changeless(payload =>
        {
            payload["type"] = "message_action";
            foreach (var member in new[] { "channel", "container", "message", "trigger_id", "response_url", "actions" })
                payload.Remove(member);
        }),
        ["C06 a view that was closed"] = Changeless(payload => payload["type"] = "view_closed"),
        ["C06 a submission without a view"] = ASubmissionWithoutAViewAsync,
        ["E20 a press where no workspace is named"] = APressInAnOrganizationAsync,
        ["a guest of a shared channel presses"] = AGuestPressesAsync,
        ["C08 an unknown kind of interaction"] = Changeless(payload => payload["type"] = "foo_bar"),
        ["C08 a shortcut from anywhere"] = Changeless(payload => payload["type"] = "shortcut"),
    };

    private static Func<SlackBot, CancellationToken, Task> Changeless(Action<JsonObject> change) => async (bot, cancellationToken) =>
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);

        await InteractAsync(bot, SlackPayload.Press(caseId, "take").Changed(change), cancellationToken);

        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
        Assert.Single(bot.Accepted());
    };

    private static async Task APressAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);

        await InteractAsync(bot, SlackPayload.Press(caseId, "take"), cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.Single(posts);
        Assert.Equal(new Person(SlackPayload.Kim, "kim"), bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
        Assert.Empty(bot.Servers.Calls);
    }

    private static async Task TwoPressesAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        var step = bot.Channel.Posts[0].Card.Blocks.OfType<Checklist>().First().Rows[0].Button!.Verb;
        var press = SlackPayload.Press(caseId, "take");
        press.Remove("state");
        press["actions"]!.AsArray().Add(SlackPayload.Press(caseId, step)["actions"]![0]!.DeepClone());

        await InteractAsync(bot, press, cancellationToken);

        var @case = bot.Bot.Get<CaseStore>().Find(caseId)!;
        Assert.Equal((SlackPayload.Kim, StepMark.Done), (@case.Owner!.Id, @case.Step(step.Split(':')[1]).Mark));
    }

    private static async Task APressOnAnOldCardAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);

        await InteractAsync(bot, SlackPayload.Press(caseId, "take"), cancellationToken);
        await InteractAsync(bot, SlackPayload.Press(caseId, "take", user: "U01LEE"), cancellationToken);

        Assert.Equal(SlackPayload.Kim, bot.Bot.Get<CaseStore>().Find(caseId)!.Owner!.Id);
    }

    private static async Task ACaseThatIsGoneAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await InteractAsync(bot, SlackPayload.Press("0000000000", "take"), cancellationToken);

        var call = await bot.Servers.UntilAsync(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl, cancellationToken);
        Assert.Null(call.Authorization);
        Assert.Equal("ephemeral", (string?)JsonNode.Parse(call.Body)!["response_type"]);
    }

    private static async Task TwentyPressAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(user => InteractAsync(bot, SlackPayload.Press(caseId, "take", user: $"U{user:D2}"), cancellationToken)));

        Assert.Equal(2, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    private static async Task APressInAnOrganizationAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var message = SlackPayload.Message().InChannel().NamingBot().Changed(envelope => (envelope["enterprise_id"], envelope["authorizations"]![0]!["enterprise_id"], envelope["authorizations"]![0]!["is_enterprise_install"]) = ("E01ORG", "E01ORG", true));
        using (await bot.PostAsync(message, cancellationToken))
        {
            var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;
            await InteractAsync(bot, SlackPayload.Press(caseId, "take").Changed(payload => (payload["team"], payload["enterprise"], payload["is_enterprise_install"]) = (null, new JsonObject { ["id"] = "E01ORG" }, "true")), cancellationToken);

            Assert.NotNull(bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
        }
    }

    /// <summary>In the name of their own workspace, on the very message that shows the case.</summary>
    private static async Task AGuestPressesAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        var shown = bot.Bot.Get<CaseStore>().Shown(caseId)!.MessageId;

        await InteractAsync(bot, SlackPayload.Press(caseId, "take").Changed(payload => (payload["team"]!["id"], payload["container"]!["message_ts"]) = ("T99GUEST", shown)), cancellationToken);

        Assert.NotNull(bot.Bot.Get<CaseStore>().Find(caseId)!.Owner);
    }

    private static Func<SlackBot, CancellationToken, Task> OpensView(string verb) => async (bot, cancellationToken) =>
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);

        await InteractAsync(bot, SlackPayload.Press(caseId, verb), cancellationToken);

        var call = await bot.Servers.UntilAsync(call => call.Is("views.open"), cancellationToken);
        var opened = JsonNode.Parse(call.Body)!;
        Assert.Equal("13345224609.738474920.8088930838d88f008e0", (string?)opened["trigger_id"]);
        Assert.Equal(SlackPayload.Channel, ViewMetadata.Read((string?)opened["view"]!["private_metadata"])!.Reference.ChannelId);
        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    };

    private static async Task SettingsWithoutACaseAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await InteractAsync(bot, SlackPayload.Press("", Verbs.Settings, revision: 0), cancellationToken);

        var opened = JsonNode.Parse((await bot.Servers.UntilAsync(call => call.Is("views.open"), cancellationToken)).Body)!;
        var metadata = ViewMetadata.Read((string?)opened["view"]!["private_metadata"])!;
        Assert.Equal((SlackPayload.Channel, Verbs.SaveSettings), (metadata.Reference.ChannelId, metadata.Submit!.Verb));
    }

    private static async Task AViewThatDoesNotOpenAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        bot.Servers.Answer = (call, _) => Task.FromResult(call.Is("views.open") ? SlackServers.Json("""{"ok":false,"error":"expired_trigger_id"}""") : null);

        await InteractAsync(bot, SlackPayload.Press(caseId, Verbs.More), cancellationToken);

        var word = await bot.Servers.UntilAsync(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl, cancellationToken);
        Assert.Contains("press the button once more", word.Body, StringComparison.Ordinal);
        // A trigger is good once.
        Assert.Single(bot.Servers.Calls, call => call.Is("views.open"));
    }

    private static async Task AViewAfterRenewalAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        bot.Servers.Answer = (call, _) => Task.FromResult(call.Is("views.open") ? SlackServers.Json("""{"ok":false,"error":"token_expired"}""") : null);

        await InteractAsync(bot, SlackPayload.Press(caseId, Verbs.More), cancellationToken);
        await bot.Servers.UntilAsync(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl, cancellationToken);

        // A token of the settings cannot be renewed: it is used no more, and health says so.
        using var health = await bot.SendAsync(new HttpRequestMessage(HttpMethod.Get, "health/ready"), cancellationToken);
        Assert.Contains("Slack does not take Slack:BotToken any more (token_expired)", await health.Content.ReadAsStringAsync(cancellationToken), StringComparison.Ordinal);
    }

    private static async Task AViewWhileThrottledAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        bot.Servers.Answer = (call, _) =>
        {
            if (!call.Is("views.open"))
                return Task.FromResult<HttpResponseMessage?>(null);
            var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(30));
            return Task.FromResult<HttpResponseMessage?>(answer);
        };

        for (var press = 0; press < 2; press++)
        {
            await InteractAsync(bot, SlackPayload.Press(caseId, Verbs.More), cancellationToken);
            await bot.Servers.UntilAsync(() => bot.Servers.Calls.Count(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl) == press + 1, cancellationToken);
        }

        // The second press found the method paused and did not ask.
        Assert.Single(bot.Servers.Calls, call => call.Is("views.open"));
    }

    private static async Task APressInAViewAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        var step = bot.Channel.Posts[0].Card.Blocks.OfType<Checklist>().First().Rows[0].Button!.Verb.Split(':')[1];

        await InteractAsync(bot, SlackPayload.Press(caseId, $"step-stuck:{step}").InView(MetadataOf(bot, submit: null)), cancellationToken);

        Assert.Equal(StepMark.Stuck, bot.Bot.Get<CaseStore>().Find(caseId)!.Step(step).Mark);
        var update = JsonNode.Parse((await bot.Servers.UntilAsync(call => call.Is("views.update"), cancellationToken)).Body)!;
        Assert.Equal(("V01", "1.a"), ((string?)update["view_id"], (string?)update["hash"]));
    }

    private static async Task AConflictAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        bot.Servers.Answer = (call, _) => Task.FromResult(call.Body.Contains("\"hash\":\"1.a\"", StringComparison.Ordinal) ? SlackServers.Json("""{"ok":false,"error":"hash_conflict"}""") : null);

        await InteractAsync(bot, SlackPayload.Press(caseId, "take").InView(MetadataOf(bot, submit: null)), cancellationToken);

        await bot.Servers.UntilAsync(call => call.Is("views.update") && !call.Body.Contains("\"hash\"", StringComparison.Ordinal), cancellationToken);
        Assert.Equal(2, bot.Servers.Calls.Count);
    }

    private static async Task AViewOfAnotherConversationAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        var foreign = new ViewMetadata(SlackReference.FromJson(bot.Channel.Posts[0].Conversation.Json) with { ChannelId = "C99OTHER" }, Submit: null);

        await InteractAsync(bot, SlackPayload.Press(caseId, "take").InView(foreign.ToString()), cancellationToken);

        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    private static async Task AViewOfAForgottenCaseAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await OpenCaseAsync(bot, cancellationToken);
        var submission = SlackPayload.Press("0000000000", "run-checks").InView(MetadataOf(bot, new ButtonValue("0000000000", 1, "run-checks")), "view_submission");

        AssertTooLate(await InteractAsync(bot, submission, cancellationToken));
    }

    private static async Task AViewOfAnotherVersionAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);

        AssertTooLate(await InteractAsync(bot, SlackPayload.Press(caseId, "run-checks").InView("{\"case\":7}", "view_submission"), cancellationToken));
    }

    private static async Task ASubmissionWithoutAViewAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);

        AssertTooLate(await InteractAsync(bot, SlackPayload.Press(caseId, "run-checks").Changed(payload => payload["type"] = "view_submission"), cancellationToken));
    }

    private static void AssertTooLate(string answer)
    {
        var said = JsonNode.Parse(answer)!;
        Assert.Equal("update", (string?)said["response_action"]);
        Assert.Contains("This card is too old", said["view"]!["blocks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(BlockKitRules.View(JsonElement.Parse(said["view"]!.ToJsonString())));
    }

    /// <summary>No message shows the button, so there is nothing to say something beside.</summary>
    private static async Task APressInAViewOfAForgottenCaseAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await OpenCaseAsync(bot, cancellationToken);

        await InteractAsync(bot, SlackPayload.Press("0000000000", "take").InView(MetadataOf(bot, submit: null)), cancellationToken);

        var update = JsonNode.Parse((await bot.Servers.UntilAsync(call => call.Is("views.update"), cancellationToken)).Body)!;
        Assert.Equal("V01", (string?)update["view_id"]);
        Assert.Contains("This card is too old", update["view"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task AServerThatIsNoneAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        var submission = SlackPayload.Press(caseId, "run-checks").InView(MetadataOf(bot, new ButtonValue(caseId, 1, "run-checks")), "view_submission");
        submission["view"]!["state"]!["values"] = new JsonObject { ["server"] = new JsonObject { ["server"] = new JsonObject { ["type"] = "plain_text_input", ["value"] = "not a server" } } };

        var answer = JsonNode.Parse(await InteractAsync(bot, submission, cancellationToken))!;

        Assert.Equal("errors", (string?)answer["response_action"]);
        Assert.Contains("not a server", (string?)answer["errors"]!["server"], StringComparison.Ordinal);
    }

    private static async Task SettingsAreSavedAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var caseId = await OpenCaseAsync(bot, cancellationToken);
        var submission = SlackPayload.Press(caseId, Verbs.SaveSettings).InView(MetadataOf(bot, new ButtonValue(caseId, 1, Verbs.SaveSettings)), "view_submission");
        submission["view"]!["state"]!["values"] = new JsonObject { [Verbs.ListensInput] = new JsonObject { [Verbs.ListensInput] = new JsonObject { ["type"] = "static_select", ["selected_option"] = new JsonObject { ["value"] = "yes" } } } };

        var answer = await InteractAsync(bot, submission, cancellationToken);

        Assert.Empty(answer);
        Assert.True(bot.Bot.Get<SettingsStore>().Of(Key).Listens);
    }

    private static async Task TheShortcutAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await InteractAsync(bot, SlackPayload.Shortcut(SlackPayload.Error), cancellationToken);

        var call = await bot.Servers.UntilAsync(call => call.Is("views.open"), cancellationToken);
        Assert.Contains("4.4.316", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"button\"", call.Body, StringComparison.Ordinal);
        Assert.Empty(bot.Accepted());
        Assert.Empty(bot.Channel.Posts);
    }

    /// <summary>Whoever points at a message asks about all they see of it.</summary>
    private static Func<SlackBot, CancellationToken, Task> TheShortcutReadsAsync(Action<JsonObject> change) => async (bot, cancellationToken) =>
    {
        await InteractAsync(bot, SlackPayload.Shortcut("look").Changed(payload => change(payload["message"]!.AsObject())), cancellationToken);

        var call = await bot.Servers.UntilAsync(call => call.Is("views.open"), cancellationToken);
        Assert.Contains("4.4.316", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(EnglishTexts.Texts.Commands.NothingRecognized, call.Body, StringComparison.Ordinal);
    };

    private static JsonObject Cell(string text) => new()
    {
        ["type"] = "rich_text",
        ["elements"] = new JsonArray(new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }),
    };

    private static async Task TheShortcutFindsNothingAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await InteractAsync(bot, SlackPayload.Shortcut("lunch?"), cancellationToken);

        var call = await bot.Servers.UntilAsync(call => call.Is("views.open"), cancellationToken);
        Assert.Contains("450 4.4.316", call.Body, StringComparison.Ordinal);
    }

    private static async Task TheShortcutTooLateAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        bot.Servers.Answer = (call, _) => Task.FromResult(call.Is("views.open") ? SlackServers.Json("""{"ok":false,"error":"expired_trigger_id"}""") : null);

        await InteractAsync(bot, SlackPayload.Shortcut(SlackPayload.Error), cancellationToken);

        var call = await bot.Servers.UntilAsync(call => call.Address.AbsoluteUri == SlackPayload.ResponseUrl, cancellationToken);
        Assert.Contains("4.4.316", call.Body, StringComparison.Ordinal);
        Assert.Equal("ephemeral", (string?)JsonNode.Parse(call.Body)!["response_type"]);
    }

    private static Func<SlackBot, CancellationToken, Task> Whispers(string text, params string[] says) => async (bot, cancellationToken) =>
    {
        var answer = await WhisperAsync(bot, SlackPayload.Command(text), cancellationToken);

        Assert.All(says, said => Assert.Contains(said, answer, StringComparison.Ordinal));
        Assert.Empty(bot.Accepted());
        Assert.Empty(bot.Channel.Posts);
    };

    private static async Task ACheckAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var answer = await bot.CommandAsync(SlackPayload.Command("check mail.contoso.com"), cancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        Assert.Equal(Key, posts[0].Conversation.Key);
        Assert.NotEmpty(posts[0].Card.CaseId);
    }

    private static Func<SlackBot, CancellationToken, Task> NotHere(string info, string language, string channelName = "mail") => async (bot, cancellationToken) =>
    {
        foreach (var key in new[] { Key, Key with { Id = SlackPayload.Direct } })
            await bot.Bot.Get<SettingsStore>().SetLanguageAsync(key, SlackPayload.Kim, language, cancellationToken);
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(call.Is("conversations.info") ? SlackServers.Json(info) : null);

        var answer = await WhisperAsync(bot, SlackPayload.Command("check mail.contoso.com", channelName), cancellationToken);

        var said = SlackPlaceTexts.Of(language);
        var text = (string?)JsonNode.Parse(answer)!["text"];
        Assert.Contains(channelName == "mail" ? said.NotHereTitle : said.NotAmongTitle, text, StringComparison.Ordinal);
        Assert.Contains("/invite @ChatOpsBot", channelName == "mail" ? answer : said.NotHere, StringComparison.Ordinal);
        Assert.Equal(channelName != "mail", text!.Contains(said.NotAmong, StringComparison.Ordinal));
        Assert.Empty(bot.Accepted());
    };

    private static Func<SlackBot, CancellationToken, Task> CheckAfter(string info) => (bot, cancellationToken) =>
    {
        bot.Servers.Answer = (call, _) => Task.FromResult<HttpResponseMessage?>(call.Is("conversations.info") ? SlackServers.Json(info) : null);
        return ACheckAsync(bot, cancellationToken);
    };

    private static async Task CheckWhereOffAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.Bot.Get<SettingsStore>().SaveAsync(Key, SlackPayload.Kim, new ConversationSettings { IsOff = true, Listens = false }, cancellationToken);

        var answer = await WhisperAsync(bot, SlackPayload.Command("check mail.contoso.com"), cancellationToken);

        Assert.Contains(Languages.Of("en").Commands.ListeningNever, JsonNode.Parse(answer)!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(bot.Accepted());
    }

    private static async Task ListenAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        Assert.False(bot.Bot.Get<SettingsStore>().Of(Key).Listens);
        await WhisperAsync(bot, SlackPayload.Command("listen on"), cancellationToken);
        Assert.True(bot.Bot.Get<SettingsStore>().Of(Key).Listens);
        await WhisperAsync(bot, SlackPayload.Command("listen off"), cancellationToken);
        Assert.False(bot.Bot.Get<SettingsStore>().Of(Key).Listens);
    }

    private static async Task MuteAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await WhisperAsync(bot, SlackPayload.Command("mute 2h"), cancellationToken);
        Assert.Equal(bot.Time.GetUtcNow().AddHours(2), bot.Bot.Get<SettingsStore>().Of(Key).MutedUntil);
    }

    private static async Task LanguageAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await WhisperAsync(bot, SlackPayload.Command("language de"), cancellationToken);
        var help = await WhisperAsync(bot, SlackPayload.Command("help"), cancellationToken);
        Assert.Contains("Sprache", help, StringComparison.Ordinal);
    }

    private static async Task<string> WhisperAsync(SlackBot bot, Dictionary<string, string> command, CancellationToken cancellationToken)
    {
        using var answer = await bot.CommandAsync(command, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var said = JsonNode.Parse(body)!;
        Assert.Equal("ephemeral", (string?)said["response_type"]);
        Assert.NotEmpty((string?)said["text"] ?? "");
        Assert.NotEmpty(said["blocks"]!.AsArray());
        return body;
    }

    private static async Task<string> OpenCaseAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync(SlackPayload.Message().InChannel().NamingBot(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        await bot.SettleAsync(cancellationToken);
        return bot.Channel.Posts[0].Card.CaseId;
    }

    private static string MetadataOf(SlackBot bot, ButtonValue? submit) => new ViewMetadata(SlackReference.FromJson(bot.Channel.Posts[0].Conversation.Json), submit).ToString();

    private static async Task<string> InteractAsync(SlackBot bot, JsonObject payload, CancellationToken cancellationToken)
    {
        using var answer = await bot.InteractAsync(payload, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    [Fact]
    public void Whatever_a_conversation_or_a_person_is_asked_or_told_goes_through_one_door()
    {
        // These have tokens of other kinds: the app's own, and those that get the bot's; or ask nothing but whose the token is.
        Type[] others = [typeof(SlackCalls), typeof(SlackIntroduction), typeof(SlackSockets), typeof(SlackInstallEndpoints), typeof(StoredTokens)];

        var callers = typeof(SlackWebApi).Assembly.GetTypes()
            .Where(type => type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(SlackWebApi))));

        Assert.Equal(others.Select(type => type.Name).Order(StringComparer.Ordinal), callers.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    private static readonly ConversationKey Key = new("slack", SlackBot.TeamId, SlackPayload.Channel);
}
