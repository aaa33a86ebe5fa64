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
        // What is under way when the bot stops may finish, within a bound; nothing new is taken up.
        using var inFlight = new CancellationTokenSource();
        await using var onStop = stoppingToken.Register(() => inFlight.CancelAfter(StopWithin));
        List<Task> answering = [];
        var isFirst = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (isFirst)
                    await inbox.ReleaseAllAsync(stoppingToken);
                isFirst = false;
                answering.RemoveAll(task => task.IsCompleted);
                var claimed = answering.Count < MaxConversations ? await inbox.ClaimAsync(MaxClaimed, Lease, stoppingToken) : [];
                foreach (var conversation in claimed.GroupBy(item => item.Conversation.Key))
                    answering.Add(AnswerInOrderAsync([.. conversation], inFlight.Token));
                if (claimed.Count < MaxClaimed)
                    await signal.WaitAsync(answering.Count < MaxConversations ? UntilNextDue() : LongestWait, time, stoppingToken);
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

        await Task.WhenAll(answering);
    }

    /// <summary>Answers rows of one conversation one after the other; when one must wait, the rest waits behind it.</summary>
    private async Task AnswerInOrderAsync(IReadOnlyList<InboxItem> items, CancellationToken cancellationToken)
    {
        var answered = 0;
        try
        {
            var mayFollow = true;
            while (mayFollow && answered < items.Count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                mayFollow = await AnswerOrRetryAsync(items[answered], cancellationToken);
                answered++;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The bot stops.
        }
        catch (StorageException exception)
        {
            // The row keeps its lease and comes back when it has run out.
            LogStorage(log, exception.Message, null);
            return;
        }

        try
        {
            if (answered < items.Count)
                await inbox.ReleaseAsync([.. items.Skip(answered).Select(item => item.Id)], CancellationToken.None);
        }
        catch (StorageException exception)
        {
            LogStorage(log, exception.Message, null);
        }

        signal.Raise();
    }

    /// <returns>Whether the next message of the conversation may follow.</returns>
    private async Task<bool> AnswerOrRetryAsync(InboxItem item, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await AnswerAsync(item, cancellationToken);
            await inbox.AnsweredAsync(item.Id, outcome, CancellationToken.None);
            return true;
        }
        catch (ChannelException exception) when (exception.IsPermanent)
        {
            LogGaveUp(log, item.Id, exception.Message, null);
            await inbox.GiveUpAsync(item.Id, exception.Message, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not StorageException && !cancellationToken.IsCancellationRequested)
        {
            // One row that cannot be answered must not hold back the others, whatever is wrong with it.
            var isOurs = exception is not ChannelException;
            if (item.Tries >= (isOurs ? MaxTriesOfOurs : MaxTries))
            {
                LogGaveUp(log, item.Id, exception.GetType().Name, isOurs ? exception : null);
                await inbox.GiveUpAsync(item.Id, Reason(exception), cancellationToken);
                return true;
            }

            var wait = (exception as ChannelException)?.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(Math.Pow(2, item.Tries), LongestBackOff.TotalSeconds));
            LogRetry(log, item.Id, wait, exception.GetType().Name, isOurs ? exception : null);
            await inbox.RetryAsync(item.Id, wait, Reason(exception), holds: !isOurs, cancellationToken);
            return isOurs;
        }
    }

    /// <summary>For the row and the doctor: what the channel said; of our own faults only the kind, because their words may quote a message.</summary>
    private static string Reason(Exception exception) => exception is ChannelException ? exception.Message : exception.GetType().Name;

    /// <returns>What was done, for the row.</returns>
    private Task<string> AnswerAsync(InboxItem item, CancellationToken cancellationToken) => item.Change switch
    {
        MessageChange.Posted => ExplainAsync(item, cancellationToken),
        MessageChange.Edited => CorrectAsync(item, cancellationToken),
        MessageChange.Deleted => WithdrawAsync(item, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Change, "Unknown change of a message."),
    };

    private async Task<string> ExplainAsync(InboxItem item, CancellationToken cancellationToken)
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
        // A case whose card never arrived, because its platform gave up on it, gets one from whoever posts the trouble next.
        if (!joined || cases.Shown(@case.Id)?.MessageId is null)
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

    /// <summary>An edit changes the card of its message; it never makes a second one for the same trouble.</summary>
    private async Task<string> CorrectAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (cases.OfMessage(item.Conversation.Key, item.MessageId) is not { } known)
            return item.Errors.Count == 0 ? "nothing" : await ExplainAsync(item, cancellationToken);
        if (CaseStore.Serialize(item.Errors) == known.Errors)
            return "nothing";
        if (Explanation.Find(item.Errors, knowledge.Base) is not { } explanation)
            return await WithdrawAsync(item with { Errors = [] }, cancellationToken);
        // Others posted the same trouble: their card stays as it is, and this message starts anew when it now says something else.
        if (known.Messages > 1 && cases.Find(known.CaseId)?.EntryId != explanation.Entry.Id)
            return await ExplainAsync(item, cancellationToken);

        var corrected = new CaseEvent.Corrected(explanation.Entry.Id, explanation.Errors, item.Person) { At = time.GetUtcNow() };
        await cases.ApplyAsync(known.CaseId, _ => known.Messages > 1 ? [] : [corrected], cancellationToken);
        await cases.SetMessageAsync(item, known.CaseId, cancellationToken);
        updates.Notify(known.CaseId);
        return "corrected";
    }

    private async Task<string> WithdrawAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (cases.OfMessage(item.Conversation.Key, item.MessageId) is not { } known)
            return "nothing";
        await cases.ApplyAsync(
            known.CaseId,
            @case => known.Messages > 1 || !@case.IsOpen ? [] : [new CaseEvent.Withdrawn(item.Person) { At = time.GetUtcNow() }],
            cancellationToken);
        await cases.SetMessageAsync(item, known.CaseId, cancellationToken);
        updates.Notify(known.CaseId);
        return "withdrawn";
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

    /// <summary>Conversations answered at the same time: a platform that takes ten seconds for one must not stop the others.</summary>
    private const int MaxConversations = 64;

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    /// <summary>Of a row whose platform does not take it: with the longest back-off about two hours.</summary>
    private const int MaxTries = 30;

    /// <summary>Of a row that fails by our own fault: trying often cures a locked file, not a bug.</summary>
    private const int MaxTriesOfOurs = 4;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

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
