using ChatOpsBot.Storage;

namespace ChatOpsBot.FollowUps;

/// <summary>Forgets what is no longer needed, in small bites: the writer has people to serve between them.</summary>
internal sealed class Retention(InboxStore inbox, CaseStore cases, FollowUpOptions options, ILogger<Retention> log)
{
    /// <returns>When there is more to do.</returns>
    public async Task<DateTimeOffset> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var messages = await BiteAsync(bite => inbox.ForgetAsync(now - KeepAnswered, bite, cancellationToken));
        var givenUp = await BiteAsync(bite => inbox.ForgetGivenUpAsync(now - options.KeepCases, bite, cancellationToken));
        var old = await BiteAsync(bite => cases.ForgetAsync(now - options.KeepCases, bite, cancellationToken));
        LogForgot(log, messages.Count + givenUp.Count, old.Count, null);
        return now + (messages.IsDone && givenUp.IsDone && old.IsDone ? Interval : Soon);
    }

    private static async Task<(int Count, bool IsDone)> BiteAsync(Func<int, Task<int>> forget)
    {
        var count = 0;
        for (var i = 0; i < MaxBites; i++)
        {
            var bitten = await forget(Bite);
            count += bitten;
            if (bitten < Bite)
                return (count, true);
        }

        return (count, false);
    }

    public const string Key = "retention";

    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Slack repeats an event for up to a day; a key must outlive that.</summary>
    private static readonly TimeSpan KeepAnswered = TimeSpan.FromHours(25);

    /// <summary>Rows deleted in one write: some milliseconds.</summary>
    private const int Bite = 200;

    /// <summary>After so many the other follow-ups have their turn.</summary>
    private const int MaxBites = 200;

    private static readonly Action<ILogger, int, int, Exception?> LogForgot = LoggerMessage.Define<int, int>(
        LogLevel.Debug, new EventId(11, "Forgot"), "Forgot {Messages} messages that were answered or given up and {Cases} old cases");
}
