using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Group D of the conformance sheet: what of a message is answered, and where.</summary>
public sealed class MessageTests
{
    public static TheoryData<string> Ids => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_message_is_answered_once_and_where_it_was_written(string id)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var bot = await TeamsBot.StartAsync(cancellationToken);
        await Rows[id](bot, cancellationToken);
    }

    private static readonly Dictionary<string, Func<TeamsBot, CancellationToken, Task>> Rows = new(StringComparer.Ordinal)
    {
        ["D01 a channel message that names the bot"] = AnsweredIn($"{TeamsActivity.Channel};messageid=1795001112223", Addressing.Mention, TeamsActivity.Message().InChannel().NamingBot()),
        ["D02 a channel message with a code, not to the bot"] = AnsweredIn($"{TeamsActivity.Channel};messageid=1795001112223", Addressing.Overheard, TeamsActivity.Message().InChannel()),
        ["D02 a channel message without a code, not to the bot"] = Silent(TeamsActivity.Message("lunch at 12.30?").InChannel()),
        ["D03 a message of another bot"] = Silent(From("28:99999999-2222-3333-4444-555555555555", TeamsActivity.Message().InChannel())),
        ["D03 a message of this bot"] = Silent(From(TeamsActivity.BotId, TeamsActivity.Message())),
        ["D03 a message of somebody whose role is bot"] = Silent(WithRole(TeamsActivity.Message().InChannel())),
        ["D04 the bot named twice, and Kim"] = AnsweredIn(TeamsActivity.GroupChat, Addressing.Mention, TeamsActivity.Message().InGroupChat().NamingBot().Naming("29:kim", "Kim").NamingBot()),
        ["D04 the bot under another name"] = AnsweredIn(TeamsActivity.GroupChat, Addressing.Mention, TeamsActivity.Message("what does 450 4.4.316 mean").InGroupChat().Naming(TeamsActivity.BotId, "Hilfe 550 5.1.1")),
        ["D04 somebody of the bot's name"] = Silent(TeamsActivity.Message("hello").InGroupChat().Naming("29:other", "Mail Error Helper")),
        ["D05 a mention that was only typed"] = Silent(TeamsActivity.Message("<at>Mail Error Helper</at> hello").InGroupChat()),
        ["D06 a reply in a thread"] = AnsweredIn($"{TeamsActivity.Channel};messageid=1795001110000", Addressing.Overheard, TeamsActivity.Message().InChannel(root: "1795001110000")),
        ["D06 a channel message whose id names no thread"] = AnsweredIn($"{TeamsActivity.Channel};messageid=1795001112223", Addressing.Overheard, WithoutThread(TeamsActivity.Message().InChannel())),
        ["D06 a channel whose kind is not told, and no thread"] = AnsweredIn($"{TeamsActivity.Channel};messageid=1795001112223", Addressing.Overheard, OfKind(null, WithoutThread(TeamsActivity.Message().InChannel()))),
        ["D07 a personal message"] = AnsweredIn(TeamsActivity.Personal, Addressing.Direct, TeamsActivity.Message()),
        ["D07 a personal conversation whose kind is written otherwise"] = AnsweredIn(TeamsActivity.Personal, Addressing.Direct, OfKind("Personal", TeamsActivity.Message("hello"))),
        ["D07 a personal conversation whose kind is not told"] = AnsweredIn(TeamsActivity.Personal, Addressing.Direct, OfKind(null, TeamsActivity.Message("hello"))),
        ["D07 a personal message without a code gets help"] = AnsweredIn(TeamsActivity.Personal, Addressing.Direct, TeamsActivity.Message("hello")),
        ["D08 a message in a group chat"] = AnsweredIn(TeamsActivity.GroupChat, Addressing.Overheard, TeamsActivity.Message().InGroupChat()),
        ["D08 a group chat whose kind is written otherwise"] = AnsweredIn(TeamsActivity.GroupChat, Addressing.Overheard, OfKind("groupchat", TeamsActivity.Message().InGroupChat())),
        ["D08 a group chat whose kind is not told"] = AnsweredIn(TeamsActivity.GroupChat, Addressing.Overheard, OfKind(null, TeamsActivity.Message().InGroupChat())),
        ["D08 a conversation that moved to another region"] = TheLatestAddressIsKeptAsync,
        ["D09 a code in the HTML only"] = Explains("4.4.316", TeamsActivity.Message("look").InGroupChat().WithHtml($"<p>look</p><codeblock><code>{TeamsActivity.Error}</code></codeblock>")),
        ["D09 a code in the HTML only, whose media type is written otherwise"] = Explains("4.4.316", MediaType("Text/HTML; charset=utf-8", TeamsActivity.Message("look").InGroupChat().WithHtml($"<p>look</p><codeblock><code>{TeamsActivity.Error}</code></codeblock>"))),
        ["D09 the same code in both"] = Explains("4.4.316", TeamsActivity.Message().InGroupChat().WithHtml($"<p>{TeamsActivity.Error}</p>")),
        ["D09 a code in the text, an HTML without it"] = Explains("4.4.316", TeamsActivity.Message().InGroupChat().WithHtml("<div itemid=\"17\"><attachment id=\"4711\"></attachment></div>")),
        ["D10 a quote of the bot's card"] = Silent(TeamsActivity.Message("thanks").InGroupChat().WithHtml(Quote(TeamsActivity.BotId, TeamsActivity.Error, "thanks"))),
        ["D10 a quote of the bot's card, as an entity"] = Silent(Quoting(TeamsActivity.Message("<quoted messageId=\"1\"/> thanks").InGroupChat(), TeamsActivity.BotId)),
        ["D10 a quote of a person, with the bot named"] = Explains("4.4.316", Quoting(TeamsActivity.Message("<quoted messageId=\"1\"/> help").InGroupChat().NamingBot(), "29:kim")),
        ["D10 a quote of a person, alone with the bot"] = Explains("4.4.316", Quoting(TeamsActivity.Message("<quoted messageId=\"1\"/> what is this"), "29:kim")),
        ["D10 a new code below a quote of the bot's card"] = Explains("4.4.315", TeamsActivity.Message(TeamsActivity.OtherError).InGroupChat().WithHtml(Quote(TeamsActivity.BotId, TeamsActivity.Error, TeamsActivity.OtherError))),
        ["D10 what is only quoted is labelled so"] = Labelled("Original text, quoted from somebody else", Quoting(TeamsActivity.Message("<quoted messageId=\"1\"/> what is this"), "29:kim")),
        ["D10 what is said beside a quote is not"] = Labelled("Original text", Quoting(TeamsActivity.Message($"<quoted messageId=\"1\"/> {TeamsActivity.Error}"), "29:kim")),
        ["D11 an edit that adds a code"] = AnEditThatAddsACodeAsync,
        ["D11 an edit in a channel whose id names no thread"] = AnsweredIn($"{TeamsActivity.Channel};messageid=1795001112223", Addressing.Overheard, WithoutThread(TeamsActivity.Message().InChannel().Edited(TeamsActivity.Error))),
        ["D11 an edit that does not say of what kind it is"] = AnsweredIn($"{TeamsActivity.Channel};messageid=1795001112223", Addressing.Overheard, EventType(null, TeamsActivity.Message().InChannel().Edited(TeamsActivity.Error))),
        ["D12 an edit that changes the code"] = AnEditThatChangesTheCodeAsync,
        ["D12 an edit that changes something else"] = AnEditThatChangesNothingAsync,
        ["D12 an edit that takes the code away while its answer waits"] = AnEditWhileItsAnswerWaitsAsync,
        ["D12 an edit for a link's preview"] = Silent(EventType("something", TeamsActivity.Message().InChannel().Edited(TeamsActivity.Error))),
        ["D13 an edit that comes before its message"] = AnEditThatOvertakesAsync,
        ["D13 two edits in the wrong order"] = TwoEditsInTheWrongOrderAsync,
        ["D13 an edit that takes the code away comes before its message"] = AnEditWithoutACodeOvertakesAsync,
        ["D14 a message is deleted"] = ADeletedMessageIsWithdrawnAsync,
        ["D14 a message is deleted before it came"] = ADeletionOvertakesAsync,
        ["D14 a deleted message is restored"] = ARestoredMessageIsAnsweredAgainAsync,
        ["D15 an installation, told twice"] = Welcomed(TeamsActivity.Installed("installationUpdate"), TeamsActivity.Installed("conversationUpdate")),
        ["D15 an installation, told twice in the other order"] = Welcomed(TeamsActivity.Installed("conversationUpdate"), TeamsActivity.Installed("installationUpdate")),
        ["D15 an installation, written otherwise and told twice"] = Welcomed(TeamsActivity.Installed("installationUpdate", "Add"), TeamsActivity.Installed("conversationUpdate")),
        ["D15 a welcome in the channel that was picked"] = AnsweredIn(TeamsActivity.Channel, Addressing.Mention, TeamsActivity.Installed("installationUpdate")),
        ["D15 a welcome where no channel can be picked"] = AnsweredIn(TeamsActivity.Personal, Addressing.Direct, InstalledForOne()),
        ["D15 a welcome names who installed the app"] = WelcomedWith("Kim Example has added me.", TeamsActivity.Installed("installationUpdate")),
        ["D15 a welcome names who installed the app, where Teams tells the id alone"] = AnInstallerIsLookedUpAsync,
        ["D15 a welcome in the channel that was picked, where the members are told first"] = AnsweredIn(TeamsActivity.Channel, Addressing.Mention, Picked(TeamsActivity.Installed("conversationUpdate"))),
        ["D15 a welcome in the installer's language"] = WelcomedWith("Kim Example hat mich hinzugefügt.", Speaking("de-DE", TeamsActivity.Installed("installationUpdate"))),
        ["D15 a welcome after somebody who is not named"] = WelcomedWith("Paste an error code,", Unnamed(TeamsActivity.Installed("conversationUpdate"))),
        ["D16 fifty people join"] = Silent(Joined(50)),
        ["D17 removed and installed again"] = RemovedAndInstalledAgainAsync,
        ["D17 removed from one channel with members of its own"] = RemovedFromOneChannelAsync,
        ["D21 an address in angle brackets stays in its brackets, as no tag"] = AnAddressInBracketsIsShownAsync,
        ["D22 a name with signs of markup is shown as a name"] = ANameOfMarkupIsShownAsync,
        ["D23 help"] = Helped("help", "en-US"),
        ["D23 a greeting in Spanish"] = Helped("hola", "es-MX"),
        ["D23 a greeting in Swedish"] = Helped("hej", "sv-SE"),
        ["D23 a greeting in Portuguese"] = Helped("bom dia", "pt-BR"),
        ["D23 a greeting in German"] = Helped("moin", "de-DE"),
        ["D23 nonsense"] = Helped("asdf qwertz", "en-US", texts => texts.Commands.UnclearTitle),
        ["D18 a message with a value that is no press of ours"] = Silent(NoPress(TeamsActivity.Message().InGroupChat())),
        ["K03 an upgrade"] = AnUpgradeIsNotGreetedAsync,
    };

    private static Func<TeamsBot, CancellationToken, Task> AnsweredIn(string conversation, Addressing addressing, JsonObject activity) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, activity, cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        var reference = TeamsReference.FromJson(posts[0].Conversation.Json);
        Assert.Equal(conversation, reference.ConversationId);
        Assert.Equal(TeamsActivity.ServiceUrl, reference.ServiceUrl);
        Assert.Equal(TeamsActivity.BotId, reference.BotId);
        Assert.Equal(conversation[..2] == "a:" ? "personal" : conversation.EndsWith("@thread.v2", StringComparison.Ordinal) ? "groupChat" : "channel", reference.ConversationType);
        Assert.Equal(new ConversationKey("teams", TeamsBot.TenantId, conversation.Split(';')[0]), posts[0].Conversation.Key);
        Assert.Equal((long)addressing, Assert.Single(bot.Accepted()).Addressing);
    };

    private static Func<TeamsBot, CancellationToken, Task> Explains(string code, JsonObject activity) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, activity, cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
        Assert.Contains(code, posts[0].Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Single(bot.Bot.Get<CaseStore>().Find(posts[0].Card.CaseId)!.Errors);
    };

    private static Func<TeamsBot, CancellationToken, Task> Labelled(string title, JsonObject activity) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, activity, cancellationToken);

        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card;
        Assert.Single(card.Blocks.OfType<Foldout>(), foldout => foldout.Title == title);
    };

    private static Func<TeamsBot, CancellationToken, Task> Helped(string text, string locale, Func<CardTexts, string>? title = null) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, Speaking(locale, TeamsActivity.Message(text)), cancellationToken);

        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card;
        Assert.Equal((title ?? (texts => texts.HelpTitle))(Languages.Of(Languages.Known(locale)!)), card.Title.ToString());
    };

    private static Func<TeamsBot, CancellationToken, Task> Silent(JsonObject activity) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, activity, cancellationToken);

        Assert.Empty(bot.Accepted());
        // Not even that it was said in this conversation.
        Assert.Null(bot.Bot.Get<TeamsStore>().ServiceUrlOf(TeamsBot.TenantId, activity["conversation"]!["id"]!.GetValue<string>().Split(';')[0]));
    };

    private static Func<TeamsBot, CancellationToken, Task> Welcomed(params JsonObject[] activities) => async (bot, cancellationToken) =>
    {
        foreach (var activity in activities)
            await PostAsync(bot, activity, cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Single(bot.Channel.Posts);
    };

    private static Func<TeamsBot, CancellationToken, Task> WelcomedWith(string begin, JsonObject activity) => async (bot, cancellationToken) =>
    {
        await PostAsync(bot, activity, cancellationToken);

        var welcome = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card;
        Assert.StartsWith(begin, welcome.Blocks.OfType<Paragraph>().First().Text.ToString(), StringComparison.Ordinal);
        // A few lines: nobody asked.
        Assert.InRange(welcome.Blocks.Count, 2, 3);
    };

    private static async Task AnAddressInBracketsIsShownAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient <kim@example.org> not found by SMTP address lookup"), cancellationToken);

        var runs = Strings(await ShownAsync(bot, cancellationToken), "RichTextBlock");
        Assert.Contains(runs, text => text.Contains("@example.org>", StringComparison.Ordinal));
    }

    private static async Task ANameOfMarkupIsShownAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message(), cancellationToken);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card.CaseId;
        var press = TeamsActivity.Press(caseId, "take");
        press["from"]!["name"] = "A & B <at>**x**</at> {{DATE(2026-01-01T00:00:00Z)}}";
        using var pressed = await bot.PostAsync(press, cancellationToken);
        await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);

        var title = Strings(await ShownAsync(bot, cancellationToken), "TextBlock")[0];
        Assert.StartsWith("With A ＆ B ‹at›∗∗x∗∗‹/at› {", title, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", title, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> ShownAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken))[0].Card;
        return JsonNode.Parse(AdaptiveCards.Render(card, AdaptiveHost.Teams).GetRawText())!;
    }

    /// <summary>The texts that elements of a type show.</summary>
    private static List<string> Strings(JsonNode? node, string type) => node switch
    {
        JsonObject element when (string?)element["type"] == type => [.. element["inlines"]?.AsArray().Select(run => run is JsonObject styled ? (string)styled["text"]! : (string)run!) ?? [(string)element["text"]!]],
        JsonObject element => [.. element.SelectMany(member => Strings(member.Value, type))],
        JsonArray elements => [.. elements.SelectMany(element => Strings(element, type))],
        _ => [],
    };

    private static async Task TheLatestAddressIsKeptAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var moved = TeamsActivity.Message("lunch?", id: "2").InGroupChat();
        moved["serviceUrl"] = "https://smba.trafficmanager.net/amer/";

        await PostAsync(bot, TeamsActivity.Message().InGroupChat(), cancellationToken);
        await PostAsync(bot, moved, cancellationToken);

        Assert.Equal("https://smba.trafficmanager.net/amer/", bot.Bot.Get<TeamsStore>().ServiceUrlOf(TeamsBot.TenantId, TeamsActivity.GroupChat));
    }

    private static async Task AnEditThatAddsACodeAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message("one moment").InChannel(), cancellationToken);
        Assert.Empty(bot.Accepted());

        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited(TeamsActivity.Error), cancellationToken);

        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);
    }

    private static async Task AnEditThatChangesTheCodeAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited(TeamsActivity.OtherError), cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.Contains("4.4.315", Assert.Single(posts).Card.Title.ToString(), StringComparison.Ordinal);
    }

    private static async Task AnEditWhileItsAnswerWaitsAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        var free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bot.Channel.BeforeSend = () => free.Task;
        await PostAsync(bot, TeamsActivity.Message(TeamsActivity.OtherError, id: "1795001112000").InChannel(), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);

        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited("never mind"), cancellationToken);
        free.SetResult();
        await bot.SettleAsync(cancellationToken);

        var cases = bot.Channel.Posts.Select(post => bot.Bot.Get<CaseStore>().Find(post.Card.CaseId)!).ToList();
        Assert.True(Assert.Single(cases, @case => @case.Primary.Code?.ToString() == "4.4.315").IsOpen);
        Assert.All(cases.Where(@case => @case.Primary.Code?.ToString() != "4.4.315"), @case => Assert.False(@case.IsOpen));
    }

    private static async Task AnEditThatChangesNothingAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited($"{TeamsActivity.Error}\nplease help"), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal(0, Assert.Single(bot.Channel.Posts).Updates);
    }

    private static async Task AnEditThatOvertakesAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited(TeamsActivity.OtherError), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Contains("4.4.315", Assert.Single(bot.Channel.Posts).Card.Title.ToString(), StringComparison.Ordinal);
    }

    private static async Task TwoEditsInTheWrongOrderAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message("one moment").InChannel(), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited(TeamsActivity.OtherError, secondsLater: 20), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited(TeamsActivity.Error, secondsLater: 10), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Contains("4.4.315", Assert.Single(bot.Channel.Posts).Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Single(bot.Accepted());
    }

    private static async Task AnEditWithoutACodeOvertakesAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited("never mind"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);

        Assert.Empty(bot.Accepted());
    }

    private static async Task ADeletedMessageIsWithdrawnAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, cancellationToken);

        await PostAsync(bot, TeamsActivity.Message().InChannel().Deleted(), cancellationToken);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, cancellationToken);
        Assert.False(bot.Bot.Get<CaseStore>().Find(posts[0].Card.CaseId)!.IsOpen);
    }

    private static async Task ADeletionOvertakesAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel().Deleted(), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);

        Assert.Empty(bot.Accepted());
    }

    private static async Task ARestoredMessageIsAnsweredAgainAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Message().InChannel(), cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel().Deleted(), cancellationToken);
        await bot.SettleAsync(cancellationToken);
        await PostAsync(bot, TeamsActivity.Message().InChannel().Edited(TeamsActivity.Error, secondsLater: 20, eventType: "undeleteMessage"), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.True(bot.Bot.Get<CaseStore>().Find(bot.Channel.Posts[^1].Card.CaseId)!.IsOpen);
    }

    private static async Task RemovedAndInstalledAgainAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Installed("installationUpdate"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Installed("installationUpdate", "remove"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Installed("installationUpdate", "remove"), cancellationToken);
        await bot.SettleAsync(cancellationToken);
        Assert.Single(bot.Channel.Posts);

        await PostAsync(bot, TeamsActivity.Installed("conversationUpdate"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Installed("installationUpdate"), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Equal(2, bot.Channel.Posts.Count);
    }

    /// <remarks>As Microsoft documents both activities: who installed the app is an id there and has no name.</remarks>
    private static async Task AnInstallerIsLookedUpAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        bot.Channel.Names = id => id == TeamsActivity.KimId ? "Kim Example" : null;

        await WelcomedWith("Kim Example has added me.", Unnamed(TeamsActivity.Installed("conversationUpdate")))(bot, cancellationToken);
    }

    private static async Task RemovedFromOneChannelAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        const string own = "19:private0123456789@thread.tacv2";
        await PostAsync(bot, TeamsActivity.Installed("installationUpdate"), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        await PostAsync(bot, InOwnChannel("membersRemoved", "channelMemberRemoved"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Installed("conversationUpdate"), cancellationToken);
        await bot.SettleAsync(cancellationToken);

        Assert.Single(bot.Channel.Posts);
        var unreachable = bot.Bot.Get<UnreachableConversations>();
        Assert.NotNull(unreachable.ReasonOf(TeamsBot.TenantId, own));
        Assert.Null(unreachable.ReasonOf(TeamsBot.TenantId, TeamsActivity.Channel));
        Assert.Null(unreachable.ReasonOf(TeamsBot.TenantId, TeamsActivity.Team));

        await PostAsync(bot, InOwnChannel("membersAdded", "channelMemberAdded"), cancellationToken);
        await bot.SettleAsync(cancellationToken);
        Assert.Null(unreachable.ReasonOf(TeamsBot.TenantId, own));
        Assert.Single(bot.Channel.Posts);

        static JsonObject InOwnChannel(string members, string eventType)
        {
            var activity = TeamsActivity.Installed("conversationUpdate");
            activity["id"] = $"f:{eventType}";
            activity.Remove("membersAdded");
            activity[members] = new JsonArray(TeamsActivity.Bot());
            activity["conversation"]!["id"] = own;
            activity["channelData"]!["channel"]!["id"] = own;
            activity["channelData"]!["eventType"] = eventType;
            return activity;
        }
    }

    private static async Task AnUpgradeIsNotGreetedAsync(TeamsBot bot, CancellationToken cancellationToken)
    {
        await PostAsync(bot, TeamsActivity.Installed("installationUpdate", "remove-upgrade"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Installed("installationUpdate", "add-upgrade"), cancellationToken);
        await PostAsync(bot, TeamsActivity.Installed("conversationUpdate"), cancellationToken);

        Assert.Empty(bot.Accepted());
    }

    private static async Task PostAsync(TeamsBot bot, JsonObject activity, CancellationToken cancellationToken)
    {
        using var answer = await bot.PostAsync(activity, cancellationToken);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static JsonObject From(string id, JsonObject activity)
    {
        activity["from"]!["id"] = id;
        return activity;
    }

    private static JsonObject Unnamed(JsonObject activity)
    {
        activity["from"]!.AsObject().Remove("name");
        return activity;
    }

    private static JsonObject Speaking(string locale, JsonObject activity)
    {
        activity["locale"] = locale;
        return activity;
    }

    private static JsonObject WithRole(JsonObject activity)
    {
        activity["from"]!["role"] = "bot";
        return activity;
    }

    private static JsonObject WithoutThread(JsonObject activity)
    {
        activity["conversation"]!["id"] = TeamsActivity.Channel;
        return activity;
    }

    private static JsonObject OfKind(string? kind, JsonObject activity)
    {
        var conversation = activity["conversation"]!.AsObject();
        conversation.Remove("conversationType");
        if (kind is not null)
            conversation["conversationType"] = kind;
        else
            conversation.Remove("isGroup");
        return activity;
    }

    private static JsonObject MediaType(string type, JsonObject activity)
    {
        activity["attachments"]![0]!["contentType"] = type;
        return activity;
    }

    private static JsonObject Picked(JsonObject activity)
    {
        activity["channelData"]!["settings"] = new JsonObject { ["selectedChannel"] = new JsonObject { ["id"] = TeamsActivity.Channel } };
        return activity;
    }

    private static JsonObject EventType(string? type, JsonObject activity)
    {
        activity["channelData"]!["eventType"] = type;
        return activity;
    }

    private static JsonObject NoPress(JsonObject activity)
    {
        activity.Remove("text");
        activity["value"] = new JsonObject { ["answer"] = 42 };
        return activity;
    }

    private static JsonObject InstalledForOne()
    {
        var activity = TeamsActivity.Message();
        (activity["type"], activity["action"]) = ("installationUpdate", "add");
        activity.Remove("text");
        activity["channelData"]!["settings"] = new JsonObject { ["selectedChannel"] = new JsonObject { ["id"] = TeamsActivity.Personal } };
        return activity;
    }

    private static JsonObject Joined(int people)
    {
        var activity = TeamsActivity.Installed("conversationUpdate");
        activity["membersAdded"] = new JsonArray([.. Enumerable.Range(0, people).Select(person => new JsonObject { ["id"] = $"29:person-{person}" })]);
        return activity;
    }

    private static JsonObject Quoting(JsonObject activity, string sender)
    {
        activity["entities"]!.AsArray().Add(new JsonObject
        {
            ["type"] = "quotedReply",
            ["quotedReply"] = new JsonObject { ["messageId"] = "1", ["senderId"] = sender, ["senderName"] = "Somebody", ["preview"] = TeamsActivity.Error },
        });
        return activity;
    }

    private static string Quote(string sender, string quoted, string own) =>
        $"<blockquote itemscope itemtype=\"http://schema.skype.com/Reply\" itemid=\"1\"><strong itemprop=\"mri\" itemid=\"{sender}\">Somebody</strong><p itemprop=\"preview\">{quoted}</p></blockquote><p>{own}</p>";
}
