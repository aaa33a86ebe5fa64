using System.Runtime.CompilerServices;
using ChatOpsBot.Conversations;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Faults;

/// <summary>The clock of the machine is set while the bot works: two days forward, two days back. Nothing is doubled, nothing waits for two days.</summary>
public sealed class ClockJumpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Days => [2, -2];

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_card_that_is_on_its_way_is_not_sent_a_second_time(int days)
    {
        var time = new ManualTime();
        // On a platform that cannot be asked what was posted, a second send is a second card.
        await using var bot = await BotInTest.StartAsync(Token, channel: new FakeChannel { LooksUp = false }, time: time);
        var released = new TaskCompletionSource();
        var sends = 0;
        bot.Channel.Trouble = (conversation, cancellationToken) =>
        {
            if (conversation.Key.Id != "thread-1")
                return Task.CompletedTask;
            Interlocked.Increment(ref sends);
            return released.Task.WaitAsync(cancellationToken);
        };
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Channel.UntilAsync(_ => sends == 1, Token);

        time.Jump(TimeSpan.FromDays(days));
        // These wake the worker, which looks for what is due by the new time.
        for (var other = 0; other < 5; other++)
        {
            await bot.Turns.AcceptAsync(Some.Message(key: $"o{other}", conversation: $"other-{other}"), Token);
            await bot.Channel.UntilAsync(posts => posts.Count == other + 1, Token);
        }

        released.SetResult();
        await UntilAnsweredAsync(bot, time);

        Assert.Equal(1, sends);
        Assert.Equal(6, bot.Channel.Posts.Count);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_message_that_waits_for_its_platform_is_answered_when_the_platform_said(int days)
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        bot.Channel.FailNext(ChannelException.Transient("slow down", TimeSpan.FromSeconds(30)));
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Channel.UntilAsync(_ => bot.Get<InboxStore>().NextDue() == time.GetUtcNow() + TimeSpan.FromSeconds(30), Token);

        time.Jump(TimeSpan.FromDays(days));
        await UntilAnsweredAsync(bot, time, within: TimeSpan.FromMinutes(2));

        Assert.Single(bot.Channel.Posts);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_message_whose_platform_is_down_meanwhile_is_not_given_up(int days)
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        var tries = 0;
        // The first two tries fail: one before the clock is set, one after.
        bot.Channel.Trouble = (_, _) => Interlocked.Increment(ref tries) <= 2 ? throw ChannelException.Transient("connection refused") : Task.CompletedTask;
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Channel.UntilAsync(_ => bot.Get<InboxStore>().NextDue() == time.GetUtcNow() + TimeSpan.FromSeconds(2), Token);

        time.Jump(TimeSpan.FromDays(days));
        await UntilAnsweredAsync(bot, time, within: TimeSpan.FromMinutes(2));

        Assert.Single(bot.Channel.Posts);
        Assert.Equal(0, bot.Get<InboxStore>().Count().Dead);
    }

    [Fact]
    public async Task What_was_accepted_under_a_clock_two_days_ahead_is_answered_after_a_restart_under_the_right_one()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var time = new ManualTime();
            var channel = new FakeChannel();
            var down = true;
            channel.Trouble = (_, _) => down ? throw ChannelException.Transient("connection refused") : Task.CompletedTask;
            await using (var ahead = await BotInTest.StartAsync(Token, folder, channel, time))
            {
                await ahead.Turns.AcceptAsync(Some.Message(), Token);
                await channel.UntilAsync(_ => ahead.Get<InboxStore>().NextDue() > time.GetUtcNow(), Token);
            }

            time.Jump(TimeSpan.FromDays(-2));
            down = false;
            await using var right = await BotInTest.StartAsync(Token, folder, channel, time);
            await UntilAnsweredAsync(right, time, within: TimeSpan.FromMinutes(2));

            Assert.Single(channel.Posts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task The_last_change_of_a_card_arrives_within_its_budget(int days)
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, channel: new FakeChannel { UpdateInterval = TimeSpan.FromSeconds(2) }, time: time);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take), Token);
        await bot.Channel.UntilAsync(posts => posts[0].Card.Revision == 2, Token);

        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Release), Token);
        time.Jump(TimeSpan.FromDays(days));
        await AdvanceUntilAsync(time, () => bot.Channel.Posts[0].Card.Revision == 3, TimeSpan.FromSeconds(10));

        Assert.Equal(2, bot.Channel.Posts[0].Updates);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Checks_that_are_running_are_not_started_a_second_time(int days)
    {
        var time = new ManualTime();
        var probe = new PatientProbe();
        await using var bot = await BotInTest.StartAsync(Token, time: time, replace: services => services.AddSingleton<IProbe>(probe));
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        var caseId = (await bot.Channel.UntilAsync(posts => posts.Count == 1, Token))[0].Card.CaseId;
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.RunChecks, server: "mx1.contoso.example"), Token);
        await bot.Channel.UntilAsync(_ => probe.Runs == 1, Token);

        time.Jump(TimeSpan.FromDays(days));
        // A press wakes the runner, which looks for runs whose lease is over by the new time; afterwards it looks by itself.
        await bot.Turns.ApplyAsync(Some.Press(caseId, Verbs.Take), Token);
        var minute = time.GetTimestamp() + TimeSpan.FromMinutes(1).Ticks;
        await AdvanceUntilAsync(time, () => time.GetTimestamp() >= minute, TimeSpan.FromMinutes(2));
        probe.Release.SetResult();
        await AdvanceUntilAsync(time, () => bot.Get<CaseStore>().Find(caseId)!.Run is { IsActive: false }, TimeSpan.FromMinutes(1));

        Assert.Equal(1, probe.Runs);
        Assert.Equal(RunState.Completed, bot.Get<CaseStore>().Find(caseId)!.Run!.State);
    }

    [Fact]
    public async Task An_outbreak_goes_on_in_its_card_when_the_clock_is_set_back()
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        time.Jump(TimeSpan.FromDays(-2));
        await bot.Turns.AcceptAsync(Some.Message(key: "m2"), Token);
        await AdvanceUntilAsync(time, () => bot.Channel.Posts[0].Card.Revision == 2, TimeSpan.FromMinutes(1));

        Assert.Single(bot.Channel.Posts);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task The_platform_repeating_a_message_changes_nothing(int days)
    {
        var time = new ManualTime();
        await using var bot = await BotInTest.StartAsync(Token, time: time);
        await bot.Turns.AcceptAsync(Some.Message(), Token);
        await bot.Channel.UntilAsync(posts => posts.Count == 1, Token);

        time.Jump(TimeSpan.FromDays(days));

        Assert.False(await bot.Turns.AcceptAsync(Some.Message(), Token));
    }

    private static Task UntilAnsweredAsync(BotInTest bot, ManualTime time, TimeSpan? within = null) =>
        AdvanceUntilAsync(time, () => bot.Get<InboxStore>().Count().Waiting == 0, within ?? TimeSpan.FromMinutes(2));

    /// <summary>Moves the clock second by second; between two seconds the bot does what it has to do.</summary>
    private static async Task AdvanceUntilAsync(ManualTime time, Func<bool> isDone, TimeSpan within)
    {
        for (var second = 0; second < within.TotalSeconds && !isDone(); second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), Token);
        }

        Assert.True(isDone(), $"It did not come to that within {within} of manual time.");
    }

    /// <summary>Sees nothing until the test lets it.</summary>
    private sealed class PatientProbe : IProbe
    {
        private int runs;

        public int Runs => runs;

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref runs);
            await Release.Task.WaitAsync(cancellationToken);
            foreach (var check in request.CheckIds)
                yield return new ProbeEvent.Finished(new CheckResult { CheckId = check, Outcome = "not-tested", Reason = Reasons.NotConnected, Sentence = "Not tested." });
        }
    }
}
