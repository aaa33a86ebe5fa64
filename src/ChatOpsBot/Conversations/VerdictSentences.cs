using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.FollowUps;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Conversations;

/// <summary>A verdict in words of one language: whole sentences, each true on its own.</summary>
/// <param name="place">What is told.</param>
/// <param name="seenAt">When the run ended: what lasts for a while lasts from then on.</param>
/// <param name="isGone">Earlier checks saw a failure that these do not see any more.</param>
/// <param name="isComparable">
/// Whether what was seen is held against the posted code where it does not fit. Not where other places saw something else, which says
/// more; nor where a likely cause of the posted error rests on it: one code may have several faults behind it.
/// </param>
internal sealed class VerdictSentences(PlaceVerdict place, DateTimeOffset seenAt, CardTexts texts, bool isGone = false, bool isComparable = true)
{
    private readonly Verdict verdict = place.Verdict;
    private readonly VerdictTexts words = texts.Verdicts;

    /// <summary>What is wrong, and where; or how far it was seen that nothing is.</summary>
    public CardText Headline => verdict switch
    {
        { Cause: VerdictCauses.NotTested, Reason: { } reason } => CardText.Format(words.NotTestedBecause, ("where", Where), ("reason", texts.Reasons.GetValueOrDefault(reason, reason))),
        { Cause: VerdictCauses.NotTested } => Fill(verdict.Findings.Count == 0 && !HasTrouble ? words.NothingWrongSoFar : words.NothingDecided),
        { Cause: VerdictCauses.Healthy } => Fill(Healthy()),
        _ => Fill(words.Causes[verdict.Cause]),
    };

    /// <summary>Whose trouble it is, how sure that is, and what the sender sees of it; null when there is nothing to add.</summary>
    public CardText? Meaning => ((CardText?[])[StaleUntil(), Whose(), Code(), Posted()]).OfType<CardText>().Aggregate((CardText?)null, (all, next) => all is null ? next : all.Then(next));

    /// <summary>What else was seen, what concerns several servers first.</summary>
    public IEnumerable<CardText> Findings => verdict.Findings
        .Where(finding => finding.Id != VerdictFindings.RateLimited || verdict.Reason != Reasons.RateLimited)
        .OrderBy(finding => Comparing.Contains(finding.Id, StringComparer.Ordinal) ? 0 : 1)
        .Select(finding => (finding.Id, Text: Tell(finding)))
        .Where(finding => finding.Text is not null)
        .Select(finding => finding.Text!);

    /// <summary>Questions without an answer, a line a reason. What the headline says already is left out.</summary>
    public IEnumerable<CardText> Gaps => verdict.NotTested
        .Where(gap => gap.Reason is not null && (verdict.Cause != VerdictCauses.NotTested || gap.Reason != verdict.Reason))
        .GroupBy(gap => gap.Reason!, StringComparer.Ordinal)
        .Select(gaps => CardText.Format(
            words.Gap,
            ("checks", string.Join(", ", gaps.Select(gap => texts.CheckNames.GetValueOrDefault(gap.CheckId, gap.CheckId)).Distinct(StringComparer.Ordinal))),
            ("reason", texts.Reasons.GetValueOrDefault(gaps.Key, gaps.Key))));

    /// <summary>What was not seen now but a moment ago, for other checks.</summary>
    public IEnumerable<CardText> Remembered => place.Results
        .Select(result => (result.Where, Age: int.TryParse(result.Facts.GetValueOrDefault("age"), NumberStyles.None, CultureInfo.InvariantCulture, out var age) ? age : (int?)null))
        .Where(seen => seen is { Where: not null, Age: not null })
        .DistinctBy(seen => seen.Where)
        .Select(seen => CardText.Format(words.SeenEarlier, ("where", seen.Where!), ("time", seenAt - TimeSpan.FromSeconds(seen.Age!.Value))));

    /// <summary>What cannot be known from there; that firewalls may treat others otherwise is told of every run.</summary>
    public IEnumerable<CardText> Limits => verdict.Limits
        .Where(limit => limit is VerdictLimit.NoMail || (limit is VerdictLimit.OwnResolver && verdict.Cause != VerdictCauses.Healthy))
        .Select(limit => (CardText)words.Limits[limit]);

    private string Where => verdict.Target switch
    {
        null => place.Target.Host,
        { Address: { } address } target when address != target.Host => texts.ServerWithAddress.Replace("{host}", target.Host, StringComparison.Ordinal).Replace("{address}", address, StringComparison.Ordinal),
        var target => target.Host,
    };

    /// <summary>What the look after a fix calls trouble: nobody is told of health beside it.</summary>
    private bool HasTrouble => place.Results.Any(result => RunComparison.IsTrouble(new Observation(result.CheckId, result.Outcome, result.Where)));

    private string Healthy()
    {
        var isOneOfSeveral = verdict.Target is { } target && target.Host != place.Target.Host;
        if (isOneOfSeveral && verdict.Findings.Any(finding => finding.Id == VerdictFindings.PartialOutage))
            return words.HealthyPartly;
        if (HasTrouble)
            return words.HealthyBut;
        return verdict.Confidence switch
        {
            Confidence.Certain => words.HealthyWhole,
            Confidence.Likely when place.Results.Any(result => result is { CheckId: "smtp.starttls", Outcome: "ok" }) => words.HealthyNotAll,
            Confidence.Likely => words.HealthyHeard,
            _ => words.HealthyReached,
        };
    }

    private CardText? StaleUntil() =>
        verdict.Cause == VerdictCauses.StaleCache && int.TryParse(Fact("ttl"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? CardText.Format(words.StaleUntil, ("time", seenAt.AddSeconds(seconds)))
            : null;

    private CardText? Whose() => (verdict.About, verdict.Confidence) switch
    {
        (Blame.Us, _) => (CardText)words.Us,
        _ when verdict.Cause == VerdictCauses.NotTested => null,
        (Blame.Them, Confidence.Certain) => words.ThemCertain,
        (Blame.Them, _) => words.ThemLikely,
        (Blame.Unknown, Confidence.Possible) => words.AnybodyPossible,
        (Blame.Unknown, _) => words.AnybodySeen,
        _ => null,
    };

    private CardText? Code()
    {
        var (strict, other, exact) = (verdict.Code, verdict.OpportunisticCode, verdict.ExactCode);
        return (strict, other, exact) switch
        {
            (null or MailFlowCodes.None, _, _) => null,
            (MailFlowCodes.Other, _, null) => null,
            (MailFlowCodes.Other, _, _) => CardText.Format(words.CodeExact, ("exact", exact)),
            (_, MailFlowCodes.None, _) => CardText.Format(words.CodeStrict, ("code", strict)),
            (_, _, null) => CardText.Format(words.CodeBoth, ("code", strict)),
            _ when strict == other => CardText.Format(words.CodeBothOrExact, ("code", strict), ("exact", exact)),
            _ => CardText.Format(words.CodeStrictAndOther, ("code", strict), ("exact", exact)),
        };
    }

    private CardText? Posted()
    {
        if (isGone && verdict.Code == MailFlowCodes.None)
            return words.Gone;
        return verdict.Reported switch
        {
            { Kind: AgreementKind.Confirmed, Code: var code } => CardText.Format(words.Confirmed, ("code", code)),
            _ when !isComparable => null,
            // Only these two look like a filter on addresses.
            { Kind: AgreementKind.NotSeenFromHere, Code: (MailFlowCodes.ConnectionRefused or MailFlowCodes.ConnectionTimedOut) and var code } => CardText.Format(words.NotSeenFilter, ("code", code)),
            { Kind: AgreementKind.NotSeenFromHere, Code: var code } => CardText.Format(words.NotSeen, ("code", code)),
            { Kind: AgreementKind.AnotherFault, Code: var code } => CardText.Format(words.AnotherFault, ("code", code)),
            _ => null,
        };
    }

    private CardText? Tell(VerdictFinding finding)
    {
        if (words.Findings.TryGetValue(finding.Id, out var sentence))
            return CardText.Format(sentence, ("where", finding.Where ?? place.Target.Host));
        return words.Causes.TryGetValue(finding.Id, out sentence) ? Fill(sentence, finding.Id, finding.Where) : null;
    }

    private CardText Fill(string sentence) => Fill(sentence, verdict.Cause, verdict.Target?.Address ?? verdict.Target?.Host, Where);

    private CardText Fill(string sentence, string cause, string? at, string? where = null)
    {
        var seen = Deciding(cause, at);
        return CardText.Format(
            sentence,
            ("where", where ?? at ?? place.Target.Host),
            ("domain", seen?.Facts.GetValueOrDefault("domain") ?? place.Target.Host),
            ("port", seen?.Facts.GetValueOrDefault("port") ?? place.Target.Port.ToString(CultureInfo.InvariantCulture)),
            ("reply", Short(FactOf(seen, "reply") ?? FactOf(seen, "banner"))),
            ("names", Few(FactOf(seen, "names"))),
            ("expected", Short(FactOf(seen, "expected"))),
            ("version", Short(FactOf(seen, "version") is { } version && char.IsDigit(version[0]) ? $"TLS {version}" : FactOf(seen, "version"))),
            ("at", Short(FactOf(seen, "at"))),
            ("until", Moment(FactOf(seen, "until"))),
            ("from", Moment(FactOf(seen, "from"))));
    }

    private string? Fact(string name) => FactOf(Deciding(verdict.Cause, verdict.Target?.Address ?? verdict.Target?.Host), name);

    private static string? FactOf(CheckResult? result, string name) => result?.Facts.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The result that shows the cause, at that place if one does.</summary>
    private CheckResult? Deciding(string cause, string? at)
    {
        var showing = place.Results.Where(result => Shows(result, cause)).ToList();
        return showing.Find(result => result.Where == at || result.Facts.GetValueOrDefault("host") == at) ?? showing.FirstOrDefault();
    }

    private static bool Shows(CheckResult result, string cause) =>
        new[] { CauseFact, FindingFact }.Any(fact => result.Facts.GetValueOrDefault(fact)?.Split(' ').Contains(cause, StringComparer.Ordinal) == true);

    private static object Moment(string? fact) =>
        DateTimeOffset.TryParse(fact, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : Unknown;

    private static string Short(string? fact) => fact is null ? Unknown : fact.Length <= LongestFact ? fact : string.Concat(fact.AsSpan(0, LongestFact), Unknown);

    /// <summary>A certificate may name a hundred hosts.</summary>
    private static string Few(string? names)
    {
        var all = names?.Split(", ") ?? [];
        return all.Length <= MostNames ? Short(names) : Short($"{string.Join(", ", all.Take(MostNames))}, {Unknown}");
    }

    /// <summary>Of findings: those that compare servers with each other.</summary>
    private static readonly string[] Comparing = [VerdictFindings.PartialOutage, VerdictFindings.OddOneOut, VerdictFindings.Ipv6Broken, VerdictFindings.Nolisting];

    // Facts of a result: ChatOpsBot.Probing/README.md.
    private const string CauseFact = "causes";
    private const string FindingFact = "findings";

    /// <summary>For what an older backend did not tell.</summary>
    private const string Unknown = "…";

    private const int LongestFact = 160;
    private const int MostNames = 3;
}
