using ChatOpsBot.Storage;

namespace ChatOpsBot.FollowUps;

/// <summary>Forgets what is no longer needed, once an hour.</summary>
internal sealed class Retention(InboxStore inbox, TimeProvider time, ILogger<Retention> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        do
        {
            try
            {
                LogForgot(log, await inbox.ForgetAsync(time.GetUtcNow() - KeepAnswered, stoppingToken), null);
            }
            catch (StorageException exception)
            {
                LogStorage(log, exception.Message, null);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>Slack repeats an event for up to a day; a key must outlive that.</summary>
    private static readonly TimeSpan KeepAnswered = TimeSpan.FromHours(25);

    private static readonly Action<ILogger, int, Exception?> LogForgot = LoggerMessage.Define<int>(
        LogLevel.Debug, new EventId(11, "Forgot"), "Forgot {Count} answered messages");

    private static readonly Action<ILogger, string, Exception?> LogStorage = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(12, "RetentionStorage"), "Nothing can be forgotten now: {Reason}");
}
