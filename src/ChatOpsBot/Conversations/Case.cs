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

    public string EntryId { get; private init; } = "";

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

    /// <summary>What somebody typed as server when checks could not start for it; null once they did.</summary>
    public string? RefusedTarget { get; private init; }

    /// <summary>Null while it is open.</summary>
    public Closing? Closing { get; private init; }

    public bool IsOpen => Closing is null;

    public MailError Primary => Errors[0];

    public StepState Step(string stepId) => Steps.GetValueOrDefault(stepId, StepState.Untouched);

    /// <summary>What counts as evidence now: the results of the latest run and the answers people gave.</summary>
    public IReadOnlyList<Observation> Observations =>
    [
        .. (Run?.Results ?? []).Select(result => new Observation(result.CheckId, result.Outcome, result.Where)),
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
        var next = happened switch
        {
            CaseEvent.Opened opened => this with
            {
                EntryId = opened.EntryId,
                Errors = opened.Errors,
                Language = opened.Language,
                OpenedAt = opened.At,
                Posters = [opened.By],
            },
            CaseEvent.Joined joined => this with
            {
                Posts = Posts + 1,
                Posters = Posters.Exists(poster => poster.Id == joined.By.Id) ? Posters : Posters.Add(joined.By),
                Errors = Enrich(joined.Error),
            },
            CaseEvent.Corrected corrected => this with
            {
                EntryId = corrected.EntryId,
                Errors = corrected.Errors,
                // What was seen at another server says nothing about this one.
                Run = corrected.Errors[0].Server == Primary.Server ? Run : null,
            },
            CaseEvent.Withdrawn withdrawn => this with { Closing = new Closing(withdrawn.By, withdrawn.At) { IsWithdrawal = true } },
            CaseEvent.StepMarked marked => this with
            {
                Steps = marked.Mark == StepMark.None ? Steps.Remove(marked.StepId) : Steps.SetItem(marked.StepId, new StepState(marked.Mark, marked.By, marked.At)),
            },
            CaseEvent.Taken taken => this with { Owner = taken.By },
            CaseEvent.Released => this with { Owner = null },
            CaseEvent.QuestionAnswered answered => this with { Answers = Answers.SetItem(answered.CauseId, new Answer(answered.Yes, answered.By, answered.At)) },
            CaseEvent.ChecksRequested requested => this with
            {
                Run = new CheckRun(requested.RunId, requested.Target, requested.CheckIds, requested.By, requested.At, RunState.Waiting, [], null),
                RefusedTarget = null,
            },
            CaseEvent.ChecksRefused refused => this with { RefusedTarget = refused.Input },
            CaseEvent.ChecksStarted started when Run?.Id == started.RunId => this with { Run = Run with { State = RunState.Running, Results = [] } },
            CaseEvent.CheckSeen seen when Run?.Id == seen.RunId => this with { Run = Run with { Results = Run.Results.Add(seen.Result) } },
            CaseEvent.ChecksEnded ended when Run?.Id == ended.RunId => this with { Run = Run with { State = StateOf(ended.End), EndedAt = ended.At } },
            CaseEvent.LanguageChosen chosen => this with { Language = chosen.Language },
            CaseEvent.Closed closed => this with { Closing = new Closing(closed.By, closed.At) },
            CaseEvent.Reopened => this with { Closing = null },
            // A late word about a run that a newer one replaced.
            CaseEvent.ChecksStarted or CaseEvent.CheckSeen or CaseEvent.ChecksEnded => this,
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "Unknown kind of case event."),
        };
        return next with { Version = Version + 1, LastEventAt = happened.At };
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

    private const int MaxErrors = 20;
}

/// <summary>What is known of a fix step.</summary>
internal sealed record StepState(StepMark Mark, Person? By, DateTimeOffset At)
{
    public static StepState Untouched { get; } = new(StepMark.None, null, default);
}

/// <summary>A person's answer to the question of a cause.</summary>
internal sealed record Answer(bool Yes, Person By, DateTimeOffset At);

/// <summary>Who closed the case, and when.</summary>
internal sealed record Closing(Person By, DateTimeOffset At)
{
    /// <summary>Nobody mended anything: the message it was about is gone.</summary>
    public bool IsWithdrawal { get; init; }
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
