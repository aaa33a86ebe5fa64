using System.Globalization;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>How a card shows what the checks saw.</summary>
internal enum TableForm
{
    /// <summary>A table block: messages only, one each.</summary>
    Table,

    /// <summary>A line a row: views, and where Slack takes no table.</summary>
    Lines,
}

/// <summary>A message: its blocks, and the words that stand for them where they are not shown.</summary>
/// <param name="IsFolded">Parts of the card had to go.</param>
internal sealed record BlockKitMessage(string Text, IReadOnlyList<Block> Blocks, bool IsFolded = false);

/// <summary>Writes the neutral card in Block Kit (https://docs.slack.dev/block-kit).</summary>
/// <remarks>
/// Whatever comes from people or servers goes into rich text or plain text, which know no markup; only the line beside a button is
/// mrkdwn, because it needs bold letters and times, and there every sign of markup is taken out. A message cannot unfold: what other
/// platforms fold stands behind a button that opens a view.
/// </remarks>
internal sealed class BlockKit
{
    private readonly string caseId;
    private readonly long revision;
    private readonly string language;
    private readonly TableForm tables;
    private readonly bool isView;
    private readonly List<Block> blocks = [];
    private readonly HashSet<string> actionIds = new(StringComparer.Ordinal);
    private RichText lines = new();

    private BlockKit(string caseId, long revision, string language, TableForm tables, bool isView)
    {
        this.caseId = caseId;
        this.revision = revision;
        this.language = language;
        this.tables = tables;
        this.isView = isView;
    }

    /// <summary>Whether what is folded can be asked for: only what has a case can be composed anew then.</summary>
    private bool Folds => !isView && caseId.Length > 0;

    /// <summary>The message, within all of Slack's limits.</summary>
    public static BlockKitMessage Render(Card card, TableForm tables = TableForm.Table) => BlockKitFolding.Fit(card, tables);

    /// <summary>The blocks of a message as they would be without limits.</summary>
    /// <param name="hasDetails">Whether parts of the card open in a view.</param>
    public static IReadOnlyList<Block> RenderWhole(Card card, TableForm tables, bool hasDetails) => new BlockKit(card.CaseId, card.Revision, card.Language, tables, isView: false).Message(card, hasDetails);

    /// <summary>Blocks for a view, which shows everything.</summary>
    public static IReadOnlyList<Block> RenderForView(string caseId, long revision, string language, IReadOnlyList<CardBlock> shown) =>
        new BlockKit(caseId, revision, language, TableForm.Lines, isView: true).All(shown);

    private List<Block> Message(Card card, bool hasDetails)
    {
        AddTitle(card);
        foreach (var block in card.Blocks)
            Add(block);
        EndLines();
        AddMainButtons(card, hasDetails);
        return blocks;
    }

    private List<Block> All(IReadOnlyList<CardBlock> shown)
    {
        foreach (var block in shown)
            Add(block);
        EndLines();
        return blocks;
    }

    /// <summary>A header is read as one, but knows no points in time and no long texts.</summary>
    private void AddTitle(Card card)
    {
        var sign = card.Tone switch
        {
            CardTone.Attention => "🔴 ",
            CardTone.Warning => "🟡 ",
            CardTone.Good => "🟢 ",
            _ => "",
        };
        if (!card.Title.HasTime && sign.Length + card.Title.ToString().Length <= BlockLimits.Header)
            blocks.Add(new HeaderBlock(TextObject.Plain(sign + card.Title)));
        else
            blocks.Add(new RichText().Line([.. sign.Length > 0 ? [new RichTextRun(sign)] : Array.Empty<RichTextElement>(), .. RichText.Runs(card.Title, RichText.Bold)]).ToBlock());
    }

    private void AddMainButtons(Card card, bool hasDetails)
    {
        var elements = card.Buttons.Select(Button).ToList();
        if (hasDetails)
            elements.Add(Button(new CardButton(SlackTexts.Of(card.Language).Details, ButtonValue.OpenDetails, Hint: SlackTexts.Of(card.Language).DetailsHint)));
        if (card.More is { } more)
            elements.Add(Button(new CardButton($"{more.Title}…", Verbs.More)));
        if (elements.Count > 0)
            blocks.Add(new ActionsBlock(elements));
    }

    private void Add(CardBlock block)
    {
        switch (block)
        {
            case Heading heading:
                EndLines();
                blocks.Add(new HeaderBlock(TextObject.Plain(BlockLimits.Cut(heading.Text, BlockLimits.Header))));
                break;
            case Paragraph paragraph:
                Add(paragraph);
                break;
            case Facts facts:
                EndLines();
                foreach (var fact in facts.Items)
                    lines.Line([new RichTextRun($"{fact.Label}: ", RichText.Bold), .. RichText.Runs(fact.Value)]);
                EndLines();
                break;
            case CauseList causes:
                EndLines();
                foreach (var row in causes.Rows)
                    Add(row);
                EndLines();
                break;
            case Checklist checklist:
                EndLines();
                foreach (var row in checklist.Rows)
                    Add(row);
                break;
            case CheckTable table:
                EndLines();
                Add(table);
                break;
            case Transcript transcript:
                foreach (var line in transcript.Lines)
                    lines.Line(Runs(line));
                break;
            case Links links:
                foreach (var link in links.Items)
                    lines.Line(Link(link));
                break;
            case ButtonRow row:
                EndLines();
                blocks.AddRange(row.Buttons.Chunk(BlockLimits.ActionsElements).Select(buttons => new ActionsBlock([.. buttons.Select(Button)])));
                break;
            case TextInput input:
                EndLines();
                Add(input);
                break;
            case ChoiceInput choice:
                EndLines();
                Add(choice);
                break;
            case CopyText copy:
                lines.Line(copy.Label, RichText.Bold).Verbatim(copy.Text);
                break;
            case Foldout foldout:
                Add(foldout);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, "Unknown block of a card.");
        }
    }

    private void Add(Paragraph paragraph)
    {
        switch (paragraph.Style)
        {
            case ParagraphStyle.Verbatim:
                lines.Verbatim(paragraph.Text.ToString());
                break;
            case ParagraphStyle.Strong:
                lines.Line(paragraph.Text, RichText.Bold);
                break;
            case ParagraphStyle.Subtle when !isView:
                EndLines();
                blocks.Add(new ContextBlock([paragraph.Text.HasTime
                    ? TextObject.Marked(BlockLimits.Cut(Mrkdwn.Of(paragraph.Text), BlockLimits.Text))
                    : TextObject.Plain(BlockLimits.Cut(paragraph.Text.ToString(), BlockLimits.Text))]));
                break;
            case ParagraphStyle.Subtle:
                lines.Line(paragraph.Text, RichText.Italic);
                break;
            default:
                lines.Line(paragraph.Text);
                break;
        }
    }

    private void Add(CauseRow row)
    {
        lines.Line(
            new RichTextRun($"{Sign(row.Standing)} {row.StandingWord}: ", RichText.Bold),
            new RichTextRun(BlockLimits.Cut(row.Text, BlockLimits.Text), row.Standing == Standing.RuledOut ? RichText.Struck : null));
        foreach (var reason in row.Reasons)
            lines.Line([new RichTextRun("     "), .. RichText.Runs(reason)]);
        // A question about every cause at once is noise: those that nothing speaks for yet keep theirs for the view.
        if (row.Question is not { } question || (Folds && row.Standing == Standing.Open))
            return;
        lines.Line(question);
        EndLines();
        blocks.Add(new ActionsBlock([.. row.Answers.Select(Button)]));
    }

    private void Add(ChecklistRow row)
    {
        EndLines();
        var title = string.Create(CultureInfo.InvariantCulture, $"{Sign(row.Mark)} {row.Number}. {row.Title}");
        var text = row.IsNext ? $"*{Mrkdwn.Literal(title)}*" : Mrkdwn.Literal(title);
        if (row.StateWord is { } state)
            text += $"\n{Mrkdwn.Of(state)}";
        blocks.Add(new SectionBlock
        {
            Text = TextObject.Marked(text.Length <= BlockLimits.Text ? text : Mrkdwn.Literal(BlockLimits.Cut(title, BlockLimits.Text / 8))),
            Accessory = row.Button is { } button ? Button(button) : null,
        });
        if (Folds && !row.IsNext)
            return;
        foreach (var detail in row.Details)
        {
            if (detail is Paragraph { Style: ParagraphStyle.Subtle } subtle)
                lines.Line(subtle.Text, RichText.Italic);
            else
                Add(detail);
        }

        EndLines();
    }

    /// <summary>In a message it stands behind the button for details; a view shows it open, and so does a card without a case.</summary>
    private void Add(Foldout foldout)
    {
        if (Folds)
            return;
        EndLines();
        blocks.Add(new HeaderBlock(TextObject.Plain(BlockLimits.Cut(foldout.Title, BlockLimits.Header))));
        foreach (var block in foldout.Blocks)
            Add(block);
        EndLines();
    }

    private void Add(CheckTable table)
    {
        if (table.Rows.Count == 0)
            return;
        var matrix = CheckMatrix.Of(table);
        if (tables == TableForm.Lines)
        {
            foreach (var row in table.Rows)
                lines.Line(CardInWords.InWords(row));
            EndLines();
            return;
        }

        foreach (var (check, result) in matrix?.General ?? [])
            lines.Line(new RichTextRun($"{check}: ", RichText.Bold), new RichTextRun(result));
        EndLines();
        var rows = matrix?.Rows ?? [table.Header, .. table.Rows];
        blocks.Add(new TableBlock([.. rows.Select((row, index) => Cells(row, index == 0))])
        {
            ColumnSettings = [.. rows[0].Select(_ => new TableColumn(IsWrapped: true))],
        });
    }

    /// <summary>Rich text also in cells: it is taken everywhere tables are. An empty cell is not.</summary>
    private static List<TableCell> Cells(IReadOnlyList<string> row, bool isHeader) =>
        [.. row.Select(cell => new RichTextCell([new RichTextSection([new RichTextRun(cell.Length > 0 ? cell : "–", isHeader ? RichText.Bold : null)])]))];

    private void Add(TextInput input) => AddInput(input.Id, input.Label, isOptional: true, new PlainTextInputElement
    {
        ActionId = Unique(input.Id),
        Placeholder = TextObject.Plain(BlockLimits.Cut(input.Placeholder, BlockLimits.Placeholder)),
        InitialValue = input.Value.Length > 0 ? BlockLimits.Cut(input.Value, MaxInput) : null,
        MaxLength = MaxInput,
    });

    private void Add(ChoiceInput input)
    {
        var options = input.Choices.Take(BlockLimits.SelectOptions).Select(choice => new OptionObject(TextObject.Plain(BlockLimits.Cut(choice.Label, BlockLimits.OptionText)), choice.Value)).ToList();
        AddInput(input.Id, input.Label, isOptional: false, new StaticSelectElement(options)
        {
            ActionId = Unique(input.Id),
            InitialOption = options.Find(option => option.Value == input.Value),
        });
    }

    private void AddInput(string id, string label, bool isOptional, BlockElement element) => blocks.Add(new InputBlock(TextObject.Plain(BlockLimits.Cut(label, BlockLimits.InputLabel)), element)
    {
        // A view names what is wrong with an input by its block. In a message a block that stays the same would keep what was typed.
        BlockId = isView ? id : null,
        Optional = isOptional,
    });

    private ButtonElement Button(CardButton button) => new(TextObject.Plain(BlockLimits.Cut(button.Label, BlockLimits.ButtonText)))
    {
        ActionId = Unique(button.Verb),
        Value = new ButtonValue(caseId, revision, button.Verb).ToString(),
        Style = button.IsPrimary ? ButtonElement.Primary : null,
        AccessibilityLabel = button.Hint is { } hint ? BlockLimits.CutAtWord(hint, BlockLimits.AccessibilityLabel) : null,
        Confirm = button.Verb == Verbs.Close ? Confirm(button) : null,
    };

    /// <summary>Closing ends what runs by itself, so it is asked once more.</summary>
    private ConfirmObject Confirm(CardButton button)
    {
        var texts = SlackTexts.Of(language);
        return new ConfirmObject(
            TextObject.Plain(BlockLimits.Cut(button.Label, BlockLimits.ConfirmTitle)),
            TextObject.Plain(BlockLimits.Cut(texts.CloseCaseMeans, BlockLimits.ConfirmText)),
            TextObject.Plain(BlockLimits.Cut(button.Label, BlockLimits.ConfirmButton)),
            TextObject.Plain(BlockLimits.Cut(texts.Cancel, BlockLimits.ConfirmButton)));
    }

    private static IEnumerable<RichTextElement> Runs(TranscriptLine line)
    {
        if (line.Said.Length > 0)
            yield return new RichTextRun(BlockLimits.Cut(line.Said, BlockLimits.Text), RichText.Code);
        if (line.Comment is { } comment)
            yield return new RichTextRun($"\u2002{BlockLimits.Cut(comment, BlockLimits.Text / 2)}", RichText.Italic);
    }

    private static RichTextElement Link(CardLink link) => link.Url.AbsoluteUri.Length <= BlockLimits.Url
        ? new RichTextLink(link.Url.AbsoluteUri, BlockLimits.Cut(link.Label, BlockLimits.Text))
        : new RichTextRun(BlockLimits.Cut(link.Label, BlockLimits.Text));

    private void EndLines()
    {
        if (lines.IsEmpty)
            return;
        blocks.Add(lines.ToBlock());
        lines = new RichText();
    }

    private string Unique(string id)
    {
        var cut = id.Length <= BlockLimits.ActionId - 4 ? id : id[..(BlockLimits.ActionId - 4)];
        var unique = cut;
        for (var number = 2; !actionIds.Add(unique); number++)
            unique = string.Create(CultureInfo.InvariantCulture, $"{cut}#{number}");
        return unique;
    }

    /// <summary>A sign beside the word, told apart by shape and not by colour.</summary>
    private static string Sign(Standing standing) => standing switch
    {
        Standing.Confirmed => "●",
        Standing.Likely => "◐",
        Standing.Open => "○",
        Standing.RuledOut => "✕",
        _ => "",
    };

    private static string Sign(StepMark mark) => mark switch
    {
        StepMark.Done => "☑",
        StepMark.NotOurCase => "☒",
        StepMark.Stuck => "⚠",
        _ => "☐",
    };

    /// <summary>As on the other platforms; names of hosts have at most 253 letters.</summary>
    private const int MaxInput = 260;
}
