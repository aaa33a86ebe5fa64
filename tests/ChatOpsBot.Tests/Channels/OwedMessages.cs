using System.Collections.Concurrent;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests.Channels;

/// <summary>Remembers of each message what the inbox would, for tests of a channel that have none: an answer is tried until it is saved, and here it never is.</summary>
internal sealed class OwedMessages(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (EarlierTries Tries, DateTimeOffset Since)> known = new(StringComparer.Ordinal);

    private OwedMessages(TimeProvider time, OwedMessages before)
        : this(time)
    {
        foreach (var message in before.known)
            known[message.Key] = message.Value;
    }

    public OwedMessages AsOnDisk() => new(time, this);

    public async Task<T> TryAsync<T>(string key, Func<Delivery, Task<T>> send)
    {
        var (before, since) = known.GetOrAdd(key, _ => (EarlierTries.None, time.GetUtcNow()));
        known[key] = (EarlierTries.Lost, since);
        try
        {
            return await send(new Delivery(key, before, since));
        }
        catch (ChannelException)
        {
            known[key] = (EarlierTries.Ended, since);
            throw;
        }
    }
}
