using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>What all results of a run together say about mail to the target. A pure function of them and the question.</summary>
public sealed record Verdict
{
    /// <summary>Id of <see cref="VerdictCauses"/>.</summary>
    public required string Cause { get; init; }

    public required VerdictStage Stage { get; init; }

    /// <summary>What Exchange Online reports for a connector that requires TLS with a valid certificate; null when nothing could be tested.</summary>
    public string? Code { get; init; }

    /// <summary>The same where TLS is welcome but not required.</summary>
    public string? OpportunisticCode { get; init; }

    /// <summary>The code of its own that Exchange Online knows beside <see cref="Code"/>, such as 4.7.324.</summary>
    public string? ExactCode { get; init; }

    public Confidence Confidence { get; init; }

    /// <summary>Whose trouble it is; null when there is none.</summary>
    public Blame? About { get; init; }

    /// <summary>One or more English sentences a mail engineer can act on.</summary>
    public required string Sentence { get; init; }

    /// <summary>Where the deciding thing was seen; null for a verdict about the whole domain that no server decided.</summary>
    public VerdictTarget? Target { get; init; }

    /// <summary>What else was seen, in the order of the checks.</summary>
    public IReadOnlyList<VerdictFinding> Findings { get; init; } = [];

    public IReadOnlyList<VerdictGap> NotTested { get; init; } = [];

    /// <summary>What this vantage point cannot know.</summary>
    public IReadOnlyList<VerdictLimit> Limits { get; init; } = [];

    /// <summary>Why nothing could be tested: an id of <see cref="Reasons"/>. Null for every other cause, and when no result says why.</summary>
    public string? Reason { get; init; }

    /// <summary>How the verdict stands to the code of the question; null when there was none.</summary>
    public Agreement? Reported { get; init; }

    /// <param name="results">All results of one run, in any order.</param>
    public static Verdict Of(ProbeRequest request, IReadOnlyList<CheckResult> results) => new Judge(request, results).Decide();
}

/// <param name="Host">A server, a name server's zone or the domain itself.</param>
public sealed record VerdictTarget(string Host, string? Address = null, int? Preference = null, int? Port = null);

/// <param name="Id">Of <see cref="VerdictFindings"/> or <see cref="VerdictCauses"/>.</param>
/// <param name="Where">Host, address or zone.</param>
public sealed record VerdictFinding(string Id, string? Where, string Sentence);

/// <summary>A question without an answer.</summary>
/// <param name="Reason">Id of <see cref="Reasons"/>.</param>
public sealed record VerdictGap(string CheckId, string? Where, string? Reason, string Sentence);

/// <summary>How the verdict stands to the code somebody reported.</summary>
/// <param name="Code">The reported one, in its transient form.</param>
public sealed record Agreement(string Code, AgreementKind Kind);

/// <summary>What a run says to the code somebody reported.</summary>
public enum AgreementKind
{
    /// <summary>The run saw what leads to that code.</summary>
    Confirmed,

    /// <summary>It works from here: what the reporter sees, a filter on its addresses for one, cannot be seen from here.</summary>
    NotSeenFromHere,

    /// <summary>The run saw another fault.</summary>
    AnotherFault,

    /// <summary>Nothing could be tested, or the code is none a probe can speak about.</summary>
    Open,
}

/// <summary>How far a verdict reaches.</summary>
public enum Confidence
{
    Certain,
    Likely,
    Possible,
}

/// <summary>Whose trouble it is.</summary>
public enum Blame
{
    /// <summary>The target's.</summary>
    Them,

    /// <summary>The probe's own.</summary>
    Us,

    /// <summary>It could be either, or somebody in between.</summary>
    Unknown,
}

/// <summary>What a vantage point cannot know.</summary>
public enum VerdictLimit
{
    /// <summary>Firewalls may treat the addresses of Exchange Online otherwise than this place.</summary>
    OnePlace,

    /// <summary>Exchange Online has resolvers and caches of its own.</summary>
    OwnResolver,

    /// <summary>The silence may be the probe's own.</summary>
    WayOutUnknown,

    /// <summary>The session ends before MAIL.</summary>
    NoMail,
}

/// <summary>Limits as English sentences.</summary>
public static class VerdictLimits
{
    public static string Sentence(this VerdictLimit limit) => limit switch
    {
        VerdictLimit.OnePlace => "Seen from the network of this probe only: a firewall may treat the addresses of Exchange Online otherwise.",
        VerdictLimit.OwnResolver => "DNS as the resolver of this probe and the name servers tell it: Exchange Online has resolvers and caches of its own.",
        VerdictLimit.WayOutUnknown => "Whether the probe itself can leave on this port is not proven, so the silence may be its own.",
        VerdictLimit.NoMail => "The session ends before MAIL: what the server says to senders and recipients was not tested.",
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "Unknown limit of a verdict."),
    };
}
