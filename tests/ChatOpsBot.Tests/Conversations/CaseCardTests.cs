using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Tests.Conversations;

public sealed class CaseCardTests
{
    [Fact]
    public void What_else_a_later_post_names_gets_its_row_and_lends_no_server()
    {
        var @case = Some.CaseOf(Some.Error(server: null), "en", new CaseEvent.Joined(Some.Bert, Some.Error(server: null), [Some.Error("4.7.320", "mail.fabrikam.example")]) { At = Some.Noon });

        var facts = CaseCard.Compose(@case, Some.Knowledge.Find("4.4.316")!, Some.CardOptions, Some.Knowledge).Blocks.OfType<Facts>().First().Items;

        Assert.DoesNotContain(facts, fact => fact.Label == "Server");
        Assert.Equal("450 4.7.320 Certificate validation failed, at mail.fabrikam.example", facts.Single(fact => fact.Label == "Also named").Value.ToString());
    }

    [Fact]
    public void Another_error_of_the_message_has_its_own_row_and_its_own_server()
    {
        var first = Some.Error();
        var second = Some.Error("4.7.320", "mail.fabrikam.example");
        var @case = Case.From("case000001", Some.Conversation(), [new CaseEvent.Opened("4.4.316", [first, second, second with { Code = new EnhancedStatusCode(5, 1, 1), Server = first.Server }], "en", Some.Anna) { At = Some.Noon }]);

        var facts = CaseCard.Compose(@case, Some.Knowledge.Find("4.4.316")!, Some.CardOptions, Some.Knowledge).Blocks.OfType<Facts>().First().Items;

        Assert.Equal("mx1.contoso.example", facts.Single(fact => fact.Label == "Server").Value.ToString());
        Assert.Equal(
            ["450 4.7.320 Certificate validation failed, at mail.fabrikam.example", "450 5.1.1 Bad destination mailbox address"],
            facts.Where(fact => fact.Label == "Also named").Select(fact => fact.Value.ToString()));
    }

    [Fact]
    public void Queued_mail_expires_one_waiting_time_after_its_first_known_try()
    {
        var tried = Some.Noon.AddHours(-3);

        var card = Some.Card(Some.CaseOf(Some.Error() with { LastAttempt = tried }, "en"));

        Assert.Equal("2026-11-21 09:00 UTC at the latest", FactOf(card, "Queued mail expires"));
    }

    [Fact]
    public void A_try_that_lies_in_the_future_is_not_believed()
    {
        var card = Some.Card(Some.CaseOf(Some.Error() with { LastAttempt = Some.Noon.AddDays(3) }, "en"));

        Assert.Equal("2026-11-21 12:00 UTC at the latest", FactOf(card, "Queued mail expires"));
    }

    [Fact]
    public void Mail_that_was_returned_has_no_time_left()
    {
        var card = Some.Card(Some.CaseOf(Some.Error("5.4.316"), "en"));

        Assert.Null(FactOf(card, "Queued mail expires"));
        Assert.Contains(card.Blocks, block => block is Paragraph { Style: ParagraphStyle.Strong } paragraph && paragraph.Text.ToString().Contains("senders", StringComparison.Ordinal));
    }

    [Fact]
    public void A_code_of_several_meanings_says_so_and_names_the_others()
    {
        var other = Some.Entry with { Id = "relay", Match = Some.Entry.Match with { Texts = ["relay access denied"] } };

        var card = CaseCard.Compose(Some.CaseOf(Some.Error("4.4.316") with { QuotedLine = "4.4.316" }, "en"), Some.Entry, Some.CardOptions, new KnowledgeBase([Some.Entry, other]));

        Assert.Contains(card.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString().StartsWith("The code 4.4.316 has several meanings.", StringComparison.Ordinal));
        Assert.Contains(card.Blocks.OfType<Foldout>().SelectMany(foldout => foldout.Blocks), block => block is Paragraph paragraph && paragraph.Text.ToString() == "relay: Connection refused");
    }

    [Fact]
    public void An_entry_without_checks_and_causes_makes_a_card_without_them()
    {
        var entry = Some.Entry with { Checks = [], Causes = [], FixSteps = [Some.Entry.FixSteps[1]] };

        var card = CaseCard.Compose(Some.Case(), entry, Some.CardOptions);

        Assert.DoesNotContain(card.Buttons, button => button.Verb == Verbs.RunChecks);
        Assert.DoesNotContain(card.Blocks, block => block is CauseList or TextInput);
        Assert.DoesNotContain(card.More!.Blocks, block => block is TextInput);
        Assert.Single(card.Blocks.OfType<Checklist>());
    }

    [Fact]
    public void Marks_of_steps_the_entry_no_longer_has_are_ignored_and_the_others_stay()
    {
        var marked = Some.Case(
            new CaseEvent.StepMarked("f.open", StepMark.Done, Some.Anna) { At = Some.Noon },
            new CaseEvent.StepMarked("f.gone", StepMark.Done, Some.Bert) { At = Some.Noon },
            new CaseEvent.QuestionAnswered("c.gone", Yes: true, Some.Anna) { At = Some.Noon });

        var rows = CaseCard.Compose(marked, Some.Entry, Some.CardOptions).Blocks.OfType<Checklist>().Single().Rows;

        Assert.Equal([StepMark.Done, StepMark.None], rows.Select(row => row.Mark));
    }

    [Fact]
    public void Before_any_check_every_cause_is_only_possible()
    {
        var causes = Causes(Some.Card(Some.Case()));

        Assert.NotEmpty(causes);
        Assert.All(causes, cause => Assert.Equal(Standing.Open, cause.Standing));
        Assert.All(causes, cause => Assert.Empty(cause.Reasons));
    }

    [Fact]
    public void What_the_checks_saw_re_ranks_the_causes_and_says_why()
    {
        var causes = Causes(Some.Card(CaseWithRun(Seen("tcp25", "open", "203.0.113.9"), Seen("smtp.banner", "ready", "203.0.113.9"))));

        Assert.Equal(Standing.Likely, causes[0].Standing);
        Assert.Contains("203.0.113.9", Assert.Single(causes[0].Reasons).ToString(), StringComparison.Ordinal);
        Assert.Equal(Standing.RuledOut, causes[^1].Standing);
    }

    [Fact]
    public void What_a_probe_sees_alone_never_proves_a_block_of_Microsoft()
    {
        foreach (var outcome in Vocabulary.Checks["tcp25"])
        {
            var block = Causes(Some.Card(CaseWithRun(Seen("tcp25", outcome, "203.0.113.9")))).Single(cause => cause.Text.Contains("firewall", StringComparison.OrdinalIgnoreCase) && cause.Question is not null);
            Assert.NotEqual(Standing.Confirmed, block.Standing);
        }
    }

    [Fact]
    public void Not_tested_counts_for_nothing()
    {
        var causes = Causes(Some.Card(CaseWithRun(Seen("tcp25", Vocabulary.NotTested, "203.0.113.9", Reasons.OutboundBlocked))));

        Assert.All(causes, cause => Assert.Equal(Standing.Open, cause.Standing));
    }

    [Fact]
    public void The_step_for_the_likeliest_cause_is_the_next_one()
    {
        // Refused on the spot: nobody listens there, or a firewall rejects. A greeting rules out that the server was retired.
        var before = Some.Card(Some.Case());
        var after = Some.Card(Some.Case(new CaseEvent.QuestionAnswered("c316.not-listening", Yes: true, Some.Bert) { At = Some.Noon }));

        Assert.Equal(1, NextOf(before).Number);
        Assert.Contains(Verbs.With(Verbs.StepDone, "f316.E"), NextOf(after).Button!.Verb, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_has_its_own_button_and_only_the_next_one_is_emphasized()
    {
        var rows = Rows(Some.Card(Some.Case()));

        Assert.All(rows, row => Assert.NotNull(row.Button));
        Assert.Equal(rows.Count, rows.Select(row => row.Button!.Verb).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(rows, row => row.Button!.IsPrimary);
    }

    [Fact]
    public void After_a_step_was_done_the_card_says_when_the_bot_looks_again()
    {
        var card = Some.Card(Some.Case(new CaseEvent.StepMarked("f316.A", StepMark.Done, Some.Bert) { At = Some.Noon }));

        var done = Rows(card).Single(row => row.Mark == StepMark.Done);
        Assert.Equal("Done by Bert, 2026-11-20 12:00 UTC", done.StateWord!.ToString());
        Assert.Contains(card.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString() == "The checks run again by themselves, from 2026-11-20 13:00 UTC on.");
    }

    [Fact]
    public void A_running_check_shows_what_is_still_waiting_and_can_be_stopped()
    {
        var card = Some.Card(Some.Case(
            new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["dns.addr", "tcp25"], Some.Bert) { At = Some.Noon },
            new CaseEvent.ChecksStarted("r1") { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", Seen("dns.addr", "nxdomain", "mx1.contoso.example")) { At = Some.Noon }));

        Assert.StartsWith("Checking", card.Title.ToString(), StringComparison.Ordinal);
        Assert.Contains(card.Buttons, button => button.Verb == Verbs.StopChecks);
        var table = card.Blocks.OfType<CheckTable>().Single();
        Assert.Equal(["mx1.contoso.example", "Address of the name", "The name does not exist"], table.Rows[0]);
        Assert.Equal(["", "Connection", "Waiting"], table.Rows[1]);
    }

    [Fact]
    public void A_run_that_was_lost_starts_with_an_empty_table()
    {
        var card = Some.Card(Some.Case(
            new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["tcp25"], Some.Bert) { At = Some.Noon },
            new CaseEvent.ChecksStarted("r1") { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", Seen("tcp25", "refused", "203.0.113.9")) { At = Some.Noon },
            new CaseEvent.ChecksStarted("r1") { At = Some.Noon }));

        Assert.Equal(["", "Connection", "Waiting"], Assert.Single(card.Blocks.OfType<CheckTable>().Single().Rows));
    }

    [Fact]
    public void When_our_own_port_25_is_blocked_the_card_gives_the_commands_to_run_oneself()
    {
        var card = Some.Card(CaseWithRun(
            Seen("ctl.out25", "blocked", null),
            Seen("tcp25", Vocabulary.NotTested, "203.0.113.9", Reasons.OutboundBlocked)));

        var text = CardAsText.Render(card, TimeZoneInfo.Utc, 100);
        Assert.Contains("This bot's own way out on port 25 is blocked", text, StringComparison.Ordinal);
        Assert.Contains("Test-NetConnection mx1.contoso.example -Port 25", text, StringComparison.Ordinal);
        Assert.Contains("Not tested: our own port 25 is blocked", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_which_nothing_was_allowed_says_why_once()
    {
        var card = Some.Card(CaseWithRun(
            Seen("dns.addr", Vocabulary.Denied, "mx1.contoso.example", Reasons.ReservedName),
            Seen("tcp25", Vocabulary.Denied, "mx1.contoso.example", Reasons.ReservedName),
            Seen("ctl.out25", Vocabulary.Denied, null, Reasons.ReservedName)));

        Assert.Empty(card.Blocks.OfType<CheckTable>());
        Assert.Single(card.Blocks.OfType<Paragraph>(), paragraph => paragraph.Text.ToString() == "Not allowed: the name is reserved for examples or local use");
    }

    [Fact]
    public void A_card_without_a_server_asks_for_one()
    {
        var card = Some.Card(Some.CaseOf(Some.Error(server: null), "en"));

        Assert.Contains(card.Blocks, block => block is TextInput { Id: Verbs.ServerInput });
    }

    [Fact]
    public void The_same_case_always_gives_the_same_card()
    {
        var @case = CaseWithRun(Seen("tcp25", "refused", "203.0.113.9"));

        Assert.Equal(CardAsText.Render(Some.Card(@case), TimeZoneInfo.Utc, 80), CardAsText.Render(Some.Card(@case), TimeZoneInfo.Utc, 80));
    }

    [Theory]
    [MemberData(nameof(CardTextsTests.AllLanguages), MemberType = typeof(CardTextsTests))]
    public void Every_shipped_entry_composes_in_every_state(string language)
    {
        foreach (var entry in Some.Knowledge.Entries)
        {
            var code = entry.Match.Codes.Concat(entry.Match.ExpiredCodes).FirstOrDefault();
            var error = Some.Error(code == default ? "4.4.999" : code.ToString());
            CaseEvent opened = new CaseEvent.Opened(entry.Id, [error], language, Some.Anna) { At = Some.Noon };
            var @case = Case.From("c", Some.Conversation(), [
                opened,
                .. entry.Causes.Where(cause => cause.Question is not null).Select(cause => new CaseEvent.QuestionAnswered(cause.Id, Yes: true, Some.Bert) { At = Some.Noon }),
                .. entry.FixSteps.Select(step => new CaseEvent.StepMarked(step.Id, StepMark.Done, Some.Bert) { At = Some.Noon }),
                new CaseEvent.Closed(Some.Bert) { At = Some.Noon },
            ]);

            var card = CaseCard.Compose(@case, entry, Some.CardOptions);

            Assert.Equal(language, card.Language);
            Assert.Equal(!entry.Texts.Languages.Contains(language), card.Blocks.Any(block => block is Paragraph paragraph && paragraph.Text.ToString() == Languages.Of(language).PartlyInEnglish));
            Assert.DoesNotContain('{', CardAsText.Render(card, TimeZoneInfo.Utc, 100).Replace("@{", "", StringComparison.Ordinal));
        }
    }

    private static Case CaseWithRun(params CheckResult[] results) => Some.Case([
        new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", [.. results.Select(result => result.CheckId)], Some.Bert) { At = Some.Noon },
        new CaseEvent.ChecksStarted("r1") { At = Some.Noon },
        .. results.Select(result => new CaseEvent.CheckSeen("r1", result) { At = Some.Noon }),
        new CaseEvent.ChecksEnded("r1", RunEnd.Completed) { At = Some.Noon },
    ]);

    private static CheckResult Seen(string check, string outcome, string? where, string? reason = null) =>
        new() { CheckId = check, Outcome = outcome, Where = where, Reason = reason, Sentence = "-" };

    private static string? FactOf(Card card, string label) =>
        card.Blocks.OfType<Facts>().Single().Items.FirstOrDefault(fact => fact.Label == label)?.Value.ToString();

    private static IReadOnlyList<CauseRow> Causes(Card card) => card.Blocks.OfType<CauseList>().Single().Rows;

    private static List<ChecklistRow> Rows(Card card) =>
        [.. card.Blocks.SelectMany(block => block switch { Checklist list => list.Rows, Foldout fold => fold.Blocks.OfType<Checklist>().SelectMany(list => list.Rows), _ => [] })];

    private static ChecklistRow NextOf(Card card) => Rows(card).Single(row => row.IsNext);
}
