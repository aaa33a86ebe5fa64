using System.Collections.Concurrent;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations;

/// <summary>
/// Answers what the inbox owes. Rows of one conversation are answered in their order; conversations do not wait for each other.
/// A row that failed comes back when it is due again, after a crash when its lease has run out.
/// </summary>
internal sealed class TurnWorker(
    InboxStore inbox,
    CaseStore cases,
    CurrentKnowledge knowledge,
    CardComposer composer,
    CardUpdates updates,
    IEnumerable<IChannel> channels,
    WorkSignal signal,
    ConversationOptions options,
    TimeProvider time,
    ILogger<TurnWorker> log) : BackgroundService
{
    private readonly Dictionary<string, IChannel> channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await inbox.ReleaseAllAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var items = await inbox.ClaimAsync(MaxClaimed, Lease, stoppingToken);
                await AnswerAllAsync(items, stoppingToken);
                if (items.Count < MaxClaimed)
                    await signal.WaitAsync(UntilNextDue(), time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StorageException exception)
            {
                LogStorage(log, exception.Message, null);
                await Task.Delay(LongestWait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task AnswerAllAsync(IReadOnlyList<InboxItem> items, CancellationToken stoppingToken)
    {
        var open = new ConcurrentDictionary<long, byte>(items.Select(item => KeyValuePair.Create(item.Id, (byte)0)));
        try
        {
            await Parallel.ForEachAsync(
                items.GroupBy(item => item.Conversation.Key),
                new ParallelOptions { MaxDegreeOfParallelism = MaxConversations, CancellationToken = stoppingToken },
                async (conversation, cancellationToken) =>
                {
                    foreach (var item in conversation)
                    {
                        await AnswerOrRetryAsync(item, cancellationToken);
                        open.TryRemove(item.Id, out _);
                    }
                });
        }
        catch (OperationCanceledException)
        {
            // The bot stops: whoever starts next need not wait for the leases.
            await inbox.ReleaseAsync(open.Keys, CancellationToken.None);
            throw;
        }
    }

    private async Task AnswerOrRetryAsync(InboxItem item, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await AnswerAsync(item, cancellationToken);
            await inbox.AnsweredAsync(item.Id, outcome, cancellationToken);
        }
        catch (ChannelException exception) when (exception.IsPermanent)
        {
            LogGaveUp(log, item.Id, exception.Message, null);
            await inbox.GiveUpAsync(item.Id, exception.Message, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One row that cannot be answered must not hold back the others, whatever is wrong with it.
            if (item.Tries >= MaxTries)
            {
                LogGaveUp(log, item.Id, exception.GetType().Name, exception);
                await inbox.GiveUpAsync(item.Id, exception.GetType().Name, cancellationToken);
                return;
            }

            var wait = (exception as ChannelException)?.RetryAfter ?? TimeSpan.FromSeconds(Math.Pow(2, item.Tries));
            LogRetry(log, item.Id, wait, exception.GetType().Name, exception is ChannelException ? null : exception);
            await inbox.RetryAsync(item.Id, wait, exception.GetType().Name, cancellationToken);
        }
    }

    /// <returns>What was done, for the row.</returns>
    private async Task<string> AnswerAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (!channels.TryGetValue(item.Conversation.Key.Channel, out var channel))
            throw ChannelException.Permanent($"The channel {item.Conversation.Key.Channel} is off.");
        var texts = Languages.Of(item.Language);

        if (item.Errors.Count == 0)
            return await SendNoteAsync(channel, item, NoteCard.Help(texts), "help", cancellationToken);
        if (Explanation.Find(item.Errors, knowledge.Base) is not { } explanation)
            return await SendNoteAsync(channel, item, NoteCard.NoEntry(item.Errors, texts), "no entry", cancellationToken);

        var (@case, joined) = item.CaseId is { } known && cases.Find(known) is { } found
            ? new OpenedOrJoined(found, Joined: cases.Shown(known)?.MessageId is not null)
            : await OpenOrJoinAsync(item, explanation, cancellationToken);
        if (!joined)
        {
            await ShowAsync(channel, item, @case, cancellationToken);
            return "card";
        }

        updates.Notify(@case.Id);
        // Somebody who overhears needs no second word; somebody who asked does.
        return item.Addressing == Addressing.Overheard
            ? "joined"
            : await SendNoteAsync(channel, item, NoteCard.SameTrouble(@case, texts), "joined", cancellationToken);
    }

    private Task<OpenedOrJoined> OpenOrJoinAsync(InboxItem item, Explanation explanation, CancellationToken cancellationToken)
    {
        var primary = explanation.Errors[0];
        var trouble = $"{explanation.Entry.Id}|{primary.Server ?? primary.Address ?? primary.Domain}";
        var opened = new CaseEvent.Opened(explanation.Entry.Id, explanation.Errors, item.Language, item.Person) { At = time.GetUtcNow() };
        return cases.OpenOrJoinAsync(item, trouble, TimeSpan.FromMinutes(options.JoinWithinMinutes), opened, cancellationToken);
    }

    private async Task ShowAsync(IChannel channel, InboxItem item, Case @case, CancellationToken cancellationToken)
    {
        var messageId = await channel.SendAsync(item.Conversation, composer.Compose(@case), item.Key, cancellationToken);
        await cases.SetShownAsync(@case.Id, messageId, @case.Version, cancellationToken);
        updates.Notify(@case.Id);
    }

    private static async Task<string> SendNoteAsync(IChannel channel, InboxItem item, Card note, string outcome, CancellationToken cancellationToken)
    {
        await channel.SendAsync(item.Conversation, note, item.Key, cancellationToken);
        return outcome;
    }

    private TimeSpan UntilNextDue()
    {
        if (inbox.NextDue() is not { } due)
            return LongestWait;
        var wait = due - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    private const int MaxClaimed = 64;
    private const int MaxConversations = 8;
    private const int MaxTries = 10;

    /// <summary>Longer than any send may take; after a crash a row waits this long.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private static readonly Action<ILogger, long, string, Exception?> LogGaveUp = LoggerMessage.Define<long, string>(
        LogLevel.Error, new EventId(2, "GaveUp"), "Gave up answering inbox row {Row}: {Reason}");

    private static readonly Action<ILogger, long, TimeSpan, string, Exception?> LogRetry = LoggerMessage.Define<long, TimeSpan, string>(
        LogLevel.Warning, new EventId(3, "Retry"), "Answering inbox row {Row} comes again in {Wait}: {Reason}");

    private static readonly Action<ILogger, string, Exception?> LogStorage = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(4, "Storage"), "The inbox waits: {Reason}");
}
