namespace ChatOpsBot.Channels.Slack;

/// <summary>Leaves a trace of what is turned away. At most one line a second, so that trying does not fill the log.</summary>
internal sealed partial class InboundRefusals(InboundMetrics metrics, TimeProvider time, ILogger<InboundRefusals> logger)
{
    private readonly Lock access = new();
    private DateTimeOffset quietUntil;

    /// <param name="rule">The rule that was broken, in a word of ours; never anything that was sent.</param>
    public void Note(int status, string rule)
    {
        metrics.Received(rule);
        lock (access)
        {
            var now = time.GetUtcNow();
            if (now < quietUntil)
                return;
            quietUntil = now + Pause;
        }

        LogRefused(logger, status, rule);
    }

    [LoggerMessage(LogLevel.Warning, "Slack: refused a request with {Status}: {Rule}. Further refusals within a second are not logged.")]
    private static partial void LogRefused(ILogger logger, int status, string rule);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
}
