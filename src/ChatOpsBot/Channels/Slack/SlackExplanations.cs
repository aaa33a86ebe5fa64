using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
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
    SlackFiles files,
    SlackLocales locales,
    AfterAcknowledgement after,
    TimeProvider time)
{
    /// <returns>Null when there is no error in the text.</returns>
    public Card? TryExplain(string text, MailMarkup markup, string language) =>
        // It has no case: a button that opens one would lead nowhere.
        OneOffCard.Explain(text, markup, language, knowledge.Base, cards, time.GetUtcNow()) is { } explained
            ? OneOffCard.WithoutButtons(explained) with { CaseId = "" }
            : null;

    /// <summary>Opens the modal for whoever used the shortcut. It has three seconds; too late, the same is said beside the message.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public void Open(InteractionPayload payload, SlackInstallation installation, SlackOptions app)
    {
        var reader = payload.User!.Id!;
        var chosen = settings.Languages(new ConversationKey(SlackConversation.ChannelName, installation.Id, payload.Channel?.Id ?? ""), reader);
        after.Do("an explanation", async () =>
        {
            var text = payload.Message is { } message ? SlackText.Whole(message, id => id == app.AppId) : "";
            // Of the reader before that of the message, which somebody else wrote.
            var language = Languages.Choose(chosen.Conversation, chosen.Person, await LocaleOfAsync(installation, reader), LanguageGuess.Of(text), conversations.DefaultLanguage);
            if (payload.Message is not null && SlackFiles.HasReadable(payload.Message))
                await ShowFileAsync(payload, payload.Message, installation, text, language);
            else if (await TryOpenAsync(payload, installation, Explain(text, language)) is null)
                await RespondAsync(payload, installation, Explain(text, language));
        });
    }

    /// <summary>A file takes longer than a trigger lasts: the modal opens without it, and follows.</summary>
    private async Task ShowFileAsync(InteractionPayload payload, SlackEvent message, SlackInstallation installation, string text, string language)
    {
        var texts = Languages.Of(language);
        var opened = await TryOpenAsync(payload, installation, NoteCard.Note(texts, SlackTexts.Of(language).ReadingFile, []));
        string? file;
        try
        {
            file = await files.ReadAsync(message, installation, SlackFiles.Unhurried, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            file = null;
        }

        // What the mail system wrote says more than what a person wrote about it.
        var card = file is null
            ? TryExplain(text, MailMarkup.SlackMrkdwn, language) ?? CommandCards.UnreadFile(texts)
            : TryExplain(file, MailMarkup.Plain, language) ?? Explain(text, language);
        if (opened?.Id is { } view)
            await views.UpdateAsync(installation, view, hash: null, Modal(card));
        else
            await RespondAsync(payload, installation, card);
    }

    /// <returns>Null: it did not open.</returns>
    private async Task<ViewState?> TryOpenAsync(InteractionPayload payload, SlackInstallation installation, Card card)
    {
        if (payload.TriggerId is not { } trigger)
            return null;
        try
        {
            return await views.OpenAsync(installation, trigger, Modal(card)) ?? new ViewState();
        }
        catch (Exception exception) when (exception is SlackApiException or ChannelException && payload.ResponseUrl is not null)
        {
            // Most of all expired_trigger_id; whatever it was, there is a second way.
            return null;
        }
    }

    private async Task RespondAsync(InteractionPayload payload, SlackInstallation installation, Card card)
    {
        if (!Uri.TryCreate(payload.ResponseUrl, UriKind.Absolute, out var address))
            return;
        var shown = BlockKit.Render(card);
        await calls.RespondAsync(installation, address, new ResponseMessage { Text = shown.Text, Blocks = shown.Blocks, ResponseType = ResponseMessage.Ephemeral, ReplaceOriginal = false }, CancellationToken.None);
    }

    /// <summary>Not for as long as Slack may take: the view has to open.</summary>
    private async Task<string?> LocaleOfAsync(SlackInstallation installation, string person)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            return await locales.FindAsync(installation, person, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private Card Explain(string text, string language) => TryExplain(text, MailMarkup.SlackMrkdwn, language) ?? Nothing(Languages.Of(language));

    private static Card Nothing(CardTexts texts) =>
        NoteCard.Note(texts, texts.Commands.NothingRecognized, [new Paragraph(texts.Commands.NothingRecognizedHint), new Paragraph(texts.HelpExample, ParagraphStyle.Verbatim)]);

    private static View Modal(Card card) => new()
    {
        Type = View.Modal,
        Title = TextObject.Plain("ChatOpsBot"),
        Close = TextObject.Plain(SlackTexts.Of(card.Language).Close),
        Blocks = [.. BlockKit.RenderForView(card.CaseId, card.Revision, card.Language, [new Heading(card.Title.ToString()), .. card.Blocks]).Take(BlockLimits.BlocksInView)],
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
}
