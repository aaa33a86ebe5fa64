using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the name servers the zone is delegated to speak for it, every one of them.</summary>
internal sealed class NameServersCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("dns.ns", Stage.Dns, Seen.Zone);

    public CheckResult Judge(Sight sight) => sight.Zone switch
    {
        null => sight.OutOfBudget(Descriptor.Id),
        { End: SurveyEnd.NoDelegation } zone => sight.NotTested(
            Descriptor.Id,
            Reasons.NoDelegation,
            $"The name servers of {zone.Parent} delegate {zone.Zone} to nobody, so it does not exist. Check its spelling, then whether its registration has run out.",
            facts: [("parent", $"{zone.Parent}"), CauseFacts.Of(VerdictCauses.NxDomain)]),
        { End: SurveyEnd.ParentUnknown } zone => sight.NotTested(
            Descriptor.Id,
            Reasons.ZoneUnknown,
            $"Which name servers {zone.Zone} is delegated to could not be found out from here: the servers of the zone above gave the probe no usable answer."),
        { Servers: var servers } zone when servers.All(server => server.State == NameServerState.Denied) => Denied(sight, zone),
        { Servers: var servers } when servers.All(server => server.State is NameServerState.NoLocalRoute or NameServerState.OutOfBudget or NameServerState.Denied) =>
            sight.NotTested(Descriptor.Id, Reasons.NoLocalRoute, "The probe's own machine has no way to the name servers, or no time was left to ask them. That says nothing about them."),
        var zone => Weigh(sight, zone),
    };

    private CheckResult Weigh(Sight sight, ZoneSeen zone)
    {
        var bad = zone.Servers.Where(server => IsTrouble(server.State)).ToList();
        var working = zone.Authoritative.Count();
        if (bad.Count == 0)
        {
            return zone.NamesDiffer
                ? Of(sight, zone, "differs", $"{zone.Zone} is delegated to {ZoneSeen.Write(zone.Delegated ?? [])}, but its own servers name {ZoneSeen.Write(zone.Named)}. Mail flows as long as all of them hold the same records; let the DNS host and the registrar agree.", CauseFacts.Finding(VerdictFindings.DelegationDiffers))
                : Of(sight, zone, "ok", working == zone.Servers.Count
                    ? $"All {working} name servers of {zone.Zone} speak for it."
                    : $"{working} of {zone.Servers.Count} name servers of {zone.Zone} speak for it; the others could not be asked from here.");
        }

        var isLame = bad.Exists(server => server.State is NameServerState.Lame or NameServerState.Failing);
        var consequence = working == 0
            ? "None is left that speaks for it, so nobody can find its mail servers. The DNS host must act."
            : $"{working} of {zone.Servers.Count} work, so mail flows, with delays. Let the DNS host repair or remove the others.";
        var risk = bad.Exists(server => server.State == NameServerState.Dangling)
            ? " Whoever registers a name that does not exist can take over the domain: remove it from the delegation now."
            : "";
        return Of(sight, zone, isLame ? "lame" : "unreachable", $"Of the name servers of {zone.Zone}, {string.Join("; ", bad.Select(Tell))}. {consequence}{risk}", Account(bad, working));
    }

    /// <summary>With nobody left the trouble is the cause, else it is a finding.</summary>
    private static (string, string) Account(IReadOnlyCollection<NameServerSeen> bad, int working)
    {
        var troubles = bad.Select(server => server.State switch
        {
            NameServerState.Lame => VerdictCauses.LameDelegation,
            NameServerState.Dangling => VerdictCauses.DanglingNs,
            NameServerState.Failing => VerdictCauses.AuthServFail,
            _ => VerdictCauses.NsTimeout,
        }).Distinct(StringComparer.Ordinal).OrderBy(VerdictCauses.Rank).ToList();
        return working == 0
            ? CauseFacts.Of([.. troubles])
            : CauseFacts.Finding([.. troubles.Select(trouble => trouble == VerdictCauses.LameDelegation ? VerdictFindings.LamePartial : trouble)]);
    }

    private CheckResult Of(Sight sight, ZoneSeen zone, string outcome, string sentence, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var result = sight.Of(
            Descriptor.Id,
            outcome,
            sentence,
            zone.After,
            [.. zone.Servers.SelectMany(Lines)],
            [
                ("zone", $"{zone.Zone}"),
                ("working", $"{zone.Authoritative.Count()}"),
                ("total", $"{zone.Servers.Count}"),
                ("states", string.Join(' ', zone.Servers.Select(server => Word(server.State)).Distinct(StringComparer.Ordinal))),
                ("failing", string.Join(", ", zone.Servers.Where(server => IsTrouble(server.State)).Select(server => $"{server.Name} {Word(server.State)}"))),
                ("delegated", ZoneSeen.Write(zone.Delegated ?? [])),
                ("named", ZoneSeen.Write(zone.Named)),
                .. more,
            ]);
        return result with { Where = $"{zone.Zone}" };
    }

    private CheckResult Denied(Sight sight, ZoneSeen zone)
    {
        var denial = zone.Servers.SelectMany(server => server.Places).Select(place => place.Denial).OfType<Targets.Denial>().First();
        return sight.Of(Descriptor.Id, MailFlow.Evidence.Vocabulary.Denied, $"The name servers of {zone.Zone} stand at addresses that may not be asked. {denial.Sentence}") with
        {
            Reason = denial.Reason,
            Where = $"{zone.Zone}",
        };
    }

    private static bool IsTrouble(NameServerState state) => state is NameServerState.Lame or NameServerState.Failing or NameServerState.Silent
        or NameServerState.Unreachable or NameServerState.Dangling or NameServerState.Unresolved;

    private static string Tell(NameServerSeen server) => server.State switch
    {
        NameServerState.Lame => $"{server.Name} ({server.Best?.Address}) does not speak for it ({server.Best?.Problem})",
        NameServerState.Failing => $"{server.Name} ({server.Best?.Address}) cannot answer ({server.Best?.Problem})",
        NameServerState.Silent => $"{server.Name} ({server.Best?.Address}) does not answer",
        NameServerState.Unreachable => $"{server.Name} ({server.Best?.Address}) cannot be reached",
        NameServerState.Dangling => $"{server.Name} does not exist or has no address",
        NameServerState.Unresolved => $"the address of {server.Name} cannot be found",
        _ => throw new ArgumentOutOfRangeException(nameof(server), server.State, "No trouble to tell."),
    };

    private static IEnumerable<string> Lines(NameServerSeen server) => server.Places.Count == 0
        ? [$"{server.Name}: {Word(server.State)}"]
        : server.Places.Select(place => $"{server.Name} ({place.Address}): {Word(place.State)}{(place.Serial is { } serial ? $", serial {serial}" : "")}{(place.Problem is { } problem ? $", {problem}" : "")}");

    private static string Word(NameServerState state) => state switch
    {
        NameServerState.Authoritative => "ok",
        NameServerState.Lame => "lame",
        NameServerState.Failing => "failing",
        NameServerState.Silent => "silent",
        NameServerState.Unreachable => "unreachable",
        NameServerState.Dangling => "dangling",
        NameServerState.Unresolved => "unresolved",
        NameServerState.NoLocalRoute => "no-route",
        NameServerState.Denied => "denied",
        NameServerState.OutOfBudget => "not-asked",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Unknown state of a name server."),
    };
}
