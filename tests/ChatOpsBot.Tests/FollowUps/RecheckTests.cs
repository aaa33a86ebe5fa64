using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.FollowUps;

/// <summary>The look after a fix. The step f316.A takes 30 minutes to an hour to act; f316.D names no waiting time.</summary>
public sealed class RecheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly string[] Refused = ["ctl.out25=ok", "dns.addr=found", "tcp25=refused", "smtp.banner=not-tested"];
    private static readonly string[] Well = ["ctl.out25=ok", "dns.addr=found", "tcp25=open", "smtp.banner=ready"];

    [Fact]
    public async Task What_was_seen_failing_and_passes_twice_closes_the_case_and_says_what_changed()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        bot.Probe.Sees = Well;

        await bot.PassAsync(TimeSpan.FromMinutes(31));
        Assert.True(bot.Case.IsOpen);
        Assert.Contains(Paragraphs(bot.Card), text => text.StartsWith("Looked 2026-03-02 09:30 UTC: the checks pass. A second look follows from 2026-03-02 09:35 UTC on", StringComparison.Ordinal));

        await bot.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(Person.Bot, bot.Case.Closing!.By);
        Assert.StartsWith("Closed", bot.Card.Title.ToString(), StringComparison.Ordinal);
        Assert.Contains("Connection at 203.0.113.9: before “Refused”, now “Open”", Paragraphs(bot.Card));
        var note = Assert.Single(bot.Notes);
        Assert.Equal("4.4.316: the checks pass again, twice in a row. The case is closed.", note.Title.ToString().Replace("450 ", "", StringComparison.Ordinal));
        Assert.Contains("Connection at 203.0.113.9: before “Refused”, now “Open”", Paragraphs(note));
        Assert.Equal(3, bot.Probe.Runs);
        Assert.Equal("mx1.contoso.example", bot.Probe.LastTarget!.Host);
    }

    [Fact]
    public async Task What_still_fails_when_the_change_should_act_is_said_once_with_the_next_step()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();

        await bot.PassAsync(TimeSpan.FromMinutes(59));
        Assert.Empty(bot.Notes);
        Assert.Contains(Paragraphs(bot.Card), text => text.Contains("no pass yet", StringComparison.Ordinal));

        await bot.PassAsync(TimeSpan.FromHours(6));
        Assert.True(bot.Case.IsOpen);
        Assert.Contains("Looked again 2026-03-02 10:00 UTC: the checks still fail.", Paragraphs(bot.Card));
        Assert.Contains(Paragraphs(bot.Card), text => text.StartsWith("Next step: ", StringComparison.Ordinal));
        var note = Assert.Single(bot.Notes);
        Assert.EndsWith("after “Let Microsoft 365 through the firewall” the checks still fail.", note.Title.ToString(), StringComparison.Ordinal);
        Assert.Contains("Connection at 203.0.113.9: Refused", Paragraphs(note));
    }

    [Fact]
    public async Task A_pass_without_a_failure_seen_before_proves_nothing_so_a_person_is_asked()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        // As behind a firewall that turns only Microsoft's addresses away: from here the port was open all the time.
        await bot.CheckAsync(Well);
        await bot.MarkDoneAsync();

        await bot.PassAsync(TimeSpan.FromHours(3));

        Assert.True(bot.Case.IsOpen);
        Assert.Equal(AskReason.NeverSeenFailing, bot.Case.Question!.Why);
        Assert.Contains("Does mail flow again?", Paragraphs(bot.Card));
        Assert.EndsWith("does mail flow again?", Assert.Single(bot.Notes).Title.ToString(), StringComparison.Ordinal);
        // One look, at the end of the waiting time: a second one could not tell more.
        Assert.Equal(2, bot.Probe.Runs);
    }

    [Fact]
    public async Task A_note_that_was_sent_leads_to_no_further_update_of_the_card()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        var cases = bot.Bot.Get<CaseStore>();
        await bot.CheckAsync(Well);
        await bot.MarkDoneAsync();
        // The note leaves when the card shows all that was before it: an update still under way would know of the note.
        bot.Bot.Channel.BeforeSend = () => bot.Bot.Channel.UntilAsync(_ => cases.Shown(bot.CaseId)?.Version == bot.Case.Version, Token);
        await bot.PassAsync(TimeSpan.FromHours(3));

        // Nobody asks for an update after the note, so only a card that counts as up to date can come to be.
        await bot.Bot.Channel.UntilAsync(_ => cases.Shown(bot.CaseId)?.Version == bot.Case.Version, Token);

        Assert.Null(bot.Case.Note);
        Assert.Equal(bot.Case.Version - 1, bot.Bot.Channel.Posts[0].Card.Revision);
    }

    [Fact]
    public async Task Who_says_that_mail_flows_again_closes_the_case()
    {
        await using var bot = await AskedAsync();

        var card = await bot.PressAsync(Verbs.MendedYes, Some.Bert);

        Assert.Equal(Some.Bert, bot.Case.Closing!.By);
        Assert.StartsWith("Closed", card!.Title.ToString(), StringComparison.Ordinal);
        await bot.PassAsync(TimeSpan.FromHours(3));
        Assert.Single(bot.Notes);
    }

    [Fact]
    public async Task Who_says_that_it_does_not_keeps_the_case_and_sees_the_next_step()
    {
        await using var bot = await AskedAsync();

        var card = await bot.PressAsync(Verbs.MendedNo, Some.Bert);

        Assert.True(bot.Case.IsOpen);
        Assert.Contains("No, says Bert, 2026-03-02 12:00 UTC.", Paragraphs(card!));
        Assert.Contains(Paragraphs(card!), text => text.StartsWith("Next step: ", StringComparison.Ordinal));
        Assert.DoesNotContain(Buttons(card!), button => button.Verb == Verbs.MendedNo);
        await bot.PassAsync(TimeSpan.FromHours(3));
        Assert.Single(bot.Notes);
    }

    [Fact]
    public async Task Without_a_server_to_check_a_person_is_asked()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, message: "450 4.4.316 Connection refused");

        await bot.MarkDoneAsync();
        Assert.Contains("No server is known to check. From 2026-03-02 10:00 UTC on the bot asks whether mail flows again.", Paragraphs(bot.Card));
        await bot.PassAsync(TimeSpan.FromHours(2));

        Assert.Equal(AskReason.NoServer, bot.Case.Question!.Why);
        Assert.Single(bot.Notes);
        Assert.Equal(0, bot.Probe.Runs);
    }

    [Fact]
    public async Task A_probe_that_is_off_leads_to_a_question_not_to_a_verdict()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        bot.Probe.IsBroken = true;

        await bot.PassAsync(TimeSpan.FromHours(2));

        Assert.True(bot.Case.IsOpen);
        Assert.Equal(AskReason.NotTested, bot.Case.Question!.Why);
        Assert.Single(bot.Notes);
    }

    [Fact]
    public async Task What_failed_before_and_is_not_tested_now_is_no_pass()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        bot.Probe.Sees = ["ctl.out25=ok", "dns.addr=found", "tcp25=not-tested", "smtp.banner=not-tested"];

        await bot.PassAsync(TimeSpan.FromHours(2));

        Assert.Equal(AskReason.NotTested, bot.Case.Question!.Why);
    }

    [Fact]
    public async Task Silence_that_our_own_network_may_have_caused_counts_neither_as_failure_nor_as_cure()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync("ctl.out25=unknown", "dns.addr=found", "tcp25=timeout");
        await bot.MarkDoneAsync();
        bot.Probe.Sees = Well;

        await bot.PassAsync(TimeSpan.FromHours(2));

        Assert.True(bot.Case.IsOpen);
        Assert.Equal(AskReason.NeverSeenFailing, bot.Case.Question!.Why);
    }

    [Fact]
    public async Task Another_trouble_at_the_second_look_keeps_the_case_open()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        bot.Probe.Sees = Well;
        await bot.PassAsync(TimeSpan.FromMinutes(31));
        bot.Probe.Sees = Refused;

        await bot.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(bot.Notes);
        await bot.PassAsync(TimeSpan.FromMinutes(30));

        Assert.True(bot.Case.IsOpen);
        Assert.EndsWith("the checks still fail.", Assert.Single(bot.Notes).Title.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_error_posted_again_after_the_first_pass_leads_to_a_question()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        bot.Probe.Sees = Well;
        await bot.PassAsync(TimeSpan.FromMinutes(31));

        await bot.PostAsync("450 4.4.316 Connection refused mx1.contoso.example", key: "m2");
        await bot.PassAsync(TimeSpan.FromMinutes(10));

        Assert.True(bot.Case.IsOpen);
        Assert.Equal(AskReason.PostedAgain, bot.Case.Question!.Why);
    }

    [Fact]
    public async Task Taking_the_mark_back_cancels_the_look()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.MarkDoneAsync();

        await bot.PressAsync(Verbs.With(Verbs.StepUndo, "f316.A"));
        await bot.PassAsync(TimeSpan.FromHours(3));

        Assert.Equal(0, bot.Probe.Runs);
        Assert.Empty(bot.Notes);
    }

    [Theory]
    [InlineData(Verbs.Close)]
    [InlineData(null)]
    public async Task Closing_or_withdrawing_the_case_cancels_the_look(string? verb)
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.MarkDoneAsync();

        if (verb is not null)
            await bot.PressAsync(verb);
        else
            await bot.Bot.Get<CaseStore>().ApplyAsync(bot.CaseId, _ => [new CaseEvent.Withdrawn(Some.Anna) { At = bot.Time.GetUtcNow() }], Token);
        await bot.PassAsync(TimeSpan.FromDays(2));

        Assert.Equal(0, bot.Probe.Runs);
        Assert.Empty(bot.Notes);
        Assert.Empty(bot.Store.OfCase(bot.CaseId));
    }

    [Fact]
    public async Task A_case_that_was_opened_again_waits_for_a_new_step()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        bot.Probe.Sees = Well;
        await bot.PassAsync(TimeSpan.FromMinutes(40));
        Assert.False(bot.Case.IsOpen);

        await bot.PressAsync(Verbs.Reopen);
        await bot.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(3, bot.Probe.Runs);

        // What was seen before it was closed no longer counts: it passes, and a person is asked.
        await bot.MarkDoneAsync("f316.E");
        await bot.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal(AskReason.NeverSeenFailing, bot.Case.Question!.Why);
    }

    [Fact]
    public async Task A_second_step_moves_the_look()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        await bot.PassAsync(TimeSpan.FromMinutes(20));
        await bot.MarkDoneAsync("f316.E");

        await bot.PassAsync(TimeSpan.FromMinutes(29));
        Assert.Equal(1, bot.Probe.Runs);

        await bot.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(2, bot.Probe.Runs);
        await bot.PassAsync(TimeSpan.FromMinutes(29));
        Assert.Empty(bot.Notes);
        await bot.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Single(bot.Notes);
    }

    [Fact]
    public async Task A_step_without_a_waiting_time_of_its_own_is_looked_at_after_the_time_of_the_settings()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, settings: ["--FollowUps:RecheckAfter=00:10:00"]);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync("f316.D");

        await bot.PassAsync(TimeSpan.FromMinutes(9));
        Assert.Equal(1, bot.Probe.Runs);
        await bot.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, bot.Probe.Runs);
        Assert.Single(bot.Notes);
    }

    [Fact]
    public async Task Checks_that_somebody_runs_meanwhile_count_as_the_first_look_when_they_pass()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        await bot.PassAsync(TimeSpan.FromMinutes(5));

        await bot.CheckAsync(Well);
        await bot.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(Person.Bot, bot.Case.Closing!.By);
        Assert.Equal(3, bot.Probe.Runs);
    }

    [Fact]
    public async Task Two_passes_in_a_row_within_a_minute_are_one_look()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        await bot.PassAsync(TimeSpan.FromMinutes(5));

        await bot.CheckAsync(Well);
        await bot.CheckAsync(Well);

        Assert.True(bot.Case.IsOpen);
    }

    [Fact]
    public async Task Checks_that_fail_before_the_change_can_act_leave_the_look_where_it_is()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        await bot.PassAsync(TimeSpan.FromMinutes(5));

        await bot.CheckAsync(Refused);

        Assert.Null(bot.Case.LastLook);
        bot.Probe.Sees = Well;
        await bot.PassAsync(TimeSpan.FromMinutes(40));
        Assert.Equal(Person.Bot, bot.Case.Closing!.By);
    }

    [Fact]
    public async Task A_pass_at_another_server_is_no_look()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync();
        bot.Probe.Sees = Well;

        await bot.PressAsync(Verbs.RunChecks, server: "mx2.contoso.example");
        await bot.RunEndedAsync();
        await bot.DueAsync();

        Assert.Null(bot.Case.LastLook);
        await bot.PassAsync(TimeSpan.FromMinutes(31));
        Assert.Equal("mx1.contoso.example", bot.Probe.LastTarget!.Host);
    }

    [Fact]
    public async Task A_look_that_somebody_stops_asks_on_the_card_and_leaves_the_thread_alone()
    {
        await using var bot = await FollowUpBot.StartAsync(Token, settings: ["--FollowUps:RecheckAfter=00:10:00"]);
        await bot.CheckAsync(Refused);
        await bot.MarkDoneAsync("f316.D");
        bot.Probe.Hold = new TaskCompletionSource();
        await bot.PassAsync(TimeSpan.FromMinutes(10));

        await bot.PressAsync(Verbs.StopChecks);
        bot.Probe.Hold = null;
        await bot.DueAsync();

        Assert.Equal(AskReason.Stopped, bot.Case.Question!.Why);
        Assert.Empty(bot.Notes);
    }

    [Fact]
    public async Task Nobody_who_has_done_nothing_is_told_anything()
    {
        await using var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Refused);

        await bot.PassAsync(TimeSpan.FromHours(20));

        Assert.Equal(1, bot.Probe.Runs);
        Assert.Empty(bot.Notes);
    }

    private static async Task<FollowUpBot> AskedAsync()
    {
        var bot = await FollowUpBot.StartAsync(Token);
        await bot.CheckAsync(Well);
        await bot.MarkDoneAsync();
        await bot.PassAsync(TimeSpan.FromHours(3));
        return bot;
    }

    private static List<string> Paragraphs(Card card) => [.. card.Blocks.OfType<Paragraph>().Select(paragraph => paragraph.Text.ToString())];

    private static IEnumerable<CardButton> Buttons(Card card) => card.Blocks.OfType<ButtonRow>().SelectMany(row => row.Buttons);
}
