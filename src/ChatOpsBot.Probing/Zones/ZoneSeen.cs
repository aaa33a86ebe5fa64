using System.Net;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Zones;

/// <summary>How the search for the name servers of a zone ended.</summary>
internal enum SurveyEnd
{
    Found,

    /// <summary>The zone above answers with authority that there is nothing below it.</summary>
    NoDelegation,

    /// <summary>The servers of the zone above could not be found or gave no usable answer.</summary>
    ParentUnknown,
}

/// <summary>The name servers of a zone, each asked for itself.</summary>
/// <param name="Zone">The zone the name lies in; for no delegation the name itself.</param>
internal sealed record ZoneSeen(SurveyEnd End, DnsName Zone)
{
    /// <summary>The zone that delegates it.</summary>
    public DnsName? Parent { get; init; }

    /// <summary>The name servers by the zone above; null when the same servers speak for both, so that nobody tells.</summary>
    public IReadOnlyList<DnsName>? Delegated { get; init; }

    public IReadOnlyList<NameServerSeen> Servers { get; init; } = [];

    public TimeSpan After { get; init; }

    /// <summary>The servers that speak for the zone.</summary>
    public IEnumerable<NameServerSeen> Authoritative => Servers.Where(server => server.Best is { State: NameServerState.Authoritative });

    /// <summary>Every server was asked, or has no address, and none speaks for the zone.</summary>
    public bool IsDead => Servers.Count > 0 && Servers.All(server => server.State is NameServerState.Lame or NameServerState.Failing or NameServerState.Silent or NameServerState.Unreachable or NameServerState.Dangling or NameServerState.Unresolved);

    /// <summary>The name servers by the zone itself, all its servers together.</summary>
    public IReadOnlyList<DnsName> Named => [.. Authoritative.SelectMany(server => server.Named).Distinct().OrderBy(name => name.ToString(), StringComparer.Ordinal)];

    /// <summary>Whether the zone above and the zone, or its servers among themselves, name different servers.</summary>
    public bool NamesDiffer =>
        Authoritative.Select(server => Write(server.Named)).Where(names => names.Length > 0).Distinct(StringComparer.Ordinal).Count() > 1
        || (Delegated is not null && Named.Count > 0 && !Delegated.ToHashSet().SetEquals(Named));

    public IReadOnlyList<uint> Serials => [.. Authoritative.Select(server => server.Best?.Serial).OfType<uint>().Distinct()];

    /// <summary>The servers that lead the zone by its SOA records; several where providers are fed side by side.</summary>
    public IReadOnlyList<DnsName> Primaries => [.. Authoritative.Select(server => server.Best?.Primary).OfType<DnsName>().Distinct()];

    public static string Write(IEnumerable<DnsName> names) => string.Join(", ", names.Select(name => name.ToString()).Order(StringComparer.Ordinal));
}

/// <summary>One name server of a zone, at all addresses that were asked.</summary>
/// <param name="Trouble">Why it has no address: <see cref="NameServerState.Dangling"/> or <see cref="NameServerState.Unresolved"/>.</param>
internal sealed record NameServerSeen(DnsName Name, IReadOnlyList<NameServerAt> Places, NameServerState? Trouble = null)
{
    /// <summary>Its NS records of the zone.</summary>
    public IReadOnlyList<DnsName> Named { get; init; } = [];

    /// <summary>The address where it does best: resolvers find that one too.</summary>
    public NameServerAt? Best => Places.MinBy(place => place.State);

    public NameServerState State => Trouble ?? Best?.State ?? NameServerState.Unresolved;
}

internal sealed record NameServerAt(IPAddress Address, NameServerState State)
{
    public uint? Serial { get; init; }

    /// <summary>The server that leads the zone, by its SOA record.</summary>
    public DnsName? Primary { get; init; }

    public TimeSpan NegativeTtl { get; init; }

    /// <summary>What it answered instead of speaking for the zone: <c>REFUSED</c>.</summary>
    public string? Problem { get; init; }

    public Denial? Denial { get; init; }
}

/// <summary>How a name server stands to its zone, best first.</summary>
internal enum NameServerState
{
    Authoritative,

    /// <summary>It answers, but does not know the zone or has no authority over it.</summary>
    Lame,

    /// <summary>It answers SERVFAIL: it should know the zone and cannot.</summary>
    Failing,

    /// <summary>No answer in time.</summary>
    Silent,

    /// <summary>Nothing listens there, or the network has no way.</summary>
    Unreachable,

    /// <summary>Its name does not exist or has no address: whoever registers it owns the zone.</summary>
    Dangling,

    /// <summary>Its name could not be looked up.</summary>
    Unresolved,

    /// <summary>This machine has no way there.</summary>
    NoLocalRoute,

    /// <summary>The policy forbids it.</summary>
    Denied,

    /// <summary>The time of the run was over.</summary>
    OutOfBudget,
}
