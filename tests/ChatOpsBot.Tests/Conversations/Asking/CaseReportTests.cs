using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;
using ChatOpsBot.Tests.FollowUps;

namespace ChatOpsBot.Tests.Conversations.Asking;

/// <summary>What people say in words of a trouble whose case is there.</summary>
public sealed class CaseReportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly string[] Refused = ["ctl.out25=ok", "dns.addr=found", "tcp25=refused", "smtp.banner=not-tested"];
    private static readonly string[] Well = ["ctl.out25=ok", "dns.addr=found", "tcp25=open", "smtp.banner=ready"];

    [Fact]
    public async Task Works_now_has_the_checks_look_once_more_and_closes_when_they_agree()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        bot.Probe.Sees = Well;

        var told = await SayAsync(bot, "@bot it works now");

        Assert.Equal("450 4.4.316: Bert says that it works. mx1.contoso.example is being checked; if the checks agree, the case is closed.", told.Title.ToString());
        Assert.True(bot.Case.IsOpen || bot.Case.Closing!.By.IsBot);
        await bot.RunEndedAsync();
        await bot.DueAsync();
        Assert.True(bot.Case.Closing!.By.IsBot);
        Assert.Equal(Some.Bert, bot.Case.Closing.WordOf);
        Assert.Contains("Closed because Bert says that it works, and the checks passed after that.", Words(bot.Card), StringComparison.Ordinal);
        Assert.Contains(bot.Notes, note => note.Title.ToString() == "450 4.4.316: Bert says that it works, and the checks pass. The case is closed.");
        Assert.Equal(2, bot.Probe.Runs);
    }

    [Fact]
    public async Task Works_now_closes_nothing_that_the_checks_still_see_failing()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);

        await SayAsync(bot, "fixed");
        await bot.RunEndedAsync();
        await bot.DueAsync();
        await bot.PassAsync(TimeSpan.FromHours(2));

        Assert.True(bot.Case.IsOpen);
        Assert.Contains(bot.Notes, note => note.Title.ToString() == "450 4.4.316: the checks still fail.");
        Assert.Equal(2, bot.Probe.Runs);
    }

    [Fact]
    public async Task Where_the_checks_cannot_tell_a_person_is_asked()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        bot.Probe.Sees = ["ctl.out25=blocked", "tcp25=not-tested"];

        await SayAsync(bot, "fixed");
        await bot.RunEndedAsync();
        await bot.DueAsync();

        Assert.True(bot.Case.IsOpen);
        Assert.Equal(AskReason.NotTested, bot.Case.Question!.Why);
        var told = await SayAsync(bot, "yes, it works", "m3");
        Assert.Equal("450 4.4.316: closed, because Bert says that it works.", told.Title.ToString());
        Assert.Equal(Some.Bert, bot.Case.Closing!.By);
    }

    [Fact]
    public async Task Where_nothing_can_be_checked_a_clear_word_closes_as_the_button_would()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused");

        var told = await SayAsync(bot, "solved, thanks");

        Assert.Equal("450 4.4.316: closed, because Bert says that it works.", told.Title.ToString());
        Assert.Contains("“Open it again”", Words(told), StringComparison.Ordinal);
        Assert.Equal(Some.Bert, bot.Case.Closing!.By);
    }

    [Fact]
    public async Task A_hope_closes_nothing()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused");

        var told = await SayAsync(bot, "should work now");

        Assert.True(bot.Case.IsOpen);
        Assert.Equal("450 4.4.316: the case stays open.", told.Title.ToString());
        Assert.Contains("Once mail flows again, write \"works now\" here.", Words(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Still_broken_runs_the_checks_again_and_says_so()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Well);
        bot.Probe.Sees = Refused;

        var told = await SayAsync(bot, "still broken");

        Assert.Equal("450 4.4.316: mx1.contoso.example is being checked. The result appears on the card.", told.Title.ToString());
        Assert.Contains("Next step: ", Words(told), StringComparison.Ordinal);
        await bot.RunEndedAsync();
        await bot.DueAsync();
        Assert.True(bot.Case.IsOpen);
        Assert.Equal(2, bot.Probe.Runs);
        Assert.Equal(Some.Bert, bot.Case.Run!.RequestedBy);
    }

    [Fact]
    public async Task Still_broken_takes_back_what_somebody_said_before()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        bot.Probe.Sees = Well;
        bot.Probe.Hold = new TaskCompletionSource();
        await SayAsync(bot, "works now");

        await SayAsync(bot, "no, still broken", "m3");
        bot.Probe.Hold.SetResult();
        await bot.RunEndedAsync();
        await bot.DueAsync();

        Assert.True(bot.Case.IsOpen);
        Assert.False(bot.Case.CountsWord);
    }

    [Fact]
    public async Task Any_news_tells_how_the_case_stands()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.PressAsync(Verbs.Take, Some.Bert);

        var told = await SayAsync(bot, "any news?");

        Assert.Equal("With Bert · 450 4.4.316 Connection refused", told.Title.ToString());
        var words = Words(told);
        Assert.Contains("with Bert", words, StringComparison.Ordinal);
        Assert.Contains("Last checks of mx1.contoso.example", words, StringComparison.Ordinal);
        Assert.Contains("Next step: ", words, StringComparison.Ordinal);
        Assert.Equal(1, bot.Probe.Runs);
    }

    [Fact]
    public async Task Said_without_speaking_to_the_bot_it_is_nobodys_business()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        Assert.False(await bot.Bot.Turns.AcceptAsync(Some.Message("it works now", key: "m2"), Token));
        Assert.Null(bot.Case.Said);
    }

    [Fact]
    public async Task Without_a_case_the_bot_says_so_and_how_to_get_one()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("still broken", addressing: Addressing.Direct), Token);

        var card = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
        Assert.Equal("No case is open in this conversation.", card.Title.ToString());
        Assert.Equal("If mail fails, post the error or the whole bounce here for a card.", Words(card));
    }

    [Fact]
    public async Task Of_several_cases_none_is_closed_by_guess()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused");
        await bot.Bot.Turns.AcceptAsync(Some.Message("450 4.7.320 Certificate validation failed", key: "m1b"), Token);
        await bot.Bot.Channel.UntilAsync(posts => posts.Count == 2, Token);

        var told = await SayAsync(bot, "fixed");

        Assert.Equal(Languages.Of("en").Commands.WhichCase, told.Title.ToString());
        Assert.Equal(2, told.Blocks.OfType<Facts>().Single().Items.Count);
        Assert.True(bot.Case.IsOpen);
    }

    [Fact]
    public async Task The_thread_tells_which_case_is_meant()
    {
        var channel = new FakeChannel { Threads = reference => reference.Json.Trim('"') is { Length: > 0 } thread and not "{}" ? thread : null };
        await using var bot = await BotInTest.StartAsync(Token, channel: channel);
        await bot.Turns.AcceptAsync(InThread(Some.Message("450 4.4.316 Connection refused", key: "m1"), "one"), Token);
        await bot.Turns.AcceptAsync(InThread(Some.Message("450 4.7.320 Certificate validation failed", key: "m2"), "two"), Token);
        var cards = (await channel.UntilAsync(posts => posts.Count == 2, Token)).Select(post => post.Card).ToList();

        await bot.Turns.AcceptAsync(InThread(Some.Message("fixed", key: "m3", addressing: Addressing.Mention), "two"), Token);
        await channel.UntilAsync(posts => posts.Count == 3, Token);
        // In a thread about something else nobody means a case by chance.
        await bot.Turns.AcceptAsync(InThread(Some.Message("fixed", key: "m4", addressing: Addressing.Mention), "three"), Token);
        await channel.UntilAsync(posts => posts.Count == 4, Token);

        var cases = cards.ToDictionary(card => card.Title.ToString().Contains("4.4.316", StringComparison.Ordinal) ? 1 : 2, card => bot.Get<CaseStore>().Find(card.CaseId)!);
        Assert.True(cases[1].IsOpen);
        Assert.False(cases[2].IsOpen);
        Assert.Equal(Languages.Of("en").Commands.WhichCase, channel.Posts[3].Card.Title.ToString());
    }

    [Fact]
    public async Task The_trouble_of_a_closed_case_that_is_back_opens_it_again()
    {
        var channel = new FakeChannel { Threads = reference => reference.Json.Trim('"') is { Length: > 0 } thread and not "{}" ? thread : null };
        await using var bot = await BotInTest.StartAsync(Token, channel: channel);
        await bot.Turns.AcceptAsync(InThread(Some.Message("450 4.4.316 Connection refused", key: "m1") with { MessageId = "one" }, "one"), Token);
        var caseId = (await channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Close), Token);

        await bot.Turns.AcceptAsync(InThread(Some.Message("it's back", key: "m2", addressing: Addressing.Mention), "one"), Token);
        await channel.UntilAsync(posts => posts.Count == 2, Token);

        Assert.True(bot.Get<CaseStore>().Find(caseId)!.IsOpen);
    }

    [Theory]
    [InlineData("4.4.316 is fixed", null)]
    [InlineData("450 4.4.316 Connection refused\nfixed, thanks", "fixed, thanks")]
    public async Task Who_names_the_code_or_quotes_the_card_speaks_of_its_case(string text, string? own)
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused");
        await bot.Bot.Turns.AcceptAsync(Some.Message("450 4.7.320 Certificate validation failed", key: "m1b"), Token);
        await bot.Bot.Channel.UntilAsync(posts => posts.Count == 2, Token);

        await bot.Bot.Turns.AcceptAsync(Some.Message(text, key: "m2", addressing: Addressing.Mention) with { OwnText = own }, Token);

        var posts = await bot.Bot.Channel.UntilAsync(posts => posts.Count == 3, Token);
        Assert.Equal("450 4.4.316: closed, because Anna says that it works.", posts[2].Card.Title.ToString());
        Assert.Equal((1, false), (bot.Case.Posts, bot.Case.IsOpen));
    }

    [Fact]
    public async Task What_names_a_code_without_an_open_case_is_a_post()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("450 4.4.316 still broken", addressing: Addressing.Mention), Token);

        Assert.StartsWith("Open · ", (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", false)]
    [InlineData("ja, danke", false)]
    [InlineData("no", true)]
    public async Task The_question_of_the_bot_may_be_answered_in_a_word(string said, bool staysOpen)
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        bot.Probe.Sees = ["ctl.out25=blocked", "tcp25=not-tested"];
        await SayAsync(bot, "fixed");
        await bot.RunEndedAsync();
        await bot.DueAsync();
        Assert.NotNull(bot.Case.Question);

        await SayAsync(bot, said, "m3");

        Assert.Equal(staysOpen, bot.Case.IsOpen);
        Assert.Equal(staysOpen ? null : Some.Bert, bot.Case.Closing?.By);
    }

    [Fact]
    public async Task An_answer_to_no_question_is_not_understood()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        Assert.Equal("I did not understand that", (await SayAsync(bot, "yes")).Title.ToString());
        Assert.True(bot.Case.IsOpen);
    }

    [Fact]
    public async Task A_wish_to_close_and_to_open_again_is_done_as_by_the_buttons()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        Assert.Equal("450 4.4.316: closed, as Bert asked.", (await SayAsync(bot, "close the case please")).Title.ToString());
        Assert.Equal(Some.Bert, bot.Case.Closing!.By);
        Assert.StartsWith("450 4.4.316 again", (await SayAsync(bot, "reopen it", "m3")).Title.ToString(), StringComparison.Ordinal);
        Assert.True(bot.Case.IsOpen);
    }

    [Fact]
    public async Task Where_there_are_no_threads_the_case_closed_last_is_meant_by_what_is_back()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused");
        await bot.PressAsync(Verbs.Close);

        var told = await SayAsync(bot, "it's back");

        Assert.True(bot.Case.IsOpen);
        Assert.Equal("450 4.4.316 again: the case that was closed is open once more.", told.Title.ToString());
    }

    [Fact]
    public async Task A_server_that_may_not_be_checked_is_none_to_wait_for()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        bot.Probe.Refuses = _ => ChatOpsBot.Probing.Reasons.ReservedName;

        await SayAsync(bot, "works now");

        Assert.Equal(Some.Bert, bot.Case.Closing!.By);
        Assert.Equal(0, bot.Probe.Runs);
    }

    [Theory]
    [InlineData("es", "ya funciona", "dice que funciona")]
    [InlineData("sv", "nu fungerar det", "säger att det fungerar")]
    [InlineData("pt-BR", "já funciona", "diz que está funcionando")]
    [InlineData("de", "geht wieder", "sagt, dass es funktioniert")]
    public async Task It_is_answered_in_the_language_of_the_card(string language, string said, string answer)
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused", settings: $"--Conversations:DefaultLanguage={language}");

        var told = await SayAsync(bot, said);

        Assert.Contains(answer, told.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wanted_in_another_language_is_the_card_too()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        var told = await SayAsync(bot, "explain that in German");

        Assert.Equal("Die Sprache dieser Unterhaltung ist jetzt Deutsch.", told.Title.ToString());
        Assert.Equal("de", bot.Case.Language);
        await bot.Bot.Channel.UntilAsync(posts => posts[0].Card.Language == "de", Token);
    }

    [Theory]
    [MemberData(nameof(CardTextsTests.AllLanguages), MemberType = typeof(CardTextsTests))]
    public void What_the_bot_says_to_write_is_understood(string language)
    {
        var hint = Languages.Of(language).Commands.SayWhenMended;

        Assert.Equal(CaseWord.Mended, CaseTalk.Read(hint.Split('"', '”', '“', '„', '«', '»')[1]));
    }

    private static MessageTurn InThread(MessageTurn turn, string thread) => turn with { Conversation = turn.Conversation with { Json = $"\"{thread}\"" } };

    private static async Task<Card> SayAsync(FollowUpBot bot, string said, string key = "m2")
    {
        var before = bot.Bot.Channel.Posts.Count;
        await bot.Bot.Turns.AcceptAsync(Some.Message(said.Replace("@bot ", "", StringComparison.Ordinal), key: key, addressing: Addressing.Mention) with { Person = Some.Bert, SentAt = bot.Time.GetUtcNow() }, Token);
        var posts = await bot.Bot.Channel.UntilAsync(posts => posts.Count > before, Token);
        await bot.Bot.Channel.UntilAsync(_ => bot.Bot.Get<InboxStore>().Count().Waiting == 0, Token);
        return posts[before].Card;
    }

    private static string Words(Card card) => string.Join('\n', card.Blocks.SelectMany(block => block switch
    {
        Paragraph paragraph => [paragraph.Text.ToString()],
        Facts facts => facts.Items.Select(fact => $"{fact.Label}: {fact.Value}"),
        _ => Array.Empty<string>(),
    }));
}
