using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;

namespace ChatOpsBot.FollowUps;

/// <summary>
/// The look after a fix: when it is due and what comes of it. Pure: everything follows from the case, so a look that is due can be
/// found again after any crash, and none happens twice.
/// </summary>
internal sealed class Recheck
{
    private readonly Case @case;
    private readonly KnowledgeEntry entry;
    private readonly FollowUpOptions options;

    // Somebody's word that it works; null when none counts.
    private readonly Said? word;

    private Recheck(Case @case, KnowledgeEntry entry, FollowUpOptions options, IReadOnlyList<KeyValuePair<string, StepState>> waiting)
    {
        (this.@case, this.entry, this.options) = (@case, entry, options);
        word = @case.CountsWord ? @case.Said : null;
        (StepId, MarkedVersion) = word is not null ? ("", word.Version) : waiting.MaxBy(step => step.Value.Version) is var latest ? (latest.Key, latest.Value.Version) : default;
        Target = FindTarget();
        Before = FindBefore(@case.Version + 1);
        // Every change that was made must have had its time. A pass may come early; a failure says something only after the longest wait.
        // Who says that it works has no need to wait.
        FinalAt = word?.At ?? waiting.Max(step => step.Value.At + WaitOf(step.Key).AtMost);
        EarlyAt = word is not null || Before is null ? FinalAt : waiting.Max(step => step.Value.At + WaitOf(step.Key).AtLeast);
        ToJudge = @case.Run is { IsActive: false } run && run.Version > MarkedVersion && run.Id != @case.LastLook?.RunId && IsLook(run) ? run : null;
    }

    /// <returns>Null when the case is closed, or neither a step nor somebody's word waits for a look.</returns>
    public static Recheck? Of(Case @case, KnowledgeEntry entry, FollowUpOptions options)
    {
        if (!@case.IsOpen)
            return null;
        var waiting = @case.Steps.Where(step => step.Value.Mark == StepMark.Done && step.Value.Version > @case.ConcludedVersion).ToList();
        return waiting.Count == 0 && !@case.CountsWord ? null : new Recheck(@case, entry, options, waiting);
    }

    /// <summary>The latest run before <paramref name="run"/> that saw the failure at the same server.</summary>
    public static CheckRun? BeforeOf(Case @case, KnowledgeEntry entry, CheckRun run) => FindBefore(@case, entry, run.Version, run.Target);

    /// <summary>The step that was marked last; empty when it is about somebody's word.</summary>
    public string StepId { get; }

    /// <summary>Version of the case that this mark made.</summary>
    public long MarkedVersion { get; }

    /// <summary>Whom the checks ask; null when no server is known.</summary>
    public string? Target { get; }

    /// <summary>The latest run that saw the failure at that server. Without one a pass proves nothing.</summary>
    public CheckRun? Before { get; }

    public DateTimeOffset EarlyAt { get; }

    /// <summary>From then on the change should have taken effect.</summary>
    public DateTimeOffset FinalAt { get; }

    /// <summary>A run that ended and counts as a look; null when there is none.</summary>
    public CheckRun? ToJudge { get; }

    /// <summary>When there is something to do; null while checks run: their end leads on.</summary>
    public DateTimeOffset? DueAt => @case switch
    {
        { Run.IsActive: true } => null,
        _ when ToJudge is { } run => run.EndedAt ?? run.RequestedAt,
        { LastLook: { Outcome: RecheckOutcome.Passed } first } => first.At + options.SecondLookAfter,
        { LastLook: not null } => FinalAt,
        _ => EarlyAt,
    };

    /// <returns>What happens to the case at <paramref name="now"/>; nothing when it is not due.</returns>
    public IReadOnlyList<CaseEvent> Decide(DateTimeOffset now)
    {
        if (DueAt is not { } due || due > now)
            return [];
        if (ToJudge is { } run)
            return Judge(run, now);
        if (entry.Checks.Count == 0)
            return [Ask(AskReason.NoChecks, now)];
        return Target is { } target
            ? [new CaseEvent.ChecksRequested(CaseId.New(now), target, entry.Checks, Person.Bot) { At = now }]
            : [Ask(AskReason.NoServer, now)];
    }

    private IReadOnlyList<CaseEvent> Judge(CheckRun run, DateTimeOffset now)
    {
        var outcome = OutcomeOf(run);
        var looked = new CaseEvent.Rechecked(run.Id, outcome) { At = now, IsEarly = !IsFinal(run) };
        return outcome switch
        {
            // One pass and a person's word are two that agree.
            RecheckOutcome.Passed when word is not null && @case.PostedVersion < word.Version => [looked, new CaseEvent.Closed(Person.Bot) { At = now }],
            RecheckOutcome.Passed when FindBefore(run.Version) is null => [looked, Ask(AskReason.NeverSeenFailing, now)],
            RecheckOutcome.Passed when @case.LastLook is { Outcome: RecheckOutcome.Passed } first => @case.PostedVersion > first.Version
                ? [looked, Ask(AskReason.PostedAgain, now)]
                : [looked, new CaseEvent.Closed(Person.Bot) { At = now }],
            RecheckOutcome.Undecided when IsFinal(run) => [looked, Ask(run.State == RunState.Stopped ? AskReason.Stopped : AskReason.NotTested, now)],
            _ => [looked],
        };
    }

    /// <summary>The bot's own runs always count. Of those people asked for: a pass that leads on, and a failure after the waiting time.</summary>
    private bool IsLook(CheckRun run)
    {
        if (run.RequestedBy.IsBot)
            return true;
        if (run.Target != Target)
            return false;
        var first = @case.LastLook is { Outcome: RecheckOutcome.Passed } look ? look : null;
        return OutcomeOf(run) switch
        {
            RecheckOutcome.Passed when FindBefore(run.Version) is null => IsFinal(run),
            RecheckOutcome.Passed => first is null || run.RequestedAt >= first.At + options.SecondLookAfter,
            RecheckOutcome.StillFailing => first is not null || IsFinal(run),
            _ => false,
        };
    }

    private RecheckOutcome OutcomeOf(CheckRun run) =>
        RunComparison.Judge(FindBefore(run.Version) is { } before ? RunComparison.FailuresOf(before, entry) : [], run, entry);

    private bool IsFinal(CheckRun run) => run.RequestedAt >= FinalAt;

    private string? FindTarget()
    {
        var failed = @case.PastRuns.FindLast(run => RunComparison.FailuresOf(run, entry).Count > 0);
        var target = failed?.Target ?? LiveCheckBlocks.TargetOf(@case);
        return ProbeTarget.TryParse(target, out _) ? target : null;
    }

    private CheckRun? FindBefore(long version) => FindBefore(@case, entry, version, Target);

    private static CheckRun? FindBefore(Case @case, KnowledgeEntry entry, long version, string? target) =>
        @case.PastRuns.FindLast(run => run.Version < version && run.Target == target && RunComparison.FailuresOf(run, entry).Count > 0);

    private WaitingTime WaitOf(string stepId) =>
        entry.FixSteps.FirstOrDefault(step => step.Id == stepId)?.Wait ?? new WaitingTime(options.RecheckAfter, options.RecheckAfter);

    private static CaseEvent.AskedWhetherMended Ask(AskReason why, DateTimeOffset now) => new(why) { At = now };
}
