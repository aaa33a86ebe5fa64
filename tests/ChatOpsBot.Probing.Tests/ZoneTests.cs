using System.Net;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>The name servers of a domain, asked beside the resolver.</summary>
public sealed class ZoneTests : IAsyncDisposable
{
    private static readonly ProbeTarget Contoso = new("contoso.com");

    private readonly ScriptedDnsServer com = ScriptedDnsServer.Start(
        "com SOA 1",
        "com NS a.gtld-servers.net",
        "contoso.com NS ns1.contoso.com",
        "contoso.com NS ns2.contoso.com",
        "ns1.contoso.com A 127.0.0.2",
        "ns2.contoso.com A 127.0.0.3");

    private readonly List<ScriptedDnsServer> servers = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string[] Zone => ["contoso.com SOA 7 900", "contoso.com NS ns1.contoso.com", "contoso.com NS ns2.contoso.com", "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 10.0.0.5"];

    private static string[] Known => ["com NS a.gtld-servers.net", "a.gtld-servers.net A 127.0.0.1", "contoso.com 600 MX 10 mx1.contoso.com", "mx1.contoso.com A 10.0.0.5", "contoso.com TXT here"];

    public async ValueTask DisposeAsync()
    {
        await com.DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task Servers_that_all_speak_for_the_zone_are_well()
    {
        StartServer(2, Zone);
        StartServer(3, Zone);

        var report = await RunAsync(Known);

        Assert.Equal("All 2 name servers of contoso.com speak for it.", report["dns.ns"].Sentence);
        Assert.Equal("same", report["dns.soa"].Outcome);
        Assert.Equal("ns1.contoso.com 7, ns2.contoso.com 7", report["dns.soa"].Facts["serials"]);
        Assert.Equal(("contoso.com", "same", "300"), (report["dns.soa"].Where, report["dns.soa"].Facts["cache"], report["dns.soa"].Facts["negative"]));
        Assert.Equal(("found", "same"), (report["dns.mx"].Outcome, report["dns.mx"].Facts["cache"]));
        Assert.Equal(("found", "same"), (report["dns.addr"].Outcome, report["dns.addr"].Facts["cache"]));
    }

    [Theory]
    [InlineData("* refused .", "REFUSED")]
    [InlineData("fabrikam.com SOA 1", "REFUSED")]
    [InlineData("* lame .", "no authority")]
    [InlineData("* servfail .", "SERVFAIL")]
    [InlineData("* garbage .", "an unreadable answer")]
    public async Task A_server_that_does_not_speak_for_the_zone_is_lame(string line, string problem)
    {
        StartServer(2, Zone);
        StartServer(3, line.StartsWith("* lame", StringComparison.Ordinal) ? [.. Zone, line] : [line]);

        var report = await RunAsync(Known);

        Assert.Equal(("lame", "1", "2"), (report["dns.ns"].Outcome, report["dns.ns"].Facts["working"], report["dns.ns"].Facts["total"]));
        Assert.Contains(problem, report["dns.ns"].Sentence, StringComparison.Ordinal);
        Assert.Contains("so mail flows, with delays", report["dns.ns"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_whose_servers_are_all_lame_is_found_out_while_the_resolver_is_still_at_it()
    {
        StartServer(2, "* refused .");
        StartServer(3, "* refused .");
        await using var dns = ScriptedDnsServer.Start(["com NS a.gtld-servers.net", "a.gtld-servers.net A 127.0.0.1", "* hold contoso.com"]);
        List<string> seen = [];

        await foreach (var probeEvent in Of(TimeProvider.System, dns).Stream(new ProbeRequest(Contoso, Probe.AllChecks), Ct))
        {
            if (probeEvent is not ProbeEvent.Finished { Result: var result })
                continue;
            seen.Add($"{result.CheckId}={result.Outcome}");
            if (result.CheckId == "dns.ns")
            {
                Assert.Contains("nobody can find its mail servers", result.Sentence, StringComparison.Ordinal);
                dns.Change("* servfail contoso.com");
                dns.Release();
            }
        }

        Assert.Equal("dns.ns=lame", seen[0]);
        Assert.Contains("dns.mx=servfail", seen);
        Assert.Contains("dns.soa=not-tested", seen);
    }

    [Fact]
    public async Task Silent_servers_are_given_half_the_time_of_the_lookup()
    {
        StartServer(2, "* silence .");
        StartServer(3, Zone);
        var time = new ManualTime();
        await using var dns = ScriptedDnsServer.Start(Known);

        var run = Of(time, dns).RunAsync(new ProbeRequest(Contoso, ["dns.ns"]), Ct);
        await servers[0].Heard("contoso.com SOA");
        await servers[1].Heard("contoso.com NS");
        time.Advance(TimeSpan.FromSeconds(4));
        var report = await run;

        Assert.Equal("unreachable", report["dns.ns"].Outcome);
        Assert.Equal(("ns1.contoso.com silent", "silent ok"), (report["dns.ns"].Facts["failing"], report["dns.ns"].Facts["states"]));
    }

    [Fact]
    public async Task A_server_where_nothing_listens_is_unreachable()
    {
        StartServer(2, Zone);

        var report = await RunAsync(Known);

        Assert.Equal("unreachable", report["dns.ns"].Outcome);
        Assert.Contains("ns2.contoso.com (127.0.0.3) cannot be reached", report["dns.ns"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolver_is_not_waited_out_for_a_zone_nobody_speaks_for()
    {
        StartServer(2, "* refused .");
        StartServer(3, "* refused .");
        await using var dns = ScriptedDnsServer.Start(["com NS a.gtld-servers.net", "a.gtld-servers.net A 127.0.0.1", "* silence contoso.com"]);
        var time = new ManualTime();

        var run = Of(time, dns).RunAllAsync(Contoso, Ct);
        await time.TimerOf(TimeSpan.FromMilliseconds(1100));
        time.Advance(TimeSpan.FromMilliseconds(1100));
        var report = await run;

        Assert.Equal(("lame", "timeout", "timeout"), (report["dns.ns"].Outcome, report["dns.mx"].Outcome, report["dns.addr"].Outcome));
        Assert.Equal(Reasons.NoAuthority, report["dns.dnssec"].Reason);
    }

    [Fact]
    public async Task A_name_server_that_does_not_exist_is_a_risk_and_named_so()
    {
        com.Change("com SOA 1", "contoso.com NS ns1.contoso.com", "contoso.com NS ns.gone-hoster.com", "ns1.contoso.com A 127.0.0.2");
        StartServer(2, [.. Zone[..2], "contoso.com NS ns.gone-hoster.com", .. Zone[3..]]);

        var report = await RunAsync(Known);

        Assert.Equal("unreachable", report["dns.ns"].Outcome);
        Assert.Equal("ns.gone-hoster.com dangling", report["dns.ns"].Facts["failing"]);
        Assert.Contains("can take over the domain", report["dns.ns"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_above_that_names_other_servers_differs()
    {
        string[] zone = ["contoso.com SOA 7", "contoso.com NS ns1.contoso.com", "contoso.com NS ns3.contoso.com", "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 10.0.0.5"];
        StartServer(2, zone);
        StartServer(3, zone);
        StartServer(4, zone);

        var report = await RunAsync([.. Known, "ns3.contoso.com A 127.0.0.4"]);

        Assert.Equal("differs", report["dns.ns"].Outcome);
        Assert.Equal(("ns1.contoso.com, ns2.contoso.com", "ns1.contoso.com, ns3.contoso.com"), (report["dns.ns"].Facts["delegated"], report["dns.ns"].Facts["named"]));
        Assert.Contains("contoso.com SOA", servers[2].Questions);
    }

    [Fact]
    public async Task Different_zone_versions_with_the_same_records_are_told_as_harmless()
    {
        StartServer(2, Zone);
        StartServer(3, ["contoso.com SOA 8 900", .. Zone[1..]]);

        var report = await RunAsync(Known);

        Assert.Equal("differs", report["dns.soa"].Outcome);
        Assert.Contains("is the same", report["dns.soa"].Sentence, StringComparison.Ordinal);
        Assert.Equal("found", report["dns.mx"].Outcome);
    }

    [Fact]
    public async Task Servers_out_of_sync_give_different_mx_records()
    {
        StartServer(2, Zone);
        StartServer(3, ["contoso.com SOA 8 900", .. Zone[1..3], "contoso.com MX 10 mx2.contoso.com"]);

        var report = await RunAsync(Known);

        Assert.Equal(("differs", "split"), (report["dns.mx"].Outcome, report["dns.mx"].Facts["cache"]));
        Assert.Equal("ns1.contoso.com: 10 mx1.contoso.com; ns2.contoso.com: 10 mx2.contoso.com", report["dns.mx"].Facts["authoritative"]);
        Assert.Equal("differs", report["dns.soa"].Outcome);
    }

    [Fact]
    public async Task An_old_answer_in_the_cache_is_told_with_the_time_it_stays()
    {
        string[] moved = [.. Zone[..3], "contoso.com MX 10 new.fabrikam.com"];
        StartServer(2, moved);
        StartServer(3, moved);

        var report = await RunAsync(Known);

        Assert.Equal(("differs", "stale"), (report["dns.mx"].Outcome, report["dns.mx"].Facts["cache"]));
        Assert.Equal(("10 new.fabrikam.com", "10 mx1.contoso.com", "600"), (report["dns.mx"].Facts["authoritative"], report["dns.mx"].Facts["cached"], report["dns.mx"].Facts["ttl"]));
        Assert.Contains("for another 600 s", report["dns.mx"].Sentence, StringComparison.Ordinal);
        Assert.Contains("for another 600 s", report["dns.soa"].Sentence, StringComparison.Ordinal);
        Assert.Equal("10.0.0.5", report["tcp25"].Where);
    }

    [Theory]
    [InlineData(TargetKind.Domain)]
    [InlineData(TargetKind.Unsaid)]
    public async Task An_old_denial_in_the_cache_is_no_missing_domain(TargetKind kind)
    {
        StartServer(2, Zone);
        StartServer(3, Zone);

        var report = await RunAsync(["* resolver .", "com NS a.gtld-servers.net", "a.gtld-servers.net A 127.0.0.1", "com 900 SOA 1 900"], Contoso with { Kind = kind });

        Assert.Equal(("differs", "nothing", "900"), (report["dns.mx"].Outcome, report["dns.mx"].Facts["cached"], report["dns.mx"].Facts["ttl"]));
    }

    [Theory]
    [InlineData("10.0.0.9", "differs", "stale")]
    [InlineData("10.0.0.5", "found", "same")]
    public async Task The_addresses_of_an_mx_host_are_compared_too(string address, string outcome, string cache)
    {
        string[] zone = [.. Zone[..4], $"mx1.contoso.com A {address}", "mx1.contoso.com A 10.0.0.7"];
        StartServer(2, zone);
        StartServer(3, zone);

        var report = await RunAsync(Known);

        Assert.Equal((outcome, cache), (report["dns.addr"].Outcome, report["dns.addr"].Facts["cache"]));
    }

    [Fact]
    public async Task An_alias_out_of_the_zone_agrees_when_the_resolver_followed_it()
    {
        string[] zone = [.. Zone[..3], "mx1.contoso.com CNAME mx.fabrikam.net"];
        StartServer(2, zone);
        StartServer(3, zone);

        var report = await RunAsync([.. Known[..2], "mx1.contoso.com CNAME mx.fabrikam.net", "mx.fabrikam.net A 10.0.0.5"], new ProbeTarget("mx1.contoso.com"));

        Assert.Equal(("found", "same"), (report["dns.addr"].Outcome, report["dns.addr"].Facts["cache"]));
    }

    [Fact]
    public async Task A_host_is_asked_for_in_the_zone_it_lies_in()
    {
        StartServer(2, Zone);
        StartServer(3, Zone);

        var report = await RunAsync(Known, new ProbeTarget("mx1.contoso.com") { Kind = TargetKind.Host });

        Assert.Equal(("ok", "contoso.com"), (report["dns.ns"].Outcome, report["dns.ns"].Where));
        Assert.Equal("10.0.0.5", report["dns.soa"].Facts["authoritative"]);
    }

    [Fact]
    public async Task A_domain_that_is_delegated_to_nobody_says_so()
    {
        com.Change("com SOA 1", "com NS a.gtld-servers.net");

        var report = await RunAsync(["* resolver .", "com NS a.gtld-servers.net", "a.gtld-servers.net A 127.0.0.1"]);

        Assert.Equal(("not-tested", Reasons.NoDelegation), (report["dns.ns"].Outcome, report["dns.ns"].Reason));
        Assert.Equal("nxdomain", report["dns.addr"].Outcome);
    }

    [Fact]
    public async Task One_server_for_the_zone_above_and_for_the_zone_shows_no_delegation_but_all_servers()
    {
        com.Change(["com SOA 1", "com NS a.gtld-servers.net", "ns1.contoso.com A 127.0.0.1", "ns2.contoso.com A 127.0.0.2", .. Zone]);
        StartServer(2, Zone);

        var report = await RunAsync([.. Known, "ns1.contoso.com A 127.0.0.1", "ns2.contoso.com A 127.0.0.2"]);

        Assert.Equal(("ok", "2", ""), (report["dns.ns"].Outcome, report["dns.ns"].Facts["working"], report["dns.ns"].Facts["delegated"]));
    }

    [Fact]
    public async Task Glue_of_another_zone_is_not_believed()
    {
        // com has no say about ns1.fabrikam.net, whose true address the resolver knows.
        com.Change("com SOA 1", "contoso.com NS ns1.fabrikam.net", "ns1.fabrikam.net A 127.0.0.4");
        string[] zone = ["contoso.com SOA 7", "contoso.com NS ns1.fabrikam.net", "contoso.com MX 10 mx1.contoso.com", "mx1.contoso.com A 10.0.0.5"];
        StartServer(2, zone);
        StartServer(4, zone);

        var report = await RunAsync([.. Known, "ns1.fabrikam.net A 127.0.0.2"]);

        Assert.Equal("ok", report["dns.ns"].Outcome);
        Assert.Empty(servers[1].Questions);
    }

    [Fact]
    public async Task A_referral_that_leads_up_or_aside_is_not_followed()
    {
        // A lame server of com sends its visitors back to the root and to another domain.
        com.Change("com SOA 1", "contoso.com NS ns1.contoso.com", "ns1.contoso.com A 127.0.0.2");
        StartServer(2, "contoso.com.aside.net SOA 1", "* lame .");

        var report = await RunAsync(Known);

        Assert.Equal("lame", report["dns.ns"].Outcome);
        Assert.Equal("contoso.com", report["dns.ns"].Where);
    }

    [Fact]
    public async Task Name_servers_at_private_addresses_are_denied_without_a_packet()
    {
        StartServer(2, Zone);
        StartServer(3, Zone);
        await using var dns = ScriptedDnsServer.Start(Known);
        var options = new ProbeOptions { AllowedNetworks = ["127.0.0.1"], NameServerPort = com.EndPoint.Port };

        var report = await new Probe(TimeProvider.System, options, dns).RunAllAsync(Contoso, Ct);

        Assert.Equal(("denied", Reasons.PrivateAddress), (report["dns.ns"].Outcome, report["dns.ns"].Reason));
        Assert.Equal(Reasons.NoAuthority, report["dns.soa"].Reason);
        Assert.All(servers, server => Assert.Empty(server.Questions));
    }

    [Fact]
    public async Task Servers_of_the_zone_above_that_may_not_be_asked_leave_the_zone_unknown()
    {
        await using var dns = ScriptedDnsServer.Start(Known);

        var report = await new Probe(TimeProvider.System, new ProbeOptions { NameServerPort = com.EndPoint.Port }, dns).RunAllAsync(Contoso, Ct);

        Assert.Equal(("not-tested", Reasons.ZoneUnknown), (report["dns.ns"].Outcome, report["dns.ns"].Reason));
        Assert.Empty(com.Questions);
    }

    [Fact]
    public async Task An_mx_host_that_fails_is_looked_into_in_its_own_zone()
    {
        com.Change("com SOA 1", "contoso.com NS ns1.contoso.com", "ns1.contoso.com A 127.0.0.2", "fabrikam.com NS ns1.fabrikam.com", "ns1.fabrikam.com A 127.0.0.4");
        StartServer(2, "contoso.com SOA 7", "contoso.com NS ns1.contoso.com", "contoso.com MX 10 mx.fabrikam.com");
        StartServer(4, "* refused .");

        var report = await RunAsync([.. Known[..2], "contoso.com MX 10 mx.fabrikam.com", "* servfail fabrikam.com"]);

        Assert.Equal("ok", report.At("dns.ns", "contoso.com").Outcome);
        Assert.Equal("lame", report.At("dns.ns", "fabrikam.com").Outcome);
        Assert.Equal("servfail", report.At("dns.addr", "mx.fabrikam.com").Outcome);
    }

    [Fact]
    public async Task Who_asks_only_for_the_connection_asks_no_name_server()
    {
        await using var dns = ScriptedDnsServer.Start(Known);

        await Of(TimeProvider.System, dns).RunAsync(new ProbeRequest(Contoso, ["tcp25"]), Ct);

        Assert.Empty(com.Questions);
    }

    private ScriptedDnsServer StartServer(byte last, params string[] lines)
    {
        var server = ScriptedDnsServer.StartAt(new IPEndPoint(new IPAddress([127, 0, 0, last]), com.EndPoint.Port), lines);
        servers.Add(server);
        return server;
    }

    private async Task<ProbeReport> RunAsync(string[] known, ProbeTarget? target = null)
    {
        await using var dns = ScriptedDnsServer.Start(known);

        // A clock that stands still: the results wait for the name servers however slow this machine is.
        return await Of(new ManualTime(), dns).RunAllAsync(target ?? Contoso, Ct);
    }

    private Probe Of(TimeProvider time, ScriptedDnsServer dns) =>
        new(time, new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], NameServerPort = com.EndPoint.Port }, dns);
}
