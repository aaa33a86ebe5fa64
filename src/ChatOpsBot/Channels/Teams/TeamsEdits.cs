using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams;

/// <summary>
/// Remembers when messages were last edited or deleted: Teams keeps no order, and what an edit replaced may arrive after it. In memory,
/// because the two are seconds apart.
/// </summary>
internal sealed class TeamsEdits
{
    private readonly Lock gate = new();
    private readonly Dictionary<(ConversationKey, string), DateTimeOffset> latest = [];
    private readonly Queue<(ConversationKey, string)> order = new();

    public void Note(ConversationKey conversation, string messageId, DateTimeOffset at)
    {
        var message = (conversation, messageId);
        lock (gate)
        {
            if (!latest.TryGetValue(message, out var known))
            {
                order.Enqueue(message);
                if (order.Count > MostMessages)
                    latest.Remove(order.Dequeue());
            }

            latest[message] = known > at ? known : at;
        }
    }

    /// <summary>Whether what a message said at a time was replaced since.</summary>
    public bool IsReplaced(ConversationKey conversation, string messageId, DateTimeOffset at)
    {
        lock (gate)
            return latest.TryGetValue((conversation, messageId), out var replacedAt) && replacedAt > at;
    }

    private const int MostMessages = 10_000;
}
