namespace ChatOpsBot.FollowUps;

/// <summary>Something a case is owed later.</summary>
/// <param name="Key">Derived from the case: the same thing to do always has the same key, and a message in the thread is delivered under it.</param>
/// <param name="DueAt">Not before.</param>
internal sealed record FollowUp(string Key, string CaseId, FollowUpKind Kind, DateTimeOffset DueAt)
{
    /// <summary>As it is stored: milliseconds since 1970 in UTC, never before <see cref="DueAt"/>.</summary>
    public long DueMilliseconds => WholeMilliseconds(DueAt).ToUnixTimeMilliseconds();

    /// <summary>The same moment, or the first whole millisecond after it.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset at) =>
        at.Ticks % TimeSpan.TicksPerMillisecond is var rest and > 0 ? at.AddTicks(TimeSpan.TicksPerMillisecond - rest) : at;
}

/// <summary>Stored as a number: never renumber one, only add.</summary>
internal enum FollowUpKind
{
    /// <summary>Look again after a fix.</summary>
    Recheck = 0,

    /// <summary>Say what a run means for the fix.</summary>
    Judge = 1,

    /// <summary>Tell the thread.</summary>
    Note = 2,

    /// <summary>Remind the thread that queued mail expires.</summary>
    Remind = 3,

    /// <summary>The oldest known message has expired.</summary>
    Expire = 4,

    /// <summary>Forget what is no longer needed.</summary>
    Retention = 5,
}
