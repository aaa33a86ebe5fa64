using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Conversations;

/// <summary>Composes the card of a case from the knowledge in use.</summary>
internal sealed class CardComposer(CurrentKnowledge knowledge, CaseCardOptions options)
{
    /// <summary>A case whose entry was withdrawn meanwhile still gets a true answer: what its code says.</summary>
    public Card Compose(Case @case) => knowledge.Base is var known && known.Find(@case.EntryId) is { } entry
        ? CaseCard.Compose(@case, entry, options, known)
        : @case.Suggested.Count > 0
        ? CommandCards.Suggest(@case, known)
        : NoteCard.NoEntry(@case.Errors, knowledge.Base, Languages.Of(@case.Language)) with { CaseId = @case.Id, Revision = @case.Version };

    /// <returns>Null for a case whose entry was withdrawn: there is nothing true to say any more.</returns>
    public Card? ComposeNote(Case @case, OwedNote note) => knowledge.Base.Find(@case.EntryId) is { } entry ? CaseCard.ComposeNote(@case, note, entry, options) : null;
}
