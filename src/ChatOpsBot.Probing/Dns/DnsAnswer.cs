using System.Net;

namespace ChatOpsBot.Probing.Dns;

/// <summary>How a lookup through the resolver ended.</summary>
internal enum LookupEnd
{
    Found,

    /// <summary>There is no such name.</summary>
    NxDomain,

    /// <summary>The name exists, without a record of that type.</summary>
    NoData,

    /// <summary>The resolver answered with an error: SERVFAIL, REFUSED or something beyond reading.</summary>
    ServFail,

    /// <summary>The resolver works, but had no answer to this question.</summary>
    TimedOut,

    /// <summary>The resolver answered nothing at all: our trouble, not the domain's.</summary>
    ResolverSilent,

    /// <summary>The time of the whole run was used up before.</summary>
    OutOfBudget,
}

/// <summary>What the resolver says to one question, its aliases followed.</summary>
internal sealed record DnsAnswer(DnsQuestion Question, LookupEnd End, TimeSpan After)
{
    /// <summary>The records of the asked type at the end of the aliases.</summary>
    public IReadOnlyList<DnsRecord> Records { get; init; } = [];

    /// <summary>The names the asked one leads to by CNAME, in order.</summary>
    public IReadOnlyList<DnsName> Aliases { get; init; } = [];

    /// <summary>The aliases come back to a name they have been at.</summary>
    public bool IsLoop { get; init; }

    /// <summary>How long the resolver keeps this answer, also a negative one; null when it does not say.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>The resolver has validated it.</summary>
    public bool IsAuthentic { get; init; }

    public IReadOnlyList<ExtendedError> Errors { get; init; } = [];

    /// <summary>What the resolver answered instead of records: <c>SERVFAIL</c>, <c>REFUSED</c>.</summary>
    public string? Problem { get; init; }

    /// <summary>The zone that says there is nothing.</summary>
    public DnsRecord.Authority? Denier { get; init; }

    public IPEndPoint? Resolver { get; init; }
}
