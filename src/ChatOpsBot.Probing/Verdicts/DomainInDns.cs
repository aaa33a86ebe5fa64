using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>What DNS and the registry say about the domain itself, before any server of it.</summary>
internal sealed class DomainInDns(IReadOnlyList<CheckResult> ofDomain, ProbeTarget target)
{
    private readonly CheckResult? exchangers = Find(ofDomain, "dns.mx");
    private readonly CheckResult? own = Find(ofDomain, "dns.addr");
    private readonly CheckResult? nameServers = Find(ofDomain, "dns.ns");
    private readonly CheckResult? serials = Find(ofDomain, "dns.soa");
    private readonly CheckResult? trust = Find(ofDomain, "dns.dnssec");

    public CheckResult? Registration { get; } = Find(ofDomain, "rdap.domain");

    /// <summary>The registration has run out or is on hold.</summary>
    public bool IsLapsed => Registration is { Outcome: "expired" or "on-hold" };

    /// <summary>The word of the resolver the mail goes by: the MX records of a domain, the addresses of a server.</summary>
    private CheckResult? Asked => exchangers is null or { Outcome: Vocabulary.NotTested } ? own : exchangers;

    private bool ResolverFailed => Asked is { Outcome: "servfail" or "timeout" };

    private bool ResolverFoundNothing => Asked is { Outcome: "nxdomain" or "nodata" or "none" or Vocabulary.NotTested } or { Outcome: "differs" } && (Asked.Fact("cached") ?? "nothing") == "nothing";

    /// <param name="servers">What fails at all servers, as the resolver's answer led to them.</param>
    /// <param name="canStandAlone">No server works.</param>
    public Fault? Find(Fault? servers, bool canStandAlone)
    {
        if (FindDeadZone() is { } dead)
            return dead;
        var moved = FindMoved(servers);
        if (moved is not null)
            return moved;
        var answered = Fault.First(new[] { exchangers, canStandAlone && Failed() ? trust : null, canStandAlone && Failed() && !IsSet(exchangers) ? own : null }.OfType<CheckResult>());
        if (canStandAlone && ResolverFailed && own?.Fact("loop") is not null)
            answered = Fault.First([own]);
        if (answered is { Cause.Id: VerdictCauses.NsTimeout or VerdictCauses.AuthServFail } && nameServers is not null && FindTrouble(nameServers) is { } trouble)
            answered = trouble;
        if (answered is null && canStandAlone && ResolverFoundNothing && nameServers is { Outcome: Vocabulary.NotTested })
            answered = Fault.First([nameServers]);
        if (answered is not null && !IsServerAfterAll(answered, canStandAlone))
            return answered with { Target = new VerdictTarget(target.Host) };

        // Different versions of the zone stop no mail; where the servers fail they are not the reason either.
        return servers is null && !canStandAlone && serials is not null && exchangers is not (null or { Outcome: Vocabulary.NotTested }) ? Of(Fault.First([serials])) : null;
    }

    /// <summary>Nobody speaks for the zone. What the resolver still keeps of it goes away.</summary>
    private Fault? FindDeadZone()
    {
        if (nameServers?.Fact("working") != "0")
            return null;

        // Who cannot send questions to strangers finds all name servers dead. Only the zone above, seen from here, or a resolver that
        // finds nothing either shows that it is they.
        var isSeen = nameServers.Fact("delegated") is not null || ResolverFailed || ResolverFoundNothing;
        return isSeen ? Of(Fault.First([nameServers])) : null;
    }

    /// <summary>The zone's servers say something else than the resolver, or than each other.</summary>
    private Fault? FindMoved(Fault? servers)
    {
        var seen = exchangers is { Outcome: "differs" } ? exchangers
            : exchangers is not null && serials is not null && serials.Fact("cache") is "stale" or "split" && exchangers.Outcome is "found" or "none" or "nxdomain" ? serials
            : null;
        if (seen is null || Fault.First([seen]) is not { } moved)
            return null;
        if (moved.Cause.Id == VerdictCauses.NsOutOfSync)
            return Of(moved);

        // Nothing in the cache: the query fails. Else the mail goes where it went before.
        return seen.Fact("cached") is null or "nothing" ? Of(moved)
            : moved with { Target = servers?.Target ?? new VerdictTarget(target.Host), Code = servers?.Code ?? MailFlowCodes.None, OpportunisticCode = servers?.OpportunisticCode ?? MailFlowCodes.None };
    }

    // Load balancers that play name server know no MX: a name that may be a server, and is a working one, misses nothing.
    private bool IsServerAfterAll(Fault answered, bool canStandAlone) =>
        !canStandAlone && target.Kind == TargetKind.Unsaid && answered.Result == exchangers && answered.Cause.Id is VerdictCauses.NsTimeout or VerdictCauses.AuthServFail;

    private bool Failed() => Asked is null || ResolverFailed || ResolverFoundNothing;

    // Only without MX records, and knowing that there are none, the domain's own address counts.
    private static bool IsSet(CheckResult? exchangers) => exchangers is not (null or { Outcome: "none" or Vocabulary.NotTested });

    /// <summary>Some name servers work, and still the resolver finds nothing: the others are the likely reason.</summary>
    private static Fault? FindTrouble(CheckResult nameServers) =>
        ResultReading.CausesOf(nameServers).Count > 0 ? Fault.First([nameServers])
        : ResultReading.FindingsOf(nameServers).Select(id => id == VerdictFindings.LamePartial ? VerdictCauses.LameDelegation : id).Select(VerdictCauses.Find).FirstOrDefault(cause => cause is not null) is { } cause ? new Fault(cause, nameServers)
        : null;

    private Fault? Of(Fault? fault) => fault is null ? null : fault with { Target = new VerdictTarget(fault.Result.Where ?? target.Host) };

    private static CheckResult? Find(IReadOnlyList<CheckResult> results, string id) => results.FirstOrDefault(result => result.CheckId == id);
}
