using System.Net;
using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Zones;

/// <summary>Which servers a zone is delegated to.</summary>
internal sealed record Delegation(SurveyEnd End, DnsName Zone)
{
    public DnsName? Parent { get; init; }

    public IReadOnlyList<DelegatedServer> Servers { get; init; } = [];

    /// <summary>The zone above named the servers, not the zone itself.</summary>
    public bool IsByParent { get; init; }
}

/// <param name="Glue">Addresses the referral brought along, those it may speak about only (RFC 1034 §4.2.1).</param>
internal sealed record DelegatedServer(DnsName Name, IReadOnlyList<IPAddress> Glue);
