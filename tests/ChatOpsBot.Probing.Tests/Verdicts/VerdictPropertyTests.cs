using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;
using FsCheck;

namespace ChatOpsBot.Probing.Tests.Verdicts;

/// <summary>What holds for every verdict, whatever was seen.</summary>
public sealed class VerdictPropertyTests
{
    private static readonly string[] Silences =
    [
        "tcp25 timeout {0} causes=tcp.timeout",
        "tcp25 unreachable {0} causes=tcp.unreachable",
        "tcp25 refused {0} causes=tcp.refused",
        "tcp25 not-tested {0} !outbound-25-blocked",
        "tcp25 not-tested {0} !no-local-route",
        "tcp25 open {0}; smtp.banner closed {0} causes=smtp.closed_before_banner",
        "tcp25 open {0}; smtp.banner silent {0} causes=smtp.no_banner",
        "tcp25 not-tested {0} !time-budget-used",
    ];

    private static readonly string[] Controls = ["", "ctl.out25 unknown;", "ctl.out25 blocked;", "ctl.out25 not-tested !stopped;"];

    private static readonly string[] Places =
    [
        "@mx1.contoso.com/10/203.0.113.1", "@mx1.contoso.com/10/203.0.113.2", "@mx1.contoso.com/10/2a02::1", "@mx2.contoso.com/20/203.0.113.3", "@mx2.contoso.com/20/2a02::2",
    ];

    [Fact]
    public void Silence_without_a_proven_way_out_blames_nobody() =>
        Prop.ForAll(
            Arb.From(Gen.Zip(Gen.Elements(Controls), Gen.ListOf(Places.Length, Gen.Elements(Silences)))),
            drawn =>
            {
                var seen = "dns.mx found; dns.addr found @mx1.contoso.com/10; dns.addr found @mx2.contoso.com/20;" + drawn.Item1
                    + string.Join(';', drawn.Item2.Zip(Places, (silence, place) => silence.Replace("{0}", place, StringComparison.Ordinal)));

                var verdict = Judge(seen);

                return verdict.About != Blame.Them && verdict.Confidence == Confidence.Possible && verdict.Cause != VerdictCauses.Healthy;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_working_server_among_any_others_leaves_the_domain_healthy() =>
        Prop.ForAll(
            Arb.From(Gen.Zip(Gen.Choose(0, Places.Length - 1), Gen.ListOf(Places.Length, Gen.Elements(Silences)))),
            drawn =>
            {
                var lines = drawn.Item2.Select((silence, index) => (index == drawn.Item1 ? "tcp25 open {0}; smtp.ehlo ok {0}; smtp.starttls ok {0}" : silence).Replace("{0}", Places[index], StringComparison.Ordinal));

                var verdict = Judge("ctl.out25 ok; dns.mx found; dns.addr found @mx1.contoso.com/10; dns.addr found @mx2.contoso.com/20;" + string.Join(';', lines));

                return verdict.Cause == VerdictCauses.Healthy && verdict.Code == MailFlowCodes.None;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_seen_there_is_a_verdict_of_the_closed_lists() =>
        Prop.ForAll(
            Arb.From(Gen.ListOf(AnyResult())),
            results =>
            {
                var verdict = Verdict.Of(new ProbeRequest(new ProbeTarget("contoso.com"), []), [.. results]);

                return VerdictCauses.Find(verdict.Cause) is not null
                    && (verdict.Code is null || MailFlowCodes.All.Contains(verdict.Code, StringComparer.Ordinal))
                    && verdict.Findings.All(finding => VerdictFindings.Knows(finding.Id))
                    && verdict.Sentence.Length > 0;
            }).QuickCheckThrowOnFailure();

    private static Gen<CheckResult> AnyResult() =>
        from check in Gen.Elements<KeyValuePair<string, IReadOnlyList<string>>>(Vocabulary.Checks)
        from outcome in Gen.Elements(check.Value.Append(Vocabulary.NotTested).Append(Vocabulary.Denied))
        from place in Gen.Elements(Places.Append("@contoso.com").Append("@mx1.contoso.com/10").Append("@localhost/5"))
        from reason in Gen.Elements("", "!rate-limited", "!private-address", "!reserved-name", "!no-address", "!resolver-silent")
        from causes in Gen.ListOf(Gen.Elements(VerdictCauses.All.Select(cause => cause.Id).Append("no.such_cause")))
        from more in Gen.Elements("", "cached=nothing cache=stale", "working=0 delegated=ns1", "working=0", "cache=split")
        select Assert.Single(Built.Results($"{check.Key} {outcome} {place} {reason} causes={string.Join('+', causes)} {more}"));

    private static Verdict Judge(string seen) => Verdict.Of(new ProbeRequest(new ProbeTarget("contoso.com"), []), Built.Results(seen));
}
