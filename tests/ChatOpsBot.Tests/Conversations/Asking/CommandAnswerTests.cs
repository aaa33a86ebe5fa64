using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Tests.FollowUps;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Conversations.Asking;

public sealed class CommandAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("help", "Paste a mail error")]
    [InlineData("hello there!", "Paste a mail error")]
    [InlineData("blub blub blub", "I did not understand that")]
    [InlineData("  ", "Paste a mail error")]
    [InlineData("Hilfe", "Paste a mail error")]
    [InlineData("status", "No case is open in this conversation.")]
    [InlineData("privacy", "What is stored")]
    [InlineData("settings", "Settings of this conversation")]
    [InlineData("language", "The language of this conversation is English.")]
    [InlineData("idioma español", "El idioma de esta conversación es ahora Español.")]
    [InlineData("språk svenska", "Språket i den här konversationen är nu Svenska.")]
    [InlineData("check", "Which server?")]
    public async Task Who_speaks_to_the_bot_gets_an_answer(string said, string title)
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message(said, addressing: Addressing.Mention), Token);

        Assert.Equal(title, (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString());
    }

    [Fact]
    public async Task Words_that_are_not_for_the_bot_are_no_commands()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.False(await bot.Turns.AcceptAsync(Some.Message("mute"), Token));

        Assert.False(bot.Get<SettingsStore>().Of(Some.Conversation().Key).IsQuiet(DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_muted_conversation_hears_nothing_unasked_until_the_time_is_over()
    {
        var time = new ManualTime(Some.Noon);
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        await bot.Turns.AcceptAsync(Some.Message("mute 2h", addressing: Addressing.Mention), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        Assert.False(await bot.Turns.AcceptAsync(Some.Message(key: "m2"), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m3", addressing: Addressing.Mention), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m4", conversation: "another"), Token));

        time.Advance(TimeSpan.FromHours(2));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m5"), Token));
    }

    [Fact]
    public async Task Unmute_ends_it_at_once()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message("mute", key: "m1", addressing: Addressing.Mention), Token);
        await bot.Turns.AcceptAsync(Some.Message("unmute", key: "m2", addressing: Addressing.Mention), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m3"), Token));
    }

    [Theory]
    [InlineData("mute 2h")]
    [InlineData("unmute")]
    public async Task Where_nothing_is_answered_unasked_muting_promises_nothing_else(string said)
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Get<SettingsStore>().SetListensAsync(Some.Conversation().Key, listens: false, Token);

        await bot.Turns.AcceptAsync(Some.Message(said, addressing: Addressing.Mention), Token);

        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
        Assert.Equal(Languages.Of("en").Commands.ListeningOff, Assert.Single(card.Blocks.OfType<Facts>()).Items[1].Value);
    }

    [Fact]
    public async Task A_conversation_may_want_answers_to_mentions_only()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message("stop listening", key: "m1", addressing: Addressing.Mention), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.False(await bot.Turns.AcceptAsync(Some.Message(key: "m2"), Token));

        await bot.Turns.AcceptAsync(Some.Message("listen", key: "m3", addressing: Addressing.Mention), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m4"), Token));
    }

    [Fact]
    public async Task There_is_nothing_to_mute_where_everything_is_said_to_the_bot()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("mute", addressing: Addressing.Direct), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Contains("nothing to mute", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Null(bot.Get<SettingsStore>().Of(Some.Conversation().Key).MutedUntil);
    }

    [Fact]
    public async Task Status_names_what_is_open_and_who_has_it()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message(key: "m1"), Token);
        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
        await bot.Turns.ApplyAsync(Some.Press(card.CaseId, Verbs.Take, Some.Bert), Token);

        await bot.Turns.AcceptAsync(Some.Message("status", key: "m2", addressing: Addressing.Mention), Token);

        var status = (await bot.Channel.UntilAsync(posts => posts.Count == 2, Token))[1].Card;
        var fact = Assert.Single(Assert.IsType<Facts>(Assert.Single(status.Blocks)).Items);
        Assert.Equal("450 4.4.316 Connection refused", fact.Label);
        Assert.Contains("with Bert", fact.Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_of_a_server_gets_a_card_whose_checks_run_at_once()
    {
        await using var bot = await StartWithProbeAsync();

        await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.com", addressing: Addressing.Mention), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.EndsWith("mx1.contoso.com: Live checks of a mail server", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
        var run = bot.Get<CaseStore>().Find(posts[0].Card.CaseId)!.Run;
        Assert.Equal("mx1.contoso.com", run?.Target);
    }

    [Fact]
    public async Task A_check_asked_for_again_is_a_check_of_now()
    {
        await using var bot = await StartWithProbeAsync();

        await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.com", key: "m1", addressing: Addressing.Mention), Token);
        await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.com", key: "m2", addressing: Addressing.Mention), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.NotEqual(posts[0].Card.CaseId, posts[1].Card.CaseId);
    }

    [Fact]
    public async Task A_command_that_the_platform_brings_again_is_answered_once()
    {
        await using var bot = await StartWithProbeAsync();

        Assert.True(await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.com", addressing: Addressing.Mention), Token));
        Assert.False(await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.com", addressing: Addressing.Mention), Token));

        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
    }

    [Theory]
    [InlineData("check http://evil/", "Which server?", "\"evil\" is no server name or address.")]
    [InlineData("check gmail.com:22", "gmail.com:22 is not checked", "Only the ports of mail servers are checked: 25, 465 and 587.")]
    [InlineData("check 10.0.0.5", "10.0.0.5 is not checked", "It is a private or reserved address.")]
    [InlineData("check mx1.contoso.local", "mx1.contoso.local is not checked", "The name is reserved for examples or local networks")]
    [InlineData("check foo", "Which server?", "\"foo\" is no server name or address.")]
    [InlineData("check 999.1.1.1", "Which server?", "\"999.1.1.1\" is no server name or address.")]
    [InlineData("check", "Which server?", "check mx1.contoso.com")]
    [InlineData("check red green", "Which server?", "check mx1.contoso.com")]
    [InlineData("check gmail.com outlook.com", "One server at a time", "Each server gets a card of its own.")]
    public async Task What_cannot_be_checked_is_said_and_nothing_begins(string said, string title, string why)
    {
        var probe = new ScriptedProbe();
        await using var bot = await StartWithProbeAsync(probe, isStrict: true);

        await bot.Turns.AcceptAsync(Some.Message(said, addressing: Addressing.Mention), Token);

        var post = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0];
        Assert.Equal(title, post.Card.Title.ToString());
        Assert.Contains(why, Assert.IsType<Paragraph>(post.Card.Blocks[0]).Text.ToString(), StringComparison.Ordinal);
        Assert.Equal("", post.Card.CaseId);
        Assert.Equal(Some.Anna, post.OnlyFor);
        Assert.Equal(0, probe.Runs);
    }

    [Theory]
    [InlineData("check user@contoso.com", "contoso.com")]
    [InlineData("check <mailto:user@contoso.com>", "contoso.com")]
    [InlineData("check https://mail.contoso.com/owa", "mail.contoso.com")]
    [InlineData("check https://mail.contoso.com:443/owa", "mail.contoso.com")]
    [InlineData("check mail.contoso.com port 587", "mail.contoso.com:587")]
    [InlineData("check the server mail.contoso.com from outside", "mail.contoso.com")]
    [InlineData("prüfe bitte user@contoso.com", "contoso.com")]
    [InlineData("testa contoso.com pra mim", "contoso.com")]
    public async Task A_name_is_taken_out_of_an_address_where_that_is_clearly_meant(string said, string target)
    {
        await using var bot = await StartWithProbeAsync();

        await bot.Turns.AcceptAsync(Some.Message(said, addressing: Addressing.Mention), Token);

        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
        Assert.Equal(target, bot.Get<CaseStore>().Find(card.CaseId)!.Run?.Target);
    }

    [Fact]
    public async Task A_press_without_a_server_is_told_that_one_is_needed()
    {
        await using var bot = await StartWithProbeAsync();
        await bot.Turns.AcceptAsync(Some.Message("450 4.4.316 Connection refused"), Token);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;

        var card = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks), Token);

        Assert.Contains(card!.Blocks.OfType<Paragraph>(), paragraph => paragraph.Text.ToString() == "The checks need a server: enter its name or address first.");
    }

    [Fact]
    public async Task The_first_word_in_a_channel_is_short_and_names_who_added_the_bot()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        foreach (var isDirect in new[] { false, true })
        {
            await bot.Turns.AcceptAsync(
                new WelcomeTurn { Conversation = Some.Conversation(), Person = Some.Anna, Key = $"welcome {isDirect}", SentAt = Some.Noon, IsDirect = isDirect },
                Token);
        }

        var cards = (await bot.Channel.UntilAsync(posts => posts.Count == 2, Token)).Select(post => post.Card).ToList();
        Assert.Equal("I explain mail errors posted here", cards[0].Title.ToString());
        Assert.Equal("Anna has added me.", Assert.IsType<Paragraph>(cards[0].Blocks[0]).Text.ToString());
        Assert.Equal(3, cards[0].Blocks.Count);
        Assert.Equal("Paste a mail error", cards[1].Title.ToString());
        Assert.True(cards[1].Blocks.Count > 10);
    }

    [Theory]
    [MemberData(nameof(CardTextsTests.AllLanguages), MemberType = typeof(CardTextsTests))]
    public void The_words_that_the_short_welcome_names_are_understood(string language)
    {
        var named = ChatOpsBot.Conversations.Texts.Languages.Of(language).Commands.WelcomeLines[1].Split('"', '”', '“', '„', '«', '»').Where((_, index) => index % 2 == 1).Select(said => ChatCommandReader.Read(said)?.ToString());

        Assert.Equal(["mute 480", "privacy", "help"], named);
    }

    [Fact]
    public async Task What_nobody_understands_is_answered_shortly_and_with_what_could_be_meant()
    {
        await using var bot = await StartWithProbeAsync();
        await bot.Turns.AcceptAsync(Some.Message("450 4.4.316 Connection refused", key: "m1"), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await bot.Turns.AcceptAsync(Some.Message("my mail to anna@contoso.com is in limbo", key: "m2", addressing: Addressing.Mention), Token);

        var answer = (await bot.Channel.UntilAsync(posts => posts.Count == 2, Token))[1];
        Assert.Equal(Some.Anna, answer.OnlyFor);
        Assert.Equal(
            [
                "About an open case you can write \"works now\", \"still broken\", \"any news?\", \"check again\", \"how long do I have?\" or \"what do I tell the partner?\".",
                "To check contoso.com live, write: check contoso.com",
                "I explain mail errors: post a code, a line of a message trace or a bounce. \"help\" shows what else I can do.",
            ],
            answer.Card.Blocks.Cast<Paragraph>().Select(paragraph => paragraph.Text.ToString()));
    }

    [Theory]
    [MemberData(nameof(CardTextsTests.AllLanguages), MemberType = typeof(CardTextsTests))]
    public void What_it_suggests_to_write_is_understood(string language)
    {
        var said = ChatOpsBot.Conversations.Texts.Languages.Of(language).Commands;

        var words = said.UnclearCase.Split('"', '”', '“', '„', '«', '»').Where((_, index) => index % 2 == 1).Select(CaseTalk.Read);

        Assert.Equal([CaseWord.Mended, CaseWord.Broken, CaseWord.News, CaseWord.Look, CaseWord.Expiry, CaseWord.TellPartner], words);
        Assert.Equal("check contoso.com", ChatCommandReader.Read(said.UnclearServer[(said.UnclearServer.IndexOf(": ", StringComparison.Ordinal) + 2)..].Replace("{server}", "contoso.com", StringComparison.Ordinal))?.ToString());
    }

    /// <param name="isStrict">It refuses what the real one refuses.</param>
    private static Task<BotInTest> StartWithProbeAsync(ScriptedProbe? probe = null, bool isStrict = false) =>
        BotInTest.StartAsync(Token, replace: services => services.AddSingleton<IProbe>(provider =>
        {
            probe ??= new ScriptedProbe();
            if (isStrict)
                probe.Refuses = new EmbeddedProbe(provider.GetRequiredService<CheckRunner>()).RefusalOf;
            return probe;
        }));
}
