using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Where in Slack something happened, and where an answer to it belongs.</summary>
/// <param name="Installation">Whose token speaks there.</param>
/// <param name="TeamId">Workspace it happened in; null where an organization's surface names none. With an organization's token the Web API wants it beside.</param>
/// <param name="ChannelId">Opaque: <c>C…</c>, <c>G…</c>, <c>D…</c>.</param>
/// <param name="ThreadTs">The message that began the thread an answer belongs in; null in a direct message outside of threads.</param>
internal sealed record SlackConversation(SlackInstallation Installation, string? TeamId, string ChannelId, string? ThreadTs)
{
    public const string ChannelName = "slack";

    /// <summary>People of other organizations read along (Slack Connect).</summary>
    public bool IsShared { get; init; }

    /// <summary>A whole channel is one conversation; its threads are places in it.</summary>
    public ConversationKey Key => new(ChannelName, Installation.Id, ChannelId);
}

/// <summary>
/// Where the app is installed: in one workspace, or in an organization for all those of its workspaces that it was added to. Its id is
/// the tenant of conversations, because it is all that every kind of payload names.
/// </summary>
/// <param name="Id">Workspace <c>T…</c>, or organization <c>E…</c> when <paramref name="IsEnterprise"/>.</param>
internal readonly record struct SlackInstallation(string Id, bool IsEnterprise)
{
    /// <returns>Null when neither is named.</returns>
    public static SlackInstallation? Of(string? team, string? enterprise, bool isEnterpriseInstall) => isEnterpriseInstall switch
    {
        true when enterprise is { Length: > 0 } => new SlackInstallation(enterprise, IsEnterprise: true),
        _ when team is { Length: > 0 } => new SlackInstallation(team, IsEnterprise: false),
        // Some surfaces of organizations say nothing but the organization.
        _ when enterprise is { Length: > 0 } => new SlackInstallation(enterprise, IsEnterprise: true),
        _ => null,
    };
}
