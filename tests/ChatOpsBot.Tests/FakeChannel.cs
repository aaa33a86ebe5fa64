using System.Collections.Concurrent;
using ChatOpsBot.Channels;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Tests;

/// <summary>A platform that keeps what it is sent, refuses what no platform would take, and fails on demand.</summary>
internal sealed class FakeChannel : IChannel
{
    private readonly ConcurrentQueue<ChannelException> failures = new();
    private readonly Lock gate = new();
    private readonly List<Post> posts = [];
    private int sent;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "fake";

    public TimeSpan UpdateInterval { get; init; } = TimeSpan.Zero;

    /// <summary>All messages ever posted, each as it looks now.</summary>
    public IReadOnlyList<Post> Posts
    {
        get
        {
            lock (gate)
                return [.. posts];
        }
    }

    /// <summary>The next send or update fails like this.</summary>
    public void FailNext(ChannelException exception) => failures.Enqueue(exception);

    public Task<string> SendAsync(ConversationReference conversation, Card card, string deliveryKey, CancellationToken cancellationToken)
    {
        Check(card);
        lock (gate)
        {
            var id = $"msg-{++sent}";
            posts.Add(new Post(id, conversation, card, Updates: 0));
            Wake();
            return Task.FromResult(id);
        }
    }

    public Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken)
    {
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
            return Task.CompletedTask;
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
        patience.CancelAfter(TimeSpan.FromSeconds(10));
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
        AdaptiveCards.Render(card, AdaptiveHost.Web);
    }

    private void Wake()
    {
        var before = changed;
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        before.SetResult();
    }

    internal sealed record Post(string Id, ConversationReference Conversation, Card Card, int Updates);
}
