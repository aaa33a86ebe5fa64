using System.CommandLine;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Teams;

namespace ChatOpsBot.Commands;

/// <summary>
/// <c>chatopsbot manifest pack</c>: makes the app package that is uploaded to Teams. <c>chatopsbot manifest slack</c>: writes the manifest
/// that is pasted into Slack.
/// </summary>
internal static class ManifestCommand
{
    public static Command Create() => new("manifest", "What the chat platforms need to know about the bot.") { CreatePack(), CreateSlack() };

    private static Command CreatePack()
    {
        var appId = new Option<string>("--app-id") { Description = "Id of the Teams app, a GUID of its own that you keep for updates. Default: the bot's id." };
        var botId = new Option<string>("--bot-id") { Description = "Microsoft App ID of the Azure Bot. Default: Teams:AppId." };
        var domain = new Option<string>("--domain") { Description = "Public host name of the bot, for example bot.contoso.com.", Required = true };
        var developer = new Option<string>("--publisher") { Description = "Publisher shown in Teams, at most 32 characters. Default: the domain." };
        var website = new Option<string>("--website") { Description = "Page about the app. Default: https:// and the domain." };
        var privacy = new Option<string>("--privacy") { Description = "Your privacy statement. Default: the website." };
        var terms = new Option<string>("--terms") { Description = "Your terms of use. Default: the website." };
        var version = new Option<string>("--app-version") { Description = "Version of the package, for example 1.1.0: an update needs a higher one than before. Default: that of the manifest." };
        var output = new Option<string>("--out") { Description = "The zip to write; an existing one is replaced.", DefaultValueFactory = _ => "chatopsbot-teams.zip" };
        var pack = new Command("pack", "Make the Teams app package: upload the zip in the Teams admin center, or in Teams under Apps > Manage your apps.")
        {
            appId, botId, domain, developer, website, privacy, terms, version, output,
        };
        pack.TreatUnmatchedTokensAsErrors = false;
        pack.SetAction(parsed =>
        {
            var bot = parsed.GetValue(botId) ?? CommandSettings.Read([.. parsed.UnmatchedTokens])[$"{TeamsOptions.Section}:{nameof(TeamsOptions.AppId)}"] ?? "";
            var host = parsed.GetValue(domain)!;
            var site = parsed.GetValue(website) ?? $"https://{host}";
            return Write(parsed.GetValue(output)!, new TeamsAppValues
            {
                AppId = parsed.GetValue(appId) ?? bot,
                BotId = bot,
                Domain = host,
                DeveloperName = parsed.GetValue(developer) ?? host[..Math.Min(host.Length, 32)],
                WebsiteUrl = site,
                PrivacyUrl = parsed.GetValue(privacy) ?? site,
                TermsUrl = parsed.GetValue(terms) ?? site,
                Version = parsed.GetValue(version),
            });
        });
        return pack;
    }

    private static Command CreateSlack()
    {
        var domain = new Option<string>("--domain") { Description = "Public host name of the bot, for example bot.contoso.com." };
        var socketMode = new Option<bool>("--socket-mode") { Description = "The bot calls Slack and needs no public host name." };
        var slack = new Command("slack", "Write the manifest of the Slack app: paste it at api.slack.com/apps under Create New App > From a manifest.") { domain, socketMode };
        slack.SetAction(parsed => Print(() => parsed.GetValue(socketMode)
            ? SlackAppManifest.ForSocketMode(SlackAppManifest.Folder)
            : SlackAppManifest.ForHttp(SlackAppManifest.Folder, parsed.GetValue(domain) ?? "")));
        return slack;
    }

    private static int Print(Func<string> manifest)
    {
        try
        {
            Console.Write(manifest());
            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCodes.Failed;
        }
    }

    private static int Write(string path, TeamsAppValues values)
    {
        try
        {
            using var package = new MemoryStream();
            TeamsAppPackage.Write(TeamsAppPackage.Folder, values, package);
            File.WriteAllBytes(path, package.ToArray());
            Console.WriteLine($"{Path.GetFullPath(path)}: {package.Length / 1024} KB. Upload it in the Teams admin center, or in Teams under Apps > Manage your apps > Upload an app.");
            return ExitCodes.Done;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return ExitCodes.Failed;
        }
    }
}
