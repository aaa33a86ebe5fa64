using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>One TCP connection to one address.</summary>
public sealed class ConnectTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.77", "open", "EHLO [127.0.0.77]")]
    [InlineData("203.0.113.77", "not-tested")]
    public async Task Connections_come_from_the_address_the_operator_names_and_from_no_other(string source, string outcome, params string[] said)
    {
        await using var server = ScriptedSmtpServer.Healthy();
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [server.EndPoint.Port], SourceAddresses = [source] };

        var report = await new Probe(TimeProvider.System, options).RunAllAsync(server.Target, TestContext.Current.CancellationToken);

        Assert.Equal(outcome, report["tcp25"].Outcome);
        Assert.Equal(said, server.Received.Take(1));
    }

    [Fact]
    public async Task A_closed_port_is_refused_and_nothing_behind_it_was_tested()
    {
        using var port = new RefusingPort();

        var report = await Probe.RunAsync(port.Target, Ct);

        Assert.Equal("refused", report["tcp25"].Outcome);
        Assert.Equal("ConnectionRefused", report["tcp25"].Facts["error"]);
        Assert.StartsWith($"127.0.0.1 refused the connection on port {port.EndPoint.Port}", report["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.All(["smtp.banner", "smtp.ehlo", "smtp.starttls", "sig.fixup"], id => Assert.Equal(Reasons.NotConnected, report[id].Reason));
        Assert.Equal("unknown", report["ctl.out25"].Outcome);
    }

    [Fact]
    public async Task A_port_that_drops_packets_is_a_timeout_after_ten_seconds()
    {
        using var port = new UnansweredPort();
        var time = new ManualTime();
        var options = Probe.Loopback(port.EndPoint.Port);
        await using var names = Probe.Names("mx1.contoso.com", IPAddress.Loopback);
        var probe = new Probe(time, options, names);

        var run = probe.RunAllAsync(new ProbeTarget("mx1.contoso.com", port.EndPoint.Port), Ct);
        await time.TimerOf(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        var report = await run;

        Assert.Equal("timeout", report["tcp25"].Outcome);
        Assert.StartsWith($"mx1.contoso.com (127.0.0.1) did not answer on port {port.EndPoint.Port} within 10 s.", report["tcp25"].Sentence, StringComparison.Ordinal);
        Assert.Equal("10", report["tcp25"].Facts["seconds"]);
        Assert.Equal(TimeSpan.FromSeconds(10), report["tcp25"].Elapsed);
        Assert.Equal(Reasons.NotConnected, report["smtp.starttls"].Reason);
    }

    [Fact]
    public async Task A_network_that_says_no_is_unreachable()
    {
        // Linux answers a TCP connect to a broadcast address with ENETUNREACH, although it has a route there.
        var target = new ProbeTarget("127.255.255.255", 2525);

        var report = await Probe.RunAsync(target, Ct);

        Assert.Equal("unreachable", report["tcp25"].Outcome);
        Assert.Equal("NetworkUnreachable", report["tcp25"].Facts["error"]);
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, true, ConnectEnd.Refused)]
    [InlineData(SocketError.ConnectionReset, true, ConnectEnd.Open)]
    [InlineData(SocketError.HostUnreachable, true, ConnectEnd.Unreachable)]
    [InlineData(SocketError.NetworkUnreachable, true, ConnectEnd.Unreachable)]
    [InlineData(SocketError.HostUnreachable, false, ConnectEnd.NoLocalRoute)]
    [InlineData(SocketError.NetworkUnreachable, false, ConnectEnd.NoLocalRoute)]
    [InlineData(SocketError.TimedOut, true, ConnectEnd.TimedOut)]
    [InlineData(SocketError.TimedOut, false, ConnectEnd.NoLocalRoute)]
    [InlineData(SocketError.AccessDenied, true, ConnectEnd.Forbidden)]
    [InlineData(SocketError.AddressNotAvailable, true, ConnectEnd.NoLocalRoute)]
    [InlineData(SocketError.AddressFamilyNotSupported, true, ConnectEnd.NoLocalRoute)]
    [InlineData(SocketError.TooManyOpenSockets, true, ConnectEnd.NoLocalRoute)]
    internal void Trouble_of_this_machine_is_kept_apart_from_trouble_of_the_target(SocketError error, bool hasLocalRoute, ConnectEnd end)
    {
        Assert.Equal(end, ConnectionSeen.Read(error, () => hasLocalRoute));
    }

    [Theory]
    [InlineData(ConnectEnd.NoLocalRoute, Reasons.NoLocalRoute)]
    [InlineData(ConnectEnd.Forbidden, Reasons.OutboundBlocked)]
    [InlineData(ConnectEnd.OutOfBudget, Reasons.Budget)]
    internal void What_the_target_is_not_to_blame_for_is_not_tested(ConnectEnd end, string reason)
    {
        var sight = new Sight(new ProbeTarget("mx1.contoso.com"), new ProbeOptions())
        {
            Address = IPAddress.Parse("2001:db8::9"),
            Connection = new ConnectionSeen(end, TimeSpan.Zero, SocketError.NetworkUnreachable),
        };

        var result = new Checks.ConnectCheck().Judge(sight);

        Assert.Equal("not-tested", result.Outcome);
        Assert.Equal(reason, result.Reason);
    }

    [Fact]
    public void The_routing_table_knows_the_way_to_this_machine()
    {
        Assert.True(LocalRoute.Exists(new IPEndPoint(IPAddress.Loopback, 25)));
    }
}
