using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether all name servers hold the same version of the zone, and how long the resolver keeps what it has.</summary>
internal sealed class ZoneSerialCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("dns.soa", Stage.Dns, Seen.Zone);

    public CheckResult Judge(Sight sight) => sight.Zone switch
    {
        null => sight.OutOfBudget(Descriptor.Id),
        { Serials: [] } zone => sight.NotTested(Descriptor.Id, Reasons.NoAuthority, $"No name server spoke for {zone.Zone}, so there was no zone version to compare."),
        { Serials: [var serial] } zone => Of(
            sight,
            zone,
            "same",
            $"{(zone.Authoritative.Count() == 1 ? $"The only name server that speaks for {zone.Zone} holds" : $"All {zone.Authoritative.Count()} name servers that speak for {zone.Zone} hold")} version {serial}."),
        var zone => Of(
            sight,
            zone,
            "differs",
            $"The name servers of {zone.Zone} hold different versions: {Told(zone)}. {(sight is { View.Says.Count: > 1, CacheState: not CacheState.Split } ? "What they say about the mail servers is the same." : "Right after a change that is normal; if it stays, the transfer between them is broken.")}"),
    };

    private CheckResult Of(Sight sight, ZoneSeen zone, string outcome, string sentence)
    {
        var stale = sight is { CacheState: CacheState.Stale, View: { } view }
            ? $" They say \"{view}\", while the resolver of the probe keeps \"{sight.Cached}\"{Keeps(sight)}."
            : "";
        var result = sight.Of(
            Descriptor.Id,
            outcome,
            sentence + stale,
            zone.After,
            facts:
            [
                ("zone", $"{zone.Zone}"),
                ("serials", Told(zone)),
                ("negative", Words.WholeSeconds(zone.Authoritative.Max(server => server.Best!.NegativeTtl))),
                .. CacheFacts.Of(sight),
                .. Cause(sight, zone),
            ]);
        return result with { Where = $"{zone.Zone}" };
    }

    // Versions count along one line only where one server leads: providers that are fed side by side each count for themselves.
    private static IEnumerable<(string, string)> Cause(Sight sight, ZoneSeen zone) => sight.CacheState switch
    {
        CacheState.Split or CacheState.Stale => [CacheFacts.Cause(sight)],
        _ when zone.Serials.Count > 1 && zone.Primaries.Count == 1 => [CauseFacts.Of(VerdictCauses.NsOutOfSync)],
        _ when zone.Serials.Count > 1 => [CauseFacts.Finding(VerdictCauses.NsOutOfSync)],
        _ => [],
    };

    private static string Keeps(Sight sight) => sight.CachedFor is { } left ? $" for another {Words.WholeSeconds(left)} s" : "";

    private static string Told(ZoneSeen zone) => string.Join(", ", zone.Authoritative.Select(server => $"{server.Name} {server.Best?.Serial}"));
}
