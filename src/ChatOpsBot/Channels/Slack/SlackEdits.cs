using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// Remembers when messages were last edited or deleted: Slack promises no order, and what an edit replaced may arrive after it. In memory,
/// because the two are seconds apart.
/// </summary>
internal sealed class SlackEdits
{
    private readonly Lock gate = new();
    private readonly Dictionary<(ConversationKey, string), string> latest = [];
    private readonly Queue<(ConversationKey, string)> order = new();

    /// <param name="at"><c>ts</c> of the event that says so.</param>
    public void Note(ConversationKey conversation, string messageTs, string at)
    {
        var message = (conversation, messageTs);
        lock (gate)
        {
            if (!latest.TryGetValue(message, out var known))
            {
                order.Enqueue(message);
                if (order.Count > MostMessages)
                    latest.Remove(order.Dequeue());
            }

            latest[message] = known is not null && IsLater(known, at) ? known : at;
        }
    }

    /// <summary>Whether what a message said at a time was replaced since.</summary>
    public bool IsReplaced(ConversationKey conversation, string messageTs, string at)
    {
        lock (gate)
            return latest.TryGetValue((conversation, messageTs), out var replacedAt) && IsLater(replacedAt, at);
    }

    /// <summary>A <c>ts</c> is no number, but all of them have the same shape, and those of one channel are in order.</summary>
    private static bool IsLater(string one, string other) => one.Length == other.Length ? string.CompareOrdinal(one, other) > 0 : one.Length > other.Length;

    private const int MostMessages = 10_000;
}
