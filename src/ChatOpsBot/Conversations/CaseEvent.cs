using System.Text.Json.Serialization;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations;

/// <summary>
/// One thing that happened to a case. Events are stored as JSON for as long as the case lives: discriminators and property names
/// stay, new properties need a default.
/// </summary>
[JsonDerivedType(typeof(Opened), "opened")]
[JsonDerivedType(typeof(Joined), "joined")]
[JsonDerivedType(typeof(Corrected), "corrected")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(StepMarked), "step-marked")]
[JsonDerivedType(typeof(Taken), "taken")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(QuestionAnswered), "question-answered")]
[JsonDerivedType(typeof(ChecksRequested), "checks-requested")]
[JsonDerivedType(typeof(ChecksRefused), "checks-refused")]
[JsonDerivedType(typeof(ChecksStarted), "checks-started")]
[JsonDerivedType(typeof(CheckSeen), "check-seen")]
[JsonDerivedType(typeof(ChecksEnded), "checks-ended")]
[JsonDerivedType(typeof(LanguageChosen), "language-chosen")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Rechecked), "rechecked")]
[JsonDerivedType(typeof(AskedWhetherMended), "asked-whether-mended")]
[JsonDerivedType(typeof(WhetherMendedAnswered), "whether-mended-answered")]
[JsonDerivedType(typeof(ExpiryReminded), "expiry-reminded")]
[JsonDerivedType(typeof(QueueExpired), "queue-expired")]
[JsonDerivedType(typeof(ThreadTold), "thread-told")]
[JsonDerivedType(typeof(FoundNotHelpful), "found-not-helpful")]
[JsonDerivedType(typeof(EntryChosen), "entry-chosen")]
[JsonDerivedType(typeof(SaidWhetherMended), "said-whether-mended")]
internal abstract record CaseEvent
{
    private CaseEvent()
    {
    }

    public required DateTimeOffset At { get; init; }

    /// <summary>Somebody posted an error that has an entry.</summary>
    /// <param name="EntryId">Empty while nobody has chosen one of <paramref name="Suggested"/>.</param>
    /// <param name="Errors">As recognized, the one the entry explains first.</param>
    /// <param name="Suggested">Nobody named a code: ids of the entries that what was said may be about; null where an error was posted.</param>
    public sealed record Opened(string EntryId, IReadOnlyList<MailError> Errors, string Language, Person By, IReadOnlyList<string>? Suggested = null) : CaseEvent;

    /// <summary>Somebody chose one of the suggested entries, or went back to all of them.</summary>
    /// <param name="EntryId">Empty: none is chosen any more.</param>
    /// <param name="Error">What stands for the error that nobody posted.</param>
    public sealed record EntryChosen(string EntryId, MailError Error, Person By) : CaseEvent;

    /// <summary>The same trouble was posted again in the conversation. One that was closed a short while ago is open again by that.</summary>
    /// <param name="Others">What else the message named; null in older rows, and where it named nothing.</param>
    public sealed record Joined(Person By, MailError Error, IReadOnlyList<MailError>? Others = null) : CaseEvent;

    /// <summary>The message that opened the case was edited and now says something else.</summary>
    public sealed record Corrected(string EntryId, IReadOnlyList<MailError> Errors, Person By) : CaseEvent;

    /// <summary>The only message of the case was deleted, or edited until no error was left.</summary>
    public sealed record Withdrawn(Person By) : CaseEvent;

    /// <summary>A step was marked, or its mark taken back (<see cref="StepMark.None"/>).</summary>
    public sealed record StepMarked(string StepId, StepMark Mark, Person By) : CaseEvent;

    public sealed record Taken(Person By) : CaseEvent;

    public sealed record Released(Person By) : CaseEvent;

    public sealed record QuestionAnswered(string CauseId, bool Yes, Person By) : CaseEvent;

    /// <param name="Target">Host or address with port, as <see cref="ProbeTarget"/> writes it.</param>
    public sealed record ChecksRequested(string RunId, string Target, IReadOnlyList<string> CheckIds, Person By) : CaseEvent;

    /// <summary>Checks were asked for, but no usable server was named.</summary>
    public sealed record ChecksRefused(string Input, Person By) : CaseEvent;

    /// <summary>A runner took the run up. A second one for the same run means that the first was lost: its results do not count.</summary>
    public sealed record ChecksStarted(string RunId) : CaseEvent;

    public sealed record CheckSeen(string RunId, CheckResult Result) : CaseEvent;

    public sealed record ChecksEnded(string RunId, RunEnd End) : CaseEvent;

    /// <summary>Somebody said that the card did not help; the authors of the entry learn how often that was.</summary>
    public sealed record FoundNotHelpful(Person By) : CaseEvent;

    public sealed record LanguageChosen(string Language, Person By) : CaseEvent;

    public sealed record Closed(Person By) : CaseEvent;

    public sealed record Reopened(Person By) : CaseEvent;

    /// <summary>A run of checks was judged as the look after a fix.</summary>
    public sealed record Rechecked(string RunId, RecheckOutcome Outcome) : CaseEvent
    {
        /// <summary>The change may not act yet: only a pass counts, everything else is looked at once more.</summary>
        public bool IsEarly { get; init; }
    }

    /// <summary>The checks cannot tell, so the bot asks a person.</summary>
    public sealed record AskedWhetherMended(AskReason Why) : CaseEvent;

    public sealed record WhetherMendedAnswered(bool Yes, Person By) : CaseEvent;

    /// <summary>Somebody said in words that it works, or that it still does not. The bot had not asked.</summary>
    /// <param name="Message">Names the message, so that answering it a second time changes nothing.</param>
    public sealed record SaidWhetherMended(bool Yes, Person By, string Message) : CaseEvent;

    /// <summary>The thread is to hear that the oldest known message goes back to its sender soon.</summary>
    public sealed record ExpiryReminded : CaseEvent;

    /// <summary>The oldest known message has been returned, unless it was delivered before.</summary>
    public sealed record QueueExpired : CaseEvent;

    /// <summary>A note went into the thread, or never will.</summary>
    /// <param name="Note"><see cref="OwedNote.Id"/></param>
    /// <param name="Failure">Why it was given up; null when it was sent.</param>
    public sealed record ThreadTold(long Note, string? Failure = null) : CaseEvent;
}

/// <summary>What a look after a fix says.</summary>
internal enum RecheckOutcome
{
    /// <summary>What was seen failing before is well now, and nothing else fails.</summary>
    Passed,

    StillFailing,

    /// <summary>Something that failed before was not tested, or something else is wrong.</summary>
    Undecided,
}

/// <summary>Why a person has to say whether mail flows again.</summary>
internal enum AskReason
{
    /// <summary>No run saw the failure, so a pass proves nothing: Microsoft may be treated differently than this bot.</summary>
    NeverSeenFailing,

    /// <summary>No server is known that checks could ask.</summary>
    NoServer,

    NotTested,

    /// <summary>Somebody stopped the look.</summary>
    Stopped,

    /// <summary>The checks pass, but the error was posted again meanwhile.</summary>
    PostedAgain,

    /// <summary>The entry has no checks: nothing of its error can be seen from outside.</summary>
    NoChecks,
}

internal enum RunEnd
{
    Completed,

    /// <summary>Somebody pressed Stop.</summary>
    Stopped,

    /// <summary>The probe failed; what was seen before stays.</summary>
    Failed,
}
