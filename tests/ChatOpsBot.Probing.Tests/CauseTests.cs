using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>Which cause of the closed list each result of an SMTP session names, so that a verdict need not read sentences.</summary>
public sealed class CauseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The script, and all causes and findings in the order of the checks.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "* close", "smtp.banner: smtp.closed_before_banner", "" },
        { "* reset", "smtp.banner: smtp.closed_before_banner", "" },
        { "S: 421 4.3.2 Service shutting down", "smtp.banner: smtp.greeting_421", "" },
        { "S: 450 4.3.2 Busy", "smtp.banner: smtp.greeting_421", "" },
        { "S: 421 4.7.0 Too many connections from your address", "", "" },
        { "S: 554 5.7.1 Blocked, see https://blocklist.contoso.com", "smtp.banner: smtp.blocked_by_policy", "" },
        { "S: 554 No SMTP service here", "smtp.banner: smtp.greeting_5xx", "" },
        { "S: SSH-2.0-OpenSSH_9.2|* silence", "smtp.banner: smtp.not_smtp", "" },
        { "S: HTTP/1.1 400 Bad Request|* silence", "smtp.banner: smtp.not_smtp", "" },
        { "S: 250 hello", "smtp.banner: smtp.not_smtp", "" },
        { "R: \u0015\u0003\u0001\u0000\u0002\u0002\u0046|* silence", "smtp.banner: smtp.not_smtp", "" },
        { "F: 220-again\r\n", "smtp.banner: smtp.endless_banner", "" },
        { "R: 220-|F: again and again ", "smtp.banner: smtp.line_too_long", "" },
        { "L: 220 mx.contoso.com", "smtp.ehlo: smtp.closed_after_banner", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|* close", "smtp.ehlo: smtp.closed_at_ehlo", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|S: 421 4.3.2 Service not available", "smtp.ehlo: smtp.421_at_ehlo", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|S: 421 4.7.0 Too many connections", "", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|S: 550 Bad name|C: HELO *|S: 550 Bad name", "smtp.ehlo: smtp.greeting_5xx", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|S: 550 5.7.1 Listed|C: HELO *|S: 550 5.7.1 Listed", "smtp.ehlo: smtp.blocked_by_policy", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|S: hello", "smtp.ehlo: smtp.not_smtp", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|F: 250-MORE\r\n", "smtp.ehlo: smtp.endless_banner", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|S: 250 mx.contoso.com", "smtp.starttls: tls.not_offered", "" },
        { "S: 220 mx.contoso.com|C: EHLO *|S: 502 What?|C: HELO *|S: 250 mx", "smtp.starttls: tls.not_offered", "" },
        {
            "S: 220 ********************|C: EHLO *|S: 502 What?|C: HELO *|S: 250 mx",
            "smtp.starttls: smtp.packet_inspection tls.not_offered; sig.fixup: smtp.packet_inspection", ""
        },
        {
            "S: 220 mx.contoso.com|C: EHLO *|S: 250-mx|S: 250 XXXXXXXA",
            "smtp.starttls: smtp.packet_inspection tls.not_offered; sig.fixup: smtp.packet_inspection", ""
        },
        {
            "S: 220 ********************|C: EHLO *|* close",
            "smtp.ehlo: smtp.packet_inspection smtp.closed_at_ehlo; sig.fixup: smtp.packet_inspection", ""
        },
        {
            "S: 220 ********************|C: EHLO *|S: 250-mx|S: 250 STARTTLS|C: STARTTLS|S: 454 Not now",
            "smtp.starttls: smtp.packet_inspection tls.starttls_rejected", "sig.fixup: smtp.packet_inspection"
        },
        { "S: 220 mx.contoso.com|C: EHLO *|S: 250-mx|S: 250 STARTTLS|C: STARTTLS|* close", "smtp.starttls: smtp.closed_at_starttls", "" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_fault_of_a_session_names_its_cause(string script, string causes, string findings)
    {
        await using var server = ScriptedSmtpServer.Start(script.Split('|'));
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        if (await Task.WhenAny(run, time.TimerOf(TimeSpan.FromSeconds(2))) != run)
            time.Advance(TimeSpan.FromSeconds(2));
        var report = await run;

        Assert.Equal((causes, findings), (Told(report, "causes"), Told(report, "findings")));
        Assert.DoesNotContain(server.Received, line => line.Split(' ')[0] is not ("EHLO" or "HELO" or "STARTTLS" or "QUIT"));
    }

    [Fact]
    public async Task A_refused_connection_names_its_cause()
    {
        using var port = new RefusingPort();

        Assert.Equal("tcp25: tcp.refused", Told(await Probe.RunAsync(port.Target, Ct), "causes"));
    }

    [Fact]
    public async Task A_connection_without_answer_names_its_cause()
    {
        using var port = new UnansweredPort();
        var time = new ManualTime();

        var run = Probe.RunAsync(port.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("tcp25: tcp.timeout", Told(await run, "causes"));
    }

    [Fact]
    public async Task A_late_greeting_is_a_finding_and_no_cause()
    {
        await using var server = ScriptedSmtpServer.Start("* hold", "S: 220 mx.contoso.com", "C: EHLO *", "S: 250-mx", "S: 250 STARTTLS", "C: STARTTLS", "S: 454 Not now");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(5));
        server.Release();
        var report = await run;

        Assert.Equal("smtp.banner: smtp.slow_banner", Told(report, "findings"));
    }

    [Fact]
    public async Task No_answer_to_ehlo_names_its_cause()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "* silence");
        var time = new ManualTime();

        var run = Probe.RunAsync(server.Target, time, Ct);
        await server.Heard("EHLO");
        time.Advance(TimeSpan.FromSeconds(15));
        await server.Heard("QUIT");
        await time.TimerOf(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("smtp.ehlo: smtp.ehlo_timeout", Told(await run, "causes"));
    }

    private static string Told(ProbeReport report, string fact) => string.Join("; ", report.Results
        .Where(result => result.Facts.ContainsKey(fact))
        .OrderBy(result => Probe.AllChecks.ToList().IndexOf(result.CheckId))
        .Select(result => $"{result.CheckId}: {result.Facts[fact]}"));
}
