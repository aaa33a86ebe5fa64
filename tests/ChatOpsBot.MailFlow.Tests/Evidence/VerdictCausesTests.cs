using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.MailFlow.Tests.Evidence;

/// <summary>The closed list of verdicts is a promise to everybody who reads a report.</summary>
public sealed class VerdictCausesTests
{
    [Fact]
    public void Every_cause_and_finding_has_an_id_of_its_own()
    {
        var ids = VerdictCauses.All.Select(cause => cause.Id).Concat(VerdictFindings.All).ToList();

        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        Assert.All(ids, id => Assert.Matches("^(healthy|not_tested|(dns|tcp|smtp|tls|cert|mtasts|dane|mx|net)\\.[a-z0-9_]+)$", id));
    }

    [Fact]
    public void Every_cause_carries_codes_of_the_closed_list() =>
        Assert.All(VerdictCauses.All, cause =>
        {
            Assert.Contains(cause.Code, MailFlowCodes.All);
            Assert.Contains(cause.OpportunisticCode, MailFlowCodes.All);
        });

    [Theory]
    [InlineData("dns.stale_cache", "4.4.312", "4.4.312")]
    [InlineData("dns.null_mx", "other", "other")]
    [InlineData("tcp.timeout", "4.4.315", "4.4.315")]
    [InlineData("tcp.refused", "4.4.316", "4.4.316")]
    [InlineData("tls.not_offered", "4.4.317", "none")]
    [InlineData("smtp.closed_at_starttls", "4.4.318", "4.4.318")]
    [InlineData("cert.expired", "4.7.320", "none")]
    [InlineData("healthy", "none", "none")]
    public void A_cause_says_what_exchange_online_reports_with_and_without_required_tls(string id, string strict, string opportunistic)
    {
        var cause = VerdictCauses.Find(id);

        Assert.NotNull(cause);
        Assert.Equal((strict, opportunistic), (cause.Code, cause.OpportunisticCode));
    }

    [Fact]
    public void An_unknown_id_is_no_cause() => Assert.Null(VerdictCauses.Find("tcp.slow"));
}
