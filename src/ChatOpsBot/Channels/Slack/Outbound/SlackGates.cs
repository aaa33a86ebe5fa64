using System.Collections.Concurrent;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Keeps the bot within Slack's limits, which count a method in a workspace, and messages in a channel. A method that was told "too many"
/// pauses in that workspace alone.
/// </summary>
/// <remarks>
/// Limits: https://docs.slack.dev/apis/web-api/rate-limits. They hold for one process: several share what Slack allows, and the answer
/// 429 tells them apart.
/// </remarks>
/// <param name="random">Between 0 and 1; spreads those who were told to wait.</param>
internal sealed class SlackGates(TimeProvider time, Func<double> random)
{
    private readonly ConcurrentDictionary<UInt128, SendGate> gates = new();
    private readonly ConcurrentDictionary<string, UpdateBudget> budgets = new(StringComparer.Ordinal);
    private long sweepAt;

    /// <summary>Gates in memory, for its test.</summary>
    public int Count => gates.Count + budgets.Count;

    /// <summary>Waits for a place; not longer than <see cref="Patience"/>, because others wait behind who waits here.</summary>
    /// <param name="channel">Where messages are counted by channel; null: by workspace only.</param>
    /// <exception cref="ChannelException">The place is further away: try again when it says.</exception>
    public async Task EnterAsync(string installation, string method, string? channel, CancellationToken cancellationToken)
    {
        Sweep();
        if (channel is not null)
            await WaitAsync(OfChannel(installation, method, channel), cancellationToken);
        await WaitAsync(OfMethod(installation, method), cancellationToken);
    }

    /// <returns>How far away the next place for a message is, when nobody would wait for it; null: it is near.</returns>
    public TimeSpan? PostsClosedFor(string installation, string channel)
    {
        var now = time.GetUtcNow();
        var wait = Next(SendGate.KeyOf(installation, PostMethod));
        var inChannel = Next(SendGate.KeyOf(installation, PostMethod, channel));
        wait = inChannel > wait ? inChannel : wait;
        return wait > Patience ? wait : null;

        TimeSpan Next(UInt128 key) => gates.TryGetValue(key, out var gate) ? gate.NextIn(now) : TimeSpan.Zero;
    }

    /// <summary>Takes a place for the update of a card, or none at all: when there is one again, the card has newer things to say.</summary>
    /// <exception cref="ChannelException">There is no place now.</exception>
    public void EnterUpdate(string installation, bool isInterim)
    {
        Sweep();
        var now = time.GetUtcNow();
        var wait = OfMethod(installation, UpdateMethod).PausedFor(now);
        if (wait <= TimeSpan.Zero)
            wait = budgets.GetOrAdd(installation, static _ => new UpdateBudget()).Enter(now, isInterim);
        if (wait > TimeSpan.Zero)
            throw Later(wait);
    }

    /// <returns>How long the method is left alone in this workspace now.</returns>
    public TimeSpan Throttled(string installation, string method, TimeSpan? retryAfter) =>
        OfMethod(installation, method).Pause(time.GetUtcNow(), retryAfter, random());

    public void Succeeded(string installation, string method) => OfMethod(installation, method).Succeeded();

    private SendGate OfMethod(string installation, string method) => gates.GetOrAdd(SendGate.KeyOf(installation, method), static (_, method) => new SendGate(new SendGate.Window(PerMinute(method), Stretch)), method);

    /// <summary>About one a second, and a few at once.</summary>
    private SendGate OfChannel(string installation, string method, string channel) => gates.GetOrAdd(SendGate.KeyOf(installation, method, channel), static _ => new SendGate(Channel));

    /// <summary>Somewhat less than Slack promises.</summary>
    private static int PerMinute(string method) => method switch
    {
        PostMethod or "response_url" => 200,
        "chat.postEphemeral" or "views.open" or "views.update" or "views.publish" or "users.info" => 90,
        UpdateMethod => UpdateBudget.Limit,
        _ => 45,
    };

    private async Task WaitAsync(SendGate gate, CancellationToken cancellationToken)
    {
        var (isAdmitted, wait) = gate.Enter(time.GetUtcNow(), Patience);
        if (!isAdmitted)
            throw Later(wait);
        if (wait <= TimeSpan.Zero)
            return;
        await Task.Delay(wait, time, cancellationToken);
        // Somebody ahead may have been told "too many" meanwhile.
        if (gate.PausedFor(time.GetUtcNow()) is { Ticks: > 0 } pause)
            throw Later(pause);
    }

    private static ChannelException Later(TimeSpan wait) => ChannelException.Transient("Slack allows no more of this here for the moment.", wait);

    /// <summary>
    /// Forgets what was not used for a while, and soon what was used once: with one in so long no limit is reached, however often that is
    /// forgotten. Whoever comes by does it.
    /// </summary>
    private void Sweep()
    {
        var now = time.GetUtcNow();
        var due = Interlocked.Read(ref sweepAt);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref sweepAt, (now + SweepEvery).UtcTicks, due) != due)
            return;
        foreach (var (key, _) in gates.Where(pair => pair.Value.IsIdle(now - AtOnce, atMost: 1) || pair.Value.IsIdle(now - Stretch)))
            gates.TryRemove(key, out _);
        foreach (var (key, _) in budgets.Where(pair => pair.Value.IsIdle(now - Stretch)))
            budgets.TryRemove(key, out _);
    }

    public const string PostMethod = "chat.postMessage";

    public const string UpdateMethod = "chat.update";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Stretch = TimeSpan.FromMinutes(1);

    /// <summary>How long a channel remembers a burst. One in each is a sixth of what a minute allows.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(8);

    // Once for all: every channel of the last minutes has a gate.
    private static readonly SendGate.Window[] Channel = [new(8, AtOnce), new(50, Stretch)];

    private static readonly TimeSpan SweepEvery = AtOnce;
}
