using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Testing.Conformance;

/// <summary>Buttons and the cards they change.</summary>
public abstract partial class ChannelConformance
{
    [Fact]
    public async Task A_press_changes_the_same_card_for_everybody()
    {
        await StartAsync();
        var room = await OpenAsync();
        var before = await PostAsync(room);

        await PressAsync(room, before.Button(Verbs.Take), "p1");

        var after = await OnlyCardAsync(room, card => card.Has(Verbs.Release), "the card can be released, so it is taken");
        Assert.Equal(before.MessageId, after.MessageId);
        Assert.Contains("Anna", after.Text, StringComparison.Ordinal);
        Assert.Single(await SeeAfterAllAsync(room));
    }

    [Fact]
    public async Task Somebody_else_can_go_on_where_the_first_one_pressed()
    {
        Needs(Feature.SeveralPeople);
        await StartAsync();
        var room = await OpenAsync();
        var card = await PostAsync(room);
        await PressAsync(room, card.Button(Verbs.Take), "p1", Anna);
        var taken = await OnlyCardAsync(room, card => card.Has(Verbs.Release), "taken");

        await PressAsync(room, taken.Button(StepButton(taken)), "p2", Bert);

        await AdvanceUntilAsync(async () => (await SeeAsync(room)) is [{ Revision: 3 }], "Bert's step on the card");
        var both = (await SeeAsync(room))[0];
        Assert.Contains("Anna", both.Text, StringComparison.Ordinal);
        Assert.Contains("Bert", both.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_changes_the_newest_wins_the_last_one_arrives_and_the_budget_holds()
    {
        Assert.SkipWhen(Platform.UpdateBudget == TimeSpan.Zero, "The platform takes any number of updates.");
        await StartAsync();
        var room = await OpenAsync();
        var fence = await OpenAsync();
        var card = await PostAsync(room);
        var fenced = await PostAsync(fence);
        await PressAsync(room, card.Button(Verbs.Take), "p1");
        await OnlyCardAsync(room, card => card.Revision == 2, "the first change on the card, at once");

        // Within the budget of one card: each on the newest card a person could have, none of them shown yet.
        for (var press = 2; press <= 9; press++)
            await PressAsync(room, new SeenButton(card.Button(Verbs.Take).CaseId, press, press % 2 == 0 ? Verbs.Release : Verbs.Take), $"p{press}");
        time.Advance(Platform.UpdateBudget - TimeSpan.FromMilliseconds(1));
        // Another card's update, decided on after all these presses: the budget is one card's, and it has not run out.
        await PressAsync(fence, fenced.Button(Verbs.Take), "f1");
        await OnlyCardAsync(fence, card => card.Revision == 2, "the other card's change, at once");

        Assert.Equal(1, await Platform.CountUpdatesAsync(room, Token));

        time.Advance(TimeSpan.FromMilliseconds(1));
        await AdvanceUntilAsync(async () => await Platform.CountUpdatesAsync(room, Token) > 1, "another update");
        Assert.Equal(10, Assert.Single(await SeeAfterAllAsync(room)).Revision);
        Assert.Equal(2, await Platform.CountUpdatesAsync(room, Token));
    }

    [Fact]
    public async Task A_press_delivered_again_changes_nothing()
    {
        await StartAsync();
        var room = await OpenAsync();
        var card = await PostAsync(room);
        var take = card.Button(Verbs.Take);
        await PressAsync(room, take, "p1");
        var taken = await OnlyCardAsync(room, card => card.Has(Verbs.Release), "taken");

        await PressAsync(room, take, "p1");
        // Some platforms give the same press a new id when they deliver it again.
        await PressAsync(room, take, "p1-again");

        Assert.Equal(taken.Revision, Assert.Single(await SeeAfterAllAsync(room)).Revision);
    }

    [Theory]
    [InlineData("p1")]
    [InlineData("p1-again")]
    public async Task A_press_delivered_again_does_not_undo_what_happened_since(string id)
    {
        await StartAsync();
        var room = await OpenAsync();
        var card = await PostAsync(room);
        await PressAsync(room, card.Button(Verbs.Take), "p1");
        var taken = await OnlyCardAsync(room, card => card.Has(Verbs.Release), "taken");
        await PressAsync(room, taken.Button(Verbs.Release), "p2");

        await PressAsync(room, card.Button(Verbs.Take), id);

        await AdvanceUntilIdleAsync();
        Assert.True(Assert.Single(await SeeAfterAllAsync(room)).Has(Verbs.Take), "The case was taken again by a press that is long over.");
    }

    [Fact]
    public async Task A_press_whose_card_did_not_change_before_the_bot_died_is_on_the_card_of_the_next_one()
    {
        await StartAsync();
        var room = await OpenAsync();
        var card = await PostAsync(room);

        await StartAcceptingOnlyAsync();
        await PressAsync(room, card.Button(Verbs.Take), "p1");

        await StartAsync();
        await OnlyCardAsync(room, card => card.Has(Verbs.Release), "taken");
    }

    [Fact]
    public async Task An_old_card_still_gets_a_true_answer_after_weeks_and_restarts()
    {
        await StartAsync();
        var room = await OpenAsync();
        var old = await PostAsync(room);
        await PressAsync(room, old.Button(Verbs.Take), "p1");
        await OnlyCardAsync(room, card => card.Has(Verbs.Release), "taken");

        await StopAsync();
        time.Advance(TimeSpan.FromDays(40));
        await StartAsync();
        await PressAsync(room, old.Button(StepButton(old)), "p2");

        // It knows what happened since, and it changed where it stands. What came due meanwhile may have changed it first; the press waits
        // for its turn then.
        await AdvanceUntilAsync(async () => await SeeAsync(room) is [{ Revision: >= 3 } only] && !only.Has(StepButton(old)), "the step marked on the card of then");
        var now = Assert.Single(await SeeAsync(room));
        Assert.Equal(old.MessageId, now.MessageId);
        Assert.True(now.Has(Verbs.Release));
        Assert.False(now.Has(StepButton(old)));
    }

    [Fact]
    public async Task A_button_that_no_longer_fits_changes_nothing()
    {
        await StartAsync();
        var room = await OpenAsync();
        var old = await PostAsync(room);
        // Where More is a dialog, the card itself has no such button.
        await PressAsync(room, old.Button(Verbs.Take) with { Verb = Verbs.Close }, "p1");
        var closed = await OnlyCardAsync(room, card => card.Has(Verbs.Reopen), "closed");

        await PressAsync(room, old.Button(StepButton(old)), "p2");
        await PressAsync(room, old.Button(Verbs.RunChecks), "p3");
        await PressAsync(room, old.Button(Verbs.Take) with { Verb = "no-such-verb:x" }, "p4");

        Assert.Contains(await SeeAfterAllAsync(room), card => card.Revision == closed.Revision && card.Has(Verbs.Reopen));
    }

    [Fact]
    public async Task A_guess_that_is_pressed_shows_its_card_in_the_place_of_the_guesses()
    {
        await StartAsync();
        var room = await OpenAsync();
        await AskAsync(await PostAsync(room), "mail is stuck, the partner's server refuses the connection");
        var guesses = await UntilAsync(room, cards => cards.FirstOrDefault(card => card.Sight.Buttons.Any(IsChoice)), "guesses with buttons");

        await PressAsync(room, guesses.Sight.Buttons.First(IsChoice), "p1");

        var chosen = await UntilAsync(room, cards => cards.FirstOrDefault(card => card.MessageId == guesses.MessageId && card.Has(Verbs.Take)), "the card of the guess");
        Assert.True(chosen.Has(Verbs.Choose), "Nothing leads back to the other guesses.");

        static bool IsChoice(SeenButton button) => button.Verb.StartsWith(Verbs.Choose + ":", StringComparison.Ordinal);
    }

    /// <summary>Asks the bot in the conversation of a card. Not every scripted platform can address it, so this comes in behind the platform.</summary>
    private async Task AskAsync(SeenCard card, string question)
    {
        var @case = Bot.Get<CaseStore>().Find(card.Button(Verbs.Take).CaseId)!;
        var asked = new MessageTurn
        {
            Conversation = @case.Conversation,
            Person = Anna,
            Key = "asked",
            SentAt = time.GetUtcNow(),
            Text = question,
            Markup = MailMarkup.Plain,
            Addressing = Addressing.Mention,
        };
        Assert.True(await Bot.Get<TurnHandler>().AcceptAsync(asked, Token));
    }

    private static string StepButton(SeenCard card) => card.Sight.Buttons.First(button => button.Verb.StartsWith(Verbs.StepDone + ":", StringComparison.Ordinal)).Verb;
}
