using System.Text;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Where the Bot Framework of one Microsoft cloud lives: whom inbound tokens come from, where outbound ones are got, which hosts may receive them.</summary>
/// <param name="OpenIdMetadata">OpenID document of those who sign inbound tokens.</param>
/// <param name="Issuer"><c>iss</c> of inbound tokens, exactly.</param>
/// <param name="Authority">Login endpoint, without tenant.</param>
/// <param name="LegacyTenant">Tenant that a <c>MultiTenant</c> bot gets its tokens from.</param>
/// <param name="Scope">What an outbound token is asked for.</param>
/// <param name="DefaultServiceUrl">Where to post when a conversation never said; null where none is published.</param>
/// <param name="ServiceHosts">Hosts that may receive the bot's token, exactly; one that begins with a dot is a suffix.</param>
/// <remarks>
/// Sources: learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication and the constants of Microsoft's
/// SDKs (GCC High, DoD and China were never tried). <c>trafficmanager.net</c> is a suffix anybody can register under, so its host is
/// matched exactly.
/// </remarks>
internal sealed record CloudEndpoints(
    Uri OpenIdMetadata,
    string Issuer,
    Uri Authority,
    string LegacyTenant,
    string Scope,
    Uri? DefaultServiceUrl,
    IReadOnlyList<string> ServiceHosts)
{
    public static CloudEndpoints Public { get; } = new(
        new Uri("https://login.botframework.com/v1/.well-known/openidconfiguration"),
        "https://api.botframework.com",
        new Uri("https://login.microsoftonline.com/"),
        "botframework.com",
        "https://api.botframework.com/.default",
        new Uri("https://smba.trafficmanager.net/teams/"),
        ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com", ".botframework.com"]);

    public static CloudEndpoints UsGov { get; } = new(
        new Uri("https://login.botframework.azure.us/v1/.well-known/openidconfiguration"),
        "https://api.botframework.us",
        new Uri("https://login.microsoftonline.us/"),
        "MicrosoftServices.onmicrosoft.us",
        "https://api.botframework.us/.default",
        new Uri("https://smba.infra.gov.teams.microsoft.us/teams"),
        ["smba.infra.gov.teams.microsoft.us", ".botframework.azure.us"])
    {
        FileHosts = [".sharepoint.us"],
    };

    public static CloudEndpoints UsDod { get; } = UsGov with
    {
        DefaultServiceUrl = new Uri("https://smba.infra.dod.teams.microsoft.us/teams"),
        ServiceHosts = ["smba.infra.dod.teams.microsoft.us", ".botframework.azure.us"],
        FileHosts = [".sharepoint-mil.us"],
    };

    public static CloudEndpoints China { get; } = new(
        new Uri("https://login.botframework.azure.cn/v1/.well-known/openidconfiguration"),
        "https://api.botframework.azure.cn",
        new Uri("https://login.partner.microsoftonline.cn/"),
        "botframework.com",
        "https://api.botframework.azure.cn/.default",
        DefaultServiceUrl: null,
        [".botframework.azure.cn"])
    {
        FileHosts = [".sharepoint.cn"],
    };

    /// <summary>Hosts that keep the files people send; each begins with a dot and is a suffix. The bot's token never goes there.</summary>
    public IReadOnlyList<string> FileHosts { get; init; } = [".sharepoint.com", ".svc.ms", ".1drv.com"];

    /// <summary>Where a public-cloud call goes whose tenant turned out to be in GCC (403 <c>InvalidBotApiHost</c>).</summary>
    public static Uri GccServiceUrl { get; } = new("https://smba.infra.gcc.teams.microsoft.com/teams");

    /// <summary>Whether the bot's token may be sent there: https, default port, no user, a host of <see cref="ServiceHosts"/>.</summary>
    public bool Trusts(Uri serviceUrl) => IsAmong(ServiceHosts, serviceUrl);

    /// <summary>Whether a file may be fetched there, without a token.</summary>
    public bool KeepsFiles(Uri downloadUrl) => IsAmong(FileHosts, downloadUrl);

    private static bool IsAmong(IReadOnlyList<string> hosts, Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && address.HostNameType == UriHostNameType.Dns
        && IsSpelledOut(address.OriginalString)
        && hosts.Any(host => host[0] == '.'
            ? address.IdnHost.EndsWith(host, StringComparison.OrdinalIgnoreCase)
            : string.Equals(address.IdnHost, host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Wide letters, which only become plain ones when the name is looked up, are somebody's trick.</summary>
    private static bool IsSpelledOut(ReadOnlySpan<char> address)
    {
        var authority = address[(address.IndexOf("://", StringComparison.Ordinal) + 3)..];
        return Ascii.IsValid(authority.IndexOfAny('/', '?', '#') is >= 0 and var end ? authority[..end] : authority);
    }
}
