using System.Globalization;
using System.Net;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>From a mail domain to its servers.</summary>
public sealed class MailDomainTests
{
    private static readonly ProbeTarget Contoso = new("contoso.com");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_of_every_mx_is_asked_and_told_by_itself()
    {
        await using var first = ScriptedSmtpServer.Healthy();
        var port = first.EndPoint.Port;
        await using var second = ScriptedSmtpServer.Start(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port), "S: 554 No SMTP service here");
        using var third = new RefusingPort(new IPEndPoint(IPAddress.Parse("127.0.0.3"), port));
        await using var dns = ScriptedDnsServer.Start(
            "contoso.com A 127.0.0.9",
            "contoso.com 3600 MX 20 mx2.contoso.com",
            "contoso.com 3600 MX 10 mx1.contoso.com",
            "mx1.contoso.com A 127.0.0.1",
            "mx1.contoso.com A 127.0.0.2",
            "mx2.contoso.com A 127.0.0.3");

        var report = await RunAsync(dns, new ProbeTarget("contoso.com", port) { Kind = TargetKind.Domain });

        Assert.Equal("Mail for contoso.com goes to 10 mx1.contoso.com, 20 mx2.contoso.com.", report["dns.mx"].Sentence);
        Assert.Equal("3600", report["dns.mx"].Facts["ttl"]);
        Assert.Equal("found", report.At("dns.addr", "mx1.contoso.com").Outcome);
        Assert.Equal("found", report.At("dns.addr", "mx2.contoso.com").Outcome);
        Assert.Equal(["127.0.0.1=open", "127.0.0.2=open", "127.0.0.3=refused"], ByAddress(report, "tcp25"));
        Assert.Equal(["127.0.0.1=ready", "127.0.0.2=refused", "127.0.0.3=not-tested"], ByAddress(report, "smtp.banner"));
        var odd = report.At("tcp25", "127.0.0.3");
        Assert.Equal(("mx2.contoso.com", "contoso.com", "20"), (odd.Facts["host"], odd.Facts["domain"], odd.Facts["preference"]));
        Assert.Contains("mx2.contoso.com (127.0.0.3)", odd.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_mx_is_a_statement_and_nobody_is_asked()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 0 .", "contoso.com A 127.0.0.1");

        var report = await RunAsync(dns, Contoso);

        Assert.Equal("null-mx", report["dns.mx"].Outcome);
        Assert.All(["dns.addr", "tcp25", "smtp.starttls"], id => Assert.Equal(Reasons.TakesNoMail, report[id].Reason));
    }

    [Fact]
    public async Task A_null_mx_beside_others_is_told_and_the_others_are_asked()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 0 .", "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 10.0.0.5");

        var report = await RunAsync(dns, Contoso);

        Assert.Equal("found", report["dns.mx"].Outcome);
        Assert.Contains("null MX, which RFC 7505 forbids", report["dns.mx"].Sentence, StringComparison.Ordinal);
        Assert.Equal("found", report["dns.addr"].Outcome);
    }

    [Fact]
    public async Task Without_mx_the_domain_s_own_address_takes_the_mail()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var dns = ScriptedDnsServer.Start("contoso.com A 127.0.0.1");

        var report = await RunAsync(dns, new ProbeTarget("contoso.com", server.EndPoint.Port) { Kind = TargetKind.Domain });

        Assert.Equal("none", report["dns.mx"].Outcome);
        Assert.Equal("open", report.At("tcp25", "127.0.0.1").Outcome);
    }

    [Fact]
    public async Task Neither_mx_nor_address_leaves_nobody_to_ask()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com TXT v=spf1");

        var report = await RunAsync(dns, Contoso with { Kind = TargetKind.Domain });

        Assert.Equal(("none", "nodata"), (report["dns.mx"].Outcome, report["dns.addr"].Outcome));
        Assert.Equal(Reasons.NoAddress, report["tcp25"].Reason);
    }

    [Theory]
    [InlineData("fabrikam.com A 127.0.0.1", "nxdomain")]
    [InlineData("* servfail contoso.com", "servfail")]
    [InlineData("* refused contoso.com", "servfail")]
    public async Task A_domain_dns_cannot_find_says_why(string line, string outcome)
    {
        await using var dns = ScriptedDnsServer.Start(line);

        var report = await RunAsync(dns, Contoso);

        Assert.Equal((outcome, outcome), (report["dns.mx"].Outcome, report["dns.addr"].Outcome));
    }

    [Fact]
    public async Task A_domain_whose_mx_records_are_unknown_is_not_asked_at_its_own_address()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var dns = ScriptedDnsServer.Start("contoso.com A 127.0.0.1", "* servfail contoso.com MX");

        var report = await RunAsync(dns, new ProbeTarget("contoso.com", server.EndPoint.Port) { Kind = TargetKind.Domain });

        Assert.Equal("servfail", report["dns.mx"].Outcome);
        Assert.Equal(Reasons.NoAddress, report["tcp25"].Reason);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_silent_resolver_is_no_finding_about_the_domain()
    {
        var report = await new Probe(TimeProvider.System, new ProbeOptions(), resolver: null).RunAllAsync(Contoso, Ct);

        Assert.All(["dns.mx", "dns.addr"], id => Assert.Equal(Reasons.ResolverSilent, report[id].Reason));
    }

    [Fact]
    public async Task An_mx_that_names_an_address_is_no_server_and_nobody_is_asked_for_it()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 127.0.0.1", "127.0.0.1 A 127.0.0.1");

        var report = await RunAsync(dns, Contoso);

        Assert.Equal("nxdomain", report["dns.addr"].Outcome);
        Assert.Equal("127.0.0.1", report["dns.addr"].Facts["literal"]);
        Assert.Equal(Reasons.NoAddress, report["tcp25"].Reason);
        Assert.DoesNotContain(dns.Questions, question => question.StartsWith("127.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_mx_that_is_an_alias_works_and_is_named()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com CNAME mx.fabrikam.com", "mx.fabrikam.com A 10.0.0.5");

        var report = await RunAsync(dns, Contoso);

        Assert.Equal("found", report["dns.addr"].Outcome);
        Assert.Contains("RFC 2181", report["dns.addr"].Sentence, StringComparison.Ordinal);
        Assert.Equal("mx.fabrikam.com", report["dns.addr"].Facts["aliases"]);
    }

    [Theory]
    [InlineData("mx1.contoso.com A 10.0.0.5", "10.0.0.5")]
    [InlineData("mx1.contoso.com A 169.254.169.254", "169.254.169.254")]
    [InlineData("mx1.contoso.com AAAA ::ffff:10.0.0.5", "10.0.0.5")]
    [InlineData("mx1.contoso.com AAAA fd00::5", "fd00::5")]
    public async Task An_mx_with_a_private_address_is_denied(string record, string address)
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", record);

        var report = await RunAsync(dns, Contoso);

        Assert.Equal("found", report["dns.addr"].Outcome);
        Assert.Equal(("denied", Reasons.PrivateAddress), (report.At("tcp25", address).Outcome, report.At("tcp25", address).Reason));
    }

    [Fact]
    public async Task An_mx_with_a_name_of_no_network_is_denied_without_a_question()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 localhost", "contoso.com MX 20 mx.contoso.internal", "localhost A 127.0.0.1");

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAllAsync(Contoso, Ct);

        Assert.Equal(Reasons.ReservedName, report.At("dns.addr", "localhost").Reason);
        Assert.Equal(Reasons.ReservedName, report.At("tcp25", "mx.contoso.internal").Reason);
        Assert.DoesNotContain(dns.Questions, question => question.Contains("localhost", StringComparison.Ordinal) || question.Contains("internal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_of_two_mx_hosts_without_an_address_leaves_the_other()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 gone.contoso.com", "contoso.com MX 20 mx2.contoso.com", "mx2.contoso.com A 127.0.0.1");

        var report = await RunAsync(dns, new ProbeTarget("contoso.com", server.EndPoint.Port) { Kind = TargetKind.Domain });

        Assert.Equal("nxdomain", report.At("dns.addr", "gone.contoso.com").Outcome);
        Assert.Equal(["127.0.0.1=open"], ByAddress(report, "tcp25"));
    }

    [Fact]
    public async Task Two_mx_hosts_with_one_address_are_one_server()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var dns = ScriptedDnsServer.Start(
            "contoso.com MX 10 mx1.contoso.com", "contoso.com MX 20 mx2.contoso.com", "mx1.contoso.com A 127.0.0.1", "mx2.contoso.com A 127.0.0.1");

        var report = await RunAsync(dns, new ProbeTarget("contoso.com", server.EndPoint.Port) { Kind = TargetKind.Domain });

        Assert.Equal(("mx1.contoso.com", "mx2.contoso.com"), (report["tcp25"].Facts["host"], report["tcp25"].Facts["also"]));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Of_many_mx_hosts_eight_are_asked_and_the_rest_is_counted()
    {
        await using var dns = ScriptedDnsServer.Start([.. Enumerable.Range(1, 20).SelectMany(number => (string[])
        [
            string.Create(CultureInfo.InvariantCulture, $"contoso.com MX {number} mx{number}.contoso.com"),
            string.Create(CultureInfo.InvariantCulture, $"mx{number}.contoso.com A 10.0.0.{number}"),
        ])]);

        var report = await RunAsync(dns, Contoso);

        Assert.Equal(8, report.Results.Count(result => result.CheckId == "dns.addr"));
        Assert.Contains("and 12 more, which were not asked", report["dns.mx"].Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("mx9.contoso.com A", dns.Questions);
    }

    [Fact]
    public async Task A_bare_name_with_mx_records_is_a_domain_even_when_nobody_asked_for_them()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", "contoso.com A 10.0.0.80", "mx1.contoso.com A 10.0.0.25");

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(Contoso, ["tcp25"]), Ct);

        Assert.Equal(["dns.mx=found", "dns.addr=found", "tcp25=denied"], report.Outcomes.Where(outcome => !outcome.StartsWith("ctl", StringComparison.Ordinal)));
        Assert.Equal("10.0.0.25", report["tcp25"].Where);
    }

    [Fact]
    public async Task A_bare_name_without_mx_records_is_a_server_and_none_are_missed()
    {
        await using var dns = ScriptedDnsServer.Start("mx1.contoso.com A 10.0.0.25");

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(new ProbeTarget("mx1.contoso.com"), ["tcp25"]), Ct);

        Assert.Equal(["dns.addr=found", "tcp25=denied"], report.Outcomes.Where(outcome => !outcome.StartsWith("ctl", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("contoso.com:25")]
    [InlineData("contoso.com:587")]
    public async Task A_name_with_a_port_is_a_server_whatever_its_mx_records_are(string text)
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", "contoso.com A 10.0.0.80");
        Assert.True(ProbeTarget.TryParse(text, out var target));

        var report = await RunAsync(dns, target);

        Assert.Equal(Reasons.NoDomain, report["dns.mx"].Reason);
        Assert.Equal("10.0.0.80", report["tcp25"].Where);
        Assert.DoesNotContain("contoso.com MX", dns.Questions);
    }

    [Fact]
    public async Task Name_servers_that_drop_the_question_for_mx_do_not_hold_up_a_server()
    {
        await using var dns = ScriptedDnsServer.Start("mx1.contoso.com A 10.0.0.25", "* silence mx1.contoso.com MX");
        var time = new ManualTime();

        var run = new Probe(time, new ProbeOptions(), dns).RunAsync(new ProbeRequest(new ProbeTarget("mx1.contoso.com"), ["tcp25"]), Ct);
        await time.TimerOf(TimeSpan.FromSeconds(1.5));
        while (!run.IsCompleted)
        {
            await Task.WhenAny(run, time.TimerOf(TimeSpan.FromSeconds(1.5)));
            time.Advance(TimeSpan.FromSeconds(1.5));
        }

        Assert.Equal("denied", (await run)["tcp25"].Outcome);
    }

    [Fact]
    public async Task An_mx_host_nobody_finds_does_not_hold_up_the_others()
    {
        await using var dns = ScriptedDnsServer.Start(
            "contoso.com MX 10 slow.contoso.com", "contoso.com MX 20 mx2.contoso.com", "mx2.contoso.com A 10.0.0.5", "* silence slow.contoso.com");
        var time = new ManualTime();

        var run = new Probe(time, new ProbeOptions { DnsTimeout = TimeSpan.FromSeconds(20) }, dns).RunAsync(new ProbeRequest(Contoso, ["tcp25"]), Ct);
        await time.TimerOf(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        var report = await run;

        Assert.Equal("timeout", report.At("dns.addr", "slow.contoso.com").Outcome);
        Assert.Contains("within 10 s", report.At("dns.addr", "slow.contoso.com").Sentence, StringComparison.Ordinal);
        Assert.Equal("denied", report.At("tcp25", "10.0.0.5").Outcome);
    }

    private static Task<ProbeReport> RunAsync(ScriptedDnsServer dns, ProbeTarget target) =>
        new Probe(TimeProvider.System, Probe.Loopback(target.Port), dns).RunAllAsync(target, Ct);

    private static IEnumerable<string> ByAddress(ProbeReport report, string check) =>
        report.Results.Where(result => result.CheckId == check).Select(result => $"{result.Where}={result.Outcome}").Order(StringComparer.Ordinal);
}
