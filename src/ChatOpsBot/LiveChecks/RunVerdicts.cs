using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.LiveChecks;

/// <summary>
/// What a run of checks says about the mail, place by place. Found anew from the results whenever somebody asks: a verdict is a pure
/// function of them, so none is stored and none can contradict what is.
/// </summary>
internal static class RunVerdicts
{
    /// <param name="reported">The code that was posted.</param>
    /// <returns>One of each place that looked to the end, by name; none while the run goes on, and none of a run that was stopped or broke off.</returns>
    public static IReadOnlyList<PlaceVerdict> Of(CheckRun run, EnhancedStatusCode? reported) => run.State != RunState.Completed || !ProbeTarget.TryParse(run.Target, out var target)
        ? []
        :
        [
            .. run.Results
                .GroupBy(result => result.Vantage, StringComparer.Ordinal)
                .Where(place => !place.Any(result => Reasons.IsOfBackend(result.Reason)))
                .OrderBy(place => place.Key, StringComparer.Ordinal)
                .Select(place => Of(place.Key, new ProbeRequest(target, run.CheckIds) { ReportedCode = reported }, [.. place])),
        ];

    private static PlaceVerdict Of(string? vantage, ProbeRequest request, IReadOnlyList<CheckResult> results) => new(vantage, request.Target, results, Verdict.Of(request, results));
}

/// <summary>What one place saw, and what it means.</summary>
/// <param name="Vantage">Null for the bot itself.</param>
/// <param name="Target">Whom the run asked.</param>
internal sealed record PlaceVerdict(string? Vantage, ProbeTarget Target, IReadOnlyList<CheckResult> Results, Verdict Verdict)
{
    /// <summary>Whether another place says the same about the same server.</summary>
    public bool Agrees(PlaceVerdict other) => Verdict.Cause == other.Verdict.Cause && Verdict.Target == other.Verdict.Target;
}
