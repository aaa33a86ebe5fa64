using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Testing.Smtp;

namespace ChatOpsBot.Probing.Tests;

/// <summary>A server without faults, and the shape of what a run says about it.</summary>
public sealed class HealthyServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_healthy_server_has_one_good_result_for_every_check()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(
            ["ctl.out25=ok", "sig.fixup=plain", "smtp.banner=ready", "smtp.ehlo=ok", "smtp.starttls=ok", "tcp25=open", "tls.chain=ok", "tls.name=match", "tls.time=valid"],
            report.Outcomes.Where(outcome => !outcome.StartsWith("dns.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(report.Results.Where(result => result.CheckId.StartsWith("dns.", StringComparison.Ordinal)), result => Assert.Equal(Reasons.NoName, result.Reason));
        Assert.All(report.Results, result => Assert.True(Vocabulary.Knows(result.CheckId, result.Outcome)));
        Assert.Equal(["EHLO probe.example.net", "STARTTLS", "EHLO probe.example.net", "QUIT"], server.Received);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task The_dialogue_is_the_evidence_and_the_facts_name_host_address_and_port()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(["S: 220 mx.contoso.com ESMTP ready"], report["smtp.banner"].Evidence);
        Assert.Equal(["C: STARTTLS", "S: 220 2.0.0 Ready to start TLS", "(TLS 1.3, TLS_AES_256_GCM_SHA384)"], report["smtp.starttls"].Evidence);
        Assert.Equal("C: EHLO probe.example.net", report["smtp.ehlo"].Evidence[0]);
        Assert.Contains("S: 250-STARTTLS", report["smtp.ehlo"].Evidence);
        Assert.Equal("220 mx.contoso.com ESMTP ready", report["smtp.banner"].Facts["banner"]);
        Assert.Equal("SIZE PIPELINING STARTTLS 8BITMIME", report["smtp.ehlo"].Facts["keywords"]);
        Assert.Equal(server.EndPoint.Address.ToString(), report["tcp25"].Facts["address"]);
        Assert.Equal(server.EndPoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), report["tcp25"].Facts["port"]);
        Assert.Equal("127.0.0.1", report["smtp.ehlo"].Where);
    }

    [Fact]
    public async Task Without_a_name_of_its_own_the_probe_says_its_address_in_brackets()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO [127.0.0.1]", "S: 250 mx.contoso.com");
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port] };

        var report = await new Probe(options: options).RunAllAsync(server.Target, Ct);

        Assert.Equal("ok", report["smtp.ehlo"].Outcome);
    }
}
