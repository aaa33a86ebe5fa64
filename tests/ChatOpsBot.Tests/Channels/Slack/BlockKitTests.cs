using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Slack;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>Cards as Slack gets them: I15 and I16 of the protocol checklist, and how each kind looks.</summary>
public sealed class BlockKitTests
{
    public static TheoryData<string> Kinds => AdaptiveCardsTests.Kinds;

    public static TheoryData<string, string> EntriesAndLanguages => Teams.TeamsCardTests.EntriesAndLanguages;

    [Theory]
    [InlineData("Done: Let Microsoft 365 through", "Done: Let Microsoft 365 through")]
    [InlineData("Done: Let Microsoft 365 through the firewall of the server that receives the mail of the partner", "Done: Let Microsoft 365 through the firewall of the server that receives…")]
    [InlineData("Yes: Does mail flow, since the change was made, (to everybody who uses it, now) again?", "Yes: Does mail flow, since the change was made, (to everybody who uses it…")]
    [InlineData("Webbplatsövervakningskonfigurationsinställningarnaförnämndenförkommunikationsfrågorisverige", "Webbplatsövervakningskonfigurationsinställningarnaförnämndenförkommunikati…")]
    public void What_is_read_out_ends_with_a_word(string hint, string label)
    {
        Assert.Equal(label, BlockLimits.CutAtWord(hint, BlockLimits.AccessibilityLabel));
        Assert.InRange(label.Length, 1, BlockLimits.AccessibilityLabel);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_card_looks_as_approved(string kind)
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Channels", "Approved", $"slack-{kind}.json");
        var message = BlockKit.Render(AdaptiveCardsTests.CardOf(kind));
        var rendered = new JsonObject { ["text"] = message.Text, ["blocks"] = JsonNode.Parse(Json(message.Blocks).GetRawText()) }.ToJsonString(AdaptiveCardsTests.Indented) + "\n";

        // To approve a change: look at it, then copy the file that is written here over the approved one.
        var received = Path.Combine(AppContext.BaseDirectory, $"slack-{kind}.received.json");
        File.WriteAllText(received, rendered);
        Assert.True(File.Exists(approved) && File.ReadAllText(approved) == rendered, $"The card differs from tests/ChatOpsBot.Tests/Channels/Approved/slack-{kind}.json. What was rendered is in {received}.");
    }

    [Theory]
    [InlineData("view-details")]
    [InlineData("view-more-es")]
    [InlineData("view-settings")]
    public void Each_kind_of_view_looks_as_approved(string kind)
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Channels", "Approved", $"slack-{kind}.json");
        var rendered = JsonNode.Parse(Json(ViewOf(kind)).GetRawText())!.ToJsonString(AdaptiveCardsTests.Indented) + "\n";

        var received = Path.Combine(AppContext.BaseDirectory, $"slack-{kind}.received.json");
        File.WriteAllText(received, rendered);
        Assert.True(File.Exists(approved) && File.ReadAllText(approved) == rendered, $"The view differs from tests/ChatOpsBot.Tests/Channels/Approved/slack-{kind}.json. What was rendered is in {received}.");
        Assert.Empty(BlockKitRules.View(Json(ViewOf(kind))));
    }

    [Theory]
    [MemberData(nameof(EntriesAndLanguages))]
    public void I15_every_card_is_within_the_rules_and_limits_of_Slack(string entryId, string language)
    {
        foreach (var card in Teams.TeamsCardTests.States(entryId, language))
        {
            foreach (var form in Enum.GetValues<TableForm>())
            {
                var message = BlockKit.Render(card, form);

                Assert.Empty(BlockKitRules.Message(Json(message.Blocks)));
                Assert.False(message.IsFolded);
                Assert.InRange(message.Text.Length, 1, 4000);
            }

            Assert.Empty(BlockKitRules.View(Json(BlockKitViews.DetailsOf(card, Reference))));
        }
    }

    [Theory]
    [InlineData("<!channel> <!here> <@U01KIM> <#C01EXAMPLE>")]
    [InlineData("<https://evil.example|click>")]
    [InlineData("*bold* _it_ ~no~ `code`")]
    [InlineData(":tada: :+1: https://evil.example/login")]
    [InlineData("<!date^1795001112^{date}|yesterday>")]
    [InlineData("@channel @here &lt;!everyone&gt;")]
    [InlineData("```\n# heading\n```")]
    public void I16_what_a_server_or_person_says_never_becomes_markup(string hostile)
    {
        var error = Some.Error() with { Server = hostile, QuotedLine = hostile, Detail = hostile, Domain = hostile };
        var card = Some.Card(Some.CaseOf(error, "en", new CaseEvent.Taken(new Person("u", hostile)) { At = Some.Noon }, new CaseEvent.StepMarked("f316.A", StepMark.Stuck, new Person("u", hostile)) { At = Some.Noon }));
        var message = BlockKit.Render(card);

        var sight = BlockKitSight.Read(Json(message.Blocks), message.Text);
        var alone = BlockKitSight.Read(Json([]), message.Text);
        var details = BlockKitSight.Read(Json(BlockKitViews.DetailsOf(card, Reference).Blocks));

        // Links of the entry are links.
        Assert.DoesNotContain(sight.Effects.Concat(alone.Effects).Concat(details.Effects), effect => !effect.StartsWith("link https://", StringComparison.Ordinal) || effect.Contains("evil", StringComparison.Ordinal));
        // As it is, where it is quoted.
        Assert.Contains(hostile, sight.Text, StringComparison.Ordinal);
        Assert.Contains(hostile, details.Text, StringComparison.Ordinal);
        Assert.Empty(BlockKitRules.Message(Json(message.Blocks)));
    }

    [Theory]
    [InlineData("<!channel>", "mention !channel")]
    [InlineData("*Done* by Eve", "emphasis Done")]
    [InlineData("look :tada:", "emoji :tada:")]
    [InlineData("<https://evil.example|click>", "link https://evil.example")]
    public void The_reader_of_these_tests_sees_what_markup_does(string mrkdwn, string effect) =>
        Assert.Contains(effect, BlockKitSight.Read(Json([new SectionBlock { Text = TextObject.Marked(mrkdwn) }])).Effects);

    [Fact]
    public void Points_in_time_are_written_by_the_readers_client()
    {
        var card = Some.Card(Some.Case(new CaseEvent.StepMarked("f316.A", StepMark.Stuck, Some.Bert) { At = Some.Noon }));

        var message = BlockKit.Render(card);

        const string noon = "<!date^1795176000^{date_short} {time}|2026-11-20 12:00 UTC>";
        Assert.Contains(message.Blocks.OfType<SectionBlock>(), row => row.Text!.Text.EndsWith(noon, StringComparison.Ordinal));
        Assert.Contains(noon, message.Text, StringComparison.Ordinal);
        Assert.Contains("""{"type":"date","timestamp":1795262400,"format":"{date_short} {time}","fallback":"2026-11-21 12:00 UTC"}""", Json(message.Blocks).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_of_any_size_fits_when_it_is_folded_and_says_where_the_rest_is()
    {
        var lines = Enumerable.Range(0, 3000).Select(line => new Paragraph($"line {line} of a transcript 😀", ParagraphStyle.Verbatim)).ToList<CardBlock>();
        var card = Some.Card(Some.Case());
        IReadOnlyList<string> wide = ["mx1.contoso.example", "Greeting", new string('g', 500)];
        var huge = card with
        {
            Title = new string('t', 50_000),
            Summary = new string('s', 50_000),
            Blocks = [new Paragraph(new string('p', 50_000)), .. card.Blocks, new Foldout("Transcript", lines), new CheckTable(["Where", "Check", "Result"], [.. Enumerable.Repeat(wide, 5000)])],
            More = new CardMore("More", lines),
        };

        var message = BlockKit.Render(huge);
        var view = BlockKitViews.DetailsOf(huge, Reference);

        Assert.True(message.IsFolded);
        Assert.Empty(BlockKitRules.Message(Json(message.Blocks)));
        Assert.InRange(message.Text.Length, 1, 4000);
        Assert.Contains(SlackTexts.Of("en").SeeDetails, Json(message.Blocks).ToString(), StringComparison.Ordinal);
        // What a person can press stays, and the way to the rest with it.
        Assert.Equal([Verbs.RunChecks, Verbs.Take, ButtonValue.OpenDetails, Verbs.More], BlockKitSight.Read(Json(message.Blocks)).Buttons.Select(button => button.Verb).TakeLast(4));
        Assert.Equal([Verbs.RunChecks, Verbs.Take, ButtonValue.OpenDetails, Verbs.More], BlockKitSight.Read(Json(BlockKitFolding.Compact(huge).Blocks)).Buttons.Select(button => button.Verb).TakeLast(4));
        Assert.Empty(BlockKitRules.View(Json(view)));
        Assert.Empty(BlockKitRules.Message(Json(BlockKitFolding.Compact(huge).Blocks)));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void A_card_with_many_servers_and_their_sessions_fits_and_keeps_its_verdict(string language)
    {
        var card = AdaptiveCardsTests.Crowded(language);
        var verdict = card.Blocks.OfType<Paragraph>().Single(paragraph => paragraph.Text.ToString().Contains("454 4.7.0", StringComparison.Ordinal)).Text.ToString();

        var message = BlockKit.Render(card);

        Assert.Empty(BlockKitRules.Message(Json(message.Blocks)));
        Assert.Contains(verdict, BlockKitSight.Read(Json(message.Blocks), message.Text).Text, StringComparison.Ordinal);
        Assert.Empty(BlockKitRules.View(Json(BlockKitViews.DetailsOf(card, Reference))));
    }

    [Fact]
    public void What_people_miss_least_is_folded_first()
    {
        var card = Some.Card(Some.Case());
        card = card with { Blocks = [.. card.Blocks.Select(block => block is Checklist list ? new Checklist([.. list.Rows.Select(row => row with { Details = [.. Enumerable.Repeat(new Paragraph(new string('x', 2000)), 6)] })]) : block)] };

        var message = BlockKit.Render(card);

        Assert.True(message.IsFolded);
        Assert.DoesNotContain("xxx", Json(message.Blocks).ToString(), StringComparison.Ordinal);
        Assert.Contains(BlockKitSight.Read(Json(message.Blocks)).Buttons, button => button.Verb == Verbs.With(Verbs.StepDone, "f316.A"));
        Assert.Contains("xxx", Json(BlockKitViews.DetailsOf(card, Reference)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_hosts_stand_side_by_side_and_what_concerns_no_host_above_them()
    {
        var table = new CheckTable(
            ["Where", "Check", "Result"],
            [["", "MX records", "2 hosts"], ["192.0.2.1", "Connection", "Open"], ["192.0.2.1", "Greeting", "Ready"], ["192.0.2.2", "Connection", "Refused"], ["", "TLS", "Waiting"]]);
        var card = Some.Card(Some.Case()) with { Blocks = [table] };

        var whole = BlockKit.Render(card);
        var inLines = BlockKit.Render(card, TableForm.Lines);

        var rows = Assert.Single(whole.Blocks.OfType<TableBlock>()).Rows.Select(row => row.Select(cell => string.Concat(((RichTextCell)cell).Elements[0].Elements.OfType<RichTextRun>().Select(run => run.Text))));
        Assert.Equal([["Check", "192.0.2.1", "192.0.2.2"], ["Connection", "Open", "Refused"], ["Greeting", "Ready", "–"]], rows);
        Assert.Contains("MX records: 2 hosts\nTLS: Waiting\n", BlockKitSight.Read(Json(whole.Blocks)).Text, StringComparison.Ordinal);
        Assert.Empty(inLines.Blocks.OfType<TableBlock>());
        Assert.Contains("192.0.2.2, Connection: Refused\n", BlockKitSight.Read(Json(inLines.Blocks)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Closing_a_case_is_asked_once_more()
    {
        var dialog = MoreOf(Some.Card(Some.Case()));

        var view = BlockKitViews.Of(dialog, Reference);

        var close = Assert.Single(view.Blocks.OfType<ActionsBlock>().SelectMany(row => row.Elements).OfType<ButtonElement>(), button => button.Confirm is not null);
        Assert.Equal(Verbs.Close, ButtonValue.Read(close.Value)!.Verb);
    }

    [Fact]
    public void A_view_with_an_input_has_the_button_that_follows_it_at_its_bottom()
    {
        var view = BlockKitViews.Of(MoreOf(Some.Card(Some.Case())), Reference);

        Assert.Equal("Check this server", view.Submit!.Text);
        Assert.Equal(BlockKitViews.PressCallback, view.CallbackId);
        var metadata = ViewMetadata.Read(view.PrivateMetadata)!;
        Assert.Equal(Verbs.RunChecks, metadata.Submit!.Verb);
        Assert.Equal(Reference, metadata.Reference);
        Assert.Equal(Verbs.ServerInput, Assert.Single(view.Blocks.OfType<InputBlock>()).Element.ActionId);
        // And nowhere else.
        Assert.DoesNotContain(Verbs.RunChecks, Json(view).GetProperty("blocks").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("step-done")]
    [InlineData("[]")]
    [InlineData("""{"c":null,"r":1,"v":"take"}""")]
    [InlineData("""{"c":"case000001","r":-1,"v":"take"}""")]
    [InlineData("""{"c":"case000001","r":1,"v":""}""")]
    public void What_is_no_value_of_ours_is_no_press(string? value) => Assert.Null(ButtonValue.Read(value));

    /// <summary>What the rules themselves must find: a test that finds nothing wrong would pass for ever.</summary>
    [Theory]
    [InlineData("""[{"type":"header","text":{"type":"mrkdwn","text":"a"}}]""", "must be plain_text")]
    [InlineData("""[{"type":"header","text":{"type":"plain_text","text":""}}]""", "more than 0 characters")]
    [InlineData("""[{"type":"banner"}]""", "unsupported type")]
    [InlineData("""[{"type":"divider","color":"red"}]""", "unknown field")]
    [InlineData("""[{"type":"section"}]""", "missing required field")]
    [InlineData("""[{"type":"actions","elements":[]}]""", "no less than 1")]
    [InlineData("""[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"A"}},{"type":"button","action_id":"a","text":{"type":"plain_text","text":"B"}}]}]""", "is used twice")]
    [InlineData("""[{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]},{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}]""", "only one table")]
    [InlineData("""[{"type":"table","rows":[[{"type":"raw_text","text":""}]]}]""", "more than 0 characters")]
    [InlineData("""[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a","style":{}}]}]}]""", "must not be empty")]
    public void What_Slack_would_refuse_is_found(string blocks, string rule) =>
        Assert.Contains(BlockKitRules.Message(JsonElement.Parse(blocks)), problem => problem.Contains(rule, StringComparison.Ordinal));

    [Fact]
    public void Too_many_blocks_and_a_view_without_its_button_are_found()
    {
        Assert.Contains(BlockKitRules.Message(Json([.. Enumerable.Repeat(new DividerBlock(), 51)])), problem => problem.Contains("no more than 50", StringComparison.Ordinal));
        var view = BlockKitViews.Of(MoreOf(Some.Card(Some.Case())), Reference) with { Submit = null };
        Assert.Contains(BlockKitRules.View(Json(view)), problem => problem.Contains("submit is required", StringComparison.Ordinal));
    }

    private static View ViewOf(string kind) => kind switch
    {
        "view-details" => BlockKitViews.DetailsOf(AdaptiveCardsTests.CardOf("case-checked"), Reference),
        "view-more-es" => BlockKitViews.Of(MoreDialog.Compose(Some.CaseOf(Some.Error(), "es"), Some.Entry, Some.CardOptions, Languages.Of("es")), Reference),
        "view-settings" => BlockKitViews.Of(SettingsDialog.Compose("case000001", new ConversationSettings { MutedUntil = Some.Noon.AddHours(1) }, isDirect: false, Some.Noon, EnglishTexts.Texts), Reference),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of view."),
    };

    /// <summary>What stands behind More, as a dialog shows it.</summary>
    internal static Dialog MoreOf(Card card) => new()
    {
        Kind = DialogKind.More,
        CaseId = card.CaseId,
        Revision = card.Revision,
        Language = card.Language,
        Title = Languages.Of(card.Language).Dialogs.MoreTitle,
        Blocks = card.More!.Blocks,
        Close = Languages.Of(card.Language).Dialogs.Close,
    };

    internal static JsonElement Json(IReadOnlyList<Block> blocks) => JsonSerializer.SerializeToElement(blocks, SlackWebJson.Exact.IReadOnlyListBlock);

    internal static JsonElement Json(View view) => JsonSerializer.SerializeToElement(view, SlackWebJson.Exact.View);

    internal static SlackReference Reference { get; } = new() { InstallationId = "T01EXAMPLE", ChannelId = "C01EXAMPLE", TeamId = "T01EXAMPLE", ThreadTs = "1795001111.000200" };
}
