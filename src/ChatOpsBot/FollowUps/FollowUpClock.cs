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
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                scheduler ??= await StartSchedulerAsync(stoppingToken);
                set = await SetAsync(scheduler, set);
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

    private async Task<IScheduler> StartSchedulerAsync(CancellationToken cancellationToken)
    {
        await followUps.RebuildAsync(time.GetUtcNow(), cancellationToken);
        // Quartz is never cancelled in the middle: its transactions are short, and it logs each one that was cut off as a failure.
        var scheduler = await schedulers.GetScheduler(CancellationToken.None);
        await scheduler.Start(CancellationToken.None);
        return scheduler;
    }

    /// <summary>Moves the trigger to the next moment something is due, if it is not there already.</summary>
    private async Task<TriggerSet?> SetAsync(IScheduler scheduler, TriggerSet? set)
    {
        var now = time.GetUtcNow();
        // What is still due a minute after the trigger fired could not be done, or the trigger was lost: again, and not more often.
        if (followUps.NextDue(now) is not { } next || (set is not null && next == set.Next && now < set.FiresAt + LongestWait))
            return set;
        var firesAt = next > now ? next : now;
        var trigger = TriggerBuilder.Create()
            .WithIdentity(NextDue)
            .ForJob(RunDue)
            .StartAt(firesAt)
            .Build();
        await scheduler.ScheduleJob(JobBuilder.Create<FollowUpJob>().WithIdentity(RunDue).StoreDurably().Build(), [trigger], new ScheduleJobOptions { Replace = true }, CancellationToken.None);
        return new TriggerSet(next, firesAt);
    }

    /// <param name="Next">What was due next when it was set.</param>
    private sealed record TriggerSet(DateTimeOffset Next, DateTimeOffset FiresAt);

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
