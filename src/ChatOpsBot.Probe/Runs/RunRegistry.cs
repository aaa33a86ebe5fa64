using ChatOpsBot.Probing;

namespace ChatOpsBot.Probe.Runs;

/// <summary>
/// All runs of the backend: the same question at the same time is one run, and soon after it is the kept answer. A run nobody
/// waits for ends.
/// </summary>
internal sealed class RunRegistry(CheckRunner runner, BackendOptions options, RunLimits limits, TimeProvider time, ILogger<RunRegistry> log) : IHostedService, IDisposable
{
    /// <summary>Answers kept at most: memory has an end, and strangers choose the questions.</summary>
    private const int MaxKept = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, SharedRun> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<SharedRun, Task> going = [];

    /// <summary>Runs with an answer to keep, the oldest first.</summary>
    private readonly Queue<(string Key, SharedRun Run)> ended = [];
    private readonly SemaphoreSlim slots = new(options.ParallelRuns);
    private bool isStopping;

    /// <summary>Whether another run would find room.</summary>
    public bool HasRoom
    {
        get
        {
            lock (gate)
                return !isStopping && going.Count < options.ParallelRuns + options.QueueLength;
        }
    }

    /// <summary>Takes part in the run of the question. Who gets a run must <see cref="Leave"/> it.</summary>
    /// <param name="isFresh">A kept answer will not do.</param>
    public Admission Join(ProbeRequest request, bool isFresh)
    {
        lock (gate)
        {
            Forget();
            var key = KeyOf(request);
            if (runs.TryGetValue(key, out var run) && !(isFresh && run.End is not null))
            {
                run.Readers++;
                return new Admission.Admitted(run, run.End is null ? Share.Joined : Share.Kept);
            }

            if (isStopping || going.Count >= options.ParallelRuns + options.QueueLength)
                return new Admission.NoRoom();
            if (limits.TakeForTarget(request.Target.Host) is { } wait)
                return new Admission.TooOften(wait);
            run = new SharedRun(request, runner.Vantage, time) { Readers = 1 };
            runs[key] = run;
            going.Add(run, ExecuteAsync(key, run));
            return new Admission.Admitted(run, Share.New);
        }
    }

    public void Leave(SharedRun run)
    {
        lock (gate)
        {
            if (--run.Readers > 0 || run.End is not null)
                return;
            Remove(KeyOf(run.Request), run);
        }

        // Outside the lock: what waits on the token may come back here.
        run.Stop.Cancel();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        List<Task> ending;
        List<SharedRun> open;
        lock (gate)
        {
            isStopping = true;
            (ending, open) = ([.. going.Values], [.. runs.Values.Where(run => run.End is null)]);
        }

        foreach (var run in open)
            await run.Stop.CancelAsync();
        await Task.WhenAll(ending).WaitAsync(cancellationToken);
    }

    public void Dispose() => slots.Dispose();

    private async Task ExecuteAsync(string key, SharedRun run)
    {
        // Off the lock of the one who asks.
        await Task.Yield();
        var end = await RunAsync(run);
        run.Finish(end);
        lock (gate)
        {
            going.Remove(run);
            if (end == RunEnd.Completed)
                ended.Enqueue((key, run));
            else
                Remove(key, run);
        }
    }

    private async Task<RunEnd> RunAsync(SharedRun run)
    {
        try
        {
            await slots.WaitAsync(run.Stop.Token);
            try
            {
                await runner.RunAsync(run.Request, run.Add, run.Stop.Token);
            }
            finally
            {
                slots.Release();
            }

            return run.Stop.IsCancellationRequested ? RunEnd.Stopped : RunEnd.Completed;
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            return RunEnd.Stopped;
        }
        catch (Exception exception)
        {
            LogBroke(log, run.Request.Target.Host, exception);
            return RunEnd.Broken;
        }
    }

    private void Forget()
    {
        var now = time.GetUtcNow();
        while (ended.TryPeek(out var oldest) && (ended.Count > MaxKept || oldest.Run.EndedAt + options.KeepAnswers <= now))
        {
            ended.Dequeue();
            Remove(oldest.Key, oldest.Run);
        }
    }

    /// <summary>Unless another run has its place by now.</summary>
    private void Remove(string key, SharedRun run)
    {
        if (runs.GetValueOrDefault(key) == run)
            runs.Remove(key);
    }

    // The code somebody saw changes the words of the verdict, not the run.
    private static string KeyOf(ProbeRequest request) =>
        $"{request.Target} {request.Target.Kind} {request.ExpectTlsName} {string.Join(',', request.CheckIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}";

    private static readonly Action<ILogger, string, Exception?> LogBroke = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(2, "RunBroke"), "The run against {Host} broke off");
}

/// <summary>How a question was let in.</summary>
internal abstract record Admission
{
    private Admission()
    {
    }

    internal sealed record Admitted(SharedRun Run, Share Share) : Admission;

    /// <summary>The target had its share of this minute.</summary>
    internal sealed record TooOften(TimeSpan Wait) : Admission;

    /// <summary>Too many runs go on and wait.</summary>
    internal sealed record NoRoom : Admission;
}

/// <summary>Whose run a caller reads.</summary>
internal enum Share
{
    New,

    /// <summary>One that was going on for somebody else.</summary>
    Joined,

    /// <summary>One that has ended not long ago.</summary>
    Kept,
}
