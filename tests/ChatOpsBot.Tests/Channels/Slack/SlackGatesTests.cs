using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Conversations;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Channels.Slack;

public sealed class SlackGatesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_takes_a_few_messages_at_once_and_then_one_a_second()
    {
        var time = new ManualTime();
        var gates = new SlackGates(time, () => 0.5);
        for (var message = 0; message < 8; message++)
            await gates.EnterAsync("T01", "chat.postMessage", "C01", Token);

        var ninth = gates.EnterAsync("T01", "chat.postMessage", "C01", Token);
        await gates.EnterAsync("T01", "chat.postMessage", "C02", Token);
        // More than 5 s away: told to come back.
        Assert.Equal(TimeSpan.FromSeconds(8), (await Assert.ThrowsAsync<ChannelException>(() => ninth)).RetryAfter);
        time.Advance(TimeSpan.FromSeconds(4));
        ninth = gates.EnterAsync("T01", "chat.postMessage", "C01", Token);
        Assert.False(ninth.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(4));
        await ninth;
    }

    [Fact]
    public async Task Who_would_wait_too_long_is_told_when_to_come_back()
    {
        var time = new ManualTime();
        var gates = new SlackGates(time, () => 0.5);
        gates.Throttled("T01", "views.open", TimeSpan.FromSeconds(30));

        var later = await Assert.ThrowsAsync<ChannelException>(() => gates.EnterAsync("T01", "views.open", channel: null, Token));

        Assert.Equal(TimeSpan.FromSeconds(30), later.RetryAfter);
        await gates.EnterAsync("T01", "users.info", channel: null, Token);
        await gates.EnterAsync("T02", "views.open", channel: null, Token);
    }

    [Fact]
    public void Results_have_room_when_checks_under_way_have_used_theirs_up()
    {
        var time = new ManualTime();
        var gates = new SlackGates(time, () => 0.5);
        for (var update = 0; update < UpdateBudget.InterimLimit; update++)
            gates.EnterUpdate("T01", isInterim: true);

        Assert.Equal(TimeSpan.FromMinutes(1), Assert.Throws<ChannelException>(() => gates.EnterUpdate("T01", isInterim: true)).RetryAfter);
        for (var update = UpdateBudget.InterimLimit; update < UpdateBudget.Limit; update++)
            gates.EnterUpdate("T01", isInterim: false);

        Assert.Throws<ChannelException>(() => gates.EnterUpdate("T01", isInterim: false));
        gates.EnterUpdate("T02", isInterim: true);
    }

    [Fact]
    public async Task What_is_not_used_any_more_is_forgotten()
    {
        var time = new ManualTime();
        var gates = new SlackGates(time, () => 0.5);
        for (var channel = 0; channel < 20; channel++)
        {
            await gates.EnterAsync("T01", "chat.postMessage", $"C{channel}", Token);
            gates.EnterUpdate("T01", isInterim: false);
        }

        var before = gates.Count;
        time.Advance(TimeSpan.FromMinutes(6));
        await gates.EnterAsync("T01", "users.info", channel: null, Token);

        Assert.True(before > 20);
        Assert.Equal(1, gates.Count);
    }

    [Fact]
    public async Task A_channel_that_got_one_message_is_forgotten_soon()
    {
        var time = new ManualTime();
        var gates = new SlackGates(time, () => 0.5);
        for (var channel = 0; channel < 20; channel++)
            await gates.EnterAsync("T01", "chat.postMessage", $"C{channel}", Token);
        await gates.EnterAsync("T01", "chat.postMessage", "C0", Token);
        Assert.Equal(21, gates.Count);

        time.Advance(TimeSpan.FromSeconds(8));
        await gates.EnterAsync("T02", "chat.postMessage", "C1", Token);

        // The channel that got two, the method of its workspace, and the two of the other workspace.
        Assert.Equal(4, gates.Count);
    }
}
