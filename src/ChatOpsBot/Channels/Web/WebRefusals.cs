namespace ChatOpsBot.Channels.Web;

/// <summary>Leaves a trace of who is turned away, so that guessing is seen. At most one line a second, so that guessing does not fill the log.</summary>
internal sealed partial class WebRefusals(TimeProvider time, ILogger<WebRefusals> logger)
{
    private readonly Lock access = new();
    private DateTimeOffset quietUntil;

    public void WrongSecret() => Log(nameof(WrongSecret));

    public void InvalidToken() => Log(nameof(InvalidToken));

    /// <param name="verdict">A word of ours; never anything that was sent.</param>
    private void Log(string verdict)
    {
        lock (access)
        {
            var now = time.GetUtcNow();
            if (now < quietUntil)
                return;
            quietUntil = now + Pause;
        }

        LogRefused(logger, verdict);
    }

    [LoggerMessage(LogLevel.Warning, "The chat page refused a request: {Verdict}. Further refusals within a second are not logged.")]
    private static partial void LogRefused(ILogger logger, string verdict);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
}
