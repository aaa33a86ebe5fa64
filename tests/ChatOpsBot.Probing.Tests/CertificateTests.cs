using System.Security.Cryptography;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests;

/// <summary>Certificates with every fault, shown by a real handshake, and what is said about them.</summary>
public sealed class CertificateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TestAuthority Issuing = TestAuthority.Trusted.Intermediate();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What is issued, and the outcome and causes of the three checks.</summary>
    public static TheoryData<string, string, string?> Faults => new()
    {
        { "none", "tls.chain=ok tls.name=match tls.time=valid", null },
        { "expired", "tls.chain=ok tls.name=match tls.time=expired", "cert.expired" },
        { "not yet valid", "tls.chain=ok tls.name=match tls.time=not-yet-valid", "cert.not_yet_valid" },
        { "intermediate expired", "tls.chain=expired-intermediate tls.name=match tls.time=valid", "cert.intermediate_expired" },
        { "self-signed", "tls.chain=self-signed tls.name=match tls.time=valid", "cert.self_signed" },
        { "intermediate not sent", "tls.chain=incomplete tls.name=match tls.time=valid", "cert.incomplete_chain" },
        { "private root", "tls.chain=untrusted-root tls.name=match tls.time=valid", "cert.untrusted_root" },
        { "private root sent", "tls.chain=untrusted-root tls.name=match tls.time=valid", "cert.untrusted_root" },
        { "other name", "tls.chain=ok tls.name=mismatch tls.time=valid", "cert.name_mismatch" },
        { "for clients", "tls.chain=wrong-usage tls.name=match tls.time=valid", "cert.wrong_usage" },
        { "RSA 1024", "tls.chain=weak tls.name=match tls.time=valid", "cert.weak_key" },
        { "SHA-1", "tls.chain=weak tls.name=match tls.time=valid", "cert.weak_signature" },
        { "MD5", "tls.chain=weak tls.name=match tls.time=valid", "cert.weak_signature" },
        { "expired, self-signed, other name, RSA 1024", "tls.chain=self-signed tls.name=mismatch tls.time=expired", "cert.expired cert.self_signed cert.name_mismatch cert.weak_key" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_fault_of_a_certificate_has_its_own_cause(string fault, string outcomes, string? defects)
    {
        // The framework serves no weak certificate. By hand it can be shown, though nothing comes of the handshake.
        var isWeak = outcomes.Contains("weak", StringComparison.Ordinal) || fault.Contains("1024", StringComparison.Ordinal);
        await using var server = isWeak ? ScriptedSmtpServer.Start(Serve(fault), [.. ScriptedSmtpServer.UpToTls, "* old-tls 1.2"]) : ScriptedSmtpServer.Secure(Serve(fault));
        var time = new ManualTime(Now);

        var report = await RunAsync(server, time, "mx.contoso.com");

        Assert.Equal(isWeak ? "handshake-failed" : "ok", report["smtp.starttls"].Outcome);
        Assert.Equal(outcomes, string.Join(' ', report.Outcomes.Where(outcome => outcome.StartsWith("tls.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        Assert.Equal(
            (defects ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            report.Results.Where(result => result.CheckId.StartsWith("tls.", StringComparison.Ordinal)).SelectMany(result => Words(result, "causes")).Order(StringComparer.Ordinal));
        Assert.All(["tls.chain", "tls.name", "tls.time"], id => Assert.Equal(defects, report[id].Facts.GetValueOrDefault("defects")));
        Assert.All(report.Results, result => Assert.True(Vocabulary.Knows(result.CheckId, result.Outcome)));
    }

    [Fact]
    public async Task What_the_certificate_says_is_among_the_facts()
    {
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(
            Issuing.Issue(new CertificatePlan { Names = ["mx.contoso.com", "*.contoso.net"], From = Now.AddDays(-10), Until = Now.AddDays(10.5), RsaBits = 2048 }), Issuing.Chain));

        var report = await RunAsync(server, new ManualTime(Now), "mx.contoso.com");

        var chain = report["tls.chain"].Facts;
        Assert.Equal("mx.contoso.com", chain["subject"]);
        Assert.Equal("Test Issuing CA", chain["issuer"]);
        Assert.Equal("RSA 2048", chain["key"]);
        Assert.Contains("sha256", chain["signature"], StringComparison.OrdinalIgnoreCase);
        Assert.Equal("mx.contoso.com, Test Issuing CA", chain["chain"]);
        Assert.Equal("none", chain["revocation"]);
        Assert.Equal("mx.contoso.com, *.contoso.net", report["tls.name"].Facts["names"]);
        Assert.Equal("mx.contoso.com", report["tls.name"].Facts["expected"]);
        var dates = report["tls.time"].Facts;
        Assert.Equal(("2026-02-20T09:00:00Z", "2026-03-12T21:00:00Z", "10", "cert.expiring_soon"), (dates["from"], dates["until"], dates["days"], dates["findings"]));
        Assert.Equal("1.3", report["smtp.starttls"].Facts["version"]);
        Assert.StartsWith("TLS_", report["smtp.starttls"].Facts["cipher"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_only_in_the_common_name_fits_and_is_a_finding()
    {
        await using var server = ScriptedSmtpServer.Secure(new ServerTls(Issuing.Issue(new CertificatePlan { Names = [] }), Issuing.Chain));

        var report = await RunAsync(server, new ManualTime(Now), "mx.contoso.com");

        Assert.Equal("match", report["tls.name"].Outcome);
        Assert.Equal("cert.no_san", report["tls.name"].Facts["findings"]);
        Assert.False(report["tls.name"].Facts.ContainsKey("causes"));
    }

    [Fact]
    public async Task A_target_that_is_an_address_has_no_name_to_compare_unless_the_certificate_names_addresses()
    {
        await using var plain = ScriptedSmtpServer.Secure(new ServerTls(Issuing.Issue(), Issuing.Chain));
        await using var named = ScriptedSmtpServer.Secure(new ServerTls(Issuing.Issue(new CertificatePlan { Names = ["127.0.0.1"] }), Issuing.Chain));
        await using var other = ScriptedSmtpServer.Secure(new ServerTls(Issuing.Issue(new CertificatePlan { Names = ["mx.contoso.com", "192.0.2.1"] }), Issuing.Chain));

        Assert.Equal(Reasons.NoName, (await RunAsync(plain, new ManualTime(Now), expected: null))["tls.name"].Reason);
        Assert.Equal("match", (await RunAsync(named, new ManualTime(Now), expected: null))["tls.name"].Outcome);
        Assert.Equal("mismatch", (await RunAsync(other, new ManualTime(Now), expected: null))["tls.name"].Outcome);
    }

    [Theory]
    [InlineData("mx.contoso.com", "MX.Contoso.COM.", true)]
    [InlineData("*.contoso.com", "mx.contoso.com", true)]
    [InlineData("*.contoso.com", "contoso.com", false)]
    [InlineData("*.contoso.com", "a.mx.contoso.com", false)]
    [InlineData("mx.*.com", "mx.contoso.com", false)]
    [InlineData("m*.contoso.com", "mx.contoso.com", false)]
    [InlineData("*.com", "contoso.com", false)]
    [InlineData("*", "contoso", false)]
    [InlineData("*.contoso.com", "*.contoso.com", true)]
    [InlineData("mx.contoso.com", "*.contoso.com", true)]
    [InlineData("contoso.com", "*.contoso.com", false)]
    [InlineData("evilcontoso.com", "*.contoso.com", false)]
    [InlineData("xn--mnchen-3ya.example", "xn--mnchen-3ya.example", true)]
    public void An_asterisk_stands_for_the_whole_left_most_label(string name, string expected, bool fits)
    {
        using var certificate = Issuing.Issue(new CertificatePlan { Names = [name] });

        var view = CertificateJudge.Judge([certificate.RawData, .. Issuing.Chain.Select(one => one.RawData)], expected, Now, Probe.Roots);

        Assert.Equal(fits, !view!.Has(CertificateDefect.NameMismatch));
    }

    [Theory]
    [InlineData("CN=Contoso Root CA", null, CertificateDefect.UntrustedRoot)]
    [InlineData("CN=Contoso Issuing CA", null, CertificateDefect.IncompleteChain)]
    [InlineData("CN=Contoso Root CA", "http://pki.contoso.com/ca.crt", CertificateDefect.IncompleteChain)]
    [InlineData("CN=Anything Root, O=Trusted Test", null, CertificateDefect.UntrustedRoot)]
    [InlineData("CN=Anything CA, O=Trusted Test", null, CertificateDefect.IncompleteChain)]
    [InlineData("CN=Trusted Test R3", null, CertificateDefect.IncompleteChain)]
    [InlineData("CN=contoso-DC01-CA", null, CertificateDefect.UntrustedRoot)]
    [InlineData("CN=Rogue CA", null, CertificateDefect.UntrustedRoot)]
    internal void A_missing_issuer_is_called_missing_where_it_could_have_been_sent(string issuer, string? place, CertificateDefect defect)
    {
        using var certificate = TestAuthority.Root("CN=Unknown").Intermediate(issuer).Issue(new CertificatePlan { IssuerAt = place });

        var view = CertificateJudge.Judge([certificate.RawData], "mx.contoso.com", Now, Probe.Roots);

        Assert.Equal([defect], view!.Defects.Select(found => found.Kind));
        Assert.StartsWith(issuer[3..].Split(',')[0], view.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_in_the_wrong_order_are_put_in_order()
    {
        var second = Issuing.Intermediate("CN=Second Issuing CA");
        using var certificate = second.Issue();

        var view = CertificateJudge.Judge([certificate.RawData, Issuing.Certificate.RawData, TestAuthority.Trusted.Certificate.RawData, second.Certificate.RawData], "mx.contoso.com", Now, Probe.Roots);

        Assert.Empty(view!.Defects);
        Assert.Equal(["mx.contoso.com", "Test Issuing CA", "Trusted Test Root", "Second Issuing CA"], view.Sent);
    }

    [Fact]
    public void A_chain_with_a_forged_link_does_not_hold()
    {
        using var certificate = TestAuthority.Root("CN=Somebody else").Intermediate("CN=Test Issuing CA").Issue();

        var view = CertificateJudge.Judge([certificate.RawData, .. Issuing.Chain.Select(one => one.RawData)], "mx.contoso.com", Now, Probe.Roots);

        Assert.NotEmpty(view!.Defects);
        Assert.Null(view.Pair);
    }

    [Fact]
    public void Bytes_that_are_no_certificate_are_no_view_and_no_exception()
    {
        using var certificate = Issuing.Issue(new CertificatePlan { CrlAt = "http://crl.contoso.com/a.crl", IssuerAt = "http://pki.contoso.com/ca.crt" });
        var good = certificate.RawData;
        var random = new Random(20260302);

        Assert.Null(CertificateJudge.Judge([], "mx.contoso.com", Now, Probe.Roots));
        Assert.Null(CertificateJudge.Judge([[]], "mx.contoso.com", Now, Probe.Roots));
        for (var round = 0; round < 2000; round++)
        {
            var garbage = round % 2 == 0 ? [.. good] : new byte[random.Next(0, 400)];
            if (round % 2 == 0)
            {
                for (var flips = random.Next(1, 6); flips > 0; flips--)
                    garbage[random.Next(garbage.Length)] = (byte)random.Next(256);
            }
            else
            {
                random.NextBytes(garbage);
            }

            var view = CertificateJudge.Judge([garbage, .. Issuing.Chain.Select(one => one.RawData)], "mx.contoso.com", Now, Probe.Roots);

            Assert.True(view is null || view.Names is not null);
        }
    }

    [Fact]
    public async Task Roots_of_the_operator_are_read_from_files()
    {
        var folder = Directory.CreateTempSubdirectory("roots");
        try
        {
            var (good, bad) = (Path.Combine(folder.FullName, "roots.pem"), Path.Combine(folder.FullName, "empty.pem"));
            await File.WriteAllTextAsync(good, TestAuthority.Trusted.Certificate.ExportCertificatePem(), Ct);
            await File.WriteAllTextAsync(bad, "no certificate", Ct);
            using var certificate = Issuing.Issue();
            byte[][] sent = [certificate.RawData, Issuing.Certificate.RawData];

            Assert.Empty(new ProbeOptions { TrustedRoots = [good] }.Validate());
            Assert.Empty(CertificateJudge.Judge(sent, "mx.contoso.com", Now, TrustedRoots.Load([good]))!.Defects);
            Assert.NotEmpty(CertificateJudge.Judge(sent, "mx.contoso.com", Now, TrustedRoots.Load([]))!.Defects);
            Assert.Equal(
                [$"Probe:TrustedRoots:0 is \"{bad}\", which holds no certificate. Write the path of a file with -----BEGIN CERTIFICATE----- blocks."],
                new ProbeOptions { TrustedRoots = [bad] }.Validate());
            Assert.Contains("which cannot be read", Assert.Single(new ProbeOptions { TrustedRoots = [good + ".gone"] }.Validate()), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ServerTls Serve(string fault)
    {
        var server = new CertificatePlan();
        var own = TestAuthority.Root();
        return fault switch
        {
            "none" => Below(Issuing, server),
            "expired" => Below(Issuing, server with { Until = Now.AddDays(-1) }),
            "not yet valid" => Below(Issuing, server with { From = Now.AddDays(1) }),
            "intermediate expired" => Below(TestAuthority.Trusted.Intermediate(new CertificatePlan { Subject = "CN=Old Issuing CA", Until = Now.AddDays(-1) }), server),
            "self-signed" => new ServerTls(TestAuthority.SelfSigned(server)),
            "intermediate not sent" => new ServerTls(Issuing.Issue(server)),
            "private root" => Below(own.Intermediate("CN=Private CA"), server),
            "private root sent" => own.Intermediate("CN=Private CA") is var issuing ? new ServerTls(issuing.Issue(server), [issuing.Certificate, own.Certificate]) : null!,
            "other name" => Below(Issuing, server with { Names = ["mail.contoso.com"] }),
            "for clients" => Below(Issuing, server with { Usages = ["1.3.6.1.5.5.7.3.2"] }),
            "RSA 1024" => Below(Issuing, server with { RsaBits = 1024 }),
            "SHA-1" => Below(TestAuthority.Trusted.Intermediate(new CertificatePlan { Subject = "CN=RSA CA", RsaBits = 2048 }), server with { RsaBits = 2048, Hash = HashAlgorithmName.SHA1 }),
            "MD5" => Below(TestAuthority.Trusted.Intermediate(new CertificatePlan { Subject = "CN=RSA CA", RsaBits = 2048 }), server with { RsaBits = 2048, Hash = HashAlgorithmName.MD5 }),
            "expired, self-signed, other name, RSA 1024" => new ServerTls(TestAuthority.SelfSigned(server with { Until = Now.AddDays(-1), Names = ["other.contoso.com"], RsaBits = 1024 })),
            _ => throw new ArgumentException($"\"{fault}\" is no fault of this table.", nameof(fault)),
        };
    }

    private static ServerTls Below(TestAuthority issuing, CertificatePlan plan) => new(issuing.Issue(plan), issuing.Chain);

    private static Task<ProbeReport> RunAsync(ScriptedSmtpServer server, TimeProvider time, string? expected) =>
        new Probe(time, Probe.Loopback(server.EndPoint.Port)).RunAsync(new ProbeRequest(server.Target, Probe.AllChecks) { ExpectTlsName = expected }, Ct);

    private static string[] Words(CheckResult result, string fact) => result.Facts.TryGetValue(fact, out var words) ? words.Split(' ') : [];
}
