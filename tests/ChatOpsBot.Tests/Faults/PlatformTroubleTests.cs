using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Faults;

/// <summary>What a chat platform does on a bad day. Time is manual, so two minutes of it pass at once.</summary>
public sealed class PlatformTroubleTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_platform_that_says_slow_down_for_two_minutes_gets_every_card_once_and_is_not_pressed()
    {
        var time = new ManualTime();
        var end = time.GetUtcNow() + TimeSpan.FromMinutes(2);
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        var asked = 0;
        bot.Channel.Trouble = (_, _) => time.GetUtcNow() < end && Interlocked.Increment(ref asked) > 0 ? throw ChannelException.Transient("429", TimeSpan.FromSeconds(10)) : Task.CompletedTask;

        await AcceptAsync(bot, 20);
        await AdvanceUntilAsync(bot, time, () => bot.Get<InboxStore>().Count().Waiting == 0);

        Report(bot, 20, $"refused {asked} times");
        AssertEachOnce(bot, 20);
        Assert.True(time.GetUtcNow() >= end);
        // Every ten seconds and not more often: 12 times in two minutes.
        Assert.InRange(asked, 20, 20 * 12);
    }

    [Fact]
    public async Task A_platform_that_is_down_gets_every_card_once_when_it_is_back()
    {
        var time = new ManualTime();
        var end = time.GetUtcNow() + TimeSpan.FromSeconds(20);
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        bot.Channel.Trouble = (_, _) => time.GetUtcNow() < end ? throw ChannelException.Transient("connection refused") : Task.CompletedTask;

        await AcceptAsync(bot, 100);
        await AdvanceUntilAsync(bot, time, () => bot.Get<InboxStore>().Count().Waiting == 0);

        Report(bot, 100, $"all answered {(time.GetUtcNow() - end).TotalSeconds} s after it was back");
        AssertEachOnce(bot, 100);
    }

    [Fact]
    public async Task A_platform_that_takes_ten_seconds_for_each_card_gets_many_at_a_time()
    {
        var time = new ManualTime();
        var start = time.GetUtcNow();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        bot.Channel.Trouble = (_, cancellationToken) => Task.Delay(TimeSpan.FromSeconds(10), time, cancellationToken);

        await AcceptAsync(bot, 100);
        await AdvanceUntilAsync(bot, time, () => bot.Get<InboxStore>().Count().Waiting == 0);

        var took = time.GetUtcNow() - start;
        Report(bot, 100, $"in {took.TotalSeconds} s of 10 s each");
        AssertEachOnce(bot, 100);
        // One after the other it would be a quarter of an hour.
        Assert.True(took < TimeSpan.FromMinutes(2), $"{took}");
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_its_way_back_does_not_double_the_card_where_the_platform_can_be_asked()
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        bot.Channel.LoseAnswers = 10;

        await AcceptAsync(bot, 20);
        await AdvanceUntilAsync(bot, time, () => bot.Get<InboxStore>().Count().Waiting == 0);

        Report(bot, 20, "10 answers lost");
        AssertEachOnce(bot, 20);
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_its_way_back_doubles_that_card_and_no_other_where_it_cannot()
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, channel: new FakeChannel { LooksUp = false }, time: time);
        bot.Channel.LoseAnswers = 10;

        await AcceptAsync(bot, 20);
        await AdvanceUntilAsync(bot, time, () => bot.Get<InboxStore>().Count().Waiting == 0);

        Report(bot, 20, "10 answers lost");
        Assert.Equal(30, bot.Channel.Posts.Count);
        Assert.Equal(20, bot.Channel.Posts.Select(post => post.Conversation.Key.Id).Distinct(StringComparer.Ordinal).Count());
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
    public async Task A_platform_that_hangs_in_a_hundred_conversations_holds_up_nobody_on_another()
    {
        var other = new FakeChannel { Name = "other" };
        await using var bot = await BotInTest.StartAsync(Token, replace: services => services.AddSingleton<IChannel>(other));
        var released = new TaskCompletionSource();
        bot.Channel.Trouble = (_, cancellationToken) => released.Task.WaitAsync(cancellationToken);

        await AcceptAsync(bot, 100);
        // Behind one of its own conversation, which it has to wait for: the worker takes it up, not who brought it.
        for (var message = 0; message < 2; message++)
            await bot.Turns.AcceptAsync(Some.Message($"450 4.4.316 Connection refused mx{message}.contoso.example", key: $"other-{message}") with { Conversation = Some.Conversation("elsewhere", "other") }, Token);

        await other.UntilAsync(posts => posts.Count == 2, Token);
        Assert.Empty(bot.Channel.Posts);
        released.SetResult();
        await bot.Channel.UntilAsync(posts => posts.Count == 100, Token);
    }

    [Fact]
    public async Task Cards_that_change_by_the_hundred_go_to_a_platform_that_hangs_sixty_four_at_a_time_and_hold_up_no_other()
    {
        var other = new FakeChannel { Name = "other" };
        await using var bot = await BotInTest.StartAsync(Token, replace: services => services.AddSingleton<IChannel>(other));
        await AcceptAsync(bot, 100);
        await bot.Turns.AcceptAsync(Some.Message(key: "other") with { Conversation = Some.Conversation("elsewhere", "other") }, Token);
        var cards = await bot.Channel.UntilAsync(posts => posts.Count == 100, Token);
        var elsewhere = (await other.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        var released = new TaskCompletionSource();
        var (now, most) = (0, 0);
        bot.Channel.Trouble = async (_, cancellationToken) =>
        {
            var count = Interlocked.Increment(ref now);
            if (count > Volatile.Read(ref most))
                Volatile.Write(ref most, count);
            await released.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref now);
        };

        foreach (var card in cards)
            await bot.Turns.ApplyAsync(Some.Press(card.Card.CaseId, Verbs.Take, conversation: card.Conversation.Key.Id), Token);
        await FaultSettings.UntilAsync(() => Volatile.Read(ref now) == 64, "64 are under way");
        await bot.Turns.ApplyAsync(Some.Press(elsewhere, Verbs.Take) with { Conversation = Some.Conversation("elsewhere", "other") }, Token);
        await other.UntilAsync(posts => posts[0].Updates == 1, Token);

        released.SetResult();
        await bot.Channel.UntilAsync(posts => posts.All(post => post.Updates == 1), Token);
        Assert.Equal(64, most);
    }

    [Fact]
    public async Task What_waits_for_a_platform_that_nobody_is_free_for_wakes_nobody()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var released = new TaskCompletionSource();
        bot.Channel.Trouble = (_, cancellationToken) => released.Task.WaitAsync(cancellationToken);

        await AcceptAsync(bot, 100);

        // 64 are being answered, the others are due: looked at by when they are due, they would be looked at without end.
        Assert.True(bot.Get<InboxStore>().NextDue() <= TimeProvider.System.GetUtcNow());
        Assert.Null(bot.Get<InboxStore>().NextDue([bot.Channel.Name], TimeSpan.FromDays(1)));
        Assert.True(bot.Get<InboxStore>().NextDue(["another"], TimeSpan.FromSeconds(15)) <= TimeProvider.System.GetUtcNow());
        released.SetResult();
        await bot.Channel.UntilAsync(posts => posts.Count == 100, Token);
    }

    [Fact]
    public async Task What_waits_for_a_channel_that_is_off_ends_while_another_platform_hangs()
    {
        await using var bot = await BotInTest.StartAsync(Token);
        var released = new TaskCompletionSource();
        bot.Channel.Trouble = (_, cancellationToken) => released.Task.WaitAsync(cancellationToken);
        await AcceptAsync(bot, 100);

        // Names before and behind those of the channel that is on; the second of each conversation is taken up by the worker.
        foreach (var name in new[] { "a-former", "z-former" })
        {
            for (var message = 0; message < 2; message++)
                await bot.Turns.AcceptAsync(Some.Message(key: $"{name}-{message}") with { Conversation = Some.Conversation("left", name) }, Token);
        }

        await FaultSettings.UntilAsync(() => bot.Get<InboxStore>().Count().Dead == 4, "all four are given up");
        Assert.Equal(["a-former", "a-former", "z-former", "z-former"], bot.Get<InboxStore>().DeadLetters(10).Select(letter => letter.Channel).Order(StringComparer.Ordinal));
        released.SetResult();
        await bot.Channel.UntilAsync(posts => posts.Count == 100, Token);
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

    private static async Task AcceptAsync(BotInTest bot, int messages)
    {
        for (var i = 0; i < messages; i++)
            Assert.True(await bot.Turns.AcceptAsync(Some.Message(key: $"m{i}", conversation: $"thread-{i}"), Token));
    }

    private static void Report(BotInTest bot, int acknowledged, string besides)
    {
        var answered = bot.Channel.Posts.Select(post => post.Conversation.Key.Id).Distinct(StringComparer.Ordinal).Count();
        FaultSettings.Report($"{new Tally(acknowledged, bot.Channel.Posts.Count, acknowledged - answered, bot.Channel.Posts.Count - answered)}; {besides}");
    }

    private static void AssertEachOnce(BotInTest bot, int messages)
    {
        Assert.Equal(messages, bot.Channel.Posts.Count);
        Assert.Equal(messages, bot.Channel.Posts.Select(post => post.Conversation.Key.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0, bot.Get<InboxStore>().Count().Dead);
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
