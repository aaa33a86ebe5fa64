using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests.Verdicts;

/// <summary>From real handshakes to the cause.</summary>
public sealed class VerdictFromTlsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TestAuthority Issuing = TestAuthority.Trusted.Intermediate();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("good", "healthy", "none")]
    [InlineData("expired", "cert.expired", "4.7.320")]
    [InlineData("not yet valid", "cert.not_yet_valid", "4.7.320")]
    [InlineData("self-signed", "cert.self_signed", "4.7.320")]
    [InlineData("intermediate not sent", "cert.incomplete_chain", "4.7.320")]
    [InlineData("private root", "cert.untrusted_root", "4.7.320")]
    [InlineData("other name", "cert.name_mismatch", "4.7.320")]
    [InlineData("for clients", "cert.wrong_usage", "4.7.320")]
    [InlineData("self-signed, expired, other name", "cert.expired", "4.7.320")]
    public async Task A_certificate_leads_to_its_cause_and_stops_only_mail_that_insists(string fault, string cause, string code)
    {
        await using var server = ScriptedSmtpServer.Secure(Serve(fault));

        var verdict = await JudgeAsync(server);

        Assert.Equal((cause, code, "none"), (verdict.Cause, verdict.Code, verdict.OpportunisticCode));
        Assert.Equal(Confidence.Certain, verdict.Confidence);
    }

    [Fact]
    public async Task All_defects_of_a_certificate_are_told_beside_the_first()
    {
        await using var server = ScriptedSmtpServer.Secure(Serve("self-signed, expired, other name"));

        var verdict = await JudgeAsync(server);

        Assert.Superset(new HashSet<string> { VerdictCauses.SelfSigned, VerdictCauses.NameMismatch }, verdict.Findings.Select(finding => finding.Id).ToHashSet());
    }

    [Fact]
    public async Task A_certificate_too_weak_for_the_probe_itself_is_called_weak()
    {
        await using var server = ScriptedSmtpServer.Start(
            new ServerTls(Issuing.Issue(new CertificatePlan { RsaBits = 1024 }), Issuing.Chain), [.. ScriptedSmtpServer.UpToTls, "* old-tls 1.2"]);

        Assert.Equal((VerdictCauses.WeakKey, VerdictStage.Cert), await JudgeAsync(server) is var verdict ? (verdict.Cause, verdict.Stage) : default);
    }

    [Theory]
    [InlineData("* alert 40", "tls.handshake_failed", "4.4.317")]
    [InlineData("* old-tls 1.0 alert", "tls.version_too_old", "4.4.317")]
    public async Task A_handshake_leads_to_its_cause(string step, string cause, string code)
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, [.. ScriptedSmtpServer.UpToTls, step]);

        var verdict = await JudgeAsync(server);

        Assert.Equal((cause, code, VerdictStage.Tls), (verdict.Cause, verdict.Code, verdict.Stage));
    }

    [Fact]
    public async Task The_name_a_connector_expects_decides()
    {
        await using var server = ScriptedSmtpServer.Secure(Serve("good"));

        var verdict = await JudgeAsync(server, "mail.contoso.com");

        Assert.Equal(VerdictCauses.NameMismatch, verdict.Cause);
    }

    private static ServerTls Serve(string fault)
    {
        var plan = new CertificatePlan();
        return fault switch
        {
            "good" => new ServerTls(Issuing.Issue(plan), Issuing.Chain),
            "expired" => new ServerTls(Issuing.Issue(plan with { Until = Now.AddDays(-1) }), Issuing.Chain),
            "not yet valid" => new ServerTls(Issuing.Issue(plan with { From = Now.AddDays(1) }), Issuing.Chain),
            "self-signed" => new ServerTls(TestAuthority.SelfSigned(plan)),
            "intermediate not sent" => new ServerTls(Issuing.Issue(plan)),
            "private root" => TestAuthority.Root().Intermediate("CN=Private CA") is var own ? new ServerTls(own.Issue(plan), own.Chain) : null!,
            "other name" => new ServerTls(Issuing.Issue(plan with { Names = ["other.contoso.com"] }), Issuing.Chain),
            "for clients" => new ServerTls(Issuing.Issue(plan with { Usages = ["1.3.6.1.5.5.7.3.2"] }), Issuing.Chain),
            "self-signed, expired, other name" => new ServerTls(TestAuthority.SelfSigned(plan with { Until = Now.AddDays(-1), Names = ["other.contoso.com"] })),
            _ => throw new ArgumentException($"\"{fault}\" is no fault of this table.", nameof(fault)),
        };
    }

    private static async Task<Verdict> JudgeAsync(ScriptedSmtpServer server, string expected = "mx.contoso.com")
    {
        var request = new ProbeRequest(server.Target, Probe.AllChecks) { ExpectTlsName = expected };
        var report = await new Probe(new ManualTime(Now), Probe.Loopback(server.EndPoint.Port)).RunAsync(request, Ct);
        return Verdict.Of(request, report.Results);
    }
}
