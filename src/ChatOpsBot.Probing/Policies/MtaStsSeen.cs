namespace ChatOpsBot.Probing.Policies;

/// <summary>How the question after an MTA-STS policy ended.</summary>
internal enum MtaStsEnd
{
    Found,

    /// <summary>The domain announces none.</summary>
    NotAnnounced,

    /// <summary>Announced, but nobody can have it: senders go on as if there were none.</summary>
    NotFetched,

    /// <summary>The resolver has no answer whether there is one.</summary>
    NoAnswer,
    ResolverSilent,

    /// <summary>The time of the whole run was used up.</summary>
    OutOfBudget,
}

/// <summary>The MTA-STS policy of a domain, and how it was found.</summary>
internal sealed record MtaStsSeen(MtaStsEnd End)
{
    public TimeSpan After { get; init; }

    /// <summary>The version of the policy by its TXT record.</summary>
    public string? Id { get; init; }

    /// <summary>Only when found.</summary>
    public MtaStsPolicy? Policy { get; init; }

    /// <summary>Why it was not fetched, as a sentence.</summary>
    public string? Problem { get; init; }
}
