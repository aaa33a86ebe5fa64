using System.Net;
using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>One address gets few connections from this process, whoever asks.</summary>
public sealed class AddressQuotaTests
{
    private static readonly IPAddress Server = IPAddress.Parse("203.0.113.9");

    private readonly ManualTime time = new();

    [Fact]
    public async Task The_fifth_run_of_a_minute_is_told_what_was_seen_and_a_new_question_waits_for_the_next_minute()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        var probe = new Probe(time, Probe.Loopback(server.EndPoint.Port));
        var ct = TestContext.Current.CancellationToken;

        for (var run = 0; run < 4; run++)
            Assert.Equal("open", (await probe.RunAllAsync(server.Target, ct))["tcp25"].Outcome);
        time.Advance(TimeSpan.FromSeconds(20));
        var fifth = await probe.RunAllAsync(server.Target, ct);
        var other = await probe.RunAsync(new ProbeRequest(server.Target, Probe.AllChecks) { ExpectTlsName = "other.contoso.com" }, ct);
        time.Advance(TimeSpan.FromMinutes(1));
        var later = await probe.RunAllAsync(server.Target, ct);

        Assert.Equal(["open", "ready", "ok", "match"], new[] { "tcp25", "smtp.banner", "smtp.starttls", "tls.name" }.Select(id => fifth[id].Outcome));
        Assert.Equal("20", fifth["tls.name"].Facts["age"]);
        Assert.Contains("Another run saw it 20 s ago", fifth["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.All(["tcp25", "smtp.banner", "smtp.starttls"], id => Assert.Equal(Reasons.RateLimited, other[id].Reason));
        Assert.Contains("That is a limit of the probe and says nothing about the server; run the checks again after 09:01:00 UTC.", other["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Equal("open", later["tcp25"].Outcome);
        Assert.Equal(5, server.Connections);
    }

    [Fact]
    public void The_minute_slides_and_refusals_do_not_count()
    {
        var quota = new AddressQuota(time, perMinute: 2, perDay: 60);

        Assert.Null(quota.Take(Server));
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.Null(quota.Take(Server));
        Assert.Equal(time.GetUtcNow().AddSeconds(20), quota.Take(Server));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(quota.Take(Server));
        Assert.Equal(time.GetUtcNow().AddSeconds(40), quota.Take(Server));
    }

    [Fact]
    public void A_day_has_its_own_limit()
    {
        var quota = new AddressQuota(time, perMinute: 4, perDay: 3);
        var start = time.GetUtcNow();

        for (var connection = 0; connection < 3; connection++)
        {
            Assert.Null(quota.Take(Server));
            time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(start.AddDays(1), quota.Take(Server));
        time.Advance(TimeSpan.FromHours(18));
        Assert.Null(quota.Take(Server));
    }

    [Fact]
    public void Other_addresses_have_their_own_limit_but_a_translated_one_is_the_same()
    {
        var quota = new AddressQuota(time, perMinute: 1, perDay: 60);

        Assert.Null(quota.Take(Server));
        Assert.NotNull(quota.Take(IPAddress.Parse("64:ff9b::203.0.113.9")));
        Assert.Null(quota.Take(IPAddress.Parse("203.0.113.10")));
    }
}
