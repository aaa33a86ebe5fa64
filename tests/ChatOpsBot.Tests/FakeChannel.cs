using System.Collections.Concurrent;
using System.Text;
using ChatOpsBot.Channels;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests;

/// <summary>A platform that keeps what it is sent, refuses what no platform would take, and fails on demand.</summary>
internal sealed class FakeChannel : IChannel
{
    public const int LargestCard = 256 * 1024;

    private readonly ConcurrentQueue<ChannelException> failures = new();
    private readonly Lock gate = new();
    private readonly List<Post> posts = [];
    private readonly Dictionary<string, string> delivered = new(StringComparer.Ordinal);
    private int sent;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name { get; init; } = "fake";

    public TimeSpan UpdateInterval { get; init; } = TimeSpan.Zero;

    /// <summary>The real one whose posts this keeps: what is not a post it answers itself.</summary>
    public IChannel? Behind { get; set; }

    string? IChannel.Trouble => Behind?.Trouble;

    Task<string?> IChannel.FindLocaleAsync(ConversationReference conversation, string personId, CancellationToken cancellationToken) =>
        Behind?.FindLocaleAsync(conversation, personId, cancellationToken) ?? Task.FromResult<string?>(null);

    /// <summary>What the platform calls somebody by an id; null: it does not tell.</summary>
    public Func<string, string?>? Names { get; set; }

    string? IChannel.NameOf(ConversationReference conversation, string personId) => Behind is { } real ? real.NameOf(conversation, personId) : "";

    Task<string?> IChannel.FindNameAsync(ConversationReference conversation, string personId, CancellationToken cancellationToken) =>
        Behind?.FindNameAsync(conversation, personId, cancellationToken) ?? Task.FromResult(Names?.Invoke(personId));

    /// <summary>Whether it was shown that an answer is being made.</summary>
    public bool HasTyped { get; private set; }

    Task IChannel.ShowTypingAsync(ConversationReference conversation, CancellationToken cancellationToken)
    {
        HasTyped = true;
        return Task.CompletedTask;
    }

    /// <summary>How a reference names its thread; null: the platform has none.</summary>
    public Func<ConversationReference, string?>? Threads { get; init; }

    string? IChannel.ThreadOf(ConversationReference conversation) => Threads?.Invoke(conversation) ?? Behind?.ThreadOf(conversation);

    /// <summary>For how long it takes nothing; null, or null of it: it does.</summary>
    public Func<TimeSpan?>? Closed { get; set; }

    TimeSpan? IChannel.ClosedFor(ConversationReference conversation) => Closed?.Invoke();

    /// <summary>Whether a delivery that is tried again can be found by its key; a platform without that posts it again.</summary>
    public bool LooksUp { get; init; } = true;

    /// <summary>All messages ever posted, each as it looks now.</summary>
    public IReadOnlyList<Post> Posts
    {
        get
        {
            lock (gate)
                return [.. posts];
        }
    }

    /// <summary>Called before each send and update; throws, or takes its time, as a platform in trouble would.</summary>
    public Func<ConversationReference, CancellationToken, Task>? Trouble { get; set; }

    /// <summary>Hears of each send before anything else happens to it; updates it does not hear of.</summary>
    public Action<ConversationReference>? Sending { get; set; }

    /// <summary>Awaited before each send; updates do not wait for it.</summary>
    public Func<Task>? BeforeSend { get; set; }

    /// <summary>Fails so many sends after the message was posted: the answer got lost on its way back.</summary>
    public int LoseAnswers { get; set; }

    /// <summary>The next send or update fails like this.</summary>
    public void FailNext(ChannelException exception) => failures.Enqueue(exception);

    public Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken) =>
        SendAsync(conversation, onlyFor: null, card, delivery.Key, cancellationToken);

    public Task WhisperAsync(ConversationReference conversation, Person to, Card card, Delivery delivery, CancellationToken cancellationToken) =>
        SendAsync(conversation, to, card, delivery.Key, cancellationToken);

    private async Task<string> SendAsync(ConversationReference conversation, Person? onlyFor, Card card, string deliveryKey, CancellationToken cancellationToken)
    {
        Sending?.Invoke(conversation);
        if (BeforeSend is { } beforeSend)
            await beforeSend();
        if (Trouble is { } trouble)
            await trouble(conversation, cancellationToken);
        Check(card);
        lock (gate)
        {
            if (!LooksUp || !delivered.TryGetValue(deliveryKey, out var id))
            {
                delivered[deliveryKey] = id = $"msg-{++sent}";
                posts.Add(new Post(id, conversation, card, Updates: 0, onlyFor));
                Wake();
            }

            if (LoseAnswers > 0)
            {
                LoseAnswers--;
                throw ChannelException.Transient("500 Internal Server Error");
            }

            return id;
        }
    }

    public async Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken)
    {
        if (Trouble is { } trouble)
            await trouble(conversation, cancellationToken);
        Check(card);
        lock (gate)
        {
            var index = posts.FindIndex(post => post.Id == messageId && post.Conversation.Key == conversation.Key);
            if (index < 0)
            {
                Wake();
                throw ChannelException.Permanent($"There is no message {messageId} in this conversation.");
            }

            posts[index] = posts[index] with { Card = card, Updates = posts[index].Updates + 1 };
            Wake();
        }
    }

    /// <summary>Somebody deletes a message on the platform.</summary>
    public void Delete(string id)
    {
        lock (gate)
            posts.RemoveAll(post => post.Id == id);
    }

    /// <summary>Waits until what was posted looks as the test expects.</summary>
    public async Task<IReadOnlyList<Post>> UntilAsync(Func<IReadOnlyList<Post>, bool> condition, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (condition(posts))
                    return [.. posts];
                next = changed.Task;
            }

            // What a condition looks at may change without a post: look again now and then.
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token));
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private void Check(Card card)
    {
        if (failures.TryDequeue(out var failure))
            throw failure;
        var bytes = Encoding.UTF8.GetByteCount(AdaptiveCards.Render(card, AdaptiveHost.Web).GetRawText());
        if (bytes > LargestCard)
            throw ChannelException.Permanent($"The card has {bytes} bytes, the platform takes {LargestCard}.");
    }

    private void Wake()
    {
        var before = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        before.SetResult();
    }

    /// <param name="OnlyFor">The one person who sees it; null: everybody.</param>
    internal sealed record Post(string Id, ConversationReference Conversation, Card Card, int Updates, Person? OnlyFor = null);
}
