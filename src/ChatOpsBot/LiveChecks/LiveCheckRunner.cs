using System.Collections.Concurrent;
using ChatOpsBot.Conversations;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;

namespace ChatOpsBot.LiveChecks;

/// <summary>
/// Takes up the runs people asked for and tells their cases what the probe sees. A run is a row with a lease: when the bot dies,
/// the run starts again, and a card never stays "running".
/// </summary>
internal sealed class LiveCheckRunner(
    CheckRunStore runs,
    CaseStore cases,
    CardUpdates updates,
    IProbe probe,
    TimeProvider time,
    ILogger<LiveCheckRunner> log) : BackgroundService
{
    private readonly WorkSignal signal = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> going = new(StringComparer.Ordinal);

    /// <summary>A run may be waiting.</summary>
    public void Signal() => signal.Raise();

    /// <summary>Ends a run wherever it goes on: here at once, in another process when it renews its lease.</summary>
    public async Task StopAsync(string runId, CancellationToken cancellationToken)
    {
        await runs.WantStopAsync(runId, cancellationToken);
        if (going.TryGetValue(runId, out var cancellation))
            await cancellation.CancelAsync();
    }

    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> tasks = [];
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (isFirst)
                    await runs.ReleaseAllAsync(stoppingToken);
                isFirst = false;
                tasks.RemoveAll(task => task.IsCompleted);
                if (tasks.Count < MaxRuns)
                {
                    foreach (var run in await runs.ClaimAsync(MaxRuns - tasks.Count, Lease, stoppingToken))
                        tasks.Add(GoAsync(run, stoppingToken));
                }

                await signal.WaitAsync(UntilNextDue(), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (StorageException exception)
            {
                LogStorage(log, exception.Message, null);
                await Task.Delay(LongestWait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(tasks);
    }

    private async Task GoAsync(WaitingRun run, CancellationToken stoppingToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        // Set forward, the clock ends a lease that its run here still means to renew.
        if (!going.TryAdd(run.Id, cancellation))
            return;
        try
        {
            var end = run.StopWanted ? RunEnd.Stopped : run.Tries > MaxTries ? RunEnd.Failed : await ProbeAsync(run, cancellation);
            await TellAsync(run, new CaseEvent.ChecksEnded(run.Id, end) { At = time.GetUtcNow() }, stoppingToken);
            await runs.EndedAsync(run.Id, stoppingToken);
            LogEnded(log, run.Id, end, null);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The bot stops: the lease runs out and the run starts again elsewhere or later.
        }
        catch (Exception exception)
        {
            // The row stays; when its lease has run out it is tried again, a few times.
            LogBroke(log, run.Id, exception);
        }
        finally
        {
            going.TryRemove(run.Id, out _);
            signal.Raise();
        }
    }

    private async Task<RunEnd> ProbeAsync(WaitingRun run, CancellationTokenSource cancellation)
    {
        if (!ProbeTarget.TryParse(run.Target, out var target))
            return RunEnd.Failed;
        // Stopped or replaced before it began: nobody waits for it, so no server is bothered.
        if (!await TellAsync(run, new CaseEvent.ChecksStarted(run.Id) { At = time.GetUtcNow() }, cancellation.Token))
            return RunEnd.Stopped;
        var renewing = RenewAsync(run, cancellation);
        try
        {
            await foreach (var seen in probe.RunAsync(new ProbeRequest(target, run.CheckIds), cancellation.Token))
            {
                if (seen is ProbeEvent.Finished finished && !await TellAsync(run, new CaseEvent.CheckSeen(run.Id, finished.Result) { At = time.GetUtcNow() }, cancellation.Token))
                    await cancellation.CancelAsync();
            }

            return cancellation.IsCancellationRequested ? RunEnd.Stopped : RunEnd.Completed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return RunEnd.Stopped;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or TimeoutException)
        {
            LogBroke(log, run.Id, exception);
            return RunEnd.Failed;
        }
        finally
        {
            await cancellation.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Keeps the lease while the run goes on, and hears a Stop that was pressed elsewhere.</summary>
    private async Task RenewAsync(WaitingRun run, CancellationTokenSource cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Lease / 3, time, cancellation.Token);
                if (await runs.RenewAsync(run.Id, Lease, cancellation.Token))
                    await cancellation.CancelAsync();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The run has ended.
            }
            catch (StorageException exception)
            {
                // The next renewal may succeed before the lease has run out.
                LogStorage(log, exception.Message, null);
            }
        }
    }

    /// <returns>Whether the case still waits for this run.</returns>
    private async Task<bool> TellAsync(WaitingRun run, CaseEvent happened, CancellationToken cancellationToken)
    {
        var isWaiting = false;
        var @case = await cases.ApplyAsync(
            run.CaseId,
            @case =>
            {
                isWaiting = @case.Run is { IsActive: true } active && active.Id == run.Id;
                return isWaiting ? [happened] : [];
            },
            cancellationToken);
        if (@case is not null)
            updates.Notify(@case.Id);
        return isWaiting;
    }

    private TimeSpan UntilNextDue()
    {
        if (going.Count >= MaxRuns || runs.NextDue() is not { } due)
            return LongestWait;
        var wait = due - time.GetUtcNow();
        return wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > LongestWait ? LongestWait : wait;
    }

    private const int MaxRuns = 8;
    private const int MaxTries = 3;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private static readonly Action<ILogger, string, RunEnd, Exception?> LogEnded = LoggerMessage.Define<string, RunEnd>(
        LogLevel.Information, new EventId(7, "ChecksEnded"), "Run {Run} of live checks ended: {End}");

    private static readonly Action<ILogger, string, Exception?> LogBroke = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(8, "ChecksBroke"), "Run {Run} of live checks broke off");

    private static readonly Action<ILogger, string, Exception?> LogStorage = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(9, "ChecksStorage"), "Live checks wait: {Reason}");
}
