using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>The views that open from a card: dialogs, and what other platforms fold.</summary>
internal static class BlockKitViews
{
    /// <summary>Callback of a view whose button at the bottom is a press like any other.</summary>
    public const string PressCallback = "press";

    /// <param name="reference">Where the card is that the dialog was opened from; comes back with every press in the view.</param>
    public static View Of(Dialog dialog, SlackReference reference)
    {
        var inputs = dialog.Blocks.SkipWhile(block => block is not (TextInput or ChoiceInput)).ToList();
        // Slack wants a button at the bottom of a view with inputs: then it is the one that follows them.
        var submit = dialog.Submit ?? (inputs.Count > 0 ? inputs.OfType<ButtonRow>().FirstOrDefault()?.Buttons[0] : null);
        // There it stands alone: twice on one view it would seem to be two.
        var shown = dialog.Submit is null && submit is not null ? [.. dialog.Blocks.Select(block => Without(block, submit)).OfType<CardBlock>()] : dialog.Blocks;
        return Modal(dialog.CaseId, dialog.Revision, dialog.Language, dialog.Title, dialog.Close, shown, submit, reference);
    }

    /// <summary>What a card's message leaves out.</summary>
    public static View DetailsOf(Card card, SlackReference reference)
    {
        var texts = SlackTexts.Of(card.Language);
        return Modal(card.CaseId, card.Revision, card.Language, texts.Details, texts.Close, Details(card), submit: null, reference);
    }

    /// <summary>Whether parts of the card open in a view: only what has a case can be composed anew when somebody asks for it.</summary>
    public static bool HasDetails(Card card) => card.CaseId.Length > 0 && Details(card).Count > 0;

    /// <summary>Everything of a card that its message leaves out, or may have to leave out.</summary>
    public static IReadOnlyList<CardBlock> Details(Card card)
    {
        List<CardBlock> details = [];
        string? heading = null;
        foreach (var block in card.Blocks)
        {
            if (block is Heading next)
                heading = next.Text;
            else if (Left(block) is { } left)
                details.AddRange(heading is null || left is Foldout ? [left] : [new Heading(heading), left]);
        }

        return details;
    }

    /// <returns>Null: nothing is left of it.</returns>
    private static CardBlock? Without(CardBlock block, CardButton button) =>
        block is not ButtonRow row || !row.Buttons.Contains(button) ? block
        : row.Buttons.Count > 1 ? row with { Buttons = [.. row.Buttons.Where(other => other != button)] }
        : null;

    /// <returns>The part of the block that a message leaves out; null: none.</returns>
    private static CardBlock? Left(CardBlock block) => block switch
    {
        Foldout => block,
        CauseList causes when causes.Rows.Sum(row => row.Reasons.Sum(reason => reason.ToString().Length)) > LongText => causes,
        CauseList causes when causes.Rows.Any(IsAskedApart) => new CauseList([.. causes.Rows.Where(IsAskedApart)]),
        Checklist list when list.Rows.Any(row => row.Details.Count > 0) => list,
        CheckTable table when table.Rows.Count > ManyRows || table.Rows.Sum(row => row.Sum(cell => cell.Length)) > LongText => table,
        _ => null,
    };

    private static bool IsAskedApart(CauseRow row) => row is { Question: not null, Standing: Standing.Open };

    private static View Modal(
        string caseId,
        long revision,
        string language,
        string title,
        string close,
        IReadOnlyList<CardBlock> shown,
        CardButton? submit,
        SlackReference reference)
    {
        return new View
        {
            Type = View.Modal,
            Title = TextObject.Plain(BlockLimits.Cut(title, BlockLimits.ViewButton)),
            Submit = submit is null ? null : TextObject.Plain(BlockLimits.Cut(submit.Label, BlockLimits.ViewButton)),
            Close = TextObject.Plain(BlockLimits.Cut(close, BlockLimits.ViewButton)),
            CallbackId = submit is null ? null : PressCallback,
            PrivateMetadata = new ViewMetadata(reference, submit is null ? null : new ButtonValue(caseId, revision, submit.Verb)).ToString(),
            Blocks = Bound(BlockKit.RenderForView(caseId, revision, language, shown), language),
        };
    }

    /// <summary>As much of it as a view holds, from the top; what is long are transcripts, and these stand last.</summary>
    private static IReadOnlyList<Block> Bound(IReadOnlyList<Block> blocks, string language)
    {
        var left = BlockLimits.TextInView;
        List<Block> bound = [];
        foreach (var block in blocks)
        {
            left -= BlockKitFolding.TextOf(block);
            if (bound.Count == BlockLimits.BlocksInView - 2 && blocks.Count > BlockLimits.BlocksInView)
                left = -1;
            if (left >= 0)
            {
                bound.Add(block);
                continue;
            }

            if (block is RichTextBlock rich && Begin(rich, left + BlockKitFolding.TextOf(block)) is { Elements.Count: > 0 } beginning)
                bound.Add(beginning);
            bound.Add(new ContextBlock([TextObject.Plain(RendererTexts.Of(language).PartsLeftOut)]));
            break;
        }

        return bound;
    }

    private static RichTextBlock Begin(RichTextBlock block, int length)
    {
        List<RichTextPart> parts = [];
        foreach (var part in block.Elements)
        {
            length -= BlockKitFolding.TextOf(part);
            if (length < 0)
                break;
            parts.Add(part);
        }

        return new RichTextBlock(parts);
    }

    /// <summary>Letters of one block above which a message may have to do without it.</summary>
    private const int LongText = 2000;

    private const int ManyRows = 15;
}
