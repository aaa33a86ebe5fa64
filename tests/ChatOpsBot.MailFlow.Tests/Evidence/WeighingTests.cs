using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Evidence;

public class WeighingTests
{
    private const string First = "203.0.113.1";
    private const string Second = "203.0.113.2";

    [Fact]
    public void Without_observations_every_cause_is_open_in_the_author_s_order()
    {
        var standings = Weighing.Weigh([Cause("c1.a", Rule("tcp25", "open", Verdict.Confirms)), Cause("c1.b")], []);

        Assert.Equal([("c1.a", Standing.Open), ("c1.b", Standing.Open)], standings.Select(standing => (standing.Cause.Id, standing.Standing)));
    }

    [Theory]
    [InlineData(Verdict.Confirms, Standing.Confirmed)]
    [InlineData(Verdict.Supports, Standing.Likely)]
    [InlineData(Verdict.RulesOut, Standing.RuledOut)]
    public void One_rule_that_holds_gives_its_verdict_and_its_observation(Verdict verdict, Standing standing)
    {
        var seen = new Observation("tcp25", "open", First);

        var judged = Assert.Single(Weighing.Weigh([Cause("c1.a", Rule("tcp25", "open", verdict))], [seen]));

        Assert.Equal(standing, judged.Standing);
        Assert.Equal([seen], Assert.Single(judged.Decisive).Seen);
        Assert.Empty(judged.Against);
    }

    [Theory]
    [InlineData(Verdict.Confirms, Verdict.RulesOut, Standing.Likely, 1)]
    [InlineData(Verdict.Supports, Verdict.RulesOut, Standing.RuledOut, 1)]
    [InlineData(Verdict.Confirms, Verdict.Supports, Standing.Confirmed, 0)]
    public void Two_rules_that_hold_are_weighed_and_what_speaks_against_is_kept(Verdict one, Verdict other, Standing standing, int against)
    {
        var cause = Cause("c1.a", Rule("tcp25", "open", one), Rule("smtp.banner", "ready", other));

        var judged = Assert.Single(Weighing.Weigh([cause], [new("tcp25", "open", First), new("smtp.banner", "ready", First)]));

        Assert.Equal((standing, against), (judged.Standing, judged.Against.Count));
    }

    [Theory]
    [InlineData(Vocabulary.NotTested)]
    [InlineData(Vocabulary.Denied)]
    public void What_was_not_tested_is_no_evidence_at_all(string outcome)
    {
        var causes = new[] { Cause("c1.a", Rule("tcp25", "open", Verdict.RulesOut, Quantifier.Every)) };

        var judged = Assert.Single(Weighing.Weigh(causes, [new("tcp25", "open", First), new("tcp25", outcome, Second)]));

        // The second address neither shows the rule's outcome nor denies it.
        Assert.Equal(Standing.RuledOut, judged.Standing);
        Assert.Equal([First], Assert.Single(judged.Decisive).Seen.Select(seen => seen.Where));
    }

    [Theory]
    [InlineData(Quantifier.Any, "refused", "open", Standing.RuledOut)]
    [InlineData(Quantifier.Every, "refused", "open", Standing.Open)]
    [InlineData(Quantifier.Every, "open", "open", Standing.RuledOut)]
    [InlineData(Quantifier.Any, "refused", "refused", Standing.Open)]
    public void A_rule_holds_at_one_address_or_at_all_of_them(Quantifier on, string first, string second, Standing standing)
    {
        var judged = Assert.Single(Weighing.Weigh([Cause("c1.a", Rule("tcp25", "open", Verdict.RulesOut, on))], [new("tcp25", first, First), new("tcp25", second, Second)]));

        Assert.Equal(standing, judged.Standing);
    }

    [Fact]
    public void Two_conditions_must_hold_at_the_same_address()
    {
        var cause = Cause("c1.a", new EvidenceRule("both", When(("tcp25", "open"), ("smtp.banner", "closed")), Quantifier.Any, Verdict.Confirms));

        var apart = Weighing.Weigh([cause], [new("tcp25", "open", First), new("smtp.banner", "ready", First), new("smtp.banner", "closed", Second)]);
        var together = Weighing.Weigh([cause], [new("tcp25", "open", First), new("smtp.banner", "closed", First)]);

        Assert.Equal((Standing.Open, Standing.Confirmed), (apart[0].Standing, together[0].Standing));
    }

    [Fact]
    public void What_is_seen_once_for_all_addresses_goes_with_each_of_them()
    {
        var cause = Cause("c1.a", new EvidenceRule("both", When(("dns.addr", "differs"), ("tcp25", "timeout")), Quantifier.Any, Verdict.Supports));

        var judged = Assert.Single(Weighing.Weigh([cause], [new("dns.addr", "differs", "mx.example.org"), new("tcp25", "open", First), new("tcp25", "timeout", Second)]));

        Assert.Equal(Standing.Likely, judged.Standing);
        Assert.Equal(["mx.example.org", Second], Assert.Single(judged.Decisive).Seen.Select(seen => seen.Where));
    }

    [Fact]
    public void A_rule_about_names_alone_needs_no_address()
    {
        var judged = Assert.Single(Weighing.Weigh([Cause("c1.a", Rule("dns.addr", "nxdomain", Verdict.Confirms))], [new("dns.addr", "nxdomain", "mx.example.org")]));

        Assert.Equal(Standing.Confirmed, judged.Standing);
    }

    [Theory]
    [InlineData("yes", Standing.Confirmed)]
    [InlineData("no", Standing.Open)]
    public void A_person_s_answer_counts_as_its_author_said(string answer, Standing standing)
    {
        var cause = new Cause("c1.a", [], new Question(Verdict.Confirms, null), Actor.MailAdmin);

        var judged = Assert.Single(Weighing.Weigh([cause], [new("c1.a", answer, null)]));

        Assert.Equal(standing, judged.Standing);
    }

    [Fact]
    public void An_answer_touches_no_other_cause()
    {
        var asked = new Cause("c1.a", [], new Question(Verdict.Confirms, Verdict.RulesOut), Actor.MailAdmin);
        var other = new Cause("c1.b", [], new Question(Verdict.Confirms, Verdict.RulesOut), Actor.MailAdmin);

        var standings = Weighing.Weigh([other, asked], [new("c1.a", "yes", null)]);

        Assert.Equal([("c1.a", Standing.Confirmed), ("c1.b", Standing.Open)], standings.Select(standing => (standing.Cause.Id, standing.Standing)));
    }

    [Fact]
    public void Confirmed_comes_first_and_ruled_out_last_with_the_author_s_order_between_equals()
    {
        Cause[] causes =
        [
            Cause("c1.out", Rule("tcp25", "open", Verdict.RulesOut)),
            Cause("c1.open-1"),
            Cause("c1.likely", Rule("tcp25", "open", Verdict.Supports)),
            Cause("c1.open-2"),
            Cause("c1.sure", Rule("tcp25", "open", Verdict.Confirms)),
        ];

        var standings = Weighing.Weigh(causes, [new("tcp25", "open", First)]);

        Assert.Equal(["c1.sure", "c1.likely", "c1.open-1", "c1.open-2", "c1.out"], standings.Select(standing => standing.Cause.Id));
    }

    private static Cause Cause(string id, params EvidenceRule[] rules) => new(id, rules, null, Actor.MailAdmin);

    private static EvidenceRule Rule(string check, string outcome, Verdict then, Quantifier on = Quantifier.Any) => new($"{check}-{outcome}", When((check, outcome)), on, then);

    private static Dictionary<string, IReadOnlyList<string>> When(params (string Check, string Outcome)[] conditions) =>
        conditions.ToDictionary(condition => condition.Check, condition => (IReadOnlyList<string>)[condition.Outcome], StringComparer.Ordinal);
}
