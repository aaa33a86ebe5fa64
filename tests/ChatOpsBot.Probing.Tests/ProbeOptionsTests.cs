namespace ChatOpsBot.Probing.Tests;

/// <summary>What an operator can get wrong, and what is said about it.</summary>
public sealed class ProbeOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.Empty(new ProbeOptions().Validate());
    }

    [Theory]
    [InlineData("10.0.0/8")]
    [InlineData("10/8")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0-10.0.0.9")]
    [InlineData("fd00::1/64")]
    [InlineData("mx.contoso.com")]
    [InlineData("*")]
    [InlineData("")]
    public void A_network_that_is_none_is_named_with_its_place(string network)
    {
        var problem = Assert.Single(new ProbeOptions { AllowedNetworks = ["127.0.0.0/8", network] }.Validate());

        Assert.StartsWith($"Probe:AllowedNetworks:1 is \"{network}\", which is no network. Write ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eth0", "which is no address")]
    [InlineData("25", "which is no address")]
    [InlineData("10.0.0.26", "a second address of its family")]
    public void A_source_address_that_is_none_or_one_too_many_is_named(string source, string words)
    {
        var problem = Assert.Single(new ProbeOptions { SourceAddresses = ["10.0.0.25", source, "fd00::25"] }.Validate());

        Assert.StartsWith($"Probe:SourceAddresses:1 is \"{source}\", {words}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var options = new ProbeOptions
        {
            DeniedNetworks = ["nowhere"],
            AllowedPorts = [25, 0, 70000],
            Port25Controls = ["mx.contoso.com", "not a host"],
            EhloName = "probe\r\nMAIL FROM:<>",
            MaxAddresses = 0,
            ParallelAddresses = 9,
            ConnectTimeout = TimeSpan.Zero,
            BannerTimeout = TimeSpan.FromHours(1),
        };

        Assert.Collection(
            options.Validate(),
            problem => Assert.StartsWith("Probe:DeniedNetworks:0 is \"nowhere\"", problem, StringComparison.Ordinal),
            problem => Assert.Equal("Probe:AllowedPorts:1 is 0, which is no TCP port. Write a number from 1 to 65535.", problem),
            problem => Assert.StartsWith("Probe:AllowedPorts:2 is 70000", problem, StringComparison.Ordinal),
            problem => Assert.Equal("Probe:Port25Controls:1 is \"not a host\", which is no mail server. Write a host name, or host:port.", problem),
            problem => Assert.StartsWith("Probe:EhloName is ", problem, StringComparison.Ordinal),
            problem => Assert.Equal("Probe:MaxAddresses is 0, outside its range. Write a number from 1 to 8.", problem),
            problem => Assert.StartsWith("Probe:ParallelAddresses is 9", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("Probe:ConnectTimeout is \"00:00:00\", outside its range.", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("Probe:BannerTimeout is \"01:00:00\", outside its range. Write hours:minutes:seconds, more than zero and at most 00:05:00.", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://data.iana.org/rdap/dns.json")]
    [InlineData("data.iana.org")]
    public void The_list_of_registries_must_lie_behind_https(string place)
    {
        var problem = Assert.Single(new ProbeOptions { RdapBootstrap = place }.Validate());

        Assert.StartsWith($"Probe:RdapBootstrap is \"{place}\", which is no https address.", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probe")]
    [InlineData("pro be.contoso.com")]
    [InlineData("probe.contoso.com\n")]
    public void An_ehlo_name_must_be_a_full_host_name(string name)
    {
        Assert.Single(new ProbeOptions { EhloName = name }.Validate());
    }

    [Theory]
    [InlineData(0, 60, "Probe:MaxConnectionsPerMinute is 0, outside its range. Write a number from 1 to 1000.")]
    [InlineData(1001, 60, "Probe:MaxConnectionsPerMinute is 1001, outside its range. Write a number from 1 to 1000.")]
    [InlineData(4, 0, "Probe:MaxConnectionsPerDay is 0, outside its range. Write a number from 1 to 100000.")]
    [InlineData(4, 100_001, "Probe:MaxConnectionsPerDay is 100001, outside its range. Write a number from 1 to 100000.")]
    public void The_connections_to_one_address_have_a_range(int perMinute, int perDay, string problem)
    {
        Assert.Equal([problem], new ProbeOptions { MaxConnectionsPerMinute = perMinute, MaxConnectionsPerDay = perDay }.Validate());
    }

    [Fact]
    public void More_than_four_controls_are_too_many()
    {
        var options = new ProbeOptions { Port25Controls = ["a.contoso.com", "b.contoso.com", "c.contoso.com", "d.contoso.com", "e.contoso.com"] };

        Assert.Equal("Probe:Port25Controls names 5 hosts. Name at most four: one that answers is proof enough.", Assert.Single(options.Validate()));
    }

    [Fact]
    public void A_resolver_is_an_address_and_there_are_at_most_four()
    {
        Assert.Equal(
            ["Probe:Resolvers:1 is \"dns.contoso.com\", which is no resolver. Write its address, such as 10.0.0.53, with a port if it is not 53: 10.0.0.53:5353 or [fd00::53]:5353."],
            new ProbeOptions { Resolvers = ["10.0.0.53", "dns.contoso.com"] }.Validate());
        Assert.Equal(
            ["Probe:Resolvers names 5 resolvers. Name at most four."],
            new ProbeOptions { Resolvers = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"] }.Validate());
    }

    [Fact]
    public void A_runner_does_not_start_with_wrong_options()
    {
        var fault = Assert.Throws<ArgumentException>(() => new CheckRunner(new ProbeOptions { AllowedNetworks = ["10/8"], MaxAddresses = 0 }, TimeProvider.System));

        Assert.Contains("Probe:AllowedNetworks:0", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Probe:MaxAddresses", fault.Message, StringComparison.Ordinal);
    }
}
