using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>Composes the dialogs of a case from the knowledge in use.</summary>
internal sealed class DialogComposer(CurrentKnowledge knowledge, CaseCardOptions options)
{
    /// <param name="verb">One that opens a dialog about a case.</param>
    public Dialog Compose(string verb, Case @case)
    {
        var texts = Languages.Of(@case.Language);
        return (verb, knowledge.Base.Find(@case.EntryId)) switch
        {
            // The entry was withdrawn meanwhile: what its code says is still true.
            (_, null) => Withdrawn(@case, texts),
            (Verbs.More, var entry) => MoreDialog.Compose(@case, entry, options, texts),
            (Verbs.HandOff, var entry) => HandOffDialog.Compose(@case, entry, options, texts),
            (Verbs.Original, var entry) => OriginalDialog.Compose(@case, entry, options, texts),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "Opens no dialog about a case."),
        };
    }

    private static Dialog Withdrawn(Case @case, CardTexts texts) => new()
    {
        Kind = DialogKind.More,
        CaseId = @case.Id,
        Revision = @case.Version,
        Language = texts.Language,
        Title = texts.Dialogs.MoreTitle,
        Blocks = NoteCard.NoEntry(@case.Errors, texts).Blocks,
        Close = texts.Dialogs.Close,
    };
}
