using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>Cards without a case: help, a code nobody wrote an entry for yet, a pointer to the card above.</summary>
internal static class NoteCard
{
    /// <summary>The honest answer to a code without an entry: what its digits say, and where to look.</summary>
    public static Card NoEntry(IReadOnlyList<MailError> errors, CardTexts texts)
    {
        List<CardBlock> blocks = [];
        if (errors[0].Code is { } code)
        {
            blocks.Add(new Paragraph(texts.NoEntryMeaning));
            blocks.Add(new Paragraph(texts.CodeClasses[code.Class]));
            // Subjects above 7 are not registered (RFC 3463 §3); they say nothing that can be relied on.
            if (texts.CodeSubjects.TryGetValue(code.Subject, out var subject))
                blocks.Add(new Paragraph(subject));
            blocks.Add(new Paragraph(texts.NoEntryNext));
        }
        else
        {
            if (errors[0].Reply is { } reply)
                blocks.Add(new Paragraph(texts.CodeClasses[reply.Value / 100 is 3 ? 2 : reply.Value / 100]));
            blocks.Add(new Paragraph(texts.ReplyOnly));
        }

        blocks.Add(new Foldout(texts.OriginalLine, [new Paragraph(errors[0].QuotedLine, ParagraphStyle.Verbatim)]));
        return Note(texts, texts.NoEntryTitle.Replace("{code}", errors[0].CodeText, StringComparison.Ordinal), blocks);
    }

    /// <summary>Answers somebody who spoke to the bot about a trouble whose card is already there.</summary>
    public static Card SameTrouble(Case @case, CardTexts texts) => Note(
        texts,
        texts.SameTrouble.Replace("{code}", @case.Primary.CodeText, StringComparison.Ordinal).Replace("{count}", @case.Posts.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
        []);

    /// <summary>The trouble is back: its case was closed, and is open again.</summary>
    public static Card Again(Case @case, CardTexts texts) => Note(
        texts, texts.Again.Replace("{code}", @case.Primary.CodeText, StringComparison.Ordinal), [new Paragraph(texts.NoteSeeCard, ParagraphStyle.Subtle)]) with
    {
        Tone = CardTone.Attention,
    };

    public static Card Note(CardTexts texts, CardText title, IReadOnlyList<CardBlock> blocks) => new()
    {
        CaseId = "",
        Revision = 0,
        Language = texts.Language,
        Title = title,
        Tone = CardTone.Neutral,
        Blocks = blocks,
        Buttons = [],
        Summary = title,
    };
}
