using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;
using ChatOpsBot.Tests.FollowUps;

namespace ChatOpsBot.Tests.Conversations.Asking;

/// <summary>What somebody gets who wants something of an open case in words.</summary>
public sealed class CaseWishAnswerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly string[] Refused = ["ctl.out25=ok", "dns.addr=found", "tcp25=refused", "smtp.banner=not-tested"];

    [Theory]
    [InlineData("en", "what do I tell the partner?", "hand-off-partner")]
    [InlineData("es", "¿qué le digo al socio?", "hand-off-partner")]
    [InlineData("sv", "vad säger jag till partnern?", "hand-off-partner")]
    [InlineData("pt-BR", "o que digo ao parceiro?", "hand-off-partner")]
    [InlineData("de", "was sage ich dem Partner?", "hand-off-partner")]
    [InlineData("en", "what do I tell my users?", "hand-off-sender")]
    [InlineData("es", "¿qué les digo a mis usuarios?", "hand-off-sender")]
    [InlineData("sv", "vad säger jag till mina användare?", "hand-off-sender")]
    [InlineData("pt-BR", "o que digo aos meus usuários?", "hand-off-sender")]
    [InlineData("de", "was sage ich meinen Benutzern?", "hand-off-sender")]
    public async Task The_text_to_send_on_is_that_behind_the_button_and_for_the_asker_alone(string language, string said, string id)
    {
        await using var bot = await FollowUpBot.StartAsync(Token, settings: $"--Conversations:DefaultLanguage={language}");
        await bot.CheckAsync(Refused);

        var told = await SayAsync(bot, said);

        Assert.Equal(Some.Bert, told.OnlyFor);
        Assert.Equal(Languages.Of(language).Dialogs.HandOffTitle, told.Card.Title.ToString());
        var behindButton = bot.Bot.Get<DialogComposer>().Compose(Verbs.HandOff, bot.Case).Blocks.OfType<CopyText>().ToList();
        Assert.Equal(behindButton.Where(text => text.Id.EndsWith(id[^7..], StringComparison.Ordinal)), told.Card.Blocks.OfType<CopyText>());
        Assert.Contains(id, told.Card.Blocks.OfType<CopyText>().Select(text => text.Id));
    }

    [Fact]
    public async Task Who_is_to_be_written_to_by_the_bot_gets_no_word_of_it_and_the_asker_the_texts()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        var told = await SayAsync(bot, "send it to Anna");

        Assert.Contains("I write to nobody outside this conversation.", Words(told.Card), StringComparison.Ordinal);
        Assert.Equal(2, told.Card.Blocks.OfType<CopyText>().Count());
    }

    [Fact]
    public async Task Without_a_case_it_says_what_a_text_is_made_of()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "");

        var told = await SayAsync(bot, "what do I tell the partner?");

        Assert.Equal("No case is open in this conversation.", told.Card.Title.ToString());
        Assert.Equal(Languages.Of("en").Commands.NoCaseHandOff, Words(told.Card));
    }

    [Fact]
    public async Task Of_several_cases_none_is_written_about_by_guess_but_the_code_may_be_named()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.Bot.Turns.AcceptAsync(Some.Message("450 4.7.320 Certificate validation failed mx.fabrikam.example", key: "m1b"), Token);
        await bot.Bot.Channel.UntilAsync(posts => posts.Count == 2, Token);

        var several = await SayAsync(bot, "what do I tell the partner?");
        var named = await SayAsync(bot, "what do I tell the partner about 4.7.320?", "m3");

        Assert.Equal(Languages.Of("en").Commands.WhichCase, several.Card.Title.ToString());
        Assert.Contains("4.7.320", named.Card.Blocks.OfType<CopyText>().Single().Text, StringComparison.Ordinal);
        Assert.Equal(1, bot.Case.Posts);
    }

    [Fact]
    public async Task Of_two_servers_with_the_same_trouble_the_named_one_is_meant()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        bot.Probe.Refuses = _ => ChatOpsBot.Probing.Reasons.ReservedName;
        await bot.Bot.Turns.AcceptAsync(Some.Message("450 4.4.316 Connection refused mx.fabrikam.example", key: "m1b"), Token);
        await bot.Bot.Channel.UntilAsync(posts => posts.Count == 2, Token);

        var asked = await SayAsync(bot, "any news on mx.fabrikam.example?");
        var closed = await SayAsync(bot, "mx.fabrikam.example is fixed", "m3");

        Assert.Contains("mx.fabrikam.example", Words(asked.Card), StringComparison.Ordinal);
        Assert.Equal("450 4.4.316: closed, because Bert says that it works.", closed.Card.Title.ToString());
        Assert.True(bot.Case.IsOpen);
        Assert.Equal(bot.CaseId, Assert.Single(bot.Bot.Get<CaseStore>().OpenOf(Some.Conversation().Key, 10)).Id);
    }

    [Theory]
    [InlineData("en", "stop the checks", "450 4.4.316: the checks of mx1.contoso.example are stopped.")]
    [InlineData("es", "detén las comprobaciones", "450 4.4.316: se han detenido las comprobaciones de mx1.contoso.example.")]
    [InlineData("sv", "avbryt", "450 4.4.316: kontrollerna av mx1.contoso.example är stoppade.")]
    [InlineData("pt-BR", "pare os testes", "450 4.4.316: os testes de mx1.contoso.example foram interrompidos.")]
    [InlineData("de", "stopp", "450 4.4.316: Die Prüfungen von mx1.contoso.example sind angehalten.")]
    public async Task A_running_check_is_stopped_as_by_the_button(string language, string said, string answer)
    {
        await using var bot = await FollowUpBot.StartAsync(Token, settings: $"--Conversations:DefaultLanguage={language}");
        bot.Probe.Hold = new TaskCompletionSource();
        await bot.PressAsync(Verbs.RunChecks);
        Assert.True(bot.Case.Run!.IsActive);

        var told = await SayAsync(bot, said);

        Assert.Equal(answer, told.Card.Title.ToString());
        Assert.Equal(RunState.Stopped, bot.Case.Run!.State);
        Assert.True(bot.Case.IsOpen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_nothing_runs_stop_does_nothing_and_says_what_may_be_meant(bool isDirect)
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        var before = bot.Case;

        var told = await SayAsync(bot, "stop", addressing: isDirect ? Addressing.Direct : Addressing.Mention);

        var said = Languages.Of("en").Commands;
        Assert.Equal(said.NothingRuns, told.Card.Title.ToString());
        Assert.Equal(isDirect ? [said.NothingRunsClose] : [said.NothingRunsClose, said.NothingRunsMute], told.Card.Blocks.Cast<Paragraph>().Select(paragraph => paragraph.Text.ToString()));
        Assert.Equal(before.Version, bot.Case.Version);
        Assert.Null(bot.Bot.Get<SettingsStore>().Of(Some.Conversation().Key).MutedUntil);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("cancel")]
    [InlineData("what do I tell the partner?")]
    [InlineData("how long do I have?")]
    [InlineData("I take it")]
    public async Task Said_without_speaking_to_the_bot_it_is_nobodys_business(string said)
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        bot.Probe.Hold = new TaskCompletionSource();
        await bot.PressAsync(Verbs.RunChecks);
        var before = bot.Case.Owner;

        Assert.False(await bot.Bot.Turns.AcceptAsync(Some.Message(said, key: "m2"), Token));
        Assert.True(bot.Case.Run!.IsActive);
        Assert.Equal(before, bot.Case.Owner);
        bot.Probe.Hold.SetResult();
    }

    [Theory]
    [InlineData("en", "how long do I have?", "24 hours")]
    [InlineData("es", "¿cuánto tiempo tengo?", "24 horas")]
    [InlineData("sv", "hur länge har jag på mig?", "24 timmar")]
    [InlineData("pt-BR", "quanto tempo eu tenho?", "24 horas")]
    [InlineData("de", "wie lange habe ich noch?", "24 Stunden")]
    public async Task How_long_there_is_is_when_the_queued_mail_expires(string language, string said, string left)
    {
        await using var bot = await FollowUpBot.StartAsync(Token, settings: $"--Conversations:DefaultLanguage={language}");

        var told = await SayAsync(bot, said);

        Assert.Contains($"{bot.Case.OpenedAt.AddHours(24):yyyy-MM-dd HH:mm} UTC", told.Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Contains(left, Words(told.Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_is_counted_from_the_question_on()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        bot.Time.Advance(TimeSpan.FromHours(22.5));

        Assert.Contains("90 minutes", Words((await SayAsync(bot, "how long do I have?")).Card), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("554 5.4.316 Message expired, connection refused mx1.contoso.example", "nothing waits any more")]
    [InlineData("421 4.7.0 Try again later, closing connection. gmail.com", "the mail waits on the server that sends it")]
    public async Task Where_nothing_expires_here_it_says_why(string message, string why)
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: message);

        Assert.Contains(why, (await SayAsync(bot, "how long do I have?")).Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_is_quoted_once_more()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        var told = await SayAsync(bot, "what was the first error?");

        Assert.Equal(Some.Bert, told.OnlyFor);
        Assert.Contains("450 4.4.316 Connection refused mx1.contoso.example", Words(told.Card), StringComparison.Ordinal);
        Assert.Contains("Posted: Anna, ", Words(told.Card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_takes_it_in_words_has_it_as_by_the_button_and_nobody_takes_it_from_others()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        Assert.Equal("450 4.4.316: Bert has taken the case.", (await SayAsync(bot, "I'll take it")).Card.Title.ToString());
        Assert.Equal(Some.Bert, bot.Case.Owner);
        Assert.StartsWith("With Bert · ", (await SayAsync(bot, "I take it", "m3", by: Some.Anna)).Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Equal(Some.Bert, bot.Case.Owner);
        await SayAsync(bot, "give it back", "m4");
        Assert.Null(bot.Case.Owner);
    }

    [Theory]
    [InlineData("check again")]
    [InlineData("check")]
    [InlineData("run checks")]
    [InlineData("try again")]
    [InlineData("chekc again")]
    [InlineData("their firewall is open now I think, hopefully. check again")]
    public async Task Check_again_checks_the_open_case(string said)
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        var told = await SayAsync(bot, said);
        await bot.RunEndedAsync();

        Assert.Equal("450 4.4.316: mx1.contoso.example is being checked. The result appears on the card.", told.Card.Title.ToString());
        Assert.Equal(1, bot.Probe.Runs);
        Assert.Equal(Some.Bert, bot.Case.Run!.RequestedBy);
    }

    [Fact]
    public async Task That_it_did_not_help_is_counted_once_as_by_the_button()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        var told = await SayAsync(bot, "this doesn't help");
        await SayAsync(bot, "not helpful", "m3");

        Assert.Equal(Languages.Of("en").FeedbackNoted, told.Card.Title.ToString());
        Assert.Equal(Some.Bert, told.OnlyFor);
        Assert.True(bot.Case.IsNotHelpful);
    }

    [Fact]
    public async Task What_the_code_of_an_open_case_means_is_told_and_counts_no_post()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        var told = await SayAsync(bot, "what does 4.4.316 mean?");

        Assert.Equal("450 4.4.316 Connection refused", told.Card.Title.ToString());
        Assert.Contains("Who must act: ", Words(told.Card), StringComparison.Ordinal);
        Assert.Equal(1, bot.Case.Posts);
    }

    [Fact]
    public async Task A_slip_of_the_pen_closes_nothing()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused");

        Assert.Equal("450 4.4.316: the case stays open.", (await SayAsync(bot, "it wroks now")).Card.Title.ToString());
        Assert.Equal("I did not understand that", (await SayAsync(bot, "colse the case", "m3")).Card.Title.ToString());
        Assert.True(bot.Case.IsOpen);
    }

    [Fact]
    public async Task A_second_error_line_with_a_question_behind_it_is_an_error()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        await SayAsync(bot, "450 4.7.320 Certificate validation failed mx.fabrikam.example, what do I tell the partner?");

        Assert.Equal(2, bot.Bot.Get<CaseStore>().OpenOf(Some.Conversation().Key, 10).Count);
    }

    private static async Task<FakeChannel.Post> SayAsync(FollowUpBot bot, string said, string key = "m2", Addressing addressing = Addressing.Mention, Person? by = null)
    {
        var before = bot.Bot.Channel.Posts.Count;
        await bot.Bot.Turns.AcceptAsync(Some.Message(said, key: key, addressing: addressing) with { Person = by ?? Some.Bert, SentAt = bot.Time.GetUtcNow() }, Token);
        var posts = await bot.Bot.Channel.UntilAsync(posts => posts.Count > before, Token);
        await bot.Bot.Channel.UntilAsync(_ => bot.Bot.Get<InboxStore>().Count().Waiting == 0, Token);
        return posts[before];
    }

    private static string Words(Card card) => string.Join('\n', card.Blocks.SelectMany(block => block switch
    {
        Paragraph paragraph => [paragraph.Text.ToString()],
        Facts facts => facts.Items.Select(fact => $"{fact.Label}: {fact.Value}"),
        _ => Array.Empty<string>(),
    }));
}
