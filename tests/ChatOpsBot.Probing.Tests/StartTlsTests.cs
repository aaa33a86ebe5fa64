using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests;

/// <summary>STARTTLS and the handshake, and all the ways in which no session comes of them.</summary>
public sealed class StartTlsTests
{
    private static readonly string[] Offer = ["S: 220 mx.contoso.com ESMTP", "C: EHLO *", "S: 250-mx.contoso.com", "S: 250 STARTTLS", "C: STARTTLS"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("S: 454 4.7.0 TLS not available due to local problem")]
    [InlineData("S: 454 4.3.0 Try again later")]
    [InlineData("S: 501 Syntax error")]
    [InlineData("S: 554 5.7.3 No")]
    [InlineData("S: 421 4.3.0 Shutting down")]
    public async Task A_server_that_offers_starttls_and_refuses_it_says_so(string answer)
    {
        await using var server = ScriptedSmtpServer.Start([.. Offer, answer]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("rejected", report["smtp.starttls"].Outcome);
        Assert.Equal("tls.starttls_rejected", report["smtp.starttls"].Facts["causes"]);
        Assert.Equal(answer[3..], report["smtp.starttls"].Facts["reply"]);
        Assert.Equal(["C: STARTTLS", answer], report["smtp.starttls"].Evidence);
        Assert.All(["tls.chain", "tls.name", "tls.time"], id => Assert.Equal(Reasons.SessionEnded, report[id].Reason));
        Assert.Equal("QUIT", server.Received[^1]);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_421_about_our_rate_at_starttls_is_no_fault_of_the_server()
    {
        await using var server = ScriptedSmtpServer.Start([.. Offer, "S: 421 4.7.0 Too many connections from your address"]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("ok", report["smtp.ehlo"].Outcome);
        Assert.All(["smtp.starttls", "tls.chain", "tls.name", "tls.time"], id => Assert.Equal(Reasons.RateLimited, report[id].Reason));
    }

    [Theory]
    [InlineData("* close")]
    [InlineData("* reset")]
    public async Task A_connection_closed_at_starttls_is_closed(string end)
    {
        await using var server = ScriptedSmtpServer.Start([.. Offer, end]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("closed", report["smtp.starttls"].Outcome);
        Assert.Equal("smtp.closed_at_starttls", report["smtp.starttls"].Facts["causes"]);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("S: 250 OK")]
    [InlineData("S: hello")]
    public async Task An_answer_to_starttls_that_is_none_is_not_tested(string answer)
    {
        await using var server = ScriptedSmtpServer.Start([.. Offer, answer]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(Reasons.UnreadableReply, report["smtp.starttls"].Reason);
        Assert.Equal("smtp.not_smtp", report["smtp.starttls"].Facts["causes"]);
    }

    [Fact]
    public async Task No_answer_to_starttls_is_a_timeout()
    {
        await using var server = ScriptedSmtpServer.Start([.. Offer, "* silence"]);
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await server.Heard("STARTTLS");
        time.Advance(TimeSpan.FromSeconds(15));
        await server.Heard("QUIT");
        await time.TimerOf(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));
        var report = await run;

        Assert.Equal("timeout", report["smtp.starttls"].Outcome);
        Assert.Equal("tls.handshake_timeout", report["smtp.starttls"].Facts["causes"]);
        Assert.Contains("did not answer it within 15 s", report["smtp.starttls"].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* hello")]
    [InlineData("R: \u0016\u0003\u0003\u0000")]
    public async Task A_handshake_that_never_ends_is_a_timeout_however_it_begins(string step)
    {
        await using var server = ScriptedSmtpServer.Start([.. ScriptedSmtpServer.UpToTls, step, "* silence"]);
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await server.Heard("STARTTLS");
        await time.TimerOf(Probe.TlsLimit);
        time.Advance(Probe.TlsLimit);
        var report = await run;
        await server.FirstEnd;

        Assert.Equal("timeout", report["smtp.starttls"].Outcome);
        Assert.Equal("tls.handshake_timeout", report["smtp.starttls"].Facts["causes"]);
        Assert.Equal(1, server.Connections);
        Assert.DoesNotContain("QUIT", server.Received);
    }

    [Theory]
    [InlineData(40, "handshake_failure")]
    [InlineData(80, "internal_error")]
    [InlineData(112, "unrecognized_name")]
    public async Task An_alert_instead_of_a_handshake_is_named(int number, string alert)
    {
        await using var server = ScriptedSmtpServer.Start([.. ScriptedSmtpServer.UpToTls, $"* alert {number}"]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("handshake-failed", report["smtp.starttls"].Outcome);
        Assert.Equal("tls.handshake_failed", report["smtp.starttls"].Facts["causes"]);
        Assert.Equal("alert", report["smtp.starttls"].Facts["error"]);
        Assert.Equal(alert, report["smtp.starttls"].Facts["alert"]);
        Assert.Equal($"(TLS alert {alert})", report["smtp.starttls"].Evidence[^1]);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task Plain_text_instead_of_a_handshake_is_quoted()
    {
        await using var server = ScriptedSmtpServer.Start([.. ScriptedSmtpServer.UpToTls, "* hello", "S: 500 5.5.1 Command unrecognized", "* silence"]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("handshake-failed", report["smtp.starttls"].Outcome);
        Assert.Equal("plain-text", report["smtp.starttls"].Facts["error"]);
        Assert.Contains("500 5.5.1 Command unrecognized", report["smtp.starttls"].Sentence, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Text_sent_right_behind_the_220_is_part_of_what_should_be_tls()
    {
        await using var server = ScriptedSmtpServer.Start([.. Offer, "R: 220 Ready\r\n250 injected\r\n", "* hello", "* silence"]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("plain-text", report["smtp.starttls"].Facts["error"]);
        Assert.Contains("250 injected", report["smtp.starttls"].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* close")]
    [InlineData("* reset")]
    public async Task A_connection_closed_in_the_handshake_is_a_failed_handshake(string end)
    {
        await using var server = ScriptedSmtpServer.Start([.. ScriptedSmtpServer.UpToTls, "* hello", end]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("handshake-failed", report["smtp.starttls"].Outcome);
        Assert.Equal("closed", report["smtp.starttls"].Facts["error"]);
        Assert.Equal("tls.handshake_failed", report["smtp.starttls"].Facts["causes"]);
    }

    [Theory]
    [InlineData("* old-tls 1.1 alert", "1.1")]
    [InlineData("* old-tls 1.0 alert", "1.0")]
    [InlineData("* old-tls 1.1", "1.1")]
    [InlineData("* old-tls 1.0", "1.0")]
    public async Task A_server_with_old_tls_only_is_told_from_a_failed_handshake(string step, string version)
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, [.. ScriptedSmtpServer.UpToTls, step]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("old-only", report["smtp.starttls"].Outcome);
        Assert.Equal("tls.version_too_old", report["smtp.starttls"].Facts["causes"]);
        Assert.Equal(version, report["smtp.starttls"].Facts["version"]);

        // The first half of an old handshake is in clear: the certificate is seen all the same.
        Assert.Equal("valid", report["tls.time"].Outcome);
        Assert.Equal("mx.contoso.com", report["tls.chain"].Facts["subject"]);
        Assert.Equal(2, server.Connections);
        Assert.DoesNotContain(server.Received, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_knows_tls_1_2_and_fails_is_not_called_old()
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, [.. ScriptedSmtpServer.UpToTls, "* old-tls 1.2"]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("handshake-failed", report["smtp.starttls"].Outcome);
        Assert.Equal("1.2", report["smtp.starttls"].Facts["version"]);
        Assert.Equal("valid", report["tls.time"].Outcome);
    }

    [Fact]
    public async Task Without_a_connection_left_in_the_minute_the_handshake_just_failed()
    {
        await using var server = ScriptedSmtpServer.Start([.. ScriptedSmtpServer.UpToTls, "* old-tls 1.0 alert"]);
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port], MaxConnectionsPerMinute = 1 };

        var report = await new Probe(options: options).RunAllAsync(server.Target, Ct);

        Assert.Equal("handshake-failed", report["smtp.starttls"].Outcome);
        Assert.Equal("protocol_version", report["smtp.starttls"].Facts["alert"]);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("* close")]
    [InlineData("* reset")]
    public async Task A_server_that_closes_after_the_handshake_is_closed_and_its_certificate_is_seen(string end)
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, [.. ScriptedSmtpServer.UpToTls, "* tls", "C: EHLO *", end]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("closed", report["smtp.starttls"].Outcome);
        Assert.Equal("smtp.closed_at_starttls", report["smtp.starttls"].Facts["causes"]);
        Assert.Equal("match", report["tls.name"].Outcome);
    }

    [Fact]
    public async Task After_the_handshake_only_ehlo_and_quit_are_said()
    {
        await using var server = ScriptedSmtpServer.Secure(ServerTls.Healthy);

        await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(["EHLO probe.example.net", "STARTTLS", "EHLO probe.example.net", "QUIT"], server.Received);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Who_asks_for_no_tls_gets_no_handshake()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: 250-mx.contoso.com", "S: 250 STARTTLS");

        var report = await new Probe(options: Probe.Loopback(server.EndPoint.Port)).RunAsync(new ProbeRequest(server.Target, ["sig.fixup"]), Ct);

        Assert.Equal("plain", report["sig.fixup"].Outcome);
        Assert.DoesNotContain("STARTTLS", server.Received);
    }

    [Fact]
    public async Task Stop_in_the_handshake_closes_the_connection()
    {
        await using var server = ScriptedSmtpServer.Start([.. ScriptedSmtpServer.UpToTls, "* hello", "* silence"]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var run = new Probe(options: Probe.Loopback(server.EndPoint.Port)).RunAllAsync(server.Target, stop.Token);
        await server.Heard("STARTTLS");
        await stop.CancelAsync();
        var report = await run;
        await server.FirstEnd;

        Assert.DoesNotContain(report.Results, result => result.CheckId == "smtp.starttls");
    }

    [Fact]
    public async Task A_server_that_waits_for_tls_in_silence_is_found_by_a_second_connection()
    {
        await using var server = ScriptedSmtpServer.Start(ServerTls.Healthy, "* old-tls 1.2");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));
        var report = await run;

        Assert.Equal("silent", report["smtp.banner"].Outcome);
        Assert.Equal("smtp.implicit_tls", report["smtp.banner"].Facts["causes"]);
        Assert.Equal("1.2", report["smtp.banner"].Facts["version"]);
        Assert.Equal(2, server.Connections);
    }
}
