namespace ChatOpsBot.Channels;

/// <summary>Remembers things for a while, and not more of them than fit: the oldest go first.</summary>
internal sealed class Marks<T>(TimeProvider time, TimeSpan keepFor, int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (T Value, DateTimeOffset At)> marks = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTimeOffset At)> order = new();

    public bool TryGet(string key, out T value)
    {
        lock (gate)
        {
            if (marks.TryGetValue(key, out var mark) && time.GetUtcNow() - mark.At < keepFor)
            {
                value = mark.Value;
                return true;
            }

            value = default!;
            return false;
        }
    }

    public void Set(string key, T value)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            marks[key] = (value, now);
            order.Enqueue((key, now));
            while (order.TryPeek(out var oldest) && (now - oldest.At >= keepFor || order.Count > capacity))
            {
                order.Dequeue();
                // Set again since, or removed: then this place in the queue means nothing.
                if (marks.TryGetValue(oldest.Key, out var mark) && mark.At == oldest.At)
                    marks.Remove(oldest.Key);
            }
        }
    }

    public void Remove(string key)
    {
        lock (gate)
            marks.Remove(key);
    }
}
