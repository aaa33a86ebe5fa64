using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Policies;

/// <summary>How the question after TLSA records ended.</summary>
internal enum TlsaEnd
{
    Found,
    None,

    /// <summary>There are some, but they or the MX records that lead to them are not signed: nobody believes them.</summary>
    NotSigned,

    /// <summary>There are some, and the resolver does not judge signatures.</summary>
    NotJudged,
    NoAnswer,
    ResolverSilent,

    /// <summary>The time of the whole run was used up.</summary>
    OutOfBudget,
}

/// <summary>The TLSA records of one mail server (RFC 7672).</summary>
/// <param name="Owner">Such as <c>_25._tcp.mx1.contoso.com</c>.</param>
internal sealed record TlsaSeen(TlsaEnd End, string Owner, TimeSpan After)
{
    public IReadOnlyList<DnsRecord.TlsAssociation> Records { get; init; } = [];
}
