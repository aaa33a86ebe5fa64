using System.Globalization;
using System.Text;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Conversations;

/// <summary>The card as plain text: what the terminal prints, and what a card must still say when nothing else of it can be shown.</summary>
internal static class CardAsText
{
    /// <param name="zone">The reader's time zone.</param>
    /// <param name="width">Columns of the terminal; 40 at least.</param>
    public static string Render(Card card, TimeZoneInfo zone, int width)
    {
        var texts = Languages.Of(card.Language);
        var page = new Page(zone, texts.Culture, texts.DayPattern, Math.Max(width, 40));
        page.Line(page.Write(card.Title));
        page.Line(new string('=', Math.Min(page.Write(card.Title).Length, page.Width)));
        foreach (var block in card.Blocks)
            page.Add(block, indent: 0);
        return page.ToString();
    }

    /// <summary>A text with its points in time as a terminal shows them.</summary>
    public static string Write(CardText text, TimeZoneInfo zone, CardTexts texts) => Write(text, zone, texts.Culture, texts.DayPattern);

    private static string Write(CardText text, TimeZoneInfo zone, CultureInfo culture, string dayPattern) => text.ToString(time =>
    {
        var local = TimeZoneInfo.ConvertTime(time, zone);
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : local.ToString("'UTC'zzz", CultureInfo.InvariantCulture);
        return $"{local.ToString(dayPattern, culture)}, {local.ToString("HH:mm", CultureInfo.InvariantCulture)} {offset}";
    });

    private sealed class Page(TimeZoneInfo zone, CultureInfo culture, string dayPattern, int width)
    {
        private readonly StringBuilder text = new();

        public int Width => width;

        public string Write(CardText value) => CardAsText.Write(value, zone, culture, dayPattern);

        public void Add(CardBlock block, int indent)
        {
            switch (block)
            {
                case Heading heading:
                    Line();
                    Line(heading.Text);
                    Line(new string('-', heading.Text.Length));
                    break;
                case Paragraph { Style: ParagraphStyle.Verbatim } verbatim:
                    foreach (var line in verbatim.Text.ToString().Split('\n'))
                        Line(new string(' ', indent + 4) + line);
                    break;
                case Paragraph paragraph:
                    Wrap(Write(paragraph.Text), indent, indent);
                    break;
                case Facts facts:
                    Line();
                    var column = facts.Items.Max(fact => fact.Label.Length) + 2;
                    foreach (var fact in facts.Items)
                        Wrap((fact.Label + ":").PadRight(column) + Write(fact.Value), indent, indent + column);
                    break;
                case CauseList causes:
                    foreach (var row in causes.Rows)
                    {
                        Wrap($"- {row.StandingWord}: {row.Text}", indent, indent + 2);
                        foreach (var reason in row.Reasons)
                            Wrap(Write(reason), indent + 4, indent + 4);
                        if (row.Question is { } question)
                            Wrap($"? {question}", indent + 4, indent + 6);
                    }

                    break;
                case Checklist checklist:
                    foreach (var row in checklist.Rows)
                        Add(row, indent);
                    break;
                case Foldout foldout:
                    Line();
                    Line(foldout.Title + ":");
                    foreach (var inner in foldout.Blocks)
                        Add(inner, indent + 2);
                    break;
                case CheckTable table:
                    Add(table, indent);
                    break;
                case Transcript transcript:
                    foreach (var line in transcript.Lines)
                        Line(new string(' ', indent + 4) + line.Said + (line.Comment is { } comment ? $"  # {comment}" : ""));
                    break;
                case Links links:
                    foreach (var link in links.Items)
                    {
                        Wrap($"{link.Label}:", indent + 2, indent + 4);
                        Line(new string(' ', indent + 4) + link.Url.AbsoluteUri);
                    }

                    break;
                case CopyText copy:
                    Wrap($"{copy.Label}:", indent, indent);
                    foreach (var line in copy.Text.Split('\n'))
                        Line(new string(' ', indent + 4) + line);
                    break;
                case TextInput or ChoiceInput or ButtonRow:
                    // Nothing can be typed or pressed in a text.
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(block), block, "Unknown block of a card.");
            }
        }

        public void Line(string line = "") => text.Append(line.TrimEnd()).Append('\n');

        public override string ToString() => text.ToString();

        private void Add(ChecklistRow row, int indent)
        {
            var mark = row.Mark switch { StepMark.Done => "[x]", StepMark.NotOurCase => "[-]", StepMark.Stuck => "[!]", _ => "[ ]" };
            Wrap(string.Create(culture, $"{mark} {row.Number}. {row.Title}"), indent, indent + 4);
            if (row.StateWord is { } state)
                Wrap(Write(state), indent + 7, indent + 7);
            foreach (var detail in row.Details)
                Add(detail, indent + 7);
        }

        private void Add(CheckTable table, int indent)
        {
            var rows = table.Rows.Prepend(table.Header).ToList();
            var widths = Enumerable.Range(0, table.Header.Count).Select(column => rows.Max(row => row[column].Length)).ToList();
            foreach (var row in rows)
                Line(new string(' ', indent) + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))));
        }

        private void Wrap(string words, int firstIndent, int indent)
        {
            var line = new StringBuilder(new string(' ', firstIndent));
            var isEmpty = true;
            foreach (var word in words.Split(' '))
            {
                if (!isEmpty && line.Length + 1 + word.Length > width)
                {
                    Line(line.ToString());
                    line.Clear().Append(' ', indent);
                    isEmpty = true;
                }

                if (!isEmpty)
                    line.Append(' ');
                line.Append(word);
                isEmpty = false;
            }

            Line(line.ToString());
        }
    }
}
