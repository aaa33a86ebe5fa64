using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>
/// Keeps a message within Slack's limits by leaving out part after part, in the order in which people miss them least; the view with
/// the details has them all. The message says that it was done.
/// </summary>
internal static class BlockKitFolding
{
    public static BlockKitMessage Fit(Card card, TableForm tables)
    {
        var hasDetails = BlockKitViews.HasDetails(card);
        var words = CardInWords.Of(card);
        var whole = BlockKit.RenderWhole(card, tables, hasDetails);
        return Fits(whole) ? new BlockKitMessage(words, whole) : new BlockKitMessage(words, FirstThatFits(Smaller(card), tables, hasDetails), IsFolded: true);
    }

    /// <summary>A smaller message after Slack found one too large although it was counted.</summary>
    public static BlockKitMessage Compact(Card card) => new(
        CardInWords.Of(card, BlockLimits.TopLevelText / 2),
        FirstThatFits(Smaller(card).Skip(CompactFrom), TableForm.Lines, BlockKitViews.HasDetails(card)),
        IsFolded: true);

    private static IReadOnlyList<Block> FirstThatFits(IEnumerable<Card> smaller, TableForm tables, bool hasDetails) =>
        smaller.Select(card => BlockKit.RenderWhole(card, tables, hasDetails)).First(Fits);

    private static bool Fits(IReadOnlyList<Block> blocks) =>
        blocks.Count <= BlockLimits.BlocksInMessage
        && blocks.Sum(TextOf) <= BlockLimits.TextInMessage
        && blocks.OfType<TableBlock>().Count() <= 1
        && blocks.OfType<TableBlock>().All(Fits);

    /// <summary>The last one always fits: a title, a sentence and the main buttons.</summary>
    private static IEnumerable<Card> Smaller(Card card)
    {
        card = WithoutDetails(card);
        yield return Noted(card);
        card = WithShortTable(card, rows: 40);
        yield return Noted(card);
        card = WithShortTable(card, rows: 20);
        yield return Noted(card);
        card = WithoutReasons(card);
        yield return Noted(card);
        card = WithShortTable(card, rows: 10);
        yield return Noted(card);
        card = card with { Blocks = [.. card.Blocks.Where(block => block is not CheckTable)] };
        yield return Noted(card);
        yield return Noted(Bare(card));
    }

    private static Card WithoutDetails(Card card) => card with
    {
        Blocks = [.. card.Blocks.Select(block => block is Checklist list ? new Checklist([.. list.Rows.Select(row => row with { Details = [] })]) : block)],
    };

    private static Card WithShortTable(Card card, int rows) => card with
    {
        Blocks = [.. card.Blocks.Select(block => block is CheckTable table ? table with { Rows = [.. table.Rows.Take(rows).Select(Short)] } : block)],
    };

    private static IReadOnlyList<string> Short(IReadOnlyList<string> row) => [.. row.Take(BlockLimits.TableColumns).Select(cell => BlockLimits.Cut(cell, MaxCell))];

    private static Card WithoutReasons(Card card) => card with
    {
        Blocks = [.. card.Blocks.Select(block => block is CauseList causes ? new CauseList([.. causes.Rows.Select(row => row with { Reasons = [] })]) : block)],
    };

    private static Card Bare(Card card) => card with
    {
        Title = BlockLimits.Cut(card.Title.ToString(), BlockLimits.Header - 3),
        Blocks = [.. card.Blocks.OfType<Paragraph>().Take(1).Select(paragraph => paragraph with { Text = BlockLimits.Cut(paragraph.Text.ToString(), MaxSentence) })],
        Buttons = [.. card.Buttons.Take(MaxButtons)],
    };

    private static Card Noted(Card card)
    {
        var note = card.CaseId.Length > 0 ? SlackTexts.Of(card.Language).SeeDetails : RendererTexts.Of(card.Language).PartsLeftOut;
        return card with { Blocks = [.. card.Blocks, new Paragraph(note, ParagraphStyle.Subtle)] };
    }

    private static bool Fits(TableBlock table) =>
        table.Rows.Count <= BlockLimits.TableRows
        && table.Rows.All(row => row.Count <= BlockLimits.TableColumns)
        && TextOf(table) <= BlockLimits.TableText;

    public static int TextOf(Block block) => block switch
    {
        HeaderBlock header => header.Text.Text.Length,
        SectionBlock section => (section.Text?.Text.Length ?? 0) + (section.Fields?.Sum(field => field.Text.Length) ?? 0) + TextOf(section.Accessory),
        ContextBlock context => context.Elements.Sum(element => element.Text.Length),
        ActionsBlock actions => actions.Elements.Sum(TextOf),
        InputBlock input => input.Label.Text.Length,
        RichTextBlock rich => rich.Elements.Sum(TextOf),
        TableBlock table => table.Rows.Sum(row => row.OfType<RichTextCell>().Sum(cell => cell.Elements.Sum(TextOf))),
        _ => 0,
    };

    private static int TextOf(BlockElement? element) => element is ButtonElement button ? button.Text.Text.Length : 0;

    public static int TextOf(RichTextPart part) => part.Elements.Sum(element => element switch
    {
        RichTextRun run => run.Text.Length,
        RichTextLink link => link.Text.Length + link.Url.Length,
        RichTextDate date => date.Fallback.Length,
        _ => 0,
    });

    /// <summary>Without details, reasons and table.</summary>
    private const int CompactFrom = 5;

    private const int MaxCell = 120;
    private const int MaxSentence = 1000;
    private const int MaxButtons = 5;
}
