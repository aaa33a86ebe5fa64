using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests;

/// <summary>A server where TLS begins with the first byte (RFC 8314 §3.3), as on port 465.</summary>
public sealed class ImplicitTlsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_speaks_tls_first_is_asked_over_tls_and_its_certificate_is_judged()
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, "* tls", "S: 220 mx.contoso.com ESMTP", "C: EHLO *", "S: 250-mx.contoso.com", "S: 250 AUTH PLAIN");

        var report = await RunAsync(server);

        Assert.Equal(["tcp25=open", "smtp.banner=ready", "smtp.ehlo=ok", "smtp.starttls=ok", "tls.time=valid", "tls.chain=ok", "tls.name=match"], Told(report));
        Assert.Equal("1.3", report["smtp.starttls"].Facts["version"]);
        Assert.Equal(["EHLO probe.example.net", "QUIT"], server.Received);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_server_that_speaks_in_clear_there_fails_the_handshake()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com ESMTP", "* silence");

        var report = await RunAsync(server);

        Assert.Equal(("handshake-failed", "plain-text"), (report["smtp.starttls"].Outcome, report["smtp.starttls"].Facts["error"]));
        Assert.Equal(Reasons.SessionEnded, report["smtp.banner"].Reason);
        Assert.Equal(Reasons.SessionEnded, report["tls.chain"].Reason);
    }

    [Fact]
    public async Task A_silent_server_there_is_a_handshake_without_end()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");
        var time = new ManualTime();

        var run = RunAsync(server, time);
        await time.TimerOf(Probe.TlsLimit);
        time.Advance(Probe.TlsLimit);
        var report = await run;

        Assert.Equal("timeout", report["smtp.starttls"].Outcome);
        Assert.Equal(Reasons.SessionEnded, report["smtp.ehlo"].Reason);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("S: 421 4.3.2 Service not available", "busy")]
    [InlineData("S: 554 5.3.2 No service here", "refused")]
    public async Task Its_greeting_counts_as_any_other(string greeting, string outcome)
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, "* tls", greeting);

        var report = await RunAsync(server);

        Assert.Equal((outcome, "ok", "ok"), (report["smtp.banner"].Outcome, report["smtp.starttls"].Outcome, report["tls.chain"].Outcome));
    }

    [Fact]
    public async Task An_old_version_is_told_there_too()
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, "* old-tls 1.1 alert");

        var report = await RunAsync(server);

        Assert.Equal(("old-only", "1.1"), (report["smtp.starttls"].Outcome, report["smtp.starttls"].Facts["version"]));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Who_asks_for_the_connection_alone_begins_no_tls()
    {
        await using var server = ScriptedSmtpServer.Start("* silence");

        var report = await RunAsync(server, checks: "tcp25");

        Assert.Equal(["tcp25=open"], report.Outcomes.Where(outcome => outcome.StartsWith("tcp25", StringComparison.Ordinal)));
    }

    private static Task<ProbeReport> RunAsync(ScriptedSmtpServer server, TimeProvider? time = null, params string[] checks)
    {
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port], EhloName = "probe.example.net", TlsTimeout = Probe.TlsLimit, ImplicitTlsPort = server.EndPoint.Port };
        return new Probe(time, options).RunAsync(new ProbeRequest(server.Target, checks.Length > 0 ? checks : CheckRunner.KnownChecks), Ct);
    }

    private static IEnumerable<string> Told(ProbeReport report) => report.Outcomes.Where(outcome => outcome.Split('=')[0] is "tcp25" or "smtp.banner" or "smtp.ehlo" or "smtp.starttls" or "tls.time" or "tls.chain" or "tls.name").Order(Comparer<string>.Create((one, other) => Place(one) - Place(other)));

    private static int Place(string outcome) => CheckRunner.KnownChecks.ToList().IndexOf(outcome.Split('=')[0]);
}
