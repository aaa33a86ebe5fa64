using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Tests.FollowUps;

namespace ChatOpsBot.Tests.Conversations;

/// <summary>The same code at several servers, in one message.</summary>
public sealed class OtherServersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_code_at_two_servers_is_one_card_that_names_both()
    {
        await using var bot = await FollowUpBot.StartAsync(
            Token,
            message: "450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=a.contoso.example]\n450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=b.contoso.example]");

        var facts = bot.Card.Blocks.OfType<Facts>().First().Items;
        Assert.Equal("a.contoso.example", facts.Single(fact => fact.Label == "Server").Value.ToString());
        Assert.Equal("450 4.4.316, at b.contoso.example", facts.Single(fact => fact.Label == "Also named").Value.ToString());
        Assert.Single(bot.Bot.Channel.Posts);
        // Each can be checked: the first by the button of the card, the other behind More.
        Assert.Equal("b.contoso.example", bot.Bot.Get<DialogComposer>().Compose(Verbs.More, bot.Case).Blocks.OfType<TextInput>().Single().Value);
        await bot.PressAsync(Verbs.RunChecks, server: "b.contoso.example");
        await bot.RunEndedAsync();
        Assert.Equal("a.contoso.example", bot.Bot.Get<DialogComposer>().Compose(Verbs.More, bot.Case).Blocks.OfType<TextInput>().Single().Value);
    }

    [Theory]
    [InlineData("450 4.4.316 Connection refused mx1.contoso.example\n450 4.4.316 Connection refused MX1.contoso.example", 1)]
    [InlineData("450 4.4.316 Connection refused mx1.contoso.example\nmx2.fabrikam.example is fine", 1)]
    [InlineData("450 4.4.316 [LastAttemptedServerName=a.example.com]\r\n450 4.4.316 [LastAttemptedServerName=b.example.com]\r\n450 4.4.316 [LastAttemptedServerName=a.example.com]", 2)]
    [InlineData("450 4.4.316 Connection refused mx1.contoso.example", 1)]
    public void Only_another_server_is_another_error(string message, int errors) =>
        Assert.Equal(errors, OtherServers.Add(MailErrorRecognizer.Recognize(message).Errors, message, MailMarkup.Plain).Count);

    [Fact]
    public void In_the_markup_of_a_platform_lines_are_lines_too()
    {
        const string Message = "<p>450 4.4.316 [LastAttemptedServerName=a.example.com]</p><p>450 4.4.316 [LastAttemptedServerName=b.example.com]</p>";

        var errors = OtherServers.Add(MailErrorRecognizer.Recognize(Message, MailMarkup.TeamsHtml).Errors, Message, MailMarkup.TeamsHtml);

        Assert.Equal(["a.example.com", "b.example.com"], errors.Select(error => error.Server));
    }

    [Fact]
    public async Task Posted_again_no_server_is_named_twice()
    {
        const string Message = "450 4.4.316 [LastAttemptedServerName=a.example.com]\n450 4.4.316 [LastAttemptedServerName=b.example.com]\n450 4.4.316 [LastAttemptedServerName=c.example.com]";
        await using var bot = await FollowUpBot.StartAsync(Token, message: Message);

        await bot.Bot.Turns.AcceptAsync(Some.Message(Message, key: "m2"), Token);
        await bot.Bot.Channel.UntilAsync(_ => bot.Case.Posts == 2, Token);

        Assert.Equal("450 4.4.316, at b.example.com, c.example.com", bot.Card.Blocks.OfType<Facts>().First().Items.Single(fact => fact.Label == "Also named").Value.ToString());
        Assert.Single(bot.Bot.Channel.Posts);
    }
}
