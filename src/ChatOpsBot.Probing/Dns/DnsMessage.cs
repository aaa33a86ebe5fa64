namespace ChatOpsBot.Probing.Dns;

/// <summary>An answer as it was read; what is in it is the server's word and nothing more.</summary>
internal sealed record DnsMessage
{
    public required ushort Id { get; init; }

    public required bool IsResponse { get; init; }

    public required DnsResponseCode Code { get; init; }

    /// <summary>AA: the server speaks for the zone.</summary>
    public required bool IsAuthoritative { get; init; }

    /// <summary>TC: not all of it fits into a datagram.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>AD: the resolver has validated it.</summary>
    public required bool IsAuthentic { get; init; }

    /// <summary>RA: the server resolves for others.</summary>
    public required bool OffersRecursion { get; init; }

    /// <summary>Null when the server sent none back, as some do with FORMERR.</summary>
    public required DnsQuestion? Question { get; init; }

    public required IReadOnlyList<DnsRecord> Answers { get; init; }

    public required IReadOnlyList<DnsRecord> Authorities { get; init; }

    public required IReadOnlyList<DnsRecord> Additionals { get; init; }

    public required IReadOnlyList<ExtendedError> Errors { get; init; }
}
