using ChatOpsBot.Channels.Teams.Protocol;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Which addresses the bot speaks to, and which of them may see its token. Asked when something is sent, so a stored address is judged anew.</summary>
/// <param name="isTrusted">Whether the token may go there.</param>
/// <param name="isPlayground">Microsoft's local Teams client is in use: this machine is spoken to, without a token.</param>
/// <param name="defaultServiceUrl">Where to post when a conversation never said; null: nowhere.</param>
/// <param name="gccServiceUrl">Where tenants of GCC live, which look like those of the public cloud; null in other clouds.</param>
internal sealed class ServiceTrust(Func<Uri, bool> isTrusted, bool isPlayground, Uri? defaultServiceUrl, Uri? gccServiceUrl)
{
    public Uri? DefaultServiceUrl => defaultServiceUrl;

    public Uri? GccServiceUrl => gccServiceUrl;

    public static ServiceTrust Of(CloudEndpoints endpoints, bool isPlayground) =>
        new(endpoints.Trusts, isPlayground, endpoints.DefaultServiceUrl, endpoints.Trusts(CloudEndpoints.GccServiceUrl) ? CloudEndpoints.GccServiceUrl : null);

    public ServiceReach Judge(Uri serviceUrl) =>
        isTrusted(serviceUrl) ? ServiceReach.WithToken
        : isPlayground && serviceUrl is { IsLoopback: true, UserInfo: "", Scheme: "http" or "https" } ? ServiceReach.WithoutToken
        : ServiceReach.Never;
}

internal enum ServiceReach
{
    /// <summary>Nothing is sent there at all.</summary>
    Never,

    WithoutToken,
    WithToken,
}
