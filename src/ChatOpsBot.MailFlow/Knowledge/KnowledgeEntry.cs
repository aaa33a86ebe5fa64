namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>
/// One trouble of mail flow as the authors wrote it: one YAML file of structure and English text, with one small file of
/// texts for each further language. Texts are looked up by key, see <see cref="KnowledgeTexts"/>.
/// </summary>
public sealed record KnowledgeEntry
{
    /// <summary>Id and file name: the code people meet first (<c>4.4.316</c>), or a word (<c>connector-other</c>).</summary>
    public required string Id { get; init; }

    public required KnowledgeMatch Match { get; init; }

    /// <summary>Who must act, the first one being the one the card names first.</summary>
    public required IReadOnlyList<Actor> Actors { get; init; }

    public required IReadOnlyList<Cause> Causes { get; init; }

    public required IReadOnlyList<FixStep> FixSteps { get; init; }

    /// <summary>Check ids to run when somebody asks for live checks, in order.</summary>
    public required IReadOnlyList<string> Checks { get; init; }

    /// <summary>Entries that are often confused with this one; text key <c>neighbor.{id}</c>.</summary>
    public required IReadOnlyList<string> Neighbors { get; init; }

    public required IReadOnlyList<Source> Sources { get; init; }

    /// <summary>Day somebody last compared this entry with its sources.</summary>
    public required DateOnly Reviewed { get; init; }

    /// <summary>
    /// Whose queue holds a message with a temporary code. Only of Exchange Online's is known when it gives up; what Exchange Online answers to
    /// other people's servers waits with them.
    /// </summary>
    public QueueOwner Queue { get; init; }

    /// <summary>Lines that must be recognized and lead to this entry.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Lines that must not lead to this entry.</summary>
    public required IReadOnlyList<string> Not { get; init; }

    public required KnowledgeTexts Texts { get; init; }

    /// <summary>Where its author finds it; null for an entry that was not read from a folder.</summary>
    public EntryOrigin? Origin { get; init; }
}

/// <summary>The English file of an entry, for messages to its author.</summary>
/// <param name="File">Relative to the folder, with forward slashes.</param>
/// <param name="ExampleLines">The line of each of <see cref="KnowledgeEntry.Examples"/>.</param>
/// <param name="NotLines">The line of each of <see cref="KnowledgeEntry.Not"/>.</param>
public sealed record EntryOrigin(string File, IReadOnlyList<int> ExampleLines, IReadOnlyList<int> NotLines);

/// <summary>What leads to an entry.</summary>
/// <param name="Codes">Enhanced status codes while the message is queued or refused, e.g. 4.4.316.</param>
/// <param name="ExpiredCodes">The permanent twins: the same trouble after the queue gave up, e.g. 5.4.316. The mail has already been returned.</param>
/// <param name="CodePrefixes">Code families such as <c>4.4.31</c> (4.4.310 to 4.4.319) that this entry answers when no other entry names the code.</param>
/// <param name="Details">Detail words or socket errors that lead here when the code alone does not (<c>10061</c>).</param>
public sealed record KnowledgeMatch(
    IReadOnlyList<EnhancedStatusCode> Codes,
    IReadOnlyList<EnhancedStatusCode> ExpiredCodes,
    IReadOnlyList<string> CodePrefixes,
    IReadOnlyList<string> Details)
{
    /// <summary>
    /// Codes that only say that time ran out (<c>5.4.300</c>): a detail word of another entry in the same line says why, and wins.
    /// </summary>
    public IReadOnlyList<EnhancedStatusCode> VagueCodes { get; init; } = [];

    /// <summary>Codes that this entry answers where no entry names the code itself.</summary>
    public IReadOnlyList<CodeRange> CodeRanges { get; init; } = [];

    /// <summary>Reply codes of lines without an enhanced status code; they count only together with <see cref="Texts"/>.</summary>
    public IReadOnlyList<ReplyCode> Replies { get; init; } = [];

    /// <summary>
    /// Words beside the code that choose this entry among those with the same code, as <see cref="ErrorWords.Fold"/> writes them; the
    /// longest one found wins. An entry that has them does not answer without one.
    /// </summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Whose words these are, the id of a <see cref="Knowledge.Provider"/>; null when anybody may write them.</summary>
    public string? Provider { get; init; }

    /// <summary>Codes of the provider's own, such as <c>TSS04</c>: each leads here by itself.</summary>
    public IReadOnlyList<string> ProviderCodes { get; init; } = [];

    /// <summary>Whether the code alone is enough, so that this entry answers when nothing beside the code decides.</summary>
    public bool IsDefault => Texts.Count == 0 && ProviderCodes.Count == 0 && Provider is null;

    /// <summary>What a person may ask for without an error, of <see cref="Wishes"/>; such an entry is its answer.</summary>
    public IReadOnlyList<string> Asks { get; init; } = [];

    /// <summary>Everything that can stand in <see cref="Asks"/>: <c>check</c> is the live check of a server.</summary>
    public static IReadOnlyList<string> Wishes { get; } = ["check"];

    /// <summary>
    /// Whether the mail is back with its sender: by a permanent twin (5.4.316), or by any permanent answer whose code is not one of
    /// <see cref="Codes"/> themselves (<c>550 4.4.7 QUEUE.Expired</c>, 5.4.300 with the detail 10061).
    /// </summary>
    public bool MeansReturned(MailError error) => error.Code is not { } code
        ? error.Reply is { IsPermanent: true }
        : ExpiredCodes.Contains(code) || (!Names(code) && (code.IsPermanent || error.Reply is { IsPermanent: true }));

    private bool Names(EnhancedStatusCode code) => Codes.Contains(code) || CodeRanges.Any(range => range.Contains(code));
}

/// <summary>Somebody who may have to act.</summary>
public enum Actor
{
    /// <summary>The organization's own mail administrator.</summary>
    MailAdmin,

    /// <summary>Whoever runs firewall, lines and addresses.</summary>
    NetworkTeam,

    /// <summary>The administrator of the destination, when it is another organization.</summary>
    Partner,

    /// <summary>Whoever hosts the DNS zone or the registration.</summary>
    DnsHost,

    /// <summary>Microsoft.</summary>
    Microsoft,

    /// <summary>The person who wrote the message.</summary>
    Sender,
}

/// <summary>One possible cause; its text has the key <see cref="Id"/>.</summary>
/// <param name="Id">For example <c>c316.fw-block</c>.</param>
/// <param name="Rules">Evidence rules, read independently of each other.</param>
/// <param name="Question">The one question for a person where no check can decide; null when there is none.</param>
/// <param name="Actor">Who must act when this is the cause.</param>
public sealed record Cause(string Id, IReadOnlyList<EvidenceRule> Rules, Question? Question, Actor Actor);

/// <summary>
/// When every condition holds, the rule speaks. Its reason, a sentence, has the key <c>{cause}.{rule}</c> and may use
/// <c>{where}</c> for the addresses it was seen at.
/// </summary>
/// <param name="Id">Unique within the cause, for example <c>open</c>.</param>
/// <param name="When">Check id, or <see cref="Evidence.Vocabulary.ErrorSays"/> → outcomes of which one must have been seen (on the same address where both are per address).</param>
/// <param name="On">Whether one address is enough or all of them must show it.</param>
public sealed record EvidenceRule(string Id, IReadOnlyDictionary<string, IReadOnlyList<string>> When, Quantifier On, Verdict Then);

public enum Quantifier
{
    /// <summary>One address is enough.</summary>
    Any,

    /// <summary>Every address that was tested shows it.</summary>
    Every,
}

public enum Verdict
{
    Confirms,
    Supports,
    RulesOut,
}

/// <summary>A yes/no question to a person. Text key <c>{cause}.ask</c>; the reasons have the keys <c>{cause}.yes</c> and <c>{cause}.no</c>.</summary>
/// <param name="Yes">What a "yes" does to the cause; null: nothing.</param>
/// <param name="No">What a "no" does to the cause; null: nothing.</param>
public sealed record Question(Verdict? Yes, Verdict? No);

/// <summary>
/// One way to mend it. Keys: <c>{id}</c> the title, <c>{id}.when</c> the condition where there is one, <c>{id}.1</c> … the substeps in order,
/// <c>{id}.note</c> a consequence to know before doing it.
/// </summary>
/// <param name="For">Causes it is for; empty: all.</param>
/// <param name="SubstepCount">Number of substeps, 1 to 12.</param>
/// <param name="Wait">Time until the change acts, then a re-check makes sense; null: none known.</param>
public sealed record FixStep(
    string Id,
    IReadOnlyList<string> For,
    Actor Actor,
    int SubstepCount,
    bool HasNote,
    IReadOnlyList<Link> Links,
    IReadOnlyList<Command> Commands,
    WaitingTime? Wait);

/// <summary>A link that leaves the chat. Text key of the label: <c>link.{id}</c>.</summary>
public sealed record Link(string Id, Uri Url);

/// <summary>A command to copy. Placeholders: <c>{server}</c>, <c>{address}</c>, <c>{domain}</c>.</summary>
/// <param name="Changes">False: it only reads. True: it changes something; shown after the reading ones, behind its step's note.</param>
public sealed record Command(string Shell, string Text, bool Changes);

/// <summary>How long a change takes to act.</summary>
public sealed record WaitingTime(TimeSpan AtLeast, TimeSpan AtMost);

/// <summary>Where a statement comes from.</summary>
/// <param name="Date">Date of the source's text, not of our reading.</param>
public sealed record Source(string Title, Uri Url, DateOnly Date);

/// <summary>Where a message waits that got a temporary code.</summary>
public enum QueueOwner
{
    /// <summary>With the server that sends it, for as long as that is set to try.</summary>
    Sender,

    /// <summary>In Exchange Online, 24 hours at most (<c>MessageExpiration</c> of Set-TransportConfig: 12 to 24).</summary>
    ExchangeOnline,
}
