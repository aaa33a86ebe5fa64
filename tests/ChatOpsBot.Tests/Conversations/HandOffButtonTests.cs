using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Tests.Conversations;

/// <summary>When the text to send on is one press away, and when it stands behind <i>More</i>.</summary>
public sealed class HandOffButtonTests
{
    [Theory]
    [InlineData(Actor.Partner, true)]
    [InlineData(Actor.Sender, true)]
    [InlineData(Actor.MailAdmin, false)]
    [InlineData(Actor.NetworkTeam, false)]
    public void It_is_on_the_card_while_the_next_step_is_for_somebody_who_is_not_in_the_chat(Actor actor, bool isShown)
    {
        var entry = Some.Entry with { Causes = [], FixSteps = [.. Some.Entry.FixSteps.Select(step => step with { Actor = actor, For = [] })] };

        Assert.Equal(isShown, HasHandOff(CaseCard.Compose(Some.Case(), entry, Some.CardOptions)));
        Assert.False(HasHandOff(CaseCard.Compose(Some.Case([.. entry.FixSteps.Select(step => new CaseEvent.StepMarked(step.Id, StepMark.Done, Some.Bert) { At = Some.Noon })]), entry, Some.CardOptions)));
        Assert.False(HasHandOff(CaseCard.Compose(Some.Case(new CaseEvent.Closed(Some.Bert) { At = Some.Noon }), entry, Some.CardOptions)));
    }

    [Fact]
    public void It_comes_when_somebody_confirms_a_cause_that_is_theirs()
    {
        var asked = Some.Entry.Causes.First(cause => cause.Question is not null);
        var entry = Some.Entry with { Causes = [.. Some.Entry.Causes.Select(cause => cause with { Actor = cause.Id == asked.Id ? Actor.Partner : Actor.MailAdmin })], FixSteps = [] };

        Assert.False(HasHandOff(CaseCard.Compose(Some.Case(), entry, Some.CardOptions)));
        Assert.True(HasHandOff(CaseCard.Compose(Some.Case(new CaseEvent.QuestionAnswered(asked.Id, Yes: true, Some.Bert) { At = Some.Noon }), entry, Some.CardOptions)));
    }

    private static bool HasHandOff(Card card) => card.Buttons.Any(button => button.Verb == Verbs.HandOff);
}
