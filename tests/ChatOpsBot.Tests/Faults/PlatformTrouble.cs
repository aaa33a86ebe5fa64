namespace ChatOpsBot.Tests.Faults;

/// <summary>What a scripted platform is told to suffer from.</summary>
internal abstract record PlatformTrouble
{
    /// <summary>Nobody listens. Of the posts that are under way some are still made, and nobody hears of it.</summary>
    internal sealed record Down : PlatformTrouble;

    /// <summary>Each call takes so long.</summary>
    internal sealed record Slow(TimeSpan Each) : PlatformTrouble;

    /// <summary>429 to everything.</summary>
    internal sealed record TooMany(TimeSpan RetryAfter) : PlatformTrouble;

    /// <summary>Every second message is posted and an error is answered, the first time.</summary>
    internal sealed record FailsAfterPosting : PlatformTrouble;
}
