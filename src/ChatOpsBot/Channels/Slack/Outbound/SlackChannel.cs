using System.Globalization;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Channels.Slack.Sockets;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Speaks in Slack.</summary>
/// <remarks>
/// Slack has no key that makes a message once only. A message of which it is not known whether it was posted, be it that Slack did not
/// answer or that the bot was killed meanwhile, is looked up by the mark it carries; where that cannot be done it is posted at most once
/// more, not before five seconds have passed.
/// </remarks>
internal sealed class SlackChannel(
    SlackCalls calls,
    SlackRefusals refusals,
    ClosedConversations closed,
    SlackPosts posts,
    OwnUsers own,
    ISlackTokens tokens,
    SocketHealth sockets,
    SlackLocales locales,
    CommandsUnderWay commands,
    SlackMetrics metrics,
    TimeProvider time,
    ILogger<SlackChannel> log) : IChannel
{
    // Installations that take no table.
    private readonly Marks<bool> withoutTables = new(time, TimeSpan.FromDays(1), Capacity);

    private readonly DateTimeOffset began = time.GetUtcNow();

    public string Name => SlackConversation.ChannelName;

    public TimeSpan UpdateInterval { get; } = TimeSpan.FromSeconds(3);

    public string? Trouble => (tokens.Trouble, sockets.Trouble) switch
    {
        ({ } speaking, { } hearing) => $"{speaking} {hearing}",
        var (speaking, hearing) => speaking ?? hearing,
    };

    public TimeSpan? ClosedFor(ConversationReference conversation) => calls.PostsClosedFor(Read(conversation));

    /// <returns>The message's <c>ts</c>; empty when Slack told none, so that the card stays as it is.</returns>
    public async Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken)
    {
        var to = Read(conversation);
        if (await BeforeAsync(to, delivery) is { } before && (before.Ts ?? await FindPostedAsync(to, delivery, before, cancellationToken)) is { } known)
            return known;

        var isNoted = false;
        try
        {
            var posted = await ShapeAsync(to, card, message => calls.PostAsync(to, PostAsync(message), cancellationToken));
            own.Note(to.InstallationId, posted.Message?.User);
            var ts = posted.Ts ?? "";
            if (isNoted)
                await posts.ArrivedAsync(delivery.Key, ts);
            return ts;
        }
        catch (SlackApiException refusal) when (refusal.MayBeDone)
        {
            metrics.Uncertain();
            // Not cancelled with the bot: the next one must know.
            await posts.UncertainAsync(delivery, to.InstallationId);
            cancellationToken.ThrowIfCancellationRequested();
            throw ChannelException.Transient(refusal.Message, refusal.RetryAfter > OneMoreAfter ? refusal.RetryAfter : OneMoreAfter, refusal);
        }
        catch (Exception refusal) when (refusal is SlackApiException or ChannelException)
        {
            if (isNoted)
                await posts.RefusedAsync(delivery.Key);
            cancellationToken.ThrowIfCancellationRequested();
            var failure = refusal is SlackApiException answered ? refusals.Translate(to, answered) : (ChannelException)refusal;
            if (failure.IsPermanent && IsClosed(to))
                commands.Tell(delivery.Key);
            throw failure;
        }

        // Written down only when it really goes: not while it waits for its place. Of the first try the inbox knows.
        SlackCall<ChatResponse> PostAsync(BlockKitMessage message) => async (api, token, stop) =>
        {
            if (!isNoted && delivery.Before != EarlierTries.None)
            {
                await posts.LeavesAsync(delivery.Key, to.InstallationId, stop);
                isNoted = true;
            }

            return await api.ChatPostMessageAsync(token, PostOf(to, card, delivery.Key, message), stop);
        };
    }

    /// <returns>What is known of earlier posts of this message; null: there was none.</returns>
    private async Task<SlackPost?> BeforeAsync(SlackReference to, Delivery delivery) => delivery.Before switch
    {
        EarlierTries.None => null,
        EarlierTries.Ended => posts.Find(delivery.Key),
        // Before this bot began, by one that did not live to tell.
        _ => posts.Find(delivery.Key) ?? await posts.LostAsync(delivery, to.InstallationId, began),
    };

    public string? ThreadOf(ConversationReference conversation) => Read(conversation).ThreadTs;

    public Task<string?> FindLocaleAsync(ConversationReference conversation, string personId, CancellationToken cancellationToken) =>
        locales.FindAsync(Read(conversation).Installation, personId, cancellationToken);

    public string? NameOf(ConversationReference conversation, string personId)
    {
        var installation = Read(conversation).Installation;
        return locales.NameOf(installation, personId) ?? (locales.IsWorthNaming(installation, personId) ? null : Person.Unnamed);
    }

    public async Task<string?> FindNameAsync(ConversationReference conversation, string personId, CancellationToken cancellationToken) =>
        await locales.FindNameAsync(Read(conversation).Installation, personId, cancellationToken) ?? Person.Unnamed;

    public async Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken)
    {
        if (messageId.Length == 0)
            throw ChannelException.Permanent("Slack told no ts when this card was posted, so it cannot be updated. Its buttons work.");
        var to = Read(conversation);
        try
        {
            await ShapeAsync(to, card, message => calls.UpdateAsync(
                to,
                IsInterim(card),
                (api, token, stop) => api.ChatUpdateAsync(token, new UpdateMessage { Channel = to.ChannelId, Ts = messageId, Text = message.Text, Blocks = message.Blocks }, stop),
                cancellationToken));
        }
        catch (SlackApiException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw refusals.Translate(to, refusal);
        }
    }

    /// <summary>Says something that only one person sees, such as help or a refusal; where Slack does not let that happen, in the direct message with them.</summary>
    /// <remarks>Nothing of it can be looked up: a try whose answer got lost may say it twice, to one person.</remarks>
    public async Task WhisperAsync(ConversationReference conversation, Person to, Card card, Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await WhisperAsync(conversation, to.Id, card, cancellationToken);
        }
        catch (ChannelException failure) when (failure.IsPermanent && IsClosed(Read(conversation)))
        {
            commands.Tell(delivery.Key);
            throw;
        }
    }

    public async Task WhisperAsync(ConversationReference conversation, string personId, Card card, CancellationToken cancellationToken)
    {
        var to = Read(conversation);
        try
        {
            await ShapeAsync(to, card, message => WhisperAsync(to, personId, message, cancellationToken));
        }
        catch (SlackApiException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw refusals.Translate(to, refusal);
        }
    }

    private async Task<SlackResponse> WhisperAsync(SlackReference to, string personId, BlockKitMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.AskAsync(
                to.Installation,
                "chat.postEphemeral",
                (api, token, stop) => api.ChatPostEphemeralAsync(token, new PostEphemeral { Channel = to.ChannelId, User = personId, ThreadTs = to.ThreadTs, Text = message.Text, Blocks = message.Blocks }, stop),
                cancellationToken);
        }
        catch (SlackApiException refusal) when (refusal.Code == SlackErrors.UserNotInChannel)
        {
            // Posted to a person, a message arrives in the direct message with them.
            var direct = to with { ChannelId = personId, ThreadTs = null };
            return await calls.PostAsync(direct, (api, token, stop) => api.ChatPostMessageAsync(token, new PostMessage { Channel = personId, Text = message.Text, Blocks = message.Blocks }, stop), cancellationToken);
        }
    }

    /// <summary>When Slack does not say what it took, one more try is all there is, and not before it was looked whether the first one arrived.</summary>
    /// <returns>The message's <c>ts</c>; null: it may be posted once more.</returns>
    private async Task<string?> FindPostedAsync(SlackReference to, Delivery delivery, SlackPost before, CancellationToken cancellationToken)
    {
        // What was on its way may take a moment to be seen.
        var early = before.At + OneMoreAfter - time.GetUtcNow();
        if (early > TimeSpan.Zero)
            throw ChannelException.Transient("Slack did not say whether it took this message.", early);
        var (posted, couldLook) = await LookUpAsync(to, delivery.Key, before, cancellationToken);
        if (posted is not null)
        {
            metrics.Found();
            LogFound(log, null);
            await posts.ArrivedAsync(delivery.Key, posted);
            return posted;
        }

        var tries = before.Tries;
        if (before.IsOpen)
        {
            metrics.Uncertain();
            // However often the bot is killed: what Slack shows it not to have taken costs no try, what cannot be seen costs one.
            if (!couldLook)
            {
                tries++;
                await posts.UncertainAsync(delivery, to.InstallationId);
            }
        }

        if (tries >= MaxTries)
            throw ChannelException.Permanent("Slack never said whether it took this message. It may stand in the conversation; it is not posted again.");
        metrics.Repeated(couldLook);
        if (couldLook)
            LogOneMore(log, null);
        else
            LogOneMoreBlindly(log, null);
        return null;
    }

    /// <returns>The message's <c>ts</c>, or null; and whether Slack let the bot look.</returns>
    private async Task<(string? Ts, bool CouldLook)> LookUpAsync(SlackReference to, string deliveryKey, SlackPost before, CancellationToken cancellationToken)
    {
        var oldest = string.Create(CultureInfo.InvariantCulture, $"{(before.FirstAt - Earlier).ToUnixTimeSeconds()}.000000");
        try
        {
            var history = to.ThreadTs is { } thread
                ? await calls.AskAsync(to.Installation, "conversations.replies", (api, token, stop) => api.ConversationsRepliesAsync(token, to.ChannelId, thread, oldest, stop), cancellationToken)
                : await calls.AskAsync(to.Installation, "conversations.history", (api, token, stop) => api.ConversationsHistoryAsync(token, to.ChannelId, oldest, stop), cancellationToken);
            return (history.Messages?.FirstOrDefault(message => DeliveryMark.IsOn(message, deliveryKey))?.Ts, CouldLook: true);
        }
        catch (SlackApiException refusal) when (SlackRetry.IsStumble(refusal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ChannelException.Transient("Slack does not answer yet.", AskAgainAfter, refusal);
        }
        catch (SlackApiException refusal)
        {
            // Without the right to read, nobody can know; the one more try is all there is.
            LogCannotLookUp(log, refusal.Code ?? "", null);
            return (null, CouldLook: false);
        }
    }

    /// <summary>When Slack does not take the form of a message, it goes again in a simpler one: without its table, then smaller or as words alone.</summary>
    private async Task<T> ShapeAsync<T>(SlackReference to, Card card, Func<BlockKitMessage, Task<T>> send)
    {
        if (closed.ReasonOf(to.InstallationId, to.ChannelId) is { } reason)
            throw ChannelException.Permanent(reason);
        if (to.IsShared)
            card = SharedSight.Of(card);
        var message = BlockKit.Render(card, withoutTables.TryGet(to.InstallationId, out _) ? TableForm.Lines : TableForm.Table);
        if (message.IsFolded)
            metrics.Folded();
        try
        {
            return await send(message);
        }
        catch (SlackApiException refusal) when (Simpler(to, card, message, refusal) is { } simpler)
        {
            try
            {
                return await send(simpler);
            }
            catch (SlackApiException again) when (IsOfForm(again) && simpler.Blocks.Count > 0)
            {
                LogForm(log, again.Code!, string.Join("; ", again.Details), null);
                return await send(Words(card));
            }
        }
    }

    /// <returns>Null: the refusal was not about the form.</returns>
    private BlockKitMessage? Simpler(SlackReference to, Card card, BlockKitMessage message, SlackApiException refusal)
    {
        if (!IsOfForm(refusal))
            return null;
        LogForm(log, refusal.Code!, string.Join("; ", refusal.Details), null);
        metrics.Folded();
        if (refusal.Code is SlackErrors.MessageTooLong or SlackErrors.BlocksTooLong)
            return BlockKitFolding.Compact(card);
        if (!IsAboutTable(refusal, message))
            return Words(card);
        withoutTables.Set(to.InstallationId, true);
        return BlockKit.Render(card, TableForm.Lines);
    }

    private bool IsClosed(SlackReference to) => closed.ReasonOf(to.InstallationId, to.ChannelId) is not null;

    private static bool IsOfForm(SlackApiException refusal) => refusal.Code is
        SlackErrors.MessageTooLong or SlackErrors.BlocksTooLong or SlackErrors.InvalidBlocks or SlackErrors.InvalidBlocksFormat or SlackErrors.BlockMismatch or SlackErrors.InvalidAttachments;

    /// <summary>A table is the newest of our blocks, and an attachment is what Slack makes of it.</summary>
    private static bool IsAboutTable(SlackApiException refusal, BlockKitMessage message)
    {
        var table = message.Blocks.ToList().FindIndex(block => block is TableBlock);
        return table >= 0 && (refusal.Code == SlackErrors.InvalidAttachments || refusal.Details.Any(detail => IsIn(detail, string.Create(CultureInfo.InvariantCulture, $"/blocks/{table}"))));
    }

    private static bool IsIn(string detail, string path) => detail.Split(' ')[0] is var place && (place == path || place.StartsWith(path + "/", StringComparison.Ordinal));

    private static BlockKitMessage Words(Card card) => new(CardInWords.Of(card), [], IsFolded: true);

    private static PostMessage PostOf(SlackReference to, Card card, string deliveryKey, BlockKitMessage message) => new()
    {
        Channel = to.ChannelId,
        ThreadTs = to.ThreadTs,
        Text = message.Text,
        Blocks = message.Blocks.Count > 0 ? message.Blocks : null,
        Metadata = DeliveryMark.Of(card.CaseId, deliveryKey),
    };

    /// <summary>While checks run, the next state follows by itself.</summary>
    private static bool IsInterim(Card card) => card.Buttons.Any(button => button.Verb == Verbs.StopChecks);

    private static SlackReference Read(ConversationReference conversation)
    {
        try
        {
            return SlackReference.FromJson(conversation.Json);
        }
        catch (JsonException exception)
        {
            throw ChannelException.Permanent("The stored reference of this conversation cannot be read. A new message there makes another.", exception);
        }
    }

    private static readonly TimeSpan OneMoreAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>Slack's clock and ours may differ.</summary>
    private static readonly TimeSpan Earlier = TimeSpan.FromMinutes(1);

    /// <summary>Posts of one message whose outcome nobody told.</summary>
    private const int MaxTries = 2;

    private const int Capacity = 10_000;

    private static readonly Action<ILogger, Exception?> LogOneMore = LoggerMessage.Define(
        LogLevel.Warning, new EventId(36, "SlackPostedOnceMore"), "A message is posted once more, because Slack did not say whether it took it and it was not found");

    private static readonly Action<ILogger, Exception?> LogOneMoreBlindly = LoggerMessage.Define(
        LogLevel.Warning, new EventId(40, "SlackPostedBlindly"), "A message is posted once more, because Slack did not say whether it took it and does not let the bot look; it may stand in its conversation twice");

    private static readonly Action<ILogger, Exception?> LogFound = LoggerMessage.Define(
        LogLevel.Information, new EventId(37, "SlackFound"), "A message of which Slack had not said whether it took it was found in its conversation");

    private static readonly Action<ILogger, string, Exception?> LogCannotLookUp = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(38, "SlackCannotLookUp"), "It cannot be looked up whether a message was posted: {Error}");

    private static readonly Action<ILogger, string, string, Exception?> LogForm = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(39, "SlackForm"), "Slack did not take the form of a message: {Error}. It goes again in a simpler form; please report it. {Details}");
}
