namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Conversations that closed themselves to the bot: not invited, archived, locked. Nothing is sent there until somebody there is heard of
/// again, or an hour has passed: then one call finds out.
/// </summary>
internal sealed class ClosedConversations(TimeProvider time)
{
    private readonly Marks<string> reasons = new(time, TimeSpan.FromHours(1), Capacity);

    /// <summary>Why nothing can be said there; null: nothing is known against it.</summary>
    public string? ReasonOf(string installation, string channel) => reasons.TryGet($"{installation}|{channel}", out var reason) ? reason : null;

    public void Close(string installation, string channel, string reason) => reasons.Set($"{installation}|{channel}", reason);

    /// <summary>Something arrived from there (a message, a press, an invitation): it can be answered again.</summary>
    public void Reopen(string installation, string channel) => reasons.Remove($"{installation}|{channel}");

    private const int Capacity = 10_000;
}
