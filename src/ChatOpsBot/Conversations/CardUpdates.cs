using System.Collections.Concurrent;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations;

/// <summary>
/// Brings the cards in the conversations up to date after something happened to their cases. Within a channel's budget: of many
/// changes the newest wins, and the last one always arrives.
/// </summary>
internal sealed class CardUpdates(
    CaseStore cases,
    CardComposer composer,
    IEnumerable<IChannel> channels,
    TimeProvider time,
    ILogger<CardUpdates> log) : BackgroundService
{
    private readonly Dictionary<string, IChannel> channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);
    private readonly WorkSignal signal = new();

    // Written by everybody; read and cleared by the loop.
    private readonly ConcurrentDictionary<string, byte> changed = new(StringComparer.Ordinal);

    // The loop's own: when a card may be updated again.
    private readonly Dictionary<string, DateTimeOffset> notBefore = new(StringComparer.Ordinal);

    /// <summary>The case has changed; its card follows as soon as the budget allows.</summary>
    public void Notify(string caseId)
    {
        changed[caseId] = 0;
        signal.Raise();
    }

    public override void Dispose()
    {
        signal.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What a crash left behind between an event and its update.
        foreach (var caseId in cases.Unshown())
            Notify(caseId);

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = time.GetUtcNow();
                var due = changed.Keys.Where(caseId => notBefore.GetValueOrDefault(caseId) <= now).ToList();
                var waits = await Task.WhenAll(due.Select(caseId => UpdateAsync(caseId, stoppingToken)));
                foreach (var (caseId, wait) in due.Zip(waits))
                    notBefore[caseId] = now + wait;
                Forget(now);
                await signal.WaitAsync(UntilNext(), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>How long this card must be left alone.</returns>
    private async Task<TimeSpan> UpdateAsync(string caseId, CancellationToken cancellationToken)
    {
        // First: a change that comes while the card is on its way must lead to another update.
        changed.TryRemove(caseId, out _);
        try
        {
            if (cases.Find(caseId) is not { } @case || cases.Shown(caseId) is not { MessageId: { } messageId } shown || shown.Version >= @case.Version)
                return TimeSpan.Zero;
            if (!channels.TryGetValue(@case.Conversation.Key.Channel, out var channel))
                return TimeSpan.Zero;
            await channel.UpdateAsync(@case.Conversation, messageId, composer.Compose(@case), cancellationToken);
            await cases.SetShownAsync(caseId, messageId, @case.Version, cancellationToken);
            return channel.UpdateInterval;
        }
        catch (ChannelException exception) when (exception.IsPermanent)
        {
            LogGone(log, caseId, exception.Message, null);
            return TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var wait = (exception as ChannelException)?.RetryAfter ?? RetryAfter;
            LogLater(log, caseId, wait, exception is ChannelException ? null : exception);
            changed[caseId] = 0;
            return wait;
        }
    }

    private TimeSpan UntilNext()
    {
        var now = time.GetUtcNow();
        var next = changed.Keys.Select(caseId => notBefore.GetValueOrDefault(caseId) - now).DefaultIfEmpty(LongestWait).Min();
        return next < TimeSpan.Zero ? TimeSpan.Zero : next > LongestWait ? LongestWait : next;
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var caseId in notBefore.Where(pair => pair.Value <= now && !changed.ContainsKey(pair.Key)).Select(pair => pair.Key).ToList())
            notBefore.Remove(caseId);
    }

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly Action<ILogger, string, string, Exception?> LogGone = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(5, "CardGone"), "The card of case {Case} can no longer be updated: {Reason}");

    private static readonly Action<ILogger, string, TimeSpan, Exception?> LogLater = LoggerMessage.Define<string, TimeSpan>(
        LogLevel.Warning, new EventId(6, "CardLater"), "The card of case {Case} is updated again in {Wait}");
}
