using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>A server that complains about our rate has a limit, not a fault; it is left alone for a while.</summary>
public sealed class RateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_connections_is_never_a_fault_and_pauses_the_address_for_fifteen_minutes()
    {
        await using var server = ScriptedSmtpServer.Start("S: 421 4.7.0 mx.contoso.com Too many connections from your address");
        var time = new ManualTime();
        var probe = new Probe(time, Probe.Loopback(server.EndPoint.Port));

        var first = await probe.RunAllAsync(server.Target, Ct);
        time.Advance(TimeSpan.FromMinutes(14));
        var soon = await probe.RunAllAsync(server.Target, Ct);
        time.Advance(TimeSpan.FromMinutes(1));
        await probe.RunAllAsync(server.Target, Ct);

        Assert.Equal("open", first["tcp25"].Outcome);
        Assert.All(["smtp.banner", "smtp.ehlo", "smtp.starttls", "sig.fixup"], id =>
        {
            Assert.Equal("not-tested", first[id].Outcome);
            Assert.Equal(Reasons.RateLimited, first[id].Reason);
        });
        Assert.Contains("Too many connections", first["smtp.banner"].Sentence, StringComparison.Ordinal);
        Assert.Equal(["S: 421 4.7.0 mx.contoso.com Too many connections from your address"], first["smtp.banner"].Evidence);
        Assert.Equal(Reasons.RateLimited, soon["tcp25"].Reason);
        Assert.Contains("09:15 UTC", soon["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
        Assert.Equal(["QUIT", "QUIT"], server.Received);
    }

    [Fact]
    public async Task A_complaint_at_ehlo_pauses_too()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: 421 Connection rate limit exceeded");
        var time = new ManualTime();
        var probe = new Probe(time, Probe.Loopback(server.EndPoint.Port));

        var report = await probe.RunAllAsync(server.Target, Ct);
        await probe.RunAllAsync(server.Target, Ct);

        Assert.Equal("ready", report["smtp.banner"].Outcome);
        Assert.Equal(Reasons.RateLimited, report["smtp.ehlo"].Reason);
        Assert.Equal(Reasons.RateLimited, report["smtp.starttls"].Reason);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_final_no_at_ehlo_for_our_rate_is_no_missing_offer_and_is_not_asked_again()
    {
        await using var server = ScriptedSmtpServer.Start("S: 220 mx.contoso.com", "C: EHLO *", "S: 550 5.7.1 Too many connections from your address");
        var probe = new Probe(new ManualTime(), Probe.Loopback(server.EndPoint.Port));

        var report = await probe.RunAllAsync(server.Target, Ct);
        var soon = await probe.RunAllAsync(server.Target, Ct);

        Assert.Equal(Reasons.RateLimited, report["smtp.ehlo"].Reason);
        Assert.Equal(Reasons.RateLimited, report["smtp.starttls"].Reason);
        Assert.Contains("S: 550 5.7.1 Too many connections from your address", report["smtp.starttls"].Evidence);
        Assert.Equal(Reasons.RateLimited, soon["tcp25"].Reason);
        Assert.Equal(["EHLO probe.example.net", "QUIT"], server.Received);
    }

    [Theory]
    [InlineData("421 Too many connections")]
    [InlineData("421 too many concurrent SMTP connections; please try again later")]
    [InlineData("421 4.7.0 Try again later, closing connection.")]
    [InlineData("421 Concurrent session limit reached")]
    [InlineData("421 4.4.5 Server busy, too many messages, slow down")]
    [InlineData("450 4.7.1 Your connection rate is too high")]
    [InlineData("451 4.7.0 Temporary throttled")]
    [InlineData("421 You have exceeded the allowed number of connections")]
    [InlineData("554 Too many connections")]
    [InlineData("550 5.7.1 Too many concurrent SMTP connections")]
    [InlineData("554 5.7.0 Rate limit for your address")]
    [InlineData("550 You exceeded the allowed connection rate")]
    public void A_complaint_about_rate_is_told(string line)
    {
        Assert.True(Reply(line).IsAboutRate);
    }

    [Theory]
    [InlineData("421 4.3.2 Service not available")]
    [InlineData("421 4.3.2 Service not available, try again later")]
    [InlineData("421 Service temporarily unavailable, retry later")]
    [InlineData("421 4.3.0 Shutting down")]
    [InlineData("421 mx.contoso.com try later")]
    [InlineData("421 mx.contoso.com Service busy, please try again later")]
    [InlineData("452 4.3.1 Insufficient system storage, try again later")]
    [InlineData("421 Down for maintenance, try again later")]
    [InlineData("554 Go away, try again later")]
    [InlineData("550 Too many hops")]
    [InlineData("552 Message size limit exceeded")]
    [InlineData("220 Too many connections is what we never say")]
    public void A_service_that_is_down_or_a_final_no_is_no_complaint_about_rate(string line)
    {
        Assert.False(Reply(line).IsAboutRate);
    }

    private static SmtpReply Reply(string line) => new(ReplyEnd.Complete, [line], TimeSpan.Zero);
}
