using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>One server the mail may go to: its name in DNS, its zone and all its addresses.</summary>
internal sealed class HostStanding
{
    private readonly IReadOnlyList<CheckResult> ofHost;
    private readonly CheckResult? name;

    /// <param name="ofHost">Results about the host as a whole: its name, its zone, its signatures, the policy for it.</param>
    public HostStanding(string host, IReadOnlyList<CheckResult> ofHost, IReadOnlyList<AddressStanding> addresses)
    {
        (Host, Addresses, this.ofHost) = (host, addresses, ofHost);
        name = ofHost.FirstOrDefault(result => result.CheckId == "dns.addr");
        Preference = PreferenceOf(ofHost) ?? addresses.Select(address => address.Preference).FirstOrDefault();
        Fault = Find();
        Standing = Fault is not null ? Standing.Failing : addresses.Any(address => address.Standing == Standing.Fine) ? Standing.Fine : Standing.Untested;
    }

    public string Host { get; }

    public int? Preference { get; }

    public IReadOnlyList<AddressStanding> Addresses { get; }

    public Standing Standing { get; }

    /// <summary>Only while failing.</summary>
    public Fault? Fault { get; }

    /// <summary>Alive, and only the probe's own rate keeps the rest unseen.</summary>
    public bool IsRateLimited => Addresses.Any(address => address.IsRateLimited);

    private VerdictTarget Target => new(Host, Preference: Preference);

    private static int? PreferenceOf(IReadOnlyList<CheckResult> ofHost) =>
        ofHost.Select(result => int.TryParse(result.Fact("preference"), out var preference) ? preference : (int?)null).FirstOrDefault(preference => preference is not null);

    private Fault? Find()
    {
        var (addresses, policy) = (FindAtAddresses(), Verdicts.Fault.First(ofHost.Where(Judge.IsPolicy)));
        if (policy is null || (addresses is null && Addresses.All(address => address.Standing != Standing.Fine)))
            return addresses;
        return addresses is null || VerdictCauses.Rank(policy.Cause.Id) < VerdictCauses.Rank(addresses.Cause.Id) ? policy with { Target = Target } : addresses;
    }

    private Fault? FindAtAddresses()
    {
        if (Addresses.Any(address => address.Standing == Standing.Fine) || IsRateLimited)
            return null;
        if (name is { Outcome: Vocabulary.Denied, Reason: Reasons.ReservedName } && Preference is not null)
            return LeadsNowhere(name);
        var failing = Addresses.Where(address => address.Standing == Standing.Failing).ToList();
        if (failing.Count == 0)
            return FindInDns();

        // Where both families fail IPv4 tells more: IPv6 is missing in many places.
        List<AddressStanding> telling = failing.Exists(address => !address.IsIPv6) ? [.. failing.Where(address => !address.IsIPv6)] : failing;
        var fault = Verdicts.Fault.Join([.. telling.Select(address => address.Fault!)]);

        // An old address in a cache explains why nobody is at home there.
        return name is { Outcome: "differs" } && ResultReading.CausesOf(name) is [var moved, ..]
            ? fault with { Cause = VerdictCauses.Find(moved)!, Result = name }
            : fault;
    }

    private Fault? FindInDns()
    {
        if (name is null || ResultReading.CausesOf(name).Count == 0)
            return null;

        // What the resolver does not find, the signatures or the name servers of the host's own zone explain.
        var fault = Verdicts.Fault.First(ofHost.Where(result => result.CheckId is "dns.addr" or "dns.dnssec"));
        if (fault?.Cause.Id is VerdictCauses.NsTimeout or VerdictCauses.AuthServFail)
            fault = Verdicts.Fault.First(ofHost.Where(result => result.CheckId == "dns.ns")) ?? fault;
        return fault is null ? null : fault with { Target = Target };
    }

    private Fault LeadsNowhere(CheckResult denied)
    {
        // RFC 2606, RFC 6761: these exist nowhere; the other reserved names exist in local networks only.
        var isNowhere = HostNames.FindReserved(Host) is ".invalid" or ".example";
        return new Fault(VerdictCauses.Find(isNowhere ? VerdictCauses.MxTargetNxDomain : VerdictCauses.MxPrivateAddress)!, denied) { Target = Target };
    }
}
