using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>What a server answers to EHLO, and what follows from it.</summary>
public sealed class EhloTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_without_starttls_says_so_and_the_ehlo_reply_is_the_evidence()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com ESMTP", "C: EHLO probe.example.net", "S: 250-mx.contoso.com", "S: 250 SIZE 35882577");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("not-offered", report["smtp.starttls"].Outcome);
        Assert.Contains("S: 250 SIZE 35882577", report["smtp.starttls"].Evidence);
    }

    [Theory]
    [InlineData("250 STARTTLS")]
    [InlineData("250 starttls")]
    [InlineData("250 StartTls ")]
    public async Task A_keyword_counts_in_any_case(string keyword)
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: 250-mx.contoso.com", "S: " + keyword, "C: STARTTLS", "S: 454 Not now");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("rejected", report["smtp.starttls"].Outcome);
    }

    [Theory]
    [InlineData("250 STARTTLSX")]
    [InlineData("250 AUTH STARTTLS")]
    public async Task A_keyword_counts_only_whole_and_in_its_place(string keyword)
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: 250-mx.contoso.com", "S: " + keyword);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("not-offered", report["smtp.starttls"].Outcome);
    }

    [Fact]
    public async Task A_host_named_starttls_is_no_offer()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: 250 STARTTLS");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("not-offered", report["smtp.starttls"].Outcome);
    }

    [Fact]
    public async Task A_server_that_knows_only_helo_offers_nothing()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO probe.example.net", "S: 500 Unknown command", "C: HELO probe.example.net", "S: 250 mx.contoso.com");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("helo-only", report["smtp.ehlo"].Outcome);
        Assert.Equal("not-offered", report["smtp.starttls"].Outcome);
        Assert.Equal("plain", report["sig.fixup"].Outcome);
        Assert.Equal(
            ["C: EHLO probe.example.net", "S: 500 Unknown command", "C: HELO probe.example.net", "S: 250 mx.contoso.com"],
            report["smtp.ehlo"].Evidence);
        Assert.Equal("QUIT", server.Received[^1]);
    }

    [Theory]
    [InlineData("550 5.7.1 Your name is not welcome")]
    [InlineData("554 Policy")]
    [InlineData("501 Bad name")]
    public async Task A_server_that_turns_ehlo_away_and_takes_helo_is_not_called_old(string refusal)
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: " + refusal, "C: HELO *", "S: 250 mx.contoso.com");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("refused", report["smtp.ehlo"].Outcome);
        Assert.Equal(refusal, report["smtp.ehlo"].Facts["reply"]);
        Assert.Contains(refusal, report["smtp.ehlo"].Sentence, StringComparison.Ordinal);
        Assert.Equal("not-tested", report["smtp.starttls"].Outcome);
        Assert.Equal(Reasons.SessionEnded, report["smtp.starttls"].Reason);
        Assert.Contains("S: " + refusal, report["smtp.starttls"].Evidence);
        Assert.Equal("not-tested", report["sig.fixup"].Outcome);
    }

    [Theory]
    [InlineData("421 4.3.0 Shutting down", null, "busy")]
    [InlineData("451 4.3.0 Local error in processing", null, "busy")]
    [InlineData("550 Bad name", "550 Bad name", "refused")]
    [InlineData("502 Not implemented", "421 Service not available", "busy")]
    public async Task The_last_reply_decides_a_refusal(string ehlo, string? helo, string outcome)
    {
        string[] retry = helo is null ? [] : ["C: HELO *", "S: " + helo];
        await using var server = ScriptedSmtpServer.Start(["S: 220 mx.contoso.com", "C: EHLO *", "S: " + ehlo, .. retry]);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(outcome, report["smtp.ehlo"].Outcome);
        Assert.Equal(helo ?? ehlo, report["smtp.ehlo"].Facts["reply"]);
        Assert.Equal(Reasons.SessionEnded, report["smtp.starttls"].Reason);
        Assert.Equal("QUIT", server.Received[^1]);
    }

    [Fact]
    public async Task A_connection_closed_at_ehlo_is_closed()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "* close");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("closed", report["smtp.ehlo"].Outcome);
        Assert.Equal(Reasons.SessionEnded, report["smtp.starttls"].Reason);
        Assert.Equal(["C: EHLO probe.example.net"], report["smtp.ehlo"].Evidence);
    }

    [Fact]
    public async Task A_reset_at_ehlo_is_looked_at_once_more_and_a_server_that_waits_for_ehlo_did_it_there()
    {
        await using var server = Patient("S: 220 mx.contoso.com", "C: EHLO *", "* reset");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        var report = await run;

        Assert.Equal(("closed", "smtp.closed_at_ehlo"), (report["smtp.ehlo"].Outcome, report["smtp.ehlo"].Facts["causes"]));
        Assert.Equal(2, server.Connections);
        Assert.Equal(["EHLO probe.example.net", "QUIT"], server.Received);
    }

    [Fact]
    public async Task A_server_that_leaves_ehlo_unread_and_hangs_up_again_did_it_after_the_greeting()
    {
        await using var server = Patient("S: 220 mx.contoso.com", "* unread", "* close");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(("closed", "smtp.closed_after_banner"), (report["smtp.ehlo"].Outcome, report["smtp.ehlo"].Facts["causes"]));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_connection_closed_right_after_the_greeting_is_closed_at_ehlo()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "* close");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("ready", report["smtp.banner"].Outcome);
        Assert.Equal("closed", report["smtp.ehlo"].Outcome);
    }

    [Fact]
    public async Task A_farewell_sent_right_behind_the_greeting_is_read()
    {
        await using var server = ScriptedSmtpServer.Start("R: 220 mx.contoso.com\r\n421 4.3.2 Going down\r\n", "C: EHLO *");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("busy", report["smtp.ehlo"].Outcome);
    }

    [Fact]
    public async Task No_answer_to_ehlo_is_a_timeout_and_quit_is_still_said()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "* silence");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(15));
        time.Advance(TimeSpan.FromSeconds(15));
        await time.TimerOf(TimeSpan.FromSeconds(2));
        // The limit runs while QUIT is on its way, too.
        await server.Heard("QUIT");
        time.Advance(TimeSpan.FromSeconds(2));
        var report = await run;
        await server.FirstEnd;

        Assert.Equal("timeout", report["smtp.ehlo"].Outcome);
        Assert.Contains("did not answer EHLO within 15 s", report["smtp.ehlo"].Sentence, StringComparison.Ordinal);
        Assert.Equal(["EHLO probe.example.net", "QUIT"], server.Received);
    }

    [Fact]
    public async Task Ehlo_and_helo_share_one_limit()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "* hold", "S: 500 Unknown", "C: HELO *", "* silence");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(15));
        time.Advance(TimeSpan.FromSeconds(10));
        server.Release();
        await server.Heard("HELO");
        time.Advance(TimeSpan.FromSeconds(5));
        await time.TimerOf(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));
        var report = await run;

        Assert.Equal("timeout", report["smtp.ehlo"].Outcome);
    }

    [Theory]
    [InlineData("S: 220 mx.contoso.com again")]
    [InlineData("S: 354 Go ahead")]
    [InlineData("S: hello")]
    public async Task An_answer_that_is_none_is_not_tested_and_never_a_missing_offer(string answer)
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", answer);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("not-tested", report["smtp.ehlo"].Outcome);
        Assert.Equal(Reasons.UnreadableReply, report["smtp.ehlo"].Reason);
        Assert.Equal("not-tested", report["smtp.starttls"].Outcome);
    }

    [Fact]
    public async Task An_ehlo_reply_without_end_is_not_tested()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "F: 250-MORE\r\n");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(Reasons.UnreadableReply, report["smtp.ehlo"].Reason);
        Assert.True(report["smtp.ehlo"].Evidence.Sum(line => line.Length + 1) <= 2048);
    }

    [Theory]
    [InlineData("220 mx.contoso.com", "250 XXXA", "masked")]
    [InlineData("220 mx.contoso.com", "250 XXXXXXXX", "masked")]
    [InlineData("220 mx.contoso.com", "250 X-EXPS", "plain")]
    [InlineData("220 mx.contoso.com", "250 XCLIENT NAME ADDR", "plain")]
    [InlineData("220 mx.contoso.com", "250 XEXCH50", "plain")]
    [InlineData("220 ***************************", "250 SIZE 100", "masked")]
    [InlineData("220 * * * mx.contoso.com ESMTP * * * **", "250 SIZE 100", "plain")]
    [InlineData("220 *****", "250 SIZE 100", "plain")]
    public async Task Masks_over_greeting_or_keywords_show_a_firewall(string greeting, string keyword, string outcome)
    {
        await using var server = ScriptedSmtpServer.Start("S: " + greeting, "C: EHLO *", "S: 250-mx.contoso.com", "S: " + keyword);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(outcome, report["sig.fixup"].Outcome);
    }

    [Fact]
    public async Task A_masked_greeting_is_a_sign_even_when_ehlo_gets_no_answer()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 ********************", "C: EHLO *", "* close");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("masked", report["sig.fixup"].Outcome);
        Assert.Equal("closed", report["smtp.ehlo"].Outcome);
    }

    /// <summary>It may hear QUIT at any time.</summary>
    private static ScriptedSmtpServer Patient(params string[] script) =>
        ScriptedSmtpServer.Start(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Loopback, 0), tls: null, script);
}
