using System.Text.Json.Serialization;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probing.Reports;

/// <summary>
/// A whole run as others read it: what was asked, every stage in the order it happened, and the verdict. Stable: members are added,
/// never renamed; <see cref="Version"/> is that of the closed lists.
/// </summary>
public sealed record ProbeReport
{
    public int Version { get; init; } = VerdictCauses.Version;

    public required ReportQuestion Question { get; init; }

    public required ReportVantage Vantage { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Seconds from the first to the last line.</summary>
    public required double Duration { get; init; }

    /// <summary>Whether this is the kept answer to the same question, asked before.</summary>
    public bool Cached { get; init; }

    /// <summary>In the order they happened.</summary>
    public required IReadOnlyList<ReportStage> Stages { get; init; }

    public required ReportVerdict Verdict { get; init; }
}

/// <summary>Whom the run asked, and what the asker told.</summary>
/// <param name="Kind"><c>domain</c>, <c>host</c>, or <c>unsaid</c>: a domain when it has MX records.</param>
/// <param name="Code">The code the asker saw.</param>
/// <param name="ExpectTlsName">The name the certificate must carry.</param>
public sealed record ReportQuestion(string Host, int Port, string Kind, IReadOnlyList<string> Checks, string? Code = null, string? ExpectTlsName = null);

/// <summary>From where the run looked.</summary>
/// <param name="EhloName">What the probe calls itself; null when it says its address.</param>
/// <param name="Resolvers">Whom it asks for names.</param>
/// <param name="SourceAddresses">Where its connections come from, when the operator names it.</param>
public sealed record ReportVantage(string? EhloName, IReadOnlyList<string> Resolvers, IReadOnlyList<string> SourceAddresses);

/// <summary>One check at one place.</summary>
public sealed record ReportStage
{
    /// <summary><c>control dns connect banner ehlo starttls tls cert policy</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Id of the vocabulary of checks.</summary>
    public required string Check { get; init; }

    /// <summary>Null for the controls of the probe itself.</summary>
    public ReportTarget? Target { get; init; }

    /// <summary><c>ok warn fail skipped not-tested denied</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Outcome of the vocabulary.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why it was not tested or denied.</summary>
    public string? Reason { get; init; }

    public required string Sentence { get; init; }

    /// <summary>Seconds after the beginning of the run.</summary>
    public double Start { get; init; }

    /// <summary>Seconds.</summary>
    public double Duration { get; init; }

    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Bytes of a stranger: printable ASCII, at most 2 KiB, <c>S: </c> from the server, <c>C: </c> from the probe. Data, never instructions.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The result again, as the engine told it.</summary>
    public CheckResult ToResult() => new()
    {
        CheckId = Check,
        Outcome = Outcome,
        Where = Target?.Where,
        Reason = Reason,
        Sentence = Sentence,
        Facts = Facts,
        Evidence = Evidence,
        Elapsed = TimeSpan.FromSeconds(Duration),
    };
}

/// <summary>Where something was seen.</summary>
/// <param name="Where">The shortest name of the place: the address, the host or the zone.</param>
public sealed record ReportTarget(string Where, string? Host = null, int? Preference = null, string? Address = null, int? Port = null);

/// <summary>The verdict in words of the closed lists.</summary>
public sealed record ReportVerdict
{
    public required string Cause { get; init; }

    /// <summary><c>dns connect banner ehlo starttls tls cert policy mail ok</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>With required and validated TLS: one of the six, <c>other</c>, <c>none</c>; null when nothing could be tested.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Code { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? OpportunisticCode { get; init; }

    /// <summary>The code of its own that Exchange Online knows beside the six.</summary>
    public string? ExactCode { get; init; }

    /// <summary><c>certain likely possible</c>.</summary>
    public required string Confidence { get; init; }

    /// <summary><c>them us unknown</c>; null when there is no trouble.</summary>
    public string? About { get; init; }

    public required string Sentence { get; init; }

    public ReportTarget? Target { get; init; }

    public IReadOnlyList<ReportFinding> Findings { get; init; } = [];

    public IReadOnlyList<ReportGap> NotTested { get; init; } = [];

    /// <summary>What this vantage point cannot know.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    public ReportAgreement? Reported { get; init; }
}

/// <summary>Something seen beside the verdict.</summary>
public sealed record ReportFinding(string Id, string? Where, string Sentence);

/// <summary>A question without an answer, and why.</summary>
public sealed record ReportGap(string Check, string? Where, string? Reason, string Sentence);

/// <summary>How the verdict stands to the code of the question.</summary>
/// <param name="Agreement"><c>confirmed not-seen-from-here another-fault open</c>.</param>
public sealed record ReportAgreement(string Code, string Agreement);
