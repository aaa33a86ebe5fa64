using System.Text.Json;
using System.Threading.Channels;
using ChatOpsBot.Channels.Web.Protocol;

namespace ChatOpsBot.Channels.Web;

/// <summary>
/// A conversation as its clients see it: the stored cards, the echoes of what people wrote, and who listens. Echoes live in memory
/// only, and only the newest: message text is never stored.
/// </summary>
/// <remarks>Everything that takes a watermark or looks at what is there runs inside the gate, so that nobody sees 6 before 5.</remarks>
internal sealed class WebConversation(string id, WebStore store, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly LinkedList<Echo> echoes = [];
    private readonly List<Channel<ActivitySet>> listeners = [];
    private int echoedBytes;
    private long lastCard;

    public string Id => id;

    /// <summary>Shows a posted activity to the conversation's clients, once however often it was posted.</summary>
    /// <returns>Its id; null when the conversation is gone.</returns>
    public async Task<EchoReceipt?> EchoAsync(PostedActivity posted, WebSession session, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        if (posted.ClientActivityID is { } clientId && echoes.FirstOrDefault(echo => echo.ClientActivityID == clientId) is { } repeated)
            return new EchoReceipt(repeated.Id, repeated.Watermark);
        if (await store.ReserveAsync(id, cancellationToken) is not { } watermark)
            return null;

        var activity = new Activity
        {
            Type = Activity.MessageType,
            Id = $"{id}|u{watermark:x}",
            Timestamp = time.GetUtcNow(),
            From = new ChannelAccount(session.UserId, session.UserName, "user"),
            Conversation = new ConversationAccount(id),
            Locale = posted.Locale,
            Text = posted.Text,
            TextFormat = "plain",
            ChannelData = new ChannelData { ClientActivityID = posted.ClientActivityID, PostBack = posted.IsPostBack ? true : null, SequenceId = watermark },
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(activity, DirectLineJson.Default.Activity);
        var echo = new Echo(activity.Id, posted.ClientActivityID, watermark, json.Length, JsonElement.Parse(json));
        Keep(echo);
        Publish(echo.Activity, watermark);
        return new EchoReceipt(echo.Id, watermark);
    }

    /// <summary>Shows that the bot is at work, unless it has answered since.</summary>
    public async Task ShowTypingAsync(long since, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        if (lastCard > since || listeners.Count == 0)
            return;
        var typing = new Activity
        {
            Type = Activity.TypingType,
            Id = $"{id}|t{since:x}",
            Timestamp = time.GetUtcNow(),
            From = WebChannel.Bot,
            Conversation = new ConversationAccount(id),
            // Between the message and its answer, which ends it.
            ChannelData = new ChannelData { SequenceId = since + 0.5 },
        };
        // Without a watermark of its own: gone when nobody listens, and pollers never see it.
        Publish(JsonSerializer.SerializeToElement(typing, DirectLineJson.Default.Activity), since);
    }

    /// <returns>The id of the activity; null when the conversation is gone.</returns>
    public async Task<string?> AddAsync(string deliveryKey, Func<string, long, Activity> compose, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        var activityId = $"{id}|{Guid.NewGuid():n}";
        var stored = await store.AddAsync(id, activityId, deliveryKey, sequence => Write(compose(activityId, sequence)), cancellationToken);
        if (stored is { IsNew: true })
            Publish(stored);
        return stored?.Id;
    }

    /// <returns>False when the activity is not kept any more.</returns>
    public async Task<bool> ReplaceAsync(string activityId, Func<string, long, Activity> compose, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        var stored = await store.ReplaceAsync(id, activityId, sequence => Write(compose(activityId, sequence)), cancellationToken);
        if (stored is null)
            return false;
        Publish(stored);
        return true;
    }

    /// <summary>What is newer than <paramref name="watermark"/>.</summary>
    public async Task<ActivitySet> SinceAsync(long watermark, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        return Since(watermark);
    }

    /// <summary>What is newer than <paramref name="watermark"/>, and then everything as it comes.</summary>
    /// <returns>Null when too many listen already.</returns>
    public async Task<Channel<ActivitySet>?> ListenAsync(long watermark, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        if (listeners.Count == MostListeners)
            return null;
        var listener = Channel.CreateBounded<ActivitySet>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        var missed = Since(watermark);
        if (missed.Activities.Count > 0)
            listener.Writer.TryWrite(missed);
        listeners.Add(listener);
        return listener;
    }

    public async Task StopListeningAsync(Channel<ActivitySet> listener)
    {
        using var turn = await EnterAsync(CancellationToken.None);
        listeners.Remove(listener);
    }

    public void Dispose() => gate.Dispose();

    private ActivitySet Since(long watermark)
    {
        var (last, cards) = store.Since(id, watermark);
        var activities = cards
            .Select(card => (card.Watermark, Activity: Parse(card.Json)))
            .Concat(echoes.Where(echo => echo.Watermark > watermark).Select(echo => (echo.Watermark, echo.Activity)))
            .OrderBy(activity => activity.Watermark)
            .Select(activity => activity.Activity);
        return new ActivitySet([.. activities], Watermarks.Write(last));
    }

    private void Keep(Echo echo)
    {
        echoes.AddLast(echo);
        echoedBytes += echo.Bytes;
        while (echoes.Count > MostEchoes || (echoes.Count > 1 && echoedBytes > MostEchoedBytes))
        {
            echoedBytes -= echoes.First!.Value.Bytes;
            echoes.RemoveFirst();
        }
    }

    private void Publish(StoredActivity stored)
    {
        lastCard = stored.Watermark;
        Publish(Parse(stored.Json), stored.Watermark);
    }

    private void Publish(JsonElement activity, long watermark)
    {
        var set = new ActivitySet([activity], Watermarks.Write(watermark));
        // One that does not keep up is cut off; it comes back with its watermark and gets what it missed.
        listeners.RemoveAll(listener => !listener.Writer.TryWrite(set) && listener.Writer.TryComplete());
    }

    private async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        return new Turn(gate);
    }

    private static string Write(Activity activity) => JsonSerializer.Serialize(activity, DirectLineJson.Default.Activity);

    private static JsonElement Parse(string json) => JsonElement.Parse(json);

    private const int MostEchoes = 64;
    private const int MostEchoedBytes = 256 * 1024;
    private const int MostListeners = 8;
    private const int MostWaiting = 64;

    private sealed record Echo(string Id, string? ClientActivityID, long Watermark, int Bytes, JsonElement Activity);

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

/// <param name="Watermark">Of the echo: an answer has a higher one.</param>
internal sealed record EchoReceipt(string ActivityId, long Watermark);
