using System.Net;
using ChatOpsBot.Channels.Teams.Protocol;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Who may speak to the bot: what the token vouches for must fit what the activity says.</summary>
internal sealed class TeamsAccess(TeamsOptions options, CloudEndpoints cloud, IHostEnvironment environment)
{
    public bool IsPlaygroundOpen => options.Playground && environment.IsDevelopment();

    /// <summary>
    /// Microsoft's Agents Playground on the developer's machine, which has no tokens. The peer's address alone would let in a proxy's
    /// visitors and a web page in the developer's browser: so nothing forwarded, no origin, a local name.
    /// </summary>
    public bool IsPlayground(HttpContext context)
    {
        var request = context.Request;
        return IsPlaygroundOpen
            && context.Connection.RemoteIpAddress is { } peer
            && IPAddress.IsLoopback(peer)
            && !TellTales.Any(request.Headers.ContainsKey)
            && IsLocalName(request.Host.Host);
    }

    /// <summary>Judges an activity whose token is good.</summary>
    public ActivityVerdict Judge(Activity activity, VerifiedToken token)
    {
        if (activity.ChannelId != TeamsChannelId)
            return ActivityVerdict.NotTeams;
        if (!token.Endorsements.Contains(TeamsChannelId, StringComparer.Ordinal))
            return ActivityVerdict.NotEndorsed;
        if (token.ServiceUrl is null || activity.ServiceUrl is null || !ServiceUrls.AreEqual(token.ServiceUrl, activity.ServiceUrl))
            return ActivityVerdict.OtherServiceUrl;
        if (!Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var address) || !cloud.Trusts(address))
            return ActivityVerdict.UntrustedHost;
        return JudgeTenant(activity);
    }

    /// <summary>Judges an activity of the Playground: answers to it may go to this machine only.</summary>
    public static ActivityVerdict JudgePlayground(Activity activity)
    {
        if (activity.ChannelId != TeamsChannelId)
            return ActivityVerdict.NotTeams;
        return Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var address) && address is { Scheme: "http", IsLoopback: true, UserInfo: "" }
            ? ActivityVerdict.Allowed
            : ActivityVerdict.UntrustedHost;
    }

    private ActivityVerdict JudgeTenant(Activity activity)
    {
        var (ofConversation, ofChannel) = (activity.Conversation?.TenantId, activity.ChannelData?.Tenant?.Id);
        if (ofConversation is not null && ofChannel is not null && !ofConversation.Equals(ofChannel, StringComparison.OrdinalIgnoreCase))
            return ActivityVerdict.TwoTenants;
        return (ofConversation ?? ofChannel) is { Length: > 0 } tenant && options.IsAllowed(tenant) ? ActivityVerdict.Allowed : ActivityVerdict.OtherTenant;
    }

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private const string TeamsChannelId = "msteams";

    // Who sends a token has it checked. X-Original-For is where ASP.NET Core moves X-Forwarded-For once it has believed it.
    private static readonly string[] TellTales = ["Authorization", "Origin", "Forwarded", "X-Forwarded-For", "X-Original-For"];
}

/// <summary>What became of an activity that came with a good token; the words are for the log.</summary>
internal enum ActivityVerdict
{
    Allowed,

    /// <summary>Another channel of the same Azure Bot.</summary>
    NotTeams,

    /// <summary>Signed by a key that may not speak for Teams.</summary>
    NotEndorsed,
    OtherServiceUrl,
    UntrustedHost,
    TwoTenants,
    OtherTenant,
}
