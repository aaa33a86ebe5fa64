using System.Net;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests.Verdicts;

/// <summary>From scripted name servers and mail servers to the cause, through a whole run.</summary>
public sealed class VerdictFromServersTests : IAsyncDisposable
{
    private static readonly string[] Com =
    [
        "com SOA 1", "com NS a.gtld-servers.net", "contoso.com NS ns1.contoso.com", "contoso.com NS ns2.contoso.com",
        "ns1.contoso.com A 127.0.0.2", "ns2.contoso.com A 127.0.0.3",
    ];

    private readonly ScriptedDnsServer com = ScriptedDnsServer.Start(Com);
    private readonly List<IAsyncDisposable> servers = [];
    private int mailPort = 25;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string[] Zone => ["contoso.com SOA 7 900", "contoso.com NS ns1.contoso.com", "contoso.com NS ns2.contoso.com", "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 127.0.0.9"];

    private static string[] Tld => ["com NS a.gtld-servers.net", "a.gtld-servers.net A 127.0.0.1"];

    private static string[] Known => [.. Tld, "contoso.com 600 MX 10 mx1.contoso.com", "mx1.contoso.com A 127.0.0.9", "contoso.com TXT here"];

    /// <summary>What the resolver knows, and both name servers of the zone.</summary>
    public static TheoryData<string, string[], string[]?, string[]?, string, string> DnsRows => new()
    {
        { "nxdomain", [.. Tld, "com 900 SOA 1 900", "* resolver ."], [], [], "dns.nxdomain", "4.4.312" },
        { "stale denial", [.. Tld, "com 900 SOA 1 900", "* resolver ."], Zone, Zone, "dns.stale_cache", "4.4.312" },
        { "out of sync", Known, Zone, [.. Zone[..3], "contoso.com MX 10 mx2.contoso.com"], "dns.ns_out_of_sync", "none" },
        { "bogus", [.. Tld, .. Known, "* bogus contoso.com", "* bogus mx1.contoso.com"], Zone, Zone, "dns.dnssec_bogus", "4.4.312" },
        { "lame", [.. Tld, "* servfail contoso.com"], ["* refused ."], ["* refused ."], "dns.lame_delegation", "4.4.312" },
        { "lame but cached", Known, ["* refused ."], ["* refused ."], "dns.lame_delegation", "4.4.312" },
        { "failing", [.. Tld, "* servfail contoso.com"], ["* servfail ."], ["* servfail ."], "dns.auth_servfail", "4.4.312" },
        { "nobody there", [.. Tld, "* servfail contoso.com"], null, null, "dns.ns_timeout", "4.4.312" },
        { "null mx", [.. Tld, "contoso.com MX 0 ."], [.. Zone[..3], "contoso.com MX 0 ."], [.. Zone[..3], "contoso.com MX 0 ."], "dns.null_mx", "other" },
        { "no mx", [.. Tld, "contoso.com TXT here"], Zone[..3], Zone[..3], "dns.no_mx_no_address", "4.4.312" },
        { "mx nowhere", [.. Tld, "contoso.com MX 10 gone.contoso.com"], [.. Zone[..3], "contoso.com MX 10 gone.contoso.com"], [.. Zone[..3], "contoso.com MX 10 gone.contoso.com"], "dns.mx_target_nxdomain", "4.4.312" },
        { "mx empty", [.. Tld, "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com TXT here"], [.. Zone[..4], "mx1.contoso.com TXT here"], [.. Zone[..4], "mx1.contoso.com TXT here"], "dns.mx_target_no_address", "4.4.312" },
        { "mx literal", [.. Tld, "contoso.com MX 10 127.0.0.9"], [.. Zone[..3], "contoso.com MX 10 127.0.0.9"], [.. Zone[..3], "contoso.com MX 10 127.0.0.9"], "dns.mx_is_ip", "4.4.312" },
        { "private", [.. Tld, "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 10.0.0.5"], [.. Zone[..4], "mx1.contoso.com A 10.0.0.5"], [.. Zone[..4], "mx1.contoso.com A 10.0.0.5"], "dns.mx_private_address", "other" },
    };

    /// <summary>What the mail server says.</summary>
    public static TheoryData<string, string[], string, string?> MailRows => new()
    {
        { "closed", ["* close"], "smtp.closed_before_banner", "4.4.318" },
        { "reset", ["* reset"], "smtp.closed_before_banner", "4.4.318" },
        { "421", ["S: 421 4.3.2 Service not available"], "smtp.greeting_421", "4.4.317" },
        { "554", ["S: 554 No SMTP service here"], "smtp.greeting_5xx", "4.4.317" },
        { "policy", ["S: 554 5.7.1 Your address is listed in zen.spamhaus.org, see https://www.spamhaus.org"], "smtp.blocked_by_policy", "4.4.317" },
        { "http", ["S: HTTP/1.1 400 Bad Request"], "smtp.not_smtp", "4.4.317" },
        { "rate", ["S: 421 4.7.0 Too many connections from your address"], "not_tested", null },
        { "closed at ehlo", ["S: 220 mx.contoso.com ESMTP", "C: EHLO *", "* close"], "smtp.closed_at_ehlo", "4.4.318" },
        { "421 at ehlo", ["S: 220 mx.contoso.com ESMTP", "C: EHLO *", "S: 421 4.3.2 Shutting down"], "smtp.421_at_ehlo", "4.4.317" },
        { "no starttls", ["S: 220 mx.contoso.com ESMTP", "C: EHLO *", "S: 250-mx.contoso.com", "S: 250 SIZE 1000"], "tls.not_offered", "4.4.317" },
        { "inspected", ["S: 220 ****************************", "C: EHLO *", "S: 250-mx.contoso.com", "S: 250-XXXXXXXA", "S: 250 SIZE 1000"], "smtp.packet_inspection", "4.4.317" },
    };

    public async ValueTask DisposeAsync()
    {
        await com.DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(DnsRows))]
    public async Task A_fault_in_dns_leads_to_its_cause(string fault, string[] known, string[]? first, string[]? second, string cause, string code)
    {
        if (fault == "nxdomain")
            com.Change("com SOA 1", "com NS a.gtld-servers.net");
        if (first is { Length: > 0 })
            StartZone(2, first);
        if (second is { Length: > 0 })
            StartZone(3, second);

        var verdict = await JudgeAsync(known);

        Assert.Equal((cause, code, VerdictStage.Dns), (verdict.Cause, verdict.Code, verdict.Stage));
    }

    [Fact]
    public async Task A_name_server_that_does_not_exist_explains_a_domain_nobody_finds()
    {
        com.Change("com SOA 1", "contoso.com NS ns.gone-hoster.com");

        var verdict = await JudgeAsync([.. Tld, "* servfail contoso.com"]);

        Assert.Equal((VerdictCauses.DanglingNs, Blame.Them), (verdict.Cause, verdict.About));
    }

    [Fact]
    public async Task An_alias_circle_is_named_so()
    {
        string[] zone = [.. Zone[..4], "mx1.contoso.com CNAME mx2.contoso.com", "mx2.contoso.com CNAME mx1.contoso.com"];
        StartZone(2, zone);
        StartZone(3, zone);

        var verdict = await JudgeAsync([.. Tld, "contoso.com MX 10 mx1.contoso.com", .. zone[4..]]);

        Assert.Equal(VerdictCauses.CnameLoop, verdict.Cause);
    }

    [Fact]
    public async Task An_old_mx_in_the_cache_explains_the_dead_server_behind_it()
    {
        string[] moved = [.. Zone[..3], "contoso.com MX 10 new.contoso.com", "new.contoso.com A 127.0.0.8"];
        StartZone(2, moved);
        StartZone(3, moved);
        using var dead = new RefusingPort(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        mailPort = dead.EndPoint.Port;

        var verdict = await JudgeAsync(Known);

        Assert.Equal((VerdictCauses.StaleCache, "4.4.316"), (verdict.Cause, verdict.Code));
    }

    [Theory]
    [MemberData(nameof(MailRows))]
    public async Task A_fault_of_the_mail_server_leads_to_its_cause(string fault, string[] script, string cause, string? code)
    {
        Assert.NotEmpty(fault);
        StartZone(2, Zone);
        StartZone(3, Zone);
        var mail = ScriptedSmtpServer.Start(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0), script);
        servers.Add(mail);
        mailPort = mail.EndPoint.Port;

        var verdict = await JudgeAsync(Known);

        Assert.Equal((cause, code), (verdict.Cause, verdict.Code));
    }

    [Fact]
    public async Task A_refusal_is_connection_refused_and_without_proof_of_our_own_way_nobody_is_blamed()
    {
        StartZone(2, Zone);
        StartZone(3, Zone);
        using var dead = new RefusingPort(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        mailPort = dead.EndPoint.Port;

        var verdict = await JudgeAsync(Known);

        Assert.Equal((VerdictCauses.TcpRefused, "4.4.316", Blame.Unknown, Confidence.Possible), (verdict.Cause, verdict.Code, verdict.About, verdict.Confidence));
    }

    [Fact]
    public async Task A_dead_first_mx_beside_a_working_one_is_a_finding()
    {
        string[] two = [.. Zone[..4], "contoso.com MX 20 mx2.contoso.com", "mx1.contoso.com A 127.0.0.9", "mx2.contoso.com A 127.0.0.10"];
        StartZone(2, two);
        StartZone(3, two);
        var working = ScriptedSmtpServer.Healthy(new IPEndPoint(IPAddress.Parse("127.0.0.10"), 0));
        servers.Add(working);
        mailPort = working.EndPoint.Port;

        var verdict = await JudgeAsync([.. Tld, .. two[3..]], [.. CheckRunner.KnownChecks.Where(id => !id.StartsWith("tls.", StringComparison.Ordinal) && id != "smtp.starttls")]);

        Assert.Equal(VerdictCauses.Healthy, verdict.Cause);
        Assert.Contains(VerdictFindings.PartialOutage, verdict.Findings.Select(finding => finding.Id));
        Assert.Contains(VerdictFindings.Nolisting, verdict.Findings.Select(finding => finding.Id));
    }

    private async Task<Verdict> JudgeAsync(string[] known, IReadOnlyList<string>? checks = null)
    {
        await using var dns = ScriptedDnsServer.Start(known);
        var request = new ProbeRequest(new ProbeTarget("contoso.com", mailPort) { Kind = TargetKind.Domain }, checks ?? CheckRunner.KnownChecks);
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [mailPort], EhloName = "probe.example.net", NameServerPort = com.EndPoint.Port };

        // A clock that stands still: the results wait for the name servers however slow this machine is.
        var report = await new Probe(new ManualTime(), options, dns).RunAsync(request, Ct);
        return Verdict.Of(request, report.Results);
    }

    private void StartZone(byte last, string[] lines) =>
        servers.Add(ScriptedDnsServer.StartAt(new IPEndPoint(new IPAddress([127, 0, 0, last]), com.EndPoint.Port), lines));
}
