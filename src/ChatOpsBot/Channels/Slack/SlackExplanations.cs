using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// Explains an error to one reader: the shortcut <i>Explain mail error</i> in the menu of a message, which works also where the bot does
/// not listen or is no member, and the slash command. Nothing is posted and nothing stored.
/// </summary>
internal sealed class SlackExplanations(
    SettingsStore settings,
    CurrentKnowledge knowledge,
    CaseCardOptions cards,
    ConversationOptions conversations,
    SlackCalls calls,
    SlackViews views,
    AfterAcknowledgement after,
    TimeProvider time)
{
    /// <returns>Null when there is no error in the text.</returns>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public Card? TryExplain(string text, MailMarkup markup, ConversationKey conversation, string personId)
    {
        var chosen = settings.Languages(conversation, personId);
        var language = Languages.Choose(chosen.Conversation, chosen.Person, locale: null, LanguageGuess.Of(text), conversations.DefaultLanguage);
        // It has no case: a button that opens one would lead nowhere.
        return OneOffCard.Explain(text, markup, language, knowledge.Base, cards, time.GetUtcNow()) is { } explained
            ? OneOffCard.WithoutButtons(explained) with { CaseId = "" }
            : null;
    }

    /// <summary>Opens the modal for whoever used the shortcut. It has three seconds; too late, the same is said beside the message.</summary>
    public void Open(InteractionPayload payload, SlackInstallation installation, SlackOptions app)
    {
        var text = payload.Message is { } message ? SlackText.Of(message, id => id == app.AppId) : "";
        var conversation = new ConversationKey(SlackConversation.ChannelName, installation.Id, payload.Channel?.Id ?? "");
        var card = TryExplain(text, MailMarkup.SlackMrkdwn, conversation, payload.User!.Id!) ?? Nothing(text, conversation, payload.User.Id!);
        after.Do("an explanation", () => ShowAsync(payload, installation, card));
    }

    private async Task ShowAsync(InteractionPayload payload, SlackInstallation installation, Card card)
    {
        try
        {
            if (payload.TriggerId is { } trigger)
            {
                await views.OpenAsync(installation, trigger, Modal(card));
                return;
            }
        }
        catch (Exception exception) when (exception is SlackApiException or ChannelException && payload.ResponseUrl is not null)
        {
            // Most of all expired_trigger_id; whatever it was, there is a second way.
        }

        if (Uri.TryCreate(payload.ResponseUrl, UriKind.Absolute, out var address))
        {
            var shown = BlockKit.Render(card);
            await calls.RespondAsync(installation, address, new ResponseMessage { Text = shown.Text, Blocks = shown.Blocks, ResponseType = ResponseMessage.Ephemeral, ReplaceOriginal = false }, CancellationToken.None);
        }
    }

    private Card Nothing(string text, ConversationKey conversation, string personId)
    {
        var chosen = settings.Languages(conversation, personId);
        var texts = Languages.Of(Languages.Choose(chosen.Conversation, chosen.Person, locale: null, LanguageGuess.Of(text), conversations.DefaultLanguage));
        return NoteCard.Note(texts, texts.Commands.NothingRecognized, [new Paragraph(texts.Commands.NothingRecognizedHint), new Paragraph(texts.HelpExample, ParagraphStyle.Verbatim)]);
    }

    private static View Modal(Card card) => new()
    {
        Type = View.Modal,
        Title = TextObject.Plain("ChatOpsBot"),
        Close = TextObject.Plain(SlackTexts.Of(card.Language).Close),
        Blocks = [.. BlockKit.RenderForView(card.CaseId, card.Revision, card.Language, [new Heading(card.Title.ToString()), .. card.Blocks]).Take(BlockLimits.BlocksInView)],
    };
}
