namespace ChatOpsBot.Channels.Slack;

/// <summary>What Slack needs to know to make the app: the manifest of <c>manifests/slack</c>, to be pasted at api.slack.com/apps.</summary>
internal static class SlackAppManifest
{
    /// <summary>Folder of the unfilled manifests beside the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "manifests", "slack");

    /// <summary>For an app that Slack calls.</summary>
    /// <param name="domain">Public host name of the bot, without scheme.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static string ForHttp(string folder, string domain) => Uri.CheckHostName(domain) == UriHostNameType.Dns && domain.Contains('.', StringComparison.Ordinal)
        ? File.ReadAllText(Path.Combine(folder, "manifest.json")).Replace(Domain, domain.ToLowerInvariant(), StringComparison.Ordinal)
        : throw new FormatException($"The domain \"{domain}\" is no public host name. Give the host at which Slack reaches the bot, without https://, for example bot.contoso.com; or --socket-mode, which needs none.");

    /// <summary>For an app that calls Slack. No address stands in it.</summary>
    public static string ForSocketMode(string folder) => File.ReadAllText(Path.Combine(folder, "manifest.socket-mode.json"));

    private const string Domain = "${{BOT_DOMAIN}}";
}
