using System.Collections.Frozen;
using ChatOpsBot.Conversations;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;

namespace ChatOpsBot.FollowUps;

/// <summary>What two runs of checks, before and after a fix, say about it. Never more than they saw.</summary>
internal static class RunComparison
{
    /// <summary>
    /// What a run saw that explains the error: trouble on which a rule of a likely cause rests. Trouble that no cause speaks of may be
    /// anything, and what only our own network can have caused does not count.
    /// </summary>
    public static IReadOnlyList<Observation> FailuresOf(CheckRun run, KnowledgeEntry entry)
    {
        // Each place looks for itself: what one cannot reach at all says nothing about what the others see.
        var results = run.Results.FindAll(result => WayOut(run, result.Vantage) != "blocked");
        var unproven = results.Where(result => WayOut(run, result.Vantage) != "ok").Select(Observe).ToHashSet();
        return
        [
            .. Weighing.Weigh(entry.Causes, [.. results.Select(Observe)])
                .Where(standing => standing.Standing is Standing.Confirmed or Standing.Likely)
                .SelectMany(standing => standing.Decisive)
                .SelectMany(fired => fired.Seen)
                .Where(seen => IsTrouble(seen) && !(IsSilence(seen) && unproven.Contains(seen)))
                .Distinct(),
        ];
    }

    /// <param name="failures">What was seen failing before; empty when nothing was.</param>
    public static RecheckOutcome Judge(IReadOnlyList<Observation> failures, CheckRun after, KnowledgeEntry entry)
    {
        if (after.State != RunState.Completed || after.Results.Exists(result => WayOut(after, result.Vantage) == "blocked" || Reasons.IsOfBackend(result.Reason)))
            return RecheckOutcome.Undecided;
        if (FailuresOf(after, entry).Count > 0)
            return RecheckOutcome.StillFailing;
        // What all results together mean counts too: no case closes beside a verdict that says the mail fails.
        if (RunVerdicts.Of(after, reported: null).Any(place => place.Verdict.Code is not (null or MailFlowCodes.None)))
            return RecheckOutcome.Undecided;
        var seen = after.Results.Select(Observe).ToList();
        return seen.Exists(IsWell) && !seen.Exists(IsTrouble) && failures.All(failure => IsMended(failure, seen)) ? RecheckOutcome.Passed : RecheckOutcome.Undecided;
    }

    /// <summary>What failed before, each with what is seen there now; null where the address is gone from the name.</summary>
    public static IReadOnlyList<(CheckResult Before, CheckResult? After)> Changes(CheckRun before, CheckRun after, KnowledgeEntry entry)
    {
        var failures = FailuresOf(before, entry);
        return
        [
            .. before.Results
                .Where(result => failures.Contains(Observe(result)))
                .Select(result => (result, after.Results.Find(now => now.CheckId == result.CheckId && now.Place == result.Place))),
        ];
    }

    /// <summary>Neither well nor trouble: what was not tested, and what says nothing about the server.</summary>
    public static bool IsTrouble(Observation seen) => seen.IsEvidence && seen.CheckId != WayOutCheck && !IsWell(seen) && !Silent.Contains(Write(seen));

    public static bool IsWell(Observation seen) => WellOutcomes.Contains(Write(seen));

    /// <summary>Well where it failed; an address that the name no longer has counts by what the others show.</summary>
    private static bool IsMended(Observation failure, List<Observation> now)
    {
        var same = now.FindAll(seen => seen.CheckId == failure.CheckId);
        var here = same.FindAll(seen => seen.Where == failure.Where);
        return here.Count > 0 ? here.TrueForAll(IsWell) : same.Exists(IsWell);
    }

    private static string? WayOut(CheckRun run, string? vantage) => run.Results.FindLast(result => result.CheckId == WayOutCheck && result.Vantage == vantage)?.Outcome;

    /// <summary>What a network that lets nobody out on port 25 looks like too.</summary>
    private static bool IsSilence(Observation seen) => seen is { CheckId: "tcp25", Outcome: "timeout" or "unreachable" };

    private static Observation Observe(CheckResult result) => new(result.CheckId, result.Outcome, result.Place);

    private static string Write(Observation seen) => $"{seen.CheckId}={seen.Outcome}";

    private const string WayOutCheck = "ctl.out25";

    private static readonly FrozenSet<string> Silent = FrozenSet.Create(StringComparer.Ordinal, "rdap.domain=unknown");

    private static readonly FrozenSet<string> WellOutcomes = FrozenSet.Create(
        StringComparer.Ordinal,
        "dns.addr=found",
        "dns.mx=found",
        "dns.ns=ok",
        "dns.soa=same",
        "dns.dnssec=secure",
        "dns.dnssec=insecure",
        "rdap.domain=active",
        "tcp25=open",
        "smtp.banner=ready",
        "smtp.banner=slow",
        "smtp.ehlo=ok",
        "smtp.ehlo=helo-only",
        "smtp.starttls=offered",
        "smtp.starttls=ok",
        "tls.chain=ok",
        "tls.name=match",
        "tls.time=valid",
        "tls.tlsa=match",
        "tls.tlsa=none",
        "tls.mtasts=enforce",
        "tls.mtasts=testing",
        "tls.mtasts=none",
        "sig.fixup=plain");
}
