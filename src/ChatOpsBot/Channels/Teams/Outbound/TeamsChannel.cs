using System.Net;
using System.Text.Json;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Why nothing of Teams is heard, and what the operator can do; null: it is, as far as is known.</summary>
internal delegate string? TroubleHearing();

/// <summary>Speaks in Microsoft Teams.</summary>
/// <remarks>
/// Teams has no key that makes a message once only, and no way to look one up. A message of which it is not known whether it was posted
/// is therefore posted at most once more, not before five seconds have passed and the Connector answers again; a third time never.
/// </remarks>
internal sealed class TeamsChannel(TeamsCalls calls, TeamsRefusals refusals, UncertainPosts uncertain, BotTokens tokens, TroubleHearing hearing, TeamsMetrics metrics, TimeProvider time, ILogger<TeamsChannel> log) : IChannel
{
    public const string ChannelName = "teams";

    // Updates in a row that ended with 500, by conversation and message.
    private readonly Marks<int> failing = new(time, TimeSpan.FromHours(1), Capacity);

    // Conversations that took no message for one person.
    private readonly Marks<bool> untargeted = new(time, TimeSpan.FromDays(1), Capacity);

    public string Name => ChannelName;

    public TimeSpan UpdateInterval { get; } = TimeSpan.FromSeconds(2);

    public string? Trouble => (hearing(), tokens.Trouble) switch
    {
        ({ } deaf, { } mute) => $"{deaf} {mute}",
        var (deaf, mute) => deaf ?? mute,
    };

    public TimeSpan? ClosedFor(ConversationReference conversation) => calls.ClosedFor(Read(conversation));

    /// <returns>The message's id; empty when Teams told none, so that the card stays as it is.</returns>
    public Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken)
    {
        var to = Read(conversation);
        return PostAsync(to, delivery, maxSize => Compose(card, to, maxSize), calls.PostAsync, cancellationToken);
    }

    public string? ThreadOf(ConversationReference conversation) => TeamsPlace.ThreadOf(Read(conversation).ConversationId);

    /// <remarks>Asked for the greeting alone, which is not worth failing for a name: whatever is wrong there, the post that follows meets it too.</remarks>
    public async Task<string?> FindNameAsync(ConversationReference conversation, string personId, CancellationToken cancellationToken)
    {
        if (personId.Length == 0)
            return null;
        try
        {
            return PersonName.Of((await calls.FindMemberAsync(Read(conversation), personId, cancellationToken))?.Name);
        }
        catch (Exception exception) when (exception is ConnectorException or ChannelException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogUnnamed(log, null);
            return null;
        }
    }

    /// <remarks>A targeted message; where Teams takes none, as in some clouds, one for everybody.</remarks>
    public Task WhisperAsync(ConversationReference conversation, Person to, Card card, Delivery delivery, CancellationToken cancellationToken)
    {
        var where = Read(conversation);
        return CanTarget(where, to)
            ? PostAsync(where, delivery, maxSize => Compose(card, where, maxSize, to.Id), (_, activity, token) => PostTargetedAsync(where, card, activity, token), cancellationToken)
            : SendAsync(conversation, card, delivery, cancellationToken);
    }

    /// <summary>A message of its own beside a card, such as a command to copy: Teams would split the two if they were one.</summary>
    /// <returns>The message's id; empty when Teams told none.</returns>
    public Task<string> SendTextAsync(ConversationReference conversation, string text, Delivery delivery, CancellationToken cancellationToken)
    {
        var to = Read(conversation);
        var activity = (OutboundActivity.OfText(CardFolding.Cut(text, TeamsActivities.MaxSize / 4)) with { From = new OutboundAccount(to.BotId), Conversation = new OutboundConversation(to.ConversationId) }).Serialize();
        return PostAsync(to, delivery, _ => activity, calls.PostAsync, cancellationToken);
    }

    /// <summary>Shows for three seconds that an answer is being made. Nothing is lost when it fails.</summary>
    public async Task ShowTypingAsync(ConversationReference conversation, CancellationToken cancellationToken)
    {
        var to = Read(conversation);
        try
        {
            await calls.PostAsync(to, (OutboundActivity.Typing() with { From = new OutboundAccount(to.BotId), Conversation = new OutboundConversation(to.ConversationId) }).Serialize(), cancellationToken);
        }
        catch (ConnectorException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw refusals.Translate(to, refusal);
        }
    }

    public async Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken)
    {
        if (messageId.Length == 0)
            throw ChannelException.Permanent("Teams told no id when this card was posted, so it cannot be updated. Its buttons work.");
        var to = Read(conversation);
        var key = $"{to.ConversationId}|{messageId}";
        try
        {
            await ShrinkOnceAsync(maxSize => Compose(card, to, maxSize), async activity =>
            {
                await calls.PutAsync(to, messageId, activity, cancellationToken);
                return true;
            });
            failing.Remove(key);
        }
        catch (ConnectorException refusal) when (refusal.Status is HttpStatusCode.InternalServerError)
        {
            // Not tried again for itself. The card must not stay at "running" for one mishap, though: the next update, with what is then true, comes later.
            var times = failing.TryGet(key, out var before) ? before + 1 : 1;
            failing.Set(key, times);
            throw times < MaxFailures ? ChannelException.Transient(refusal.Message, AfterFailure, refusal) : refusals.Translate(to, refusal);
        }
        catch (ConnectorException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw refusals.Translate(to, refusal);
        }
    }

    /// <summary>Takes one of the bot's messages away; that it is gone already is as good.</summary>
    public async Task DeleteAsync(ConversationReference conversation, string messageId, CancellationToken cancellationToken)
    {
        var to = Read(conversation);
        try
        {
            await calls.DeleteAsync(to, messageId, cancellationToken);
        }
        catch (ConnectorException refusal) when (refusal.Code == ConnectorErrorBody.ActivityNotFound)
        {
            LogAlreadyGone(log, null);
        }
        catch (ConnectorException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw refusals.Translate(to, refusal);
        }
    }

    /// <summary>The personal chat with somebody met in <paramref name="near"/>.</summary>
    /// <param name="personId"><c>29:…</c>, as Teams names the person to this bot.</param>
    public async Task<ConversationReference> OpenPersonalAsync(ConversationReference near, string personId, CancellationToken cancellationToken)
    {
        var nearby = Read(near);
        try
        {
            var opened = await calls.OpenPersonalAsync(nearby, personId, cancellationToken);
            if (opened?.Id is not { Length: > 0 } id)
                throw ChannelException.Transient("Teams opened the personal chat and did not say which.");
            var reference = nearby with { ConversationId = id, ConversationType = "personal", ActivityId = null, ServiceUrl = opened.ServiceUrl ?? nearby.ServiceUrl, Unknown = null };
            return new ConversationReference(new ConversationKey(ChannelName, nearby.TenantId, id), reference.ToJson());
        }
        catch (ConnectorException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The refusal is about the person, not about the conversation they were met in.
            throw refusal.Status == HttpStatusCode.Forbidden
                ? ChannelException.Permanent("The app is not installed for this person, so the bot cannot write to them alone. They can add it in Teams.", refusal)
                : refusals.Translate(nearby, refusal);
        }
    }

    private async Task<string> PostAsync(
        TeamsReference to,
        Delivery delivery,
        Func<int, SerializedActivity> compose,
        Func<TeamsReference, SerializedActivity, CancellationToken, Task<string?>> post,
        CancellationToken cancellationToken)
    {
        // What a killed bot left behind cannot be looked up here; a row there is only after a try whose end was seen.
        var before = delivery.Before == EarlierTries.None ? null : uncertain.Find(delivery.Key);
        if (before is not null)
            await BeforeOneMoreAsync(to, before, cancellationToken);

        try
        {
            var id = await ShrinkOnceAsync(compose, activity => post(to, activity, cancellationToken));
            if (before is not null)
                await uncertain.RemoveAsync(delivery.Key, CancellationToken.None);
            return id ?? "";
        }
        catch (ConnectorException refusal) when (refusal.MayBeDone)
        {
            metrics.Uncertain();
            var tries = IsWorthOneMore(refusal) ? (before?.Tries ?? 0) + 1 : MaxTries;
            // Not cancelled with the bot: the next one must know.
            await uncertain.SetAsync(delivery.Key, tries, CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            throw tries < MaxTries
                ? ChannelException.Transient(refusal.Message, refusal.RetryAfter > OneMoreAfter ? refusal.RetryAfter : OneMoreAfter, refusal)
                : ChannelException.Permanent($"{refusal.Message} It may stand in the conversation; it is not posted again.", refusal);
        }
        catch (ConnectorException refusal)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw refusals.Translate(to, refusal);
        }
    }

    private async Task<string?> PostTargetedAsync(TeamsReference where, Card card, SerializedActivity targeted, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.PostTargetedAsync(where, targeted, cancellationToken);
        }
        catch (ConnectorException refusal) when (IsAboutTargeting(refusal))
        {
            var id = await calls.PostAsync(where, Compose(card, where, targeted.SizeInUtf16), cancellationToken);
            untargeted.Set(KeyOf(where), value: true);
            LogUntargeted(log, null);
            return id;
        }
    }

    /// <summary>One more try is all there is: it is not spent on a Connector that is still down.</summary>
    private async Task BeforeOneMoreAsync(TeamsReference to, UncertainPost before, CancellationToken cancellationToken)
    {
        if (before.Tries >= MaxTries)
            throw ChannelException.Permanent("Teams never said whether it took this message. It may stand in the conversation; it is not posted again.");
        var early = before.At + OneMoreAfter - time.GetUtcNow();
        if (early > TimeSpan.Zero)
            throw ChannelException.Transient("Teams did not say whether it took this message.", early);
        if (!await calls.AnswersAsync(to, cancellationToken))
            throw ChannelException.Transient("Teams does not answer yet.", AskAgainAfter);
        metrics.Repeated();
        LogOneMore(log, null);
    }

    /// <summary>After 500 the service itself had the message in its hands: Microsoft's table says not to send it again.</summary>
    private static bool IsWorthOneMore(ConnectorException refusal) =>
        refusal.Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>When Teams finds the message too large although it was measured, it goes again at half the size; once.</summary>
    private static async Task<T> ShrinkOnceAsync<T>(Func<int, SerializedActivity> compose, Func<SerializedActivity, Task<T>> send)
    {
        var activity = compose(TeamsActivities.MaxSize);
        try
        {
            return await send(activity);
        }
        catch (ConnectorException refusal) when (refusal.Status == HttpStatusCode.RequestEntityTooLarge)
        {
            return await send(compose(activity.SizeInUtf16 / 2));
        }
    }

    /// <summary>Alone with the bot everything is for one person; and only people can be meant.</summary>
    private bool CanTarget(TeamsReference where, Person to) =>
        where.ConversationType is ConversationAccount.GroupChat or ConversationAccount.Channel
        && to.Id.StartsWith(ChannelAccount.PersonPrefix, StringComparison.Ordinal)
        && !untargeted.TryGet(KeyOf(where), out _);

    /// <summary>Whatever else is wrong, the message for everybody is refused for it as well, and that refusal is the one to believe.</summary>
    private static bool IsAboutTargeting(ConnectorException refusal) =>
        refusal.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed;

    private static string KeyOf(TeamsReference where) => $"{where.TenantId}|{where.ConversationId.Split(';')[0]}";

    private SerializedActivity Compose(Card card, TeamsReference to, int maxSize, string? onlyFor = null)
    {
        var (activity, isFolded) = TeamsActivities.Compose(card, to, maxSize, onlyFor);
        if (isFolded)
            metrics.Folded();
        return activity;
    }

    private static TeamsReference Read(ConversationReference conversation)
    {
        try
        {
            return TeamsReference.FromJson(conversation.Json);
        }
        catch (JsonException exception)
        {
            throw ChannelException.Permanent("The stored reference of this conversation cannot be read. A new message there makes another.", exception);
        }
    }

    private static readonly TimeSpan OneMoreAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Posts of one message whose outcome nobody told.</summary>
    private const int MaxTries = 2;

    /// <summary>Updates of one card; then it is left as it is.</summary>
    private const int MaxFailures = 3;

    private const int Capacity = 10_000;

    private static readonly Action<ILogger, Exception?> LogOneMore = LoggerMessage.Define(
        LogLevel.Warning, new EventId(24, "PostedOnceMore"), "A message is posted once more, because Teams did not say whether it took it; it may stand in its conversation twice");

    private static readonly Action<ILogger, Exception?> LogUntargeted = LoggerMessage.Define(
        LogLevel.Information, new EventId(26, "Untargeted"), "Teams took no message for one person; it was posted for everybody, and so is what follows in this conversation for a day");

    private static readonly Action<ILogger, Exception?> LogUnnamed = LoggerMessage.Define(
        LogLevel.Information, new EventId(27, "Unnamed"), "Teams did not tell who added the bot; the greeting names nobody");

    private static readonly Action<ILogger, Exception?> LogAlreadyGone = LoggerMessage.Define(
        LogLevel.Debug, new EventId(25, "AlreadyGone"), "A message to be deleted was gone already");
}
