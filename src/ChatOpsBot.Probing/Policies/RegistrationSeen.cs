namespace ChatOpsBot.Probing.Policies;

/// <summary>How the question after a registration ended.</summary>
internal enum RegistrationEnd
{
    Found,

    /// <summary>The registry knows neither the name nor one above it.</summary>
    NotRegistered,

    /// <summary>No registry, no answer, or none that can be read.</summary>
    Unknown,

    /// <summary>The time of the whole run was used up.</summary>
    OutOfBudget,
}

/// <summary>What the registry says about a domain.</summary>
/// <param name="At">The time of the answer.</param>
internal sealed record RegistrationSeen(RegistrationEnd End, DateTimeOffset At, TimeSpan After)
{
    /// <summary>The registered name: the one that was asked or one above it.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Null when the registry does not publish it.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Lower case, as RDAP has them: <c>client hold</c> (RFC 8056).</summary>
    public IReadOnlyList<string> Status { get; init; } = [];

    /// <summary>Why nothing is known, as a sentence.</summary>
    public string? Problem { get; init; }

    public bool Has(string status) => Status.Contains(status, StringComparer.Ordinal);
}
