using System.Collections.Concurrent;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// What is said to one person after Slack has its acknowledgement: a modal, a word only they see. Nothing of it is owed after a crash, so
/// it is no row; the bot does not stop before it is done.
/// </summary>
internal sealed partial class AfterAcknowledgement(ILogger<AfterAcknowledgement> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, byte> underWay = new();

    /// <param name="what">For the log.</param>
    public void Do(string what, Func<Task> work)
    {
        var task = Task.Run(() => DoAsync(what, work));
        underWay[task] = 0;
        _ = task.ContinueWith(done => underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(underWay.Keys);

    private async Task DoAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (SlackApiException exception)
        {
            LogRefused(logger, what, exception.Code ?? exception.GetType().Name);
        }
        catch (ChannelException exception)
        {
            LogRefused(logger, what, exception.Message.TrimEnd('.'));
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, what);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Slack: {What} did not reach the person who asked: {Reason}.")]
    private static partial void LogRefused(ILogger logger, string what, string reason);

    [LoggerMessage(LogLevel.Error, "Slack: {What} did not reach the person who asked.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string what);
}
