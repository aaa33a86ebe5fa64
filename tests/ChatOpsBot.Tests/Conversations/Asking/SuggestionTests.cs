using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Conversations.Asking;

/// <summary>Who names no code gets guesses, each of which can be pressed.</summary>
public sealed class SuggestionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_press_shows_the_card_of_the_guess_in_the_place_of_the_guesses()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var guesses = await AskAsync(bot);

        var card = await bot.Turns.ApplyAsync(Some.Press(guesses.CaseId, Verbs.With(Verbs.Choose, "4.4.316"), Some.Bert), Token);

        Assert.StartsWith("Open · 4.4.316 ", card!.Title.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Chosen from guesses: ", Assert.IsType<Paragraph>(card.Blocks[0]).Text.ToString(), StringComparison.Ordinal);
        Assert.Contains(card.Blocks, block => block is Checklist);
        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
        Assert.Equal(card.Title, Assert.Single(posts).Card.Title);
    }

    [Fact]
    public async Task The_other_guesses_are_one_press_away()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var guesses = await AskAsync(bot);
        var chosen = await bot.Turns.ApplyAsync(Some.Press(guesses.CaseId, Verbs.With(Verbs.Choose, "4.4.316")), Token);

        var back = await bot.Turns.ApplyAsync(Some.Press(guesses.CaseId, Verbs.Choose) with { Revision = chosen!.Revision }, Token);

        Assert.Contains(chosen.Blocks.OfType<ButtonRow>(), row => row.Buttons.Any(button => button.Verb == Verbs.Choose));
        Assert.Equal(guesses.Title, back!.Title);
        Assert.Equal(guesses.Blocks.Count, back.Blocks.Count);
    }

    [Theory]
    [InlineData("5.7.64")]
    [InlineData("no-such-entry")]
    public async Task What_was_not_suggested_is_not_shown(string entryId)
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var guesses = await AskAsync(bot);
        Assert.DoesNotContain(guesses.Blocks.OfType<ButtonRow>(), row => row.Buttons[0].Verb == Verbs.With(Verbs.Choose, entryId));

        var card = await bot.Turns.ApplyAsync(Some.Press(guesses.CaseId, Verbs.With(Verbs.Choose, entryId)), Token);

        Assert.Equal(guesses.Title, card!.Title);
    }

    [Fact]
    public async Task Guesses_that_nobody_chose_are_no_open_case()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        await AskAsync(bot);

        await bot.Turns.AcceptAsync(Some.Message("status", key: "m2", Addressing.Direct), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.Equal(Languages.Of("en").Commands.StatusNone, posts[1].Card.Title.ToString());
    }

    [Fact]
    public async Task Of_guesses_whose_entries_are_gone_nothing_is_left_but_what_can_be_asked()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var guesses = await AskAsync(bot);
        var @case = bot.Get<CaseStore>().Find(guesses.CaseId)!;

        var card = CommandCards.Suggest(@case, new KnowledgeBase([]));

        Assert.Equal((Languages.Of("en").HelpTitle, guesses.CaseId), (card.Title.ToString(), card.CaseId));
    }

    [Fact]
    public async Task All_platforms_show_the_buttons()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var guesses = await AskAsync(bot);
        var verb = Verbs.With(Verbs.Choose, "4.4.316");

        Assert.Contains($"\"{verb}\"", AdaptiveCards.Render(guesses, AdaptiveHost.Teams).GetRawText(), StringComparison.Ordinal);
        Assert.Contains($"\"{verb}\"", AdaptiveCards.Render(guesses, AdaptiveHost.Web).GetRawText(), StringComparison.Ordinal);
        var buttons = BlockKit.Render(guesses).Blocks.OfType<ActionsBlock>().SelectMany(block => block.Elements).OfType<ButtonElement>();
        Assert.Contains(buttons, button => ButtonValue.Read(button.Value)?.Verb == verb);
    }

    private static async Task<Card> AskAsync(BotInTest bot)
    {
        await bot.Turns.AcceptAsync(Some.Message("mail is stuck, the partner's server refuses the connection", addressing: Addressing.Direct), Token);
        return (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card;
    }
}
