using System.Net;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Probing.Tests.Dns;

/// <summary>Questions to resolvers, good and bad ones.</summary>
public sealed class ResolverTests
{
    private static readonly DnsName Contoso = DnsName.Parse("contoso.com");

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_come_with_the_time_the_cache_keeps_them()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com 300 MX 10 mx1.contoso.com", "contoso.com 120 MX 20 mx2.contoso.com");

        var answer = await Ask(dns);

        Assert.Equal(LookupEnd.Found, answer.End);
        Assert.Equal(["mx1.contoso.com", "mx2.contoso.com"], Hosts(answer));
        Assert.Equal(TimeSpan.FromMinutes(2), answer.TimeLeft);
        Assert.Equal(["contoso.com MX"], dns.Questions);
    }

    [Theory]
    [InlineData("www.contoso.com A 192.0.2.1", "NoData", null)]
    [InlineData("fabrikam.com A 192.0.2.1", "NxDomain", null)]
    [InlineData("* servfail contoso.com", "ServFail", "SERVFAIL")]
    [InlineData("* refused contoso.com", "ServFail", "REFUSED")]
    [InlineData("* garbage contoso.com", "ServFail", "an unreadable answer")]
    [InlineData("* loop contoso.com", "ServFail", "an unreadable answer")]
    public async Task Nothing_there_no_such_name_and_failures_are_told_apart(string line, string end, string? problem)
    {
        await using var dns = ScriptedDnsServer.Start(line);

        var answer = await Ask(dns);

        Assert.Equal((end, problem), (answer.End.ToString(), answer.Problem));
    }

    [Fact]
    public async Task A_denial_says_how_long_it_is_kept_and_by_which_zone()
    {
        await using var dns = ScriptedDnsServer.Start("* resolver .", "com 900 SOA 7 86400", "fabrikam.com A 192.0.2.1");

        var answer = await Ask(dns);

        Assert.Equal(LookupEnd.NxDomain, answer.End);
        Assert.Equal("com", answer.Denier?.Name.ToString());
        Assert.Equal(TimeSpan.FromMinutes(15), answer.TimeLeft);
    }

    [Fact]
    public async Task Aliases_are_followed_and_told()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com CNAME a.contoso.com", "a.contoso.com 9 CNAME b.fabrikam.com", "b.fabrikam.com MX 10 mx1.contoso.com");

        var answer = await Ask(dns);

        Assert.Equal(["a.contoso.com", "b.fabrikam.com"], answer.Aliases.Select(alias => alias.ToString()));
        Assert.Equal(["mx1.contoso.com"], Hosts(answer));
        Assert.Equal(TimeSpan.FromSeconds(9), answer.TimeLeft);
    }

    [Fact]
    public async Task Aliases_in_a_circle_end()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com CNAME a.contoso.com", "a.contoso.com CNAME contoso.com");

        var answer = await Ask(dns);

        Assert.True(answer.IsLoop);
        Assert.Equal(LookupEnd.NoData, answer.End);
    }

    [Theory]
    [InlineData("* truncate contoso.com")]
    [InlineData("* cut contoso.com")]
    public async Task What_does_not_fit_into_a_datagram_comes_over_tcp(string line)
    {
        await using var dns = ScriptedDnsServer.Start(["contoso.com MX 10 mx1.contoso.com", line]);

        var answer = await Ask(dns);

        Assert.Equal(["mx1.contoso.com"], Hosts(answer));
        Assert.Equal(["contoso.com MX"], dns.StreamQuestions);
    }

    [Fact]
    public async Task A_long_answer_over_tcp_is_read_whole()
    {
        await using var dns = ScriptedDnsServer.Start(["* truncate contoso.com", .. Enumerable.Range(0, 900).Select(number => $"contoso.com MX {number} mx{number}.contoso.com")]);

        Assert.Equal(900, (await Ask(dns)).Records.Count);
    }

    [Theory]
    [InlineData("* wrong-id contoso.com")]
    [InlineData("* wrong-question contoso.com")]
    public async Task A_forged_answer_before_the_true_one_is_not_heard(string line)
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", line);

        Assert.Equal(["mx1.contoso.com"], Hosts(await Ask(dns)));
    }

    [Fact]
    public async Task A_server_that_does_not_know_edns_is_asked_without()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", "* formerr-edns .");

        Assert.Equal(["mx1.contoso.com"], Hosts(await Ask(dns)));
        Assert.Equal(2, dns.Questions.Count);
    }

    [Fact]
    public async Task Extended_errors_and_validation_are_heard()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", "* secure contoso.com", "* bogus fabrikam.com * 7 since May");

        var good = await Ask(dns);
        var bad = await Ask(dns, DnsName.Parse("fabrikam.com"));
        var unvalidated = await Of(dns).AskAsync(DnsName.Parse("fabrikam.com"), DnsType.Mx, Ct, DnsFlags.CheckingDisabled);

        Assert.True(good.IsAuthentic);
        Assert.Equal(LookupEnd.ServFail, bad.End);
        Assert.Equal("signature expired: since May", Assert.Single(bad.Errors).ToString());
        Assert.Equal(LookupEnd.NxDomain, unvalidated.End);
    }

    [Fact]
    public async Task A_lost_datagram_is_sent_again()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", "* lose contoso.com MX 1");
        var time = new ManualTime();

        var asking = Of(time, dns.EndPoint).AskAsync(Contoso, DnsType.Mx, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["mx1.contoso.com"], Hosts(await asking));
        Assert.Equal(2, dns.Questions.Count);
    }

    [Fact]
    public async Task A_resolver_that_only_this_name_silences_timed_out()
    {
        await using var dns = ScriptedDnsServer.Start("fabrikam.com MX 10 mx1.fabrikam.com", "* silence contoso.com");
        var time = new ManualTime();
        var resolver = Of(time, dns.EndPoint);

        var asking = resolver.AskAsync(Contoso, DnsType.Mx, Ct);
        await time.TimerOf(Limit);
        await resolver.AskAsync(DnsName.Parse("fabrikam.com"), DnsType.Mx, Ct);
        time.Advance(Limit);
        var answer = await asking;

        Assert.Equal(LookupEnd.TimedOut, answer.End);
        Assert.Equal(Limit, answer.After);
    }

    [Fact]
    public async Task A_resolver_that_is_silent_about_everything_says_nothing_about_the_name()
    {
        await using var dns = ScriptedDnsServer.Start("* silence .");
        var time = new ManualTime();

        var asking = Of(time, dns.EndPoint).AskAsync(Contoso, DnsType.Mx, Ct);
        await time.TimerOf(Limit);
        await time.TimerOf(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(2));
        await dns.Heard(". NS");
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(LookupEnd.ResolverSilent, (await asking).End);
    }

    [Fact]
    public async Task A_machine_without_a_resolver_says_nothing_about_the_name()
    {
        var nobody = new Resolver(() => [], Limit, TimeProvider.System);

        Assert.Equal(LookupEnd.ResolverSilent, (await nobody.AskAsync(Contoso, DnsType.Mx, Ct)).End);
    }

    [Fact]
    public async Task Where_nothing_listens_the_next_resolver_is_asked()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com");
        using var closed = new RefusingPort(new IPEndPoint(IPAddress.Loopback, 0));

        // The true clock: the port is closed for TCP, and another test may use its UDP twin for a moment.
        var answer = await Of(TimeProvider.System, closed.EndPoint, dns.EndPoint).AskAsync(Contoso, DnsType.Mx, Ct);

        Assert.Equal(LookupEnd.Found, answer.End);
        Assert.Equal(dns.EndPoint, answer.Resolver);
    }

    [Fact]
    public async Task A_resolver_that_fails_does_not_outvote_one_that_knows()
    {
        await using var failing = ScriptedDnsServer.Start("* servfail .");
        await using var knowing = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com");

        Assert.Equal(LookupEnd.Found, (await Of(TimeProvider.System, failing.EndPoint, knowing.EndPoint).AskAsync(Contoso, DnsType.Mx, Ct)).End);
    }

    [Fact]
    public async Task After_two_silent_seconds_the_next_resolver_is_asked_too()
    {
        await using var silent = ScriptedDnsServer.Start("* silence .");
        await using var knowing = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com");
        var time = new ManualTime();

        var asking = Of(time, silent.EndPoint, knowing.EndPoint).AskAsync(Contoso, DnsType.Mx, Ct);
        await time.TimerOf(TimeSpan.FromSeconds(2));
        Assert.Empty(knowing.Questions);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(LookupEnd.Found, (await asking).End);
    }

    [Fact]
    public async Task Of_two_that_fail_the_more_telling_answer_counts()
    {
        await using var refusing = ScriptedDnsServer.Start("* refused .");
        await using var failing = ScriptedDnsServer.Start("* servfail . * 22");

        var answer = await Of(TimeProvider.System, failing.EndPoint, refusing.EndPoint).AskAsync(Contoso, DnsType.Mx, Ct);

        Assert.Equal("SERVFAIL", answer.Problem);
        Assert.Equal("no reachable authority", Assert.Single(answer.Errors).ToString());
    }

    [Fact]
    public async Task A_stop_ends_the_question()
    {
        await using var dns = ScriptedDnsServer.Start("* hold .");
        using var stop = new CancellationTokenSource();

        var asking = Of(dns).AskAsync(Contoso, DnsType.Mx, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(LookupEnd.OutOfBudget, (await asking).End);
    }

    [Fact]
    public async Task A_tcp_side_that_hangs_up_is_unreadable()
    {
        await using var dns = ScriptedDnsServer.Start("contoso.com MX 10 mx1.contoso.com", "* truncate contoso.com", "* close-tcp contoso.com");

        Assert.Equal("an unreadable answer", (await Ask(dns)).Problem);
    }

    [Fact]
    public void The_nameserver_lines_of_resolv_conf_are_the_resolvers()
    {
        string[] lines = ["# made by hand", "search contoso.com", "nameserver 10.0.0.53", "nameserver\tfd00::53", "nameserver nonsense", "options edns0"];

        Assert.Equal(["10.0.0.53:53", "[fd00::53]:53"], ResolverAddresses.FromResolvConf(lines).Select(server => server.ToString()));
        Assert.Equal(["127.0.0.1:53"], ResolverAddresses.FromResolvConf(["search contoso.com"]).Select(server => server.ToString()));
    }

    [Theory]
    [InlineData("10.0.0.53", "10.0.0.53:53")]
    [InlineData("10.0.0.53:5353", "10.0.0.53:5353")]
    [InlineData("fd00::53", "[fd00::53]:53")]
    [InlineData("[fd00::53]:5353", "[fd00::53]:5353")]
    [InlineData("dns.contoso.com", null)]
    [InlineData("10.0.0.53:0", null)]
    [InlineData("5353", null)]
    [InlineData("", null)]
    public void A_resolver_is_written_as_an_address_with_a_port_if_wanted(string text, string? server)
    {
        Assert.Equal(server, ResolverAddresses.TryParse(text, out var read) ? read.ToString() : null);
    }

    private static Task<DnsAnswer> Ask(ScriptedDnsServer dns, DnsName? name = null) => Of(dns).AskAsync(name ?? Contoso, DnsType.Mx, Ct);

    private static Resolver Of(ScriptedDnsServer dns) => Of(TimeProvider.System, dns.EndPoint);

    private static Resolver Of(TimeProvider time, params IPEndPoint[] servers) => new(() => servers, Limit, time);

    private static IEnumerable<string> Hosts(DnsAnswer answer) => answer.Records.OfType<DnsRecord.MailExchanger>().Select(record => record.Host.ToString());
}
