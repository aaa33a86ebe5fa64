using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;
using NJsonSchema;

namespace ChatOpsBot.Tests.Channels;

public sealed class AdaptiveCardsTests
{
    public static TheoryData<string> Kinds =>
    [
        "case-open", "case-checked", "case-closed-es", "case-looked-once", "case-not-mended", "case-asked-es", "case-mended", "case-expired", "case-one-backend-down", "case-backends-differ-de",
        "note-mended", "note-not-mended-es", "note-asked", "note-expiry", "help", "no-entry",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_card_looks_as_approved(string kind)
    {
        var approved = Path.Combine(AppContext.BaseDirectory, "Channels", "Approved", $"{kind}.json");
        var rendered = Render(CardOf(kind)).ToJsonString(Indented) + "\n";

        // To approve a change: look at it, then copy the file that is written here over the approved one.
        var received = Path.Combine(AppContext.BaseDirectory, $"{kind}.received.json");
        File.WriteAllText(received, rendered);
        Assert.True(File.Exists(approved) && File.ReadAllText(approved) == rendered, $"The card differs from tests/ChatOpsBot.Tests/Channels/Approved/{kind}.json. What was rendered is in {received}.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_kind_of_card_is_valid_by_the_published_schema(string kind)
    {
        var schemaFile = Path.GetFullPath(Path.Combine(Root, "..", "shared", "protocol", "schemas", "adaptive-card-1.5.0.json"));
        if (!File.Exists(schemaFile))
            Assert.Skip("The published schema of Adaptive Cards 1.5 is not beside the checkout.");
        var schema = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(schemaFile, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        var problems = schema.Validate(Render(CardOf(kind)).ToJsonString());

        Assert.Empty(problems.Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("**bold** _it_ `code`")]
    [InlineData("{{DATE(2026-01-01T00:00:00Z)}}")]
    [InlineData("```\n# heading\n```")]
    [InlineData("https://evil.example/login")]
    [InlineData("(c) @everyone")]
    public void What_a_server_or_person_says_never_becomes_markup(string hostile)
    {
        var error = Some.Error() with { Server = hostile, QuotedLine = hostile, Detail = hostile, Domain = hostile };
        var @case = Some.CaseOf(error, "en", new CaseEvent.Taken(new Person("u", hostile)) { At = Some.Noon }, new CaseEvent.StepMarked("f316.A", StepMark.Stuck, new Person("u", hostile)) { At = Some.Noon });

        var json = Render(Some.Card(@case));

        // Markdown is read in TextBlock only: there every sign of it must be escaped. Elsewhere the text stands as it is.
        var markdown = TextsOf(json, "TextBlock").ToList();
        Assert.All(markdown, text => Assert.DoesNotContain(hostile, text, StringComparison.Ordinal));
        // Between two braces stands a word joiner, which nobody sees: {{DATE(…)}} would be computed.
        Assert.Contains(TextsOf(json, "TextRun"), text => text.Replace("\u2060", "", StringComparison.Ordinal).Contains(hostile, StringComparison.Ordinal));
        Assert.All(TextsOf(json, "TextRun").Where(text => text.Contains("{{", StringComparison.Ordinal)), text => Assert.Matches(@"^\{\{(DATE|TIME)\(20\d\d-[\dT:Z-]+(,SHORT)?\)\}\}( \{\{TIME\([\dT:Z-]+\)\}\})?$", text));
    }

    [Fact]
    public void Every_button_carries_its_case_and_the_revision_it_was_shown_in()
    {
        var card = Some.Card(Some.Case());

        var data = ActionsOf(Render(card)).Select(action => action["data"]!).ToList();

        Assert.NotEmpty(data);
        Assert.All(data, press => Assert.Equal(card.CaseId, press["caseId"]!.GetValue<string>()));
        Assert.All(data, press => Assert.Equal(card.Revision, press["revision"]!.GetValue<long>()));
    }

    internal static string Root { get; } = Path.GetFullPath(Path.Combine(typeof(AdaptiveCardsTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), inherit: false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "BotSources").Value!, "..", ".."));

    internal static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    internal static Card CardOf(string kind) => kind switch
    {
        "case-open" => Small(Some.Case()),
        "case-checked" => Small(Some.Case(
            new CaseEvent.Taken(Some.Bert) { At = Some.Noon },
            new CaseEvent.StepMarked("f.open", StepMark.Done, Some.Bert) { At = Some.Noon },
            new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["tcp25", "smtp.banner"], Some.Bert) { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", Some.Seen("tcp25", "refused", facts: ("causes", "tcp.refused"))) { At = Some.Noon },
            new CaseEvent.CheckSeen("r1", Some.Seen("smtp.banner", "not-tested", Reasons.NotConnected)) { At = Some.Noon },
            new CaseEvent.ChecksEnded("r1", RunEnd.Completed) { At = Some.Noon })),
        "case-closed-es" => Small(Some.CaseOf(Some.Error("5.4.316"), "es", new CaseEvent.Closed(Some.Bert) { At = Some.Noon })),
        "case-looked-once" => Small(Some.Case([.. Fixed, .. Look("r2", "open", 30), Rechecked("r2", RecheckOutcome.Passed, 30, isEarly: true)])),
        "case-not-mended" => Small(NotMended("en")),
        "case-asked-es" => Small(Asked("es")),
        "case-mended" => Small(Mended("en")),
        "case-expired" => Small(Some.Case(new CaseEvent.Taken(Some.Bert) { At = Some.Noon }, new CaseEvent.QueueExpired { At = Some.Noon.AddHours(24) })),
        "case-one-backend-down" => Small(Some.Case([.. Checked("inside", whole: true), .. Lost("outside"), Ended])),
        "case-backends-differ-de" => Small(Some.CaseOf(
            Some.Error(),
            "de",
            [
                .. Checked("inside", whole: false),
                new CaseEvent.CheckSeen("r1", Some.Seen("tcp25", "timeout", facts: [("causes", "tcp.timeout"), ("seconds", "10")]) with { Vantage = "outside", Elapsed = TimeSpan.FromSeconds(10) }) { At = Some.Noon },
                Ended,
            ])),
        "note-mended" => Note(Mended("en")),
        "note-not-mended-es" => Note(NotMended("es")),
        "note-asked" => Note(Asked("en")),
        "note-expiry" => Note(Some.Case(new CaseEvent.Taken(Some.Bert) { At = Some.Noon }, new CaseEvent.ExpiryReminded { At = Some.Noon.AddHours(22) })),
        "help" => CommandCards.Help(EnglishTexts.Texts),
        "no-entry" => NoteCard.NoEntry([new MailError { Code = new EnhancedStatusCode(5, 1, 1), Reply = new ReplyCode(550), QuotedLine = "550 5.1.1 User unknown" }], new KnowledgeBase([]), EnglishTexts.Texts),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of card."),
    };

    /// <summary>The failure was seen, and somebody did something about it.</summary>
    private static CaseEvent[] Fixed => [.. Look("r1", "refused", 0, Some.Anna), new CaseEvent.StepMarked("f.open", StepMark.Done, Some.Bert) { At = Some.Noon }];

    private static Case NotMended(string language) => Some.CaseOf(Some.Error(), language, [.. Fixed, .. Look("r2", "refused", 60), Rechecked("r2", RecheckOutcome.StillFailing, 60)]);

    private static Case Asked(string language) => Some.CaseOf(
        Some.Error(),
        language,
        [.. Fixed, .. Look("r2", "not-tested", 60), Rechecked("r2", RecheckOutcome.Undecided, 60), new CaseEvent.AskedWhetherMended(AskReason.NotTested) { At = Some.Noon.AddHours(1) }]);

    private static Case Mended(string language) => Some.CaseOf(
        Some.Error(),
        language,
        [
            .. Fixed,
            .. Look("r2", "open", 30),
            Rechecked("r2", RecheckOutcome.Passed, 30, isEarly: true),
            .. Look("r3", "open", 35),
            Rechecked("r3", RecheckOutcome.Passed, 35, isEarly: true),
            new CaseEvent.Closed(Person.Bot) { At = Some.Noon.AddMinutes(35) },
        ]);

    private static CaseEvent[] Look(string run, string outcome, int minutes, Person? by = null) =>
    [
        new CaseEvent.ChecksRequested(run, "mx1.contoso.example", ["tcp25", "smtp.banner"], by ?? Person.Bot) { At = Some.Noon.AddMinutes(minutes) },
        new CaseEvent.CheckSeen(run, Some.Seen("tcp25", outcome, outcome == "not-tested" ? Reasons.RateLimited : null)) { At = Some.Noon.AddMinutes(minutes) },
        new CaseEvent.ChecksEnded(run, RunEnd.Completed) { At = Some.Noon.AddMinutes(minutes) },
    ];

    private static CaseEvent.Rechecked Rechecked(string run, RecheckOutcome outcome, int minutes, bool isEarly = false) =>
        new(run, outcome) { At = Some.Noon.AddMinutes(minutes), IsEarly = isEarly };

    /// <summary>A server that is well, as a backend of that name sees it.</summary>
    private static CaseEvent[] Checked(string vantage, bool whole) =>
    [
        new CaseEvent.ChecksRequested("r1", "mx1.contoso.example", ["ctl.out25", "tcp25", "smtp.banner", "smtp.ehlo", "smtp.starttls", "tls.time"], Some.Bert) { At = Some.Noon },
        .. new[]
        {
            Some.Seen("tcp25", "open") with { Elapsed = TimeSpan.FromMilliseconds(12) },
            Some.Seen("smtp.banner", "ready") with { Elapsed = TimeSpan.FromMilliseconds(1234), Evidence = ["S: 220 mx1.contoso.example ESMTP"] },
            Some.Seen("smtp.ehlo", "ok") with { Elapsed = TimeSpan.FromMilliseconds(0.4), Evidence = ["C: EHLO probe.example.net", "S: 250-mx1.contoso.example", "S: 250-SIZE 37748736", "S: 250-X-ANONYMOUSTLS", "S: 250 STARTTLS"] },
            Some.Seen("smtp.starttls", "ok") with { Elapsed = TimeSpan.FromSeconds(11), Evidence = ["C: STARTTLS", "S: 220 2.0.0 Ready", "(TLS 1.3, TLS_AES_256_GCM_SHA384)"] },
            Some.Seen("tls.time", "valid", facts: ("findings", "cert.expiring_soon")) with { Evidence = ["(1) CN=mx1.contoso.example", "valid: 2026-09-01T00:00:00Z to 2026-11-28T00:00:00Z"] },
        }.Take(whole ? 5 : 2).Select(seen => new CaseEvent.CheckSeen("r1", seen with { Vantage = vantage }) { At = Some.Noon }),
    ];

    /// <summary>Two places saw three servers with two addresses each, and every session to its end; the last server turns everybody away.</summary>
    internal static Card Crowded(string language)
    {
        var seen = from host in Enumerable.Range(1, 3)
                   from address in Enumerable.Range(1, 2)
                   from vantage in new[] { "inside", "outside" }
                   from result in new[]
                   {
                       Some.Seen("tcp25", "open"),
                       Some.Seen("smtp.banner", "ready") with { Evidence = ["S: 220 mx.contoso.example ESMTP"] },
                       Some.Seen("smtp.ehlo", "ok") with { Evidence = ["C: EHLO probe.example.net", .. Enumerable.Range(1, 15).Select(offer => $"S: 250-OFFER{offer}")] },
                       Some.Seen("smtp.starttls", "rejected", facts: [("causes", "tls.starttls_rejected"), ("reply", "454 4.7.0 TLS not available")]) with { Evidence = ["C: STARTTLS", "S: 454 4.7.0 TLS not available"] },
                       Some.Seen("sig.fixup", "plain"),
                   }
                   let place = $"203.0.113.{host * 10 + address}"
                   select result with
                   {
                       Where = place,
                       Vantage = vantage,
                       Elapsed = TimeSpan.FromMilliseconds(12),
                       Facts = new Dictionary<string, string>(result.Facts, StringComparer.Ordinal) { ["host"] = $"mx{host}.contoso.example", ["address"] = place, ["domain"] = "contoso.example", ["preference"] = $"{host}0" },
                   };
        return Some.Card(Some.CaseOf(
            Some.Error("4.4.317"),
            language,
            [
                new CaseEvent.ChecksRequested("r1", "contoso.example", ["tcp25", "smtp.banner", "smtp.ehlo", "smtp.starttls", "sig.fixup"], Some.Bert) { At = Some.Noon },
                .. seen.Select(result => new CaseEvent.CheckSeen("r1", result) { At = Some.Noon }),
                Ended,
            ]));
    }

    /// <summary>What is told of a backend that cannot be reached.</summary>
    private static CaseEvent[] Lost(string vantage) =>
    [
        .. new[] { "tcp25", "smtp.banner" }.Select(id => new CaseEvent.CheckSeen(
            "r1",
            new CheckResult { CheckId = id, Outcome = "not-tested", Where = "mx1.contoso.example", Vantage = vantage, Reason = Reasons.BackendDown, Sentence = "-" }) { At = Some.Noon }),
    ];

    private static CaseEvent Ended => new CaseEvent.ChecksEnded("r1", RunEnd.Completed) { At = Some.Noon };

    private static Card Note(Case @case) => CaseCard.ComposeNote(@case, @case.Note!, Some.Entry, Some.CardOptions);

    private static Card Small(Case @case) => CaseCard.Compose(@case, Some.Entry, Some.CardOptions);

    private static JsonObject Render(Card card) => JsonObject.Create(AdaptiveCards.Render(card, AdaptiveHost.Web))!;

    private static IEnumerable<string> TextsOf(JsonNode? node, string type) =>
        Objects(node).Where(item => item["type"]?.GetValue<string>() == type).Select(item => item["text"]!.GetValue<string>());

    private static IEnumerable<JsonObject> ActionsOf(JsonNode? node) => Objects(node).Where(item => item["type"]?.GetValue<string>() == "Action.Submit");

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject item => item.Where(property => property.Value is JsonObject or JsonArray).SelectMany(property => Objects(property.Value)).Prepend(item),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };
}
