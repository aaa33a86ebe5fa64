using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Tests.Conversations.Dialogs;

/// <summary>What dialogs say and offer.</summary>
public sealed class DialogTests
{
    [Fact]
    public void More_offers_for_every_step_what_its_row_on_the_card_does_not()
    {
        var @case = Some.Case(new CaseEvent.StepMarked("f316.B", StepMark.Stuck, Some.Bert) { At = Some.Noon });

        var verbs = Buttons(More(@case)).Select(button => button.Verb).ToList();

        foreach (var step in Some.Knowledge.Find("4.4.316")!.FixSteps.Where(step => step.Id != "f316.B"))
        {
            Assert.Contains(Verbs.With(Verbs.StepNotOurCase, step.Id), verbs);
            Assert.Contains(Verbs.With(Verbs.StepStuck, step.Id), verbs);
        }

        Assert.Contains("step-undo:f316.B", verbs);
        Assert.DoesNotContain("step-stuck:f316.B", verbs);
        Assert.Contains(Verbs.Close, verbs);
        Assert.Contains(Verbs.HandOff, verbs);
        Assert.Contains(Verbs.Settings, verbs);
        Assert.Contains("language:de", verbs);
    }

    [Fact]
    public void The_hand_off_is_the_first_thing_behind_More()
    {
        Assert.Equal(Verbs.HandOff, Buttons(More(Some.Case())).First().Verb);
    }

    [Fact]
    public void More_of_a_closed_case_changes_nothing_of_it()
    {
        var verbs = Buttons(More(Some.Case(new CaseEvent.Closed(Some.Bert) { At = Some.Noon }))).Select(button => Verbs.Split(button.Verb).Verb).Distinct();

        Assert.Equal([Verbs.HandOff, Verbs.Settings, Verbs.Language], verbs);
    }

    [Fact]
    public void A_server_that_cannot_be_checked_can_be_corrected_where_it_was_typed()
    {
        var blocks = More(Some.Case(new CaseEvent.ChecksRefused("no server", Some.Bert) { At = Some.Noon })).Blocks;

        Assert.Equal("no server", blocks.OfType<TextInput>().Single().Value);
        Assert.Contains(blocks, block => block is Paragraph { Style: ParagraphStyle.Strong } paragraph && paragraph.Text.ToString().Contains("no server name or address", StringComparison.Ordinal));
    }

    [Fact]
    public void The_text_for_the_partner_holds_what_they_need_and_nobody_of_ours()
    {
        var error = Some.Error() with { Domain = "contoso.example", Address = "203.0.113.9", LastAttempt = Some.Noon.AddHours(-1) };
        var @case = Some.CaseOf(
            error,
            "en",
            new CaseEvent.Taken(Some.Bert) { At = Some.Noon },
            new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["ctl.out25", "tcp25", "smtp.banner"], Some.Bert) { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", Seen("tcp25", "refused")) { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", Seen("smtp.banner", "not-tested")) { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", Seen("ctl.out25", "unknown")) { At = Some.Noon },
            new CaseEvent.ChecksEnded("r1", RunEnd.Completed) { At = Some.Noon });

        var text = HandOff(@case).Blocks.OfType<CopyText>().First().Text;

        Assert.Contains("Mail from us to contoso.example is not delivered at the moment. The error is 450 4.4.316 (Connection refused).", text, StringComparison.Ordinal);
        Assert.Contains("450 4.4.316 Connection refused\n", text, StringComparison.Ordinal);
        Assert.Contains("Server: mx1.contoso.example (203.0.113.9)\n", text, StringComparison.Ordinal);
        Assert.Contains("Last attempt: 2026-11-20 11:00 UTC\n", text, StringComparison.Ordinal);
        Assert.Contains("- Connection at 203.0.113.9: Refused\n", text, StringComparison.Ordinal);
        Assert.Contains("- Do the rules or the log of the firewall show that Microsoft 365 is turned away on port 25?\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not tested", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Not proven", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Bert", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Anna", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_checked_is_not_told_to_the_partner()
    {
        var text = HandOff(Some.Case()).Blocks.OfType<CopyText>().First().Text;

        Assert.DoesNotContain(EnglishTexts.Texts.Dialogs.PartnerVantage, text, StringComparison.Ordinal);
        Assert.DoesNotContain(EnglishTexts.Texts.Dialogs.PartnerCauses, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.4.316", "2026-11-21 12:00 UTC at the latest")]
    [InlineData("5.4.316", "It is not tried again automatically.")]
    public void The_sender_learns_whether_the_mail_still_waits(string code, string expected) =>
        Assert.Contains(expected, HandOff(Some.CaseOf(Some.Error(code), "en")).Blocks.OfType<CopyText>().Last().Text, StringComparison.Ordinal);

    [Fact]
    public void Who_reads_another_language_gets_the_texts_in_English_too()
    {
        var texts = HandOff(Some.CaseOf(Some.Error(), "es")).Blocks.OfType<CopyText>().ToList();

        Assert.Equal(4, texts.Count);
        Assert.Equal(4, texts.Select(text => text.Id).Distinct().Count());
        Assert.StartsWith("En este momento", texts[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Mail from us", texts[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_English_original_can_only_be_read()
    {
        var @case = Some.CaseOf(Some.Error(), "es", new CaseEvent.StepMarked("f316.A", StepMark.Stuck, Some.Bert) { At = Some.Noon });

        var original = OriginalDialog.Compose(@case, Some.Knowledge.Find("4.4.316")!, Some.CardOptions, Languages.Of("es"));

        Assert.Equal("Original en inglés", original.Title);
        Assert.Equal("en", original.Language);
        Assert.Contains(original.Blocks.OfType<Checklist>().Single().Rows, row => row.StateWord?.ToString() == "Bert has been stuck here since 2026-11-20 12:00 UTC");
        Assert.Empty(Buttons(original));
    }

    [Fact]
    public void Alone_with_the_bot_there_is_nothing_to_mute()
    {
        var direct = SettingsDialog.Compose("", new ConversationSettings(), isDirect: true, Some.Noon, EnglishTexts.Texts);
        var shared = SettingsDialog.Compose("", new ConversationSettings(), isDirect: false, Some.Noon, EnglishTexts.Texts);

        Assert.Equal([Verbs.LanguageInput], direct.Blocks.OfType<ChoiceInput>().Select(input => input.Id));
        Assert.Equal([Verbs.LanguageInput, Verbs.ListensInput, Verbs.MuteInput], shared.Blocks.OfType<ChoiceInput>().Select(input => input.Id));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void What_the_settings_show_is_what_saving_them_unchanged_keeps(bool listens, bool isOff)
    {
        var before = new ConversationSettings { Language = "sv", Listens = listens, IsOff = isOff, MutedUntil = Some.Noon.AddHours(2), AnswerFromConfidence = 0.9 };
        var shown = SettingsDialog.Compose("", before, isDirect: false, Some.Noon, EnglishTexts.Texts).Blocks.OfType<ChoiceInput>().ToDictionary(input => input.Id, input => input.Value, StringComparer.Ordinal);

        Assert.Equal(before, SettingsDialog.Read(shown, before, Some.Noon.AddMinutes(5)));
    }

    [Theory]
    [InlineData(Verbs.MuteInput, "999999999999999999999")]
    [InlineData(Verbs.MuteInput, "-60")]
    [InlineData(Verbs.MuteInput, "61")]
    [InlineData(Verbs.LanguageInput, "tlh")]
    [InlineData(Verbs.ListensInput, "maybe")]
    [InlineData("other", "yes")]
    public void What_nobody_could_choose_changes_nothing(string input, string value)
    {
        var before = new ConversationSettings { Language = "sv", MutedUntil = Some.Noon.AddHours(2) };

        Assert.Equal(before, SettingsDialog.Read(new Dictionary<string, string> { [input] = value }, before, Some.Noon));
    }

    [Theory]
    [MemberData(nameof(CardTextsTests.AllLanguages), MemberType = typeof(CardTextsTests))]
    public void Every_shipped_entry_has_dialogs_in_every_language(string language)
    {
        foreach (var entry in Some.Knowledge.Entries)
        {
            var code = entry.Match.Codes.Concat(entry.Match.ExpiredCodes).FirstOrDefault();
            var error = Some.Error(code == default ? "4.4.999" : code.ToString());
            var @case = Case.From("c", Some.Conversation(), [new CaseEvent.Opened(entry.Id, [error], language, Some.Anna) { At = Some.Noon }]);
            var texts = Languages.Of(language);

            foreach (var dialog in (Dialog[])[MoreDialog.Compose(@case, entry, Some.CardOptions, texts), HandOffDialog.Compose(@case, entry, Some.CardOptions, texts), OriginalDialog.Compose(@case, entry, Some.CardOptions, texts)])
            {
                Assert.NotEmpty(dialog.Blocks);
                if (entry.Texts.Languages.Contains(language))
                    Assert.DoesNotContain(dialog.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString() == texts.PartlyInEnglish);
                Assert.All(dialog.Blocks.OfType<CopyText>(), text => Assert.DoesNotContain('{', text.Text));
            }
        }
    }

    private static Dialog More(Case @case) => MoreDialog.Compose(@case, Some.Knowledge.Find(@case.EntryId)!, Some.CardOptions, Languages.Of(@case.Language));

    private static Dialog HandOff(Case @case) => HandOffDialog.Compose(@case, Some.Knowledge.Find(@case.EntryId)!, Some.CardOptions, Languages.Of(@case.Language));

    private static IEnumerable<CardButton> Buttons(Dialog dialog) => dialog.Blocks.OfType<ButtonRow>().SelectMany(row => row.Buttons);

    private static CheckResult Seen(string check, string outcome) => new() { CheckId = check, Outcome = outcome, Where = check == "ctl.out25" ? null : "203.0.113.9", Sentence = "-" };
}
