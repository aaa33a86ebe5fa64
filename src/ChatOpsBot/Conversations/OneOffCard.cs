using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>The card of an error that becomes no case: in the terminal, and for one reader in a dialog. Nothing of it is stored.</summary>
internal static class OneOffCard
{
    /// <returns>Null when there is no error in the text.</returns>
    public static Card? Explain(string text, MailMarkup markup, string language, KnowledgeBase knowledge, CaseCardOptions options, DateTimeOffset now)
    {
        var recognized = MailErrorRecognizer.Recognize(text, markup).Errors;
        if (recognized.Count == 0 && knowledge.HasPatterns)
            recognized = knowledge.FindOwn(MessageText.AsRead(text, markup, KnowledgeBase.MostRead)) is { } own ? [own] : [];
        if (recognized.Count == 0)
            recognized = Explanation.Asked(MessageText.AsRead(text, markup, LongestQuestion), knowledge) is { } asked ? [asked] : [];
        if (recognized.Count == 0)
            return null;
        if (Explanation.Find(recognized, knowledge) is not { } explanation)
            return NoteCard.NoEntry(recognized, knowledge, Languages.Of(language));
        var opened = new CaseEvent.Opened(explanation.Entry.Id, explanation.Errors, language, new Person("reader", "")) { At = now };
        var @case = Case.From("–", new ConversationReference(new ConversationKey("none", "", ""), "{}"), [opened]);
        return CaseCard.Compose(@case, explanation.Entry, options, knowledge);
    }

    /// <summary>The same to be read only: there is no case that a press could change.</summary>
    public static Card WithoutButtons(Card card) => card with { Blocks = Strip(card.Blocks), Buttons = [], More = null };

    private const int LongestQuestion = 400;

    private static List<CardBlock> Strip(IReadOnlyList<CardBlock> blocks) =>
        [.. blocks.Where(block => block is not (ButtonRow or TextInput or ChoiceInput)).Select(Strip)];

    private static CardBlock Strip(CardBlock block) => block switch
    {
        CauseList causes => new CauseList([.. causes.Rows.Select(row => row with { Question = null, Answers = [] })]),
        Checklist steps => new Checklist([.. steps.Rows.Select(row => row with { Button = null, Details = Strip(row.Details) })]),
        Foldout foldout => foldout with { Blocks = Strip(foldout.Blocks) },
        _ => block,
    };
}
