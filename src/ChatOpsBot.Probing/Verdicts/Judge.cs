using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>
/// Weighs the results of one run. DNS of the domain comes first, then the servers, all addresses of each; only what fails everywhere is
/// the verdict, the rest are findings.
/// </summary>
internal sealed class Judge
{
    private readonly ProbeRequest request;
    private readonly IReadOnlyList<CheckResult> results;
    private readonly IReadOnlyList<CheckResult> ofDomain;
    private readonly IReadOnlyList<HostStanding> hosts;
    private readonly DomainInDns dns;

    public Judge(ProbeRequest request, IReadOnlyList<CheckResult> results)
    {
        (this.request, this.results) = (request, results);
        ofDomain = [.. results.Where(result => result.CheckId != "ctl.out25" && result.Fact("address") is null && result.Fact("preference") is null)];
        hosts = ReadHosts();
        dns = new DomainInDns(ofDomain, request.Target);
    }

    public static bool IsPolicy(CheckResult result) => result.CheckId is "tls.tlsa" or "tls.mtasts";

    public Verdict Decide()
    {
        var fault = FindFault();
        var words = new VerdictWords(request, results, hosts);
        var verdict = fault is not null ? words.Of(fault) : hosts.Any(host => host.Standing == Standing.Fine) ? words.Healthy() : words.NotTested();
        verdict = verdict with { Findings = new Findings(request, results, ofDomain, hosts).Beside(verdict, fault), NotTested = [.. results.Where(IsGap).Select(Tell)] };
        return request.ReportedCode is { } reported ? VerdictWords.Against(reported, verdict) : verdict;
    }

    private Fault? FindFault()
    {
        var servers = Demand(FindAtServers());
        var name = dns.Find(servers, canStandAlone: hosts.All(host => host.Standing != Standing.Fine));
        if (dns.IsLapsed && (name ?? servers) is { Cause.Stage: VerdictStage.Dns or VerdictStage.Connect } gone)
            return gone with { Cause = VerdictCauses.Find(VerdictCauses.DomainExpired)!, Result = dns.Registration! };
        if (name is not null)
            return name;

        // The policy of the domain counts where its servers can be reached at all.
        var policy = Fault.First(ofDomain.Where(IsPolicy));
        if (policy is null || (servers is null && hosts.All(host => host.Standing != Standing.Fine)))
            return servers;
        return servers is null || VerdictCauses.Rank(policy.Cause.Id) < VerdictCauses.Rank(servers.Cause.Id) ? policy : servers;
    }

    /// <summary>An enforced MTA-STS policy leaves no sender the choice to go on without TLS.</summary>
    private Fault? Demand(Fault? servers) =>
        servers is { TakesSomeMail: true, Cause.Stage: < VerdictStage.Cert } && ofDomain.Any(result => result is { CheckId: "tls.mtasts", Outcome: "enforce" })
            ? servers with { OpportunisticCode = servers.Code }
            : servers;

    /// <returns>Null while one server is well, or nobody knows.</returns>
    private Fault? FindAtServers()
    {
        var failing = hosts.Where(host => host.Standing == Standing.Failing).Select(host => host.Fault!).ToList();
        return failing.Count == 0 || hosts.Any(host => host.Standing == Standing.Fine || host.IsRateLimited) ? null : Fault.Join(failing);
    }

    private IReadOnlyList<HostStanding> ReadHosts()
    {
        var byHost = results
            .Where(result => result.CheckId != "ctl.out25" && (result.Fact("address") ?? result.Fact("preference")) is not null)
            .GroupBy(result => result.Fact("host") ?? request.Target.Host, StringComparer.Ordinal);
        List<HostStanding> read =
        [
            .. byHost.Select(host => new HostStanding(
                host.Key,
                [.. host.Where(result => result.Fact("address") is null), .. host.Key == request.Target.Host ? ofDomain.Where(IsOwnName) : []],
                [.. host.Where(result => result.Fact("address") is not null).GroupBy(result => result.Fact("address")!, StringComparer.Ordinal).Select(place => new AddressStanding(host.Key, place.Key, [.. place]))])),
        ];

        // A server, or a domain without MX, whose own name leads nowhere.
        if (read.Count == 0 && ofDomain.FirstOrDefault(IsOwnName) is { } own)
            read.Add(new HostStanding(request.Target.Host, [own], []));
        return [.. read.OrderBy(host => host.Preference ?? 0).ThenBy(host => host.Host, StringComparer.Ordinal)];
    }

    private static bool IsOwnName(CheckResult result) => result.CheckId == "dns.addr";

    // What only follows from something else is no gap of its own.
    private static bool IsGap(CheckResult result) => result.IsNotTested()
        && ResultReading.CausesOf(result).Count == 0
        && result.Reason is not (Reasons.NotConnected or Reasons.SessionEnded or Reasons.NoDomain or Reasons.NoName or Reasons.NoAddress or Reasons.TakesNoMail or Reasons.NoDelegation);

    private static VerdictGap Tell(CheckResult result) => new(result.CheckId, result.Where, result.Reason, result.Sentence);
}
