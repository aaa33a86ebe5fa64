namespace ChatOpsBot.Probing.Smtp;

/// <summary>The one time limit of a stage, inside the budget of the address and the run.</summary>
internal sealed class StageLimit : IDisposable
{
    private readonly TimeProvider time;
    private readonly long start;
    private readonly CancellationTokenSource limit;
    private readonly CancellationTokenSource either;

    public StageLimit(TimeSpan limit, TimeProvider time, CancellationToken budget)
    {
        this.time = time;
        start = time.GetTimestamp();
        this.limit = new CancellationTokenSource(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(this.limit.Token, budget);
    }

    public CancellationToken Token => either.Token;

    /// <summary>The stage's own limit has passed, whatever else has.</summary>
    public bool HasRunOut => limit.IsCancellationRequested;

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public void Dispose()
    {
        either.Dispose();
        limit.Dispose();
    }
}
