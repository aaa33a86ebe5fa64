using System.Net;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>
/// How many connections an address gets from this process, whoever asks: with many people in many chats the probe would else be the
/// crowd that servers defend themselves against.
/// </summary>
internal sealed class AddressQuota(TimeProvider time, int perMinute, int perDay)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, Queue<DateTimeOffset>> connections = [];
    private DateTimeOffset nextSweep = DateTimeOffset.MinValue;

    /// <summary>Takes one connection; a refusal takes none.</summary>
    /// <returns>Null when the connection may be made, else the time from which one may.</returns>
    public DateTimeOffset? Take(IPAddress address)
    {
        // The same server behind NAT64 is no second one.
        var key = SpecialAddresses.EmbeddedInNat64(address) ?? address;
        lock (gate)
        {
            var now = time.GetUtcNow();
            Sweep(now);
            if (!connections.TryGetValue(key, out var made))
                connections.Add(key, made = []);
            while (made.TryPeek(out var oldest) && oldest + Day <= now)
                made.Dequeue();

            if (made.Count >= perDay)
                return made.Peek() + Day;
            if (made.Count >= perMinute && made.ElementAt(made.Count - perMinute) + Minute is var free && free > now)
                return free;
            made.Enqueue(now);
            return null;
        }
    }

    // Once an hour is enough: what is left until then is a day of addresses people asked for.
    private void Sweep(DateTimeOffset now)
    {
        if (now < nextSweep)
            return;
        nextSweep = now + TimeSpan.FromHours(1);
        foreach (var idle in connections.Where(address => address.Value.Count == 0 || address.Value.Last() + Day <= now).Select(address => address.Key).ToList())
            connections.Remove(idle);
    }
}
