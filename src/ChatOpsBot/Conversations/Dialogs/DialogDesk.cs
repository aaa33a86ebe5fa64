using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations.Dialogs;

/// <summary>
/// Opens dialogs and takes what is pressed in them, for every platform that has dialogs. Nothing here waits for anybody: a platform shows
/// a dialog only within seconds of the press.
/// </summary>
internal sealed class DialogDesk(
    TurnHandler handler,
    CaseStore cases,
    SettingsStore settings,
    DialogComposer composer,
    ConversationOptions options,
    TimeProvider time)
{
    /// <summary>What a press on a button with such a verb shows (<see cref="Verbs.OpensDialog"/>).</summary>
    /// <exception cref="ArgumentException">The verb opens no dialog.</exception>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public DialogOutcome Open(ActionTurn press)
    {
        var verb = Verbs.Split(press.Verb).Verb;
        if (!Verbs.OpensDialog(verb))
            throw new ArgumentException($"\"{verb}\" opens no dialog.", nameof(press));
        var @case = FindCase(press);
        if (verb == Verbs.Settings)
            return new DialogOutcome.Show(SettingsDialog.Compose(@case?.Id ?? "", settings.Of(press.Conversation.Key), press.IsDirect, time.GetUtcNow(), @case is null ? TextsFor(press) : Languages.Of(@case.Language)));
        return @case is null ? Gone(press) : new DialogOutcome.Show(composer.Compose(verb, @case));
    }

    /// <summary>What a press in a dialog does, by the same way as one on the card, and what is shown then.</summary>
    /// <exception cref="StorageException">The database cannot be read or written.</exception>
    public async Task<DialogOutcome> SubmitAsync(ActionTurn press, CancellationToken cancellationToken)
    {
        var verb = Verbs.Split(press.Verb).Verb;
        if (Verbs.OpensDialog(verb))
            return Open(press);
        if (verb == Verbs.SaveSettings)
        {
            await SaveSettingsAsync(press, cancellationToken);
            return new DialogOutcome.Closed();
        }

        if (await handler.ApplyAsync(press, cancellationToken) is null || FindCase(press) is not { } @case)
            return Gone(press);
        // What concerns steps is often pressed for several of them in a row.
        var goesOn = verb is Verbs.StepNotOurCase or Verbs.StepStuck or Verbs.StepUndo or Verbs.AnswerYes or Verbs.AnswerNo or Verbs.Language
            || (verb == Verbs.RunChecks && @case.RefusedTarget is not null);
        return goesOn ? new DialogOutcome.Show(composer.Compose(Verbs.More, @case)) : new DialogOutcome.Closed();
    }

    private async Task SaveSettingsAsync(ActionTurn press, CancellationToken cancellationToken)
    {
        var key = press.Conversation.Key;
        var before = settings.Of(key);
        var after = SettingsDialog.Read(press.Inputs, before, time.GetUtcNow());
        await settings.SaveAsync(key, press.Person.Id, after, cancellationToken);
        // The card it was opened from speaks the language that was chosen there.
        if (after.Language is { } language && FindCase(press) is { } @case && @case.Language != language)
            await handler.ApplyAsync(press with { Verb = Verbs.With(Verbs.Language, language), Key = $"{press.Key}|{language}" }, cancellationToken);
    }

    /// <returns>Null for a case of another conversation too.</returns>
    private Case? FindCase(ActionTurn press) => press.CaseId.Length > 0 && cases.Find(press.CaseId) is { } @case && @case.Conversation.Key == press.Conversation.Key ? @case : null;

    private DialogOutcome.Gone Gone(ActionTurn press) => new(TextsFor(press).PressedTooLate);

    private CardTexts TextsFor(ActionTurn press)
    {
        var (conversation, person) = settings.Languages(press.Conversation.Key, press.Person.Id);
        return Languages.Of(Languages.Choose(conversation, person, locale: null, ofMessage: null, options.DefaultLanguage));
    }
}
