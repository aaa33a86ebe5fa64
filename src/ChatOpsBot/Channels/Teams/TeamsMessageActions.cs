using System.Net;
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
        var message = Read(activity)?.MessagePayload;
        var (text, markup) = TextOf(message);
        var chosen = settings.Languages(place.Key, activity.From?.Id ?? "");
        var language = Languages.Choose(chosen.Conversation, chosen.Person, activity.Locale, LanguageGuess.Of(text), options.DefaultLanguage);
        var texts = Languages.Of(language);
        // The headline is asked last: a short question in the message is easier to read without it.
        var card = (Explain(text) ?? Explain(WithSubject(text, markup, message))) is { } explained
            ? OneOffCard.WithoutButtons(explained) with { Summary = explained.Summary }
            : NoteCard.Note(texts, texts.Commands.NothingRecognized, [new Paragraph(texts.Commands.NothingRecognizedHint), new Paragraph(texts.HelpExample, ParagraphStyle.Verbatim)]);
        return TaskModuleResponse.Show("ChatOpsBot", TeamsActivities.Fit(card));

        Card? Explain(string said) => OneOffCard.Explain(said, markup, language, knowledge.Base, cards, time.GetUtcNow());
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

    private static (string Text, MailMarkup Markup) TextOf(MessagePayload? message) => message switch
    {
        { Deleted: not true, Body: { Content: { } content } body } => (content, body.ContentType == "text" ? MailMarkup.Plain : MailMarkup.TeamsHtml),
        _ => ("", MailMarkup.Plain),
    };

    private static string WithSubject(string text, MailMarkup markup, MessagePayload? message) =>
        message is not { Deleted: not true, Subject: { Length: > 0 } subject } ? text
        : markup == MailMarkup.Plain ? $"{subject}\n{text}"
        : $"<p>{WebUtility.HtmlEncode(subject)}</p>{text}";
}
