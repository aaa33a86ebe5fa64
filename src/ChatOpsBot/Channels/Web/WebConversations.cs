namespace ChatOpsBot.Channels.Web;

/// <summary>The conversations in memory: all that are in use, and the latest of the rest up to a limit.</summary>
internal sealed class WebConversations(WebStore store, WebCards cards, TimeProvider time) : IDisposable
{
    private readonly Lock access = new();
    private readonly Dictionary<string, Entry> entries = [];
    private long uses;

    /// <summary>Hands out the one object of a conversation; it stays that one until every lease is returned.</summary>
    public Lease Rent(string id)
    {
        lock (access)
        {
            if (!entries.TryGetValue(id, out var entry))
            {
                entry = new Entry(new WebConversation(id, store, cards, time));
                entries.Add(id, entry);
            }

            entry.Leases++;
            entry.LastUse = ++uses;
            return new Lease(this, entry);
        }
    }

    public void Dispose()
    {
        foreach (var entry in entries.Values)
            entry.Conversation.Dispose();
    }

    private void Return(Entry entry)
    {
        lock (access)
        {
            entry.Leases--;
            if (entries.Count <= MostInMemory || entries.Values.Where(idle => idle.Leases == 0).MinBy(idle => idle.LastUse) is not { } oldest)
                return;
            entries.Remove(oldest.Conversation.Id);
            oldest.Conversation.Dispose();
        }
    }

    private const int MostInMemory = 200;

    internal sealed class Entry(WebConversation conversation)
    {
        public WebConversation Conversation => conversation;

        public int Leases { get; set; }

        public long LastUse { get; set; }
    }

    internal sealed class Lease(WebConversations owner, Entry entry) : IDisposable
    {
        public WebConversation Conversation => entry.Conversation;

        public void Dispose() => owner.Return(entry);
    }
}
