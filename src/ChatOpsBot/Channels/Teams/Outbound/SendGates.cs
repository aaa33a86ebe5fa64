using System.Collections.Concurrent;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Keeps the bot within Teams' limits for a conversation and for a tenant, so that a disturbance in many conversations makes none of
/// them fail. A conversation that was told "too many" pauses alone.
/// </summary>
/// <remarks>
/// Limits: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. It does not say whether updates count as
/// sending; here they do. They hold for one process: several share what Teams allows, and the answer 429 tells them apart.
/// </remarks>
/// <param name="random">Between 0 and 1; spreads those who were told to wait.</param>
internal sealed class SendGates(TimeProvider time, Func<double> random)
{
    private readonly ConcurrentDictionary<UInt128, SendGate> gates = new();
    private long sweepAt;

    /// <summary>Gates in memory, for its test.</summary>
    public int Count => gates.Count;

    /// <summary>Waits for a place; not longer than <see cref="Patience"/>, because others wait behind who waits here.</summary>
    /// <exception cref="ChannelException">The place is further away: try again when it says.</exception>
    public async Task EnterAsync(string tenant, string conversation, CancellationToken cancellationToken)
    {
        Sweep();
        await WaitAsync(OfConversation(tenant, conversation), cancellationToken);
        await WaitAsync(OfTenant(tenant), cancellationToken);
    }

    /// <returns>How far away the next place is, when nobody would wait for it; null: it is near.</returns>
    public TimeSpan? ClosedFor(string tenant, string conversation)
    {
        var now = time.GetUtcNow();
        var wait = Next(SendGate.KeyOf(tenant));
        var inConversation = Next(SendGate.KeyOf(tenant, conversation));
        wait = inConversation > wait ? inConversation : wait;
        return wait > Patience ? wait : null;

        TimeSpan Next(UInt128 key) => gates.TryGetValue(key, out var gate) ? gate.NextIn(now) : TimeSpan.Zero;
    }

    /// <returns>How long the conversation is left alone now.</returns>
    public TimeSpan Throttled(string tenant, string conversation, TimeSpan? retryAfter) =>
        OfConversation(tenant, conversation).Pause(time.GetUtcNow(), retryAfter, random());

    public void Succeeded(string tenant, string conversation) => OfConversation(tenant, conversation).Succeeded();

    private SendGate OfConversation(string tenant, string conversation) => gates.GetOrAdd(SendGate.KeyOf(tenant, conversation), static _ => new SendGate(Conversation));

    private SendGate OfTenant(string tenant) => gates.GetOrAdd(SendGate.KeyOf(tenant), static _ => new SendGate(Tenant));

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

    private static ChannelException Later(TimeSpan wait) =>
        ChannelException.Transient("Teams allows no more messages here for the moment.", wait);

    /// <summary>
    /// Forgets gates whose longest stretch has passed since they were used, and those of conversations that get a card now and then: with
    /// so few in so long they cannot reach the limits of longer stretches, however often they are forgotten. Whoever comes by does it.
    /// </summary>
    private void Sweep()
    {
        var now = time.GetUtcNow();
        var due = Interlocked.Read(ref sweepAt);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref sweepAt, (now + SweepEvery).UtcTicks, due) != due)
            return;
        foreach (var (key, gate) in gates)
        {
            if (gate.IsIdle(now - AtOnce, atMost: 1) || gate.IsIdle(now - Shortly, atMost: Few) || gate.IsIdle(now - Longest))
                gates.TryRemove(key, out _);
        }
    }

    // Once for all: every conversation of the last hour has a gate.
    private static readonly SendGate.Window[] Conversation =
    [
        new(7, TimeSpan.FromSeconds(1)),
        new(8, TimeSpan.FromSeconds(2)),
        new(60, TimeSpan.FromSeconds(30)),
        new(1800, TimeSpan.FromHours(1)),
    ];

    private static readonly SendGate.Window[] Tenant = [new(50, TimeSpan.FromSeconds(1))];

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The second longest stretch of a conversation. <see cref="Few"/> in each are less than half of what an hour allows.</summary>
    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(30);

    private const int Few = 7;

    /// <summary>Longer than the stretches within which Teams wants no burst. One in each is a tenth of what the longer ones allow.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SweepEvery = AtOnce;
}
