using System.Globalization;
using System.Text;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>
/// The text beside the blocks, in mrkdwn: all that a notification shows and a screen reader reads, and all there is when Slack takes no
/// blocks. So it says what the card says, in the same order, without what is folded and what can only be pressed.
/// </summary>
internal static class CardInWords
{
    public static string Of(Card card, int maxLength = BlockLimits.TopLevelText)
    {
        var lines = new List<string> { Mrkdwn.Of(card.Title) };
        // Of a note the summary is its title; of a case, title and facts say the same and more.
        if (!card.Summary.Equals(card.Title) && !card.Blocks.Any(block => block is Facts))
            lines.Add(Mrkdwn.Of(card.Summary));
        foreach (var block in card.Blocks)
            Add(lines, block, Languages.Of(card.Language));
        return Join(lines, maxLength);
    }

    private static void Add(List<string> lines, CardBlock block, CardTexts texts)
    {
        switch (block)
        {
            case Heading heading:
                lines.Add($"{Mrkdwn.Literal(heading.Text)}:");
                break;
            case Paragraph paragraph:
                lines.Add(Mrkdwn.Of(paragraph.Text));
                break;
            case Facts facts:
                lines.AddRange(facts.Items.Select(fact => $"{Mrkdwn.Literal(fact.Label)}: {Mrkdwn.Of(fact.Value)}"));
                break;
            case CauseList causes:
                foreach (var row in causes.Rows)
                {
                    lines.Add(Mrkdwn.Literal($"{row.StandingWord}: {row.Text}"));
                    lines.AddRange(row.Reasons.Select(Mrkdwn.Of));
                    // Those of causes that are merely possible are asked where the details are.
                    if (row is { Question: { } question, Standing: not Standing.Open })
                        lines.Add(Mrkdwn.Literal(question));
                }

                break;
            case Checklist checklist:
                foreach (var row in checklist.Rows)
                {
                    // Blocks say which one is next by its form.
                    var title = string.Create(CultureInfo.InvariantCulture, $"{row.Number}. {row.Title}");
                    lines.Add(Mrkdwn.Literal(row.IsNext ? texts.NextStepIs.Replace("{step}", title, StringComparison.Ordinal) : title));
                    if (row.StateWord is { } state)
                        lines.Add(Mrkdwn.Of(state));
                }

                break;
            case CheckTable table:
                lines.AddRange(table.Rows.Select(row => Mrkdwn.Literal(InWords(row))));
                break;
            case CopyText copy:
                lines.Add($"{Mrkdwn.Literal(copy.Label)}: {Mrkdwn.Literal(copy.Text)}");
                break;
            case Foldout or Transcript or Links or ButtonRow or TextInput or ChoiceInput:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, "Unknown block of a card.");
        }
    }

    /// <summary>"203.0.113.9, TCP port 25: refused".</summary>
    public static string InWords(IReadOnlyList<string> row) => row.Count < 2
        ? string.Concat(row)
        : $"{string.Join(", ", row.Take(row.Count - 1).Where(cell => cell.Length > 0))}: {row[^1]}";

    /// <summary>Whole lines only: one that was cut could end within a date.</summary>
    private static string Join(List<string> lines, int maxLength)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            if (text.Length + 1 + line.Length > maxLength - 2)
            {
                // A first line of this length holds nothing but words.
                return text.Length == 0 ? BlockLimits.Cut(line, maxLength) : text.Append("\n…").ToString();
            }

            if (text.Length > 0)
                text.Append('\n');
            text.Append(line);
        }

        return text.ToString();
    }
}
