using System.Collections.Concurrent;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// As whom the bot posts, by installation, as far as it has posted. Events name the bot's user and mark what programs wrote; should they do
/// neither, the bot still does not take its own cards for somebody's.
/// </summary>
internal sealed class OwnUsers
{
    private readonly ConcurrentDictionary<string, string> users = new(StringComparer.Ordinal);

    /// <param name="user">As the answer to a post names it; null when it does not.</param>
    public void Note(string installation, string? user)
    {
        if (user is { Length: > 0 })
            users[installation] = user;
    }

    public bool IsOwn(string installation, string user) => users.TryGetValue(installation, out var own) && own == user;
}
