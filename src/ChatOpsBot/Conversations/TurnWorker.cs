using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations;

/// <summary>
/// Answers what the inbox owes. Rows of one conversation are answered in their order; conversations do not wait for each other.
/// A row that failed comes back when it is due again, after a crash when its lease has run out. What is accepted while somebody is free
/// is answered straight away, without a look into the inbox.
/// </summary>
internal sealed class TurnWorker(
    Intake intake,
    InboxStore inbox,
    CaseStore cases,
    CurrentKnowledge knowledge,
    CardComposer composer,
    CardUpdates updates,
    CommandAnswers commands,
    LiveCheckRunner liveChecks,
    IEnumerable<IChannel> channels,
    WorkSignal signal,
    ConversationOptions options,
    TimeProvider time,
    ILogger<TurnWorker> log) : BackgroundService
{
    private readonly Dictionary<string, IChannel> channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    // Rows whose answer could not be saved. Filled by whoever answers, emptied by the loop.
    private readonly ConcurrentQueue<long> unsaved = new();

    private readonly ConcurrentDictionary<long, byte> underWay = new();

    // By platform, so that one which hangs holds up nobody on another; what belongs to a channel that is off has places of its own.
    private readonly Dictionary<string, AnswerPlaces> places = channels.ToDictionary(channel => channel.Name, _ => new AnswerPlaces(), StringComparer.Ordinal);
    private readonly AnswerPlaces placesOfOthers = new();
    private readonly CancellationTokenSource stopping = new();

    // Answers that are to begin. A card takes processor time; were all composed at once, whoever waits to hear "received" would wait behind them.
    private readonly Channel<Func<Task>> beginnings = Channel.CreateUnbounded<Func<Task>>();

    // Set once what a dead process had claimed is taken back: before, that would take back a claim of this one too.
    private volatile bool isReady;

    // When the loop looks into the inbox by itself, in UTC ticks. Written by the loop, read by whoever puts a row off.
    private long looksAgainAt = IsLooking;

    private IEnumerable<AnswerPlaces> AllPlaces => places.Values.Append(placesOfOthers);

    /// <summary>Makes a message a durable row, and begins to answer it when somebody is free.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> AcceptAsync(InboxItem item, CancellationToken cancellationToken)
    {
        (item, var isAsked) = Named(item);
        var own = PlacesOf(item);
        var mayAnswer = isReady && own.TryTake();
        Accepted? accepted = null;
        try
        {
            accepted = await intake.AcceptAsync(item, mayAnswer ? Lease : null, mayAnswer && item.Change == MessageChange.Posted && !isAsked ? OpeningOf(item) : null, cancellationToken);
        }
        finally
        {
            if (mayAnswer && accepted?.Added is not { IsClaimed: true })
                own.GiveBack();
        }

        if (accepted.Added is { IsClaimed: true } mine)
        {
            Begin(() => AnswerOneAsync(mine.Item, accepted.Opened, own));
        }
        else if (!mayAnswer)
        {
            own.IsStarved = true;
            signal.Raise();
        }

        // Else an earlier message of the conversation is being answered: who does that goes on with this one.
        return accepted.Added is not null;
    }

    public override void Dispose()
    {
        // First: it cancels, when the start failed, and what then stops still needs ours.
        base.Dispose();
        stopping.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var composing = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(ComposeAsync, CancellationToken.None)).ToList();
        // What is under way when the bot stops may finish, within a bound; nothing new is taken up.
        await using var onStop = stoppingToken.Register(() => stopping.CancelAfter(StopWithin));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isReady)
                    await inbox.ReleaseAllAsync(stoppingToken);
                isReady = true;
                if (!unsaved.IsEmpty)
                    await GiveBackAsync(stoppingToken);
                Interlocked.Exchange(ref looksAgainAt, IsLooking);
                // Each answer that another waits for raises the signal when it is done.
                if (!await TakeUpAsync(stoppingToken))
                {
                    var wait = UntilNextDue();
                    Interlocked.Exchange(ref looksAgainAt, (time.GetUtcNow() + wait).UtcTicks);
                    await signal.WaitAsync(wait, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (StorageException exception)
            {
                LogStorage(log, exception.Message, null);
                await Task.Delay(StoragePause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                // Whatever a row can be: the bot must not end by it again and again, and what comes in meanwhile is answered.
                LogBroken(log, exception);
                await Task.Delay(StoragePause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        isReady = false;
        // Those under way end first; those who would begin find nobody free.
        await Task.WhenAll(AllPlaces.Select(own => own.CloseAsync()));
        beginnings.Writer.Complete();
        await Task.WhenAll(composing);
    }

    private void Begin(Func<Task> answer) => beginnings.Writer.TryWrite(answer);

    /// <summary>Begins one answer after the other, as far as it goes without waiting; those that wait go on by themselves.</summary>
    private async Task ComposeAsync()
    {
        await foreach (var answer in beginnings.Reader.ReadAllAsync(CancellationToken.None))
        {
            _ = answer();
            await Task.Yield();
        }
    }

    /// <summary>Claims as many waiting rows as can be answered now.</summary>
    /// <returns>Whether there were any.</returns>
    private async Task<bool> TakeUpAsync(CancellationToken cancellationToken)
    {
        var reserved = places.Select(own => (Channel: (string?)own.Key, Places: own.Value, Count: own.Value.TakeFree()))
            .Append((Channel: null, Places: placesOfOthers, Count: placesOfOthers.TakeFree()))
            .Where(own => own.Count > 0)
            .ToList();
        var begun = reserved.ToDictionary(own => own.Places, _ => 0);
        try
        {
            if (reserved.Count > 0)
            {
                foreach (var item in await inbox.ClaimAsync([.. reserved.Select(own => new FreePlaces(own.Channel, own.Count))], [.. places.Keys], Lease, cancellationToken))
                {
                    var own = PlacesOf(item);
                    begun[own]++;
                    Begin(() => AnswerOneAsync(item, opened: null, own));
                }
            }
        }
        finally
        {
            foreach (var own in reserved)
                own.Places.GiveBack(own.Count - begun[own.Places]);
        }

        foreach (var own in reserved.Where(own => begun[own.Places] == own.Count))
            own.Places.IsStarved = true;
        return begun.Values.Any(count => count > 0);
    }

    private AnswerPlaces PlacesOf(InboxItem item) => places.GetValueOrDefault(item.Conversation.Key.Channel, placesOfOthers);

    /// <summary>
    /// Answers a row and those of its conversation behind it, on a place that the caller has taken, and gives that back.
    /// </summary>
    private async Task AnswerOneAsync(InboxItem item, OpenedOrJoined? opened, AnswerPlaces own)
    {
        var othersWait = true;
        try
        {
            // Whoever sets the clock ends leases of rows that are being answered here: those stay with who has them.
            while (underWay.TryAdd(item.Id, 0))
            {
                (var next, othersWait) = await AnswerUnderWayAsync(item, opened);
                if (next is null)
                    break;
                (item, opened) = (next, null);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The bot stops: whoever starts next takes the row back.
        }
        finally
        {
            own.GiveBack();
            if (othersWait || own.IsStarved)
                signal.Raise();
        }
    }

    private async Task<(InboxItem? Next, bool OthersWait)> AnswerUnderWayAsync(InboxItem item, OpenedOrJoined? opened)
    {
        try
        {
            return await AnswerOrRetryAsync(item, opened, stopping.Token);
        }
        catch (StorageException exception)
        {
            LogStorage(log, exception.Message, null);
            unsaved.Enqueue(item.Id);
            return (null, true);
        }
        finally
        {
            underWay.TryRemove(item.Id, out _);
        }
    }

    /// <summary>A database that fails is left alone for a while; then what it could not save is answered anew, long before the leases run out.</summary>
    private async Task GiveBackAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(StoragePause, time, cancellationToken);
        List<long> rows = [.. unsaved];
        await inbox.ReleaseAsync(rows, cancellationToken);
        // Given back: until here a failure keeps them. Nobody else takes from the queue.
        for (var row = 0; row < rows.Count; row++)
            unsaved.TryDequeue(out _);
    }

    /// <returns>The row to go on with, and whether the inbox has to be looked at: something waits there, if only this row again.</returns>
    private async Task<(InboxItem? Next, bool OthersWait)> AnswerOrRetryAsync(InboxItem item, OpenedOrJoined? opened, CancellationToken cancellationToken)
    {
        // A send that hangs must end before the lease does, or somebody else would answer too. No timer of our own: one that fires while
        // the send ends would cancel what is disposed already, and take the process with it.
        using var bound = new CancellationTokenSource(LongestSend, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            if (ClosedFor(item) is { } wait)
                return (null, await RetryOrGiveUpAsync(item, ChannelException.Transient("The platform allows no more messages here for the moment.", wait)));
            var outcome = await AnswerAsync(await WithNameAsync(await WithLanguageAsync(item, bounded.Token), bounded.Token), opened, bounded.Token);
            // Not cancelled with the bot: what was sent must be remembered as sent.
            // While others wait for a place, nobody keeps his.
            var answered = await inbox.AnsweredAsync(item, outcome, PlacesOf(item).IsStarved || !isReady ? null : Lease, CancellationToken.None);
            if (answered.IsCardBehind)
                updates.Notify(outcome.Shown!.CaseId);
            return (answered.Next, answered.OthersWait);
        }
        catch (ChannelException exception) when (exception.IsPermanent)
        {
            LogGaveUp(log, item.Id, exception.Message, null);
            await inbox.GiveUpAsync(item.Id, exception.Message, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not StorageException && !cancellationToken.IsCancellationRequested)
        {
            // One row that cannot be answered must not hold back the others, whatever is wrong with it.
            return (null, await RetryOrGiveUpAsync(item, exception));
        }

        return (null, true);
    }

    /// <summary>How long nothing can be said where the message came from. What may stand there already is looked up all the same.</summary>
    private TimeSpan? ClosedFor(InboxItem item) =>
        item.Delivery.Before != EarlierTries.Lost && item.Change is MessageChange.Posted or MessageChange.Welcomed && channels.TryGetValue(item.Conversation.Key.Channel, out var channel)
            ? channel.ClosedFor(item.Conversation)
            : null;

    /// <returns>Whether the inbox has to be looked at earlier than it would be.</returns>
    private async Task<bool> RetryOrGiveUpAsync(InboxItem item, Exception exception)
    {
        var isOurs = exception is not (ChannelException or OperationCanceledException);
        // Not by the time of day alone: a clock that was set forward makes every message look old.
        var isTooLate = isOurs ? item.Tries >= MaxTriesOfOurs : item.Tries >= MinTriesOfTheirs && time.GetUtcNow() - item.ReceivedAt > GiveUpAfter;
        if (isTooLate)
        {
            LogGaveUp(log, item.Id, exception.GetType().Name, isOurs ? exception : null);
            await inbox.GiveUpAsync(item.Id, Reason(exception), CancellationToken.None);
            return true;
        }

        var wait = (exception as ChannelException)?.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(item.Tries, 16)), LongestBackOff.TotalSeconds));
        // That a platform asks for time is said where it asks, and not of each of the thousands that wait for it.
        if (exception is ChannelException { RetryAfter: not null })
            LogLater(log, item.Id, wait, null);
        else
            LogRetry(log, item.Id, wait, exception.GetType().Name, isOurs ? exception : null);
        var due = time.GetUtcNow() + wait;
        await inbox.RetryAsync(item.Id, wait, Reason(exception), isOurs, CancellationToken.None);
        // A platform that asks for time asks it of thousands: a look for each walks through all that wait (measured: a third of all
        // processor time). Those behind it in its conversation go on waiting; behind a fault of ours they do not.
        return isOurs || due.UtcTicks < Interlocked.Read(ref looksAgainAt);
    }

    /// <summary>For the row and the doctor: what the channel said; of our own faults only the kind, because their words may quote a message.</summary>
    private static string Reason(Exception exception) => exception is ChannelException ? exception.Message : exception.GetType().Name;

    private static bool IsLocaleAsked(InboxItem item) => item.Language.StartsWith(InboxItem.AskForLocale, StringComparison.Ordinal);

    private static bool IsNameless(InboxItem item) => item.Person is { IsBot: false, Name.Length: 0 };

    /// <summary>Some platforms tell no more of who writes than an id: who was asked for before has a name at once.</summary>
    /// <returns>And whether the platform has to be asked something before the answer can be made.</returns>
    private (InboxItem Item, bool IsAsked) Named(InboxItem item)
    {
        if (!IsNameless(item) || !channels.TryGetValue(item.Conversation.Key.Channel, out var channel))
            return (item, IsLocaleAsked(item));
        var name = channel.NameOf(item.Conversation, item.Person.Id);
        return name is null ? (item, true) : (item with { Person = item.Person with { Name = name } }, IsLocaleAsked(item));
    }

    /// <summary>Asks the platform for the person's name, where the message did not tell it.</summary>
    private async Task<InboxItem> WithNameAsync(InboxItem item, CancellationToken cancellationToken) =>
        IsNameless(item) && channels.TryGetValue(item.Conversation.Key.Channel, out var channel) && await channel.FindNameAsync(item.Conversation, item.Person.Id, cancellationToken) is { } name
            ? item with { Person = item.Person with { Name = name } }
            : item;

    /// <summary>Asks the platform for the person's language, where that was left open when the message was accepted.</summary>
    private async Task<InboxItem> WithLanguageAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (!IsLocaleAsked(item))
            return item;
        var locale = channels.TryGetValue(item.Conversation.Key.Channel, out var channel) ? await channel.FindLocaleAsync(item.Conversation, item.Person.Id, cancellationToken) : null;
        return item with { Language = Languages.Known(locale) ?? item.Language[InboxItem.AskForLocale.Length..] };
    }

    private Task<Outcome> AnswerAsync(InboxItem item, OpenedOrJoined? opened, CancellationToken cancellationToken) => item.Change switch
    {
        MessageChange.Posted => ExplainAsync(item, opened, cancellationToken),
        MessageChange.Edited => CorrectAsync(item, cancellationToken),
        MessageChange.Deleted => WithdrawAsync(item, cancellationToken),
        MessageChange.Welcomed => SendNoteAsync(ChannelOf(item), item, CommandCards.Welcome(item.Person.Name is Person.Unnamed ? "" : item.Person.Name, item.Addressing, Languages.Of(item.Language)), "welcome", cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Change, "Unknown change of a message."),
    };

    private async Task<Outcome> ExplainAsync(InboxItem item, OpenedOrJoined? opened, CancellationToken cancellationToken)
    {
        var channel = ChannelOf(item);
        var texts = Languages.Of(item.Language);

        if (item.Errors.Count == 0)
        {
            return item.Command switch
            {
                ChatCommand.Check { Target: { } target } => await CheckAsync(channel, item, target, cancellationToken),
                ChatCommand.Suggest suggest => await SuggestAsync(channel, item, suggest, cancellationToken),
                _ => await SendNoteAsync(channel, item, await commands.AnswerAsync(item, cancellationToken), item.Command?.GetType().Name.ToLowerInvariant() ?? "help", cancellationToken, CommandAnswers.IsForAsker(item.Command)),
            };
        }

        if ((opened ?? await OpenOrJoinAsync(item, cancellationToken)) is not var (@case, joined))
            return await SendNoteAsync(channel, item, NoteCard.NoEntry(item.Errors, knowledge.Base, texts), "no entry", cancellationToken);

        // A case whose card never arrived, because its platform gave up on it, gets one from whoever posts the trouble next.
        if (!joined || cases.Shown(@case.Id)?.MessageId is null)
            return await ShowAsync(channel, item, @case, cancellationToken);

        updates.Notify(@case.Id);
        // Nobody looks at a closed card again, so that it is open is said.
        if (@case.IsPostedAgain)
            return await SendNoteAsync(channel, item, NoteCard.Again(@case, texts), "again", cancellationToken);
        // Somebody who overhears needs no second word; somebody who asked does.
        return item.Addressing == Addressing.Overheard
            ? new Outcome("joined")
            : await SendNoteAsync(channel, item, NoteCard.SameTrouble(@case, texts), "joined", cancellationToken, isForAsker: true);
    }

    /// <summary>A check without an error gets a case of its own, whose checks begin at once.</summary>
    private async Task<Outcome> CheckAsync(IChannel channel, InboxItem item, ProbeTarget target, CancellationToken cancellationToken)
    {
        if (knowledge.Base.FindAsked("check") is not { } entry)
            return await SendNoteAsync(channel, item, CommandCards.Help(Languages.Of(item.Language)), "no entry", cancellationToken);
        var server = LiveCheckBlocks.Write(target);
        var asked = new MailError { Server = target.Host, QuotedLine = $"check {server}" };
        var opened = new CaseEvent.Opened(entry.Id, [asked], item.Language, item.Person) { At = time.GetUtcNow() };
        // Nothing is joined: who asks for a check wants one of now, not the card of an hour ago.
        var @case = item.CaseId is { } known && cases.Find(known) is { } found
            ? found
            : (await cases.OpenOrJoinAsync(item, new Opening(Window: null, opened), cancellationToken)).Case;
        @case = await cases.ApplyAsync(
            @case.Id,
            now => now.Run is null ? [new CaseEvent.ChecksRequested(CaseId.New(time.GetUtcNow()), server, entry.Checks, item.Person) { At = time.GetUtcNow() }] : [],
            cancellationToken) ?? @case;
        liveChecks.Signal();
        return await ShowAsync(channel, item, @case, cancellationToken);
    }

    /// <summary>A case without an entry yet: a press on one of the suggestions makes the card that entry's.</summary>
    private async Task<Outcome> SuggestAsync(IChannel channel, InboxItem item, ChatCommand.Suggest suggest, CancellationToken cancellationToken)
    {
        var opened = new CaseEvent.Opened("", [Explanation.Nothing], item.Language, item.Person, suggest.EntryIds) { At = time.GetUtcNow() };
        var @case = item.CaseId is { } known && cases.Find(known) is { } found
            ? found
            : (await cases.OpenOrJoinAsync(item, new Opening(Window: null, opened), cancellationToken)).Case;
        return await ShowAsync(channel, item, @case, cancellationToken);
    }

    /// <summary>An edit changes the card of its message; it never makes a second one for the same trouble.</summary>
    private async Task<Outcome> CorrectAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (cases.OfMessage(item.Conversation.Key, item.MessageId) is not { } known)
            return item.Errors.Count == 0 ? Nothing : await ExplainAsync(item, opened: null, cancellationToken);
        if (CaseStore.SaySame(item.Errors, known.Errors))
            return Nothing;
        if (Explanation.Find(item.Errors, knowledge.Base) is not { } explanation)
            return await WithdrawAsync(item with { Errors = [] }, cancellationToken);
        // Others posted the same trouble: their card stays as it is, and this message starts anew when it now says something else.
        if (known.Messages > 1 && cases.Find(known.CaseId)?.EntryId != explanation.Entry.Id)
            return await ExplainAsync(item, opened: null, cancellationToken);

        var corrected = new CaseEvent.Corrected(explanation.Entry.Id, explanation.Errors, item.Person) { At = time.GetUtcNow() };
        await cases.ApplyAsync(known.CaseId, _ => known.Messages > 1 ? [] : [corrected], cancellationToken);
        await cases.SetMessageAsync(item, known.CaseId, cancellationToken);
        updates.Notify(known.CaseId);
        return new Outcome("corrected");
    }

    private async Task<Outcome> WithdrawAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (cases.OfMessage(item.Conversation.Key, item.MessageId) is not { } known)
            return Nothing;
        await cases.ApplyAsync(
            known.CaseId,
            @case => known.Messages > 1 ? [] : Withdraw(@case, item.Person),
            cancellationToken);
        await cases.SetMessageAsync(item, known.CaseId, cancellationToken);
        updates.Notify(known.CaseId);
        return new Outcome("withdrawn");
    }

    private CaseEvent[] Withdraw(Case @case, Person by)
    {
        var now = time.GetUtcNow();
        return @case switch
        {
            { IsOpen: false } => [],
            { Run: { IsActive: true } run } => [new CaseEvent.ChecksEnded(run.Id, RunEnd.Stopped) { At = now }, new CaseEvent.Withdrawn(by) { At = now }],
            _ => [new CaseEvent.Withdrawn(by) { At = now }],
        };
    }

    /// <returns>The case of the message; null when nobody wrote an entry for it.</returns>
    private async Task<OpenedOrJoined?> OpenOrJoinAsync(InboxItem item, CancellationToken cancellationToken)
    {
        if (OpeningOf(item) is not { } opening)
            return null;
        return item.CaseId is { } known && cases.Find(known) is { } found
            ? new OpenedOrJoined(found, Joined: cases.Shown(known)?.MessageId is not null)
            : await cases.OpenOrJoinAsync(item, opening, cancellationToken);
    }

    /// <summary>What a posted message opens a case with; null when it leads to none.</summary>
    private Opening? OpeningOf(InboxItem item) =>
        Explanation.Find(item.Errors, knowledge.Base) is { } explanation
            ? new Opening(TimeSpan.FromMinutes(options.JoinWithinMinutes), new CaseEvent.Opened(explanation.Entry.Id, explanation.Errors, item.Language, item.Person) { At = time.GetUtcNow() })
            : null;

    private IChannel ChannelOf(InboxItem item) => channels.TryGetValue(item.Conversation.Key.Channel, out var channel)
        ? channel
        : throw ChannelException.Permanent($"The channel {item.Conversation.Key.Channel} is off.");

    private async Task<Outcome> ShowAsync(IChannel channel, InboxItem item, Case @case, CancellationToken cancellationToken)
    {
        var messageId = await channel.SendAsync(item.Conversation, composer.Compose(@case), item.Delivery, cancellationToken);
        // A second try may have found the card of the first one, composed from an older case: then an update has to follow.
        return new Outcome("card", new SentCard(@case.Id, messageId, item.Tries > 1 ? 0 : @case.Version));
    }

    /// <param name="isForAsker">It is nothing to the others of the conversation.</param>
    private static async Task<Outcome> SendNoteAsync(IChannel channel, InboxItem item, Card note, string outcome, CancellationToken cancellationToken, bool isForAsker = false)
    {
        if (isForAsker && item.Addressing == Addressing.Mention)
            await channel.WhisperAsync(item.Conversation, item.Person, note, item.Delivery, cancellationToken);
        else
            await channel.SendAsync(item.Conversation, note, item.Delivery, cancellationToken);
        return new Outcome(outcome);
    }

    private TimeSpan UntilNextDue()
    {
        // Who ends raises the signal where nobody was free: until then nothing of that platform can be taken up, however long it is due.
        var busy = places.Where(own => own.Value.IsBusy()).Select(own => own.Key).ToList();
        if (inbox.NextDue(busy, LongestWait) is not { } due)
            return LongestWait;
        var wait = due - time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
    }

    /// <summary>A look is under way, and may have missed what is written now.</summary>
    private const long IsLooking = long.MaxValue;

    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    /// <summary>A card about mail that has expired meanwhile helps nobody.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    /// <summary>Of a row whose platform does not take it: about ten minutes of trying.</summary>
    private const int MinTriesOfTheirs = 10;

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(45);

    private static readonly Outcome Nothing = new("nothing");

    /// <summary>Of a row that fails by our own fault: trying often cures a locked file, not a bug.</summary>
    private const int MaxTriesOfOurs = 4;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>Longer than any send may take; after a crash a row waits this long.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(5);

    private static readonly Action<ILogger, long, string, Exception?> LogGaveUp = LoggerMessage.Define<long, string>(
        LogLevel.Error, new EventId(2, "GaveUp"), "Gave up answering inbox row {Row}: {Reason}");

    private static readonly Action<ILogger, long, TimeSpan, string, Exception?> LogRetry = LoggerMessage.Define<long, TimeSpan, string>(
        LogLevel.Warning, new EventId(3, "Retry"), "Answering inbox row {Row} comes again in {Wait}: {Reason}");

    private static readonly Action<ILogger, long, TimeSpan, Exception?> LogLater = LoggerMessage.Define<long, TimeSpan>(
        LogLevel.Debug, new EventId(41, "Later"), "Answering inbox row {Row} comes again in {Wait}, when its platform takes messages there");

    private static readonly Action<ILogger, Exception?> LogBroken = LoggerMessage.Define(
        LogLevel.Error, new EventId(14, "InboxBroken"), "What waits in the inbox cannot be taken up; please report it");

    private static readonly Action<ILogger, string, Exception?> LogStorage = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(4, "Storage"), "The inbox waits: {Reason}");
}
