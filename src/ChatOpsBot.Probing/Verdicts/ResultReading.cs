using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Checks;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>What a verdict reads in a result.</summary>
internal static class ResultReading
{
    public static string? Fact(this CheckResult result, string name) => result.Facts.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The most deciding first; ids that are not of the closed list are dropped.</summary>
    public static IReadOnlyList<string> CausesOf(CheckResult result) => result.Outcome == Vocabulary.Denied ? [] : [.. Ids(result, Causes.FactName).Where(id => VerdictCauses.Find(id) is not null)];

    public static IReadOnlyList<string> FindingsOf(CheckResult result) => [.. Ids(result, Causes.FindingsFactName).Where(VerdictFindings.Knows)];

    public static bool IsNotTested(this CheckResult result) => result.Outcome is Vocabulary.NotTested or Vocabulary.Denied;

    private static IEnumerable<string> Ids(CheckResult result, string fact) => (result.Fact(fact) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
