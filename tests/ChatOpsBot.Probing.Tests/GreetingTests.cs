using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>What a server says first, or does instead.</summary>
public sealed class GreetingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("220 mx.contoso.com ESMTP", "ready")]
    [InlineData("220", "ready")]
    [InlineData("421 4.3.2 Service not available, closing transmission channel", "busy")]
    [InlineData("421 mx.contoso.com out of service, try again later", "busy")]
    [InlineData("450 4.3.1 Insufficient system resources", "busy")]
    [InlineData("554 No SMTP service here", "refused")]
    [InlineData("500 Go away", "refused")]
    [InlineData("554 5.7.1 Rejected", "policy")]
    [InlineData("554 Your address is on our blocklist", "policy")]
    [InlineData("554-mx.contoso.com\r\nS: 554 Blocked because of a poor reputation", "policy")]
    [InlineData("250 mx.contoso.com", "not-smtp")]
    [InlineData("200 news.contoso.com server ready", "not-smtp")]
    [InlineData("354 Go ahead", "not-smtp")]
    [InlineData("SSH-2.0-OpenSSH_9.6", "not-smtp")]
    [InlineData("HTTP/1.1 400 Bad Request", "not-smtp")]
    [InlineData("+OK POP3 ready", "not-smtp")]
    [InlineData("* OK IMAP4rev1 ready", "not-smtp")]
    [InlineData("220\tmx.contoso.com", "not-smtp")]
    [InlineData("2200 mx.contoso.com", "not-smtp")]
    [InlineData("22", "not-smtp")]
    [InlineData("", "not-smtp")]
    public async Task The_first_line_decides(string greeting, string outcome)
    {
        await using var server = ScriptedSmtpServer.Start(["S: " + greeting.Replace("\r\nS: ", "\r\n", StringComparison.Ordinal), "* silence"]);
        var time = new ManualTime();

        var run = new Probe(time, Probe.Loopback(server.EndPoint.Port)).RunAsync(new ProbeRequest(server.Target, ["smtp.banner"]), Ct);
        var result = await FinishAsync(run, time);

        Assert.Equal(outcome, result["smtp.banner"].Outcome);
        Assert.Contains("127.0.0.1", result["smtp.banner"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_is_quoted_and_what_was_not_asked_says_why()
    {
        await using var server = ScriptedSmtpServer.Start("S: 421 4.3.2 Service not available");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("421 4.3.2 Service not available", report["smtp.banner"].Facts["banner"]);
        Assert.Contains("421 4.3.2 Service not available", report["smtp.banner"].Sentence, StringComparison.Ordinal);
        Assert.Equal(["S: 421 4.3.2 Service not available"], report["smtp.banner"].Evidence);
        Assert.All(["smtp.ehlo", "smtp.starttls", "sig.fixup"], id =>
        {
            Assert.Equal("not-tested", report[id].Outcome);
            Assert.Equal(Reasons.SessionEnded, report[id].Reason);
        });
        Assert.Equal(["QUIT"], server.Received);
    }

    [Fact]
    public async Task A_greeting_of_several_lines_is_read_to_its_end()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220-mx.contoso.com", "S: 220-No spam, please", "S: 220 Ready", "C: EHLO *", "S: 250 mx.contoso.com");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(["S: 220-mx.contoso.com", "S: 220-No spam, please", "S: 220 Ready"], report["smtp.banner"].Evidence);
        Assert.Equal("ok", report["smtp.ehlo"].Outcome);
    }

    [Fact]
    public async Task A_late_but_right_greeting_is_slow_and_the_session_goes_on()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 220 mx.contoso.com", "C: EHLO *", "S: 250 mx.contoso.com");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(5));
        server.Release();
        var report = await run;

        Assert.Equal("slow", report["smtp.banner"].Outcome);
        Assert.Equal("5", report["smtp.banner"].Facts["seconds"]);
        Assert.Equal(TimeSpan.FromSeconds(5), report["smtp.banner"].Elapsed);
        Assert.Equal("ok", report["smtp.ehlo"].Outcome);
    }

    [Fact]
    public async Task A_silent_server_is_given_thirty_seconds_and_not_one_byte()
    {
        await using var server = ScriptedSmtpServer.Start("* hello", "* silence");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));
        await server.FirstEnd;
        await time.TimerOf(TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        var report = await run;

        Assert.Equal("silent", report["smtp.banner"].Outcome);
        Assert.Equal("smtp.no_banner", report["smtp.banner"].Facts["causes"]);
        Assert.Contains("said nothing within 30 s", report["smtp.banner"].Sentence, StringComparison.Ordinal);
        Assert.Empty(server.Received);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_greeting_that_drips_does_not_reset_the_limit()
    {
        await using var server = ScriptedSmtpServer.Start("R: 220-slow\r\n2", "* hold", "R: 2", "* silence");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(20));
        server.Release();
        time.Advance(TimeSpan.FromSeconds(10));
        var report = await run;

        Assert.Equal("silent", report["smtp.banner"].Outcome);
        Assert.Contains("did not finish its greeting within 30 s", report["smtp.banner"].Sentence, StringComparison.Ordinal);
        Assert.Equal("smtp.tarpit", report["smtp.banner"].Facts["causes"]);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("* close", null)]
    [InlineData("* reset", "ConnectionReset")]
    public async Task A_connection_closed_before_the_greeting_is_closed(string end, string? error)
    {
        await using var server = ScriptedSmtpServer.Start(end);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("open", report["tcp25"].Outcome);
        Assert.Equal("closed", report["smtp.banner"].Outcome);
        Assert.Equal(error, report["smtp.banner"].Facts.GetValueOrDefault("error"));
        Assert.Equal(Reasons.SessionEnded, report["smtp.ehlo"].Reason);
    }

    [Fact]
    public async Task Half_a_greeting_before_the_close_is_kept_as_evidence()
    {
        await using var server = ScriptedSmtpServer.Start("R: 220-mx.contoso.com\r\n220 half", "* close");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("closed", report["smtp.banner"].Outcome);
        Assert.Equal(["S: 220-mx.contoso.com", "S: 220 half"], report["smtp.banner"].Evidence);
    }

    [Theory]
    [InlineData("F: 220-again\r\n")]
    [InlineData("F: 220-")]
    public async Task A_greeting_without_end_is_oversized(string flood)
    {
        await using var server = ScriptedSmtpServer.Start("R: 220-", flood);

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("oversized", report["smtp.banner"].Outcome);
        Assert.True(report["smtp.banner"].Evidence.Sum(line => line.Length + 1) <= 2048);
        Assert.True(report["smtp.banner"].Facts["banner"].Length <= 300);
    }

    [Fact]
    public async Task A_greeting_from_a_filter_that_masks_is_ready_and_masked()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 **2*0***********", "C: EHLO *", "S: 502 Command not implemented", "C: HELO *", "S: 250 mx.contoso.com");

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal("ready", report["smtp.banner"].Outcome);
        Assert.Equal("helo-only", report["smtp.ehlo"].Outcome);
        Assert.Equal("masked", report["sig.fixup"].Outcome);
    }

    /// <summary>A server that is no mail server does not answer QUIT; the probe's patience with that ends by the clock.</summary>
    private static async Task<ProbeReport> FinishAsync(Task<ProbeReport> run, ManualTime time)
    {
        if (await Task.WhenAny(run, time.TimerOf(TimeSpan.FromSeconds(2))) != run)
            time.Advance(TimeSpan.FromSeconds(2));
        return await run;
    }
}
