using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>The card of an entry as somebody would get it who posts the first of its examples: for authors, no case is opened.</summary>
internal static class EntryPreview
{
    public static Card Compose(KnowledgeEntry entry, string language, KnowledgeBase knowledge, CaseCardOptions options, DateTimeOffset now)
    {
        var error = entry.Examples is [var example, ..] && (MailErrorRecognizer.Recognize(example).Primary ?? knowledge.FindOwn(example)) is { } recognized
            ? recognized
            : new MailError { Code = entry.Match.Codes is [var code, ..] ? code : null, Detail = entry.Id, QuotedLine = entry.Id };
        var opened = new CaseEvent.Opened(entry.Id, [error], language, new Person("reader", "")) { At = now };
        var @case = Case.From("preview", new ConversationReference(new ConversationKey("none", "", ""), "{}"), [opened]);
        return CaseCard.Compose(@case, entry, options, knowledge);
    }
}
