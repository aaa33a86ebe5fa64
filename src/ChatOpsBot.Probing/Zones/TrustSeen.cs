using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Zones;

/// <summary>How a validating resolver judges the signatures of a name.</summary>
internal enum Trust
{
    Secure,

    /// <summary>Not signed, or not from the top down.</summary>
    Insecure,

    /// <summary>Signed, and the signatures are wrong: validating senders see no domain at all.</summary>
    Bogus,

    /// <summary>The resolver does not validate, so nobody judged.</summary>
    NotJudged,

    /// <summary>The resolver found nothing to judge, signatures or not.</summary>
    NoAnswer,

    ResolverSilent,

    OutOfBudget,
}

/// <param name="Errors">The resolver's reasons (RFC 8914).</param>
internal sealed record TrustSeen(DnsName Name, Trust Trust, TimeSpan After, IReadOnlyList<ExtendedError> Errors);
