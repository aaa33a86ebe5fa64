using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>The entry that explains a message, and its errors in the order of the card: the explained one first.</summary>
internal sealed record Explanation(KnowledgeEntry Entry, IReadOnlyList<MailError> Errors)
{
    /// <summary>
    /// The errors as they are kept: which entry each leads to is decided while the words beside its code are at hand, and of the words only
    /// that is left.
    /// </summary>
    public static IReadOnlyList<MailError> Decide(IReadOnlyList<MailError> errors, KnowledgeBase knowledge) =>
        [.. errors.Select(error => error with { EntryId = knowledge.Find(error)?.Id, Words = null })];

    /// <summary>
    /// What somebody who speaks to the bot asks about in a few words: a code, a provider's own code, or both. Nobody who only overhears may
    /// read a message so.
    /// </summary>
    /// <returns>Null when neither is named.</returns>
    public static MailError? Asked(string said, KnowledgeBase knowledge) => (AskedCode.Read(said), knowledge.FindAskedTag(said)) switch
    {
        ({ } code, { } tag) => code with { Detail = tag, QuotedLine = $"{code.QuotedLine} {tag}" },
        ({ } code, null) => code,
        (null, { } tag) => new MailError { Detail = tag, QuotedLine = tag },
        _ => null,
    };

    /// <summary>What stands for the error of somebody who named an entry and posted none.</summary>
    public static MailError StandIn(KnowledgeEntry entry) => new()
    {
        Code = entry.Match.Codes is [var code, ..] ? code : null,
        Detail = entry.Match.Codes.Count == 0 ? entry.Id : null,
        EntryId = entry.Id,
        QuotedLine = entry.Id,
    };

    /// <summary>What stands for the error while nobody has said which one it is.</summary>
    public static MailError Nothing { get; } = new() { QuotedLine = "" };

    /// <returns>Null when nobody wrote an entry for any of the errors.</returns>
    public static Explanation? Find(IReadOnlyList<MailError> errors, KnowledgeBase knowledge)
    {
        foreach (var error in errors)
        {
            if (knowledge.Find(error) is { } entry)
                return new Explanation(entry, [error, .. errors.Where(other => !ReferenceEquals(other, error))]);
        }

        return null;
    }
}
