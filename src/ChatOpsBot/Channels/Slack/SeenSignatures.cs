using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// Remembers the signatures of requests for as long as they are good, so that nobody can send one again. Slack signs what it repeats
/// anew, but by the second: a repeat within the same one is the same request, and says that it is a repeat. Only verified ones get in.
/// For this process alone: what counts across processes are the keys of turns.
/// </summary>
internal sealed class SeenSignatures(TimeProvider time)
{
    private readonly Lock gate = new();

    // Of each whether its request was acknowledged.
    private Dictionary<UInt128, bool> current = [];
    private Dictionary<UInt128, bool> previous = [];
    private DateTimeOffset turnsAt;

    /// <returns>False: it was there before.</returns>
    public bool Add(string signature)
    {
        var digest = Digest(signature);
        lock (gate)
        {
            Turn();
            return !previous.ContainsKey(digest) && current.TryAdd(digest, value: false);
        }
    }

    /// <summary>The request was acknowledged: whoever repeats it can be told so.</summary>
    public void Acknowledged(string signature)
    {
        var digest = Digest(signature);
        lock (gate)
        {
            // The generation may have turned since.
            if (current.ContainsKey(digest))
                current[digest] = true;
            else if (previous.ContainsKey(digest))
                previous[digest] = true;
        }
    }

    public bool IsAcknowledged(string signature)
    {
        var digest = Digest(signature);
        lock (gate)
            return current.GetValueOrDefault(digest) || previous.GetValueOrDefault(digest);
    }

    /// <summary>The request had no effect: sent again, it is answered again.</summary>
    public void Forget(string signature)
    {
        var digest = Digest(signature);
        lock (gate)
        {
            current.Remove(digest);
            previous.Remove(digest);
        }
    }

    /// <summary>Two generations of ten minutes each: a signature is good for five minutes before and after its time.</summary>
    private void Turn()
    {
        var now = time.GetUtcNow();
        if (now < turnsAt && current.Count < MostInMemory)
            return;
        (previous, current) = (current, []);
        turnsAt = now + Generation;
    }

    private static UInt128 Digest(string signature)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(signature));
        return new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, 8));
    }

    private static readonly TimeSpan Generation = TimeSpan.FromMinutes(10);

    /// <summary>A thousand a second for as long as a generation lasts.</summary>
    private const int MostInMemory = 600_000;
}
