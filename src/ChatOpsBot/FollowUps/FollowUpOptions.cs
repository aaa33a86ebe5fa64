namespace ChatOpsBot.FollowUps;

/// <summary>What the bot does later by itself. Section <c>FollowUps</c>.</summary>
internal sealed class FollowUpOptions
{
    public const string Section = "FollowUps";

    /// <summary>From a step marked as done to the checks that follow, where the knowledge names no waiting time: 1 minute to 1 day.</summary>
    public TimeSpan RecheckAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>From the first checks that pass to the second ones, which close the case: 1 minute to 1 day.</summary>
    public TimeSpan SecondLookAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long before the oldest known message expires the thread is reminded, if somebody acted: up to 12 hours; zero: never.</summary>
    public TimeSpan RemindBeforeExpiry { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a case is kept after its last event, with all that belongs to it: 2 days to 10 years.</summary>
    public TimeSpan KeepCases { get; set; } = TimeSpan.FromDays(90);

    public IEnumerable<string> Problems()
    {
        if (RecheckAfter < TimeSpan.FromMinutes(1) || RecheckAfter > TimeSpan.FromDays(1))
            yield return $"FollowUps:RecheckAfter is {RecheckAfter}. Set it to 00:01:00 (1 minute) up to 1.00:00:00 (1 day).";
        if (SecondLookAfter < TimeSpan.FromMinutes(1) || SecondLookAfter > TimeSpan.FromDays(1))
            yield return $"FollowUps:SecondLookAfter is {SecondLookAfter}. Set it to 00:01:00 (1 minute) up to 1.00:00:00 (1 day).";
        if (RemindBeforeExpiry < TimeSpan.Zero || RemindBeforeExpiry > TimeSpan.FromHours(12))
            yield return $"FollowUps:RemindBeforeExpiry is {RemindBeforeExpiry}. Set it to 00:00:00 (no reminder) up to 12:00:00.";
        if (KeepCases < TimeSpan.FromDays(2) || KeepCases > TimeSpan.FromDays(3660))
            yield return $"FollowUps:KeepCases is {KeepCases}. Set it to 2.00:00:00 (2 days) up to 3660.00:00:00.";
    }
}
