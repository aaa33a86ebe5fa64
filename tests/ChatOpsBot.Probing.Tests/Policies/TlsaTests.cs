using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests.Policies;

/// <summary>What a server promises by TLSA records, and whether it keeps that.</summary>
public sealed class TlsaTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TestAuthority Issuing = TestAuthority.Trusted.Intermediate();
    private static readonly CertificatePlan Plan = new() { Names = ["mx1.contoso.com"] };
    private static readonly X509Certificate2 Good = Issuing.Issue(Plan);
    private static readonly X509Certificate2 Other = Issuing.Issue(Plan);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Usage, selector and matching of the record, whose certificate it promises, outcome.</summary>
    public static TheoryData<int, int, int, string, string> Rows => new()
    {
        { 3, 1, 1, "own", "match" },
        { 3, 1, 2, "own", "match" },
        { 3, 1, 0, "own", "match" },
        { 3, 0, 1, "own", "match" },
        { 3, 0, 2, "own", "match" },
        { 3, 0, 0, "own", "match" },
        { 3, 1, 1, "other", "mismatch" },
        { 3, 0, 1, "other", "mismatch" },
        { 3, 1, 1, "issuer", "mismatch" },
        { 2, 0, 1, "issuer", "match" },
        { 2, 1, 1, "issuer", "match" },
        { 2, 1, 2, "root that was not sent", "mismatch" },
        { 2, 0, 1, "own", "mismatch" },
        { 2, 0, 1, "stranger", "mismatch" },
        { 0, 0, 1, "issuer", "unusable" },
        { 1, 1, 1, "own", "unusable" },
        { 3, 2, 1, "own", "unusable" },
        { 3, 1, 3, "own", "unusable" },
        { 255, 1, 1, "own", "unusable" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_certificate_is_held_against_the_record(int usage, int selector, int matching, string whose, string outcome)
    {
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(Good, [.. Issuing.Chain]));

        var result = (await RunAsync(server, Secure, Record(usage, selector, matching, whose)))["tls.tlsa"];

        Assert.Equal((outcome, outcome == "mismatch" ? "dane.tlsa_mismatch" : null), (result.Outcome, result.Facts.GetValueOrDefault("causes")));
        Assert.Equal(("mx1.contoso.com", "127.0.0.1", "10"), (result.Facts["host"], result.Where, result.Facts["preference"]));
        Assert.StartsWith($"{usage} {selector} {matching} ", result.Facts["records"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_record_that_fits_is_enough()
    {
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(Good, [.. Issuing.Chain]));

        var report = await RunAsync(server, Secure, Record(3, 1, 1, "other"), Record(1, 1, 1, "own"), Record(3, 1, 1, "own"));

        Assert.Equal("match", report["tls.tlsa"].Outcome);
    }

    [Theory]
    [InlineData("expired", 3, "match")]
    [InlineData("other name", 3, "match")]
    [InlineData("expired", 2, "mismatch")]
    [InlineData("other name", 2, "mismatch")]
    [InlineData("forged", 2, "mismatch")]
    public async Task Names_dates_and_signatures_count_only_below_a_pinned_authority(string certificate, int usage, string outcome)
    {
        using var shown = certificate switch
        {
            "expired" => Issuing.Issue(Plan with { Until = Now.AddDays(-1) }),
            "other name" => Issuing.Issue(Plan with { Names = ["other.fabrikam.com"] }),
            _ => TestAuthority.Root("CN=Test Issuing CA").Issue(Plan),
        };
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(shown, [.. Issuing.Chain]));

        var report = await RunAsync(server, Secure, usage == 3 ? Record(3, 1, 1, shown) : Record(2, 0, 1, "issuer"));

        Assert.Equal(outcome, report["tls.tlsa"].Outcome);
    }

    [Theory]
    [InlineData("* secure contoso.com|* insecure contoso.com MX", "unusable", null)]
    [InlineData("* secure com SOA|com TXT here", "unusable", null)]
    [InlineData("com TXT here", "not-tested", Reasons.ResolverDoesNotValidate)]
    [InlineData("* secure contoso.com|* servfail _25._tcp.mx1.contoso.com TLSA", "not-tested", Reasons.NoAuthority)]
    public async Task Records_that_nobody_signed_bind_nobody(string lines, string outcome, string? reason)
    {
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(Good, [.. Issuing.Chain]));

        var script = lines.Replace("_25._tcp", $"_{server.EndPoint.Port}._tcp", StringComparison.Ordinal).Split('|');
        var result = (await RunAsync(server, script, Record(3, 1, 1, "other")))["tls.tlsa"];

        Assert.Equal((outcome, reason, null), (result.Outcome, result.Reason, result.Facts.GetValueOrDefault("causes")));
    }

    [Fact]
    public async Task A_server_without_records_does_not_use_dane()
    {
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(Good, [.. Issuing.Chain]));

        Assert.Equal("none", (await RunAsync(server, Secure))["tls.tlsa"].Outcome);
    }

    [Theory]
    [InlineData(3, "mismatch")]
    [InlineData(1, "unusable")]
    public async Task A_promise_of_tls_without_starttls_is_the_cause(int usage, string outcome)
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx1.contoso.com", "C: EHLO *", "S: 250-mx1.contoso.com", "S: 250 SIZE 35882577");
        await using var dns = Names(server, Secure, Record(usage, 1, 1, "own"));
        var request = Request(server, "tls.tlsa");

        var report = await NewProbe(server, dns).RunAsync(request, Ct);
        var verdict = Probing.Verdicts.Verdict.Of(request, report.Results);

        Assert.Equal((outcome, "dane.starttls_missing"), (report["tls.tlsa"].Outcome, report["tls.tlsa"].Facts["causes"]));
        Assert.Equal(("dane.starttls_missing", "other", "4.7.321"), (verdict.Cause, verdict.Code, verdict.ExactCode));
    }

    [Fact]
    public async Task A_certificate_that_was_changed_without_its_record_is_the_verdict()
    {
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(Good, [.. Issuing.Chain]));
        await using var dns = Names(server, Secure, Record(3, 1, 1, "other"));
        var request = Request(server, "tls.tlsa", "tls.chain");

        var verdict = Probing.Verdicts.Verdict.Of(request, (await NewProbe(server, dns).RunAsync(request, Ct)).Results);

        Assert.Equal(("dane.tlsa_mismatch", "other", "4.7.323"), (verdict.Cause, verdict.Code, verdict.ExactCode));
    }

    [Fact]
    public async Task An_address_has_no_records()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var report = await new Probe(options: Probe.Loopback(server.EndPoint.Port)).RunAsync(new ProbeRequest(server.Target, ["tls.tlsa"]), Ct);

        Assert.Equal(Reasons.NoName, report["tls.tlsa"].Reason);
    }

    [Fact]
    public async Task A_dead_server_shows_nothing_to_compare()
    {
        using var port = new RefusingPort();
        await using var dns = ScriptedDnsServer.Start(
            ["contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 127.0.0.1", $"_{port.EndPoint.Port}._tcp.mx1.contoso.com TLSA {Record(3, 1, 1, "own")}", .. Secure]);
        var request = new ProbeRequest(new ProbeTarget("contoso.com", port.EndPoint.Port) { Kind = TargetKind.Domain }, ["tls.tlsa"]);

        var report = await new Probe(new ManualTime(Now), Probe.Loopback(port.EndPoint.Port), dns).RunAsync(request, Ct);

        Assert.Equal(Reasons.NotConnected, report["tls.tlsa"].Reason);
    }

    private static string[] Secure => ["* secure contoso.com"];

    private static async Task<ProbeReport> RunAsync(ScriptedSmtpServer server, string[] lines, params string[] records)
    {
        await using var dns = Names(server, lines, records);
        return await NewProbe(server, dns).RunAsync(Request(server, "tls.tlsa"), Ct);
    }

    private static ProbeRequest Request(ScriptedSmtpServer server, params string[] checks) => new(new ProbeTarget("contoso.com", server.EndPoint.Port) { Kind = TargetKind.Domain }, checks);

    private static Probe NewProbe(ScriptedSmtpServer server, ScriptedDnsServer dns) => new(new ManualTime(Now), Probe.Loopback(server.EndPoint.Port), dns);

    private static ScriptedDnsServer Names(ScriptedSmtpServer server, string[] lines, params string[] records) => ScriptedDnsServer.Start(
        ["contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 127.0.0.1", .. records.Select(record => $"_{server.EndPoint.Port}._tcp.mx1.contoso.com TLSA {record}"), .. lines]);

    private static string Record(int usage, int selector, int matching, string whose) => Record(usage, selector, matching, whose switch
    {
        "own" => Good,
        "other" => Other,
        "issuer" => Issuing.Certificate,
        "root that was not sent" => TestAuthority.Trusted.Certificate,
        _ => TestAuthority.Root("CN=Stranger").Certificate,
    });

    private static string Record(int usage, int selector, int matching, X509Certificate2 certificate)
    {
        var selected = selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        var shown = matching switch { 0 => selected, 2 => SHA512.HashData(selected), _ => SHA256.HashData(selected) };
        return Convert.ToHexString([(byte)usage, (byte)selector, (byte)matching, .. shown]);
    }
}
