using System.Net;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Tests;

/// <summary>What may be touched.</summary>
public sealed class TargetPolicyTests
{
    private static readonly ProbeTarget Server = new("mx1.contoso.com");

    private static readonly TargetPolicy Default = new(new ProbeOptions());

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.0.0.1")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.0.3.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("198.51.99.255")]
    [InlineData("203.0.114.0")]
    [InlineData("223.255.255.255")]
    [InlineData("168.63.129.15")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2001:200::1")]
    [InlineData("2a01:111:f403::1")]
    [InlineData("2003::1")]
    [InlineData("2600::")]
    [InlineData("3ffe::1")]
    public void A_public_address_may_be_asked(string address)
    {
        Assert.Null(Default.JudgeAddress(Server, IPAddress.Parse(address), []));
    }

    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0/8")]
    [InlineData("0.255.255.255", "0.0.0.0/8")]
    [InlineData("10.0.0.0", "10.0.0.0/8")]
    [InlineData("10.255.255.255", "10.0.0.0/8")]
    [InlineData("100.64.0.0", "100.64.0.0/10")]
    [InlineData("100.100.100.200", "100.64.0.0/10")]
    [InlineData("100.127.255.255", "100.64.0.0/10")]
    [InlineData("127.0.0.1", "127.0.0.0/8")]
    [InlineData("127.255.255.255", "127.0.0.0/8")]
    [InlineData("169.254.0.1", "169.254.0.0/16")]
    [InlineData("169.254.169.254", "169.254.0.0/16")]
    [InlineData("172.16.0.0", "172.16.0.0/12")]
    [InlineData("172.31.255.255", "172.16.0.0/12")]
    [InlineData("192.0.0.192", "192.0.0.0/24")]
    [InlineData("192.0.2.1", "192.0.2.0/24")]
    [InlineData("192.88.99.1", "192.88.99.0/24")]
    [InlineData("192.168.0.0", "192.168.0.0/16")]
    [InlineData("192.168.255.255", "192.168.0.0/16")]
    [InlineData("198.18.0.0", "198.18.0.0/15")]
    [InlineData("198.19.255.255", "198.18.0.0/15")]
    [InlineData("198.51.100.7", "198.51.100.0/24")]
    [InlineData("203.0.113.9", "203.0.113.0/24")]
    [InlineData("224.0.0.1", "224.0.0.0/4")]
    [InlineData("239.255.255.255", "224.0.0.0/4")]
    [InlineData("240.0.0.1", "240.0.0.0/4")]
    [InlineData("255.255.255.255", "240.0.0.0/4")]
    [InlineData("168.63.129.16", "cloud metadata")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::7f00:1", "IPv4-compatible")]
    [InlineData("::127.0.0.1", "IPv4-compatible")]
    [InlineData("::8.8.8.8", "IPv4-compatible")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.0/8")]
    [InlineData("::ffff:10.1.2.3", "10.0.0.0/8")]
    [InlineData("::ffff:a9fe:a9fe", "169.254.0.0/16")]
    [InlineData("::ffff:0:127.0.0.1", "IPv4-translated")]
    [InlineData("::ffff:0:8.8.8.8", "IPv4-translated")]
    [InlineData("64:ff9b::127.0.0.1", "127.0.0.0/8")]
    [InlineData("64:ff9b::a00:1", "10.0.0.0/8")]
    [InlineData("64:ff9b::169.254.169.254", "169.254.0.0/16")]
    [InlineData("64:ff9b::203.0.113.9", "203.0.113.0/24")]
    [InlineData("64:ff9b::168.63.129.16", "cloud metadata")]
    [InlineData("64:ff9b::255.255.255.255", "240.0.0.0/4")]
    [InlineData("64:ff9b:1:ffff::10.0.0.1", "local NAT64")]
    [InlineData("::ffff:168.63.129.16", "cloud metadata")]
    [InlineData("::ffff:224.0.0.1", "224.0.0.0/4")]
    [InlineData("::ffff:0.0.0.0", "0.0.0.0/8")]
    [InlineData("64:ff9b:1::8.8.8.8", "local NAT64")]
    [InlineData("64:ff9b:0:1::8.8.8.8", "outside 2000::/3")]
    [InlineData("100::1", "discard")]
    [InlineData("2001::1", "Teredo")]
    [InlineData("2001:0:c000:201::1", "Teredo")]
    [InlineData("2001:2::1", "protocol assignments")]
    [InlineData("2001:1ff:ffff::1", "protocol assignments")]
    [InlineData("2001:10::1", "protocol assignments")]
    [InlineData("2001:20::1", "protocol assignments")]
    [InlineData("2001:2f:ffff::1", "protocol assignments")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("2002:7f00:1::1", "6to4")]
    [InlineData("2002:a00:1::1", "6to4")]
    [InlineData("2002:808:808::1", "6to4")]
    [InlineData("3fff::1", "documentation")]
    [InlineData("3fff:fff::1", "documentation")]
    [InlineData("4000::1", "outside 2000::/3")]
    [InlineData("5f00::1", "outside 2000::/3")]
    [InlineData("1fff::1", "outside 2000::/3")]
    [InlineData("fc00::1", "private")]
    [InlineData("fd00:ec2::254", "private")]
    [InlineData("fdff:ffff::1", "private")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%1", "link-local")]
    [InlineData("febf::1", "link-local")]
    [InlineData("fec0::1", "site-local")]
    [InlineData("feff::1", "site-local")]
    [InlineData("ff02::1", "multicast")]
    public void An_address_that_is_not_public_is_refused_with_its_range(string address, string range)
    {
        var denial = Default.JudgeAddress(Server, IPAddress.Parse(address), []);

        Assert.NotNull(denial);
        Assert.Equal(Reasons.PrivateAddress, denial.Reason);
        Assert.Contains(range, denial.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("192.0.0.192")]
    [InlineData("168.63.129.16")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    public void No_form_of_a_cloud_s_metadata_service_is_asked(string address)
    {
        Assert.Equal(Reasons.PrivateAddress, Default.JudgeAddress(Server, IPAddress.Parse(address), [])?.Reason);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "127.0.0.9", true)]
    [InlineData("127.0.0.0/8", "::ffff:127.0.0.9", true)]
    [InlineData("127.0.0.0/8", "10.0.0.1", false)]
    [InlineData("127.0.0.0/8", "::1", false)]
    [InlineData("10.0.0.0/8", "64:ff9b::10.0.0.1", false)]
    [InlineData("10.0.0.0/8", "2002:a00:1::1", false)]
    [InlineData("10.20.0.0/16", "10.21.0.1", false)]
    [InlineData("10.20.0.25", "10.20.0.25", true)]
    [InlineData("10.20.0.25", "10.20.0.26", false)]
    [InlineData("fd00:1::/64", "fd00:1::25", true)]
    [InlineData("fd00:1::/64", "fd00:2::25", false)]
    public void The_operator_opens_exactly_the_networks_listed(string allowed, string address, bool isAsked)
    {
        var policy = new TargetPolicy(new ProbeOptions { AllowedNetworks = [allowed] });

        Assert.Equal(isAsked, policy.JudgeAddress(Server, IPAddress.Parse(address), []) is null);
    }

    [Theory]
    [InlineData("10.0.0.25")]
    [InlineData("8.8.8.8")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void A_denied_network_wins_over_an_allowed_and_over_a_public_one(string address)
    {
        var policy = new TargetPolicy(new ProbeOptions { AllowedNetworks = ["10.0.0.0/8", "0.0.0.0/0"], DeniedNetworks = ["10.0.0.0/24", "8.8.8.0/24"] });

        Assert.Equal(Reasons.DeniedNetwork, policy.JudgeAddress(Server, IPAddress.Parse(address), [])?.Reason);
    }

    [Fact]
    public void An_address_of_the_probe_itself_is_refused_even_when_it_is_public()
    {
        IPAddress[] own = [IPAddress.Parse("8.8.4.4")];

        Assert.Equal(Reasons.PrivateAddress, Default.JudgeAddress(Server, IPAddress.Parse("8.8.4.4"), own)?.Reason);
        Assert.Equal(Reasons.PrivateAddress, Default.JudgeAddress(Server, IPAddress.Parse("64:ff9b::8.8.4.4"), own)?.Reason);
        Assert.Null(new TargetPolicy(new ProbeOptions { AllowedNetworks = ["8.8.4.4"] }).JudgeAddress(Server, IPAddress.Parse("8.8.4.4"), own));
    }

    [Theory]
    [InlineData("2606:4700::1%5")]
    [InlineData("[2606:4700::1%5]")]
    [InlineData("[2606:4700::1%5]:25")]
    [InlineData("fe80::1%eth0")]
    [InlineData("mx%31.contoso.com")]
    public void A_target_with_a_scope_is_none(string text)
    {
        Assert.False(ProbeTarget.TryParse(text, out _));
    }

    [Fact]
    public void A_scope_makes_no_other_address()
    {
        var scoped = IPAddress.Parse("2606:4700::1%5");
        IPAddress[] own = [IPAddress.Parse("2606:4700::1")];

        Assert.Equal(own[0], SpecialAddresses.Plain(scoped));
        Assert.Equal(Reasons.PrivateAddress, Default.JudgeAddress(Server, scoped, own)?.Reason);
        Assert.Equal(Reasons.DeniedNetwork, new TargetPolicy(new ProbeOptions { DeniedNetworks = ["2606:4700::1"] }).JudgeAddress(Server, scoped, [])?.Reason);
    }

    [Fact]
    public void The_addresses_of_this_machine_are_known()
    {
        Assert.Contains(IPAddress.Loopback, OwnAddresses.Read());
    }

    [Theory]
    [InlineData("mail.contoso.example", ".example")]
    [InlineData("MAIL.CONTOSO.EXAMPLE.", ".example")]
    [InlineData("example", ".example")]
    [InlineData("mx.example.com", "example.com")]
    [InlineData("example.org", "example.org")]
    [InlineData("a.b.example.net", "example.net")]
    [InlineData("nothing.invalid", ".invalid")]
    [InlineData("localhost", ".localhost")]
    [InlineData("mx.localhost", ".localhost")]
    [InlineData("printer.local", ".local")]
    [InlineData("metadata.google.internal", ".internal")]
    [InlineData("router.home.arpa", "home.arpa")]
    [InlineData("hidden.onion", ".onion")]
    [InlineData("mailserver", "without a dot")]
    public void A_reserved_name_is_refused_by_name(string host, string why)
    {
        var denial = Default.JudgeTarget(new ProbeTarget(host));

        Assert.Equal(Reasons.ReservedName, denial?.Reason);
        Assert.Contains(why, denial?.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mx1.contoso.com")]
    [InlineData("notexample.com")]
    [InlineData("example.com.contoso.com")]
    [InlineData("mx-1.contoso.com.")]
    [InlineData("xn--bcher-kva.contoso.com")]
    [InlineData("testing.contoso.com")]
    [InlineData("mx.test")]
    public void An_ordinary_name_may_be_looked_up(string host)
    {
        Assert.Null(Default.JudgeTarget(new ProbeTarget(host)));
    }

    [Theory]
    [InlineData("mx..contoso.com")]
    [InlineData("mx contoso.com")]
    [InlineData("mx.contoso.com/admin")]
    [InlineData("user@mx.contoso.com")]
    [InlineData("-mx.contoso.com")]
    [InlineData("mx.contoso.com\r\nMAIL FROM:<a@contoso.com>")]
    [InlineData("m\u00FCnchen.contoso.com")]
    [InlineData("")]
    public void What_is_no_host_name_is_refused(string host)
    {
        var denial = Default.JudgeTarget(new ProbeTarget(host));

        Assert.Equal(Reasons.ReservedName, denial?.Reason);
        Assert.DoesNotContain('\n', denial?.Sentence ?? "");
    }

    [Fact]
    public void Labels_end_at_63_and_names_at_253_characters()
    {
        var label = new string('a', 63);

        Assert.Null(Default.JudgeTarget(new ProbeTarget(label + ".contoso.com")));
        Assert.NotNull(Default.JudgeTarget(new ProbeTarget(label + "a.contoso.com")));
        Assert.NotNull(Default.JudgeTarget(new ProbeTarget($"{label}.{label}.{label}.{label}.com")));
    }

    [Fact]
    public void Resolvers_of_the_operator_give_reserved_names_a_meaning()
    {
        var policy = new TargetPolicy(new ProbeOptions { Resolvers = ["10.0.0.53"] });
        var target = new ProbeTarget("mail.contoso.example");

        Assert.Null(policy.JudgeTarget(target));
        Assert.Null(policy.JudgeAddress(target, IPAddress.Parse("8.8.8.8"), []));
        Assert.Equal(Reasons.PrivateAddress, policy.JudgeAddress(target, IPAddress.Parse("10.21.0.25"), [])?.Reason);
        Assert.Equal(Reasons.ReservedName, policy.JudgeTarget(new ProbeTarget("mailserver"))?.Reason);
    }

    [Fact]
    public void A_reserved_name_is_asked_only_where_the_operator_listed_its_address()
    {
        var policy = new TargetPolicy(new ProbeOptions { AllowedNetworks = ["10.20.0.0/16"] });
        var target = new ProbeTarget("mail.corp.internal");

        Assert.Null(policy.JudgeTarget(target));
        Assert.Null(policy.JudgeAddress(target, IPAddress.Parse("10.20.0.25"), []));
        Assert.Equal(Reasons.ReservedName, policy.JudgeAddress(target, IPAddress.Parse("8.8.8.8"), [])?.Reason);
        Assert.Equal(Reasons.PrivateAddress, policy.JudgeAddress(target, IPAddress.Parse("10.21.0.25"), [])?.Reason);
    }

    [Theory]
    [InlineData(25, true)]
    [InlineData(465, true)]
    [InlineData(587, true)]
    [InlineData(2525, true)]
    [InlineData(22, false)]
    [InlineData(80, false)]
    [InlineData(443, false)]
    [InlineData(0, false)]
    public void Only_mail_ports_and_those_the_operator_added_are_asked(int port, bool isAsked)
    {
        var policy = new TargetPolicy(new ProbeOptions { AllowedNetworks = ["127.0.0.0/8"], AllowedPorts = [2525] });

        var denial = policy.JudgeTarget(new ProbeTarget("127.0.0.1", port));

        Assert.Equal(isAsked ? null : Reasons.PortNotAllowed, denial?.Reason);
    }
}
