using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>The card in English, to be read only: for who doubts a translation, or speaks with somebody who reads none.</summary>
internal static class OriginalDialog
{
    public static Dialog Compose(Case @case, KnowledgeEntry entry, CaseCardOptions options, CardTexts texts)
    {
        // What the case would be after somebody chose English, which nobody did.
        var inEnglish = @case.Apply(new CaseEvent.LanguageChosen(EnglishTexts.Texts.Language, Person.Bot) { At = @case.LastEventAt });
        var card = OneOffCard.WithoutButtons(CaseCard.Compose(inEnglish, entry, options));
        return new Dialog
        {
            Kind = DialogKind.Original,
            CaseId = @case.Id,
            Revision = @case.Version,
            Language = EnglishTexts.Texts.Language,
            Title = texts.Dialogs.OriginalTitle,
            Blocks = [new Paragraph(card.Title, ParagraphStyle.Strong), .. card.Blocks],
            Close = texts.Dialogs.Close,
        };
    }
}
