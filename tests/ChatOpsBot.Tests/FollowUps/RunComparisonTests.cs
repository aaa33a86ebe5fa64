using ChatOpsBot.Conversations;
using ChatOpsBot.FollowUps;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Tests.FollowUps;

public sealed class RunComparisonTests
{
    [Fact]
    public void Every_check_of_a_server_can_be_well_and_can_be_in_trouble_but_never_both()
    {
        foreach (var (check, outcomes) in Vocabulary.Checks.Where(check => check.Key != "ctl.out25"))
        {
            var seen = outcomes.Select(outcome => new Observation(check, outcome, null)).ToList();
            Assert.True(seen.Exists(RunComparison.IsWell), $"{check} can never be well");
            Assert.True(seen.Exists(RunComparison.IsTrouble), $"{check} can never be in trouble");
            Assert.DoesNotContain(seen, observation => RunComparison.IsWell(observation) && RunComparison.IsTrouble(observation));
        }
    }

    [Theory]
    [InlineData("203.0.113.9=refused 203.0.113.10=open", "203.0.113.9=open 203.0.113.10=open", RecheckOutcome.Passed)]
    [InlineData("203.0.113.9=refused 203.0.113.10=open", "203.0.113.9=refused 203.0.113.10=open", RecheckOutcome.StillFailing)]
    [InlineData("203.0.113.9=refused 203.0.113.10=open", "203.0.113.10=open", RecheckOutcome.Passed)]
    [InlineData("203.0.113.9=refused 203.0.113.10=open", "203.0.113.9=not-tested 203.0.113.10=open", RecheckOutcome.Undecided)]
    [InlineData("203.0.113.9=refused", "203.0.113.9=denied", RecheckOutcome.Undecided)]
    [InlineData("203.0.113.9=refused", "", RecheckOutcome.Undecided)]
    [InlineData("203.0.113.9=refused", "203.0.113.11=refused", RecheckOutcome.StillFailing)]
    public void Every_address_that_failed_must_be_well_or_gone(string before, string after, object outcome)
    {
        var failures = RunComparison.FailuresOf(Run(before), Some.Entry);

        Assert.Single(failures);
        Assert.Equal((RecheckOutcome)outcome, RunComparison.Judge(failures, Run(after), Some.Entry));
    }

    [Fact]
    public void Trouble_that_explains_nothing_is_neither_a_failure_nor_a_pass()
    {
        var run = Run("203.0.113.9=open") with { Results = [new CheckResult { CheckId = "smtp.banner", Outcome = "busy", Where = "203.0.113.9", Sentence = "-" }] };

        Assert.Empty(RunComparison.FailuresOf(run, Some.Entry));
        Assert.Equal(RecheckOutcome.Undecided, RunComparison.Judge([], run, Some.Entry));
    }

    [Fact]
    public void With_our_own_port_blocked_nothing_is_known()
    {
        var run = Run("203.0.113.9=refused");
        run = run with { Results = run.Results.Add(new CheckResult { CheckId = "ctl.out25", Outcome = "blocked", Sentence = "-" }) };

        Assert.Empty(RunComparison.FailuresOf(run, Some.Entry));
        Assert.Equal(RecheckOutcome.Undecided, RunComparison.Judge([], run, Some.Entry));
    }

    private static CheckRun Run(string connections) => new("r1", "mx1.contoso.example", ["tcp25"], Some.Anna, Some.Noon, RunState.Completed, [], Some.Noon)
    {
        Results =
        [
            .. connections.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(connection => connection.Split('='))
                .Select(pair => new CheckResult { CheckId = "tcp25", Where = pair[0], Outcome = pair[1], Sentence = "-" }),
        ],
    };
}
