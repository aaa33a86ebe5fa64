using System.Text;
using System.Text.RegularExpressions;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>
/// The same card for whoever draws neither rich text nor tables nor points in time. Slack draws them all; emulators of Slack mostly show
/// their names in place of what they say. Sections and plain text are drawn by everybody.
/// </summary>
/// <remarks>What rich text takes literally is made literal for mrkdwn here, by the rules of <see cref="Mrkdwn"/>.</remarks>
internal static partial class SimpleBlocks
{
    public static BlockForm Form { get; } = new(Of, Of);

    public static IReadOnlyList<Block> Of(IReadOnlyList<Block> blocks)
    {
        var simple = blocks.SelectMany(Simplify).ToList();
        return simple.Count <= Math.Max(blocks.Count, BlockLimits.BlocksInMessage) ? simple : blocks;
    }

    /// <summary>Points in time as they are written where nobody can compute them.</summary>
    public static string Of(string mrkdwn) => DateMark().Replace(mrkdwn, "${said}");

    private static IEnumerable<Block> Simplify(Block block) => block switch
    {
        RichTextBlock rich => Sections(rich.Elements.SelectMany(LinesOf), rich.BlockId),
        TableBlock table => Sections(table.Rows.Select(RowOf), table.BlockId),
        SectionBlock section => [section with { Text = section.Text is { } text ? Of(text) : null, Fields = section.Fields is { } fields ? [.. fields.Select(Of)] : null }],
        ContextBlock context => [context with { Elements = [.. context.Elements.Select(Of)] }],
        _ => [block],
    };

    private static TextObject Of(TextObject text) => text.Type == TextObject.Mrkdwn ? text with { Text = Of(text.Text) } : text;

    /// <summary>As many sections as the lines need, and no line in two.</summary>
    private static IEnumerable<Block> Sections(IEnumerable<string> lines, string? blockId)
    {
        var text = new StringBuilder();
        foreach (var line in lines.Select(line => BlockLimits.Cut(line, BlockLimits.Text)))
        {
            if (text.Length > 0 && text.Length + 1 + line.Length > BlockLimits.Text)
            {
                yield return Section();
                text.Clear();
                blockId = null;
            }

            if (text.Length > 0)
                text.Append('\n');
            text.Append(line);
        }

        if (text.ToString().Trim().Length > 0)
            yield return Section();

        SectionBlock Section() => new() { BlockId = blockId, Text = TextObject.Marked(text.ToString()), Expand = true };
    }

    private static IEnumerable<string> LinesOf(RichTextPart part) => part is RichTextPreformatted
        ? string.Concat(part.Elements.Select(PlainOf)).Split('\n').Select(Code)
        : string.Concat(part.Elements.Select(MarkedOf)).Split('\n');

    private static string RowOf(IReadOnlyList<TableCell> row) => string.Join(" · ", row.Select(cell => cell switch
    {
        RichTextCell rich => string.Join(' ', rich.Elements.SelectMany(LinesOf)),
        RawTextCell raw => Mrkdwn.Literal(raw.Text),
        _ => throw new ArgumentOutOfRangeException(nameof(row), cell, "Unknown cell of a table."),
    }));

    private static string PlainOf(RichTextElement element) => element switch
    {
        RichTextRun run => run.Text,
        RichTextLink link => link.Text,
        RichTextDate date => date.Fallback,
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, "Unknown element of rich text."),
    };

    private static string MarkedOf(RichTextElement element) => element switch
    {
        RichTextRun run => Styled(run.Text, run.Style),
        RichTextLink link when LinkTarget(link.Url) is { } target => $"<{target}|{Mrkdwn.Literal(link.Text).Replace('|', '¦')}>",
        RichTextLink link => Mrkdwn.Literal(link.Text),
        // Digits and words of ours.
        RichTextDate date => Marked(date.Fallback, date.Style, isLiteral: true),
        _ => throw new ArgumentOutOfRangeException(nameof(element), element, "Unknown element of rich text."),
    };

    /// <summary>A sign of markup counts only beside a letter, and within one line.</summary>
    private static string Styled(string text, RichTextStyle? style) => string.Join('\n', text.Split('\n').Select(line =>
    {
        var said = line.Trim();
        if (said.Length == 0)
            return line;
        var at = line.IndexOf(said, StringComparison.Ordinal);
        return line[..at] + Marked(said, style) + line[(at + said.Length)..];
    }));

    private static string Marked(string said, RichTextStyle? style, bool isLiteral = false)
    {
        if (style?.Code == true)
            return Code(said);
        var marked = isLiteral ? said : Mrkdwn.Literal(said);
        if (style?.Bold == true)
            marked = $"*{marked}*";
        if (style?.Italic == true)
            marked = $"_{marked}_";
        return style?.Strike == true ? $"~{marked}~" : marked;
    }

    /// <summary>Within backticks everything but these is literal. Cut before it is marked, so that the second backtick stays.</summary>
    private static string Code(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return "";
        var escaped = line
            .Replace('`', '‵')
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);
        return $"`{BlockLimits.Cut(escaped, BlockLimits.Text - 2)}`";
    }

    /// <returns>Null: it would end the link early.</returns>
    private static string? LinkTarget(string url) => url.AsSpan().ContainsAny('|', '<', '>') ? null : url.Replace("&", "&amp;", StringComparison.Ordinal);

    [GeneratedRegex(@"<!date\^[0-9]+\^[^|>]*\|(?<said>[^>]*)>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex DateMark();
}
