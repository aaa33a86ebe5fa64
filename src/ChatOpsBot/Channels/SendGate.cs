using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.Channels;

/// <summary>Admits so many in any stretch of time, over several stretches at once. Exact: it remembers when each was admitted.</summary>
/// <remarks>The framework's rate limiters know one stretch and the system's clock.</remarks>
internal sealed class SendGate
{
    private readonly Lock gate = new();
    private readonly Window[] windows;
    private readonly int capacity;

    // Owned by the lock. A ring: the newest admission is at (end - 1), older ones before it. UTC ticks: there are many gates.
    private long[] admitted = new long[InitialSize];
    private int end;
    private int count;
    private long pausedUntil = DateTimeOffset.MinValue.UtcTicks;
    private int refusals;

    /// <summary>
    /// A short key for those who are counted together: who they are is of no interest, and of everybody who was spoken to within an hour
    /// the long names would stay in memory.
    /// </summary>
    public static UInt128 KeyOf(params ReadOnlySpan<string> who) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', who))));

    public SendGate(params Window[] windows)
    {
        this.windows = windows;
        capacity = windows.Max(window => window.Limit);
    }

    /// <summary>Whether nothing happened after this moment.</summary>
    public bool IsIdle(DateTimeOffset since)
    {
        lock (gate)
            return pausedUntil <= since.UtcTicks && (count == 0 || At(count - 1) <= since.UtcTicks);
    }

    /// <summary>The same, for a gate that never had much to remember.</summary>
    /// <param name="atMost">Admissions it may remember.</param>
    public bool IsIdle(DateTimeOffset since, int atMost)
    {
        lock (gate)
            return count <= atMost && refusals == 0 && IsIdle(since);
    }

    /// <summary>How far away the next place is.</summary>
    public TimeSpan NextIn(DateTimeOffset now)
    {
        lock (gate)
            return TimeSpan.FromTicks(NextAt(now) - now.UtcTicks);
    }

    /// <summary>Takes the next place when it is not further away than <paramref name="patience"/>.</summary>
    /// <returns>How long to wait: for the place, or, when it was not taken, before asking again.</returns>
    public (bool IsAdmitted, TimeSpan Wait) Enter(DateTimeOffset now, TimeSpan patience)
    {
        lock (gate)
        {
            var at = NextAt(now);
            var wait = TimeSpan.FromTicks(at - now.UtcTicks);
            if (wait > patience)
                return (false, wait);
            Add(at);
            return (true, wait);
        }
    }

    /// <summary>Closes after the platform said "too many".</summary>
    /// <param name="asked">How long the platform asked to wait; null: longer each time in a row.</param>
    /// <param name="random">Between 0 and 1.</param>
    /// <returns>How long it stays closed.</returns>
    public TimeSpan Pause(DateTimeOffset now, TimeSpan? asked, double random)
    {
        lock (gate)
        {
            // Five tries within the first minute, then one a minute: the answer is late, and still comes.
            var pause = asked ?? (refusals < Pauses.Length ? Pauses[refusals] * (1 + random / 2) : LongestPause);
            refusals++;
            pausedUntil = Math.Max(pausedUntil, (now + pause).UtcTicks);
            return TimeSpan.FromTicks(pausedUntil - now.UtcTicks);
        }
    }

    public TimeSpan PausedFor(DateTimeOffset now)
    {
        lock (gate)
            return TimeSpan.FromTicks(Math.Max(pausedUntil - now.UtcTicks, 0));
    }

    public void Succeeded()
    {
        lock (gate)
            refusals = 0;
    }

    private long NextAt(DateTimeOffset now)
    {
        var at = Math.Max(now.UtcTicks, pausedUntil);
        // Places are given in order: one that waits must not be overtaken into its own stretch.
        if (count > 0)
            at = Math.Max(at, At(count - 1));
        foreach (var window in windows)
        {
            if (count >= window.Limit)
                at = Math.Max(at, At(count - window.Limit) + window.Length.Ticks);
        }

        return at;
    }

    private void Add(long at)
    {
        if (count == admitted.Length && count < capacity)
            Grow();
        admitted[end] = at;
        end = (end + 1) % admitted.Length;
        count = Math.Min(count + 1, admitted.Length);
    }

    /// <summary>Most conversations see a handful of cards; only a busy one remembers an hour.</summary>
    private void Grow()
    {
        var larger = new long[Math.Min(admitted.Length * 4, capacity)];
        for (var index = 0; index < count; index++)
            larger[index] = At(index);
        admitted = larger;
        end = count;
    }

    /// <param name="index">0 is the oldest remembered.</param>
    private long At(int index) => admitted[(end - count + index + admitted.Length) % admitted.Length];

    private const int InitialSize = 2;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(16)];

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>At most <paramref name="Limit"/> within any stretch of this length.</summary>
    internal readonly record struct Window(int Limit, TimeSpan Length);
}
