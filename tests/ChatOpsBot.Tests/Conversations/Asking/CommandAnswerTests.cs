using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Conversations.Asking;

public sealed class CommandAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("help", "Paste a mail error")]
    [InlineData("hello there!", "Paste a mail error")]
    [InlineData("blub blub blub", "Paste a mail error")]
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
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.example", addressing: Addressing.Mention), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.EndsWith("mx1.contoso.example: Live checks of a mail server", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
        var run = bot.Get<CaseStore>().Find(posts[0].Card.CaseId)!.Run;
        Assert.Equal("mx1.contoso.example", run?.Target);
    }

    [Fact]
    public async Task A_check_asked_for_again_is_a_check_of_now()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.example", key: "m1", addressing: Addressing.Mention), Token);
        await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.example", key: "m2", addressing: Addressing.Mention), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.NotEqual(posts[0].Card.CaseId, posts[1].Card.CaseId);
    }

    [Fact]
    public async Task A_command_that_the_platform_brings_again_is_answered_once()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.example", addressing: Addressing.Mention), Token));
        Assert.False(await bot.Turns.AcceptAsync(Some.Message("check mx1.contoso.example", addressing: Addressing.Mention), Token));

        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
    }
}
