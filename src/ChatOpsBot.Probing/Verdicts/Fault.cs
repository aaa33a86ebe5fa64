using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>A cause where it was seen, and what it leads to there.</summary>
/// <param name="Result">The deciding result.</param>
internal sealed record Fault(VerdictCause Cause, CheckResult Result)
{
    public VerdictTarget? Target { get; init; }

    public string Code { get; init; } = Cause.Code;

    public string OpportunisticCode { get; init; } = Cause.OpportunisticCode;

    /// <summary>Mail that does not insist on a valid certificate still passes.</summary>
    public bool TakesSomeMail => OpportunisticCode == MailFlowCodes.None;

    /// <summary>Some causes, such as a block list, may show later than at their usual place.</summary>
    public VerdictStage Stage => Result.CheckId switch
    {
        "smtp.ehlo" when Cause.Stage < VerdictStage.Ehlo => VerdictStage.Ehlo,
        "smtp.starttls" when Cause.Stage < VerdictStage.Ehlo => VerdictStage.StartTls,
        _ => Cause.Stage,
    };

    public int Severity => IndexOf(Code);

    /// <summary>The first of the list by stage and row. In one result the first cause stands for it.</summary>
    public static Fault? First(IEnumerable<CheckResult> results)
    {
        var deciding = results
            .Select(result => (Result: result, Causes: ResultReading.CausesOf(result)))
            .Where(seen => seen.Causes.Count > 0)
            .OrderBy(seen => VerdictCauses.Rank(seen.Causes[0]))
            .FirstOrDefault();
        if (deciding.Result is null)
            return null;
        var fault = new Fault(VerdictCauses.Find(deciding.Causes[0])!, deciding.Result);

        // A device that rewrites the dialogue takes STARTTLS away, or hangs up.
        var hangsUp = fault.Cause.Id == VerdictCauses.PacketInspection
            && results.SelectMany(ResultReading.CausesOf).Any(id => VerdictCauses.Find(id)!.Code == MailFlowCodes.ConnectionClosed);
        return hangsUp ? fault with { Code = MailFlowCodes.ConnectionClosed, OpportunisticCode = MailFlowCodes.ConnectionClosed } : fault;
    }

    /// <summary>What remains when every way fails: the common cause, else the way that gets furthest, else "all down" with the worst of the codes.</summary>
    /// <param name="faults">Best preference first; not empty.</param>
    public static Fault Join(IReadOnlyList<Fault> faults)
    {
        // Where DNS leads nowhere the mail tries the next server, and that one decides.
        List<Fault> reached = [.. faults.Where(fault => fault.Cause.Stage != VerdictStage.Dns)];
        if (reached.Count > 0 && reached.Count < faults.Count)
            return Join(reached);
        if (faults.Select(fault => fault.Cause.Id).Distinct(StringComparer.Ordinal).Count() == 1 || faults.All(fault => fault.Cause.Stage == VerdictStage.Dns))
            return faults[0];
        if (faults.FirstOrDefault(fault => fault.TakesSomeMail) is { } furthest)
            return furthest;
        var worst = faults.MaxBy(fault => fault.Severity)!;
        return worst with { Cause = VerdictCauses.Find(VerdictCauses.AllMxDown)!, Code = worst.Code, OpportunisticCode = worst.OpportunisticCode };
    }

    private static int IndexOf(string code) => MailFlowCodes.All.Index().First(row => row.Item == code).Index;
}
