using System.Text.Json;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Teams;

/// <summary>
/// The action <i>Explain mail error</i> in the menu of a message: works on any message, also where the bot does not listen or is no
/// member. The answer is a dialog for the one who asked; nothing is posted and nothing stored.
/// </summary>
internal sealed class TeamsMessageActions(SettingsStore settings, CurrentKnowledge knowledge, CaseCardOptions cards, ConversationOptions options, TimeProvider time)
{
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public TaskModuleResponse Answer(Activity activity, TeamsPlace place)
    {
        var (text, markup) = TextOf(Read(activity));
        var chosen = settings.Languages(place.Key, activity.From?.Id ?? "");
        var language = Languages.Choose(chosen.Conversation, chosen.Person, activity.Locale, LanguageGuess.Of(text), options.DefaultLanguage);
        var texts = Languages.Of(language);
        var card = OneOffCard.Explain(text, markup, language, knowledge.Base, cards, time.GetUtcNow()) is { } explained
            ? OneOffCard.WithoutButtons(explained) with { Summary = explained.Summary }
            : NoteCard.Note(texts, texts.Commands.NothingRecognized, [new Paragraph(texts.Commands.NothingRecognizedHint), new Paragraph(texts.HelpExample, ParagraphStyle.Verbatim)]);
        return TaskModuleResponse.Show("ChatOpsBot", TeamsActivities.Fit(card));
    }

    private static MessagingExtensionAction? Read(Activity activity)
    {
        try
        {
            return activity.Value?.Deserialize(TeamsJson.Default.MessagingExtensionAction);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Text, MailMarkup Markup) TextOf(MessagingExtensionAction? action) => action?.MessagePayload switch
    {
        { Deleted: not true, Body: { Content: { } content } body } => (content, body.ContentType == "text" ? MailMarkup.Plain : MailMarkup.TeamsHtml),
        _ => ("", MailMarkup.Plain),
    };
}
