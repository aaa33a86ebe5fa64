using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Conversations;

/// <summary>
/// The neutral card: what is said and what can be pressed, in reading order, in one language. Each platform has one renderer for it.
/// Read from top to bottom as plain text it makes sense: nothing is said by colour or place alone.
/// </summary>
internal sealed record Card
{
    /// <summary>The case it shows; empty on cards without one (help).</summary>
    public required string CaseId { get; init; }

    /// <summary>Version of the case it was composed from; goes out with every button.</summary>
    public required long Revision { get; init; }

    /// <summary>BCP 47 tag of its texts.</summary>
    public required string Language { get; init; }

    /// <summary>State first, so that scrolling past shows it: "Open · 450 4.4.316 Connection refused".</summary>
    public required CardText Title { get; init; }

    public required CardTone Tone { get; init; }

    public required IReadOnlyList<CardBlock> Blocks { get; init; }

    /// <summary>The main buttons below the blocks, at most three beside <see cref="More"/>.</summary>
    public required IReadOnlyList<CardButton> Buttons { get; init; }

    /// <summary>What stands behind <i>More</i>: a dialog, a modal, or a show-card; null when there is nothing.</summary>
    public CardMore? More { get; init; }

    /// <summary>One line for notifications and screen readers that read no card.</summary>
    public required CardText Summary { get; init; }
}

/// <summary>An accent beside the words, never instead of them.</summary>
internal enum CardTone
{
    Neutral,
    Attention,
    Good,
    Warning,
}

/// <summary>What stands behind <i>More</i>. A host with dialogs shows a button with <see cref="Verbs.More"/>, and the dialog is composed when it is pressed.</summary>
/// <param name="Blocks">For hosts without dialogs.</param>
internal sealed record CardMore(string Title, IReadOnlyList<CardBlock> Blocks);

/// <summary>A button. <paramref name="Verb"/> is one of <see cref="Verbs"/>; inputs of the card travel with it.</summary>
/// <param name="Label">What it does, a verb first.</param>
/// <param name="Hint">Longer words for screen readers where <paramref name="Label"/> alone is not unique on the card.</param>
internal sealed record CardButton(string Label, string Verb, bool IsPrimary = false, string? Hint = null);

/// <summary>A link that leaves the chat.</summary>
internal sealed record CardLink(string Label, Uri Url);

internal abstract record CardBlock
{
    private protected CardBlock()
    {
    }
}

internal sealed record Heading(string Text) : CardBlock;

internal sealed record Paragraph(CardText Text, ParagraphStyle Style = ParagraphStyle.Normal) : CardBlock
{
    /// <summary>Whoever runs the bot wrote it for their own people.</summary>
    public bool IsForOwn { get; init; }
}

internal enum ParagraphStyle
{
    Normal,
    Strong,
    Subtle,

    /// <summary>Quoted server lines and commands: monospace, taken literally.</summary>
    Verbatim,
}

internal sealed record Facts(IReadOnlyList<Fact> Items) : CardBlock;

internal sealed record Fact(string Label, CardText Value)
{
    /// <inheritdoc cref="Paragraph.IsForOwn"/>
    public bool IsForOwn { get; init; }
}

/// <summary>The causes with their standing, best first.</summary>
internal sealed record CauseList(IReadOnlyList<CauseRow> Rows) : CardBlock;

/// <param name="StandingWord">The standing in words: "Likely".</param>
/// <param name="Reasons">Why it stands so; empty when nothing was seen.</param>
/// <param name="Answers">Buttons that answer its question; empty when it has none or it is answered.</param>
internal sealed record CauseRow(Standing Standing, string StandingWord, string Text, IReadOnlyList<CardText> Reasons, string? Question, IReadOnlyList<CardButton> Answers);

/// <summary>The fix steps, in order; each row has its own button.</summary>
internal sealed record Checklist(IReadOnlyList<ChecklistRow> Rows) : CardBlock;

/// <param name="StateWord">"Done by Anna, 14:10"; null while nothing was pressed.</param>
/// <param name="IsNext">The step to do now: shown open and emphasized.</param>
internal sealed record ChecklistRow(
    int Number,
    string Title,
    StepMark Mark,
    CardText? StateWord,
    bool IsNext,
    IReadOnlyList<CardBlock> Details,
    CardButton? Button);

/// <summary>Blocks that unfold on a press, without a round trip.</summary>
internal sealed record Foldout(string Title, IReadOnlyList<CardBlock> Blocks) : CardBlock
{
    /// <summary>The dialog behind <i>More</i> has it too: a card that opens one does without.</summary>
    public bool IsInMore { get; init; }
}

/// <summary>What the live checks saw, one row per address and check.</summary>
internal sealed record CheckTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) : CardBlock;

/// <summary>What was said in a session with a server, line by line.</summary>
internal sealed record Transcript(IReadOnlyList<TranscriptLine> Lines) : CardBlock;

/// <param name="Said">Quoted exactly, monospace, taken literally.</param>
/// <param name="Comment">What it means, in a few words.</param>
internal sealed record TranscriptLine(string Said, string? Comment);

internal sealed record Links(IReadOnlyList<CardLink> Items) : CardBlock;

internal sealed record ButtonRow(IReadOnlyList<CardButton> Buttons) : CardBlock;

/// <summary>One line of text a person may fill in; travels with the next press under <paramref name="Id"/>.</summary>
internal sealed record TextInput(string Id, string Label, string Placeholder, string Value) : CardBlock;

/// <summary>A text to be copied: a field where only fields can be copied from. What is typed into it means nothing.</summary>
internal sealed record CopyText(string Id, string Label, string Text) : CardBlock;

/// <summary>One of several; travels with the next press under <paramref name="Id"/>.</summary>
/// <param name="Value">The one that is chosen now.</param>
internal sealed record ChoiceInput(string Id, string Label, IReadOnlyList<Choice> Choices, string Value) : CardBlock;

internal sealed record Choice(string Label, string Value);
