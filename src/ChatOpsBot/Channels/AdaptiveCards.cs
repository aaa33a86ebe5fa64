using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Channels;

/// <summary>Where an Adaptive Card is shown.</summary>
internal enum AdaptiveHost
{
    /// <summary>Bot Framework Web Chat: knows Action.Submit only, so the button's data carries case and revision.</summary>
    Web,
}

/// <summary>Writes the neutral card as an Adaptive Card 1.5 (https://adaptivecards.io/explorer).</summary>
/// <remarks>
/// TextBlock reads its text as markdown, RichTextBlock does not: whatever comes from people or servers goes into a RichTextBlock. The
/// title is a TextBlock, because only that can be a heading; everything in it is escaped.
/// </remarks>
internal sealed class AdaptiveCards
{
    private readonly Card card;
    private int ids;

    private AdaptiveCards(Card card) => this.card = card;

    public static JsonObject Render(Card card, AdaptiveHost host) => host switch
    {
        AdaptiveHost.Web => new AdaptiveCards(card).Render(),
        _ => throw new ArgumentOutOfRangeException(nameof(host), host, "Unknown host of Adaptive Cards."),
    };

    private JsonObject Render()
    {
        var actions = new JsonArray([.. card.Buttons.Select(Submit)]);
        if (card.More is { } more)
        {
            actions.Add(new JsonObject
            {
                ["type"] = "Action.ShowCard",
                ["title"] = more.Title,
                ["card"] = new JsonObject { ["type"] = "AdaptiveCard", ["body"] = Body(more.Blocks) },
            });
        }

        JsonArray body = [Title(), .. card.Blocks.Select(Block)];
        return new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["lang"] = card.Language,
            ["fallbackText"] = card.Summary.ToString(),
            ["speak"] = card.Summary.ToString(),
            ["body"] = body,
            ["actions"] = actions,
        };
    }

    private JsonArray Body(IEnumerable<CardBlock> blocks) => new([.. blocks.Select(Block)]);

    private JsonObject Title() => new()
    {
        ["type"] = "Container",
        ["style"] = card.Tone switch
        {
            CardTone.Attention => "attention",
            CardTone.Good => "good",
            CardTone.Warning => "warning",
            _ => "emphasis",
        },
        ["bleed"] = true,
        ["items"] = new JsonArray(new JsonObject
        {
            ["type"] = "TextBlock",
            ["text"] = Markdown(card.Title),
            ["style"] = "heading",
            ["size"] = "medium",
            ["weight"] = "bolder",
            ["wrap"] = true,
        }),
    };

    private JsonNode Block(CardBlock block) => block switch
    {
        Heading heading => new JsonObject
        {
            ["type"] = "TextBlock",
            ["text"] = Escape(heading.Text),
            ["style"] = "heading",
            ["weight"] = "bolder",
            ["wrap"] = true,
            ["spacing"] = "large",
            ["separator"] = true,
        },
        Paragraph paragraph => Text(paragraph.Text, paragraph.Style),
        Facts facts => new JsonObject { ["type"] = "Container", ["spacing"] = "medium", ["items"] = new JsonArray([.. facts.Items.Select(Fact)]) },
        CauseList causes => new JsonObject { ["type"] = "Container", ["items"] = new JsonArray([.. causes.Rows.Select(Cause)]) },
        Checklist checklist => new JsonObject { ["type"] = "Container", ["items"] = new JsonArray([.. checklist.Rows.Select(Step)]) },
        Foldout foldout => Fold(foldout),
        CheckTable table => Table(table),
        Links links => new JsonObject { ["type"] = "Container", ["items"] = new JsonArray([.. links.Items.Select(Link)]) },
        ButtonRow row => new JsonObject { ["type"] = "ActionSet", ["spacing"] = "small", ["actions"] = new JsonArray([.. row.Buttons.Select(Submit)]) },
        TextInput input => new JsonObject
        {
            ["type"] = "Input.Text",
            ["id"] = input.Id,
            ["label"] = input.Label,
            ["placeholder"] = input.Placeholder,
            ["value"] = input.Value,
            ["maxLength"] = 260,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "Unknown block of a card."),
    };

    private static JsonObject Fact(Fact fact) => new()
    {
        ["type"] = "ColumnSet",
        ["spacing"] = "small",
        ["columns"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "Column",
                ["width"] = "116px",
                ["items"] = new JsonArray(new JsonObject { ["type"] = "TextBlock", ["text"] = Escape(fact.Label), ["wrap"] = true, ["weight"] = "bolder" }),
            },
            new JsonObject { ["type"] = "Column", ["width"] = "stretch", ["items"] = new JsonArray(Text(fact.Value, ParagraphStyle.Normal)) }),
    };

    private JsonObject Cause(CauseRow row)
    {
        var isOut = row.Standing == Standing.RuledOut;
        var title = new JsonObject
        {
            ["type"] = "RichTextBlock",
            ["inlines"] = new JsonArray(
                new JsonObject { ["type"] = "TextRun", ["text"] = $"{Sign(row.Standing)} {row.StandingWord}: ", ["weight"] = "bolder" },
                new JsonObject { ["type"] = "TextRun", ["text"] = Literal(row.Text), ["strikethrough"] = isOut, ["isSubtle"] = isOut }),
        };
        // A question about every cause at once is noise: those that nothing speaks for yet keep theirs folded.
        if (row.Question is { } folded && row.Standing == Standing.Open)
        {
            var (toggle, content) = Fold(title, $"{row.StandingWord}: {row.Text}", new JsonArray(Question(folded, row.Answers)), isOpen: false);
            return new JsonObject { ["type"] = "Container", ["spacing"] = "small", ["items"] = new JsonArray(toggle, content) };
        }

        JsonArray items = [title, .. row.Reasons.Select(reason => Text(reason, ParagraphStyle.Subtle))];
        if (row.Question is { } question)
            items.Add(Question(question, row.Answers));
        return new JsonObject { ["type"] = "Container", ["spacing"] = "medium", ["items"] = items };
    }

    private JsonObject Question(string question, IReadOnlyList<CardButton> answers) => new()
    {
        ["type"] = "ColumnSet",
        ["spacing"] = "small",
        ["columns"] = new JsonArray(
            new JsonObject { ["type"] = "Column", ["width"] = "stretch", ["verticalContentAlignment"] = "center", ["items"] = new JsonArray(Text(question, ParagraphStyle.Normal)) },
            new JsonObject { ["type"] = "Column", ["width"] = "auto", ["verticalContentAlignment"] = "center", ["items"] = new JsonArray(Block(new ButtonRow(answers))) }),
    };

    /// <summary>A sign beside the word, told apart by shape and not by colour.</summary>
    private static string Sign(Standing standing) => standing switch
    {
        Standing.Confirmed => "●",
        Standing.Likely => "◐",
        Standing.Open => "○",
        Standing.RuledOut => "✕",
        _ => "",
    };

    private JsonObject Step(ChecklistRow row)
    {
        var mark = row.Mark switch
        {
            StepMark.Done => "☑",
            StepMark.NotOurCase => "☒",
            StepMark.Stuck => "⚠",
            _ => "☐",
        };
        var title = string.Create(CultureInfo.InvariantCulture, $"{mark} {row.Number}. {row.Title}");
        var (toggle, content) = Fold(Run(title, bold: row.IsNext), title, new JsonArray([.. row.Details.Select(Block)]), row.IsNext);
        JsonArray columns = [new JsonObject { ["type"] = "Column", ["width"] = "stretch", ["verticalContentAlignment"] = "center", ["items"] = new JsonArray(toggle) }];
        if (row.Button is { } button)
        {
            columns.Add(new JsonObject
            {
                ["type"] = "Column",
                ["width"] = "auto",
                ["items"] = new JsonArray(new JsonObject { ["type"] = "ActionSet", ["actions"] = new JsonArray(Submit(button)) }),
            });
        }

        JsonArray items = [new JsonObject { ["type"] = "ColumnSet", ["columns"] = columns }];
        if (row.StateWord is { } state)
            items.Add(Text(state, ParagraphStyle.Subtle));
        // Below the row and not beside the button: details need the whole width of a phone.
        items.Add(content);
        var container = new JsonObject { ["type"] = "Container", ["spacing"] = "small", ["items"] = items };
        if (row.IsNext)
            container["style"] = "emphasis";
        return container;
    }

    /// <summary>A line that shows and hides what stands below it, without asking the bot.</summary>
    private (JsonObject Toggle, JsonObject Content) Fold(JsonObject shown, string title, JsonArray content, bool isOpen)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"fold{++ids}");
        var (closed, open) = ($"{id}-closed", $"{id}-open");
        return (
            new JsonObject
            {
                ["type"] = "ColumnSet",
                ["selectAction"] = new JsonObject
                {
                    ["type"] = "Action.ToggleVisibility",
                    ["title"] = title,
                    ["targetElements"] = new JsonArray(id, closed, open),
                },
                ["columns"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "Column",
                        ["width"] = "stretch",
                        ["items"] = new JsonArray(shown),
                    },
                    new JsonObject
                    {
                        ["type"] = "Column",
                        ["width"] = "auto",
                        ["items"] = new JsonArray(Chevron(closed, "▸", isVisible: !isOpen), Chevron(open, "▾", isVisible: isOpen)),
                    }),
            },
            new JsonObject { ["type"] = "Container", ["id"] = id, ["isVisible"] = isOpen, ["items"] = content });
    }

    private JsonObject Fold(Foldout foldout)
    {
        var (toggle, content) = Fold(Run(foldout.Title), foldout.Title, Body(foldout.Blocks), isOpen: false);
        return new JsonObject { ["type"] = "Container", ["items"] = new JsonArray(toggle, content) };
    }

    private static JsonObject Chevron(string id, string sign, bool isVisible) =>
        new() { ["type"] = "TextBlock", ["id"] = id, ["text"] = sign, ["isVisible"] = isVisible, ["isSubtle"] = true, ["spacing"] = "none" };

    private static JsonObject Table(CheckTable table) => new()
    {
        ["type"] = "Table",
        ["firstRowAsHeader"] = true,
        ["showGridLines"] = true,
        ["gridStyle"] = "default",
        ["columns"] = new JsonArray(new JsonObject { ["width"] = 3 }, new JsonObject { ["width"] = 3 }, new JsonObject { ["width"] = 4 }),
        ["rows"] = new JsonArray([Row(table.Header, bold: true), .. table.Rows.Select(row => Row(row, bold: false))]),
    };

    private static JsonObject Row(IReadOnlyList<string> cells, bool bold) => new()
    {
        ["type"] = "TableRow",
        ["cells"] = new JsonArray([.. cells.Select(cell => new JsonObject { ["type"] = "TableCell", ["items"] = new JsonArray(Run(cell, bold)) })]),
    };

    private static JsonObject Link(CardLink link) => new()
    {
        ["type"] = "TextBlock",
        ["text"] = $"[{Escape(link.Label)} ↗]({link.Url.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})",
        ["wrap"] = true,
        ["spacing"] = "small",
    };

    private JsonObject Submit(CardButton button)
    {
        var action = new JsonObject
        {
            ["type"] = "Action.Submit",
            ["title"] = button.Label,
            ["data"] = new JsonObject { ["caseId"] = card.CaseId, ["revision"] = card.Revision, ["verb"] = button.Verb },
        };
        if (button.IsPrimary)
            action["style"] = "positive";
        if (button.Hint is { } hint)
            action["tooltip"] = hint;
        return action;
    }

    private static JsonObject Text(CardText text, ParagraphStyle style) => new()
    {
        ["type"] = "RichTextBlock",
        ["spacing"] = "small",
        ["inlines"] = new JsonArray([.. text.Pieces.Select(piece => TextRun(piece, style == ParagraphStyle.Strong, style == ParagraphStyle.Subtle, style == ParagraphStyle.Verbatim))]),
    };

    private static JsonObject Run(string text, bool bold = false) => new()
    {
        ["type"] = "RichTextBlock",
        ["spacing"] = "small",
        ["inlines"] = new JsonArray(TextRun(new CardText.Piece.Literal(text), bold, subtle: false, monospace: false)),
    };

    private static JsonObject TextRun(CardText.Piece piece, bool bold, bool subtle, bool monospace)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = piece is CardText.Piece.Time time ? Time(time.At) : Literal(((CardText.Piece.Literal)piece).Text) };
        if (bold)
            run["weight"] = "bolder";
        if (subtle)
            run["isSubtle"] = true;
        if (monospace)
            run["fontType"] = "monospace";
        return run;
    }

    /// <summary>Two braces would start a function of the client (DATE, TIME); a word joiner between them is not seen. An empty run is not allowed.</summary>
    private static string Literal(string text) => text.Length == 0 ? " " : text.Replace("{{", "{\u2060{", StringComparison.Ordinal);

    /// <summary>For TextBlock, which reads markdown: literal pieces escaped, points in time as functions.</summary>
    private static string Markdown(CardText text) => string.Concat(text.Pieces.Select(piece => piece is CardText.Piece.Time time ? Time(time.At) : Escape(((CardText.Piece.Literal)piece).Text)));

    private static string Time(DateTimeOffset at)
    {
        var moment = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $"{{{{DATE({moment},SHORT)}}}} {{{{TIME({moment})}}}}";
    }

    /// <summary>All of ASCII punctuation behind a backslash (CommonMark §2.4): no emphasis, no link, and nothing that a client would turn into one.</summary>
    private static string Escape(string text)
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
}
