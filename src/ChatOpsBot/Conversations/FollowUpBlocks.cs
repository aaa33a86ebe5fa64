using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.FollowUps;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations;

/// <summary>The part of a case's card about what happens after a fix, and the short notes that the thread gets about it.</summary>
/// <param name="stepTitle">Title of a fix step in the language of the card; null for a step that the entry no longer has.</param>
/// <param name="nextStep">Title of the step to do now; null when none is left.</param>
internal sealed class FollowUpBlocks(Case @case, KnowledgeEntry entry, CaseCardOptions options, CardTexts texts, Func<string, string?> stepTitle, string? nextStep)
{
    public IEnumerable<CardBlock> Compose()
    {
        if (@case.IsOpen && @case.ExpiredAt is not null && QueueExpiry.Of(@case, entry, options.MessageExpiration) is { } expiry)
            yield return new Paragraph(CardText.Format(texts.QueueExpired, ("time", expiry)), ParagraphStyle.Strong);

        List<CardBlock> blocks = [.. @case switch
        {
            { Closing: { IsWithdrawal: false, By.IsBot: true } } => Closed(),
            { IsOpen: false } => [],
            { Question: { } question } => OfQuestion(question),
            _ => OfLook(),
        }];
        if (blocks.Count == 0)
            yield break;
        yield return new Heading(texts.AfterTheFix);
        foreach (var block in blocks)
            yield return block;
    }

    /// <summary>What the bot waits for, for whoever asks how it stands.</summary>
    public IEnumerable<CardBlock> News() => @case switch
    {
        { IsOpen: false } => [],
        { Question: { Answer: null } question } => [new Paragraph(texts.AskReasons[question.Why]), new Paragraph(texts.WhetherMended, ParagraphStyle.Strong), new Paragraph(texts.NoteAnswerOnCard, ParagraphStyle.Subtle)],
        { Question: not null } => [],
        _ => [.. OfLook().Take(1)],
    };

    /// <summary>What the thread is told: one fact and the step that follows from it.</summary>
    public Card Note(OwedNote note) => new()
    {
        CaseId = @case.Id,
        Revision = @case.Version,
        Language = texts.Language,
        Title = NoteTitle(note),
        Tone = note.Kind == NoteKind.Mended ? CardTone.Good : CardTone.Warning,
        Blocks = [.. NoteBlocks(note)],
        Buttons = [],
        Summary = NoteTitle(note),
    };

    private CardText NoteTitle(OwedNote note)
    {
        var code = ("code", (object)@case.Primary.CodeText);
        return note.Kind switch
        {
            NoteKind.Mended => @case.Closing is { WordOf: { } word } ? CardText.Format(texts.NoteMendedByWord, code, ("name", word.Name)) : CardText.Format(texts.NoteMended, code),
            NoteKind.NotMended => LatestStep is { } step ? CardText.Format(texts.NoteNotMendedAfter, code, ("step", step)) : CardText.Format(texts.NoteNotMended, code),
            NoteKind.WhetherMended => CardText.Format(texts.NoteWhetherMended, code),
            NoteKind.Expiry => CardText.Format(texts.NoteExpiry, code, ("time", QueueExpiry.Of(@case, entry, options.MessageExpiration) ?? note.At)),
            _ => throw new ArgumentOutOfRangeException(nameof(note), note.Kind, "Unknown kind of note."),
        };
    }

    private IEnumerable<CardBlock> NoteBlocks(OwedNote note) => note.Kind switch
    {
        NoteKind.Mended => Changes(),
        NoteKind.NotMended => [.. Verdict(), .. Failures(), Next(), new Paragraph(texts.NoteSeeCard, ParagraphStyle.Subtle)],
        NoteKind.WhetherMended => [.. Verdict(), .. @case.Question is { } question ? [new Paragraph(texts.AskReasons[question.Why])] : Array.Empty<CardBlock>(), new Paragraph(texts.NoteAnswerOnCard, ParagraphStyle.Subtle)],
        _ => [new Paragraph(texts.NoteSeeCard, ParagraphStyle.Subtle)],
    };

    /// <summary>What the latest checks mean, in a sentence.</summary>
    private IEnumerable<CardBlock> Verdict() =>
        @case.Run is { IsActive: false } run ? new LiveCheckBlocks(@case, entry, texts).Headlines(run).Select(headline => new Paragraph(headline, ParagraphStyle.Strong)) : [];

    private string? LatestStep => @case.Steps.Where(step => step.Value.Mark == StepMark.Done).OrderByDescending(step => step.Value.Version).Select(step => stepTitle(step.Key)).FirstOrDefault();

    private IEnumerable<CardBlock> Closed() =>
    [
        new Paragraph(@case.Closing is { WordOf: { } word } ? texts.ClosedByWordAndChecks.Replace("{name}", word.Name, StringComparison.Ordinal) : texts.ClosedByChecks, ParagraphStyle.Strong),
        .. Changes(),
    ];

    private IEnumerable<CardBlock> OfQuestion(WhetherMended question)
    {
        yield return new Paragraph(texts.AskReasons[question.Why]);
        yield return new Paragraph(texts.WhetherMended, ParagraphStyle.Strong);
        if (question.Answer is { } answer)
        {
            yield return new Paragraph(CardText.Format(texts.AnsweredBy, ("answer", answer.Yes ? texts.Yes : texts.No), ("name", answer.By.Name), ("time", answer.At)));
            yield return Next();
        }
        else
        {
            yield return new ButtonRow(
            [
                new CardButton(texts.Yes, Verbs.MendedYes, Hint: $"{texts.Yes}: {texts.WhetherMended}"),
                new CardButton(texts.No, Verbs.MendedNo, Hint: $"{texts.No}: {texts.WhetherMended}"),
            ]);
        }
    }

    private IEnumerable<CardBlock> OfLook()
    {
        if (Recheck.Of(@case, entry, options.FollowUps) is { } recheck)
        {
            if (recheck.DueAt is not { } due || recheck.ToJudge is not null)
                yield break;
            yield return new Paragraph(@case.LastLook switch
            {
                { Outcome: RecheckOutcome.Passed } first => CardText.Format(texts.SecondLookAt, ("seen", first.At), ("time", due)),
                { } early => CardText.Format(texts.LookAgainAt, ("seen", early.At), ("time", due)),
                _ => CardText.Format(recheck.Target is null ? texts.AskAt : texts.RecheckAt, ("time", due)),
            });
        }
        else if (@case.LastLook is { Outcome: RecheckOutcome.StillFailing } look && look.Version == @case.ConcludedVersion)
        {
            yield return new Paragraph(CardText.Format(texts.NotMended, ("time", look.At)), ParagraphStyle.Strong);
            yield return Next();
        }
    }

    private Paragraph Next() => new(nextStep is null ? texts.NoStepLeft : texts.NextStepIs.Replace("{step}", nextStep, StringComparison.Ordinal));

    /// <summary>What the latest run still sees failing.</summary>
    private IEnumerable<CardBlock> Failures()
    {
        if (@case.Run is not { } run)
            return [];
        var failures = RunComparison.FailuresOf(run, entry);
        return run.Results
            .Where(result => failures.Contains(new Observation(result.CheckId, result.Outcome, result.Place)))
            .Take(MaxLines)
            .Select(result => new Paragraph(texts.CheckSeen
                .Replace("{check}", NameOf(result), StringComparison.Ordinal)
                .Replace("{where}", result.Place ?? run.Target, StringComparison.Ordinal)
                .Replace("{outcome}", Outcome(result), StringComparison.Ordinal)));
    }

    private IEnumerable<CardBlock> Changes()
    {
        if (@case.Run is not { } run || Recheck.BeforeOf(@case, entry, run) is not { } before)
            return [];
        return RunComparison.Changes(before, run, entry)
            .Take(MaxLines)
            .Select(change => new Paragraph((change.After is null ? texts.CheckGone : texts.CheckChanged)
                .Replace("{check}", NameOf(change.Before), StringComparison.Ordinal)
                .Replace("{where}", change.Before.Place ?? run.Target, StringComparison.Ordinal)
                .Replace("{before}", Outcome(change.Before), StringComparison.Ordinal)
                .Replace("{after}", change.After is null ? "" : Outcome(change.After), StringComparison.Ordinal)));
    }

    private string NameOf(CheckResult result) => texts.CheckNames.GetValueOrDefault(result.CheckId, result.CheckId);

    private string Outcome(CheckResult result) => LiveCheckBlocks.Outcome(result, texts);

    /// <summary>A name may have many addresses that fail alike; the table below has them all.</summary>
    private const int MaxLines = 6;
}
