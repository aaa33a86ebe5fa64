namespace ChatOpsBot.LiveChecks;

/// <summary>
/// Leaves a backend alone that fails again and again, so that nobody waits for it; after a while one question finds out how it is.
/// </summary>
internal sealed class BackendRest(TimeProvider time)
{
    /// <summary>Failures in a row before the rest.</summary>
    public const int Patience = 3;

    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private int failures;
    private long since;
    private TimeSpan length;
    private bool isTrying;

    /// <returns>Null: ask it. Else how long it still rests.</returns>
    public TimeSpan? Enter()
    {
        lock (gate)
        {
            if (length == TimeSpan.Zero)
                return null;
            if (length - time.GetElapsedTime(since) is { } left && left > TimeSpan.Zero)
                return left;
            // The first after the rest finds out for all; the others are not kept waiting for it.
            if (isTrying)
                return Length;
            isTrying = true;
            return null;
        }
    }

    /// <summary>It answered.</summary>
    public void Succeed()
    {
        lock (gate)
            (failures, length, isTrying) = (0, TimeSpan.Zero, false);
    }

    public void Fail()
    {
        lock (gate)
        {
            isTrying = false;
            if (++failures >= Patience)
                (since, length) = (time.GetTimestamp(), Length);
        }
    }

    /// <summary>It said itself for how long it wants no questions.</summary>
    public void Obey(TimeSpan wait)
    {
        lock (gate)
            (since, length, isTrying) = (time.GetTimestamp(), wait, false);
    }

    /// <summary>Nobody waited for the answer, which says nothing about the backend.</summary>
    public void Leave()
    {
        lock (gate)
            isTrying = false;
    }
}
