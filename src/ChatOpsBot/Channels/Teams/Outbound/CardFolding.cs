using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Makes a card smaller part by part, in the order in which people miss them least: transcripts, other folded parts, the details of
/// steps that are not next, long tables, reasons. The card says that it was done.
/// </summary>
internal static class CardFolding
{
    /// <summary>The card in ever smaller versions. The last one always fits: a title, a sentence and the main buttons.</summary>
    public static IEnumerable<Card> Smaller(Card card)
    {
        var note = RendererTexts.Of(card.Language).PartsLeftOut;
        foreach (var foldout in card.Blocks.OfType<Foldout>().OrderBy(Worth).ThenByDescending(Weight).ToList())
        {
            card = card with { Blocks = [.. card.Blocks.Where(block => block != foldout)] };
            yield return Noted(card, note);
        }

        card = card with { Blocks = [.. card.Blocks.Select(block => block is Checklist list ? WithoutDetails(list, row => !row.IsNext) : block)] };
        yield return Noted(card, note);
        card = card with { Blocks = [.. card.Blocks.Select(block => block is CheckTable table ? table with { Rows = [.. table.Rows.Take(MaxRows)] } : block)] };
        yield return Noted(card, note);
        card = card with { Blocks = [.. card.Blocks.Select(block => block is CauseList causes ? causes with { Rows = [.. causes.Rows.Select(row => row with { Reasons = [] })] } : block)] };
        yield return Noted(card, note);
        card = card with { Blocks = [.. card.Blocks.Select(block => block is Checklist list ? WithoutDetails(list, _ => true) : block)] };
        yield return Noted(card, note);

        yield return Noted(Bare(card), note);
    }

    /// <summary>The dialog without its heaviest part of those that matter least; null when there is no part left that could go.</summary>
    public static Dialog? Smaller(Dialog dialog)
    {
        if (dialog.Blocks.Where(IsSpare).OrderBy(block => block is Foldout ? 0 : 1).ThenByDescending(Weight).FirstOrDefault() is not { } spare)
            return null;
        var note = new Paragraph(RendererTexts.Of(dialog.Language).PartsLeftOut, ParagraphStyle.Subtle);
        return dialog with { Blocks = [.. dialog.Blocks.Where(block => block != spare && block != note), note] };

        bool IsSpare(CardBlock block) => block is Foldout or CheckTable or CauseList or Checklist
            || (block is Paragraph paragraph && paragraph.Text.ToString() != RendererTexts.Of(dialog.Language).PartsLeftOut);
    }

    /// <summary>Never between the halves of a character.</summary>
    public static string Cut(string text, int length) => text.Length <= length
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1), "…");

    private static Card Bare(Card card) => card with
    {
        Title = Cut(card.Title.ToString(), MaxTitle),
        Summary = Cut(card.Summary.ToString(), MaxTitle),
        Blocks = [.. card.Blocks.OfType<Paragraph>().Take(1).Select(paragraph => paragraph with { Text = Cut(paragraph.Text.ToString(), MaxSentence) })],
        Buttons = [.. card.Buttons.Take(MaxButtons).Select(button => button with { Label = Cut(button.Label, MaxTitle), Hint = null })],
        More = null,
    };

    private static Card Noted(Card card, string note) => card with { Blocks = [.. card.Blocks, new Paragraph(note, ParagraphStyle.Subtle)] };

    private static Checklist WithoutDetails(Checklist list, Func<ChecklistRow, bool> isFolded) =>
        new([.. list.Rows.Select(row => isFolded(row) ? row with { Details = [] } : row)]);

    /// <summary>Transcripts and quoted lines stand elsewhere too; steps with their buttons do not.</summary>
    private static int Worth(Foldout foldout) =>
        foldout.Blocks.Any(block => block is Transcript or Paragraph { Style: ParagraphStyle.Verbatim }) ? 0
        : foldout.Blocks.Any(block => block is Checklist or ButtonRow or TextInput) ? 2
        : 1;

    /// <summary>Letters, about.</summary>
    private static int Weight(CardBlock block) => block switch
    {
        Foldout foldout => foldout.Blocks.Sum(Weight),
        Paragraph paragraph => paragraph.Text.ToString().Length,
        Checklist list => list.Rows.Sum(row => row.Title.Length + row.Details.Sum(Weight)),
        CheckTable table => table.Rows.Sum(row => row.Sum(cell => cell.Length)),
        Transcript transcript => transcript.Lines.Sum(line => line.Said.Length + (line.Comment?.Length ?? 0)),
        Links links => links.Items.Sum(link => link.Label.Length + link.Url.OriginalString.Length),
        _ => SmallBlock,
    };

    private const int SmallBlock = 100;
    private const int MaxRows = 20;
    private const int MaxTitle = 300;
    private const int MaxSentence = 1000;
    private const int MaxButtons = 3;
}
