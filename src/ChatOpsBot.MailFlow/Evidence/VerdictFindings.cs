namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>
/// The closed list of findings: what was seen and stops no mail by itself. Results carry them in the fact <c>findings</c>. Besides
/// these every cause of <see cref="VerdictCauses"/> may be a finding, where it holds for one server of several.
/// </summary>
public static class VerdictFindings
{
    public const string ImplicitMx = "dns.implicit_mx";
    public const string LamePartial = "dns.lame_partial";
    public const string MxIsCname = "dns.mx_is_cname";

    /// <summary>Beside usable MX records stands a null MX, which RFC 7505 forbids.</summary>
    public const string NullMxBeside = "dns.null_mx_beside";

    /// <summary>The zone above and the zone name different servers.</summary>
    public const string DelegationDiffers = "dns.delegation_differs";

    /// <summary>The name servers fail for one address family only.</summary>
    public const string FamilyBroken = "dns.family_broken";

    /// <summary>Some servers take mail and others fail.</summary>
    public const string PartialOutage = "mx.partial_outage";

    /// <summary>The best MX is dead and a later one works: often meant so, against spam.</summary>
    public const string Nolisting = "mx.nolisting";

    /// <summary>Of several addresses behind one name one is unlike the others.</summary>
    public const string OddOneOut = "mx.odd_one_out";

    public const string Ipv6Broken = "net.ipv6_broken";
    public const string SlowBanner = "smtp.slow_banner";
    public const string HeloOnly = "smtp.helo_only";

    /// <summary>A server complained about the probe's own rate.</summary>
    public const string RateLimited = "smtp.rate_limited";

    public const string NoSan = "cert.no_san";
    public const string ExpiringSoon = "cert.expiring_soon";
    public const string RevocationUnknown = "cert.revocation_unknown";

    /// <summary>The domain announces an MTA-STS policy that could not be fetched.</summary>
    public const string PolicyNotFetched = "mtasts.policy_not_fetched";

    public static IReadOnlyList<string> All { get; } =
    [
        ImplicitMx, LamePartial, MxIsCname, NullMxBeside, DelegationDiffers, FamilyBroken, PartialOutage, Nolisting, OddOneOut, Ipv6Broken,
        SlowBanner, HeloOnly, RateLimited, NoSan, ExpiringSoon, RevocationUnknown, PolicyNotFetched,
    ];

    public static bool Knows(string id) => All.Contains(id, StringComparer.Ordinal) || VerdictCauses.Find(id) is not null;
}
