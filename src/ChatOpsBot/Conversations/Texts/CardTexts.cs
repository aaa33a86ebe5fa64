using System.Globalization;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations.Texts;

/// <summary>
/// Everything the bot says by itself in one language; what an error means comes from the knowledge. Each language is one file, and
/// the compiler sees to it that none lacks a text. <c>{name}</c> stands for a value; sentences are whole, never glued from parts.
/// </summary>
internal sealed record CardTexts
{
    /// <summary>BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>The language's name in itself.</summary>
    public required string LanguageName { get; init; }

    public CultureInfo Culture => CultureInfo.GetCultureInfo(Language);

    /// <summary>How a day is written, as a .NET format: short, with the month in letters, so that nobody takes the day for the month.</summary>
    public required string DayPattern { get; init; }

    // The state, first word of a card's title.
    public required string StateOpen { get; init; }
    public required string StateChecking { get; init; }
    /// <summary><c>{owner}</c></summary>
    public required string StateOwned { get; init; }
    public required string StateClosed { get; init; }
    public required string StateWithdrawn { get; init; }
    /// <summary><c>{state} {code} {title}</c></summary>
    public required string Title { get; init; }
    /// <summary><c>{code} {title} {who}</c></summary>
    public required string Summary { get; init; }

    // The facts below the meaning.
    public required string WhoActs { get; init; }
    public required string WhoBySight { get; init; }
    public required string Server { get; init; }
    /// <summary><c>{host} {address}</c></summary>
    public required string ServerWithAddress { get; init; }
    public required string RecipientDomain { get; init; }
    public required string DetailWord { get; init; }
    public required string LastAttempt { get; init; }
    public required string Expires { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string ExpiresAtLatest { get; init; }
    public required string Posted { get; init; }
    /// <summary><c>{count} {names}</c></summary>
    public required string PostedTimes { get; init; }
    public required string AlsoInMessage { get; init; }
    /// <summary><c>{error} {server}</c></summary>
    public required string OtherAtServer { get; init; }
    public required string ClosedFact { get; init; }
    public required string WithdrawnFact { get; init; }
    /// <summary><c>{name} {time}</c></summary>
    public required string ByAt { get; init; }

    // Causes.
    public required string Causes { get; init; }
    public required string CausesNotChecked { get; init; }
    public required IReadOnlyDictionary<Standing, string> Standings { get; init; }
    /// <summary><c>{reason}</c></summary>
    public required string Against { get; init; }
    public required string Yes { get; init; }
    public required string No { get; init; }
    /// <summary><c>{answer} {name} {time}</c></summary>
    public required string AnsweredBy { get; init; }

    // Fix steps.
    public required string FixSteps { get; init; }
    /// <summary><c>{actor}</c></summary>
    public required string StepFor { get; init; }
    public required string StepDone { get; init; }
    /// <summary><c>{name} {time}</c></summary>
    public required string StepDoneBy { get; init; }
    public required string StepNotOurCase { get; init; }
    /// <summary><c>{name} {time}</c></summary>
    public required string StepNotOurCaseBy { get; init; }
    public required string StepStuck { get; init; }
    /// <summary><c>{name} {time}</c></summary>
    public required string StepStuckBy { get; init; }
    public required string StepUndo { get; init; }
    public required string MoreSteps { get; init; }
    /// <summary><c>{note}</c></summary>
    public required string Note { get; init; }
    /// <summary><c>{shell}</c></summary>
    public required string CommandReads { get; init; }
    /// <summary><c>{shell}</c></summary>
    public required string CommandChanges { get; init; }
    /// <summary><c>{wait}</c>: the waiting time before the change acts.</summary>
    public required string Wait { get; init; }
    /// <summary><c>{count}</c></summary>
    public required string Minutes { get; init; }
    /// <summary><c>{count}</c></summary>
    public required string Hours { get; init; }
    public required string OneHour { get; init; }
    /// <summary><c>{from} {to}</c></summary>
    public required string Span { get; init; }
    public required IReadOnlyDictionary<Actor, string> Actors { get; init; }

    // After the fix.
    public required string AfterTheFix { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string RecheckAt { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string AskAt { get; init; }
    /// <summary><c>{seen} {time}</c></summary>
    public required string LookAgainAt { get; init; }
    /// <summary><c>{seen} {time}</c></summary>
    public required string SecondLookAt { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string NotMended { get; init; }
    /// <summary><c>{step}</c></summary>
    public required string NextStepIs { get; init; }
    public required string NoStepLeft { get; init; }
    public required IReadOnlyDictionary<AskReason, string> AskReasons { get; init; }
    public required string WhetherMended { get; init; }
    public required string ClosedByChecks { get; init; }
    /// <summary><c>{name}</c></summary>
    public required string ClosedByWordAndChecks { get; init; }
    /// <summary><c>{check} {where} {outcome}</c></summary>
    public required string CheckSeen { get; init; }
    /// <summary><c>{check} {where} {before} {after}</c></summary>
    public required string CheckChanged { get; init; }
    /// <summary><c>{check} {where} {before}</c></summary>
    public required string CheckGone { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string QueueExpired { get; init; }

    // Notes in the thread, each at most once.
    /// <summary><c>{code}</c></summary>
    public required string NoteMended { get; init; }
    /// <summary><c>{code} {name}</c></summary>
    public required string NoteMendedByWord { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string NoteNotMended { get; init; }
    /// <summary><c>{code} {step}</c></summary>
    public required string NoteNotMendedAfter { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string NoteWhetherMended { get; init; }
    /// <summary><c>{code} {time}</c></summary>
    public required string NoteExpiry { get; init; }
    public required string NoteSeeCard { get; init; }
    public required string NoteAnswerOnCard { get; init; }

    // Live checks.
    public required string Checks { get; init; }
    /// <summary><c>{target}</c></summary>
    public required string ChecksWaiting { get; init; }
    /// <summary><c>{target} {done} {name}</c></summary>
    public required string ChecksRunning { get; init; }
    /// <summary><c>{target} {name} {time}</c></summary>
    public required string ChecksCompleted { get; init; }
    /// <summary><c>{target} {time}</c></summary>
    public required string ChecksStopped { get; init; }
    /// <summary><c>{target} {time}</c></summary>
    public required string ChecksFailed { get; init; }
    public required string ChecksVantage { get; init; }
    public required string ChecksVantageUnproven { get; init; }
    public required string ChecksBlocked { get; init; }
    public required string RunYourself { get; init; }
    public required string NoServerNamed { get; init; }
    /// <summary><c>{input}</c></summary>
    public required string ServerNotUsable { get; init; }
    public required string ServerMissing { get; init; }
    public required string ServerInput { get; init; }
    public required string ServerPlaceholder { get; init; }
    public required string CheckAnotherServer { get; init; }
    public required string ColumnWhere { get; init; }
    public required string ColumnCheck { get; init; }
    public required string ColumnResult { get; init; }
    public required string OutcomeWaiting { get; init; }
    /// <summary><c>{outcome} {reason}</c></summary>
    public required string OutcomeBecause { get; init; }
    public required string Dialogue { get; init; }
    /// <summary>Check id → its name.</summary>
    public required IReadOnlyDictionary<string, string> CheckNames { get; init; }
    /// <summary><c>check=outcome</c> → what it means; <c>not-tested</c> and <c>denied</c> without check.</summary>
    public required IReadOnlyDictionary<string, string> Outcomes { get; init; }
    /// <summary>Reason id of the probe → why something was not tested or denied.</summary>
    public required IReadOnlyDictionary<string, string> Reasons { get; init; }

    // Buttons.
    public required string RunChecks { get; init; }
    public required string RunChecksAgain { get; init; }
    public required string StopChecks { get; init; }
    public required string Take { get; init; }
    public required string Release { get; init; }
    public required string More { get; init; }
    public required string Close { get; init; }
    public required string Reopen { get; init; }
    public required string MoreForSteps { get; init; }
    public required string MoreCase { get; init; }
    public required string LanguageHeading { get; init; }

    // The folded parts at the end.
    public required string OriginalLine { get; init; }
    /// <summary>Instead of <see cref="OriginalLine"/>, when whoever posted it did not write it.</summary>
    public required string OriginalQuoted { get; init; }
    public required string SourcesAndNeighbors { get; init; }
    public required string NotToBeConfusedWith { get; init; }
    /// <summary><c>{code} {fold}</c></summary>
    public required string CodeIsShared { get; init; }
    public required string CodeMayMean { get; init; }
    /// <summary><c>{note}</c></summary>
    public required string OwnNote { get; init; }
    public required string ServerOwner { get; init; }
    public required string NotHelpful { get; init; }
    public required string FeedbackNoted { get; init; }
    public required string WhoAnsweredDecides { get; init; }
    public required string Sources { get; init; }
    /// <summary><c>{title} {date}</c></summary>
    public required string SourceOf { get; init; }
    /// <summary><c>{entry} {reviewed} {version} {case}</c></summary>
    public required string Footer { get; init; }
    /// <summary><c>{language}</c></summary>
    public required string PartlyInEnglish { get; init; }

    // Notes without a case.
    /// <summary><c>{name}</c>, who added the bot.</summary>
    public required string Welcome { get; init; }
    public required string HelpTitle { get; init; }
    public required IReadOnlyList<string> HelpLines { get; init; }
    public required string HelpExample { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string NoEntryTitle { get; init; }
    public required string NoEntryMeaning { get; init; }
    public required string NoEntryNext { get; init; }
    public required string ReplyOnly { get; init; }
    /// <summary>Class digit → what it says.</summary>
    public required IReadOnlyDictionary<int, string> CodeClasses { get; init; }
    /// <summary>Subject digit → what it is about and who usually acts.</summary>
    public required IReadOnlyDictionary<int, string> CodeSubjects { get; init; }
    /// <summary><c>{code} {count}</c></summary>
    public required string SameTrouble { get; init; }
    /// <summary><c>{code}</c></summary>
    public required string Again { get; init; }

    /// <summary>Answers to commands.</summary>
    public required CommandTexts Commands { get; init; }

    public required DialogTexts Dialogs { get; init; }

    /// <summary>What a run of checks means.</summary>
    public required VerdictTexts Verdicts { get; init; }

    public required TranscriptTexts Transcripts { get; init; }

    // Told to the one who pressed, beside the card.
    public required string PressedTooLate { get; init; }
    public required string PressedSlow { get; init; }
    public required string PressedFailed { get; init; }

    // Live checks that named probes make for the bot.
    /// <summary><c>{vantages}</c></summary>
    public required string SeenFrom { get; init; }
    /// <summary><c>{vantage}</c></summary>
    public required string SeenFromUnproven { get; init; }
    /// <summary><c>{vantage}</c></summary>
    public required string VantageBlocked { get; init; }
    /// <summary><c>{vantage} {reason}</c></summary>
    public required string VantageLost { get; init; }
    /// <summary><c>{time}</c></summary>
    public required string VantageAgain { get; init; }
    public required string ByHandInstead { get; init; }
    /// <summary><c>{check} {where} {views}</c></summary>
    public required string VantagesDiffer { get; init; }
    /// <summary><c>{vantage} {outcome}</c></summary>
    public required string VantageView { get; init; }

    public string OutcomeOf(string checkId, string outcome) =>
        Outcomes.TryGetValue($"{checkId}={outcome}", out var text) || Outcomes.TryGetValue(outcome, out text) ? text : outcome;
}
