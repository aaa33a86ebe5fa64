using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Tests;

/// <summary>Any valid one of each, so that a test names only what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static readonly Person Anna = new("u-anna", "Anna");

    public static readonly Person Bert = new("u-bert", "Bert");

    public static readonly CaseCardOptions CardOptions = new(TimeSpan.FromHours(24), "1.2.3");

    /// <summary>The shipped knowledge: what cards are made of in production.</summary>
    public static KnowledgeBase Knowledge { get; } = KnowledgeFolder.Load(Path.Combine(AppContext.BaseDirectory, "Knowledge"), new DateOnly(2100, 1, 1)).Base
        ?? throw new InvalidOperationException("The shipped knowledge does not load; `chatopsbot knowledge lint` says why.");

    /// <summary>The shipped entries that are written in every language: all but those of other providers and their servers.</summary>
    public static IEnumerable<KnowledgeEntry> Translated => Knowledge.Entries.Where(entry => entry.Origin!.File.Split('/')[0] is not ("providers" or "servers"));

    /// <summary>A small entry with one of everything, for what must not change when an author edits the shipped ones.</summary>
    public static KnowledgeEntry Entry { get; } = new()
    {
        Id = "4.4.316",
        Queue = QueueOwner.ExchangeOnline,
        Match = new KnowledgeMatch([new EnhancedStatusCode(4, 4, 316)], [new EnhancedStatusCode(5, 4, 316)], [], []),
        Actors = [Actor.NetworkTeam, Actor.Partner],
        Causes =
        [
            new Cause("c.block", [new EvidenceRule("closed", new Dictionary<string, IReadOnlyList<string>> { ["tcp25"] = ["refused", "timeout"] }, Quantifier.Any, Verdict.Supports)], new Question(Verdict.Confirms, Verdict.RulesOut), Actor.NetworkTeam),
            new Cause("c.down", [new EvidenceRule("open", new Dictionary<string, IReadOnlyList<string>> { ["tcp25"] = ["open"] }, Quantifier.Every, Verdict.RulesOut)], null, Actor.Partner),
        ],
        FixSteps =
        [
            new FixStep("f.open", ["c.block"], Actor.NetworkTeam, 2, HasNote: true, [new Link("ranges", new Uri("https://learn.microsoft.com/ranges"))], [new Command("powershell", "Test-NetConnection {server} -Port 25", Changes: false)], new WaitingTime(TimeSpan.FromMinutes(30), TimeSpan.FromHours(1))),
            new FixStep("f.ask", [], Actor.Partner, 1, HasNote: false, [], [], null),
        ],
        Checks = ["tcp25", "smtp.banner"],
        Neighbors = ["4.4.315"],
        Sources = [new Source("Mail flow intelligence", new Uri("https://learn.microsoft.com/mfi"), new DateOnly(2023, 6, 14))],
        Reviewed = new DateOnly(2026, 11, 1),
        Examples = [],
        Not = [],
        Texts = new KnowledgeTexts(new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["en"] = new Dictionary<string, string>
            {
                ["title"] = "Connection refused",
                ["meaning"] = "The server refused the connection.",
                ["expired"] = "The mail went back to its senders.",
                ["who"] = "The network team, or the partner.",
                ["c.block"] = "A firewall blocks.",
                ["c.block.closed"] = "Port 25 at {where} did not let us in.",
                ["c.block.ask"] = "Does the firewall log show a block?",
                ["c.block.yes"] = "The log shows it.",
                ["c.block.no"] = "The log shows nothing.",
                ["c.down"] = "The server is down.",
                ["c.down.open"] = "Port 25 at {where} is open.",
                ["f.open"] = "Open the firewall",
                ["f.open.when"] = "The server is yours.",
                ["f.open.1"] = "Take the published ranges.",
                ["f.open.2"] = "Allow them on port 25.",
                ["f.open.note"] = "Allow only these ranges.",
                ["link.ranges"] = "Address ranges",
                ["f.ask"] = "Ask the partner",
                ["f.ask.1"] = "Send them the line.",
                ["neighbor.4.4.315"] = "no answer at all",
            },
            ["es"] = new Dictionary<string, string> { ["title"] = "Conexión rechazada", ["who"] = "El equipo de red, o el socio." },
        }),
    };

    /// <summary>What a check saw at one address of a server, with the facts the engine tells.</summary>
    public static CheckResult Seen(string checkId, string outcome, string? reason = null, string host = "mx1.contoso.example", string address = "203.0.113.9", params (string Name, string Value)[] facts) => new()
    {
        CheckId = checkId,
        Outcome = outcome,
        Reason = reason,
        Where = address,
        Sentence = "-",
        Facts = new Dictionary<string, string>(facts.Select(fact => KeyValuePair.Create(fact.Name, fact.Value)), StringComparer.Ordinal) { ["host"] = host, ["address"] = address, ["port"] = "25" },
    };

    public static MailError Error(string code = "4.4.316", string? server = "mx1.contoso.example") => new()
    {
        Code = EnhancedStatusCode.TryParse(code, out var parsed) ? parsed : null,
        Reply = new ReplyCode(parsed.IsPermanent ? 550 : 450),
        Server = server,
        QuotedLine = $"450 {code} Connection refused",
    };

    public static ConversationReference Conversation(string id = "thread-1", string channel = "fake") => new(new ConversationKey(channel, "tenant-1", id), "{}");

    public static Case Case(params CaseEvent[] later) => CaseOf(Error(), "en", later);

    public static Case CaseOf(MailError error, string language, params CaseEvent[] later) => ChatOpsBot.Conversations.Case.From(
        "case000001",
        Conversation(),
        [new CaseEvent.Opened(Knowledge.Find(error)!.Id, [error], language, Anna) { At = Noon }, .. later]);

    public static Card Card(Case @case) => CaseCard.Compose(@case, Knowledge.Find(@case.EntryId)!, CardOptions);

    public static MessageTurn Message(string text = "450 4.4.316 Connection refused mx1.contoso.example", string key = "m1", Addressing addressing = Addressing.Overheard, string conversation = "thread-1") => new()
    {
        Conversation = Conversation(conversation),
        Person = Anna,
        Key = key,
        SentAt = Noon,
        Text = text,
        Markup = MailMarkup.Plain,
        Addressing = addressing,
    };

    public static ActionTurn Press(string caseId, string verb, Person? by = null, string conversation = "thread-1", string? server = null) => new()
    {
        Conversation = Conversation(conversation),
        Person = by ?? Anna,
        Key = $"{caseId}|{verb}",
        SentAt = Noon,
        CaseId = caseId,
        Verb = verb,
        Revision = 1,
        Inputs = server is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [Verbs.ServerInput] = server },
    };
}
