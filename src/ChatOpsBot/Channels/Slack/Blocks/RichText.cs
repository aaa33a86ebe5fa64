using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>Collects lines into one block of rich text, where formatting is in the structure and every word is literal.</summary>
internal sealed class RichText
{
    private readonly List<RichTextPart> parts = [];
    private List<RichTextElement> lines = [];

    public bool IsEmpty => parts.Count == 0 && lines.Count == 0;

    public RichText Line(params IEnumerable<RichTextElement> runs)
    {
        if (lines.Count > 0)
            lines.Add(new RichTextRun("\n"));
        lines.AddRange(runs);
        return this;
    }

    public RichText Line(CardText text, RichTextStyle? style = null) => Line(Runs(text, style));

    /// <summary>Monospace, as it is; a long one in several pieces, between lines where it has some.</summary>
    public RichText Verbatim(string text)
    {
        EndSection();
        foreach (var piece in Pieces(text.Length == 0 ? " " : text))
            parts.Add(new RichTextPreformatted([new RichTextRun(piece)]));
        return this;
    }

    public RichTextBlock ToBlock()
    {
        EndSection();
        return new RichTextBlock([.. parts]);
    }

    public static IEnumerable<RichTextElement> Runs(CardText text, RichTextStyle? style = null) => text.Pieces
        .Where(piece => piece is not CardText.Piece.Literal { Text.Length: 0 })
        .Select(piece => piece is CardText.Piece.Time time
            ? (RichTextElement)new RichTextDate(time.At.ToUnixTimeSeconds(), Mrkdwn.DateFormat, Mrkdwn.Fallback(time.At), style)
            : new RichTextRun(BlockLimits.Cut(((CardText.Piece.Literal)piece).Text, BlockLimits.Text), style));

    private void EndSection()
    {
        if (lines.Count > 0)
            parts.Add(new RichTextSection(lines));
        lines = [];
    }

    private static IEnumerable<string> Pieces(string text)
    {
        while (text.Length > BlockLimits.Text)
        {
            var end = text.LastIndexOf('\n', BlockLimits.Text - 1);
            if (end <= 0)
                end = char.IsHighSurrogate(text[BlockLimits.Text - 1]) ? BlockLimits.Text - 1 : BlockLimits.Text;
            yield return text[..end];
            text = text[end..].TrimStart('\n');
        }

        if (text.Length > 0)
            yield return text;
    }

    public static readonly RichTextStyle Bold = new() { Bold = true };
    public static readonly RichTextStyle Italic = new() { Italic = true };
    public static readonly RichTextStyle Code = new() { Code = true };
    public static readonly RichTextStyle Struck = new() { Strike = true };
}
