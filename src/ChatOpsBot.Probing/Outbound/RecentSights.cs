using System.Net;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>
/// What was seen at an address within the last minute, for whoever comes when the address has had its connections: hundreds of domains
/// share one mail server, and the limit on connections says nothing about it.
/// </summary>
internal sealed class RecentSights(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    /// <summary>Kept at most: memory has an end, and who asks about so many servers in a minute comes back to few of them.</summary>
    internal const int MaxKept = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<Key, Kept> kept = [];

    /// <summary>The oldest first; one that was replaced stands there with its old time, too.</summary>
    private readonly Queue<(Key Key, DateTimeOffset At)> order = [];

    /// <summary>Remembers a sight that the server itself decided to the end.</summary>
    public void Keep(IPAddress address, Sight sight)
    {
        if (!IsWhole(sight))
            return;
        lock (gate)
        {
            var now = time.GetUtcNow();
            Forget(now);
            var key = Key.Of(address, sight);
            kept[key] = new Kept(sight, now);
            order.Enqueue((key, now));
        }
    }

    /// <summary>The same server under the same name; null when nobody saw it within a minute.</summary>
    /// <param name="asked">The question; of the sight only what the server showed comes into it.</param>
    public (Sight Sight, TimeSpan Age)? Find(IPAddress address, Sight asked)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (!kept.TryGetValue(Key.Of(address, asked), out var found) || found.At + Life <= now)
                return null;
            var seen = found.Sight;
            return (asked with
            {
                WayOut = seen.WayOut,
                Connection = seen.Connection,
                Greeting = seen.Greeting,
                Hello = seen.Hello,
                ImplicitTls = seen.ImplicitTls,
                StartTls = seen.StartTls,
                OldTls = seen.OldTls,
                SecureHello = seen.SecureHello,
                Certificate = seen.Certificate,
            }, now - found.At);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        while (order.TryPeek(out var oldest) && (oldest.At + Life <= now || order.Count >= MaxKept))
        {
            order.Dequeue();
            if (kept.TryGetValue(oldest.Key, out var one) && one.At == oldest.At)
                kept.Remove(oldest.Key);
        }
    }

    private static bool IsWhole(Sight sight) =>
        sight is { Connection.End: ConnectEnd.Open, RateComplaint: null, Greeting: { End: not ReplyEnd.OutOfBudget } }
        && sight.Hello is null or { Last.End: not ReplyEnd.OutOfBudget }
        && sight.StartTls is null or { Reply.End: not ReplyEnd.OutOfBudget, Handshake: null or { End: not Tls.HandshakeEnd.OutOfBudget } };

    // Servers show a certificate by the name they are asked for, and it was judged for the name expected.
    private readonly record struct Key(IPAddress Address, int Port, string Host, string Expected)
    {
        public static Key Of(IPAddress address, Sight sight) => new(address, sight.Target.Port, sight.Target.Host.ToLowerInvariant(), sight.ExpectedName.ToLowerInvariant());
    }

    private sealed record Kept(Sight Sight, DateTimeOffset At);
}
