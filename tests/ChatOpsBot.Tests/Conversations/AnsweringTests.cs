using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Conversations;

public sealed class AnsweringTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_posted_error_gets_one_card()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Equal("Open · 450 4.4.316 Connection refused", posts[0].Card.Title.ToString());
        Assert.Equal("thread-1", posts[0].Conversation.Key.Id);
    }

    [Fact]
    public async Task A_message_without_an_error_is_not_even_stored()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.False(await bot.Turns.AcceptAsync(Some.Message("the printer on floor 4 is out of paper"), Token));

        Assert.Null(bot.Get<InboxStore>().NextDue());
        Assert.Empty(bot.Channel.Posts);
    }

    [Theory]
    [InlineData("Thanks!")]
    [InlineData("thank you very much")]
    [InlineData("ok, perfect")]
    [InlineData("cheers mate")]
    [InlineData("¡Muchas gracias por la ayuda!")]
    [InlineData("Tack så mycket")]
    [InlineData("Muito obrigado 🙏")]
    [InlineData("Vielen Dank, danke für die Hilfe")]
    [InlineData("👍")]
    [InlineData("lol 😂")]
    public async Task Thanks_in_a_direct_message_are_taken_without_a_word(string text)
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.False(await bot.Turns.AcceptAsync(Some.Message(text, addressing: Addressing.Direct), Token));

        Assert.Null(bot.Get<InboxStore>().NextDue());
    }

    [Theory]
    [InlineData("hi")]
    [InlineData("thanks, and how do I check a server")]
    [InlineData("ok?")]
    [InlineData("gracias 450 4.4.316 Connection refused")]
    [InlineData("good")]
    [InlineData("123")]
    [InlineData("...")]
    public async Task What_is_more_than_thanks_is_answered(string text)
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(text, addressing: Addressing.Direct), Token));
    }

    [Fact]
    public async Task A_conversation_that_asks_for_more_certainty_is_answered_less()
    {
        const string unsure = "see 4.4.316 in the document";
        Assert.InRange(MailErrorRecognizer.Recognize(unsure).Confidence, MailErrorRecognizer.FiresFrom, 0.89);
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Get<SettingsStore>().SetAnswerFromAsync(Some.Conversation("strict").Key, 0.9, Token);

        Assert.False(await bot.Turns.AcceptAsync(Some.Message(unsure, key: "m1", conversation: "strict"), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(unsure, key: "m2", conversation: "usual"), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(unsure, key: "m3", Addressing.Mention, conversation: "strict"), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m4", conversation: "strict"), Token));
    }

    [Fact]
    public async Task A_conversation_may_be_answered_more_than_the_setting_says()
    {
        const string unsure = "see 4.4.316 in the document";
        await using var bot = await BotInTest.StartAsync(Token, settings: "--Conversations:AnswerFromConfidence=0.9");
        await bot.Get<SettingsStore>().SetAnswerFromAsync(Some.Conversation("open").Key, 0.5, Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(unsure, key: "m1", conversation: "open"), Token));
        Assert.False(await bot.Turns.AcceptAsync(Some.Message(unsure, key: "m2", conversation: "usual"), Token));
    }

    [Fact]
    public async Task A_code_without_an_entry_is_silent_where_nobody_asked_and_counted_for_the_authors()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.False(await bot.Turns.AcceptAsync(Some.Message("550 5.6.5 Conversion failed, status=bounced"), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message("550 5.6.5 Conversion failed", key: "m2", Addressing.Mention), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        var text = string.Join('\n', posts[0].Card.Blocks.OfType<Paragraph>().Select(paragraph => paragraph.Text.ToString()));
        Assert.Contains("x.6.5: Converting the content failed.", text, StringComparison.Ordinal);
        Assert.Contains("Try it as plain text without attachments.", text, StringComparison.Ordinal);
        Assert.Equal([("5.6.5", GapKind.Overheard, 1L), ("5.6.5", GapKind.Asked, 1L)], bot.Get<GapStore>().List().Select(gap => (gap.What, gap.Kind, gap.Count)));
    }

    [Theory]
    [InlineData("421", "421: The server is not available")]
    [InlineData("what is 450?", "450: The mailbox is busy")]
    [InlineData("2.1.5", "x.1.5: The address is valid")]
    [InlineData("what does 5.7.30 mean?", "Google (Gmail, Google Workspace): DKIM did not pass")]
    [InlineData("550 5.7.30 DKIM authentication didn't pass - gsmtp", "Your domain counts as a bulk sender at Gmail")]
    [InlineData("4.8.99", "4: transient.")]
    public async Task No_code_that_somebody_asks_about_is_left_unexplained(string text, string said)
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(text, addressing: Addressing.Direct), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Contains(posts[0].Card.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString().StartsWith(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_names_no_code_gets_guesses_and_is_told_that_they_are()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message("mail is stuck, the partner's server refuses the connection", addressing: Addressing.Direct), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message("good morning, what is for lunch", key: "m2", Addressing.Direct, conversation: "other"), Token));
        Assert.False(await bot.Turns.AcceptAsync(Some.Message("mail is stuck, the partner's server refuses the connection", key: "m3", conversation: "third"), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        var guess = posts.Single(post => post.Conversation.Key.Id == "thread-1").Card;
        Assert.Equal("This may be what you mean", guess.Title.ToString());
        Assert.Contains(guess.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString().StartsWith("4.4.316: ", StringComparison.Ordinal));
        Assert.InRange(guess.Blocks.OfType<ButtonRow>().Count(), 1, 3);
        Assert.NotEqual("This may be what you mean", posts.Single(post => post.Conversation.Key.Id == "other").Card.Title.ToString());
    }

    [Theory]
    [InlineData("what is S3150?", "Open · S3150 ")]
    [InlineData("what does TSS04 mean", "Open · TSS04 ")]
    [InlineData("what is the meaning of error 550 in this report", "550")]
    [InlineData("4.9.9?", "4.9.9")]
    public async Task Who_asks_for_a_code_of_whatever_kind_is_told_about_it(string question, string title)
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(question, addressing: Addressing.Direct), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Contains(title, posts[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_writes_the_id_of_an_entry_gets_its_card()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message("connector-other", addressing: Addressing.Direct), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Equal("connector-other", bot.Get<CaseStore>().Find(posts[0].Card.CaseId)!.EntryId);
    }

    [Fact]
    public async Task An_entry_that_did_not_help_is_counted_once()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        var press = Some.Press(posts[0].Card.CaseId, Verbs.NotHelpful);

        var card = await bot.Turns.ApplyAsync(press, Token);
        await bot.Turns.ApplyAsync(press with { Person = Some.Bert, Key = "other", Revision = card!.Revision }, Token);

        Assert.Contains(card.More!.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString().StartsWith("Counted for those", StringComparison.Ordinal));
        Assert.Equal([new { What = "4.4.316", Kind = GapKind.NotHelpful, Count = 1L }], bot.Get<GapStore>().List().Select(gap => new { gap.What, gap.Kind, gap.Count }));
    }

    [Fact]
    public async Task The_platform_repeating_a_message_changes_nothing()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(), Token));
        Assert.False(await bot.Turns.AcceptAsync(Some.Message(), Token));
        await bot.Turns.AcceptAsync(Some.Message("550 5.4.315 expired", key: "m2"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Any(post => post.Card.Title.ToString().Contains("5.4.315", StringComparison.Ordinal)), Token);
        Assert.Equal(2, posts.Count);
    }

    [Fact]
    public async Task The_same_trouble_in_the_same_conversation_joins_the_open_card()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await bot.Turns.AcceptAsync(Some.Message(key: "m2") with { Person = Some.Bert }, Token);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates > 0, Token);
        Assert.Single(posts);
        Assert.Contains("2 times, by Anna, Bert", CardAsText.Render(posts[0].Card, TimeZoneInfo.Utc, 100), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_trouble_in_another_conversation_gets_its_own_card()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Turns.AcceptAsync(Some.Message(key: "m2", conversation: "thread-2"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.NotEqual(posts[0].Card.CaseId, posts[1].Card.CaseId);
    }

    [Fact]
    public async Task Who_does_not_name_the_server_joins_those_who_do()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message("450 4.4.316 Connection refused MX1.contoso.example"), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await bot.Turns.AcceptAsync(Some.Message("we get 4.4.316 again", key: "m2") with { Person = Some.Bert }, Token);
        await bot.Turns.AcceptAsync(Some.Message("450 4.4.316 Connection refused mx1.contoso.example", key: "m3"), Token);

        Assert.Single(await bot.Channel.UntilAsync(posts => posts[0].Card.Revision == 3, Token));
    }

    [Fact]
    public async Task Two_servers_in_trouble_are_two_cards()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("450 4.4.316 Connection refused mx1.contoso.example"), Token);
        await bot.Turns.AcceptAsync(Some.Message("450 4.4.316 Connection refused mx2.fabrikam.example", key: "m2"), Token);

        await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
    }

    [Fact]
    public async Task When_the_returned_mail_is_posted_too_the_card_says_so()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await bot.Turns.AcceptAsync(Some.Message("550 5.4.316 Message expired, connection refused mx1.contoso.example", key: "m2"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
        Assert.Single(posts);
        Assert.Contains(posts[0].Card.Blocks, block => block is Paragraph { Style: ParagraphStyle.Strong } paragraph && paragraph.Text.ToString().Contains("senders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_that_was_deleted_does_not_swallow_the_next_post()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var first = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0];
        bot.Channel.Delete(first.Id);

        await bot.Turns.ApplyAsync(Some.Press(first.Card.CaseId, Verbs.Take), Token);
        await bot.Channel.UntilAsync(_ => bot.Get<CaseStore>().Shown(first.Card.CaseId)!.MessageId is null, Token);
        await bot.Turns.AcceptAsync(Some.Message(key: "m2"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1 && posts[0].Id != first.Id, Token);
        Assert.Equal(first.Card.CaseId, posts[0].Card.CaseId);
    }

    [Fact]
    public async Task Somebody_who_asks_again_is_pointed_to_the_card_that_is_there()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await bot.Turns.AcceptAsync(Some.Message(addressing: Addressing.Direct), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        await bot.Turns.AcceptAsync(Some.Message(key: "m2", addressing: Addressing.Direct), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.Equal("Same trouble as on the card above (450 4.4.316), posted 2 times now. The card is up to date.", posts[1].Card.Title.ToString());
    }

    [Fact]
    public async Task A_code_nobody_wrote_an_entry_for_is_answered_only_when_asked()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        Assert.False(await bot.Turns.AcceptAsync(Some.Message("550 5.5.6 invalid message version", key: "m1"), Token));
        Assert.True(await bot.Turns.AcceptAsync(Some.Message("550 5.5.6 invalid message version", key: "m2", addressing: Addressing.Mention), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Equal("550 5.5.6: no entry of its own yet", posts[0].Card.Title.ToString());
    }

    [Fact]
    public async Task Somebody_who_just_says_hello_to_the_bot_hears_what_it_can_do()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("hello", addressing: Addressing.Direct), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Equal("Paste a mail error", posts[0].Card.Title.ToString());
    }

    [Fact]
    public async Task A_message_in_Spanish_is_answered_in_Spanish()
    {
        await using var bot = await BotInTest.StartAsync(Token);

        await bot.Turns.AcceptAsync(Some.Message("los correos para el socio están en cola desde ayer: 450 4.4.316 Connection refused"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.StartsWith("Abierto · 450 4.4.316", posts[0].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_that_asks_to_wait_gets_the_card_later_and_once()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        bot.Channel.FailNext(ChannelException.Transient("slow down", TimeSpan.FromMilliseconds(20)));

        await bot.Turns.AcceptAsync(Some.Message(), Token);

        Assert.Single(await bot.Channel.UntilAsync(posts => posts.Count == 1, Token));
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_platform_takes_nothing_yet()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var (asked, sendings) = (0, 0);
        bot.Channel.Sending = _ => Interlocked.Increment(ref sendings);
        // Twice it does not, then it does.
        bot.Channel.Closed = () => Interlocked.Increment(ref asked) <= 2 ? TimeSpan.FromMilliseconds(20) : null;

        await bot.Turns.AcceptAsync(Some.Message(), Token);

        Assert.Single(await bot.Channel.UntilAsync(posts => posts.Count == 1, Token));
        Assert.Equal((3, 1), (asked, sendings));
    }

    [Fact]
    public async Task A_conversation_that_is_gone_does_not_hold_back_the_others()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        bot.Channel.FailNext(ChannelException.Permanent("the conversation was deleted"));

        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Turns.AcceptAsync(Some.Message(key: "m2", conversation: "thread-2"), Token);

        Assert.Single(await bot.Channel.UntilAsync(posts => posts.Count == 1, Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Trouble_that_comes_back_soon_opens_its_closed_case_again_and_says_so_once(bool isBotNamed)
    {
        await using var bot = await BotInTest.StartAsync(Token);
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(), Token));
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Close), Token);

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m2", addressing: isBotNamed ? Addressing.Mention : Addressing.Overheard), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2 && posts[0].Card.Title.ToString().StartsWith("Open", StringComparison.Ordinal), Token);
        Assert.Equal("450 4.4.316 again: the case that was closed is open once more.", posts[1].Card.Title.ToString());
        Assert.Empty(posts[1].Card.CaseId);

        // The next one only joins.
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m3"), Token));
        await bot.Channel.UntilAsync(posts => posts[0].Card.Blocks.OfType<Facts>().First().Items.Any(fact => fact.Value.ToString().StartsWith("3 times", StringComparison.Ordinal)), Token);
        Assert.Equal(2, bot.Channel.Posts.Count);
    }

    [Fact]
    public async Task Trouble_whose_case_was_closed_long_ago_gets_a_card_of_its_own()
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        Assert.True(await bot.Turns.AcceptAsync(Some.Message(), Token));
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Close), Token);
        time.Advance(TimeSpan.FromMinutes(61));

        Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: "m2"), Token));

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.NotEqual(caseId, posts[1].Card.CaseId);
        Assert.NotEmpty(posts[1].Card.CaseId);
    }

    [Fact]
    public async Task What_was_accepted_before_a_stop_is_answered_after_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            // The first process accepts and stops before it can send: its channel refuses.
            var deaf = new FakeChannel();
            deaf.FailNext(ChannelException.Transient("not now", TimeSpan.FromMilliseconds(1)));
            await using (var first = await BotInTest.StartAsync(Token, folder, deaf))
            {
                for (var i = 0; i < 50; i++)
                    deaf.FailNext(ChannelException.Transient("not now", TimeSpan.FromMilliseconds(1)));
                await first.Turns.AcceptAsync(Some.Message(), Token);
            }

            await using var second = await BotInTest.StartAsync(Token, folder);

            Assert.Single(await second.Channel.UntilAsync(posts => posts.Count == 1, Token));
            Assert.Empty(deaf.Posts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
