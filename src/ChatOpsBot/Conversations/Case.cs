using System.Collections.Immutable;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations;

/// <summary>One trouble in one conversation: what its events add up to. Changed only by <see cref="Apply"/>.</summary>
internal sealed record Case
{
    private Case()
    {
    }

    public required string Id { get; init; }

    public required ConversationReference Conversation { get; init; }

    /// <summary>Number of events applied; the optimistic version.</summary>
    public long Version { get; private init; }

    /// <summary>Empty while nobody has chosen one of <see cref="Suggested"/>.</summary>
    public string EntryId { get; private init; } = "";

    /// <summary>Ids of the entries that a question without a code may be about; empty where an error was posted.</summary>
    public IReadOnlyList<string> Suggested { get; private init; } = [];

    public IReadOnlyList<MailError> Errors { get; private init; } = [];

    public string Language { get; private init; } = "";

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset LastEventAt { get; private init; }

    /// <summary>How often the trouble was posted, the first time included.</summary>
    public int Posts { get; private init; } = 1;

    /// <summary>Everybody who posted it, the first one first.</summary>
    public ImmutableList<Person> Posters { get; private init; } = [];

    public Person? Owner { get; private init; }

    public ImmutableDictionary<string, StepState> Steps { get; private init; } = ImmutableDictionary<string, StepState>.Empty;

    public ImmutableDictionary<string, Answer> Answers { get; private init; } = ImmutableDictionary<string, Answer>.Empty;

    public CheckRun? Run { get; private init; }

    /// <summary>The latest completed runs, oldest first: what was seen before a fix. Forgotten when the case is about another server, or opened again.</summary>
    public ImmutableList<CheckRun> PastRuns { get; private init; } = [];

    /// <summary>The latest look after the fix; null before, and when another step was marked since.</summary>
    public Look? LastLook { get; private init; }

    /// <summary>Steps marked up to this version need no look any more.</summary>
    public long ConcludedVersion { get; private init; }

    /// <summary>What the bot asked when the checks could not tell whether it is mended, and the answer.</summary>
    public WhetherMended? Question { get; private init; }

    /// <summary>What somebody said last of whether it works, without being asked; null when nobody did.</summary>
    public Said? Said { get; private init; }

    /// <summary>What the thread has to be told. Only the newest note counts.</summary>
    public OwedNote? Note { get; private init; }

    /// <summary>When a person last did something about it; posting it does not count.</summary>
    public DateTimeOffset? ActedAt { get; private init; }

    public DateTimeOffset? RemindedAt { get; private init; }

    /// <summary>When the oldest known message was returned.</summary>
    public DateTimeOffset? ExpiredAt { get; private init; }

    /// <summary>Version of the latest post that joined; 0 when none did.</summary>
    public long PostedVersion { get; private init; }

    /// <summary>Version of the post that opened the case again; 0 when none did.</summary>
    public long PostedAgainVersion { get; private init; }

    /// <summary>Whether the latest post opened the case again: nobody would look at a closed card for it.</summary>
    public bool IsPostedAgain => PostedAgainVersion > 0 && PostedAgainVersion == PostedVersion;

    /// <summary>What somebody typed as server when checks could not start for it; null once they did.</summary>
    public string? RefusedTarget { get; private init; }

    /// <summary>Whether somebody said that the card did not help.</summary>
    public bool IsNotHelpful { get; private init; }

    /// <summary>Null while it is open.</summary>
    public Closing? Closing { get; private init; }

    public bool IsOpen => Closing is null;

    /// <summary>Whether somebody's word that it works is the latest that was said or done about it: then the checks only have to agree.</summary>
    public bool CountsWord => Said is { IsMended: true } said && said.Version > ConcludedVersion && !Steps.Values.Any(step => step.Mark == StepMark.Done && step.Version > said.Version);

    public MailError Primary => Errors[0];

    public StepState Step(string stepId) => Steps.GetValueOrDefault(stepId, StepState.Untouched);

    /// <summary>What counts as evidence now: the results of the latest run and the answers people gave.</summary>
    public IReadOnlyList<Observation> Observations =>
    [
        .. (Run?.Results ?? []).Select(result => new Observation(result.CheckId, result.Outcome, result.Place)),
        .. Answers.Select(answer => new Observation(answer.Key, answer.Value.Yes ? "yes" : "no", Where: null)),
    ];

    /// <exception cref="ArgumentException">The events do not begin with <see cref="CaseEvent.Opened"/>.</exception>
    public static Case From(string id, ConversationReference conversation, IEnumerable<CaseEvent> events)
    {
        var @case = events.Aggregate(new Case { Id = id, Conversation = conversation }, (state, happened) => state.Apply(happened));
        return @case.Version > 0 ? @case : throw new ArgumentException("A case begins with the event that opened it.", nameof(events));
    }

    public Case Apply(CaseEvent happened)
    {
        var version = Version + 1;
        var next = happened switch
        {
            CaseEvent.Opened opened => this with
            {
                EntryId = opened.EntryId,
                Errors = opened.Errors,
                Language = opened.Language,
                OpenedAt = opened.At,
                Posters = [opened.By],
                Suggested = opened.Suggested ?? [],
            },
            CaseEvent.EntryChosen chosen => Explain(chosen.EntryId, [chosen.Error]) with { ActedAt = chosen.At },
            CaseEvent.Joined joined => (Closing is null ? this : Reopen()) with
            {
                Posts = Posts + 1,
                Posters = Posters.Exists(poster => poster.Id == joined.By.Id) ? Posters : Posters.Add(joined.By),
                Errors = WithOthers(Enrich(joined.Error), joined.Others ?? []),
                PostedVersion = version,
                PostedAgainVersion = Closing is null ? PostedAgainVersion : version,
            },
            CaseEvent.Corrected corrected => Explain(corrected.EntryId, corrected.Errors),
            CaseEvent.Withdrawn withdrawn => Conclude() with { Closing = new Closing(withdrawn.By, withdrawn.At) { IsWithdrawal = true } },
            CaseEvent.StepMarked marked => Mark(marked) with { ActedAt = marked.Mark == StepMark.None ? ActedAt : marked.At },
            CaseEvent.Taken taken => this with { Owner = taken.By, ActedAt = taken.At },
            CaseEvent.Released => this with { Owner = null },
            CaseEvent.QuestionAnswered answered => this with { Answers = Answers.SetItem(answered.CauseId, new Answer(answered.Yes, answered.By, answered.At)), ActedAt = answered.At },
            CaseEvent.ChecksRequested requested => this with
            {
                Run = new CheckRun(requested.RunId, requested.Target, requested.CheckIds, requested.By, requested.At, RunState.Waiting, [], null) { Version = version },
                RefusedTarget = null,
                ActedAt = requested.By.IsBot ? ActedAt : requested.At,
            },
            CaseEvent.ChecksRefused refused => this with { RefusedTarget = refused.Input },
            CaseEvent.ChecksStarted started when Run?.Id == started.RunId => this with { Run = Run with { State = RunState.Running, Results = [] } },
            CaseEvent.CheckSeen seen when Run?.Id == seen.RunId => this with { Run = Run with { Results = Run.Results.Add(seen.Result) } },
            CaseEvent.ChecksEnded ended when Run?.Id == ended.RunId => End(Run with { State = StateOf(ended.End), EndedAt = ended.At }),
            CaseEvent.FoundNotHelpful => this with { IsNotHelpful = true },
            CaseEvent.LanguageChosen chosen => this with { Language = chosen.Language },
            CaseEvent.SaidWhetherMended said => this with
            {
                Said = new Said(said.Yes, said.By, said.At, version, said.Message),
                // A look that passed before somebody said otherwise is no first of two.
                LastLook = said.Yes ? LastLook : null,
                ActedAt = said.At,
            },
            CaseEvent.Closed closed => Conclude() with { Closing = new Closing(closed.By, closed.At) { WordOf = closed.By.IsBot && CountsWord ? Said!.By : null }, Note = closed.By.IsBot ? new OwedNote(version, NoteKind.Mended, closed.At) : null },
            CaseEvent.Reopened => Reopen(),
            CaseEvent.Rechecked look => TakeLook(look),
            CaseEvent.AskedWhetherMended asked => Conclude() with
            {
                Question = new WhetherMended(asked.Why, asked.At),
                // Whoever stopped the look sees the question on the card.
                Note = asked.Why == AskReason.Stopped ? null : new OwedNote(version, NoteKind.WhetherMended, asked.At),
            },
            CaseEvent.WhetherMendedAnswered answered => this with
            {
                Question = Question is null ? null : Question with { Answer = new Answer(answered.Yes, answered.By, answered.At) },
                Note = null,
                ActedAt = answered.At,
            },
            CaseEvent.ExpiryReminded reminded => this with { RemindedAt = reminded.At, Note = new OwedNote(version, NoteKind.Expiry, reminded.At) },
            CaseEvent.QueueExpired expired => this with { ExpiredAt = expired.At, Note = Note is { Kind: NoteKind.Expiry } ? null : Note },
            CaseEvent.ThreadTold told => this with { Note = Note?.Id == told.Note ? null : Note },
            // A late word about a run that a newer one replaced.
            CaseEvent.ChecksStarted or CaseEvent.CheckSeen or CaseEvent.ChecksEnded => this,
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown kind of case event."),
        };
        return next with { Version = version, LastEventAt = happened.At };
    }

    /// <summary>No look is owed for what was done until now, and nothing is to be asked or told about it.</summary>
    private Case Conclude() => this with { ConcludedVersion = Version + 1, Question = null, Note = null };

    /// <summary>What was seen before it was closed proves nothing about the time after.</summary>
    private Case Reopen() => Conclude() with { Closing = null, PastRuns = [], LastLook = null };

    private Case Explain(string entryId, IReadOnlyList<MailError> errors)
    {
        // What was seen at another server says nothing about this one.
        var isSameServer = errors[0].Server == Primary.Server;
        var next = entryId == EntryId ? this : Conclude() with { LastLook = null };
        return next with
        {
            EntryId = entryId,
            Errors = errors,
            Run = isSameServer ? Run : null,
            PastRuns = isSameServer ? PastRuns : [],
        };
    }

    private Case Mark(CaseEvent.StepMarked marked)
    {
        var next = this with
        {
            Steps = marked.Mark == StepMark.None
                ? Steps.Remove(marked.StepId)
                : Steps.SetItem(marked.StepId, new StepState(marked.Mark, marked.By, marked.At) { Version = Version + 1 }),
        };
        // Another fix, or one taken back: what was seen or asked before is about another state of things.
        return marked.Mark == StepMark.Done || Step(marked.StepId).Mark == StepMark.Done ? next with { LastLook = null, Question = null, Note = null } : next;
    }

    private Case End(CheckRun ended)
    {
        var isNew = Run is { IsActive: true } && ended.State == RunState.Completed;
        return this with { Run = ended, PastRuns = isNew ? [.. PastRuns.TakeLast(MaxPastRuns - 1), ended] : PastRuns };
    }

    private Case TakeLook(CaseEvent.Rechecked look)
    {
        var next = this with { LastLook = new Look(look.RunId, look.Outcome, look.IsEarly, look.At, Version + 1) };
        if (look.IsEarly || look.Outcome != RecheckOutcome.StillFailing)
            return next;
        // Whoever pressed the button sees the result; the thread hears only of what the bot did by itself.
        return next.Conclude() with { Note = Run is { RequestedBy.IsBot: true } run && run.Id == look.RunId ? new OwedNote(Version + 1, NoteKind.NotMended, look.At) : null };
    }

    private static RunState StateOf(RunEnd end) => end switch
    {
        RunEnd.Completed => RunState.Completed,
        RunEnd.Stopped => RunState.Stopped,
        RunEnd.Failed => RunState.Failed,
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "Unknown end of a run."),
    };

    /// <summary>
    /// A later post of the same trouble may name the server that the first one left out, or say more: that the mail has been returned
    /// meanwhile, or which word stands in the brackets.
    /// </summary>
    private IReadOnlyList<MailError> Enrich(MailError later)
    {
        var first = Primary with
        {
            Server = Primary.Server ?? later.Server,
            Address = Primary.Address ?? later.Address,
            Domain = Primary.Domain ?? later.Domain,
            LastAttempt = Primary.LastAttempt ?? later.LastAttempt,
        };
        var saysMore = Errors.Count < MaxErrors && !Errors.Any(known => known.Code == later.Code && known.Detail == later.Detail);
        return saysMore ? [first, .. Errors.Skip(1), later] : [first, .. Errors.Skip(1)];
    }

    /// <summary>What else a later post named stands beside: its servers are not those of this trouble.</summary>
    private static IReadOnlyList<MailError> WithOthers(IReadOnlyList<MailError> errors, IReadOnlyList<MailError> others) =>
        [.. errors, .. others.Where(other => !errors.Any(known => known.Code == other.Code && known.Detail == other.Detail && known.Server == other.Server)).Take(Math.Max(0, MaxErrors - errors.Count))];

    private const int MaxErrors = 20;

    /// <summary>Enough to find the failure that a fix was for.</summary>
    private const int MaxPastRuns = 8;
}

/// <summary>What is known of a fix step.</summary>
internal sealed record StepState(StepMark Mark, Person? By, DateTimeOffset At)
{
    public static StepState Untouched { get; } = new(StepMark.None, null, default);

    /// <summary>Version of the case that the mark made: an order of marks that no clock can change.</summary>
    public long Version { get; init; }
}

/// <summary>A person's answer to the question of a cause.</summary>
internal sealed record Answer(bool Yes, Person By, DateTimeOffset At);

/// <summary>Who closed the case, and when.</summary>
internal sealed record Closing(Person By, DateTimeOffset At)
{
    /// <summary>Nobody mended anything: the message it was about is gone.</summary>
    public bool IsWithdrawal { get; init; }

    /// <summary>Whose word it rests on besides the checks; null when it rests on the checks alone.</summary>
    public Person? WordOf { get; init; }
}

/// <summary>The latest run of live checks of a case.</summary>
internal sealed record CheckRun(
    string Id,
    string Target,
    IReadOnlyList<string> CheckIds,
    Person RequestedBy,
    DateTimeOffset RequestedAt,
    RunState State,
    ImmutableList<CheckResult> Results,
    DateTimeOffset? EndedAt)
{
    public bool IsActive => State is RunState.Waiting or RunState.Running;

    /// <summary>Version of the case that asked for it.</summary>
    public long Version { get; init; }
}

/// <summary>A look after a fix.</summary>
internal sealed record Look(string RunId, RecheckOutcome Outcome, bool IsEarly, DateTimeOffset At, long Version);

/// <summary>The question whether mail flows again.</summary>
internal sealed record WhetherMended(AskReason Why, DateTimeOffset At)
{
    /// <summary>Null while it waits.</summary>
    public Answer? Answer { get; init; }
}

/// <summary>What somebody said of whether it works.</summary>
internal sealed record Said(bool IsMended, Person By, DateTimeOffset At, long Version, string Message);

/// <summary>One short message that the thread has to get, because nobody sees that a card was updated.</summary>
/// <param name="Id">Version of the case that owes it.</param>
internal sealed record OwedNote(long Id, NoteKind Kind, DateTimeOffset At);

internal enum NoteKind
{
    /// <summary>The bot closed the case.</summary>
    Mended,

    /// <summary>The look after the fix still sees the failure.</summary>
    NotMended,

    /// <summary>Somebody has to say whether mail flows again.</summary>
    WhetherMended,

    /// <summary>The oldest known message is returned soon.</summary>
    Expiry,
}

/// <summary>Where a run of checks is.</summary>
internal enum RunState
{
    Waiting,
    Running,
    Completed,
    Stopped,
    Failed,
}
