using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Slack;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Group E of the conformance sheet: what of a message is answered, and where.</summary>
public sealed class MessageTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_message_is_answered_once_and_where_it_was_written(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(cancellationToken, [$"--Slack:ReadableApps:0={Monitor}"]);
        await Rows[id](bot, cancellationToken);
    }

    private static readonly Dictionary<string, Func<SlackBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["quiet: a code nobody asked about"] = SilentUntold(SlackPayload.Message().InChannel()),
        ["quiet: a code in a private channel"] = SilentUntold(SlackPayload.Message().InChannel(type: "group")),
        ["quiet: a code in a group of people"] = SilentUntold(SlackPayload.Message().InChannel(type: "mpim")),
        ["quiet: told to listen, then to stop"] = ListensUntilToldAsync,
        ["quiet: switched off"] = SwitchedOffAsync,
        ["E01 a channel message that names the bot"] = AnsweredIn("1772442000.000200", Addressing.Mention, SlackPayload.Message().InChannel().NamingBot()),
        ["E01 a channel message with a code, where the bot listens"] = AnsweredIn("1772442000.000200", Addressing.Overheard, SlackPayload.Message().InChannel()),
        ["E01 a channel message without a code, where the bot listens"] = Silent(SlackPayload.Message("lunch at 12.30?").InChannel()),
        ["E02 a reply in a thread"] = AnsweredIn("1772441000.000100", Addressing.Overheard, SlackPayload.Message().InChannel(thread: "1772441000.000100")),
        ["E02 a reply that is shown in the channel too"] = AnsweredIn("1772441000.000100", Addressing.Overheard, SlackPayload.Message().InChannel(thread: "1772441000.000100").ChangedEvent(inner => inner["subtype"] = "thread_broadcast")),
        ["E03 message, then mention"] = Once(SlackPayload.Message().InChannel().NamingBot(), SlackPayload.Message().InChannel().NamingBot().AsMention()),
        ["E03 mention, then message"] = Once(SlackPayload.Message().InChannel().NamingBot().AsMention(), SlackPayload.Message().InChannel().NamingBot()),
        ["E03 message and mention at once"] = MessageAndMentionAtOnceAsync,
        ["E03 a mention alone"] = AnsweredIn("1772442000.000200", Addressing.Mention, SlackPayload.Message().InChannel().NamingBot().AsMention()),
        ["E04 our own message"] = Silent(OfProgram(SlackPayload.Message().InChannel(), SlackBot.AppId)),
        ["E04 our own message, by its user alone"] = Silent(SlackPayload.Message().InChannel().ChangedEvent(inner => inner["user"] = SlackPayload.BotUser)),
        ["E04 our own message, of which nothing says that it is"] = (bot, cancellationToken) =>
        {
            bot.Bot.Get<OwnUsers>().Note(SlackBot.TeamId, SlackPayload.BotUser);
            return Silent(SlackPayload.Message().InChannel().ChangedEvent(inner => inner["user"] = SlackPayload.BotUser).Changed(envelope => envelope.Remove("authorizations")))(bot, cancellationToken);
        },
        ["E04 our own message, by its profile alone"] = Silent(SlackPayload.Message().InChannel().ChangedEvent(inner => (inner["bot_id"], inner["bot_profile"]) = ("B01BOT", new JsonObject { ["app_id"] = SlackBot.AppId }))),
        ["E05 another bot's message"] = Silent(OfProgram(SlackPayload.Message().InChannel(), "A02OTHER")),
        ["E05 another bot that names this one"] = Silent(OfProgram(SlackPayload.Message().InChannel().NamingBot().AsMention(), "A02OTHER")),
        ["E05 a message of an old integration"] = Silent(SlackPayload.Message().InChannel().ChangedEvent(inner => { inner["subtype"] = "bot_message"; inner.Remove("user"); })),
        ["E05 a monitor that may be read"] = AnsweredIn("1772442000.000200", Addressing.Overheard, OfProgram(SlackPayload.Message().InChannel(), Monitor)),
        ["E05 a monitor that may be read, in attachments"] = Explains("4.4.316", OfProgram(SlackPayload.Message("").InChannel(), Monitor).ChangedEvent(inner => inner["attachments"] = new JsonArray(new JsonObject { ["text"] = SlackPayload.Error }))),
        ["E05 a monitor that may be read, by its webhook"] = AnsweredIn("1772442000.000200", Addressing.Overheard, OfWebhook(SlackPayload.Message().InChannel(), Monitor)),
        ["E05 another's webhook"] = Silent(OfWebhook(SlackPayload.Message().InChannel(), "A02OTHER")),
        ["E05 a profile that is none"] = Silent(OfWebhook(SlackPayload.Message().InChannel(), Monitor).ChangedEvent(inner => inner["bot_profile"] = "x")),
        ["E05 a monitor is never talked with"] = Silent(OfProgram(SlackPayload.Message("help").InChannel().NamingBot().AsMention(), Monitor)),
        ["E05 Slack's own voice"] = Silent(SlackPayload.Message().InChannel().ChangedEvent(inner => inner["user"] = "USLACKBOT")),
        ["E06 a change for a link's preview"] = Silent(SlackPayload.Message().InChannel().Edited(SlackPayload.Error).ChangedEvent(inner => inner["message"]!.AsObject().Remove("edited"))),
        ["E06 a preview after an edit"] = Silent(SlackPayload.Message().InChannel().Edited(SlackPayload.Error).ChangedEvent(inner => inner["previous_message"]!["edited"] = inner["message"]!["edited"]!.DeepClone())),
        ["E06 an update of our own card"] = Silent(SlackPayload.Message().InChannel().Edited(SlackPayload.Error).ChangedEvent(inner => (inner["message"]!["bot_id"], inner["message"]!["app_id"]) = ("B01BOT", SlackBot.AppId))),
        ["E07 an edit that adds a code"] = AnEditThatAddsACodeAsync,
        ["E07 an edit that changes the code"] = AnEditThatChangesTheCodeAsync,
        ["E07 an edit that changes something else"] = AnEditThatChangesNothingAsync,
        ["E07 an edit that comes before its message"] = AnEditThatOvertakesAsync,
        ["E07 two edits in the wrong order"] = TwoEditsInTheWrongOrderAsync,
        ["E07 an edit that names the bot"] = AnEditThatNamesTheBotAsync(message => [message.Edited(Help), message.AsMentionEdited(Help)]),
        ["E07 an edit that names the bot, told by its mention first"] = AnEditThatNamesTheBotAsync(message => [message.AsMentionEdited(Help), message.Edited(Help)]),
        ["E07 an edit that names the bot, told by its mention alone"] = AnEditThatNamesTheBotAsync(message => [message.AsMentionEdited(Help)]),
        ["E07 an edit that names the bot, and its message after it"] = AnEditThatNamesTheBotAsync(message => [message.AsMentionEdited(Help), message]),
        ["E07 an edit of a mention that was answered"] = AnEditOfAMentionAsync(message => [message.Edited(Kindly), message.AsMentionEdited(Kindly)]),
        ["E07 an edit of a mention that was answered, told by its mention first"] = AnEditOfAMentionAsync(message => [message.AsMentionEdited(Kindly), message.Edited(Kindly)]),
        ["E08 a message is deleted"] = ADeletedMessageIsWithdrawnAsync,
        ["E08 a message with replies is deleted"] = AMessageWithRepliesIsWithdrawnAsync,
        ["E08 a message with replies is deleted before it came"] = async (bot, cancellationToken) =>
        {
            await PostAsync(bot, SlackPayload.Message().InChannel().Buried(), cancellationToken);
            await Silent(SlackPayload.Message().InChannel())(bot, cancellationToken);
        },
        ["E08 a message is deleted before it came"] = ADeletionOvertakesAsync,
        ["E09 somebody joins"] = Silent(Subtype("channel_join")),
        ["E09 a topic"] = Silent(Subtype("channel_topic")),
        ["E09 a reply is counted"] = Silent(Subtype("message_replied")),
        ["E09 an unknown subtype"] = Silent(Subtype("foo_bar")),
        ["E09 in the first person"] = AnsweredIn("1772442000.000200", Addressing.Overheard, Subtype("me_message")),
        ["E10 a code block"] = Explains("4.4.316", Rich(new JsonObject { ["type"] = "rich_text_preformatted", ["elements"] = new JsonArray(Run(SlackPayload.Error)) })),
        ["E10 a quote and a list"] = Explains("4.4.316", Rich(
            new JsonObject { ["type"] = "rich_text_quote", ["elements"] = new JsonArray(Run("as I said")) },
            new JsonObject { ["type"] = "rich_text_list", ["style"] = "bullet", ["elements"] = new JsonArray(new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray(Run(SlackPayload.Error)) }) })),
        ["E10 hosts and addresses that became links"] = NamesServer("mx.example.org", Rich(new JsonObject
        {
            ["type"] = "rich_text_section",
            ["elements"] = new JsonArray(
                Run("450 4.4.316 Connection refused [LastAttemptedServerName="),
                new JsonObject { ["type"] = "link", ["url"] = "http://mx.example.org", ["text"] = "mx.example.org" },
                Run("] for "),
                new JsonObject { ["type"] = "link", ["url"] = "mailto:a@b.example", ["text"] = "a@b.example" }),
        })),
        ["E10 links in text without blocks"] = NamesServer("mx.example.org", SlackPayload.Message("450 4.4.316 Connection refused [LastAttemptedServerName=<http://mx.example.org|mx.example.org>] for <mailto:a@b.example|a@b.example>").InChannel()),
        ["E10 the bot named in blocks"] = AnsweredIn("1772442000.000200", Addressing.Mention, Rich(new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray(new JsonObject { ["type"] = "user", ["user_id"] = SlackPayload.BotUser }, Run($" {SlackPayload.Error}")) })),
        ["E10 blocks of an unknown shape"] = AnsweredIn("1772442000.000200", Addressing.Overheard, SlackPayload.Message().InChannel().ChangedEvent(inner => (inner["blocks"], inner["attachments"], inner["files"]) = (new JsonArray(7, "x", new JsonObject { ["type"] = "rich_text", ["elements"] = "none" }), new JsonArray("x"), "none"))),
        ["E10 a message that was shared"] = Explains("4.4.316", SlackPayload.Message("who can help?").InChannel().ChangedEvent(inner => inner["attachments"] = new JsonArray(new JsonObject { ["is_share"] = true, ["author_id"] = "U01LEE", ["text"] = SlackPayload.Error }))),
        ["E10 a card of this bot that was shared"] = Silent(SlackPayload.Message("look").InChannel().ChangedEvent(inner => inner["attachments"] = new JsonArray(new JsonObject { ["is_share"] = true, ["author_id"] = SlackPayload.BotUser, ["text"] = SlackPayload.Error }))),
        ["E10 the preview of a link"] = Silent(SlackPayload.Message("look").InChannel().ChangedEvent(inner => inner["attachments"] = new JsonArray(new JsonObject { ["title"] = "What does 450 4.4.316 mean", ["text"] = SlackPayload.Error }))),
        ["E11 escapes are undone once"] = QuotesLine("450 4.4.316 Connection refused &lt; by [LastAttemptedServerName=mail.contoso.example]", SlackPayload.Message("450 4.4.316 Connection refused &amp;lt; by [LastAttemptedServerName=mail.contoso.example]")),
        ["E14 a guest of a shared channel"] = Silent(Foreign(SlackPayload.Message().InChannel())),
        ["E14 a guest of a shared channel who names the bot"] = AnsweredIn("1772442000.000200", Addressing.Mention, Foreign(SlackPayload.Message().InChannel().NamingBot())),
        ["E14 one of ours in a shared channel"] = AnsweredIn("1772442000.000200", Addressing.Overheard, SlackPayload.Message().InChannel().Changed(envelope => envelope["is_ext_shared_channel"] = true)),
        ["E15 help"] = Helped(SlackPayload.Message("help")),
        ["E15 nothing"] = Helped(SlackPayload.Message("")),
        ["E15 an emoji"] = Helped(SlackPayload.Message(":wave:")),
        ["E15 a direct message is answered without a thread"] = AnsweredIn(null, Addressing.Direct, SlackPayload.Message()),
        ["E15 a thread of a direct message is kept"] = AnsweredIn("1772441000.000100", Addressing.Direct, SlackPayload.Message().ChangedEvent(inner => inner["thread_ts"] = "1772441000.000100")),
        ["E16 the Home tab, twenty times"] = TheHomeTabAsync,
        ["E17 the bot joins, told twice"] = Once(Joined(SlackPayload.BotUser), Joined(SlackPayload.BotUser)),
        ["E17 somebody else joins"] = Silent(Joined(SlackPayload.Kim)),
        ["E19 an installation of an organization"] = OfOrganization("E01ORG", SlackPayload.Message().Changed(envelope => (envelope["enterprise_id"], envelope["authorizations"]![0]!["enterprise_id"], envelope["authorizations"]![0]!["is_enterprise_install"]) = ("E01ORG", "E01ORG", true))),
        ["E19 a workspace of an organization"] = OfOrganization(SlackBot.TeamId, SlackPayload.Message().Changed(envelope => (envelope["enterprise_id"], envelope["authorizations"]![0]!["enterprise_id"]) = ("E01ORG", "E01ORG"))),
        ["I07 a mention where it turns out that the bot cannot speak"] = AMentionFindsNoPlaceAsync,
        ["K01 uninstalled and revoked, doubled"] = UninstalledAsync,
        ["K01 uninstalled elsewhere"] = UninstalledElsewhereAsync,
    };

    private static Func<SlackBot, CancellationToken, Task> AnsweredIn(string? thread, Addressing addressing, JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, envelope, cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        var reference = SlackReference.FromJson(posts[0].Conversation.Json);
        var channel = envelope.Inner()["channel"]!.GetValue<string>();
        Assert.Equal(channel, reference.ChannelId);
        Assert.Equal(thread, reference.ThreadTs);
        Assert.Equal(new SlackInstallation(SlackBot.TeamId, IsEnterprise: false), reference.Installation);
        Assert.Equal(new ConversationKey("slack", SlackBot.TeamId, channel), posts[0].Conversation.Key);
        Assert.Equal((long)addressing, Assert.Single(bot.Accepted()).Addressing);
    };

    private static Func<SlackBot, CancellationToken, Task> Explains(string code, JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, envelope, cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        Assert.Contains(code, posts[0].Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Single(bot.Bot.Get<CaseStore>().Find(posts[0].Card.CaseId)!.Errors);
    };

    private static Func<SlackBot, CancellationToken, Task> NamesServer(string server, JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await Explains("4.4.316", envelope)(bot, cancellationToken);
        Assert.Equal(server, bot.Bot.Get<CaseStore>().Find(bot.Channel.Posts[0].Card.CaseId)!.Errors[0].Server);
    };

    private static Func<SlackBot, CancellationToken, Task> QuotesLine(string line, JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await Explains("4.4.316", envelope)(bot, cancellationToken);
        Assert.Equal(line, bot.Bot.Get<CaseStore>().Find(bot.Channel.Posts[0].Card.CaseId)!.Errors[0].QuotedLine);
    };

    private static Func<SlackBot, CancellationToken, Task> Helped(JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, envelope, cancellationToken);

        Assert.Empty((await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId);
    };

    private static Func<SlackBot, CancellationToken, Task> Silent(JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await bot.ListenAsync(cancellationToken);
        await SilentUntold(envelope)(bot, cancellationToken);
    };

    private static Func<SlackBot, CancellationToken, Task> SilentUntold(JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, envelope, cancellationToken);

        Assert.Empty(bot.Accepted());
    };

    private static Func<SlackBot, CancellationToken, Task> Once(params JsonObject[] envelopes) => async (bot, cancellationToken) =>
    {
        foreach (var envelope in envelopes)
            await PostAsync(bot, envelope, cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Single(bot.Channel.Posts);
        Assert.Single(bot.Accepted());
    };

    private static Func<SlackBot, CancellationToken, Task> OfOrganization(string tenant, JsonObject envelope) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, envelope, cancellationToken);

        var reference = SlackReference.FromJson((await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Conversation.Json);
        Assert.Equal(new SlackInstallation(tenant, IsEnterprise: tenant[0] == 'E'), reference.Installation);
        // The Web API wants the workspace beside the organization's token.
        Assert.Equal(SlackBot.TeamId, reference.TeamId);
    };

    private static async Task ListensUntilToldAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, SlackPayload.Message("listen on", ts: "1772442000.000001").InChannel().NamingBot(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000002").InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 2, cancellationToken);
        await PostAsync(bot, SlackPayload.Message("listen off", ts: "1772442000.000003").InChannel().NamingBot(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 3, cancellationToken);
        await PostAsync(bot, SlackPayload.Message(SlackPayload.OtherError, ts: "1772442000.000004").InChannel(), cancellationToken);

        Assert.Equal(3, bot.Accepted().Count);
    }

    private static async Task SwitchedOffAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var key = new ConversationKey("slack", SlackBot.TeamId, SlackPayload.Channel);
        await bot.Bot.Get<SettingsStore>().SaveAsync(key, SlackPayload.Kim, new ConversationSettings { IsOff = true, Listens = false }, cancellationToken);
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000001").InChannel(), cancellationToken);
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000002").InChannel().NamingBot(), cancellationToken);
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000002").InChannel().NamingBot().AsMention(), cancellationToken);
        await PostAsync(bot, SlackPayload.Message("stop listening", ts: "1772442000.000006").InChannel().NamingBot(), cancellationToken);
        await PostAsync(bot, SlackPayload.Message("one moment", ts: "1772442000.000003").InChannel().Edited($"<@{SlackPayload.BotUser}> {SlackPayload.Error}"), cancellationToken);
        Assert.Empty(bot.Accepted());

        // Alone with the bot it is as ever, and whoever is in the channel can have it back.
        await PostAsync(bot, SlackPayload.Message("help"), cancellationToken);
        await PostAsync(bot, SlackPayload.Message("mention only", ts: "1772442000.000004").InChannel().NamingBot(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 2, cancellationToken);
        Assert.False(bot.Bot.Get<SettingsStore>().Of(key).IsOff);
        await PostAsync(bot, SlackPayload.Message(ts: "1772442000.000005").InChannel().NamingBot(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 3, cancellationToken);
    }

    private static async Task MessageAndMentionAtOnceAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(_ => new[] { SlackPayload.Message().InChannel().NamingBot(), SlackPayload.Message().InChannel().NamingBot().AsMention() }).Select(envelope => PostAsync(bot, envelope, cancellationToken)));
        await bot.SettleAsync(cancellationToken);

        Assert.Single(bot.Channel.Posts);
        Assert.Single(bot.Accepted());
    }

    private static async Task AnEditThatAddsACodeAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message("one moment").InChannel(), cancellationToken);
        Assert.Empty(bot.Accepted());

        await PostAsync(bot, SlackPayload.Message("one moment").InChannel().Edited(SlackPayload.Error), cancellationToken);
        await PostAsync(bot, SlackPayload.Message("one moment").InChannel().Edited(SlackPayload.Error), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal("1772442000.000200", SlackReference.FromJson(Assert.Single(bot.Channel.Posts).Conversation.Json).ThreadTs);
    }

    private static async Task AnEditThatChangesTheCodeAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        await PostAsync(bot, SlackPayload.Message().InChannel().Edited(SlackPayload.OtherError), cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.Contains("4.4.315", Assert.Single(posts).Card.Title.ToString(), StringComparison.Ordinal);
    }

    private static async Task AnEditThatChangesNothingAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        await PostAsync(bot, SlackPayload.Message().InChannel().Edited($"{SlackPayload.Error}\nplease help"), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal(0, Assert.Single(bot.Channel.Posts).Updates);
    }

    /// <summary>Where nobody is answered unasked, somebody adds the name they forgot.</summary>
    private static Func<SlackBot, CancellationToken, Task> AnEditThatNamesTheBotAsync(Func<JsonObject, JsonObject[]> told) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, SlackPayload.Message("help", ts: "1772442000.000100").InChannel(), cancellationToken);
        Assert.Empty(bot.Accepted());

        foreach (var @event in told(SlackPayload.Message("help").InChannel()))
            await PostAsync(bot, @event, cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal("1772442000.000200", SlackReference.FromJson(Assert.Single(bot.Channel.Posts).Conversation.Json).ThreadTs);
        Assert.Single(bot.Accepted());
    };

    private static Func<SlackBot, CancellationToken, Task> AnEditOfAMentionAsync(Func<JsonObject, JsonObject[]> told) => async (bot, cancellationToken) =>
    {
        var mention = SlackPayload.Message().InChannel().NamingBot();
        await PostAsync(bot, mention, cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        foreach (var @event in told(mention))
            await PostAsync(bot, @event, cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal(0, Assert.Single(bot.Channel.Posts).Updates);
        Assert.Equal(1, bot.Bot.Get<CaseStore>().Find(bot.Channel.Posts[0].Card.CaseId)!.Posts);
    };

    private static async Task AnEditThatOvertakesAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel().Edited(SlackPayload.OtherError), cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel(), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Contains("4.4.315", Assert.Single(bot.Channel.Posts).Card.Title.ToString(), StringComparison.Ordinal);
    }

    private static async Task TwoEditsInTheWrongOrderAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel().Edited(SlackPayload.OtherError, secondsLater: 20), cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel().Edited(SlackPayload.Error, secondsLater: 10), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Contains("4.4.315", Assert.Single(bot.Channel.Posts).Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Single(bot.Accepted());
    }

    private static async Task ADeletedMessageIsWithdrawnAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        await PostAsync(bot, SlackPayload.Message().InChannel().Deleted(), cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.False(bot.Bot.Get<CaseStore>().Find(posts[0].Card.CaseId)!.IsOpen);
    }

    /// <summary>As nearly always: the bot's card is a reply.</summary>
    private static async Task AMessageWithRepliesIsWithdrawnAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        await PostAsync(bot, SlackPayload.Message().InChannel().Buried(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        // Once the replies are gone too, so is the stone.
        await PostAsync(bot, SlackPayload.Message().InChannel().Buried().ChangedEvent(change => (change["subtype"], change["deleted_ts"], change["previous_message"]) = ("message_deleted", "1772442000.000200", change["message"]!.DeepClone())), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.False(bot.Bot.Get<CaseStore>().Find(Assert.Single(bot.Channel.Posts).Card.CaseId)!.IsOpen);
        Assert.Equal(2, bot.Accepted().Count);
    }

    private static async Task ADeletionOvertakesAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel().Deleted(), cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel(), cancellationToken);

        Assert.Empty(bot.Accepted());
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task TheHomeTabAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.ListenAsync(cancellationToken);
        var opened = new JsonObject { ["type"] = "app_home_opened", ["user"] = SlackPayload.Kim, ["channel"] = SlackPayload.Direct, ["tab"] = "home", ["event_ts"] = "1772442000.000200" };
        for (var look = 0; look < 20; look++)
            await PostAsync(bot, SlackPayload.Envelope(opened.DeepClone().AsObject()), cancellationToken);

        var call = await bot.Servers.UntilAsync(call => call.Is("views.publish"), cancellationToken);
        Assert.Equal("Bearer xoxb-not-a-token", call.Authorization);
        var published = JsonNode.Parse(call.Body)!;
        Assert.Equal(SlackPayload.Kim, (string?)published["user_id"]);
        Assert.Equal("home", (string?)published["view"]!["type"]);
        Assert.All(
            ["450 4.4.316", "/invite @ChatOpsBot", "without a mention in one channel", "English", "What is stored"],
            said => Assert.Contains(said, published["view"]!.ToJsonString(Readable), StringComparison.Ordinal));
        Assert.Empty(BlockKitRules.View(JsonDocument.Parse(published["view"]!.ToJsonString()).RootElement));
        Assert.Single(bot.Servers.Calls);
        Assert.Empty(bot.Accepted());
    }

    private static async Task UninstalledAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        var tokens = bot.Bot.Get<ChatOpsBot.Channels.Slack.Outbound.ISlackTokens>();
        var installation = new SlackInstallation(SlackBot.TeamId, IsEnterprise: false);
        Assert.NotNull(await tokens.FindAsync(installation, cancellationToken));

        for (var round = 0; round < 2; round++)
        {
            await PostAsync(bot, SlackPayload.Envelope(new JsonObject { ["type"] = "app_uninstalled" }), cancellationToken);
            await PostAsync(bot, SlackPayload.Envelope(new JsonObject { ["type"] = "tokens_revoked", ["tokens"] = new JsonObject { ["oauth"] = new JsonArray(), ["bot"] = new JsonArray(SlackPayload.BotUser) } }), cancellationToken);
        }

        Assert.Null(await tokens.FindAsync(installation, cancellationToken));
        Assert.Single(bot.Log.All, line => line.Contains("no longer installed", StringComparison.Ordinal));
    }

    private static async Task AMentionFindsNoPlaceAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.Bot.Get<SettingsStore>().SetLanguageAsync(new ConversationKey("slack", SlackBot.TeamId, SlackPayload.Channel), SlackPayload.Kim, "de", cancellationToken);
        await PostAsync(bot, SlackPayload.Message().InChannel().NamingBot(), cancellationToken);

        // As the channel that speaks does then.
        bot.Bot.Get<CommandsUnderWay>().Tell(Assert.Single(bot.Accepted()).Key);

        var message = JsonNode.Parse((await bot.Servers.UntilAsync(call => call.Is("chat.postMessage"), cancellationToken)).Body)!;
        Assert.Equal(SlackPayload.Kim, (string?)message["channel"]);
        Assert.StartsWith($"<#{SlackPayload.Channel}>: Ich bin nicht in diesem Kanal. Schreiben Sie /invite", (string?)message["text"], StringComparison.Ordinal);
    }

    /// <summary>The one token of the settings is of one workspace.</summary>
    private static async Task UninstalledElsewhereAsync(SlackBot bot, CancellationToken cancellationToken)
    {
        await bot.Servers.UntilAsync(() => bot.Bot.Get<OwnUsers>().Of(SlackBot.TeamId) is not null, cancellationToken);

        await PostAsync(bot, SlackPayload.Envelope(new JsonObject { ["type"] = "app_uninstalled" }).Changed(envelope => (envelope["team_id"], envelope["authorizations"]) = ("T99OTHER", new JsonArray())), cancellationToken);

        Assert.NotNull(await bot.Bot.Get<ISlackTokens>().FindAsync(new SlackInstallation(SlackBot.TeamId, IsEnterprise: false), cancellationToken));
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("no longer installed", StringComparison.Ordinal));
    }

    private static JsonObject OfWebhook(JsonObject envelope, string app) => envelope.ChangedEvent(inner =>
    {
        inner.Remove("user");
        (inner["subtype"], inner["bot_id"], inner["bot_profile"]) = ("bot_message", "B01OTHER", new JsonObject { ["app_id"] = app, ["name"] = "monitor" });
    });

    private static JsonObject OfProgram(JsonObject envelope, string app) => envelope.ChangedEvent(inner =>
    {
        inner["bot_id"] = "B01OTHER";
        inner["app_id"] = app;
        inner["bot_profile"] = new JsonObject { ["app_id"] = app, ["name"] = "monitor" };
    });

    private static JsonObject Foreign(JsonObject envelope) => envelope.Changed(whole =>
    {
        whole["is_ext_shared_channel"] = true;
        (whole.Inner()["user_team"], whole.Inner()["source_team"], whole.Inner()["team"]) = ("T99GUEST", "T99GUEST", "T99GUEST");
    });

    private static JsonObject Subtype(string subtype) => SlackPayload.Message().InChannel().ChangedEvent(inner => inner["subtype"] = subtype);

    /// <summary>What people's editors make; the text beside it is escaped.</summary>
    private static JsonObject Rich(params JsonObject[] parts) =>
        SlackPayload.Message("see blocks").InChannel().ChangedEvent(inner => inner["blocks"] = new JsonArray(new JsonObject { ["type"] = "rich_text", ["block_id"] = "b1", ["elements"] = new JsonArray([.. parts]) }));

    private static JsonObject Run(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Joined(string user) =>
        SlackPayload.Envelope(new JsonObject { ["type"] = "member_joined_channel", ["user"] = user, ["channel"] = SlackPayload.Channel, ["channel_type"] = "C", ["team"] = SlackBot.TeamId, ["inviter"] = SlackPayload.Kim, ["event_ts"] = "1772442000.000200" });

    private static async Task PostAsync(SlackBot bot, JsonObject envelope, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync(envelope, cancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private const string Monitor = "A02MONITOR";
    private const string Help = $"<@{SlackPayload.BotUser}> help";
    private const string Kindly = $"<@{SlackPayload.BotUser}> {SlackPayload.Error}\nplease";
}
