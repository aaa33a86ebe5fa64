using System.Net;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>Puts a fault, or that there is none, into a verdict: how sure, whose trouble, and what cannot be known from here.</summary>
internal sealed class VerdictWords(ProbeRequest request, IReadOnlyList<CheckResult> results, IReadOnlyList<HostStanding> hosts)
{
    /// <summary>No byte came from the target: a device on our own side may have kept it back, or answered in its name.</summary>
    private static readonly string[] WithoutAWord =
        [VerdictCauses.TcpRefused, VerdictCauses.TcpUnreachable, VerdictCauses.TcpTimeout, VerdictCauses.AllMxDown, VerdictCauses.ClosedBeforeBanner, VerdictCauses.NoBanner];

    /// <summary>Seen once, and it may be otherwise in a minute or for another sender.</summary>
    private static readonly string[] Passing =
    [
        VerdictCauses.Greeting421, VerdictCauses.Busy421AtEhlo, VerdictCauses.ClosedAfterBanner, VerdictCauses.ClosedAtEhlo, VerdictCauses.ClosedAtStartTls,
        VerdictCauses.EhloTimeout, VerdictCauses.HandshakeTimeout, VerdictCauses.Tarpit, VerdictCauses.NsTimeout, VerdictCauses.DomainExpired,
    ];

    public Verdict Of(Fault fault)
    {
        var isProven = !WithoutAWord.Contains(fault.Result.CheckId == "rdap.domain" ? "" : fault.Cause.Id, StringComparer.Ordinal) || IsWayOutProven(fault);
        return new Verdict
        {
            Cause = fault.Cause.Id,
            Stage = fault.Stage,
            Code = fault.Code,
            OpportunisticCode = fault.OpportunisticCode,
            ExactCode = fault.Cause.ExactCode,
            Confidence = Weigh(fault, isProven),
            About = !isProven || IsAnybodys(fault) ? Blame.Unknown : Blame.Them,
            Sentence = Tell(fault),
            Target = fault.Target ?? new VerdictTarget(fault.Result.Where ?? request.Target.Host),
            Limits =
            [
                .. isProven ? Array.Empty<VerdictLimit>() : [VerdictLimit.WayOutUnknown],
                fault.Cause.Stage == VerdictStage.Dns ? VerdictLimit.OwnResolver : VerdictLimit.OnePlace,
            ],
        };
    }

    public Verdict Healthy()
    {
        var isWhole = hosts.All(host => host.Standing == Standing.Fine) && results.Any(result => result is { CheckId: "smtp.starttls", Outcome: "ok" });
        var wasHeard = results.Any(result => result is { CheckId: "smtp.ehlo", Outcome: "ok" or "helo-only" });
        var working = hosts.First(host => host.Standing == Standing.Fine);
        return new Verdict
        {
            Cause = VerdictCauses.Healthy,
            Stage = VerdictStage.Ok,
            Code = MailFlowCodes.None,
            OpportunisticCode = MailFlowCodes.None,
            Confidence = isWhole ? Confidence.Certain : wasHeard ? Confidence.Likely : Confidence.Possible,
            Sentence = hosts.Count == 1 || hosts.All(host => host.Standing == Standing.Fine)
                ? $"{request.Target.Host} takes connections and answers as a mail server should, as far as it was asked."
                : $"{request.Target.Host} takes mail at {working.Host}, but not all of its servers are well.",
            Target = new VerdictTarget(working.Host, Preference: working.Preference),
            Limits = [VerdictLimit.OnePlace, VerdictLimit.OwnResolver, VerdictLimit.NoMail],
        };
    }

    public Verdict NotTested()
    {
        var gap = results.Where(result => result.IsNotTested()).MinBy(result => Array.IndexOf(ByWeight, result.Reason) is var place && place < 0 ? ByWeight.Length : place);
        return new Verdict
        {
            Cause = VerdictCauses.NotTested,
            Stage = gap?.CheckId.StartsWith("dns.", StringComparison.Ordinal) == true ? VerdictStage.Dns : VerdictStage.Connect,
            Confidence = Confidence.Possible,
            About = gap?.Reason is Reasons.OutboundBlocked or Reasons.NoLocalRoute or Reasons.ResolverSilent or Reasons.RateLimited or Reasons.ResolverDoesNotValidate or Reasons.Budget or Reasons.Stopped
                ? Blame.Us
                : Blame.Unknown,
            Sentence = gap?.Sentence ?? $"Nothing was seen of {request.Target.Host} that allows a verdict.",
            Target = gap is null ? null : new VerdictTarget(gap.Fact("host") ?? request.Target.Host, gap.Fact("address")),
            Limits = [VerdictLimit.OnePlace],
            Reason = gap?.Reason,
        };
    }

    /// <summary>The verdict beside what the question reported.</summary>
    public static Verdict Against(EnhancedStatusCode reported, Verdict verdict)
    {
        var code = reported.IsPermanent ? reported.WithClass(4) : reported;
        var text = code.ToString();
        var kind = verdict switch
        {
            { Cause: VerdictCauses.NotTested } => AgreementKind.Open,
            _ when text == verdict.Code || text == verdict.OpportunisticCode || text == verdict.ExactCode => AgreementKind.Confirmed,
            _ when !MailFlowCodes.All.Contains(text, StringComparer.Ordinal) => AgreementKind.Open,
            { Code: MailFlowCodes.None } => AgreementKind.NotSeenFromHere,
            _ => AgreementKind.AnotherFault,
        };
        var more = kind switch
        {
            AgreementKind.NotSeenFromHere when text is MailFlowCodes.ConnectionRefused or MailFlowCodes.ConnectionTimedOut =>
                $" It works from here, but you report {reported}: look for a filter that keeps the addresses of Exchange Online out.",
            AgreementKind.NotSeenFromHere => $" It works from here now, but you report {reported}: the fault may come and go, be gone by now, or show to Exchange Online only.",
            AgreementKind.AnotherFault => $" That is not the {reported} you report: compare the host of your log with the one asked here.",
            _ => "",
        };
        return verdict with { Reported = new Agreement(text, kind), Sentence = verdict.Sentence + more };
    }

    private Confidence Weigh(Fault fault, bool isProven)
    {
        if (!isProven || fault.Cause.Id == VerdictCauses.BlockedByPolicy || IsGuess(fault))
            return Confidence.Possible;

        // Refusal of us does not prove refusal of Exchange Online.
        return IsWordOfTheResolverAlone(fault) || WithoutAWord.Contains(fault.Cause.Id, StringComparer.Ordinal) || Passing.Contains(fault.Cause.Id, StringComparer.Ordinal) || (fault.Stage != VerdictStage.Dns && hosts.Any(host => host.Standing == Standing.Untested))
            ? Confidence.Likely
            : Confidence.Certain;
    }

    // The resolver alone says SERVFAIL for many reasons, its own troubles among them; and versions of a zone may differ for a minute.
    private static bool IsGuess(Fault fault) =>
        (fault.Cause.Id is VerdictCauses.AuthServFail or VerdictCauses.NsTimeout && fault.Result.CheckId is "dns.mx" or "dns.addr")
        || fault is { Cause.Id: VerdictCauses.NsOutOfSync, Result.CheckId: "dns.soa" };

    private bool IsWordOfTheResolverAlone(Fault fault) =>
        fault.Cause.Stage == VerdictStage.Dns && fault.Result.CheckId is "dns.mx" or "dns.addr"
        && !results.Any(result => result.CheckId == "dns.ns" && (!result.IsNotTested() || result.Reason == Reasons.NoDelegation));

    private static bool IsAnybodys(Fault fault) => fault.Cause.Id is VerdictCauses.StaleCache or VerdictCauses.BlockedByPolicy || IsGuess(fault);

    /// <summary>A greeting of anybody in the same family, or of the control of the run.</summary>
    private bool IsWayOutProven(Fault fault)
    {
        var family = IPAddress.TryParse(fault.Target?.Address, out var address) ? address.AddressFamily : (System.Net.Sockets.AddressFamily?)null;
        return results.Any(result =>
            (result is { CheckId: "ctl.out25", Outcome: "ok" } || result is { CheckId: "smtp.banner", Outcome: "ready" or "slow" or "busy" or "refused" or "policy" })
            && (family is null || !IPAddress.TryParse(result.Fact("address"), out var by) || by.AddressFamily == family));
    }

    private string Tell(Fault fault) => fault.Cause.Stage == VerdictStage.Cert && IsVouchedFor(fault)
        ? $"{Describe(fault)} Its TLSA records vouch for that certificate (DANE), so senders that go by them deliver; a connector that wants a public authority does not."
        : Describe(fault);

    private bool IsVouchedFor(Fault fault) => results.Any(result => result is { CheckId: "tls.tlsa", Outcome: "match" } && result.Fact("address") == fault.Target?.Address);

    private string Describe(Fault fault) => fault.Cause.Id switch
    {
        VerdictCauses.AllMxDown => $"No server of {request.Target.Host} takes mail, each for a reason of its own: {string.Join("; ", hosts.Where(host => host.Fault is not null).Select(host => $"{host.Host}: {host.Fault!.Cause.Id}"))}. The worst of it: {fault.Result.Sentence}",
        VerdictCauses.DomainExpired => $"{fault.Result.Sentence} That explains why {request.Target.Host} takes no mail.",
        _ when Others(fault) is { Count: > 0 } others => $"{fault.Result.Sentence} The same holds for {string.Join(", ", others)}.",
        _ => fault.Result.Sentence,
    };

    private List<string> Others(Fault fault) =>
        [.. hosts.Where(host => host.Fault?.Cause == fault.Cause && host.Host != fault.Target?.Host).Select(host => host.Host)];

    private static readonly string[] ByWeight =
    [
        Reasons.PortNotAllowed, Reasons.ReservedName, Reasons.DeniedNetwork, Reasons.PrivateAddress, Reasons.OutboundBlocked, Reasons.RateLimited, Reasons.ResolverSilent,
        Reasons.NoLocalRoute, Reasons.Budget, Reasons.Stopped, Reasons.TooManyAddresses,
    ];
}
