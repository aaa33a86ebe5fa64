using Microsoft.Extensions.Configuration;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>What an operator hears about wrong settings of Teams, all of it at once.</summary>
public sealed class TeamsSettingsTests
{
    public static TheoryData<string, string[], string[]> Wrong => new()
    {
        {
            "A31 a secret alone",
            ["ClientSecret=x"],
            [
                "Teams:AppId is empty, but other settings of Teams are not. Set it to the GUID shown as \"Microsoft App ID\" under Configuration of the Azure Bot, or leave all of them empty to run without Teams.",
                "Teams:TenantId is empty, but other settings of Teams are not. Set it to the GUID shown as \"App Tenant ID\" under Configuration of the Azure Bot, or leave all of them empty to run without Teams.",
            ]
        },
        {
            "A31 no proof",
            [App, Tenant],
            ["Teams:ClientSecret is empty, and so are Teams:CertificateFile and Teams:FederatedIdentityClientId. Set one of them, or leave all settings of Teams empty to run without Teams."]
        },
        {
            "two proofs",
            [App, Tenant, "ClientSecret=x", "FederatedIdentityClientId=33333333-2222-3333-4444-555555555555"],
            ["Teams:ClientSecret, Teams:FederatedIdentityClientId are set. Keep one of them."]
        },
        {
            "a proof where Azure does it",
            [App, Tenant, "AppType=UserAssignedMSI", "ClientSecret=x"],
            ["Teams:AppType is UserAssignedMSI, which needs none of Teams:ClientSecret. Empty them, or set Teams:AppType to what the Azure Bot says."]
        },
        {
            "no GUIDs",
            ["AppId=mybot", "TenantId=contoso", "FederatedIdentityClientId=me", "AllowedTenants:0=contoso"],
            [
                "Teams:AppId is \"mybot\". Set it to the GUID shown as \"Microsoft App ID\" under Configuration of the Azure Bot.",
                "Teams:TenantId is \"contoso\". Set it to the GUID shown as \"App Tenant ID\" under Configuration of the Azure Bot.",
                "Teams:AllowedTenants has \"contoso\". Write tenants as GUIDs, or * for all.",
                "Teams:FederatedIdentityClientId is \"me\". Set it to the client id of the managed identity, a GUID.",
            ]
        },
        {
            "GUIDs that equal none in a token",
            ["AppId={11111111-2222-3333-4444-555555555555}", "TenantId=bbbbbbbb000000000000000000000002", "ClientSecret=x", $"AllowedTenants:0={TeamsBot.TenantId} "],
            [
                "Teams:AppId is \"{11111111-2222-3333-4444-555555555555}\". Set it to the GUID shown as \"Microsoft App ID\" under Configuration of the Azure Bot.",
                "Teams:TenantId is \"bbbbbbbb000000000000000000000002\". Set it to the GUID shown as \"App Tenant ID\" under Configuration of the Azure Bot.",
                $"Teams:AllowedTenants has \"{TeamsBot.TenantId} \". Write tenants as GUIDs, or * for all.",
            ]
        },
        {
            "a bot of many tenants that nobody may use",
            [App, "AppType=MultiTenant", "ClientSecret=x"],
            ["Teams:AllowedTenants is empty, and so is Teams:TenantId: nobody could use the bot. List the tenants whose people may, or * for all."]
        },
        {
            "a password without its file",
            [App, Tenant, "ClientSecret=x", "CertificatePassword=y"],
            ["Teams:CertificatePassword is set, but Teams:CertificateFile is empty. Name the file, or empty the password."]
        },
        {
            "the Playground in production",
            ["Playground=true"],
            ["Teams:Playground is true, but the environment is Production. It lets anybody on this machine speak as anybody; leave it false outside Development."]
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void The_start_names_everything_that_is_wrong(string id, string[] settings, string[] problems)
    {
        Assert.NotEmpty(id);
        var exception = Assert.Throws<StartException>(() => BotHost.Build(["--environment=Production", .. settings.Select(setting => $"--Teams:{setting}")]));

        Assert.Equal(problems, exception.Problems);
    }

    [Fact]
    public void A_certificate_that_is_not_there_is_named_with_its_place()
    {
        var exception = Assert.Throws<StartException>(() => BotHost.Build(["--environment=Production", $"--Teams:{App}", $"--Teams:{Tenant}", "--Teams:CertificateFile=none.pfx"]));

        Assert.Equal($"Teams:CertificateFile is \"none.pfx\", and there is no file {Path.Combine(AppContext.BaseDirectory, "none.pfx")}. Name a PFX or PEM file.", Assert.Single(exception.Problems));
    }

    [Theory]
    [InlineData("app.pfx", "this is no certificate")]
    [InlineData("app.pem", "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n")]
    [InlineData("app.pfx", "")]
    public void A_file_that_is_no_certificate_is_named_at_the_start(string name, string content)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, content);

            var exception = Assert.Throws<StartException>(() => BotHost.Build(["--environment=Production", $"--Teams:{App}", $"--Teams:{Tenant}", $"--Teams:CertificateFile={file}"]));

            var problem = Assert.Single(exception.Problems);
            Assert.StartsWith($"Teams:CertificateFile {file} cannot be used: ", problem, StringComparison.Ordinal);
            Assert.EndsWith("It needs a PFX or PEM file with its private key, and Teams:CertificatePassword when it has one.", problem, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(App, Tenant, "ClientSecret=x")]
    [InlineData(App, Tenant, "AppType=UserAssignedMSI")]
    [InlineData(App, Tenant, "FederatedIdentityClientId=33333333-2222-3333-4444-555555555555")]
    [InlineData(App, "AppType=MultiTenant", "AllowedTenants:0=*", "ClientSecret=x")]
    public void Complete_settings_are_found_good(params string[] settings)
    {
        var options = BotSettings.Read(new ConfigurationBuilder().AddCommandLine([.. settings.Select(setting => $"--Teams:{setting}")]).Build(), "Production").Teams;

        Assert.True(options.HasCredentials);
    }

    private const string App = $"AppId={TeamsBot.AppId}";
    private const string Tenant = $"TenantId={TeamsBot.TenantId}";
}
