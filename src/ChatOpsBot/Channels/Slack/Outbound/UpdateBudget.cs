namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// The updates of cards that one workspace allows within a minute. Slack takes about fifty, for all cards together; a part is kept for
/// cards that say their last word, so that checks under way elsewhere never hold up a result.
/// </summary>
internal sealed class UpdateBudget
{
    private readonly Lock gate = new();

    // Owned by the gate: when the updates of the last minute went out, oldest first.
    private readonly Queue<DateTimeOffset> admitted = new();

    /// <summary>Takes a place, or tells when to ask again; then the card may be another, so nobody waits in line with an old one.</summary>
    /// <param name="isInterim">More follows by itself.</param>
    /// <returns>Zero: the place is taken.</returns>
    public TimeSpan Enter(DateTimeOffset now, bool isInterim)
    {
        lock (gate)
        {
            while (admitted.TryPeek(out var oldest) && oldest <= now - Stretch)
                admitted.Dequeue();
            var limit = isInterim ? InterimLimit : Limit;
            if (admitted.Count >= limit)
                return admitted.ElementAt(admitted.Count - limit) + Stretch - now;
            admitted.Enqueue(now);
            return TimeSpan.Zero;
        }
    }

    public bool IsIdle(DateTimeOffset since)
    {
        lock (gate)
            return admitted.All(at => at <= since);
    }

    public const int Limit = 40;
    public const int InterimLimit = 30;

    private static readonly TimeSpan Stretch = TimeSpan.FromMinutes(1);
}
