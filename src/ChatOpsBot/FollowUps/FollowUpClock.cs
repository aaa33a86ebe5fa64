using ChatOpsBot.Storage;
using Microsoft.Data.Sqlite;
using Quartz;

namespace ChatOpsBot.FollowUps;

/// <summary>
/// Owns time, and nothing else: keeps one persistent Quartz trigger at the moment when the next follow-up comes due, and opens the door
/// then. The rows say what is due, so a trigger that was lost, is late or fires twice does no harm.
/// </summary>
internal sealed class FollowUpClock(ISchedulerFactory schedulers, FollowUps followUps, FollowUpStore store, TimeProvider time, ILogger<FollowUpClock> log) : BackgroundService
{
    /// <summary>
    /// A file of its own beside the database. In the same file each move of the trigger met the writer of all messages, and this build of
    /// SQLite waits whole seconds for a lock (measured; see README). Nothing is lost with the file: the trigger is set anew at the start.
    /// </summary>
    public static string ConnectionString(StorageOptions storage) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(storage.FullPath, "chatopsbot-clock.db"), Pooling = false }.ToString();

    private static readonly TriggerKey NextDue = new("next-due", "follow-ups");

    private static readonly JobKey RunDue = new("run-due", "follow-ups");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IScheduler? scheduler = null;
        TriggerSet? set = null;
        var isRebuilt = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isRebuilt)
                {
                    await followUps.RebuildAsync(time.GetUtcNow(), stoppingToken);
                    isRebuilt = true;
                }

                // Only what comes due soon needs the scheduler: the first answer of a new bot does not share the processors with its start.
                if (Coming(set) is { } trigger)
                {
                    scheduler ??= await StartSchedulerAsync();
                    await SetAsync(scheduler, trigger);
                    set = trigger;
                }

                await store.Changed.WaitAsync(LongestWait, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is StorageException or SchedulerException or SqliteException)
            {
                LogStorage(log, exception.Message, exception is StorageException ? null : exception);
                set = null;
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // The job hears of the stop by itself and ends within a send.
        if (scheduler is not null)
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
    }

    private async Task<IScheduler> StartSchedulerAsync()
    {
        // Quartz is never cancelled in the middle: its transactions are short, and it logs each one that was cut off as a failure.
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        await scheduler.Start(CancellationToken.None);
        return scheduler;
    }

    /// <returns>Where the trigger must be to meet what comes due next; null when nothing does soon, or it is there already.</returns>
    private TriggerSet? Coming(TriggerSet? set)
    {
        var now = time.GetUtcNow();
        // What is still due a minute after the trigger fired could not be done, or the trigger was lost: again, and not more often.
        return followUps.NextDue(now) is not { } next || next - now > Soon || (set is not null && next == set.Next && now < set.FiresAt + LongestWait)
            ? null
            : new TriggerSet(next, next > now ? next : now);
    }

    private static async Task SetAsync(IScheduler scheduler, TriggerSet set)
    {
        var trigger = TriggerBuilder.Create()
            .WithIdentity(NextDue)
            .ForJob(RunDue)
            .StartAt(set.FiresAt)
            .Build();
        await scheduler.ScheduleJob(JobBuilder.Create<FollowUpJob>().WithIdentity(RunDue).StoreDurably().Build(), [trigger], new ScheduleJobOptions { Replace = true }, CancellationToken.None);
    }

    /// <param name="Next">What was due next when it was set.</param>
    private sealed record TriggerSet(DateTimeOffset Next, DateTimeOffset FiresAt);

    /// <summary>Less than what is due anyway after the start of a new bot (forgetting, in an hour).</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(45);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(15);

    private static readonly Action<ILogger, string, Exception?> LogStorage = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(12, "FollowUpsWait"), "Follow-ups wait: {Reason}");
}

/// <summary>What Quartz runs when the trigger fires.</summary>
[DisallowConcurrentExecution]
internal sealed class FollowUpJob(FollowUps followUps, FollowUpStore store, IHostApplicationLifetime host, TimeProvider time, ILogger<FollowUpJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.ApplicationStopping);
        try
        {
            await followUps.RunDueAsync(time.GetUtcNow(), stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The bot stops; what is left stays due.
        }
        catch (StorageException exception)
        {
            LogStorage(log, exception.Message, null);
        }

        // The clock looks when it is due again.
        store.Changed.Raise();
    }

    private static readonly Action<ILogger, string, Exception?> LogStorage = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(13, "FollowUpsStorage"), "What is due could not be done: {Reason}");
}
