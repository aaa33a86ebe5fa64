using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Tests.FollowUps;

public sealed class RetentionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_is_forgotten_90_days_after_its_last_event_with_all_that_belongs_to_it()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.FollowUps.RebuildAsync(bot.Time.GetUtcNow(), Token);
        await bot.CheckAsync("tcp25=refused");
        await bot.MarkDoneAsync();
        await bot.PressAsync(Verbs.Close);

        await bot.PassAsync(TimeSpan.FromDays(89.9));
        Assert.True(Rows(bot, "cases") > 0 && Rows(bot, "case_events") > 0 && Rows(bot, "check_runs") > 0);
        await bot.PassAsync(TimeSpan.FromDays(0.2));

        Assert.All((string[])["cases", "case_events", "case_messages", "check_runs", "inbox"], table => Assert.Equal(0, Rows(bot, table)));
        Assert.Null(await bot.PressAsync(Verbs.Reopen));
    }

    [Fact]
    public async Task An_old_case_in_which_something_happened_lately_is_kept()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, settings: ["--FollowUps:KeepCases=2.00:00:00"]);
        await bot.FollowUps.RebuildAsync(bot.Time.GetUtcNow(), Token);
        await bot.PassAsync(TimeSpan.FromDays(1.5));
        await bot.PressAsync(Verbs.Take);

        await bot.PassAsync(TimeSpan.FromDays(1));

        Assert.NotNull(bot.Case);
    }

    [Fact]
    public async Task Thousands_of_old_cases_are_forgotten_in_one_go()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "");
        await bot.FollowUps.RebuildAsync(bot.Time.GetUtcNow(), Token);
        await Many.OpenAsync(bot, 3_000, Token);
        bot.Time.Advance(TimeSpan.FromDays(91));

        await bot.FollowUps.RunDueAsync(bot.Time.GetUtcNow(), Token);

        Assert.Equal(0, Rows(bot, "cases"));
        Assert.Equal(0, Rows(bot, "case_events"));
        // Comes again in an hour, and not before.
        Assert.Equal(bot.Time.GetUtcNow().AddHours(1), bot.FollowUps.NextDue(bot.Time.GetUtcNow()));
    }

    [Fact]
    public async Task A_message_that_was_given_up_is_forgotten_when_its_case_would_be()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, settings: ["--FollowUps:KeepCases=2.00:00:00"]);
        await bot.FollowUps.RebuildAsync(bot.Time.GetUtcNow(), Token);
        var inbox = bot.Bot.Get<InboxStore>();
        await bot.Bot.Channel.UntilAsync(_ => inbox.NextDue() is null, Token);
        await inbox.GiveUpAsync(1, "The channel is archived.", Token);
        await bot.PassAsync(TimeSpan.FromDays(1.9));
        Assert.Equal(1, inbox.Count().Dead);

        await bot.PassAsync(TimeSpan.FromDays(0.2));

        Assert.Equal(0, inbox.Count().Dead);
    }

    [Fact]
    public async Task An_answered_message_is_remembered_for_25_hours_so_that_its_repeats_stay_harmless()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.FollowUps.RebuildAsync(bot.Time.GetUtcNow(), Token);

        await bot.PassAsync(TimeSpan.FromHours(25));
        Assert.Equal(1, Rows(bot, "inbox"));
        await bot.PassAsync(TimeSpan.FromHours(1.1));

        Assert.Equal(0, Rows(bot, "inbox"));
    }

    [Fact]
    public async Task A_clock_that_was_ahead_does_not_put_forgetting_off()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        var now = bot.Time.GetUtcNow();
        await bot.FollowUps.RebuildAsync(now.AddYears(1), Token);
        await bot.FollowUps.RunDueAsync(now.AddYears(1), Token);

        await bot.FollowUps.RebuildAsync(now, Token);

        Assert.Equal(now.AddHours(1), bot.FollowUps.NextDue(now));
    }

    private static long Rows(FollowUpBot bot, string table) => bot.Bot.Get<Database>().Read(connection => connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}"));
}

/// <summary>Cases without their messages: opened in the database, their cards never sent.</summary>
internal static class Many
{
    public static async Task<IReadOnlyList<string>> OpenAsync(FollowUpBot bot, int count, CancellationToken cancellationToken, bool withServer = false)
    {
        var cases = bot.Bot.Get<CaseStore>();
        var error = Some.Error(server: withServer ? "mx1.contoso.example" : null);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
        {
            var item = new InboxItem
            {
                Key = $"many-{number}",
                Change = MessageChange.Posted,
                MessageId = "",
                Conversation = Some.Conversation($"many-{number}"),
                Person = Some.Anna,
                Language = "en",
                Addressing = Addressing.Overheard,
                Errors = [error],
                SentAt = bot.Time.GetUtcNow(),
            };
            var opened = new CaseEvent.Opened("4.4.316", [error], "en", Some.Anna) { At = bot.Time.GetUtcNow() };
            return (await cases.OpenOrJoinAsync(item, new Opening(TimeSpan.FromHours(1), opened), cancellationToken)).Case.Id;
        }));
    }

    public static Task MarkDoneAsync(FollowUpBot bot, IEnumerable<string> cases, CancellationToken cancellationToken) => Task.WhenAll(cases.Select(id =>
        bot.Bot.Get<CaseStore>().ApplyAsync(id, _ => [new CaseEvent.StepMarked("f316.A", StepMark.Done, Some.Bert) { At = bot.Time.GetUtcNow() }], cancellationToken)));
}
