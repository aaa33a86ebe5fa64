using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Conversations;

public sealed class PressingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_press_marks_who_and_when_on_the_card_that_is_there()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var answer = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepDone, "f316.A"), Some.Bert), Token);

        Assert.StartsWith("Done by Bert, ", Step(answer!, 1).StateWord!.ToString(), StringComparison.Ordinal);
        var posts = await bot.Channel.UntilAsync(posts => posts[0].Updates == 1, Token);
        Assert.Single(posts);
        Assert.Equal(StepMark.Done, Step(posts[0].Card, 1).Mark);
    }

    [Fact]
    public async Task A_second_press_on_the_same_step_changes_nothing()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var first = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepDone, "f316.A"), Some.Anna), Token);
        var second = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepDone, "f316.A"), Some.Bert), Token);

        Assert.Equal(first!.Revision, second!.Revision);
        Assert.StartsWith("Done by Anna", Step(second, 1).StateWord!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_that_is_delivered_again_does_not_act_again_though_the_case_went_on()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);
        var press = Some.Press(caseId, Verbs.Take, Some.Anna);

        var taken = await bot.Turns.ApplyAsync(press, Token);
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Release, Some.Bert) with { Revision = taken!.Revision }, Token);
        var repeated = await bot.Turns.ApplyAsync(press, Token);
        var again = await bot.Turns.ApplyAsync(press with { Revision = repeated!.Revision }, Token);

        Assert.StartsWith("Open · ", repeated.Title.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("With Anna · ", again!.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_that_found_nothing_to_do_does_not_act_when_it_is_delivered_again()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take, Some.Bert), Token);
        var late = Some.Press(caseId, Verbs.Take, Some.Anna);

        await bot.Turns.ApplyAsync(late, Token);
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Release, Some.Bert), Token);
        var repeated = await bot.Turns.ApplyAsync(late, Token);

        Assert.StartsWith("Open · ", repeated!.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_delivered_several_times_at_once_acts_once()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);
        var press = Some.Press(caseId, Verbs.With(Verbs.StepDone, "f316.A"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bot.Turns.ApplyAsync(press, Token)));

        Assert.Equal(2, bot.Get<CaseStore>().Find(caseId)!.Version);
    }

    [Fact]
    public async Task A_press_is_known_for_25_hours()
    {
        var time = new ManualTime(Some.Noon);
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        var caseId = await PostAsync(bot);
        var press = Some.Press(caseId, Verbs.Take, Some.Anna);
        await bot.Turns.ApplyAsync(press, Token);

        time.Advance(TimeSpan.FromHours(24));
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Release, Some.Bert), Token);
        var isKnown = bot.Get<CaseStore>().IsRepeated(press);
        time.Advance(TimeSpan.FromHours(2));
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Close, Some.Bert), Token);

        Assert.True(isKnown);
        Assert.False(bot.Get<CaseStore>().IsRepeated(press));
    }

    [Theory]
    [InlineData(Verbs.StepNotOurCase, StepMark.NotOurCase)]
    [InlineData(Verbs.StepStuck, StepMark.Stuck)]
    public async Task A_mark_can_be_taken_back(string verb, object mark)
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var marked = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(verb, "f316.A")), Token);
        var undone = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepUndo, "f316.A")), Token);

        Assert.Equal((StepMark)mark, Step(marked!, 1).Mark);
        Assert.Equal(StepMark.None, Step(undone!, 1).Mark);
        Assert.Null(Step(undone!, 1).StateWord);
    }

    [Fact]
    public async Task The_one_who_takes_the_case_stands_in_its_title()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var taken = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take, Some.Bert), Token);
        var released = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Release, Some.Bert), Token);

        Assert.StartsWith("With Bert · ", taken!.Title.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Open · ", released!.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answering_the_question_of_a_cause_moves_the_cause()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var answered = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.AnswerNo, "c316.retired")), Token);

        var best = answered!.Blocks.OfType<CauseList>().Single().Rows[0];
        Assert.Equal("Confirmed", best.StandingWord);
        Assert.Equal("Nothing on that server receives mail any more.", best.Reasons[0].ToString());
        Assert.StartsWith("No, says Anna", best.Reasons[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_given_by_mistake_can_be_turned_round()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);
        var answered = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.AnswerNo, "c316.retired")), Token);

        var other = answered!.More!.Blocks.OfType<ButtonRow>().SelectMany(row => row.Buttons).Single(button => button.Verb == Verbs.With(Verbs.AnswerYes, "c316.retired"));
        var turned = await bot.Turns.ApplyAsync(Some.Press(caseId, other.Verb), Token);

        Assert.Equal("Ruled out", turned!.Blocks.OfType<CauseList>().Single().Rows.Single(row => row.Reasons.Count > 1).StandingWord);
    }

    [Fact]
    public async Task A_card_of_another_conversation_cannot_be_pressed()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        Assert.Null(await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take, conversation: "thread-2"), Token));
        Assert.Null(bot.Get<CaseStore>().Find(caseId)!.Owner);
    }

    [Theory]
    [InlineData("step-done:no-such-step")]
    [InlineData("step-done")]
    [InlineData("answer-yes:no-such-cause")]
    [InlineData("language:tlh")]
    [InlineData("format-disk:c")]
    [InlineData("")]
    public async Task A_verb_that_makes_no_sense_changes_nothing(string verb)
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var card = await bot.Turns.ApplyAsync(Some.Press(caseId, verb), Token);

        Assert.Equal(1, card!.Revision);
    }

    [Fact]
    public async Task A_card_pressed_after_a_restart_still_answers()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            string caseId;
            await using (var first = await BotInTest.StartAsync(Token, folder))
            {
                caseId = await PostAsync(first);
                await first.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepDone, "f316.A")), Token);
            }

            await using var second = await BotInTest.StartAsync(Token, folder);
            var card = await second.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take, Some.Bert), Token);

            Assert.StartsWith("With Bert · ", card!.Title.ToString(), StringComparison.Ordinal);
            Assert.Equal(StepMark.Done, Step(card, 1).Mark);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_language_chosen_on_a_card_is_kept_for_the_conversation()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var card = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.Language, "es")), Token);
        await bot.Turns.AcceptAsync(Some.Message("450 4.4.315 Connection timed out", key: "m2"), Token);

        Assert.StartsWith("Abierto", card!.Title.ToString(), StringComparison.Ordinal);
        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 2, Token);
        Assert.StartsWith("Abierto · 450 4.4.315", posts[1].Card.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_people_pressing_at_once_are_both_heard()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);
        var steps = Some.Knowledge.Find("4.4.316")!.FixSteps;

        await Task.WhenAll(steps.Select(step => bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepDone, step.Id)), Token)));

        var @case = bot.Get<CaseStore>().Find(caseId)!;
        Assert.All(steps, step => Assert.Equal(StepMark.Done, @case.Step(step.Id).Mark));
    }

    [Fact]
    public async Task A_closed_case_takes_no_marks_until_it_is_opened_again()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var caseId = await PostAsync(bot);

        var closed = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Close), Token);
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.With(Verbs.StepDone, "f316.A")), Token);
        var reopened = await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Reopen), Token);

        Assert.StartsWith("Closed · ", closed!.Title.ToString(), StringComparison.Ordinal);
        Assert.Equal(StepMark.None, Step(reopened!, 1).Mark);
    }

    private static async Task<string> PostAsync(BotInTest bot)
    {
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        return (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
    }

    private static ChecklistRow Step(Card card, int number) => card.Blocks.OfType<Checklist>().Single().Rows.Single(row => row.Number == number);
}
