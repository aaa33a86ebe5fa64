using System.Collections.Concurrent;
using ChatOpsBot.Conversations;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Storage;

namespace ChatOpsBot.FollowUps;

/// <summary>
/// Does what has come due. The only door: whoever owns time calls <see cref="RunDueAsync"/>, and nothing depends on when, how often or
/// by whom it is called. What is done is an event on its case, so it is never done twice; what could not be done comes due again.
/// </summary>
internal sealed class FollowUps(
    FollowUpStore store,
    FollowUpPlan plan,
    CaseStore cases,
    CardComposer composer,
    CardUpdates updates,
    LiveCheckRunner liveChecks,
    Retention retention,
    IEnumerable<IChannel> channels,
    TimeProvider time,
    ILogger<FollowUps> log) : IDisposable
{
    private readonly Dictionary<string, IChannel> channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);
    private readonly SemaphoreSlim alone = new(1, 1);

    // Channels whose platform asked for time, and until when. Forgotten with the process: the platform says it again.
    private readonly ConcurrentDictionary<string, DateTimeOffset> paused = new(StringComparer.Ordinal);

    public void Dispose() => alone.Dispose();

    /// <summary>Does all that is due at <paramref name="now"/>, in batches; returns when nothing due is left that can be done now.</summary>
    /// <exception cref="StorageException">The database cannot be used; what is left stays due.</exception>
    public async Task RunDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        now = FollowUp.WholeMilliseconds(now);
        await alone.WaitAsync(cancellationToken);
        try
        {
            while (store.Due(now, BatchSize, MaxRunning, Paused(now)) is { Count: > 0 } batch)
            {
                await Parallel.ForEachAsync(
                    batch,
                    new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellationToken },
                    async (due, token) => await DoOrPostponeAsync(due, now, token));
            }
        }
        finally
        {
            alone.Release();
        }
    }

    /// <summary>When <see cref="RunDueAsync"/> has something to do next; null when nothing waits.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now)
    {
        var waiting = Paused(now);
        DateTimeOffset? next = store.NextDue(MaxRunning, waiting);
        foreach (var channel in waiting)
            next = paused.TryGetValue(channel, out var until) && (next is null || until < next) ? until : next;
        return next;
    }

    /// <summary>
    /// Derives all rows from the cases anew. They are written together with the cases, so there is something to mend only after a backup
    /// was put back by halves, or when the knowledge or a setting has changed.
    /// </summary>
    /// <returns>How many rows were wrong.</returns>
    public async Task<int> RebuildAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A new bot has nothing to forget yet.
        await store.EnsureAsync(Retention.Key, FollowUpKind.Retention, first: now + Retention.Interval, atMost: now + Retention.Interval, cancellationToken);
        var (mended, after) = (0, "");
        while (store.CasesToRebuild(after, now - RecentlyClosed, RebuildBatch) is { Count: > 0 } ids)
        {
            foreach (var id in ids)
                mended += await cases.RepairFollowUpsAsync(id, cancellationToken);
            after = ids[^1];
        }

        if (mended > 0)
            LogMended(log, mended, null);
        return mended;
    }

    private async Task DoOrPostponeAsync(DueFollowUp due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            if (!await DoAsync(due, now, cancellationToken))
                await store.PostponeAsync(due.Key, now + Later, (int)due.Tries, "not due after all", CancellationToken.None);
        }
        catch (Exception exception) when (exception is not StorageException && !cancellationToken.IsCancellationRequested)
        {
            // One that cannot be done must not hold back the others, whatever is wrong with it.
            await FailAsync(due, exception, now);
        }
    }

    /// <returns>Whether it is done, or has its next time.</returns>
    private async Task<bool> DoAsync(DueFollowUp due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (due.CaseId is not { } caseId)
        {
            await store.PostponeAsync(due.Key, await retention.ForgetAsync(now, cancellationToken), tries: 0, reason: null, CancellationToken.None);
            return true;
        }

        if (due.Kind == FollowUpKind.Note)
            return await TellAsync(due, caseId, now, cancellationToken);

        var happened = false;
        var after = await cases.ApplyAsync(
            caseId,
            @case =>
            {
                var events = plan.Decide(@case, due.Kind, now);
                happened = events.Count > 0;
                return events;
            },
            cancellationToken);
        // A row that its case does not know is a leftover.
        if (!happened)
            return after is null || await cases.RepairFollowUpsAsync(caseId, cancellationToken) > 0;

        updates.Notify(caseId);
        if (after is { Run.IsActive: true })
            liveChecks.Signal();
        LogDone(log, due.Key, null);
        return true;
    }

    private async Task<bool> TellAsync(DueFollowUp due, string caseId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (cases.Find(caseId) is not { } @case)
            return true;
        if (@case.Note is not { } note || FollowUpPlan.NoteKey(@case, note) != due.Key)
            return await cases.RepairFollowUpsAsync(caseId, cancellationToken) > 0;
        // Its platform asked for time, or did not answer, while this one was in line: those of other platforms need not wait for it.
        if (IsPaused(@case.Conversation.Key.Channel, now))
            return true;

        var failure = plan.IsWorthTelling(@case, note, now) ? await SendAsync(due, @case, note, now, cancellationToken) : Failure.TooLate;
        if (failure == Failure.Later)
            return true;
        // Not cancelled with the bot: what was sent must be remembered as sent.
        await cases.ApplyAsync(caseId, current => current.Note?.Id == note.Id ? [new CaseEvent.ThreadTold(note.Id, failure) { At = now }] : [], CancellationToken.None);
        LogTold(log, due.Key, failure ?? "sent", null);
        return true;
    }

    /// <returns>Why it will never arrive, or <see cref="Failure.Later"/>; null when it was sent.</returns>
    private async Task<string?> SendAsync(DueFollowUp due, Case @case, OwedNote note, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!channels.TryGetValue(@case.Conversation.Key.Channel, out var channel))
            return Failure.ChannelOff;
        if (composer.ComposeNote(@case, note) is not { } card)
            return Failure.NoEntry;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var bound = time.CreateTimer(_ => bounded.Cancel(), null, LongestSend, Timeout.InfiniteTimeSpan);
        try
        {
            await channel.SendAsync(@case.Conversation, card, new Delivery(due.Key, EarlierTries.Ended, note.At), bounded.Token);
            return null;
        }
        catch (ChannelException exception) when (exception.IsPermanent)
        {
            return exception.Message;
        }
        catch (Exception exception) when (exception is ChannelException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The platform's trouble does not count as a try of ours; the note is dropped when it has become worthless.
            var wait = (exception as ChannelException)?.RetryAfter ?? HalfOf(now - note.At);
            // The others of this platform wait too, or thousands would knock at a door that is closed.
            if (exception is ChannelException { RetryAfter: var asked })
                paused[channel.Name] = now + (asked ?? ShortestBackOff);
            LogLater(log, due.Key, wait, exception.GetType().Name, null);
            await store.PostponeAsync(due.Key, now + wait, (int)due.Tries, exception is ChannelException ? exception.Message : exception.GetType().Name, CancellationToken.None);
            return Failure.Later;
        }
    }

    private async Task FailAsync(DueFollowUp due, Exception exception, DateTimeOffset now)
    {
        // Only the kind of an exception: its words may quote a message.
        var reason = exception.GetType().Name;
        if (due.Tries + 1 >= MaxTries && due.Kind != FollowUpKind.Retention)
        {
            LogGaveUp(log, due.Key, exception);
            await store.GiveUpAsync(due.Key, reason, CancellationToken.None);
            return;
        }

        var wait = TimeSpan.FromSeconds(Math.Pow(4, Math.Min(due.Tries + 1, 5)));
        LogLater(log, due.Key, wait, reason, exception);
        await store.PostponeAsync(due.Key, now + wait, (int)due.Tries + 1, reason, CancellationToken.None);
    }

    /// <summary>The longer it has waited, the rarer it is tried.</summary>
    private static TimeSpan HalfOf(TimeSpan waited) => waited / 2 < ShortestBackOff ? ShortestBackOff : waited / 2 > LongestBackOff ? LongestBackOff : waited / 2;

    private bool IsPaused(string channel, DateTimeOffset now) => paused.TryGetValue(channel, out var until) && until > now && until <= now + LongestPause;

    private List<string> Paused(DateTimeOffset now)
    {
        foreach (var (channel, _) in paused.Where(pause => pause.Value <= now || pause.Value > now + LongestPause).ToList())
            paused.TryRemove(channel, out _);
        return [.. paused.Keys];
    }

    private static class Failure
    {
        public const string Later = "later";
        public const string TooLate = "too late to help";
        public const string ChannelOff = "the channel is off";
        public const string NoEntry = "its knowledge entry was withdrawn";
    }

    /// <summary>So many rows are held in memory at a time, however many are due.</summary>
    private const int BatchSize = 64;

    /// <summary>Messages sent at the same time.</summary>
    private const int MaxAtOnce = 8;

    /// <summary>Half of what the runner takes at a time: whoever presses the button never waits behind the bot's own runs.</summary>
    private const int MaxRunning = 4;

    private const int RebuildBatch = 500;

    /// <summary>Of our own faults.</summary>
    private const int MaxTries = 4;

    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(45);

    /// <summary>A pause that lies further ahead was set by a clock that was wrong.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private static readonly TimeSpan RecentlyClosed = TimeSpan.FromHours(25);

    private static readonly Action<ILogger, string, Exception?> LogDone = LoggerMessage.Define<string>(
        LogLevel.Information, new EventId(30, "FollowUpDone"), "Did follow-up {Key}");

    private static readonly Action<ILogger, string, string, Exception?> LogTold = LoggerMessage.Define<string, string>(
        LogLevel.Information, new EventId(31, "ThreadTold"), "Follow-up {Key} in the thread: {Outcome}");

    private static readonly Action<ILogger, string, TimeSpan, string, Exception?> LogLater = LoggerMessage.Define<string, TimeSpan, string>(
        LogLevel.Warning, new EventId(32, "FollowUpLater"), "Follow-up {Key} comes again in {Wait}: {Reason}");

    private static readonly Action<ILogger, string, Exception?> LogGaveUp = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(33, "FollowUpGivenUp"), "Gave up follow-up {Key}; `chatopsbot doctor` lists it");

    private static readonly Action<ILogger, int, Exception?> LogMended = LoggerMessage.Define<int>(
        LogLevel.Warning, new EventId(34, "FollowUpsMended"), "{Count} follow-ups were not what their cases say and were mended");
}
