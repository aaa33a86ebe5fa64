using System.Text.Json;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Installing;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Takes events, whichever way they came. What is to be answered is a row before this returns.</summary>
internal sealed partial class SlackEvents(
    SlackOptions options,
    SlackTurns turns,
    SlackEdits edits,
    SlackFiles files,
    SlackHome home,
    SlackLocales locales,
    ISlackTokens tokens,
    SlackErasure erasure,
    ClosedConversations closed,
    OwnUsers own,
    CommandsUnderWay underWay,
    SlackCalls calls,
    SettingsStore settings,
    ConversationOptions conversations,
    InboxStore inbox,
    CaseStore cases,
    TurnHandler handler,
    InboundMetrics metrics,
    TimeProvider time,
    ILogger<SlackEvents> logger)
{
    /// <param name="delivery">0 the first time, 1 to 3 when Slack repeats.</param>
    /// <exception cref="StorageException">The database cannot be written: Slack is to repeat.</exception>
    public async Task<SlackReply> AcceptAsync(EventCallback callback, int delivery)
    {
        if (callback.Type == EventCallback.UrlVerification)
            return new SlackReply.Challenge(callback.Challenge ?? "");
        if (callback.ApiAppId != options.AppId)
            return new SlackReply.Refused("OtherApp");
        switch (callback.Type)
        {
            case EventCallback.AppRateLimited:
                metrics.Received("rate limited");
                LogRateLimited(logger);
                return SlackReply.Done;
            case EventCallback.Callback when callback.Event is { ValueKind: JsonValueKind.Object } inner:
                return SlackSource.Of(callback) is not { } source ? new SlackReply.Malformed()
                    : !options.IsAllowed(source.TeamId, source.EnterpriseId) ? new SlackReply.Refused("Workspace")
                    : await AcceptAsync(inner, source.BotUser is null ? source with { BotUser = own.Of(source.Installation.Id) } : source, delivery);
            case EventCallback.Callback or null:
                return new SlackReply.Malformed();
            default:
                return Ignore("callback");
        }
    }

    private async Task<SlackReply> AcceptAsync(JsonElement inner, SlackSource source, int delivery)
    {
        var type = inner.TryGetProperty("type", out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        if (type is null)
            return new SlackReply.Malformed();
        // Others may use the same names for other things.
        if (!Known.Contains(type))
            return Ignore(type);
        // Told late of a workspace that has removed the app: nobody there could be answered, and nothing is to be kept.
        if (type is not (SlackEvent.AppUninstalled or SlackEvent.TokensRevoked) && !tokens.IsInstalled(source.Installation))
            return Ignore("not_installed");

        SlackEvent @event;
        try
        {
            @event = inner.Deserialize(InboundJson.Default.SlackEvent) ?? throw new JsonException("The event is null.");
        }
        catch (JsonException)
        {
            return new SlackReply.Malformed();
        }

        try
        {
            var concernsBot = await ActAsync(@event, source, delivery);
            metrics.Received(concernsBot ? "accepted" : "ignored");
            return SlackReply.Done;
        }
        catch (TimeoutException)
        {
            return new SlackReply.NotNow("File");
        }
    }

    /// <returns>Whether anything came of it.</returns>
    private async Task<bool> ActAsync(SlackEvent @event, SlackSource source, int delivery)
    {
        switch (@event.Type)
        {
            case SlackEvent.MessageType when @event is { Subtype: SlackEvent.MessageChanged, Message: { Subtype: SlackEvent.Tombstone, Ts: var buried } }:
                return await AcceptDeletionAsync(@event with { DeletedTs = buried }, source);
            case SlackEvent.MessageType when @event.Subtype == SlackEvent.MessageChanged:
                return await AcceptEditAsync(@event, source, delivery);
            case SlackEvent.MessageType when @event.Subtype == SlackEvent.MessageDeleted:
                return await AcceptDeletionAsync(@event, source);
            case SlackEvent.MessageType or SlackEvent.AppMention:
                return await AcceptMessageAsync(@event, source, delivery);
            case SlackEvent.MemberJoinedChannel:
                return await AcceptJoinAsync(@event, source);
            case SlackEvent.AppHomeOpened:
                return @event is { User: { Length: > 0 } person, Tab: not "messages" } && home.Open(source, person);
            case SlackEvent.AppUninstalled:
                return await ForgetAsync(source, SlackEvent.AppUninstalled);
            case SlackEvent.TokensRevoked:
                return @event.Tokens?.Bot is { Count: > 0 } && await ForgetAsync(source, SlackEvent.TokensRevoked);
            default:
                return false;
        }
    }

    private async Task<bool> AcceptJoinAsync(SlackEvent joined, SlackSource source)
    {
        if (joined is not { User: { } user, Channel: { } channel } || user != source.BotUser)
            return false;
        closed.Reopen(source.Installation.Id, channel);
        return await handler.AcceptAsync(turns.Welcome(joined, source, source.In(channel, thread: null)), CancellationToken.None);
    }

    private async Task<bool> AcceptMessageAsync(SlackEvent message, SlackSource source, int delivery)
    {
        if (message is not { Channel: { Length: > 0 } channel, Ts: { Length: > 0 } ts } || !IsToBeRead(message, source))
            return false;
        // Slack tells of a mention again, and once more, whenever its message is edited; and tells when that was.
        var edited = message.Edited?.Ts is { Length: > 0 } at ? at : null;
        var turn = turns.ReadMessage(message, source, source.In(channel, ThreadOf(message)), isEdit: edited is not null);
        if (!MayBeHeard(message, source, turn.Addressing))
            return false;
        // Whoever lets us hear can be answered again.
        closed.Reopen(source.Installation.Id, channel);
        if (SlackFiles.HasReadable(message) && MayReadFiles(turn))
            turn = await WithFileAsync(turn, message, source, delivery);
        if (edits.IsReplaced(turn.Conversation.Key, ts, edited ?? ts))
            return false;
        if (edited is not null)
            edits.Note(turn.Conversation.Key, ts, edited);
        if (turn.Addressing == Addressing.Mention)
            NoteAsker(turn.Key, turn.Person.Id, source.In(channel, thread: null));
        return await handler.AcceptAsync(InOwnLanguage(AsFirstWord(turn), source), CancellationToken.None);
    }

    /// <summary>Whoever adds the bot's name to what they wrote, or mends it for the bot, speaks to it for the first time if it never answered that message.</summary>
    private MessageTurn AsFirstWord(MessageTurn turn) =>
        turn is { IsEdit: true, Addressing: not Addressing.Overheard } && !inbox.HasKey(SlackTurns.KeysOf(turn)) && cases.OfMessage(turn.Conversation.Key, turn.MessageId) is null
            ? turn with { IsEdit = false }
            : turn;

    /// <summary>A person alone with the bot reads the language they read Slack in, unless they write another.</summary>
    private MessageTurn InOwnLanguage(MessageTurn turn, SlackSource source) =>
        turn.Addressing != Addressing.Direct ? turn
        : locales.Of(source.Installation, turn.Person.Id) is not { } locale ? turn with { IsLocaleAsked = locales.IsWorthAsking(source.Installation, turn.Person.Id) }
        : Languages.Told(conversation: null, person: null, LanguageGuess.Of(turn.Text)) is null ? turn with { Locale = locale }
        : turn;

    /// <summary>Where nothing is answered, or nothing unasked, files are nobody's business.</summary>
    private bool MayReadFiles(MessageTurn turn) => turn.Addressing switch
    {
        Addressing.Direct => true,
        Addressing.Mention => !settings.Of(turn.Conversation.Key).IsOff,
        _ => !settings.Of(turn.Conversation.Key).IsQuiet(time.GetUtcNow()),
    };

    private async Task<MessageTurn> WithFileAsync(MessageTurn turn, SlackEvent message, SlackSource source, int delivery)
    {
        try
        {
            if (await files.ReadAsync(message, source.Installation, SlackFiles.BeforeAcknowledgement, CancellationToken.None) is not { } file)
                return turn with { HasUnreadFile = true };
            // What the mail system wrote says more than what a person wrote about it; but a file may also be about something else.
            return !HasError(file, MailMarkup.Plain) && HasError(turn.Text, turn.Markup) ? turn : turn with { Text = file, Markup = MailMarkup.Plain };
        }
        catch (TimeoutException) when (delivery >= LastDelivery)
        {
            // What was said beside the file is worth an answer, and nothing comes after this.
            return turn with { HasUnreadFile = true };
        }
    }

    /// <summary>Whoever named the bot where it cannot speak is told alone how to have it there, and of which channel that is said.</summary>
    private void NoteAsker(string key, string asker, SlackConversation place) => underWay.Note(key, async () =>
    {
        var (conversation, person) = settings.Languages(place.Key, asker);
        var said = SlackPlaceTexts.Of(Languages.Choose(conversation, person, locales.Of(place.Installation, asker), ofMessage: null, conversations.DefaultLanguage));
        var message = new PostMessage { Channel = asker, Text = $"<#{place.ChannelId}>: {Mrkdwn.Literal(said.NotHereTitle)}. {Mrkdwn.Literal(said.Invite)}" };
        await calls.PostAsync(SlackReference.Of(place) with { ChannelId = asker }, (api, token, stop) => api.ChatPostMessageAsync(token, message, stop), CancellationToken.None);
    });

    private static bool HasError(string text, MailMarkup markup) => MailErrorRecognizer.Recognize(text, markup).Errors.Count > 0;

    private async Task<bool> AcceptEditAsync(SlackEvent change, SlackSource source, int delivery)
    {
        // Link previews and our own updates change messages too; only a person's edit has a new time.
        if (change is not { Channel: { Length: > 0 } channel, Message: { Ts: { Length: > 0 } ts, Edited.Ts: { Length: > 0 } edited } message, Ts: { Length: > 0 } at }
            || edited == change.PreviousMessage?.Edited?.Ts)
            return false;
        message = message with { Channel = channel, ChannelType = change.ChannelType };
        if (!IsToBeRead(message, source))
            return false;
        var edit = turns.ReadMessage(message, source, source.In(channel, ThreadOf(message)), isEdit: true);
        if (!MayBeHeard(message, source, edit.Addressing) || edits.IsReplaced(edit.Conversation.Key, ts, at))
            return false;
        // First: the message it replaces may be on its way beside it.
        edits.Note(edit.Conversation.Key, ts, at);
        edit = AsFirstWord(edit);
        if (!edit.IsEdit && SlackFiles.HasReadable(message) && MayReadFiles(edit))
            edit = await WithFileAsync(edit, message, source, delivery);
        return await handler.AcceptAsync(InOwnLanguage(edit, source), CancellationToken.None);
    }

    private async Task<bool> AcceptDeletionAsync(SlackEvent deletion, SlackSource source)
    {
        if (deletion is not { Channel: { Length: > 0 } channel, DeletedTs: { Length: > 0 } deleted, Ts: { Length: > 0 } at })
            return false;
        var turn = turns.ReadDeletion(deletion, source, source.In(channel, thread: null));
        edits.Note(turn.Conversation.Key, deleted, at);
        return await handler.AcceptAsync(turn, CancellationToken.None);
    }

    /// <summary>Whether it is something a person said. Of programs only those the operator named are read, and never this one: no loop can begin.</summary>
    private bool IsToBeRead(SlackEvent message, SlackSource source)
    {
        var app = SlackText.AppOf(message);
        if (message.User == SlackEvent.Slackbot || app == options.AppId || (message.User is { } author && (author == source.BotUser || own.IsOwn(source.Installation.Id, author))))
            return false;
        if (message.BotId is not null || message.Subtype == SlackEvent.BotMessage)
            return message.BotId is not null && app is not null && options.ReadableApps.Contains(app, StringComparer.Ordinal) && message.Subtype is null or SlackEvent.BotMessage or SlackEvent.FileShare;
        return message.User is { Length: > 0 } && message.Subtype is null or SlackEvent.FileShare or SlackEvent.ThreadBroadcast or SlackEvent.MeMessage;
    }

    /// <summary>Guests of a shared channel are heard when they speak to the bot; those of organizations that may not use it, never.</summary>
    private bool MayBeHeard(SlackEvent message, SlackSource source, Addressing addressing) =>
        source.ForeignHomeOf(message) is not { } foreign || (addressing != Addressing.Overheard && options.IsAllowed(foreign, foreign));

    /// <summary>The installation is gone, or its token is; told of both, in any order, and more than once. What was kept of it goes too.</summary>
    private async Task<bool> ForgetAsync(SlackSource source, string error)
    {
        // Told late, it is about what was before somebody installed the app again. Slack counts in whole seconds.
        if (tokens.InstalledAt(source.Installation) is { } installed && source.SentAt is { } sent && sent.ToUnixTimeSeconds() < installed.ToUnixTimeSeconds())
            return false;
        // Another workspace's news says nothing about the one token of the settings.
        var token = tokens.AreOf(source.Installation) ? await tokens.FindAsync(source.Installation, CancellationToken.None) : null;
        if (token is not null)
        {
            await tokens.ForgetAsync(source.Installation, token, error, CancellationToken.None);
            LogRemoved(logger, source.Installation.Id, error);
        }

        // Also when told again: the first time may have come to no end.
        await erasure.EraseAsync(source.Installation, CancellationToken.None);
        return token is not null;
    }

    /// <summary>An answer belongs in the thread, which is named after the message that began it. A conversation of two needs no thread.</summary>
    private static string? ThreadOf(SlackEvent message) => message.ThreadTs ?? (SlackTurns.IsDirect(message) ? null : message.Ts);

    /// <param name="what">A word of Slack's.</param>
    private SlackReply Ignore(string what)
    {
        metrics.Received("ignored");
        LogIgnored(logger, what is { Length: <= LongestLoggedWord } && what.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') ? what : "something");
        return SlackReply.Done;
    }

    private static readonly string[] Known =
    [
        SlackEvent.MessageType,
        SlackEvent.AppMention,
        SlackEvent.MemberJoinedChannel,
        SlackEvent.AppHomeOpened,
        SlackEvent.AppUninstalled,
        SlackEvent.TokensRevoked,
    ];

    /// <summary>Slack repeats three times: at once, after a minute, after five.</summary>
    private const int LastDelivery = 3;

    private const int LongestLoggedWord = 60;

    [LoggerMessage(LogLevel.Debug, "Slack: ignored {Type}.")]
    private static partial void LogIgnored(ILogger logger, string type);

    [LoggerMessage(LogLevel.Warning, "Slack holds back events: more than 30,000 in an hour came from one workspace.")]
    private static partial void LogRateLimited(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Slack: the app is no longer installed in {Installation} ({Reason}).")]
    private static partial void LogRemoved(ILogger logger, string installation, string reason);
}
