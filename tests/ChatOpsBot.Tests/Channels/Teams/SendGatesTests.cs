using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Channels.Teams;

public sealed class SendGatesTests
{
    public static TheoryData<(int Limit, int Seconds)[]> Limits => new([(7, 1), (8, 2), (60, 30), (1800, 3600)], [(50, 1)]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Limits))]
    public void No_stretch_of_time_ever_holds_more_than_its_limit((int Limit, int Seconds)[] limits)
    {
        var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        var gate = new SendGate([.. limits.Select(window => new SendGate.Window(window.Limit, TimeSpan.FromSeconds(window.Seconds)))]);
        var random = new Random(7);
        List<DateTimeOffset> admitted = [];

        while (admitted.Count < 4000)
        {
            var (isAdmitted, wait) = gate.Enter(now, TimeSpan.FromDays(1));
            Assert.True(isAdmitted);
            admitted.Add(now + wait);
            // Now in bursts, now with gaps.
            now += random.Next(4) == 0 ? TimeSpan.FromSeconds(random.NextDouble() * 3) : TimeSpan.Zero;
        }

        Assert.Equal(admitted.Order(), admitted);
        foreach (var (limit, seconds) in limits)
        {
            for (var index = limit; index < admitted.Count; index++)
                Assert.True(admitted[index] - admitted[index - limit] >= TimeSpan.FromSeconds(seconds), $"{limit + 1} within {seconds} s at {index}");
        }
    }

    [Fact]
    public async Task A_disturbance_in_five_hundred_conversations_breaks_none()
    {
        await using var teams = await TeamsOutbound.StartAsync(Token);

        // As the workers do: sent together, and who is told to wait comes again then.
        var waiting = Enumerable.Range(0, 500).ToList();
        for (var second = 0; waiting.Count > 0; second++)
        {
            Assert.True(second < 60, $"{waiting.Count} conversations still wait after a minute");
            var tries = waiting.Select(number => (Number: number, Send: teams.SendAsync($"m{number}", $"19:conversation-{number}@thread.v2"))).ToList();
            // Nobody waits longer than that in its place.
            for (var step = 0; step < 20 && !tries.TrueForAll(one => one.Send.IsCompleted); step++)
            {
                await Task.WhenAny(Task.WhenAll(tries.Select(one => one.Send)), Task.Delay(TimeSpan.FromMilliseconds(20), Token));
                teams.Time.Advance(TimeSpan.FromMilliseconds(500));
            }

            waiting.Clear();
            foreach (var (number, send) in tries)
            {
                if (await Record.ExceptionAsync(() => send) is { } exception)
                {
                    Assert.False(Assert.IsType<ChannelException>(exception).IsPermanent);
                    waiting.Add(number);
                }
            }
        }

        Assert.Equal(500, teams.Connector.Messages.Select(message => message.Conversation).Distinct().Count());
        Assert.Equal(500, teams.Connector.Messages.Count);
    }

    [Fact]
    public async Task Who_would_wait_long_is_told_to_come_again()
    {
        var time = new ManualTime();
        var gates = new SendGates(time, () => 0.5);
        for (var count = 0; count < 60; count++)
        {
            var enter = gates.EnterAsync("t", "c", Token);
            if (!enter.IsCompleted)
                time.Advance(TimeSpan.FromSeconds(2));
            await enter;
        }

        var exception = await Assert.ThrowsAsync<ChannelException>(() => gates.EnterAsync("t", "c", Token));

        Assert.False(exception.IsPermanent);
        Assert.True(exception.RetryAfter > SendGates.Patience);
        // Another conversation does not notice.
        await gates.EnterAsync("t", "d", Token);
    }

    [Fact]
    public async Task Where_nobody_would_wait_for_a_place_it_is_known_before_anything_is_composed()
    {
        var time = new ManualTime();
        var gates = new SendGates(time, () => 0.5);
        Assert.Null(gates.ClosedFor("t", "c"));
        await gates.EnterAsync("t", "c", Token);
        Assert.Null(gates.ClosedFor("t", "c"));

        gates.Throttled("t", "c", TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), gates.ClosedFor("t", "c"));
        Assert.Null(gates.ClosedFor("t", "d"));
        // Near enough to wait for.
        time.Advance(TimeSpan.FromSeconds(26));
        Assert.Null(gates.ClosedFor("t", "c"));
        // To ask took no place.
        Assert.Equal(2, gates.Count);
    }

    [Fact]
    public async Task A_gate_of_a_few_cards_is_forgotten_soon_and_a_busy_one_after_an_hour()
    {
        var time = new ManualTime();
        var gates = new SendGates(time, () => 0.5);
        for (var card = 0; card < 10; card++)
        {
            await gates.EnterAsync("t", "busy", Token);
            if (card < 7)
                await gates.EnterAsync("t", "quiet", Token);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await gates.EnterAsync("u", "new", Token);
        Assert.Equal(5, gates.Count);
        time.Advance(TimeSpan.FromSeconds(40));
        await gates.EnterAsync("v", "newer", Token);

        // The busy conversation and its tenant, who admitted as many, beside the newest.
        Assert.Equal(4, gates.Count);
        time.Advance(TimeSpan.FromMinutes(61));
        await gates.EnterAsync("w", "newest", Token);
        Assert.Equal(2, gates.Count);
    }

    [Fact]
    public async Task A_gate_of_one_card_is_forgotten_at_once_and_one_of_two_is_not()
    {
        var time = new ManualTime();
        var gates = new SendGates(time, () => 0.5);
        for (var tenant = 0; tenant < 20; tenant++)
            await gates.EnterAsync($"t{tenant}", "once", Token);
        await gates.EnterAsync("t0", "once", Token);
        Assert.Equal(40, gates.Count);

        time.Advance(TimeSpan.FromSeconds(5));
        await gates.EnterAsync("u", "new", Token);

        Assert.Equal(4, gates.Count);
    }

    [Fact]
    public async Task A_gate_that_was_told_to_wait_is_not_forgotten_soon()
    {
        var time = new ManualTime();
        var gates = new SendGates(time, () => 0.5);
        await gates.EnterAsync("t", "c", Token);
        gates.Throttled("t", "c", TimeSpan.FromSeconds(1));

        time.Advance(TimeSpan.FromSeconds(40));
        await gates.EnterAsync("u", "new", Token);

        // Its tenant was not told anything.
        Assert.Equal(3, gates.Count);
    }

    [Fact]
    public async Task A_gate_that_was_not_used_for_an_hour_is_forgotten()
    {
        var time = new ManualTime();
        var gates = new SendGates(time, () => 0.5);
        for (var number = 0; number < 40; number++)
            await gates.EnterAsync("t", $"c{number}", Token);
        Assert.Equal(41, gates.Count);

        time.Advance(TimeSpan.FromMinutes(61));
        await gates.EnterAsync("u", "new", Token);

        Assert.Equal(2, gates.Count);
    }
}
