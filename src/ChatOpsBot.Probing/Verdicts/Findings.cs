using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Names;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>What is worth knowing beside the verdict.</summary>
internal sealed class Findings(ProbeRequest request, IReadOnlyList<CheckResult> results, IReadOnlyList<CheckResult> ofDomain, IReadOnlyList<HostStanding> hosts)
{
    /// <summary>Of a pool so small nobody can say which of its servers is the odd one.</summary>
    private const int SmallestPool = 3;

    public IReadOnlyList<VerdictFinding> Beside(Verdict verdict, Fault? fault) =>
    [
        .. Seen(verdict, fault).Concat(Compared()).DistinctBy(finding => (finding.Id, finding.Where)),
    ];

    private IEnumerable<VerdictFinding> Seen(Verdict verdict, Fault? fault)
    {
        foreach (var result in results)
        {
            foreach (var id in ResultReading.FindingsOf(result))
                yield return new VerdictFinding(id, result.Where, result.Sentence);
            foreach (var id in ResultReading.CausesOf(result).Where(id => id != verdict.Cause && id != fault?.Cause.Id && !IsGuess(id, result, verdict)))
                yield return new VerdictFinding(id, result.Where, result.Sentence);
            if (result is { Reason: Reasons.RateLimited, CheckId: "tcp25" or "smtp.banner" or "smtp.ehlo" or "smtp.starttls" })
                yield return new VerdictFinding(VerdictFindings.RateLimited, result.Where, result.Sentence);
        }

        var exchangers = ofDomain.FirstOrDefault(result => result.CheckId == "dns.mx");
        if (exchangers is { Outcome: "none" } && ofDomain.Any(result => result is { CheckId: "dns.addr", Outcome: "found" }) && !TargetLookup.IsHost(request.Target))
            yield return new VerdictFinding(VerdictFindings.ImplicitMx, exchangers.Where, exchangers.Sentence);
        if (ofDomain.FirstOrDefault(result => result is { CheckId: "rdap.domain", Outcome: "expired" or "on-hold" }) is { } lapsed && verdict.Cause != VerdictCauses.DomainExpired)
            yield return new VerdictFinding(VerdictCauses.DomainExpired, lapsed.Where, lapsed.Sentence);
        foreach (var address in hosts.SelectMany(host => host.Addresses).Where(address => address.Fault is { Cause.Id: VerdictCauses.MxPrivateAddress } && verdict.Cause != VerdictCauses.MxPrivateAddress))
            yield return new VerdictFinding(VerdictCauses.MxPrivateAddress, address.Address, address.Fault!.Result.Sentence);
    }

    private IEnumerable<VerdictFinding> Compared()
    {
        // Where none is well, those that take mail without valid TLS stand out from the dead.
        var working = hosts.Where(host => host.Standing == Standing.Fine).ToList();
        if (working.Count == 0)
            working = [.. hosts.Where(host => host.Fault is { TakesSomeMail: true })];
        foreach (var host in working.Where(IsIPv6Broken))
            yield return new VerdictFinding(VerdictFindings.Ipv6Broken, host.Host, $"{host.Host} takes mail over IPv4 but not over IPv6 ({Tell(host.Addresses.Where(address => address.IsIPv6))}). Senders that try IPv6 first lose time, and some fail: repair it or remove the AAAA record.");

        var failing = hosts.Where(host => host.Standing == Standing.Failing && !working.Contains(host)).ToList();
        List<AddressStanding> places = [.. working.Where(host => host.Standing == Standing.Fine).SelectMany(host => host.Addresses.Where(address => address.Standing == Standing.Failing && !(address.IsIPv6 && IsIPv6Broken(host))))];
        if (working.Count > 0 && (failing.Count > 0 || places.Count > 0))
        {
            yield return new VerdictFinding(
                VerdictFindings.PartialOutage,
                failing.Count > 0 ? failing[0].Host : places[0].Address,
                $"Some servers take mail and others do not: {string.Join("; ", failing.Select(host => $"{host.Host} fails ({host.Fault!.Cause.Id})").Concat(places.Select(place => $"{place.Address} of {place.Host} fails ({place.Fault!.Cause.Id})")))}. Mail flows, with delays and errors now and then.");
        }

        if (working.Count > 0 && failing.FirstOrDefault() is { Fault.Cause.Stage: VerdictStage.Connect } first && first == hosts[0] && first.Preference < working[0].Preference)
            yield return new VerdictFinding(VerdictFindings.Nolisting, first.Host, $"{first.Host}, the first choice of the MX records, is dead while {working[0].Host} works. Some domains do that on purpose against spam (nolisting); ask before you call it a fault.");
        foreach (var host in hosts)
        {
            if (OddOneOut(host) is { } odd)
                yield return new VerdictFinding(VerdictFindings.OddOneOut, odd.Address, $"Of the {host.Addresses.Count} addresses of {host.Host} only {odd.Address} behaves differently{(odd.Fault is { } fault ? $" ({fault.Cause.Id})" : "")}. Look at that one server: mail fails only when it is chosen.");
        }
    }

    // Who asks only the resolver guesses why it fails; the verdict knows better by now.
    private static bool IsGuess(string id, CheckResult result, Verdict verdict) =>
        verdict.Stage == VerdictStage.Dns && result.CheckId is "dns.mx" or "dns.addr" or "dns.ns" && id is VerdictCauses.NsTimeout or VerdictCauses.AuthServFail or VerdictCauses.NxDomain or VerdictCauses.NoMxNoAddress;

    private static bool IsIPv6Broken(HostStanding host) =>
        host.Addresses.Any(address => address is { IsIPv6: false, Standing: Standing.Fine })
        && host.Addresses.Any(address => address is { IsIPv6: true, Standing: Standing.Failing })
        && !host.Addresses.Any(address => address is { IsIPv6: true, Standing: Standing.Fine });

    private static AddressStanding? OddOneOut(HostStanding host)
    {
        var told = host.Addresses.Where(address => address.Standing != Standing.Untested).ToList();
        var looks = told.GroupBy(address => address.Look, StringComparer.Ordinal).OrderBy(look => look.Count()).ToList();
        return told.Count >= SmallestPool && looks.Count == 2 && looks[0].Count() == 1 ? looks[0].Single() : null;
    }

    private static string Tell(IEnumerable<AddressStanding> places) =>
        string.Join(", ", places.Where(place => place.Fault is not null).Select(place => $"{place.Address}: {place.Fault!.Cause.Id}"));
}
