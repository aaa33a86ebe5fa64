using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>Weighs the causes of an entry against what was seen. Pure: the same observations always give the same order.</summary>
/// <remarks>
/// A verdict is never stronger than its evidence: <c>not-tested</c> and <c>denied</c> count for nothing, and a cause that one rule
/// confirms while another rules it out is only likely.
/// </remarks>
public static class Weighing
{
    /// <param name="observations">What the latest run saw, and the answers people gave. Earlier runs are history, not evidence.</param>
    /// <returns>Every cause once: confirmed first, ruled out last, the author's order within a standing.</returns>
    public static IReadOnlyList<CauseStanding> Weigh(IReadOnlyList<Cause> causes, IReadOnlyCollection<Observation> observations)
    {
        var evidence = observations.Where(observation => observation.IsEvidence).ToLookup(observation => observation.CheckId, StringComparer.Ordinal);
        return [.. causes.Select(cause => Judge(cause, evidence)).OrderBy(standing => standing.Standing)];
    }

    private static CauseStanding Judge(Cause cause, ILookup<string, Observation> evidence)
    {
        // Most cards are of cases nobody has looked into yet: a rule with a check that saw nothing cannot fire.
        List<FiredRule> all = [.. cause.Rules.Where(rule => rule.When.Keys.All(evidence.Contains)).Select(rule => Fire(rule, evidence)).Concat(Answer(cause, evidence)).OfType<FiredRule>()];
        if (all.Count == 0)
            return new(cause, Standing.Open, [], []);
        var fired = all.ToLookup(rule => rule.Rule.Then);
        var confirms = fired[Verdict.Confirms].ToList();
        var supports = fired[Verdict.Supports].ToList();
        var rulesOut = fired[Verdict.RulesOut].ToList();

        return (confirms.Count > 0, rulesOut.Count > 0, supports.Count > 0) switch
        {
            (true, true, _) => new(cause, Standing.Likely, confirms, rulesOut),
            (true, false, _) => new(cause, Standing.Confirmed, confirms, []),
            (false, true, _) => new(cause, Standing.RuledOut, rulesOut, supports),
            (false, false, true) => new(cause, Standing.Likely, supports, []),
            _ => new(cause, Standing.Open, [], []),
        };
    }

    private static FiredRule? Fire(EvidenceRule rule, ILookup<string, Observation> evidence)
    {
        var addresses = rule.When.Keys.Where(IsPerAddress).SelectMany(check => evidence[check]).Select(seen => seen.Where).Distinct().ToList();
        if (addresses.Count == 0)
            addresses.Add(null);

        var at = addresses.Select(address => HoldsAt(rule, address, evidence)).ToList();
        var isTrue = rule.On == Quantifier.Any ? at.Exists(holds => holds.Is == true) : at.Exists(holds => holds.Is == true) && at.TrueForAll(holds => holds.Is != false);
        return isTrue ? new FiredRule(rule, [.. at.Where(holds => holds.Is == true).SelectMany(holds => holds.Seen)]) : null;
    }

    /// <summary>True or false when every condition, or one against, was tested there; null when it cannot be told.</summary>
    private static (bool? Is, List<Observation> Seen) HoldsAt(EvidenceRule rule, string? address, ILookup<string, Observation> evidence)
    {
        List<Observation> seen = [];
        bool? result = true;
        foreach (var (check, outcomes) in rule.When)
        {
            var here = evidence[check].Where(observation => !IsPerAddress(check) || observation.Where == address).ToList();
            var fitting = here.Where(observation => outcomes.Contains(observation.Outcome, StringComparer.Ordinal)).ToList();
            seen.AddRange(fitting);
            if (fitting.Count > 0)
                continue;
            if (here.Count > 0)
                return (false, []);
            result = null;
        }

        return (result, seen);
    }

    private static IEnumerable<FiredRule?> Answer(Cause cause, ILookup<string, Observation> evidence)
    {
        foreach (var answer in evidence[cause.Id])
        {
            var verdict = answer.Outcome == "yes" ? cause.Question?.Yes : cause.Question?.No;
            if (verdict is { } then)
                yield return new FiredRule(new EvidenceRule(answer.Outcome, NoConditions, Quantifier.Any, then), [answer]);
        }
    }

    /// <summary>What is seen at one address of a server; names, zones and controls are seen once for all of them.</summary>
    private static bool IsPerAddress(string checkId) =>
        checkId is "tcp25" or "sig.fixup" || checkId.StartsWith("smtp.", StringComparison.Ordinal) || checkId is "tls.chain" or "tls.name" or "tls.time" or "tls.tlsa";

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> NoConditions = new Dictionary<string, IReadOnlyList<string>>();
}
