using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;

namespace ChatOpsBot.Tests.FollowUps;

/// <summary>The expiry clock of the oldest known message: posted at 09:00, it runs out 24 hours later; the reminder is due two hours before.</summary>
public sealed class ExpiryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_that_somebody_took_gets_one_reminder_before_the_mail_expires()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.PressAsync(Verbs.Take, Some.Bert);

        await bot.PassAsync(TimeSpan.FromHours(21.9));
        Assert.Empty(bot.Notes);
        await bot.PassAsync(TimeSpan.FromHours(1.9));

        var note = Assert.Single(bot.Notes);
        Assert.EndsWith("the oldest known message goes back to its sender, 2026-03-03 09:00 UTC at the latest.", note.Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_expiry_the_card_says_that_queued_mail_was_returned_and_the_thread_stays_quiet()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.PressAsync(Verbs.Take, Some.Bert);

        await bot.PassAsync(TimeSpan.FromHours(30));

        Assert.Contains(bot.Card.Blocks, block => block is Paragraph { Style: ParagraphStyle.Strong } paragraph
            && paragraph.Text.ToString().StartsWith("Mail that was queued when this was first posted and was not delivered by 2026-03-03 09:00 UTC is back with its senders.", StringComparison.Ordinal));
        Assert.DoesNotContain(bot.Card.Blocks.OfType<Facts>().Single().Items, fact => fact.Label == "Queued mail expires");
        Assert.Single(bot.Notes);
        Assert.Empty(bot.Store.OfCase(bot.CaseId));
    }

    [Fact]
    public async Task A_case_that_nobody_touched_is_not_reminded_of()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);

        await bot.PassAsync(TimeSpan.FromHours(30));

        Assert.Empty(bot.Notes);
        Assert.Equal(1, bot.Case.Version);
    }

    [Fact]
    public async Task Who_acted_within_the_last_hours_is_not_reminded()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.PassAsync(TimeSpan.FromHours(22.5));

        await bot.PressAsync(Verbs.Take, Some.Bert);
        await bot.PassAsync(TimeSpan.FromHours(3));

        Assert.Empty(bot.Notes);
        Assert.NotNull(bot.Case.ExpiredAt);
    }

    [Fact]
    public async Task A_closed_case_is_not_reminded_of()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.PressAsync(Verbs.Take, Some.Bert);
        await bot.PressAsync(Verbs.Close, Some.Bert);

        await bot.PassAsync(TimeSpan.FromHours(30));

        Assert.Empty(bot.Notes);
    }

    [Fact]
    public async Task The_clock_counts_from_the_oldest_known_try_and_by_the_organizations_own_time()
    {
        await using var bot = await FollowUpBot.StartAsync(
            Token,
            message: "LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=203.0.113.25:25]};{MSG=};{FQDN=mail.contoso.example};{IP=203.0.113.25};{LRT=3/2/2026 6:00:00 AM}",
            settings: ["--Conversations:MessageExpirationHours=12", "--FollowUps:RemindBeforeExpiry=01:00:00"]);
        await bot.PressAsync(Verbs.Take, Some.Bert);

        var due = DateTimeOffset.FromUnixTimeMilliseconds(Assert.Single(bot.Store.OfCase(bot.CaseId)).DueAt);

        Assert.Equal(new DateTimeOffset(2026, 3, 2, 17, 0, 0, TimeSpan.Zero), due);
    }

    [Fact]
    public async Task A_reminder_whose_time_has_passed_while_the_bot_was_off_is_skipped()
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        try
        {
            var first = await FollowUpBot.StartAsync(Token, folder);
            await first.PressAsync(Verbs.Take, Some.Bert);
            await first.DisposeAsync();
            first.Time.Advance(TimeSpan.FromDays(3));

            await using var second = await FollowUpBot.RestartAsync(first, folder, Token);
            await second.DueAsync();

            Assert.Empty(second.Notes);
            Assert.NotNull(second.Case.ExpiredAt);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_reminder_that_the_platform_takes_only_after_the_expiry_is_dropped()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.PressAsync(Verbs.Take, Some.Bert);
        bot.Bot.Channel.Trouble = (_, _) => bot.Time.GetUtcNow() < new DateTimeOffset(2026, 3, 3, 9, 30, 0, TimeSpan.Zero) ? throw ChannelException.Transient("503") : Task.CompletedTask;

        await bot.PassAsync(TimeSpan.FromHours(30));

        Assert.Empty(bot.Notes);
        Assert.Null(bot.Case.Note);
        Assert.Empty(bot.Store.OfCase(bot.CaseId));
    }

    /// <summary>At 02:00 on March 29 clocks in Berlin jump to 03:00, at 03:00 on October 25 back to 02:00. A waiting time is time that passes.</summary>
    [Theory]
    [InlineData("2026-03-29T01:45:00+01:00")]
    [InlineData("2026-10-25T02:45:00+02:00")]
    [InlineData("2026-06-01T12:00:00+02:00")]
    public async Task A_waiting_time_is_as_long_in_the_night_of_a_clock_change(string local)
    {
        var marked = DateTimeOffset.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(marked.Offset, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin").GetUtcOffset(marked));
        await using var bot = await FollowUpBot.StartAsync(Token, time: new ManualTime(marked), message: "450 4.4.316 Connection refused");
        // As a channel may deliver it: the instant with the offset of the place.
        await bot.Bot.Get<CaseStore>().ApplyAsync(bot.CaseId, _ => [new CaseEvent.StepMarked("f316.A", StepMark.Done, Some.Bert) { At = marked }], Token);

        await bot.PassAsync(TimeSpan.FromMinutes(59));
        Assert.Null(bot.Case.Question);
        await bot.PassAsync(TimeSpan.FromMinutes(1));

        Assert.NotNull(bot.Case.Question);
        var remind = DateTimeOffset.FromUnixTimeMilliseconds(bot.Store.OfCase(bot.CaseId).Single(row => row.Key.Contains("|remind|", StringComparison.Ordinal)).DueAt);
        Assert.Equal(marked.ToUniversalTime().AddHours(22), remind);
    }
}
