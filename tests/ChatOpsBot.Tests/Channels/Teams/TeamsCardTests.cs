using System.Text.Json.Nodes;
using ChatOpsBot.Channels;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;
using NJsonSchema;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>Cards as Teams gets them: H26 of the protocol checklist, and how each kind looks.</summary>
public sealed class TeamsCardTests
{
    public static TheoryData<string> Kinds => AdaptiveCardsTests.Kinds;

    public static TheoryData<string, string> EntriesAndLanguages
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var entry in Some.Knowledge.Entries)
            {
                foreach (var texts in Languages.All)
                    rows.Add(entry.Id, texts.Language);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_card_looks_as_approved(string kind)
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Channels", "Approved", $"teams-{kind}.json");
        var rendered = Render(AdaptiveCardsTests.CardOf(kind)).ToJsonString(AdaptiveCardsTests.Indented) + "\n";

        // To approve a change: look at it, then copy the file that is written here over the approved one.
        var received = Path.Combine(AppContext.BaseDirectory, $"teams-{kind}.received.json");
        File.WriteAllText(received, rendered);
        Assert.True(File.Exists(approved) && File.ReadAllText(approved) == rendered, $"The card differs from tests/ChatOpsBot.Tests/Channels/Approved/teams-{kind}.json. What was rendered is in {received}.");
    }

    [Theory]
    [MemberData(nameof(EntriesAndLanguages))]
    public async Task H26_every_card_is_valid_by_the_published_schema(string entryId, string language)
    {
        if (!File.Exists(SchemaFile))
            Assert.Skip("The published schema of Adaptive Cards 1.5 is not beside the checkout.");
        var schema = await Schema.Value;

        foreach (var card in Samples(entryId, language))
        {
            var json = Render(card);
            // Teams' own property, which the schema of cards does not know.
            Assert.Equal("full", json["msteams"]!["width"]!.GetValue<string>());
            json.Remove("msteams");

            Assert.Empty(schema.Validate(json.ToJsonString()).Select(problem => problem.ToString()));
        }
    }

    [Theory]
    [MemberData(nameof(EntriesAndLanguages))]
    public void H26_every_card_keeps_the_rules_the_schema_does_not_know(string entryId, string language)
    {
        foreach (var card in States(entryId, language))
        {
            var json = Render(card);
            var all = Objects(json).ToList();

            Assert.Equal("1.5", Text(json, "version"));
            Assert.Equal(language, Text(json, "lang"));
            Assert.NotEmpty(Text(json, "fallbackText")!);
            // A fallback of an action that stands in no ActionSet is dropped by some clients.
            Assert.Null(json["actions"]);
            Assert.All(Of(all, "ActionSet"), set => Assert.InRange(set["actions"]!.AsArray().Count, 1, 6));
            Assert.All(Of(all, "Action.Execute"), AssertFallsBackToSubmit);
            Assert.NotEmpty(Of(all, "Action.Execute"));
            // More is a dialog, which only Action.Submit can open; so is the text to send on, where that is due.
            var opening = Of(all, "Action.Submit").Where(submit => submit["data"]!["msteams"] is not null).ToList();
            Assert.All(opening, submit => Assert.Equal("task/fetch", submit["data"]!["msteams"]!["type"]!.GetValue<string>()));
            Assert.Equal([.. card.Buttons.Select(button => button.Verb).Where(Verbs.OpensDialog), Verbs.More], opening.Select(submit => Text(submit["data"]!.AsObject(), "verb")));
            Assert.Equal(Of(all, "Action.Execute").Count + opening.Count, Of(all, "Action.Submit").Count);
            Assert.All(Of(all, "Table"), table => Assert.NotEmpty(table["fallback"]!["items"]!.AsArray()));
            Assert.All(all, item => Assert.DoesNotContain(Text(item, "type"), NewerThanPhonesShow));
            Assert.All(Of(all, "Image"), image => Assert.NotNull(image["altText"]));
            Assert.All(Of(all, "Input.Text"), input => Assert.NotEmpty(Text(input, "label")!));
            Assert.All(Of(all, "TextRun"), run => Assert.DoesNotContain("{{", Text(run, "text")!, StringComparison.Ordinal));
            Assert.All(Of(all, "TextBlock").Where(block => Text(block, "text")!.Length > 1), block => Assert.True(block["wrap"]?.GetValue<bool>()));
            // For those who only hear it: what the line says, that it unfolds, and no sign that would be spelled out.
            Assert.All(all.Select(item => item["selectAction"]).OfType<JsonObject>(), toggle => Assert.EndsWith(RendererTexts.Of(language).Toggle["{title}".Length..], Text(toggle, "title"), StringComparison.Ordinal));
            Assert.All(all.Select(item => item["selectAction"]).OfType<JsonObject>(), toggle => Assert.DoesNotMatch("[☐☑☒⚠⋯●◐○✕]", Text(toggle, "title")!));
            // Backslashes would be seen on phones.
            Assert.All(Of(all, "TextBlock"), block => Assert.DoesNotContain('\\', Text(block, "text")!));
            var ids = all.Select(item => Text(item, "id")).OfType<string>().ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(all.SelectMany(item => item["targetElements"]?.AsArray().Select(target => target!.GetValue<string>()) ?? []), target => Assert.Contains(target, ids));
            // Whatever is folded for its size, nothing that can be pressed is.
            var sent = TeamsActivities.Compose(card, Reference).Activity;
            Assert.InRange(sent.SizeInUtf16, 1, TeamsActivities.MaxSize);
            Assert.Equal(Of(all, "Action.Execute").Count, Of([.. Objects(JsonNode.Parse(sent.Json.Span))], "Action.Execute").Count);
        }
    }

    [Theory]
    [MemberData(nameof(EntriesAndLanguages))]
    public async Task H26_every_dialog_is_valid_and_keeps_the_rules(string entryId, string language)
    {
        var entry = Some.Knowledge.Find(entryId)!;
        var texts = Languages.Of(language);
        var error = Some.Error(entry.Match.Codes.Count > 0 ? entry.Match.Codes[0].ToString() : entryId);
        var @case = Case.From("case000001", Some.Conversation(), [new CaseEvent.Opened(entryId, [error], language, Some.Anna) { At = Some.Noon }]);
        Dialog[] dialogs =
        [
            MoreDialog.Compose(@case, entry, Some.CardOptions, texts),
            HandOffDialog.Compose(@case, entry, Some.CardOptions, texts),
            OriginalDialog.Compose(@case, entry, Some.CardOptions, texts),
            SettingsDialog.Compose(@case.Id, new ConversationSettings { MutedUntil = Some.Noon.AddHours(1) }, isDirect: false, Some.Noon, texts),
        ];
        foreach (var dialog in dialogs)
        {
            var json = JsonObject.Create(TeamsActivities.Fit(dialog))!;
            var all = Objects(json).ToList();

            // Nothing of a shipped entry is left out.
            Assert.DoesNotContain(RendererTexts.Of(language).PartsLeftOut, json.ToJsonString(AdaptiveCardsTests.Indented), StringComparison.Ordinal);
            Assert.Empty(Of(all, "Action.Execute"));
            Assert.All(Of(all, "ActionSet"), set => Assert.InRange(set["actions"]!.AsArray().Count, 1, 6));
            Assert.All(Of(all, "Action.Submit"), submit => Assert.True(Verbs.IsKnown(Verbs.Split(Text(submit["data"]!.AsObject(), "verb")!).Verb)));
            Assert.All([.. Of(all, "Input.Text"), .. Of(all, "Input.ChoiceSet")], input => Assert.NotEmpty(Text(input, "label")!));
            var ids = all.Select(item => Text(item, "id")).OfType<string>().ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            if (entryId == Some.Knowledge.Entries[0].Id && File.Exists(SchemaFile))
                Assert.Empty((await Schema.Value).Validate(json.ToJsonString()).Select(problem => problem.ToString()));
        }
    }

    [Fact]
    public void A_dialog_of_any_size_fits_when_parts_of_it_go()
    {
        var lines = Enumerable.Range(0, 500).Select(line => new Paragraph($"line {line} {new string('x', 200)}")).ToList<CardBlock>();
        var dialog = MoreDialog.Compose(Some.Case(), Some.Knowledge.Find("4.4.316")!, Some.CardOptions, Languages.Of("en"));

        var json = TeamsActivities.Fit(dialog with { Blocks = [.. dialog.Blocks, new Foldout("a", lines), .. lines.Take(300)] });

        Assert.InRange(json.GetRawText().Length * sizeof(char), 1, TeamsActivities.MaxSize);
        Assert.Contains(RendererTexts.Of("en").PartsLeftOut, json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            Of([.. Objects(JsonObject.Create(TeamsActivities.Fit(dialog)))], "Action.Submit").Count,
            Of([.. Objects(JsonObject.Create(json))], "Action.Submit").Count);
    }

    [Fact]
    public void Points_in_time_are_computed_by_the_reader_and_the_words_around_them_stay_words()
    {
        var hostile = new Person("u", "**Eve** [x](https://evil.example) <at>all</at> {{DATE(2026-01-01T00:00:00Z)}} `a`_b_");

        var json = Render(Some.Card(Some.Case(new CaseEvent.Taken(hostile) { At = Some.Noon }, new CaseEvent.StepMarked("f316.A", StepMark.Stuck, hostile) { At = Some.Noon })));

        var texts = Of([.. Objects(json)], "TextBlock").Select(block => Text(block, "text")!).Where(text => text.Contains("Eve", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.DoesNotMatch(@"[*`\[\]<>_]|https://|\{\{DATE\(2026-01-01", text));
        Assert.Contains(texts, text => text.EndsWith("{{DATE(2026-11-20T12:00:00Z,SHORT)}} {{TIME(2026-11-20T12:00:00Z)}}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_command_is_a_field_to_copy_and_does_not_travel_with_every_press()
    {
        var json = Render(AdaptiveCardsTests.CardOf("case-open"));
        var all = Objects(json).ToList();

        Assert.Contains(Of(all, "Input.Text"), input => Text(input, "id") == "command1" && Text(input, "value") == "Test-NetConnection mx1.contoso.example -Port 25");
        Assert.All(Of(all, "Action.Execute"), action => Assert.Equal(Text(action, "verb") == Verbs.RunChecks ? null : "none", Text(action, "associatedInputs")));
    }

    [Theory]
    [InlineData(600)]
    [InlineData(3_000)]
    [InlineData(20_000)]
    [InlineData(80_000)]
    public void A_card_of_any_size_fits_when_it_is_folded(int maxSize)
    {
        var lines = Enumerable.Range(0, 3000).Select(line => new Paragraph($"line {line} of a transcript 😀", ParagraphStyle.Verbatim)).ToList<CardBlock>();
        var card = Some.Card(Some.Case());
        var huge = card with
        {
            Title = new string('t', 50_000),
            Summary = new string('s', 50_000),
            Blocks = [new Paragraph(new string('p', 50_000)), .. card.Blocks, new Foldout("a", lines), new Foldout("b", [new Paragraph("kept until it is in the way")]), new CheckTable(["a"], [.. Enumerable.Repeat<IReadOnlyList<string>>(["x"], 5000)])],
            More = new CardMore("More", lines),
        };

        var (activity, isFolded) = TeamsActivities.Compose(huge, Reference, maxSize);

        Assert.True(isFolded);
        // The last resort has a size of its own: below it there is nothing left to leave out.
        Assert.InRange(activity.SizeInUtf16, 1, Math.Max(maxSize, 9_000));
        Assert.NotNull(JsonNode.Parse(activity.Json.Span));
        Assert.InRange(TeamsActivities.Fit(huge).GetRawText().Length * sizeof(char), 1, TeamsActivities.MaxSize);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void A_card_with_many_servers_and_their_sessions_fits_and_keeps_its_verdict(string language)
    {
        var card = AdaptiveCardsTests.Crowded(language);
        var verdict = card.Blocks.OfType<Paragraph>().Single(paragraph => paragraph.Text.ToString().Contains("454 4.7.0", StringComparison.Ordinal)).Text.ToString();

        var sent = TeamsActivities.Compose(card, Reference).Activity;

        Assert.InRange(sent.SizeInUtf16, 1, TeamsActivities.MaxSize);
        Assert.Contains(Objects(JsonNode.Parse(sent.Json.Span)).Select(item => item["text"]?.GetValue<string>()), text => text is not null && text.Contains(verdict, StringComparison.Ordinal));
    }

    [Fact]
    public void What_people_miss_least_is_folded_first()
    {
        var card = Some.Card(Some.Case());
        card = card with { Blocks = [.. card.Blocks, new Foldout("Transcript", [.. Enumerable.Repeat(new Paragraph(new string('x', 200), ParagraphStyle.Verbatim), 100)])] };
        var whole = TeamsActivities.Compose(card, Reference, int.MaxValue).Activity.SizeInUtf16;

        var folded = CardFolding.Smaller(card).First();

        Assert.DoesNotContain(folded.Blocks, block => block is Foldout { Title: "Transcript" });
        Assert.Equal(card.Blocks.OfType<Foldout>().Count() - 1, folded.Blocks.OfType<Foldout>().Count());
        Assert.Contains(folded.Blocks, block => block is Paragraph paragraph && paragraph.Text.ToString() == RendererTexts.Of("en").PartsLeftOut);
        var sizes = CardFolding.Smaller(card).Select(smaller => TeamsActivities.Compose(smaller, Reference, int.MaxValue).Activity.SizeInUtf16).ToList();
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.True(sizes[0] < whole);
    }

    private static TeamsReference Reference { get; } = TeamsReference.FromJson(TeamsOutbound.ConversationOf("https://smba.trafficmanager.net/emea/").Json);

    private static string SchemaFile { get; } = Path.GetFullPath(Path.Combine(AdaptiveCardsTests.Root, "..", "shared", "protocol", "schemas", "adaptive-card-1.5.0.json"));

    private static Lazy<Task<JsonSchema>> Schema { get; } = new(async () => await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(SchemaFile)));

    /// <summary>
    /// The schema's check of one card takes a tenth of a second: all states of the first entry, of each other one another state in each
    /// language. The shapes are the same in all entries; only texts differ.
    /// </summary>
    private static IEnumerable<Card> Samples(string entryId, string language)
    {
        var entry = Some.Knowledge.Entries.Select((one, index) => (one, index)).First(pair => pair.one.Id == entryId).index;
        var states = States(entryId, language).ToList();
        return entry == 0 ? states : [states[(entry + Languages.All.Select((texts, index) => (texts, index)).First(pair => pair.texts.Language == language).index) % states.Count]];
    }

    /// <summary>The states a case goes through, as far as cards tell them apart.</summary>
    internal static IEnumerable<Card> States(string entryId, string language)
    {
        var entry = Some.Knowledge.Find(entryId)!;
        var error = Some.Error(entry.Match.Codes.Count > 0 ? entry.Match.Codes[0].ToString() : entryId) with { Domain = "contoso.example", Detail = "SubjectMismatch", LastAttempt = Some.Noon.AddHours(-3) };
        CaseEvent[] soFar = [];
        yield return Of(error with { Server = null });
        yield return Of(error);
        CaseEvent[] whole =
        [
            new CaseEvent.Taken(Some.Bert) { At = Some.Noon },
            .. entry.FixSteps.Take(1).Select(step => new CaseEvent.StepMarked(step.Id, StepMark.Done, Some.Bert) { At = Some.Noon }),
            .. entry.FixSteps.Skip(1).Take(1).Select(step => new CaseEvent.StepMarked(step.Id, StepMark.Stuck, Some.Bert) { At = Some.Noon }),
            new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["tcp25", "smtp.banner"], Some.Bert) { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", new CheckResult { CheckId = "tcp25", Outcome = "refused", Where = "203.0.113.9", Sentence = "-" }) { At = Some.Noon },
            new CaseEvent.ChecksEnded("r1", RunEnd.Completed) { At = Some.Noon },
            new CaseEvent.Closed(Some.Bert) { At = Some.Noon },
        ];
        foreach (var next in whole)
        {
            soFar = [.. soFar, next];
            yield return Of(error);
        }

        Card Of(MailFlow.MailError shown) => CaseCard.Compose(
            Case.From("case000001", Some.Conversation(), [new CaseEvent.Opened(entryId, [shown], language, Some.Anna) { At = Some.Noon }, .. soFar]), entry, Some.CardOptions);
    }

    private static void AssertFallsBackToSubmit(JsonObject action)
    {
        var submit = action["fallback"]!.AsObject();
        Assert.Equal("Action.Submit", Text(submit, "type"));
        Assert.Equal(action["data"]!.ToJsonString(), submit["data"]!.ToJsonString());
        Assert.Equal(Text(action, "title"), Text(submit, "title"));
        Assert.Equal(Text(action, "verb"), Text(action["data"]!.AsObject(), "verb"));
        Assert.NotEmpty(Text(action["data"]!.AsObject(), "caseId")!);
        Assert.True(action["data"]!["revision"]!.GetValue<long>() > 0);
    }

    private static JsonObject Render(Card card) => JsonObject.Create(AdaptiveCards.Render(card, AdaptiveHost.Teams))!;

    private static string? Text(JsonObject item, string property) => item[property]?.GetValue<string>();

    private static List<JsonObject> Of(IReadOnlyList<JsonObject> all, string type) => [.. all.Where(item => item["type"] is JsonValue value && value.GetValue<string>() == type)];

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject item => item.Where(property => property.Value is JsonObject or JsonArray).SelectMany(property => Objects(property.Value)).Prepend(item),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static readonly string[] NewerThanPhonesShow = ["CodeBlock", "Icon", "Badge", "ProgressBar", "ProgressRing", "CompoundButton", "Carousel", "Rating", "Media"];
}
