using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack;

/// <summary>The Slack app this program is, and who may talk to it. Section <c>Slack</c>; all credentials empty: Slack is off.</summary>
internal sealed class SlackOptions
{
    /// <summary>"App ID" of the app, <c>A…</c>. What was meant for another app is refused.</summary>
    public string AppId { get; set; } = "";

    /// <summary>"Signing Secret" of the app: what Slack signs its requests with. Needed unless <see cref="AppToken"/> is set.</summary>
    public string SigningSecret { get; set; } = "";

    /// <summary>Secrets that are good as well, while Slack changes from one to the next.</summary>
    public string[] PreviousSigningSecrets { get; set; } = [];

    /// <summary>App-level token <c>xapp-…</c>: the bot calls Slack (Socket Mode) and needs no public address.</summary>
    public string AppToken { get; set; } = "";

    /// <summary>WebSocket connections of this process in Socket Mode, 1 to 10; Slack allows an app ten in all.</summary>
    public int SocketConnections { get; set; } = 2;

    /// <summary>Token <c>xoxb-…</c> of the one workspace or organization the app is installed in by hand.</summary>
    public string BotToken { get; set; } = "";

    /// <summary>"Client ID", for installing with "Add to Slack" in any number of workspaces, instead of <see cref="BotToken"/>.</summary>
    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// Where Slack leads people back to who install the app: the bot's <c>/slack/oauth_redirect</c> as it is called outside. Needed only when the
    /// app has several redirect addresses; empty: Slack takes the first one.
    /// </summary>
    public string RedirectUrl { get; set; } = "";

    /// <summary>Workspaces (<c>T…</c>) and organizations (<c>E…</c>) whose people may use the bot. Empty: every one the app is installed in.</summary>
    public string[] AllowedWorkspaces { get; set; } = [];

    /// <summary>Apps (<c>A…</c>) whose posts are read like those of people, webhooks of theirs included; those of all others are left alone.</summary>
    public string[] ReadableApps { get; set; } = [];

    /// <summary>Where Slack's Web API is; GovSlack: <c>https://slack-gov.com/api/</c>. The tokens go there and nowhere else.</summary>
    public string ApiBaseUrl { get; set; } = "https://slack.com/api/";

    /// <summary>
    /// What cards are made of. <c>Auto</c>: of all blocks at Slack itself, of those that everybody draws at an emulator. <c>Rich</c> and
    /// <c>Simple</c>: of the ones or the others, whoever it is.
    /// </summary>
    public string Blocks { get; set; } = AutoBlocks;

    public const string Section = "Slack";

    /// <summary>False: nobody wants Slack here.</summary>
    public bool HasCredentials => Credentials.Any(setting => setting.Length > 0) || PreviousSigningSecrets.Length > 0;

    /// <summary>Whether Slack calls the bot.</summary>
    public bool UsesHttp => SigningSecret.Length > 0;

    /// <summary>Whether the bot calls Slack.</summary>
    public bool UsesSocket => AppToken.Length > 0;

    /// <summary>Where Slack is, as <see cref="ApiBaseUrl"/> says, with or without a slash at its end.</summary>
    public SlackHosts Hosts => SlackHosts.Of(new Uri(ApiBaseUrl.EndsWith('/') ? ApiBaseUrl : ApiBaseUrl + '/'));

    /// <summary>Whether cards do without rich text and tables.</summary>
    public bool DrawsSimply => Blocks == SimpleBlocks || (Blocks == AutoBlocks && !Hosts.IsSlack);

    /// <summary>Whether people install the app by themselves, each in their workspace.</summary>
    public bool IsInstalledByPeople => ClientId.Length > 0;

    /// <param name="team">Workspace; null where Slack names none.</param>
    /// <param name="enterprise">Organization of the workspace; null when it has none.</param>
    public bool IsAllowed(string? team, string? enterprise) =>
        AllowedWorkspaces.Length == 0 || AllowedWorkspaces.Contains(team, StringComparer.Ordinal) || AllowedWorkspaces.Contains(enterprise, StringComparer.Ordinal);

    public static bool IsAppId(string value) => IsId(value, 'A');

    public IEnumerable<string> Problems()
    {
        if (SocketConnections is < 1 or > 10)
            yield return $"Slack:SocketConnections is {SocketConnections}. Set it to 1 to 10; Slack allows an app ten connections, over all its processes.";
        foreach (var app in ReadableApps.Where(app => !IsId(app, 'A')))
            yield return $"Slack:ReadableApps has \"{app}\". Write apps by their App ID, which begins with A.";
        foreach (var app in ReadableApps.Where(app => app == AppId))
            yield return $"Slack:ReadableApps has \"{app}\", which is this app itself. The bot never answers itself; take it out.";
        foreach (var workspace in AllowedWorkspaces.Where(workspace => !IsId(workspace, 'T') && !IsId(workspace, 'E')))
            yield return $"Slack:AllowedWorkspaces has \"{workspace}\". Write workspaces by their id, which begins with T, and organizations by theirs, which begins with E.";
        if (!IsApiBase(ApiBaseUrl))
            yield return $"Slack:ApiBaseUrl is \"{ApiBaseUrl}\". Set it to https://slack.com/api/, or https://slack-gov.com/api/ for GovSlack; an emulator on this machine may do without https.";
        if (Blocks is not (AutoBlocks or RichBlocks or SimpleBlocks))
            yield return $"Slack:Blocks is \"{Blocks}\". Set it to {AutoBlocks}, {RichBlocks} or {SimpleBlocks}.";
        if (RedirectUrl.Length > 0 && !IsRedirect(RedirectUrl))
            yield return $"Slack:RedirectUrl is \"{RedirectUrl}\". Set it to the address of the bot that is one of the app's redirect URLs, https://<your host>/slack/oauth_redirect, or leave it empty when the app has only one.";
        if (!HasCredentials)
            yield break;

        if (!IsId(AppId, 'A'))
            yield return Wrong(AppId, "Slack:AppId", "the \"App ID\" under Basic Information of the app, which begins with A");
        foreach (var problem in ProblemsOfDoors().Concat(ProblemsOfTokens()))
            yield return problem;
    }

    /// <summary>How Slack reaches the bot: by calling it, by being called, or, while one changes to the other, both.</summary>
    private IEnumerable<string> ProblemsOfDoors()
    {
        if (SigningSecret.Length == 0 && AppToken.Length == 0)
            yield return "Slack:SigningSecret is empty, and so is Slack:AppToken. Set the first to \"Signing Secret\" under Basic Information of the app, or the second to an app-level token for Socket Mode, or leave all settings of Slack empty to run without Slack.";
        // A person's paste may hold the line's end; the secret of the signature would then silently be another one.
        if (SigningSecret.Any(char.IsWhiteSpace))
            yield return "Slack:SigningSecret has white space in it. Copy \"Signing Secret\" under Basic Information of the app once more.";
        if (PreviousSigningSecrets.Length > 0 && SigningSecret.Length == 0)
            yield return "Slack:PreviousSigningSecrets is set, but Slack:SigningSecret is empty. Set that to the secret in force.";
        if (PreviousSigningSecrets.Any(string.IsNullOrWhiteSpace))
            yield return "Slack:PreviousSigningSecrets has an empty secret: anybody could sign with it. Take it out.";
        if (AppToken.Length > 0 && !AppToken.StartsWith("xapp-", StringComparison.Ordinal))
            yield return "Slack:AppToken does not begin with xapp-. Make an app-level token with the scope connections:write under Basic Information of the app.";
    }

    /// <summary>What the bot speaks with: one token, or the means to get one for each workspace.</summary>
    private IEnumerable<string> ProblemsOfTokens()
    {
        if (BotToken.Length == 0 && ClientId.Length == 0 && ClientSecret.Length == 0)
            yield return "Slack:BotToken is empty, and so are Slack:ClientId and Slack:ClientSecret. Set the first to \"Bot User OAuth Token\" under OAuth & Permissions of the app, or the other two to install the app with \"Add to Slack\".";
        if (BotToken.Length > 0 && (ClientId.Length > 0 || ClientSecret.Length > 0))
            yield return "Slack:BotToken is set, and so is Slack:ClientId or Slack:ClientSecret. Keep the token for one workspace, or the other two for any number of them.";
        if (BotToken.Length > 0 && !BotToken.StartsWith("xoxb-", StringComparison.Ordinal))
            yield return "Slack:BotToken does not begin with xoxb-. Copy \"Bot User OAuth Token\" under OAuth & Permissions of the app.";
        if (ClientId.Length == 0 && ClientSecret.Length > 0)
            yield return "Slack:ClientSecret is set, but Slack:ClientId is empty. Both are under Basic Information of the app.";
        if (ClientId.Length > 0 && ClientSecret.Length == 0)
            yield return "Slack:ClientId is set, but Slack:ClientSecret is empty. Both are under Basic Information of the app.";
    }

    private string[] Credentials =>
    [
        AppId,
        SigningSecret,
        AppToken,
        BotToken,
        ClientId,
        ClientSecret,
    ];

    private static bool IsRedirect(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0
        && address.AbsolutePath.EndsWith(Installing.SlackInstallEndpoints.Redirect, StringComparison.Ordinal);

    private static bool IsApiBase(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.UserInfo.Length == 0
        && address.Query.Length + address.Fragment.Length == 0;

    /// <summary>Slack calls its ids opaque; an emulator may write A_TEST.</summary>
    private static bool IsId(string value, char kind) => value.Length is > 1 and <= LongestId && value[0] == kind && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    private static string Wrong(string value, string name, string what) => value.Length == 0
        ? $"{name} is empty, but other settings of Slack are not. Set it to {what}, or leave all of them empty to run without Slack."
        : $"{name} is \"{value}\". Set it to {what}.";

    private const int LongestId = 100;

    private const string AutoBlocks = "Auto";
    private const string RichBlocks = "Rich";
    private const string SimpleBlocks = "Simple";
}
