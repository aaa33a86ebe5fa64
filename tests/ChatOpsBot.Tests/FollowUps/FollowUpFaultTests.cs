using System.Diagnostics;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Tests.Commands;
using Dapper;

namespace ChatOpsBot.Tests.FollowUps;

/// <summary>Crashes, clocks that jump, platforms in trouble: what is due is done once, and nothing due is forgotten.</summary>
public sealed class FollowUpFaultTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_comes_due_after_a_restart_is_done_as_if_there_had_been_none()
    {
        var first = await FollowUpBot.StartAsync(Token, folder);
        await first.CheckAsync("ctl.out25=ok", "tcp25=refused");
        await first.MarkDoneAsync();
        await first.DisposeAsync();

        await using var second = await FollowUpBot.RestartAsync(first, folder, Token);
        second.Probe.Sees = ["ctl.out25=ok", "tcp25=open", "smtp.banner=ready"];
        await second.PassAsync(TimeSpan.FromMinutes(40));

        Assert.Equal(Person.Bot, second.Case.Closing!.By);
        Assert.Single(second.Notes);
    }

    [Fact]
    public async Task A_crash_between_sending_a_note_and_saving_so_does_not_double_it()
    {
        var first = await FollowUpBot.StartAsync(Token, folder, message: "450 4.4.316 Connection refused");
        await first.MarkDoneAsync();
        // The note is posted, and the process ends before it knows.
        first.Bot.Channel.LoseAnswers = 1;
        await first.PassAsync(TimeSpan.FromHours(1));
        Assert.NotNull(first.Case.Note);
        await first.DisposeAsync();

        await using var second = await FollowUpBot.RestartAsync(first, folder, Token);
        await second.PassAsync(TimeSpan.FromHours(1));

        Assert.Single(second.Notes);
        Assert.Null(second.Case.Note);
    }

    [Fact]
    public async Task Rows_that_are_missing_or_too_many_are_mended_at_the_start()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder);
        await bot.MarkDoneAsync();
        var right = bot.Store.OfCase(bot.CaseId);
        await bot.Bot.Get<Database>().WriteAsync(
            connection => connection.Execute(
                "DELETE FROM follow_ups WHERE kind = 0; UPDATE follow_ups SET due_at = 1, next_at = 1; INSERT INTO follow_ups (key, case_id, kind, due_at, next_at) VALUES ('x|judge|gone', @CaseId, 1, 1, 1)",
                new { bot.CaseId }),
            Token);

        // The reminder's time, the re-check that was gone, and the row that should not be.
        Assert.Equal(3, await bot.FollowUps.RebuildAsync(bot.Time.GetUtcNow(), Token));

        Assert.Equal(right, bot.Store.OfCase(bot.CaseId));
        Assert.Equal(0, await bot.FollowUps.RebuildAsync(bot.Time.GetUtcNow(), Token));
    }

    [Fact]
    public async Task A_row_without_a_reason_is_removed_when_it_comes_due()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder);
        await bot.Bot.Get<Database>().WriteAsync(
            connection => connection.Execute("INSERT INTO follow_ups (key, case_id, kind, due_at, next_at) VALUES ('x|note|7', @CaseId, 2, 1, 1)", new { bot.CaseId }),
            Token);

        await bot.DueAsync();

        Assert.Empty(bot.Store.OfCase(bot.CaseId));
        Assert.Empty(bot.Notes);
    }

    [Fact]
    public async Task A_clock_that_jumps_forward_makes_things_due_once_and_one_that_jumps_back_doubles_nothing()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder, message: "450 4.4.316 Connection refused");
        await bot.MarkDoneAsync();
        var now = bot.Time.GetUtcNow();

        foreach (var at in (TimeSpan[])[TimeSpan.FromHours(5), TimeSpan.Zero, TimeSpan.FromMinutes(-90), TimeSpan.FromHours(5), TimeSpan.FromHours(6)])
            await bot.FollowUps.RunDueAsync(now + at, Token);

        Assert.Single(bot.Notes);
        Assert.Equal(AskReason.NoServer, bot.Case.Question!.Why);
    }

    [Fact]
    public async Task After_days_of_being_off_a_case_gets_one_look_and_one_note()
    {
        var first = await FollowUpBot.StartAsync(Token, folder);
        await first.CheckAsync("ctl.out25=ok", "tcp25=refused");
        await first.MarkDoneAsync();
        await first.DisposeAsync();
        first.Time.Advance(TimeSpan.FromDays(4));

        await using var second = await FollowUpBot.RestartAsync(first, folder, Token);
        second.Probe.Sees = ["ctl.out25=ok", "tcp25=refused"];
        await second.DueAsync();

        Assert.Equal(1, second.Probe.Runs);
        Assert.EndsWith("the checks still fail.", Assert.Single(second.Notes).Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_that_asks_for_time_is_left_alone_until_then()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder, message: "");
        var cases = await Many.OpenAsync(bot, 100, Token);
        await Many.MarkDoneAsync(bot, cases, Token);
        var tries = 0;
        var end = bot.Time.GetUtcNow().AddHours(1).AddMinutes(2);
        bot.Bot.Channel.Trouble = (_, _) =>
        {
            Interlocked.Increment(ref tries);
            return bot.Time.GetUtcNow() < end ? throw ChannelException.Transient("429", TimeSpan.FromSeconds(30)) : Task.CompletedTask;
        };

        await bot.PassAsync(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        // Eight were under way when it was first asked for time; nobody knocks again before it is over.
        Assert.InRange(tries, 1, 8);
        await bot.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(100, bot.Bot.Channel.Posts.Select(post => post.Conversation.Key.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(100, bot.Bot.Channel.Posts.Count);
        Assert.Equal(0, bot.Store.CountGivenUp());
    }

    [Fact]
    public async Task A_conversation_that_is_gone_closes_the_follow_up_with_the_reason()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder, message: "450 4.4.316 Connection refused");
        await bot.MarkDoneAsync();
        bot.Bot.Channel.Trouble = (_, _) => throw ChannelException.Permanent("channel_not_found");

        await bot.PassAsync(TimeSpan.FromHours(3));

        Assert.Null(bot.Case.Note);
        Assert.NotNull(bot.Case.Question);
        var told = bot.Bot.Get<Database>().Read(connection => connection.QuerySingle<string>("SELECT event FROM case_events WHERE event LIKE '%thread-told%'"));
        Assert.Contains("channel_not_found", told, StringComparison.Ordinal);
        Assert.Equal(0, bot.Store.CountGivenUp());
    }

    [Fact]
    public async Task A_follow_up_that_fails_four_times_by_our_own_fault_is_given_up_listed_and_taken_up_again()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder, message: "450 4.4.316 Connection refused");
        await bot.MarkDoneAsync();
        var (isBroken, tries) = (true, 0);
        bot.Bot.Channel.Trouble = (_, _) => isBroken && ++tries > 0 ? throw new InvalidOperationException("our own fault") : Task.CompletedTask;

        await bot.PassAsync(TimeSpan.FromHours(2));
        var letter = Assert.Single(bot.Store.GivenUp(10));
        Assert.Equal(nameof(InvalidOperationException), letter.Reason);
        Assert.Equal(4, letter.Tries);
        Assert.StartsWith($"{bot.CaseId}|note|", letter.Key, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = bot.Bot.Address };
        Assert.Contains("\"followUpsGivenUp\":1", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Token), StringComparison.Ordinal);

        var (exitCode, output, _) = await BotProcess.RunAsync(["doctor", $"--Storage:DataFolder={folder}"], "", Token);
        Assert.NotEqual(0, exitCode);
        Assert.Contains($"  {letter.Key}: due 2026-03-02 10:00:00Z, 4 tries: InvalidOperationException", output, StringComparison.Ordinal);

        isBroken = false;
        Assert.Equal(1, await bot.Store.ReplayAsync(bot.Time.GetUtcNow(), Token));
        await bot.DueAsync();

        Assert.Single(bot.Notes);
        Assert.Equal(0, bot.Store.CountGivenUp());
    }

    [Fact]
    public async Task One_follow_up_that_breaks_does_not_hold_back_the_others()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder, message: "");
        var cases = await Many.OpenAsync(bot, 50, Token);
        await Many.MarkDoneAsync(bot, cases, Token);
        bot.Bot.Channel.Trouble = (conversation, _) => conversation.Key.Id == "many-7" ? throw new InvalidOperationException("our own fault") : Task.CompletedTask;

        await bot.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(49, bot.Bot.Channel.Posts.Count);
    }

    [Fact]
    public async Task Ten_thousand_that_come_due_at_once_are_each_done_once()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder, message: "");
        var cases = await Many.OpenAsync(bot, 10_000, Token);
        await Many.MarkDoneAsync(bot, cases, Token);
        bot.Time.Advance(TimeSpan.FromHours(2));
        var (now, most) = (0, 0);
        bot.Bot.Channel.Trouble = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
        };
        var watch = Stopwatch.StartNew();

        await bot.FollowUps.RunDueAsync(bot.Time.GetUtcNow(), Token);

        TestContext.Current.TestOutputHelper?.WriteLine($"10,000 notes in {watch.Elapsed.TotalSeconds:F1} s, {most} at once at most");
        Assert.Equal(10_000, bot.Bot.Channel.Posts.Count);
        Assert.Equal(10_000, bot.Bot.Channel.Posts.Select(post => post.Conversation.Key.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(most, 1, 8);
        Assert.All(cases.Take(100), id => Assert.Null(bot.Bot.Get<CaseStore>().Find(id)!.Note));
    }

    [Fact]
    public async Task Many_looks_at_once_leave_room_for_somebody_who_presses_the_button()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, folder, message: "");
        var cases = await Many.OpenAsync(bot, 50, Token, withServer: true);
        await Many.MarkDoneAsync(bot, cases, Token);
        bot.Time.Advance(TimeSpan.FromHours(2));
        bot.Probe.Sees = ["ctl.out25=ok", "tcp25=refused"];
        bot.Probe.Hold = new TaskCompletionSource();

        await bot.FollowUps.RunDueAsync(bot.Time.GetUtcNow(), Token);
        await bot.Bot.Channel.UntilAsync(_ => bot.Probe.Runs == 4, Token);
        await bot.PostAsync("450 4.4.316 Connection refused mx9.contoso.example");
        await bot.PressAsync(Verbs.RunChecks);
        await bot.Bot.Channel.UntilAsync(_ => bot.Probe.LastTarget?.Host == "mx9.contoso.example", Token);
        Assert.Equal(5, bot.Probe.Runs);

        bot.Probe.Hold.SetResult();
        for (var i = 0; i < 200 && bot.Bot.Channel.Posts.Count < 51; i++)
        {
            await bot.FollowUps.RunDueAsync(bot.Time.GetUtcNow(), Token);
            await bot.Bot.Channel.UntilAsync(_ => cases.All(id => bot.Bot.Get<CaseStore>().Find(id)!.Run is not { IsActive: true }), Token);
        }

        Assert.Equal(51, bot.Bot.Channel.Posts.Count);
        Assert.Equal(51, bot.Probe.Runs);
    }
}
