using ChatOpsBot.Channels.Slack;
using Microsoft.Extensions.Configuration;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>What an operator hears about wrong settings of Slack, all of it at once.</summary>
public sealed class SlackSettingsTests
{
    public static TheoryData<string, string[], string[]> Wrong => new()
    {
        {
            "a secret alone",
            [Secret],
            [
                "Slack:AppId is empty, but other settings of Slack are not. Set it to the \"App ID\" under Basic Information of the app, which begins with A, or leave all of them empty to run without Slack.",
                "Slack:BotToken is empty, and so are Slack:ClientId and Slack:ClientSecret. Set the first to \"Bot User OAuth Token\" under OAuth & Permissions of the app, or the other two to install the app with \"Add to Slack\".",
            ]
        },
        {
            "no door",
            [App, Token],
            ["Slack:SigningSecret is empty, and so is Slack:AppToken. Set the first to \"Signing Secret\" under Basic Information of the app, or the second to an app-level token for Socket Mode, or leave all settings of Slack empty to run without Slack."]
        },
        {
            "two ways to speak",
            [App, Secret, Token, "ClientId=1.2", "ClientSecret=x"],
            ["Slack:BotToken is set, and so is Slack:ClientId or Slack:ClientSecret. Keep the token for one workspace, or the other two for any number of them."]
        },
        {
            "half of a client",
            [App, Secret, "ClientId=1.2"],
            ["Slack:ClientId is set, but Slack:ClientSecret is empty. Both are under Basic Information of the app."]
        },
        {
            "the other half of a client",
            [App, Secret, "ClientSecret=x"],
            ["Slack:ClientSecret is set, but Slack:ClientId is empty. Both are under Basic Information of the app."]
        },
        {
            "values of other kinds",
            ["AppId=my-app", "SigningSecret=a b", "AppToken=xoxb-1", "BotToken=xapp-1"],
            [
                "Slack:AppId is \"my-app\". Set it to the \"App ID\" under Basic Information of the app, which begins with A.",
                "Slack:SigningSecret has white space in it. Copy \"Signing Secret\" under Basic Information of the app once more.",
                "Slack:AppToken does not begin with xapp-. Make an app-level token with the scope connections:write under Basic Information of the app.",
                "Slack:BotToken does not begin with xoxb-. Copy \"Bot User OAuth Token\" under OAuth & Permissions of the app.",
            ]
        },
        {
            "secrets of the past",
            [App, Token, "AppToken=xapp-1", "PreviousSigningSecrets:0= "],
            [
                "Slack:PreviousSigningSecrets is set, but Slack:SigningSecret is empty. Set that to the secret in force.",
                "Slack:PreviousSigningSecrets has an empty secret: anybody could sign with it. Take it out.",
            ]
        },
        {
            "an address that is not Slack's to give",
            [App, Secret, Token, "ApiBaseUrl=http://slack.com/api/"],
            ["Slack:ApiBaseUrl is \"http://slack.com/api/\". Set it to https://slack.com/api/, or https://slack-gov.com/api/ for GovSlack; an emulator on this machine may do without https."]
        },
        {
            "cards of another kind",
            [App, Secret, Token, "Blocks=Plain"],
            ["Slack:Blocks is \"Plain\". Set it to Auto, Rich or Simple."]
        },
        {
            "a way back that leads elsewhere",
            [App, Secret, "ClientId=1.2", "ClientSecret=x", "RedirectUrl=https://bot.example.org/slack/install"],
            ["Slack:RedirectUrl is \"https://bot.example.org/slack/install\". Set it to the address of the bot that is one of the app's redirect URLs, https://<your host>/slack/oauth_redirect, or leave it empty when the app has only one."]
        },
        {
            "lists and numbers",
            [App, Secret, Token, "ReadableApps:0=B01", "ReadableApps:1=A01TEST", "AllowedWorkspaces:0=contoso", "SocketConnections=11"],
            [
                "Slack:SocketConnections is 11. Set it to 1 to 10; Slack allows an app ten connections, over all its processes.",
                "Slack:ReadableApps has \"B01\". Write apps by their App ID, which begins with A.",
                "Slack:ReadableApps has \"A01TEST\", which is this app itself. The bot never answers itself; take it out.",
                "Slack:AllowedWorkspaces has \"contoso\". Write workspaces by their id, which begins with T, and organizations by theirs, which begins with E.",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void The_start_names_everything_that_is_wrong(string id, string[] settings, string[] problems)
    {
        Assert.NotEmpty(id);
        var exception = Assert.Throws<StartException>(() => BotHost.Build(["--environment=Production", .. settings.Select(setting => $"--Slack:{setting}")]));

        Assert.Equal(problems, exception.Problems);
    }

    [Theory]
    [InlineData(App, Secret, Token)]
    [InlineData(App, Token, "AppToken=xapp-1-A01TEST-2-3")]
    [InlineData("AppId=A_TEST-1", Token, "AppToken=xapp-1")]
    [InlineData(App, Secret, "ClientId=1.2", "ClientSecret=x", "PreviousSigningSecrets:0=old")]
    [InlineData(App, Secret, Token, "AppToken=xapp-1", "ReadableApps:0=A02MONITOR", "AllowedWorkspaces:0=T01", "AllowedWorkspaces:1=E01")]
    public void Complete_settings_are_found_good(params string[] settings) => Assert.True(Read(settings).HasCredentials);

    [Theory]
    [InlineData("https://slack.com/api/", "Auto", false)]
    [InlineData("https://slack.com/api", "Auto", false)]
    [InlineData("https://slack-gov.com/api/", "Auto", false)]
    [InlineData("http://localhost:3000/api/", "Auto", true)]
    [InlineData("http://localhost:3000/api/", "Rich", false)]
    [InlineData("https://slack.com/api/", "Simple", true)]
    public void Cards_are_simple_where_it_is_not_slack_that_draws_them(string api, string blocks, bool isSimple) =>
        Assert.Equal(isSimple, Read([$"ApiBaseUrl={api}", $"Blocks={blocks}"]).DrawsSimply);

    [Fact]
    public void Without_settings_there_is_no_slack() => Assert.False(Read([]).HasCredentials);

    [Theory]
    [InlineData("T01", null, true)]
    [InlineData("T02", null, false)]
    [InlineData("T02", "E01", true)]
    [InlineData(null, "E01", true)]
    [InlineData(null, null, false)]
    public void A_workspace_is_allowed_by_itself_or_by_its_organization(string? team, string? enterprise, bool isAllowed) =>
        Assert.Equal(isAllowed, Read(["AllowedWorkspaces:0=T01", "AllowedWorkspaces:1=E01"]).IsAllowed(team, enterprise));

    private static SlackOptions Read(string[] settings) =>
        BotSettings.Read(new ConfigurationBuilder().AddCommandLine([.. settings.Select(setting => $"--Slack:{setting}")]).Build(), "Production").Slack;

    private const string App = "AppId=A01TEST";
    private const string Secret = "SigningSecret=not-a-secret";
    private const string Token = "BotToken=xoxb-not-a-token";
}
