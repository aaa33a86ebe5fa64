using System.Collections.Concurrent;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Work for a press. Teams gives up on an answer after five seconds; what takes longer is answered without its result, and done all the same.</summary>
internal sealed class LateWork(TimeProvider time) : IAsyncDisposable
{
    // What is still worked on after its answer.
    private readonly ConcurrentDictionary<Task, byte> late = new();

    /// <param name="failed">Told of a failure that comes after the answer.</param>
    /// <exception cref="TimeoutException">It takes longer; it goes on.</exception>
    public async Task<T> WithinAsync<T>(Func<Task<T>> work, Action<Exception> failed)
    {
        // Not on the request's thread, which is needed for the answer should this take long; and not with the request's end.
        var working = Task.Run(work);
        try
        {
            return await working.WaitAsync(Budget, time);
        }
        catch (TimeoutException) when (!working.IsCompleted)
        {
            late[working] = 0;
            _ = FollowAsync(working, failed);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(late.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Sees it to its end; the bot does not stop before.</summary>
    private async Task FollowAsync(Task working, Action<Exception> failed)
    {
        try
        {
            await working;
        }
        catch (Exception exception)
        {
            failed(exception);
        }
        finally
        {
            late.TryRemove(working, out _);
        }
    }

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);
}
