using System.Globalization;
using System.Net;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests;

/// <summary>The name of the server, and the addresses behind it.</summary>
public sealed class NameTests
{
    private static readonly ProbeTarget Server = new("mx1.contoso.com");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("contoso.com MX 10 mx2.contoso.com", "nxdomain")]
    [InlineData("mx1.contoso.com TXT hello", "nodata")]
    [InlineData("* servfail mx1.contoso.com", "servfail")]
    [InlineData("* refused mx1.contoso.com", "servfail")]
    public async Task What_the_resolver_says_is_the_outcome_and_the_addresses_were_not_tested(string line, string outcome)
    {
        await using var dns = ScriptedDnsServer.Start(line);

        var report = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAllAsync(Server, Ct);

        Assert.Equal(outcome, report["dns.addr"].Outcome);
        Assert.Equal("mx1.contoso.com", report["dns.addr"].Where);
        Assert.All(["tcp25", "smtp.banner", "smtp.ehlo", "smtp.starttls", "sig.fixup"], id => Assert.Equal(Reasons.NoAddress, report[id].Reason));
        Assert.Equal("unknown", report["ctl.out25"].Outcome);
    }

    [Fact]
    public async Task Name_servers_that_keep_the_resolver_waiting_are_given_eight_seconds()
    {
        await using var dns = ScriptedDnsServer.Start("* silence contoso.com");
        var time = new ManualTime();
        var probe = new Probe(time, new ProbeOptions(), dns);

        var run = probe.RunAllAsync(Server, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(8));
        await probe.RunAllAsync(new ProbeTarget("mx1.fabrikam.com"), Ct);
        time.Advance(TimeSpan.FromSeconds(8));
        var report = await run;

        Assert.Equal("timeout", report["dns.addr"].Outcome);
        Assert.Contains("within 8 s", report["dns.addr"].Sentence, StringComparison.Ordinal);
        Assert.Equal(Reasons.NoAddress, report["tcp25"].Reason);
    }

    [Fact]
    public async Task A_resolver_that_is_silent_altogether_is_our_own_trouble()
    {
        var report = await new Probe(TimeProvider.System, new ProbeOptions(), resolver: null).RunAllAsync(Server, Ct);

        Assert.Equal("not-tested", report["dns.addr"].Outcome);
        Assert.Equal(Reasons.ResolverSilent, report["dns.addr"].Reason);
        Assert.Contains("Probe:Resolvers", report["dns.addr"].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_is_followed_and_told()
    {
        await using var dns = ScriptedDnsServer.Start("mx1.contoso.com 300 CNAME mx.fabrikam.com", "mx.fabrikam.com 60 A 10.0.0.5");

        var answer = await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(Server, ["dns.addr"]), Ct);

        Assert.Equal("mx1.contoso.com (an alias of mx.fabrikam.com) has the address 10.0.0.5.", answer["dns.addr"].Sentence);
        Assert.Equal(("mx.fabrikam.com", "60"), (answer["dns.addr"].Facts["aliases"], answer["dns.addr"].Facts["ttl"]));
    }

    [Theory]
    [InlineData("mx1.contoso.com CNAME mx2.contoso.com", "mx2.contoso.com CNAME mx1.contoso.com", "nodata")]
    [InlineData("mx1.contoso.com CNAME mx1.contoso.com", "* servfail mx1.contoso.com A", "servfail")]
    public async Task Aliases_in_a_circle_are_named_as_the_cause(string one, string two, string outcome)
    {
        await using var dns = ScriptedDnsServer.Start(one, two, "* servfail mx1.contoso.com AAAA");

        var result = (await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(Server, ["dns.addr"]), Ct))["dns.addr"];

        Assert.Equal((outcome, "yes"), (result.Outcome, result.Facts["loop"]));
        Assert.Contains("run in a circle", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_resolver_s_own_reason_is_told()
    {
        await using var dns = ScriptedDnsServer.Start("* servfail mx1.contoso.com * 22 at delegation contoso.com.");

        var result = (await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(Server, ["dns.addr"]), Ct))["dns.addr"];

        Assert.Contains("answered SERVFAIL (no reachable authority: at delegation contoso.com.)", result.Sentence, StringComparison.Ordinal);
        Assert.Equal("SERVFAIL", result.Facts["error"]);
    }

    [Fact]
    public async Task A_family_the_name_servers_mishandle_is_told_beside_the_other()
    {
        await using var dns = ScriptedDnsServer.Start("mx1.contoso.com A 10.0.0.5", "* servfail mx1.contoso.com AAAA");

        var result = (await new Probe(TimeProvider.System, new ProbeOptions(), dns).RunAsync(new ProbeRequest(Server, ["dns.addr"]), Ct))["dns.addr"];

        Assert.Equal(("found", "AAAA: SERVFAIL"), (result.Outcome, result.Facts["broken"]));
    }

    [Fact]
    public async Task A_silent_family_is_waited_for_a_moment_beside_the_other()
    {
        await using var dns = ScriptedDnsServer.Start("mx1.contoso.com A 10.0.0.5", "* silence mx1.contoso.com AAAA");
        var time = new ManualTime();

        var looking = NameLookup.AskAsync(new Resolver(() => [dns.EndPoint], TimeSpan.FromSeconds(60), time), "mx1.contoso.com", time, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(1.5));
        time.Advance(TimeSpan.FromSeconds(1.5));

        var answer = await looking;
        Assert.Equal((LookupEnd.Found, "AAAA: no answer"), (answer.End, answer.BrokenFamily));
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
        await using var names = Probe.Names("mx1.contoso.com", good.EndPoint.Address, bad.EndPoint.Address, closed.EndPoint.Address);

        var report = await new Probe(TimeProvider.System, Probe.Loopback(port), names).RunAllAsync(Server with { Port = port }, Ct);

        Assert.Equal("127.0.0.1, 127.0.0.2, 127.0.0.3", report["dns.addr"].Facts["addresses"]);
        Assert.Equal("ok", report.At("smtp.starttls", "127.0.0.1").Outcome);
        Assert.Equal("refused", report.At("smtp.banner", "127.0.0.2").Outcome);
        Assert.Equal("refused", report.At("tcp25", "127.0.0.3").Outcome);
        Assert.Contains("mx1.contoso.com (127.0.0.2)", report.At("smtp.banner", "127.0.0.2").Sentence, StringComparison.Ordinal);
        Assert.Equal(24, report.Results.Count(result => result.CheckId != "ctl.out25" && !result.CheckId.StartsWith("dns.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Doubles_and_mapped_forms_of_an_address_are_asked_once()
    {
        await using var server = ScriptedSmtpServer.Healthy();
        await using var names = ScriptedDnsServer.Start("mx1.contoso.com A 127.0.0.1", "mx1.contoso.com A 127.0.0.1", "mx1.contoso.com AAAA ::ffff:127.0.0.1");

        var report = await new Probe(TimeProvider.System, Probe.Loopback(server.EndPoint.Port), names).RunAllAsync(Server with { Port = server.EndPoint.Port }, Ct);

        Assert.Equal("open", report["tcp25"].Outcome);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Of_many_addresses_four_are_asked_eight_are_told_and_the_rest_is_counted()
    {
        using var closed = new RefusingPort(new IPEndPoint(IPAddress.Any, 0));
        var addresses = Enumerable.Range(1, 20).Select(last => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"127.0.0.{last}"))).ToArray();
        await using var names = Probe.Names("mx1.contoso.com", addresses);

        var report = await new Probe(TimeProvider.System, Probe.Loopback(closed.EndPoint.Port), names)
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
        await using var names = Probe.Names("mx1.contoso.com", addresses);

        var answer = await NameLookup.AskAsync(new Resolver(() => [names.EndPoint], TimeSpan.FromSeconds(8), TimeProvider.System), "mx1.contoso.com", TimeProvider.System, Ct);

        Assert.Equal(["127.0.0.1", "::1", "127.0.0.2", "127.0.0.3", "127.0.0.4"], answer.Addresses.Select(address => address.ToString()));
    }
}
