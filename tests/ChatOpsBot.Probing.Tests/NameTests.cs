using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>The name of the server, and the addresses behind it.</summary>
public sealed class NameTests
{
    private static readonly ProbeTarget Server = new("mx1.contoso.com");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SocketError.HostNotFound, "nxdomain")]
    [InlineData(SocketError.NoData, "nodata")]
    [InlineData(SocketError.TryAgain, "servfail")]
    [InlineData(SocketError.NoRecovery, "servfail")]
    public async Task What_the_resolver_says_is_the_outcome_and_the_addresses_were_not_tested(SocketError error, string outcome)
    {
        var probe = new Probe(TimeProvider.System, new ProbeOptions(), (_, _) => throw new SocketException((int)error));

        var report = await probe.RunAllAsync(Server, Ct);

        Assert.Equal(outcome, report["dns.addr"].Outcome);
        Assert.Equal("mx1.contoso.com", report["dns.addr"].Where);
        Assert.All(["tcp25", "smtp.banner", "smtp.ehlo", "smtp.starttls", "sig.fixup"], id => Assert.Equal(Reasons.NoAddress, report[id].Reason));
        Assert.Equal("unknown", report["ctl.out25"].Outcome);
    }

    [Fact]
    public async Task A_silent_resolver_is_given_eight_seconds()
    {
        var time = new ManualTime();
        var never = new TaskCompletionSource<IPAddress[]>();
        var probe = new Probe(time, new ProbeOptions(), (_, _) => never.Task);

        var run = probe.RunAllAsync(Server, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(8));
        time.Advance(TimeSpan.FromSeconds(8));
        var report = await run;

        Assert.Equal("timeout", report["dns.addr"].Outcome);
        Assert.Contains("within 8 s", report["dns.addr"].Sentence, StringComparison.Ordinal);
        Assert.Equal(Reasons.NoAddress, report["tcp25"].Reason);
    }

    [Fact]
    public async Task A_name_without_addresses_is_nodata()
    {
        var report = await new Probe(TimeProvider.System, new ProbeOptions(), Probe.Names("mx1.contoso.com")).RunAllAsync(Server, Ct);

        Assert.Equal("nodata", report["dns.addr"].Outcome);
    }

    [Fact]
    public async Task An_address_as_target_has_no_name_to_look_up()
    {
        await using var server = ScriptedSmtpServer.Healthy();

        var report = await Probe.RunAsync(server.Target, Ct);

        Assert.Equal(Reasons.NoName, report["dns.addr"].Reason);
    }

    [Fact]
    public async Task Every_address_is_told_by_itself_so_that_the_odd_one_out_shows()
    {
        await using var good = ScriptedSmtpServer.Healthy();
        var port = good.EndPoint.Port;
        await using var bad = ScriptedSmtpServer.Start(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port), "S: 554 No SMTP service here");
        using var closed = new RefusingPort(new IPEndPoint(IPAddress.Parse("127.0.0.3"), port));
        var names = Probe.Names("mx1.contoso.com", good.EndPoint.Address, bad.EndPoint.Address, closed.EndPoint.Address);

        var report = await new Probe(TimeProvider.System, Probe.Loopback(port), names).RunAllAsync(Server with { Port = port }, Ct);

        Assert.Equal("127.0.0.1, 127.0.0.2, 127.0.0.3", report["dns.addr"].Facts["addresses"]);
        Assert.Equal("offered", report.At("smtp.starttls", "127.0.0.1").Outcome);
        Assert.Equal("refused", report.At("smtp.banner", "127.0.0.2").Outcome);
        Assert.Equal("refused", report.At("tcp25", "127.0.0.3").Outcome);
        Assert.Contains("mx1.contoso.com (127.0.0.2)", report.At("smtp.banner", "127.0.0.2").Sentence, StringComparison.Ordinal);
        Assert.Equal(15, report.Results.Count(result => result.CheckId is not ("dns.addr" or "ctl.out25")));
    }

    [Fact]
    public async Task Doubles_and_mapped_forms_of_an_address_are_asked_once()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        var names = Probe.Names("mx1.contoso.com", IPAddress.Loopback, IPAddress.Loopback, IPAddress.Loopback.MapToIPv6());

        var report = await new Probe(TimeProvider.System, Probe.Loopback(server.EndPoint.Port), names).RunAllAsync(Server with { Port = server.EndPoint.Port }, Ct);

        Assert.Equal("open", report["tcp25"].Outcome);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Of_many_addresses_four_are_asked_eight_are_told_and_the_rest_is_counted()
    {
        using var closed = new RefusingPort(new IPEndPoint(IPAddress.Any, 0));
        var addresses = Enumerable.Range(1, 20).Select(last => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.{last}"))).ToArray();

        var report = await new Probe(TimeProvider.System, Probe.Loopback(closed.EndPoint.Port), Probe.Names("mx1.contoso.com", addresses))
            .RunAllAsync(Server with { Port = closed.EndPoint.Port }, Ct);

        var connects = report.Results.Where(result => result.CheckId == "tcp25").ToList();
        Assert.Equal(4, connects.Count(result => result.Outcome == "refused"));
        Assert.Equal(4, connects.Count(result => result.Reason == Reasons.TooManyAddresses));
        Assert.Equal(8, connects.Count);
        Assert.Contains("and 12 more", report["dns.addr"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_families_get_their_turn_before_the_limit()
    {
        var addresses = new[] { "127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "::1" }.Select(IPAddress.Parse).ToArray();

        var answer = await NameLookup.AskAsync(Probe.Names("mx1.contoso.com", addresses), "mx1.contoso.com", TimeSpan.FromSeconds(8), TimeProvider.System, Ct);

        Assert.Equal(["127.0.0.1", "::1", "127.0.0.2", "127.0.0.3", "127.0.0.4"], answer.Addresses.Select(address => address.ToString()));
    }
}
