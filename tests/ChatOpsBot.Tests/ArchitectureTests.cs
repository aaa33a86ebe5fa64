using System.Reflection;

namespace ChatOpsBot.Tests;

/// <summary>Which folder may name which: what keeps a third channel at one folder and one line.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("Conversations")]
    [InlineData("LiveChecks")]
    [InlineData("FollowUps")]
    [InlineData("Storage")]
    public void What_is_about_cases_names_no_platform(string folder) =>
        Assert.Empty(Naming(folder, "ChatOpsBot.Channels"));

    [Fact]
    public void A_channel_names_no_other_channel()
    {
        var channels = Directory.GetDirectories(Path.Combine(Sources, "Channels")).Select(Path.GetFileName).OfType<string>().ToList();

        Assert.NotEmpty(channels);
        foreach (var channel in channels)
            Assert.All(channels.Where(other => other != channel), other => Assert.Empty(Naming(Path.Combine("Channels", channel), $"ChatOpsBot.Channels.{other}")));
    }

    [Fact]
    public void What_speaks_a_vendors_protocol_names_nothing_of_ours()
    {
        foreach (var protocol in Directory.GetDirectories(Path.Combine(Sources, "Channels"), "Protocol", SearchOption.AllDirectories))
            Assert.All(Directory.GetFiles(protocol, "*.cs"), file => Assert.DoesNotContain(Usings(file), line => line.Contains("ChatOpsBot", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_domain_knows_no_web_no_database_and_no_sockets()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Sources, "..", "ChatOpsBot.MailFlow"), "*.cs", SearchOption.AllDirectories).Where(IsSource))
            Assert.DoesNotContain(Usings(file), line => Outside.Any(name => line.Contains(name, StringComparison.Ordinal)));
    }

    private static string Sources { get; } = typeof(ArchitectureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BotSources").Value!;

    private static IEnumerable<string> Naming(string folder, string @namespace) => Directory.Exists(Path.Combine(Sources, folder))
        ? Directory.GetFiles(Path.Combine(Sources, folder), "*.cs", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains(@namespace, StringComparison.Ordinal))
        : [];

    private static bool IsSource(string file) => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static IEnumerable<string> Usings(string file) => File.ReadLines(file).Where(line => line.StartsWith("using ", StringComparison.Ordinal));

    private static readonly string[] Outside = ["Microsoft.AspNetCore", "Microsoft.Data", "Dapper", "System.Net.Sockets", "System.Net.Http"];
}
