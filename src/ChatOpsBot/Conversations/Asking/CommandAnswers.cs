using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>Does what a command asks for and says so. A second try of the same message does the same again and changes nothing more.</summary>
internal sealed class CommandAnswers(CaseStore cases, SettingsStore settings, CurrentKnowledge knowledge, DialogComposer dialogs, CaseReports reports, ConversationOptions options, TimeProvider time)
{
    /// <summary>
    /// Whether the answer concerns nobody but the one who asked: how the bot is used, and what would have to be said otherwise. What changes
    /// something for all, tells of open cases or may explain an error is everybody's.
    /// </summary>
    public static bool IsForAsker(ChatCommand? command) => command is
        null or ChatCommand.Help or ChatCommand.Privacy or ChatCommand.Settings or ChatCommand.Show or ChatCommand.UnreadFile
        or ChatCommand.Language { Tag: null } or ChatCommand.Check { Target: null } or ChatCommand.CheckNot or ChatCommand.Gone or ChatCommand.Unclear
        || command is ChatCommand.Say { Word: var word } && CaseWishes.IsForAsker(word);

    /// <param name="item">A message with a command that is answered by a note: all but a check of a named server.</param>
    public async Task<Card> AnswerAsync(InboxItem item, CancellationToken cancellationToken)
    {
        var texts = Languages.Of(item.Language);
        var key = item.Conversation.Key;
        switch (item.Command)
        {
            case ChatCommand.Help:
                return CommandCards.Help(texts);
            case null:
                return CommandCards.Unclear("", hasCase: false, texts);
            case ChatCommand.Unclear unclear:
                return CommandCards.Unclear(unclear.Server, hasCase: reports.OpenOf(key).Count > 0, texts);
            case ChatCommand.Check:
                return await reports.LookAsync(item, cancellationToken) ?? CommandCards.CheckNeedsServer(texts);
            case ChatCommand.CheckNot refused:
                return CommandCards.CheckNot(refused, texts);
            case ChatCommand.Status:
                return CommandCards.Status(reports.OpenOf(key), @case => CaseCard.HeadlineOf(@case, knowledge.Base.Find(@case.EntryId), texts), texts);
            case ChatCommand.Say say:
                return await reports.AnswerAsync(item, say, cancellationToken);
            case ChatCommand.Mute or ChatCommand.Unmute or ChatCommand.Listen when item.Addressing == Addressing.Direct:
                return CommandCards.NothingToMute(texts);
            case ChatCommand.Mute mute:
                // From when it was said, so that a second try means the same time.
                var until = item.ReceivedAt + mute.For;
                await settings.SetMutedAsync(key, until, cancellationToken);
                return NotListening(item, texts) ?? CommandCards.Muted(until, texts);
            case ChatCommand.Unmute:
                await settings.SetMutedAsync(key, until: null, cancellationToken);
                return NotListening(item, texts) ?? CommandCards.Unmuted(texts);
            case ChatCommand.Listen listen:
                await settings.SetListensAsync(key, listen.On, cancellationToken);
                return CommandCards.Listening(listen.On, texts);
            case ChatCommand.Language { Tag: { } tag } when Languages.Known(tag) is { } language:
                await settings.SetLanguageAsync(key, item.Person.Id, language, cancellationToken);
                await reports.SpeakAsync(item, language, cancellationToken);
                return CommandCards.LanguageSet(Languages.Of(language));
            case ChatCommand.Language:
                return CommandCards.LanguageChoices(texts);
            case ChatCommand.Show { Verb: not Verbs.Settings } show:
                return cases.Find(show.CaseId) is { } @case && @case.Conversation.Key == key
                    ? CommandCards.Shown(dialogs.Compose(show.Verb, @case))
                    : NoteCard.Note(texts, texts.PressedTooLate, []);
            case ChatCommand.Settings or ChatCommand.Show:
                return SettingsOf(settings.Of(key), item, texts);
            case ChatCommand.Gone:
                return NoteCard.Note(texts, texts.PressedTooLate, []);
            case ChatCommand.UnreadFile:
                return CommandCards.UnreadFile(texts);
            case ChatCommand.Privacy:
                return CommandCards.Privacy(texts);
            default:
                throw new ArgumentOutOfRangeException(nameof(item), item.Command, "Unknown command.");
        }
    }
    /// <summary>A mute begins or ends nothing where errors are not answered unasked at all: how it stands there is said instead.</summary>
    private Card? NotListening(InboxItem item, CardTexts texts) => settings.Of(item.Conversation.Key) is { Listens: false } chosen ? SettingsOf(chosen, item, texts) : null;

    private Card SettingsOf(ConversationSettings chosen, InboxItem item, CardTexts texts) => CommandCards.Settings(chosen, item.Addressing, options, time.GetUtcNow(), texts);
}
