using System.Collections.Concurrent;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// As whom the bot posts, by installation, as far as it was told so at the start or has posted. Events name the bot's user and mark what
/// programs wrote; should they do neither, the bot still does not take its own cards for somebody's, and hears its name.
/// </summary>
internal sealed class OwnUsers
{
    private readonly ConcurrentDictionary<string, string> users = new(StringComparer.Ordinal);

    /// <param name="user">As Slack's answer names it; null when it does not.</param>
    public void Note(string installation, string? user)
    {
        if (user is { Length: > 0 })
            users[installation] = user;
    }

    /// <returns>Null: not known yet.</returns>
    public string? Of(string installation) => users.GetValueOrDefault(installation);

    public bool IsOwn(string installation, string user) => users.TryGetValue(installation, out var own) && own == user;
}
