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

    // By platform: thousands of cards change at once when the bot comes back after a weekend, and one platform may hang.
    private readonly Dictionary<string, SemaphoreSlim> places = channels.ToDictionary(channel => channel.Name, _ => new SemaphoreSlim(MaxAtOnce), StringComparer.Ordinal);
    private readonly WorkSignal signal = new();

    // Written by everybody; read and cleared by the loop.
    private readonly ConcurrentDictionary<string, byte> changed = new(StringComparer.Ordinal);

    // The loop's own: when a card may be updated again, and the updates under way. Not by the time of day, which may be set back.
    private readonly Dictionary<string, TimeSpan> notBefore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<TimeSpan>> underWay = new(StringComparer.Ordinal);

    private TimeSpan Now => time.GetElapsedTime(0);

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
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (isFirst)
                    NotifyLeftBehind();
                isFirst = false;
                await CollectAsync();
                // One task a card: a platform that takes ten seconds for one must not hold up the others.
                var now = Now;
                foreach (var caseId in changed.Keys.Where(caseId => !underWay.ContainsKey(caseId) && notBefore.GetValueOrDefault(caseId) <= now).ToList())
                    underWay[caseId] = UpdateAsync(caseId, stoppingToken);
                await signal.WaitAsync(UntilNext(), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (StorageException exception)
            {
                LogStorage(log, exception.Message, null);
                isFirst = true;
                await Task.Delay(RetryAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // They are cancelled with the bot and end by themselves; nobody looks at what they return any more.
        await Task.WhenAll(underWay.Values.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>What a crash left behind between an event and its update.</summary>
    private void NotifyLeftBehind()
    {
        foreach (var caseId in cases.Unshown())
            Notify(caseId);
    }

    private async Task CollectAsync()
    {
        foreach (var (caseId, update) in underWay.Where(pair => pair.Value.IsCompleted).ToList())
        {
            underWay.Remove(caseId);
            notBefore[caseId] = await update;
        }

        var now = Now;
        foreach (var caseId in notBefore.Where(pair => pair.Value <= now && !changed.ContainsKey(pair.Key)).Select(pair => pair.Key).ToList())
            notBefore.Remove(caseId);
    }

    /// <returns>Until when this card must be left alone.</returns>
    private async Task<TimeSpan> UpdateAsync(string caseId, CancellationToken cancellationToken)
    {
        // First: a change that comes while the card is on its way must lead to another update.
        changed.TryRemove(caseId, out _);
        var wait = TimeSpan.Zero;
        try
        {
            wait = await UpdateNowAsync(caseId, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            wait = (exception as ChannelException)?.RetryAfter ?? RetryAfter;
            LogLater(log, caseId, wait, exception is ChannelException ? null : exception);
            changed[caseId] = 0;
        }

        signal.Raise();
        return Now + wait;
    }

    private async Task<TimeSpan> UpdateNowAsync(string caseId, CancellationToken cancellationToken)
    {
        if (cases.ChannelBehind(caseId) is not { } name || !channels.TryGetValue(name, out var channel))
            return TimeSpan.Zero;
        // Who waits holds nothing but an id: the card is composed when there is a place, and is then as new as can be.
        await places[name].WaitAsync(cancellationToken);
        try
        {
            return await UpdateNowAsync(caseId, channel, cancellationToken);
        }
        finally
        {
            places[name].Release();
        }
    }

    private async Task<TimeSpan> UpdateNowAsync(string caseId, IChannel channel, CancellationToken cancellationToken)
    {
        if (cases.Find(caseId) is not { } @case || cases.Shown(caseId) is not { MessageId: { } messageId } shown || shown.Version >= @case.Version)
            return TimeSpan.Zero;
        try
        {
            await channel.UpdateAsync(@case.Conversation, messageId, composer.Compose(@case), cancellationToken);
        }
        catch (ChannelException exception) when (exception.IsPermanent)
        {
            LogGone(log, caseId, exception.Message, null);
            await cases.SetGoneAsync(caseId, messageId, CancellationToken.None);
            return TimeSpan.Zero;
        }

        await cases.SetShownAsync(caseId, messageId, @case.Version, CancellationToken.None);
        return channel.UpdateInterval;
    }

    private TimeSpan UntilNext()
    {
        var now = Now;
        var next = changed.Keys.Where(caseId => !underWay.ContainsKey(caseId)).Select(caseId => notBefore.GetValueOrDefault(caseId) - now).DefaultIfEmpty(LongestWait).Min();
        return next < TimeSpan.Zero ? TimeSpan.Zero : next > LongestWait ? LongestWait : next;
    }

    /// <summary>Cards of one platform that are on their way at the same time.</summary>
    private const int MaxAtOnce = 64;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private static readonly Action<ILogger, string, string, Exception?> LogGone = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(5, "CardGone"), "The card of case {Case} can no longer be updated: {Reason}");

    private static readonly Action<ILogger, string, TimeSpan, Exception?> LogLater = LoggerMessage.Define<string, TimeSpan>(
        LogLevel.Warning, new EventId(6, "CardLater"), "The card of case {Case} is updated again in {Wait}");

    private static readonly Action<ILogger, string, Exception?> LogStorage = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(10, "CardsStorage"), "Cards wait: {Reason}");
}
