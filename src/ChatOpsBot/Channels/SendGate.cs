namespace ChatOpsBot.Channels;

/// <summary>Admits so many in any stretch of time, over several stretches at once. Exact: it remembers when each was admitted.</summary>
/// <remarks>The framework's rate limiters know one stretch and the system's clock.</remarks>
internal sealed class SendGate
{
    private readonly Lock gate = new();
    private readonly Window[] windows;
    private readonly int capacity;

    // Owned by the lock. A ring: the newest admission is at (end - 1), older ones before it.
    private DateTimeOffset[] admitted = new DateTimeOffset[InitialSize];
    private int end;
    private int count;
    private DateTimeOffset pausedUntil = DateTimeOffset.MinValue;
    private int refusals;

    public SendGate(params Window[] windows)
    {
        this.windows = windows;
        capacity = windows.Max(window => window.Limit);
    }

    /// <summary>Whether it can be forgotten: nothing that happened before this moment matters any more.</summary>
    public bool IsIdle(DateTimeOffset since)
    {
        lock (gate)
            return pausedUntil <= since && (count == 0 || At(count - 1) <= since);
    }

    /// <summary>Takes the next place when it is not further away than <paramref name="patience"/>.</summary>
    /// <returns>How long to wait: for the place, or, when it was not taken, before asking again.</returns>
    public (bool IsAdmitted, TimeSpan Wait) Enter(DateTimeOffset now, TimeSpan patience)
    {
        lock (gate)
        {
            var at = now > pausedUntil ? now : pausedUntil;
            // Places are given in order: one that waits must not be overtaken into its own stretch.
            if (count > 0 && At(count - 1) > at)
                at = At(count - 1);
            foreach (var window in windows)
            {
                if (count >= window.Limit && At(count - window.Limit) + window.Length > at)
                    at = At(count - window.Limit) + window.Length;
            }

            var wait = at - now;
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
            if (now + pause > pausedUntil)
                pausedUntil = now + pause;
            return pausedUntil - now;
        }
    }

    public TimeSpan PausedFor(DateTimeOffset now)
    {
        lock (gate)
            return pausedUntil > now ? pausedUntil - now : TimeSpan.Zero;
    }

    public void Succeeded()
    {
        lock (gate)
            refusals = 0;
    }

    private void Add(DateTimeOffset at)
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
        var larger = new DateTimeOffset[Math.Min(admitted.Length * 4, capacity)];
        for (var index = 0; index < count; index++)
            larger[index] = At(index);
        admitted = larger;
        end = count;
    }

    /// <param name="index">0 is the oldest remembered.</param>
    private DateTimeOffset At(int index) => admitted[(end - count + index + admitted.Length) % admitted.Length];

    private const int InitialSize = 2;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(16)];

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>At most <paramref name="Limit"/> within any stretch of this length.</summary>
    internal readonly record struct Window(int Limit, TimeSpan Length);
}
