using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>What stands behind <i>More</i> on the card of a case.</summary>
internal sealed class MoreDialog(Case @case, KnowledgeEntry entry, CaseCardOptions options, CardTexts texts, EntryWords words)
{
    // A check that somebody asked for: nothing was returned to anybody, so there is nobody to write to.
    private readonly bool hasHandOff = entry.Match.Asks.Count == 0;

    public static Dialog Compose(Case @case, KnowledgeEntry entry, CaseCardOptions options, CardTexts texts, KnowledgeBase? knowledge = null)
    {
        var words = new EntryWords(@case, entry, texts, knowledge);
        List<CardBlock> blocks = [.. new MoreDialog(@case, entry, options, texts, words).ForWindow()];
        if (words.FellBack)
            blocks.Add(new Paragraph(texts.PartlyInEnglish, ParagraphStyle.Subtle));
        return new Dialog
        {
            Kind = DialogKind.More,
            CaseId = @case.Id,
            Revision = @case.Version,
            Language = texts.Language,
            Title = texts.Dialogs.MoreTitle,
            Blocks = blocks,
            Close = texts.Dialogs.Close,
        };
    }

    /// <summary>For hosts without dialogs, where it unfolds on the card itself.</summary>
    public IReadOnlyList<CardBlock> ForCard() =>
    [
        .. ForSteps(),
        // A refused server is asked for on the card already.
        .. @case.RefusedTarget is null ? AnotherServer() : [],
        .. @case.IsOpen ? ForCase([new CardButton(texts.Close, Verbs.Close), .. Feedback()]) : [],
        .. Language(),
        .. hasHandOff ? [new Foldout(texts.Dialogs.HandOffTitle, HandOffDialog.Texts(@case, entry, options, texts, idsFrom: "hand-off"))] : Array.Empty<CardBlock>(),
    ];

    private IEnumerable<CardBlock> ForWindow() =>
    [
        // First, because it is short: nobody looks for the text to send on below the last step.
        .. ForCase(
        [
            .. hasHandOff ? [new CardButton(texts.Dialogs.HandOffTitle, Verbs.HandOff)] : Array.Empty<CardButton>(),
            .. @case.IsOpen ? [new CardButton(texts.Close, Verbs.Close), .. Feedback()] : Array.Empty<CardButton>(),
            .. texts.Language == EnglishTexts.Texts.Language ? Array.Empty<CardButton>() : [new CardButton(texts.Dialogs.OriginalTitle, Verbs.Original)],
            new CardButton(texts.Dialogs.SettingsTitle, Verbs.Settings),
        ]),
        .. ForSteps(),
        .. AnotherServer(),
        .. Language(),
        new Foldout(texts.SourcesAndNeighbors, [.. words.SourcesAndNeighbors()]),
    ];

    private IEnumerable<CardBlock> ForSteps()
    {
        if (!@case.IsOpen)
            yield break;
        yield return new Heading(texts.MoreForSteps);
        foreach (var (step, index) in entry.FixSteps.Select((step, index) => (step, index)))
        {
            var title = words.Say(step.Id);
            yield return new Paragraph(string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {title}"));
            yield return new ButtonRow(@case.Step(step.Id).Mark == StepMark.None
                ?
                [
                    new CardButton(texts.StepNotOurCase, Verbs.With(Verbs.StepNotOurCase, step.Id), Hint: $"{texts.StepNotOurCase}: {title}"),
                    new CardButton(texts.StepStuck, Verbs.With(Verbs.StepStuck, step.Id), Hint: $"{texts.StepStuck}: {title}"),
                ]
                : [new CardButton(texts.StepUndo, Verbs.With(Verbs.StepUndo, step.Id), Hint: $"{texts.StepUndo}: {title}")]);
        }

        foreach (var cause in entry.Causes.Where(cause => cause.Question is not null && @case.Answers.ContainsKey(cause.Id)))
        {
            foreach (var block in AnswerAgain(cause, @case.Answers[cause.Id]))
                yield return block;
        }
    }

    /// <summary>An answer given by mistake can be turned round.</summary>
    private CardBlock[] AnswerAgain(Cause cause, Answer answer)
    {
        var question = words.Say($"{cause.Id}.ask");
        var other = answer.Yes ? texts.No : texts.Yes;
        return
        [
            new Paragraph(question),
            new ButtonRow([new CardButton(other, Verbs.With(answer.Yes ? Verbs.AnswerNo : Verbs.AnswerYes, cause.Id), Hint: $"{other}: {question}")]),
        ];
    }

    private CardBlock[] AnotherServer() => entry.Checks.Count > 0 && @case is { IsOpen: true, Run: not { IsActive: true } } && (@case.RefusedTarget ?? LiveCheckBlocks.OtherOf(@case) ?? LiveCheckBlocks.TargetOf(@case)) is { } server
        ?
        [
            new Heading(texts.Checks),
            .. @case.RefusedTarget is { Length: > 0 } refused ? [new Paragraph(texts.ServerNotUsable.Replace("{input}", refused, StringComparison.Ordinal), ParagraphStyle.Strong)] : Array.Empty<CardBlock>(),
            new TextInput(Verbs.ServerInput, texts.ServerInput, texts.ServerPlaceholder, server),
            new ButtonRow([new CardButton(texts.CheckAnotherServer, Verbs.RunChecks)]),
        ]
        : [];

    private CardButton[] Feedback() => @case.IsNotHelpful ? [] : [new CardButton(texts.NotHelpful, Verbs.NotHelpful)];

    private CardBlock[] ForCase(IReadOnlyList<CardButton> buttons) =>
    [
        new Heading(texts.MoreCase),
        new ButtonRow(buttons),
        .. @case is { IsOpen: true, IsNotHelpful: true } ? [new Paragraph(texts.FeedbackNoted, ParagraphStyle.Subtle)] : Array.Empty<CardBlock>(),
    ];

    private CardBlock[] Language() =>
    [
        new Heading(texts.LanguageHeading),
        new ButtonRow([.. Languages.All.Where(other => other.Language != texts.Language).Select(other => new CardButton(other.LanguageName, Verbs.With(Verbs.Language, other.Language)))]),
    ];
}
