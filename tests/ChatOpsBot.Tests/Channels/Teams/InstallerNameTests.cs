using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Teams;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Who installed the app: Teams tells an id, and the name when it is asked.</summary>
public sealed class InstallerNameTests
{
    private const string Kim = "29:1abcDEFexample";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Kim Example", "Kim Example")]
    [InlineData("Kim\n\u0007 Example", "Kim Example")]
    [InlineData("", null)]
    public async Task A_person_is_asked_for_among_the_members_of_the_channel(string told, string? name)
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);
        teams.Connector.NameOf = id => id == Kim ? told : null;

        Assert.Equal(name, await FindAsync(teams));

        var call = Assert.Single(teams.Connector.Calls);
        Assert.Equal(("GET", "/emea/v3/conversations/19%3A0123456789abcdef%40thread.tacv2/members/29%3A1abcDEFexample"), (call.Method, call.Target));
        Assert.Empty(teams.Connector.Complaints);
    }

    [Theory]
    [InlineData(404, "MemberNotFound")]
    [InlineData(403, "NotEnoughPermissions")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "ServiceError")]
    public async Task A_greeting_does_not_fail_for_a_name(int status, string code)
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);
        teams.Connector.Next(ConnectorAnswer.Error(status, code));

        Assert.Null(await FindAsync(teams));
    }

    private static Task<string?> FindAsync(TeamsOutbound teams) => ((IChannel)teams.Channel).FindNameAsync(teams.Conversation(), Kim, Token);
}
