using System.Net;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>The addresses that asked us to come less often, and until when they are left alone. Shared by all runs of the process.</summary>
internal sealed class RatePauses(TimeProvider time, TimeSpan length)
{
    private readonly Lock gate = new();
    private readonly Dictionary<IPAddress, DateTimeOffset> until = [];

    public void Begin(IPAddress address)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            foreach (var over in until.Where(pause => pause.Value <= now).Select(pause => pause.Key).ToList())
                until.Remove(over);
            until[address] = now + length;
        }
    }

    public DateTimeOffset? Find(IPAddress address)
    {
        lock (gate)
            return until.TryGetValue(address, out var end) && end > time.GetUtcNow() ? end : null;
    }
}
