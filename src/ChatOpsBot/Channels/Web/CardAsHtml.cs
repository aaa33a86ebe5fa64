using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Channels.Web;

/// <summary>A card as a piece of a web page, to be looked at and not to be pressed: what unfolds does, buttons only show where they are.</summary>
internal static class CardAsHtml
{
    public static string Render(Card card)
    {
        var page = new Page(Languages.Of(card.Language));
        page.Open("article", $"class=\"card {card.Tone.ToString().ToLowerInvariant()}\" lang=\"{card.Language}\"");
        page.Element("h3", page.Write(card.Title));
        foreach (var block in card.Blocks)
            page.Add(block);
        page.Add(card.Buttons);
        if (card.More is { } more)
            page.Fold(more.Title, more.Blocks);
        page.Close("article");
        return page.ToString();
    }

    private sealed class Page(CardTexts texts)
    {
        private readonly StringBuilder html = new();

        public string Write(CardText text) => CardAsText.Write(text, TimeZoneInfo.Utc, texts);

        public void Open(string name, string attributes = "") => html.Append('<').Append(name).Append(attributes.Length > 0 ? " " : "").Append(attributes).Append('>');

        public void Close(string name) => html.Append("</").Append(name).Append(">\n");

        public void Element(string name, string text, string attributes = "")
        {
            Open(name, attributes);
            html.Append(HtmlEncoder.Default.Encode(text));
            Close(name);
        }

        public void Fold(string title, IReadOnlyList<CardBlock> blocks, string attributes = "")
        {
            Open("details", attributes);
            Element("summary", title);
            foreach (var block in blocks)
                Add(block);
            Close("details");
        }

        /// <summary>Nothing can be pressed here, so these are no buttons for a keyboard or a screen reader either.</summary>
        public void Add(IReadOnlyList<CardButton> buttons)
        {
            if (buttons.Count == 0)
                return;
            Open("p", "class=\"buttons\"");
            foreach (var button in buttons)
                Element("span", button.Label, button.IsPrimary ? "class=\"primary\"" : "");
            Close("p");
        }

        public void Add(CardBlock block)
        {
            switch (block)
            {
                case Heading heading:
                    Element("h4", heading.Text);
                    break;
                case Paragraph { Style: ParagraphStyle.Verbatim } verbatim:
                    Element("pre", verbatim.Text.ToString(), "tabindex=\"0\"");
                    break;
                case Paragraph paragraph:
                    Element("p", Write(paragraph.Text), paragraph.Style switch { ParagraphStyle.Strong => "class=\"strong\"", ParagraphStyle.Subtle => "class=\"subtle\"", _ => "" });
                    break;
                case Facts facts:
                    Open("dl");
                    foreach (var fact in facts.Items)
                    {
                        Element("dt", fact.Label);
                        Element("dd", Write(fact.Value));
                    }

                    Close("dl");
                    break;
                case CauseList causes:
                    Open("ul");
                    foreach (var row in causes.Rows)
                        Add(row);
                    Close("ul");
                    break;
                case Checklist checklist:
                    foreach (var row in checklist.Rows)
                        Add(row);
                    break;
                case Foldout foldout:
                    Fold(foldout.Title, foldout.Blocks);
                    break;
                case CheckTable table:
                    Add(table);
                    break;
                case Transcript transcript:
                    Element("pre", string.Join('\n', transcript.Lines.Select(line => line.Comment is { } comment ? $"{line.Said}  # {comment}" : line.Said)), "tabindex=\"0\"");
                    break;
                case Links links:
                    Open("ul", "class=\"links\"");
                    foreach (var link in links.Items)
                    {
                        Open("li");
                        Element("a", link.Label, $"href=\"{HtmlEncoder.Default.Encode(link.Url.AbsoluteUri)}\" rel=\"noreferrer noopener\" target=\"_blank\"");
                        Close("li");
                    }

                    Close("ul");
                    break;
                case CopyText copy:
                    Element("p", copy.Label, "class=\"strong\"");
                    Element("pre", copy.Text, "tabindex=\"0\"");
                    break;
                case ButtonRow row:
                    Add(row.Buttons);
                    break;
                case TextInput or ChoiceInput:
                    // Nothing can be typed or chosen here.
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(block), block, "Unknown block of a card.");
            }
        }

        public override string ToString() => html.ToString();

        private void Add(CauseRow row)
        {
            Open("li");
            Element("span", $"{row.StandingWord}:", "class=\"strong\"");
            html.Append(' ').Append(HtmlEncoder.Default.Encode(row.Text));
            foreach (var reason in row.Reasons)
                Element("p", Write(reason), "class=\"subtle\"");
            if (row.Question is { } question)
                Element("p", question);
            Add(row.Answers);
            Close("li");
        }

        private void Add(ChecklistRow row)
        {
            Open("details", row.IsNext ? "class=\"step\" open" : "class=\"step\"");
            Element("summary", string.Create(CultureInfo.InvariantCulture, $"{row.Number}. {row.Title}"));
            if (row.StateWord is { } state)
                Element("p", Write(state), "class=\"subtle\"");
            foreach (var detail in row.Details)
                Add(detail);
            if (row.Button is { } button)
                Add([button]);
            Close("details");
        }

        private void Add(CheckTable table)
        {
            Open("table");
            foreach (var (cells, name) in table.Rows.Select(cells => (cells, "td")).Prepend((table.Header, "th")))
            {
                Open("tr");
                foreach (var cell in cells)
                    Element(name, cell);
                Close("tr");
            }

            Close("table");
        }
    }
}
