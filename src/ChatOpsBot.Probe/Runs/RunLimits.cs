namespace ChatOpsBot.Probe.Runs;

/// <summary>Counts what was asked within the last minute, by caller and by target.</summary>
internal sealed class RunLimits(BackendOptions options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Kind, string Name), Queue<DateTimeOffset>> taken = [];
    private DateTimeOffset swept;

    /// <returns>Null when the question may be asked; else how long to wait.</returns>
    public TimeSpan? TakeForCaller(string caller) => Take(("caller", caller), options.RunsPerMinute);

    /// <returns>Null when a run may begin; else how long to wait.</returns>
    public TimeSpan? TakeForTarget(string host) => Take(("target", host), options.RunsPerMinuteAndTarget);

    private TimeSpan? Take((string Kind, string Name) key, int most)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            Sweep(now);
            if (!taken.TryGetValue(key, out var times))
                taken[key] = times = [];
            Forget(times, now);
            if (times.Count >= most)
                return times.Peek() + Window - now;
            times.Enqueue(now);
            return null;
        }
    }

    /// <summary>All of them, but not for every question: there may be thousands of targets.</summary>
    private void Sweep(DateTimeOffset now)
    {
        if (now - swept < Window)
            return;
        swept = now;
        foreach (var (key, times) in taken)
        {
            Forget(times, now);
            if (times.Count == 0)
                taken.Remove(key);
        }
    }

    private static void Forget(Queue<DateTimeOffset> times, DateTimeOffset now)
    {
        while (times.TryPeek(out var oldest) && oldest + Window <= now)
            times.Dequeue();
    }
}
