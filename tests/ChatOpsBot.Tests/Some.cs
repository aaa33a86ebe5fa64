using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;

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
