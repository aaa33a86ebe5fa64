using ChatOpsBot.FollowUps;

namespace ChatOpsBot.Conversations;

/// <summary>What the composing of cards needs besides the case and its entry.</summary>
/// <param name="MessageExpiration">How long Microsoft 365 keeps trying: 12 to 24 hours, an organization setting (<c>Set-TransportConfig -MessageExpiration</c>).</param>
/// <param name="Version">Of the bot, for the footer.</param>
internal sealed record CaseCardOptions(TimeSpan MessageExpiration, string Version)
{
    /// <summary>When the bot looks again after a fix.</summary>
    public FollowUpOptions FollowUps { get; init; } = new();
}
