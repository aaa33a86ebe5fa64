using ChatOpsBot.Testing.Dns;

namespace ChatOpsBot.Probing.Tests;

/// <summary>What a validating resolver says about signatures.</summary>
public sealed class DnssecTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_validated_answer_is_secure()
    {
        Assert.Equal("secure", (await RunAsync("contoso.com TXT signed", "* secure contoso.com")).Outcome);
    }

    [Theory]
    [InlineData("* secure com SOA")]
    [InlineData("* secure . SOA")]
    public async Task An_answer_without_a_mark_from_a_resolver_that_validates_others_is_insecure(string line)
    {
        var result = await RunAsync("contoso.com TXT plain", "com TXT here", "* insecure contoso.com", line);

        Assert.Equal("insecure", result.Outcome);
    }

    [Fact]
    public async Task A_resolver_that_never_marks_anything_does_not_judge()
    {
        var result = await RunAsync("contoso.com TXT plain", "com TXT here");

        Assert.Equal(("not-tested", Reasons.ResolverDoesNotValidate), (result.Outcome, result.Reason));
    }

    [Theory]
    [InlineData("* bogus contoso.com * 7 expired on Monday", "(signature expired: expired on Monday)")]
    [InlineData("* bogus contoso.com", "are wrong, so")]
    [InlineData("* servfail contoso.com * 9", "(DNSKEY missing)")]
    public async Task A_failure_that_goes_away_unchecked_or_blames_the_keys_is_bogus(string line, string words)
    {
        var result = await RunAsync("contoso.com TXT signed", line);

        Assert.Equal("bogus", result.Outcome);
        Assert.Contains(words, result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_wrong_set_of_records_is_enough()
    {
        Assert.Equal("bogus", (await RunAsync("contoso.com TXT signed", "* secure contoso.com", "* bogus contoso.com MX 6")).Outcome);
    }

    [Fact]
    public async Task The_signatures_of_an_mx_host_that_fails_are_judged_too()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx.fabrikam.com", "* secure contoso.com", "* bogus fabrikam.com * 10");

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(new ProbeTarget("contoso.com"), ["dns.dnssec", "dns.addr"]), Ct);

        Assert.Equal("secure", report.At("dns.dnssec", "contoso.com").Outcome);
        Assert.Equal("bogus", report.At("dns.dnssec", "mx.fabrikam.com").Outcome);
    }

    [Theory]
    [InlineData("* servfail contoso.com")]
    [InlineData("* servfail contoso.com * 22")]
    [InlineData("* refused contoso.com")]
    public async Task A_failure_with_other_causes_is_not_blamed_on_signatures(string line)
    {
        var result = await RunAsync(line);

        Assert.Equal(("not-tested", Reasons.NoAuthority), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task A_failure_that_comes_and_goes_is_not_bogus()
    {
        // The first question fails, every later one is answered.
        var result = await RunAsync("contoso.com TXT plain", "* servfail-once contoso.com SOA");

        Assert.NotEqual("bogus", result.Outcome);
    }

    private static async Task<CheckResult> RunAsync(params string[] lines)
    {
        await using var dns = ScriptedDnsServer.Start(lines);
        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(new ProbeTarget("contoso.com"), ["dns.dnssec"]), Ct);
        return report["dns.dnssec"];
    }
}
