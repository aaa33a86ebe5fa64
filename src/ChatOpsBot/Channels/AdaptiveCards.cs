using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Channels;

/// <summary>Where an Adaptive Card is shown.</summary>
internal enum AdaptiveHost
{
    /// <summary>Bot Framework Web Chat: knows Action.Submit only, so the button's data carries case and revision.</summary>
    Web,

    /// <summary>
    /// Microsoft Teams: Action.Execute, with Action.Submit for clients that do not know it. Phones are promised version 1.2 only, so what
    /// is newer has a fallback. No CodeBlock, which phones do not show.
    /// </summary>
    Teams,

    /// <summary>A dialog of Microsoft Teams: Action.Submit comes back as <c>task/submit</c>; there is no Action.Execute.</summary>
    TeamsDialog,
}

/// <summary>Writes the neutral card as an Adaptive Card 1.5 (https://adaptivecards.io/explorer).</summary>
/// <remarks>
/// TextBlock reads its text as markdown, RichTextBlock does not: whatever comes from people or servers goes into a RichTextBlock. The
/// title is a TextBlock, because only that can be a heading; everything in it is escaped.
/// </remarks>
internal sealed class AdaptiveCards
{
    private readonly Card card;
    private readonly AdaptiveHost host;
    private readonly Utf8JsonWriter json;
    private int folds;
    private int commands;

    private AdaptiveCards(Card card, AdaptiveHost host, Utf8JsonWriter json)
    {
        this.card = card;
        this.host = host;
        this.json = json;
    }

    /// <summary>In a conversation or in a dialog.</summary>
    private bool IsTeams => host != AdaptiveHost.Web;

    public static JsonElement Render(Card card, AdaptiveHost host)
    {
        var reader = new Utf8JsonReader(RenderUtf8(card, host).Span);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The same as UTF-8, for who sends it on as it is: reading it again costs as much as writing it.</summary>
    public static ReadOnlyMemory<byte> RenderUtf8(Card card, AdaptiveHost host)
    {
        if (host is not (AdaptiveHost.Web or AdaptiveHost.Teams or AdaptiveHost.TeamsDialog))
            throw new ArgumentOutOfRangeException(nameof(host), host, "Unknown host of Adaptive Cards.");

        var buffer = new ArrayBufferWriter<byte>(InitialSize);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            new AdaptiveCards(card, host, writer).WriteCard();
        return buffer.WrittenMemory;
    }

    /// <summary>The content of a dialog. Its title stands in the window's frame.</summary>
    public static ReadOnlyMemory<byte> RenderUtf8(Dialog dialog)
    {
        // What a card and a dialog have in common is all that is written here.
        var content = new Card
        {
            CaseId = dialog.CaseId,
            Revision = dialog.Revision,
            Language = dialog.Language,
            Title = dialog.Title,
            Tone = CardTone.Neutral,
            Blocks = dialog.Blocks,
            Buttons = dialog.Submit is { } submit ? [submit] : [],
            Summary = dialog.Title,
        };
        return RenderUtf8(content, AdaptiveHost.TeamsDialog);
    }

    private void WriteCard()
    {
        json.WriteStartObject();
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("version", "1.5");
        json.WriteString("lang", card.Language);
        json.WriteString("fallbackText", card.Summary.ToString());
        json.WriteString("speak", card.Summary.ToString());
        json.WriteStartArray("body");
        if (host != AdaptiveHost.TeamsDialog)
            WriteTitle();
        foreach (var block in card.Blocks)
            Write(block);
        if (host == AdaptiveHost.Teams)
            WriteMainButtonsInBody();
        json.WriteEndArray();

        if (host == AdaptiveHost.Teams)
            WriteTeamsProperties();
        else
            WriteMainButtons();
        json.WriteEndObject();
    }

    private void WriteMainButtons()
    {
        json.WriteStartArray("actions");
        foreach (var button in card.Buttons.Where(button => host != AdaptiveHost.Web || !Verbs.OpensDialog(button.Verb)))
            Write(button);
        if (card.More is { } more)
            Write(more);
        json.WriteEndArray();
    }

    /// <summary>Some clients drop the fallback of an action that is not in an ActionSet.</summary>
    private void WriteMainButtonsInBody()
    {
        if (card.Buttons.Count == 0 && card.More is null)
            return;
        Start("ActionSet");
        json.WriteStartArray("actions");
        foreach (var button in card.Buttons)
            Write(button);
        if (card.More is { } more)
            Write(new CardButton(more.Title, Verbs.More));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>As wide as the conversation: fix steps and tables need the room.</summary>
    private void WriteTeamsProperties()
    {
        json.WriteStartObject("msteams");
        json.WriteString("width", "full");
        json.WriteEndObject();
    }

    private void Write(CardMore more)
    {
        Start("Action.ShowCard");
        json.WriteString("title", more.Title);
        json.WriteStartObject("card");
        json.WriteString("type", "AdaptiveCard");
        WriteItems("body", more.Blocks);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteTitle()
    {
        Start("Container");
        json.WriteString("style", card.Tone switch
        {
            CardTone.Attention => "attention",
            CardTone.Good => "good",
            CardTone.Warning => "warning",
            _ => "emphasis",
        });
        json.WriteBoolean("bleed", true);
        json.WriteStartArray("items");
        Start("TextBlock");
        json.WriteString("text", Markdown(card.Title));
        json.WriteString("style", "heading");
        json.WriteString("size", "medium");
        json.WriteString("weight", "bolder");
        json.WriteBoolean("wrap", true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(CardBlock block)
    {
        switch (block)
        {
            case Heading heading:
                Start("TextBlock");
                json.WriteString("text", Escape(heading.Text));
                json.WriteString("style", "heading");
                json.WriteString("weight", "bolder");
                json.WriteBoolean("wrap", true);
                json.WriteString("spacing", "large");
                json.WriteBoolean("separator", true);
                json.WriteEndObject();
                break;
            case Paragraph paragraph:
                WriteText(paragraph.Text, paragraph.Style);
                break;
            case Facts facts:
                WriteContainer(facts.Items, Write, "medium");
                break;
            case CauseList causes:
                WriteContainer(causes.Rows, Write);
                break;
            case Checklist checklist:
                WriteContainer(checklist.Rows, Write);
                break;
            case Foldout { IsInMore: true } when host == AdaptiveHost.Teams && card.More is not null:
                break;
            case Foldout foldout:
                Write(foldout);
                break;
            case CheckTable table:
                Write(table);
                break;
            case Transcript { Lines.Count: > 0 } transcript:
                Write(transcript);
                break;
            case Transcript:
                break;
            case Links links:
                WriteContainer(links.Items, Write);
                break;
            case ButtonRow row:
                Write(row);
                break;
            case TextInput input:
                Start("Input.Text");
                json.WriteString("id", input.Id);
                json.WriteString("label", input.Label);
                json.WriteString("placeholder", input.Placeholder);
                json.WriteString("value", input.Value);
                json.WriteNumber("maxLength", 260);
                json.WriteEndObject();
                break;
            case CopyText copy:
                Start("Input.Text");
                json.WriteString("id", copy.Id);
                json.WriteString("label", copy.Label);
                json.WriteString("value", copy.Text);
                json.WriteBoolean("isMultiline", true);
                json.WriteEndObject();
                break;
            case ChoiceInput choice:
                Write(choice);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, "Unknown block of a card.");
        }
    }

    private void Write(ButtonRow row)
    {
        // Without dialogs there is nothing that these could open.
        if (host == AdaptiveHost.Web && row.Buttons.All(button => Verbs.OpensDialog(button.Verb)))
            return;
        Start("ActionSet");
        json.WriteString("spacing", "small");
        json.WriteStartArray("actions");
        foreach (var button in row.Buttons.Where(button => host != AdaptiveHost.Web || !Verbs.OpensDialog(button.Verb)))
            Write(button);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(ChoiceInput input)
    {
        Start("Input.ChoiceSet");
        json.WriteString("id", input.Id);
        json.WriteString("label", input.Label);
        json.WriteString("value", input.Value);
        json.WriteStartArray("choices");
        foreach (var choice in input.Choices)
        {
            json.WriteStartObject();
            json.WriteString("title", choice.Label);
            json.WriteString("value", choice.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Fact fact)
    {
        Start("ColumnSet");
        json.WriteString("spacing", "small");
        json.WriteStartArray("columns");
        Start("Column");
        json.WriteString("width", "116px");
        json.WriteStartArray("items");
        Start("TextBlock");
        json.WriteString("text", Escape(fact.Label));
        json.WriteBoolean("wrap", true);
        json.WriteString("weight", "bolder");
        json.WriteEndObject();
        EndColumn();
        Start("Column");
        json.WriteString("width", "stretch");
        json.WriteStartArray("items");
        WriteText(fact.Value, ParagraphStyle.Normal);
        EndColumn();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(CauseRow row)
    {
        var isOut = row.Standing == Standing.RuledOut;
        // A question about every cause at once is noise: those that nothing speaks for yet keep theirs folded.
        var isFolded = row.Question is not null && row.Standing == Standing.Open;
        Start("Container");
        json.WriteString("spacing", isFolded ? "small" : "medium");
        json.WriteStartArray("items");
        if (isFolded)
        {
            var id = NextFold();
            WriteToggle(id, $"{row.StandingWord}: {row.Text}", isOpen: false, sign => WriteCauseTitle(row, isOut, sign));
            WriteFolded(id, isOpen: false, () => WriteQuestion(row));
        }
        else
        {
            WriteCauseTitle(row, isOut, "");
            foreach (var reason in row.Reasons)
                WriteText(reason, ParagraphStyle.Subtle);
            if (row.Question is not null)
                WriteQuestion(row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteCauseTitle(CauseRow row, bool isOut, string sign)
    {
        Start("RichTextBlock");
        json.WriteStartArray("inlines");
        Start("TextRun");
        json.WriteString("text", $"{Sign(row.Standing)} {row.StandingWord}: ");
        json.WriteString("weight", "bolder");
        json.WriteEndObject();
        Start("TextRun");
        json.WriteString("text", Literal(row.Text));
        if (isOut || host == AdaptiveHost.Web)
        {
            json.WriteBoolean("strikethrough", isOut);
            json.WriteBoolean("isSubtle", isOut);
        }

        json.WriteEndObject();
        if (sign.Length > 0)
            json.WriteStringValue(sign);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteQuestion(CauseRow row)
    {
        Start("ColumnSet");
        json.WriteString("spacing", "small");
        json.WriteStartArray("columns");
        Start("Column");
        json.WriteString("width", "stretch");
        json.WriteString("verticalContentAlignment", "center");
        json.WriteStartArray("items");
        WriteText(row.Question!, ParagraphStyle.Normal);
        EndColumn();
        Start("Column");
        json.WriteString("width", "auto");
        json.WriteString("verticalContentAlignment", "center");
        json.WriteStartArray("items");
        Write((CardBlock)new ButtonRow(row.Answers));
        EndColumn();
        json.WriteEndArray();
        json.WriteEndObject();
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

    private void Write(ChecklistRow row)
    {
        var mark = row.Mark switch
        {
            StepMark.Done => "☑",
            StepMark.NotOurCase => "☒",
            StepMark.Stuck => "⚠",
            _ => "☐",
        };
        var title = string.Create(CultureInfo.InvariantCulture, $"{mark} {row.Number}. {row.Title}");
        var id = NextFold();

        Start("Container");
        json.WriteString("spacing", "small");
        json.WriteStartArray("items");
        Start("ColumnSet");
        json.WriteStartArray("columns");
        Start("Column");
        json.WriteString("width", "stretch");
        json.WriteString("verticalContentAlignment", "center");
        json.WriteStartArray("items");
        // A screen reader would spell out the mark; what it means stands below in words.
        WriteToggle(id, string.Create(CultureInfo.InvariantCulture, $"{row.Number}. {row.Title}"), row.IsNext, sign => WriteRun(title + sign, bold: row.IsNext));
        EndColumn();
        if (row.Button is { } button)
        {
            Start("Column");
            json.WriteString("width", "auto");
            json.WriteStartArray("items");
            Start("ActionSet");
            json.WriteStartArray("actions");
            Write(button);
            json.WriteEndArray();
            json.WriteEndObject();
            EndColumn();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        if (row.StateWord is { } state)
            WriteText(state, ParagraphStyle.Subtle);
        // Below the row and not beside the button: details need the whole width of a phone.
        WriteFolded(id, row.IsNext, () =>
        {
            foreach (var detail in row.Details)
            {
                if (IsTeams && detail is Paragraph { Style: ParagraphStyle.Verbatim } command)
                    WriteCommand(command.Text.ToString());
                else
                    Write(detail);
            }
        });
        json.WriteEndArray();
        if (row.IsNext)
            json.WriteString("style", "emphasis");
        json.WriteEndObject();
    }

    /// <summary>What a step says literally is there to be copied, and on a phone only a field lets that happen.</summary>
    private void WriteCommand(string command)
    {
        Start("Input.Text");
        json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"command{++commands}"));
        json.WriteString("label", RendererTexts.Of(card.Language).Command);
        json.WriteString("value", command);
        json.WriteBoolean("isMultiline", command.Contains('\n') || command.Length > LongCommand);
        json.WriteString("spacing", "small");
        json.WriteEndObject();
    }

    private void Write(Foldout foldout)
    {
        var id = NextFold();
        Start("Container");
        json.WriteStartArray("items");
        WriteToggle(id, foldout.Title, isOpen: false, sign => WriteRun(foldout.Title + sign));
        WriteFolded(id, isOpen: false, () =>
        {
            foreach (var block in foldout.Blocks)
                Write(block);
        });
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string NextFold() => string.Create(CultureInfo.InvariantCulture, $"fold{++folds}");

    /// <summary>A line that shows and hides what is folded under <paramref name="id"/>, without asking the bot.</summary>
    /// <param name="title">What it is called for those who do not see the line.</param>
    /// <param name="writeLine">Writes the line, with this sign at its end.</param>
    private void WriteToggle(string id, string title, bool isOpen, Action<string> writeLine)
    {
        if (IsTeams)
            WriteSmallToggle(id, title, writeLine);
        else
            WriteToggleWithChevron(id, title, isOpen, writeLine);
    }

    /// <summary>A sign that is true open and closed: two that take turns cost a card of Teams, whose size is limited, a tenth of it.</summary>
    private void WriteSmallToggle(string id, string title, Action<string> writeLine)
    {
        Start("Container");
        json.WriteStartObject("selectAction");
        json.WriteString("type", "Action.ToggleVisibility");
        json.WriteString("title", RendererTexts.Of(card.Language).Toggle.Replace("{title}", title.TrimEnd('.'), StringComparison.Ordinal));
        json.WriteStartArray("targetElements");
        json.WriteStringValue(id);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("items");
        writeLine(" ⋯");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteToggleWithChevron(string id, string title, bool isOpen, Action<string> writeLine)
    {
        var (closed, open) = ($"{id}-closed", $"{id}-open");
        Start("ColumnSet");
        json.WriteStartObject("selectAction");
        json.WriteString("type", "Action.ToggleVisibility");
        json.WriteString("title", title);
        json.WriteStartArray("targetElements");
        json.WriteStringValue(id);
        json.WriteStringValue(closed);
        json.WriteStringValue(open);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("columns");
        Start("Column");
        json.WriteString("width", "stretch");
        json.WriteStartArray("items");
        writeLine("");
        EndColumn();
        Start("Column");
        json.WriteString("width", "auto");
        json.WriteStartArray("items");
        WriteChevron(closed, "▸", isVisible: !isOpen);
        WriteChevron(open, "▾", isVisible: isOpen);
        EndColumn();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteFolded(string id, bool isOpen, Action writeItems)
    {
        Start("Container");
        json.WriteString("id", id);
        json.WriteBoolean("isVisible", isOpen);
        json.WriteStartArray("items");
        writeItems();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteChevron(string id, string sign, bool isVisible)
    {
        Start("TextBlock");
        json.WriteString("id", id);
        json.WriteString("text", sign);
        json.WriteBoolean("isVisible", isVisible);
        json.WriteBoolean("isSubtle", true);
        json.WriteString("spacing", "none");
        json.WriteEndObject();
    }

    private void Write(CheckTable table)
    {
        if (IsTeams)
            WriteByPlace(table);
        else
            WriteTable(table.Header, table.Rows, TableWidths);
    }

    /// <summary>
    /// The name of a server or an address stands above what was seen there, with the whole width to itself: in a column of a narrow card
    /// it would break anywhere.
    /// </summary>
    private void WriteByPlace(CheckTable table)
    {
        for (var row = 0; row < table.Rows.Count;)
        {
            var place = table.Rows[row][0];
            var ofPlace = table.Rows.Skip(row).TakeWhile(next => next[0] == place).ToList();
            if (place.Length > 0)
                WriteRun(place, bold: true);
            WriteTable([.. table.Header.Skip(1)], [.. ofPlace.Select(seen => seen.Skip(1).ToList())], TeamsTableWidths);
            row += ofPlace.Count;
        }
    }

    private void WriteTable(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, int[] widths)
    {
        Start("Table");
        json.WriteBoolean("firstRowAsHeader", true);
        json.WriteBoolean("showGridLines", true);
        json.WriteString("gridStyle", "default");
        json.WriteStartArray("columns");
        foreach (var width in widths)
        {
            json.WriteStartObject();
            json.WriteNumber("width", width);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        WriteRow(header, bold: true);
        foreach (var row in rows)
            WriteRow(row, bold: false);
        json.WriteEndArray();
        if (IsTeams)
            WriteFallback(rows);
        json.WriteEndObject();
    }

    /// <summary>Table came with 1.5: for clients before that, a line a row.</summary>
    private void WriteFallback(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        json.WriteStartObject("fallback");
        json.WriteString("type", "Container");
        json.WriteStartArray("items");
        foreach (var row in rows)
            WriteRun(string.Join(" · ", row.Where(cell => cell.Length > 0)));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteRow(IReadOnlyList<string> cells, bool bold)
    {
        Start("TableRow");
        json.WriteStartArray("cells");
        foreach (var cell in cells)
        {
            Start("TableCell");
            json.WriteStartArray("items");
            WriteRun(cell, bold);
            EndColumn();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>All lines in one text: a text a line would cost a card of Teams a multiple.</summary>
    /// <remarks>The chat page shows what is monospace in a box of its own, so no line begins or ends with the break that others need.</remarks>
    private void Write(Transcript transcript)
    {
        Start("RichTextBlock");
        json.WriteString("spacing", "small");
        json.WriteStartArray("inlines");
        List<string> said = [];
        foreach (var (index, line) in transcript.Lines.Index())
        {
            said.Add(line.Said);
            var isLast = index == transcript.Lines.Count - 1;
            if (line.Comment is null && !isLast)
                continue;
            WriteTextRun(new CardText.Piece.Literal(string.Join('\n', said)), bold: false, subtle: false, monospace: true);
            said.Clear();
            if (line.Comment is { } comment)
                WriteTextRun(new CardText.Piece.Literal($"\u2002{comment}{(isLast ? "" : "\n")}"), bold: false, subtle: true, monospace: false);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(CardLink link)
    {
        Start("TextBlock");
        json.WriteString("text", $"[{Escape(link.Label)} ↗]({link.Url.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})");
        json.WriteBoolean("wrap", true);
        json.WriteString("spacing", "small");
        json.WriteEndObject();
    }

    private void Write(CardButton button)
    {
        if (host == AdaptiveHost.Teams && Verbs.OpensDialog(button.Verb))
        {
            Start("Action.Submit");
            WriteAction(button);
            WriteHints(button);
            json.WriteString("associatedInputs", "none");
        }
        else if (host == AdaptiveHost.Teams)
        {
            Start("Action.Execute");
            json.WriteString("verb", button.Verb);
            WriteAction(button);
            WriteHints(button);
            if (button.Verb != Verbs.RunChecks)
                // Commands to copy are fields too; they need not travel with every press.
                json.WriteString("associatedInputs", "none");
            json.WriteStartObject("fallback");
            json.WriteString("type", "Action.Submit");
            WriteAction(button);
            json.WriteEndObject();
        }
        else
        {
            Start("Action.Submit");
            WriteAction(button);
            WriteHints(button);
            if (host == AdaptiveHost.TeamsDialog && button.Verb is not (Verbs.RunChecks or Verbs.SaveSettings))
                json.WriteString("associatedInputs", "none");
        }

        json.WriteEndObject();
    }

    /// <summary>Both kinds of action carry the same, so that a press means the same whichever a client knows.</summary>
    private void WriteAction(CardButton button)
    {
        json.WriteString("title", button.Label);
        json.WriteStartObject("data");
        if (host == AdaptiveHost.Teams && Verbs.OpensDialog(button.Verb))
        {
            // Older than Action.Execute, and known to every client that knows dialogs.
            json.WriteStartObject("msteams");
            json.WriteString("type", "task/fetch");
            json.WriteEndObject();
        }

        json.WriteString("caseId", card.CaseId);
        json.WriteNumber("revision", card.Revision);
        json.WriteString("verb", button.Verb);
        json.WriteEndObject();
    }

    private void WriteHints(CardButton button)
    {
        if (button.IsPrimary)
            json.WriteString("style", "positive");
        if (button.Hint is { } hint)
            json.WriteString("tooltip", hint);
    }

    private void WriteText(CardText text, ParagraphStyle style)
    {
        // Teams computes points in time in TextBlock only.
        if (IsTeams && text.HasTime)
        {
            WriteTextWithTime(text, style);
            return;
        }

        Start("RichTextBlock");
        json.WriteString("spacing", "small");
        json.WriteStartArray("inlines");
        foreach (var piece in text.Pieces)
            WriteTextRun(piece, style == ParagraphStyle.Strong, style == ParagraphStyle.Subtle, style == ParagraphStyle.Verbatim);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteTextWithTime(CardText text, ParagraphStyle style)
    {
        Start("TextBlock");
        json.WriteString("text", Markdown(text));
        json.WriteBoolean("wrap", true);
        json.WriteString("spacing", "small");
        if (style == ParagraphStyle.Strong)
            json.WriteString("weight", "bolder");
        if (style == ParagraphStyle.Subtle)
            json.WriteBoolean("isSubtle", true);
        json.WriteEndObject();
    }

    private void WriteRun(string text, bool bold = false) => WriteText(text, bold ? ParagraphStyle.Strong : ParagraphStyle.Normal);

    private void WriteTextRun(CardText.Piece piece, bool bold, bool subtle, bool monospace)
    {
        // A run without any style may be written as its text alone.
        if (IsTeams && piece is CardText.Piece.Literal plain && !bold && !subtle && !monospace)
        {
            json.WriteStringValue(Literal(plain.Text));
            return;
        }

        Start("TextRun");
        json.WriteString("text", piece is CardText.Piece.Time time ? Time(time.At) : Literal(((CardText.Piece.Literal)piece).Text));
        if (bold)
            json.WriteString("weight", "bolder");
        if (subtle)
            json.WriteBoolean("isSubtle", true);
        if (monospace)
            json.WriteString("fontType", "monospace");
        json.WriteEndObject();
    }

    private void WriteContainer<T>(IReadOnlyList<T> items, Action<T> write, string? spacing = null)
    {
        Start("Container");
        if (spacing is not null)
            json.WriteString("spacing", spacing);
        json.WriteStartArray("items");
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteItems(string name, IReadOnlyList<CardBlock> blocks)
    {
        json.WriteStartArray(name);
        foreach (var block in blocks)
            Write(block);
        json.WriteEndArray();
    }

    private void Start(string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
    }

    /// <summary>Ends the items of a column or cell, and the column.</summary>
    private void EndColumn()
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Two braces would start a function of the client (DATE, TIME); a word joiner between them is not seen. An empty run is not allowed.</summary>
    private static string Literal(string text) => text.Length == 0 ? " " : text.Replace("{{", "{\u2060{", StringComparison.Ordinal);

    /// <summary>For TextBlock, which reads markdown: literal pieces escaped, points in time as functions.</summary>
    private string Markdown(CardText text)
    {
        var pieces = string.Concat(text.Pieces.Select(piece => piece is CardText.Piece.Time time ? Time(time.At) : EscapePiece(((CardText.Piece.Literal)piece).Text)));
        return IsTeams ? TeamsMarkdown.Begin(pieces) : pieces;
    }

    /// <summary>A function that the client computes in its reader's zone.</summary>
    private static string Time(DateTimeOffset at)
    {
        var moment = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{{{{DATE({moment},SHORT)}}}} {{{{TIME({moment})}}}}";
    }

    private string Escape(string text) => Markdown(text);

    private string EscapePiece(string text) => IsTeams ? TeamsMarkdown.Plain(text) : Backslashed(text);

    /// <summary>All of ASCII punctuation behind a backslash (CommonMark §2.4): no emphasis, no link, and nothing that a client would turn into one.</summary>
    private static string Backslashed(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsAscii(letter) && (char.IsPunctuation(letter) || char.IsSymbol(letter)))
                escaped.Append('\\');
            escaped.Append(letter is '\r' or '\n' ? ' ' : letter);
        }

        return escaped.ToString();
    }

    /// <summary>Letters that fit on one line of a phone.</summary>
    private const int LongCommand = 40;

    /// <summary>A card of an entry with six steps has about 16 KB.</summary>
    private const int InitialSize = 20 * 1024;

    private static readonly int[] TableWidths = [3, 3, 4];

    private static readonly int[] TeamsTableWidths = [2, 3];

    // It goes into an answer of JSON, never into a page as it is; validated by construction, and the tests read it back.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
