namespace ChatOpsBot.Conversations;

/// <summary>Wakes a worker that waits for rows. A raise while the worker is busy is not lost; many raises wake it once.</summary>
internal sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim raised = new(0, 1);

    public void Raise()
    {
        try
        {
            raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already raised: the worker will look.
        }
    }

    /// <summary>Waits until somebody raises it, at most <paramref name="atMost"/>.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wait = raised.WaitAsync(timer.Token);
        await Task.WhenAny(wait, Task.Delay(atMost, time, timer.Token));
        await timer.CancelAsync();
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => raised.Dispose();
}
