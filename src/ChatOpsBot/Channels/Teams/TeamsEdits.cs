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

    // One for each of many messages. They hold nothing to dispose of.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 16).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Accepts an edit or a deletion, unless something newer was said in place of it. Two of one message do not overtake each other on the way into the inbox.</summary>
    /// <returns>Whether an answer is due.</returns>
    public async Task<bool> AcceptAsync(ConversationKey conversation, string messageId, DateTimeOffset at, Func<Task<bool>> accept)
    {
        var turn = turns[(uint)HashCode.Combine(conversation, messageId) % (uint)turns.Length];
        await turn.WaitAsync();
        try
        {
            if (IsReplaced(conversation, messageId, at))
                return false;
            // First: the message it replaces may be on its way beside it.
            Note(conversation, messageId, at);
            return await accept();
        }
        finally
        {
            turn.Release();
        }
    }

    private void Note(ConversationKey conversation, string messageId, DateTimeOffset at)
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
