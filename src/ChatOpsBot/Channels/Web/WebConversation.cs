using System.Text;
using System.Threading.Channels;
using ChatOpsBot.Channels.Web.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Web;

/// <summary>
/// A conversation as its clients see it: the stored cards, the echoes of what people wrote, and who listens. Echoes live in memory
/// only, and only the newest: message text is never stored.
/// </summary>
/// <remarks>Everything that takes a watermark or looks at what is there runs inside the gate, so that nobody sees 6 before 5.</remarks>
internal sealed class WebConversation(string id, WebStore store, WebCards cards, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly LinkedList<Echo> echoes = [];
    private readonly List<Channel<ActivitySet>> listeners = [];
    private int echoedBytes;
    private long lastCard;

    // Watermarks are taken from the database many at a time: those up to `reserved` are ours, `last` was the latest in use. Null until
    // the first is taken. A process that dies leaves a gap behind, which no client notices.
    private long? last;
    private long reserved;
    private DateTimeOffset reservedAt;

    public string Id => id;

    /// <summary>Shows a posted activity to the conversation's clients, once however often it was posted.</summary>
    /// <returns>Its id; null when the conversation is gone.</returns>
    public async Task<EchoReceipt?> EchoAsync(PostedActivity posted, WebSession session, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        if (posted.ClientActivityID is { } clientId && echoes.FirstOrDefault(echo => echo.ClientActivityID == clientId) is { } repeated)
            return new EchoReceipt(repeated.Id, repeated.Watermark);
        if (await NextWatermarkAsync(cancellationToken) is not { } watermark)
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
        var echo = new Echo(activity.Id, posted.ClientActivityID, watermark, ActivityJson.Of(activity));
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
        Publish(ActivityJson.Of(typing), since);
    }

    /// <summary>Shows a card, once however often it is delivered.</summary>
    /// <returns>The id of its activity; null when the conversation is gone.</returns>
    public async Task<string?> AddAsync(string deliveryKey, Card card, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        if (await NextWatermarkAsync(cancellationToken) is not { } watermark)
            return null;
        var activity = new StoredActivity { Id = $"{id}|{Guid.NewGuid():n}", Watermark = watermark, Sequence = watermark, At = time.GetUtcNow().ToUnixTimeMilliseconds() };
        activity = card.CaseId.Length > 0 ? activity with { CaseId = card.CaseId } : activity with { Json = Encoding.UTF8.GetString(WebCards.Write(id, card, activity).Utf8.Span) };
        var stored = await store.AddAsync(id, activity, deliveryKey, cancellationToken);
        if (ReferenceEquals(stored, activity))
            Publish(stored, card);
        return stored?.Id;
    }

    /// <summary>Tells the conversation's clients something that nobody has to find again: it is kept as an echo is, and stored nowhere.</summary>
    public async Task NoteAsync(string key, Card card, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        if (echoes.Any(echo => echo.ClientActivityID == key) || await NextWatermarkAsync(cancellationToken) is not { } watermark)
            return;
        var activity = new StoredActivity { Id = $"{id}|n{watermark:x}", Watermark = watermark, Sequence = watermark, At = time.GetUtcNow().ToUnixTimeMilliseconds() };
        var note = new Echo(activity.Id, key, watermark, WebCards.Write(id, card, activity));
        Keep(note);
        Publish(note.Activity, watermark);
    }

    /// <summary>Shows a newer card where an older one stands.</summary>
    /// <returns>False when the activity is not kept any more.</returns>
    public async Task<bool> ReplaceAsync(string activityId, Card card, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken);
        if (await NextWatermarkAsync(cancellationToken) is not { } watermark
            || await store.ReplaceAsync(id, activityId, watermark, card.CaseId, json: "", cancellationToken) is not { } stored)
        {
            return false;
        }

        Publish(stored, card);
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
        var (stored, posted) = store.Since(id, watermark);
        var activities = posted
            .Select(activity => (activity.Watermark, Json: cards.Read(id, activity)))
            .Concat(echoes.Where(echo => echo.Watermark > watermark).Select(echo => (echo.Watermark, Json: (ActivityJson?)echo.Activity)))
            .OrderBy(activity => activity.Watermark)
            .Select(activity => activity.Json)
            .OfType<ActivityJson>();
        return new ActivitySet([.. activities], Watermarks.Write(last ?? stored));
    }

    /// <returns>Null when the conversation is gone.</returns>
    private async Task<long?> NextWatermarkAsync(CancellationToken cancellationToken)
    {
        // Also once a day, so that the database knows that the conversation is in use.
        if (last is null || last == reserved || time.GetUtcNow() - reservedAt > TimeSpan.FromDays(1))
        {
            if (await store.ReserveAsync(id, WatermarksAtOnce, cancellationToken) is not { } upTo)
                return null;
            (last, reserved, reservedAt) = (upTo - WatermarksAtOnce, upTo, time.GetUtcNow());
        }

        return ++last;
    }

    private void Keep(Echo echo)
    {
        echoes.AddLast(echo);
        echoedBytes += echo.Activity.Utf8.Length;
        while (echoes.Count > MostEchoes || (echoes.Count > 1 && echoedBytes > MostEchoedBytes))
        {
            echoedBytes -= echoes.First!.Value.Activity.Utf8.Length;
            echoes.RemoveFirst();
        }
    }

    private void Publish(StoredActivity stored, Card card)
    {
        lastCard = stored.Watermark;
        // Nobody listens: nobody needs it written.
        if (listeners.Count > 0)
            Publish(WebCards.Write(id, card, stored), stored.Watermark);
    }

    private void Publish(ActivityJson activity, long watermark)
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

    private const int WatermarksAtOnce = 64;
    private const int MostEchoes = 64;
    private const int MostEchoedBytes = 256 * 1024;
    private const int MostListeners = 8;
    private const int MostWaiting = 64;

    private sealed record Echo(string Id, string? ClientActivityID, long Watermark, ActivityJson Activity);

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

/// <param name="Watermark">Of the echo: an answer has a higher one.</param>
internal sealed record EchoReceipt(string ActivityId, long Watermark);
