using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.Faults;

/// <summary>What a chat platform does on a bad day. Time is manual, so two minutes of it pass at once.</summary>
public sealed class PlatformTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_platform_that_says_slow_down_for_two_minutes_gets_the_card_once()
    {
        var time = new ManualTime();
        var end = time.GetUtcNow() + TimeSpan.FromMinutes(2);
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        bot.Channel.Trouble = (_, _) => time.GetUtcNow() < end ? throw ChannelException.Transient("429", TimeSpan.FromSeconds(1)) : Task.CompletedTask;

        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await AdvanceUntilAsync(bot, time, () => bot.Channel.Posts.Count > 0);

        Assert.Single(bot.Channel.Posts);
        Assert.True(time.GetUtcNow() >= end);
    }

    [Fact]
    public async Task A_platform_that_is_down_gets_all_cards_when_it_is_back()
    {
        var time = new ManualTime();
        var end = time.GetUtcNow() + TimeSpan.FromSeconds(20);
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        bot.Channel.Trouble = (_, _) => time.GetUtcNow() < end ? throw ChannelException.Transient("connection refused") : Task.CompletedTask;

        for (var i = 0; i < 100; i++)
            await bot.Turns.AcceptAsync(Some.Message(key: $"m{i}", conversation: $"thread-{i}"), Token);
        await AdvanceUntilAsync(bot, time, () => bot.Channel.Posts.Count == 100);

        Assert.Equal(100, bot.Channel.Posts.Select(post => post.Conversation.Key.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_its_way_back_does_not_double_the_card()
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        bot.Channel.LoseAnswers = 3;

        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await AdvanceUntilAsync(bot, time, () => bot.Get<InboxStore>().Count().Waiting == 0);

        Assert.Single(bot.Channel.Posts);
        Assert.Equal(0, bot.Get<InboxStore>().Count().Dead);
    }

    [Fact]
    public async Task One_conversation_that_hangs_does_not_hold_up_another()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var released = new TaskCompletionSource();
        bot.Channel.Trouble = (conversation, cancellationToken) => conversation.Key.Id == "slow" ? released.Task.WaitAsync(cancellationToken) : Task.CompletedTask;

        for (var i = 0; i < 10; i++)
            await bot.Turns.AcceptAsync(Some.Message(key: $"slow-{i}", conversation: "slow"), Token);
        await bot.Turns.AcceptAsync(Some.Message(key: "quick", conversation: "quick"), Token);

        var posts = await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);
        Assert.Equal("quick", posts[0].Conversation.Key.Id);
        released.SetResult();
        Assert.Equal(2, (await bot.Channel.UntilAsync(posts => posts.Count == 2, Token)).Count);
    }

    [Fact]
    public async Task A_message_that_breaks_us_is_given_up_and_can_be_taken_up_again()
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        var isBroken = true;
        bot.Channel.Trouble = (conversation, _) => isBroken && conversation.Key.Id == "poison" ? throw new InvalidOperationException("our own fault") : Task.CompletedTask;

        await bot.Turns.AcceptAsync(Some.Message(key: "p1", conversation: "poison"), Token);
        await bot.Turns.AcceptAsync(Some.Message(key: "g1", conversation: "good"), Token);
        await AdvanceUntilAsync(bot, time, () => bot.Get<InboxStore>().Count().Dead == 1);

        Assert.Single(bot.Channel.Posts);
        var letter = Assert.Single(bot.Get<InboxStore>().DeadLetters(10));
        Assert.Equal(nameof(InvalidOperationException), letter.Reason);

        isBroken = false;
        Assert.Equal(1, await bot.Get<InboxStore>().ReplayAsync(letter.Id, Token));
        await AdvanceUntilAsync(bot, time, () => bot.Channel.Posts.Count == 2);
    }

    /// <summary>Moves the clock second by second; between two seconds the bot does what it has to do.</summary>
    private static async Task AdvanceUntilAsync(BotInTest bot, ManualTime time, Func<bool> isDone)
    {
        for (var second = 0; second < 3600 && !isDone(); second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            // Workers go on on other threads: give them the time of a few database writes.
            await bot.Get<Database>().WriteAsync(_ => 0, Token);
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }

        Assert.True(isDone(), "It did not come to that within an hour of manual time.");
    }
}
