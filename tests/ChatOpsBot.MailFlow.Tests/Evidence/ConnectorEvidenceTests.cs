using System.Globalization;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.MailFlow.Tests.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Evidence;

/// <summary>What the shipped entries make of what a run can see.</summary>
public class ConnectorEvidenceTests
{
    private static readonly Dictionary<string, KnowledgeEntry> Entries = ShippedKnowledge.Base().Entries.ToDictionary(entry => entry.Id);

    /// <summary>
    /// Columns: entry; what was seen, as check=outcome, with @1 or @2 for one of two addresses; how the causes stand, the strongest
    /// first, open ones left out.
    /// </summary>
    [Theory]
    [InlineData("4.4.316", "", "")]
    [InlineData("4.4.316", "ctl.out25=blocked tcp25=not-tested@1 smtp.banner=not-tested@1", "")]
    [InlineData("4.4.316", "tcp25=denied@1", "")]
    [InlineData("4.4.316", "dns.addr=found tcp25=open@1 smtp.banner=ready@1", "likely c316.fw-block; ruled out c316.retired, c316.not-listening, c316.wrong-port-host")]
    [InlineData("4.4.316", "tcp25=refused@1", "likely c316.fw-block, c316.retired, c316.not-listening")]
    [InlineData("4.4.316", "tcp25=timeout@1", "likely c316.fw-block, c316.retired")]
    [InlineData("4.4.316", "tcp25=open@1 smtp.banner=ready@1 tcp25=refused@2", "likely c316.fw-block, c316.not-listening; ruled out c316.retired, c316.wrong-port-host")]
    [InlineData("4.4.316", "tcp25=open@1 smtp.banner=not-smtp@1", "likely c316.fw-block, c316.wrong-port-host; ruled out c316.not-listening")]
    [InlineData("4.4.316", "tcp25=refused@1 c316.retired=no", "confirmed c316.retired; likely c316.fw-block, c316.not-listening")]
    [InlineData("4.4.316", "tcp25=refused@1 c316.retired=yes", "likely c316.fw-block, c316.not-listening; ruled out c316.retired")]
    [InlineData("4.4.316", "tcp25=open@1 c316.fw-block=yes", "confirmed c316.fw-block; ruled out c316.not-listening")]
    [InlineData("4.4.316", "tcp25=refused@1 c316.fw-block=no", "likely c316.retired, c316.not-listening; ruled out c316.fw-block")]
    [InlineData("4.4.315", "tcp25=timeout@1", "likely c315.server-down, c315.fw-drop")]
    [InlineData("4.4.315", "tcp25=unreachable@1", "likely c315.server-down, c315.route")]
    [InlineData("4.4.315", "tcp25=open@1 smtp.banner=ready@1", "likely c315.fw-drop; ruled out c315.server-down, c315.no-nat")]
    [InlineData("4.4.315", "tcp25=open@1 smtp.banner=ready@1 tls.name=match@1", "likely c315.fw-drop; ruled out c315.server-down, c315.wrong-ip, c315.new-isp, c315.no-nat")]
    [InlineData("4.4.315", "tcp25=open@1 smtp.banner=ready@1 tcp25=timeout@2", "likely c315.fw-drop")]
    [InlineData("4.4.315", "dns.addr=differs tcp25=timeout@1", "likely c315.server-down, c315.new-isp, c315.fw-drop")]
    [InlineData("4.4.315", "tcp25=timeout@1 c315.server-down=yes", "confirmed c315.server-down; likely c315.fw-drop")]
    [InlineData("4.4.315", "tcp25=timeout@1 c315.server-down=no", "likely c315.fw-drop; ruled out c315.server-down")]
    [InlineData("4.4.317", "smtp.banner=busy@1", "confirmed c317.service-unavail")]
    [InlineData("4.4.317", "smtp.banner=ready@1 smtp.ehlo=ok@1 smtp.starttls=not-offered@1", "confirmed c317.no-tls; ruled out c317.service-unavail")]
    [InlineData("4.4.317", "smtp.banner=ready@1 smtp.ehlo=ok@1 smtp.starttls=offered@1", "ruled out c317.service-unavail, c317.no-tls")]
    [InlineData("4.4.317", "smtp.starttls=old-only@1", "confirmed c317.tls-handshake; ruled out c317.no-tls")]
    [InlineData("4.4.317", "smtp.starttls=ok@1 tls.chain=incomplete@1 tls.name=match@1 tls.time=valid@1", "confirmed c317.untrusted-root; ruled out c317.no-tls, c317.tls-handshake, c317.expired")]
    [InlineData("4.4.317", "smtp.starttls=ok@1 tls.time=valid@1 smtp.starttls=ok@2 tls.time=expired@2", "confirmed c317.expired; ruled out c317.no-tls, c317.tls-handshake")]
    [InlineData("4.4.317", "tls.name=mismatch@1", "likely c317.subject")]
    [InlineData("4.4.317", "tls.name=mismatch@1 c317.subject=yes", "ruled out c317.subject")]
    [InlineData("4.4.317", "smtp.banner=policy@1", "likely c317.remote-policy")]
    [InlineData("4.4.317", "error.says=4.4.317 error.says=UntrustedRoot", "likely c317.untrusted-root")]
    [InlineData("4.4.317", "error.says=4.4.317 error.says=5.7.3", "likely c317.no-tls")]
    [InlineData("4.4.317", "error.says=UntrustedRoot tls.chain=incomplete@1", "confirmed c317.untrusted-root")]
    [InlineData("4.4.317", "error.says=UntrustedRoot tls.chain=ok@1", "ruled out c317.untrusted-root")]
    [InlineData("4.4.312", "error.says=InfoNoRecords", "likely c312.name-wrong")]
    [InlineData("4.4.312", "error.says=ErrorRetry", "likely c312.dns-host")]
    [InlineData("4.7.320", "error.says=4.7.320 error.says=CertificateExpired", "likely c320.expired")]
    [InlineData("4.7.320", "error.says=SubjectMismatch", "likely c320.subject")]
    [InlineData("4.7.320", "error.says=UntrustedRoot tls.chain=incomplete@1", "confirmed c320.untrusted")]
    [InlineData("4.7.5-mta-sts", "error.says=CertificateExpired", "likely c475.expired")]
    [InlineData("4.4.312", "dns.dnssec=bogus dns.addr=servfail", "confirmed c312.dnssec; likely c312.dns-host")]
    [InlineData("4.7.324", "dns.dnssec=secure", "ruled out c324.chain, c324.expired")]
    [InlineData("connector-other", "error.says=5.4.300", "")]
    [InlineData("connector-other", "dns.addr=nxdomain rdap.domain=expired", "confirmed cX.dns")]
    [InlineData("4.7.323", "tls.time=valid@1 tls.tlsa=mismatch@1", "confirmed c323.mismatch; ruled out c323.not-yet")]
    [InlineData("4.4.318", "sig.fixup=masked@1 smtp.starttls=ok@1", "confirmed c318.inspection; ruled out c318.old-tls")]
    [InlineData("4.7.320", "tls.time=expired@1 tls.time=valid@2 tls.chain=ok@1 tls.chain=ok@2 tls.name=match@1", "confirmed c320.expired; ruled out c320.untrusted, c320.not-yet")]
    [InlineData("4.7.5-mta-sts", "tls.name=mismatch@1 tls.time=valid@1 tls.chain=ok@1", "confirmed c475.name; ruled out c475.expired, c475.untrusted")]
    [InlineData("4.4.8", "tls.mtasts=mx-not-listed", "confirmed c448.not-listed")]
    [InlineData("5.4.310", "dns.mx=nxdomain rdap.domain=active", "likely c310.typo; ruled out c310.lapsed")]
    [InlineData("connector-other", "sig.fixup=masked@1 smtp.ehlo=ok@1", "confirmed cX.cut")]
    [InlineData("connector-other", "tcp25=open@1 smtp.banner=ready@1 smtp.ehlo=ok@1", "")]
    public void What_was_seen_ranks_the_causes(string id, string seen, string expected)
    {
        var standings = Weighing.Weigh(Entries[id].Causes, [.. seen.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]);

        Assert.Equal(expected, Describe(standings));
    }

    /// <summary>A firewall may admit Microsoft 365 and nobody else, or everybody but Microsoft 365: a probe elsewhere cannot tell.</summary>
    [Theory]
    [InlineData("4.4.316", "c316.fw-block")]
    [InlineData("4.4.316", "c316.retired")]
    [InlineData("4.4.316", "c316.not-listening")]
    [InlineData("4.4.315", "c315.fw-drop")]
    [InlineData("4.4.315", "c315.server-down")]
    [InlineData("4.4.315", "c315.route")]
    public void Nothing_a_probe_alone_can_see_confirms_a_block_or_a_dead_server(string id, string causeId)
    {
        var cause = Entries[id].Causes.Single(cause => cause.Id == causeId);
        var everything = Vocabulary.Checks.SelectMany(check => check.Value.Select(outcome => new Observation(check.Key, outcome, "203.0.113.1"))).ToList();

        foreach (var one in everything)
        {
            foreach (var other in everything)
                Assert.NotEqual(Standing.Confirmed, Weighing.Weigh([cause], [one, other]).Single().Standing);
        }

        Assert.NotEqual(Standing.Confirmed, Weighing.Weigh([cause], everything).Single().Standing);
        Assert.Equal(Standing.Confirmed, Weighing.Weigh([cause], [new(causeId, cause.Question!.Yes == Verdict.Confirms ? "yes" : "no", null)]).Single().Standing);
    }

    [Fact]
    public void Every_rule_of_every_entry_speaks_when_what_it_waits_for_was_seen()
    {
        foreach (var cause in Entries.Values.SelectMany(entry => entry.Causes))
        {
            foreach (var rule in cause.Rules)
            {
                var seen = rule.When.Select(condition => new Observation(condition.Key, condition.Value[0], "203.0.113.1")).ToList();

                var judged = Weighing.Weigh([cause with { Rules = [rule], Question = null }], seen).Single();

                Assert.Same(rule, Assert.Single(judged.Decisive).Rule);
            }
        }
    }

    private static Observation Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var where = at < 0 ? null : string.Create(CultureInfo.InvariantCulture, $"203.0.113.{text[(at + 1)..]}");
        var parts = (at < 0 ? text : text[..at]).Split('=');
        return new Observation(parts[0], parts[1], where);
    }

    private static string Describe(IEnumerable<CauseStanding> standings) => string.Join("; ", standings
        .Where(standing => standing.Standing != Standing.Open)
        .GroupBy(standing => standing.Standing)
        .Select(group => $"{Name(group.Key)} {string.Join(", ", group.Select(standing => standing.Cause.Id))}"));

    private static string Name(Standing standing) => standing switch
    {
        Standing.Confirmed => "confirmed",
        Standing.Likely => "likely",
        _ => "ruled out",
    };
}
