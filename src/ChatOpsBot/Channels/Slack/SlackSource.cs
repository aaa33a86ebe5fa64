using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Whose event it is, and when it happened.</summary>
/// <param name="TeamId">Workspace; null where an organization's surface names none.</param>
/// <param name="EnterpriseId">Organization of the workspace; null when it has none.</param>
/// <param name="BotUser">The bot's own user there; null when the event does not say.</param>
/// <param name="IsShared">Whether people of another organization can be there too.</param>
internal sealed record SlackSource(SlackInstallation Installation, string? TeamId, string? EnterpriseId, string? BotUser, bool IsShared, DateTimeOffset? SentAt)
{
    /// <returns>Null when the envelope names no workspace.</returns>
    public static SlackSource? Of(EventCallback callback)
    {
        // What the event is for comes first: in a shared channel the envelope may name the other side.
        var authorization = callback.Authorizations?.FirstOrDefault(one => one is not null);
        var team = authorization?.TeamId ?? callback.TeamId;
        var enterprise = authorization is null ? callback.EnterpriseId : authorization.EnterpriseId ?? (authorization.TeamId == callback.TeamId ? callback.EnterpriseId : null);
        return SlackInstallation.Of(team, enterprise, authorization?.IsEnterpriseInstall == true) is { } installation
            ? new SlackSource(installation, team, enterprise, authorization is { IsBot: true } ? authorization.UserId : null, callback.IsExtSharedChannel == true, At(callback.EventTime))
            : null;
    }

    /// <returns>Where the author is at home, when that is another organization; null for one of ours.</returns>
    public string? ForeignHomeOf(SlackEvent message) =>
        IsShared && (message.UserTeam ?? message.SourceTeam ?? message.Team) is { Length: > 0 } home && home != TeamId && home != EnterpriseId ? home : null;

    /// <param name="thread">The message that began the thread an answer belongs in; null to answer in the channel itself.</param>
    public SlackConversation In(string channel, string? thread) => new(Installation, TeamId, channel, thread) { IsShared = IsShared };

    private static DateTimeOffset? At(long? seconds) => seconds is >= 0 and <= LastSecond ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;

    /// <summary>The end of the year 9999.</summary>
    private const long LastSecond = 253_402_300_799;
}
