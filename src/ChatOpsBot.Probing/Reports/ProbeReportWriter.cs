using System.Globalization;
using System.Net;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Probing.Reports;

/// <summary>Takes down a run as it goes on, and ends with its report.</summary>
/// <remarks>For one reader of one run; not for several threads.</remarks>
public sealed class ProbeReportWriter(ProbeRequest request, ReportVantage vantage, TimeProvider time)
{
    private static readonly string[] Consequences =
        [Reasons.NotConnected, Reasons.SessionEnded, Reasons.NoAddress, Reasons.NoName, Reasons.NoDomain, Reasons.TakesNoMail, Reasons.NoDelegation];

    private readonly long begin = time.GetTimestamp();
    private readonly DateTimeOffset started = time.GetUtcNow();
    private readonly Dictionary<(string CheckId, string? Where), TimeSpan> announced = [];
    private readonly List<CheckResult> results = [];
    private readonly List<ReportStage> stages = [];

    private TimeSpan lastSeen;

    private TimeSpan Now => time.GetElapsedTime(begin);

    /// <returns>The stage, when the event ends one.</returns>
    public ReportStage? Add(ProbeEvent seen)
    {
        lastSeen = Now;
        if (seen is ProbeEvent.Started begun)
            announced.TryAdd((begun.CheckId, begun.Where), Now);
        if (seen is not ProbeEvent.Finished { Result: var result })
            return null;
        results.Add(result);
        stages.Add(Stage(result));
        return stages[^1];
    }

    /// <summary>The report over what was seen so far.</summary>
    public ProbeReport Write() => Write(request.ReportedCode);

    /// <param name="reportedCode">The code another asker of the same run saw.</param>
    public ProbeReport Write(EnhancedStatusCode? reportedCode) => new()
    {
        Question = new ReportQuestion(request.Target.Host, request.Target.Port, Word(request.Target.Kind), request.CheckIds, reportedCode?.ToString(), request.ExpectTlsName),
        Vantage = vantage,
        Started = started,
        Duration = Seconds(lastSeen),
        Stages = [.. stages],
        Verdict = Tell(Verdict.Of(request with { ReportedCode = reportedCode }, results)),
    };

    private ReportStage Stage(CheckResult result) => new()
    {
        Stage = StageOf(result),
        Check = result.CheckId,
        Target = result.Where is null ? null : Place(result),
        Status = StatusOf(result),
        Outcome = result.Outcome,
        Reason = result.Reason,
        Sentence = result.Sentence,
        Start = Seconds(announced.TryGetValue((result.CheckId, result.Where), out var start) || announced.TryGetValue((result.CheckId, request.Target.Host), out start) ? start : Before(result)),
        Duration = Seconds(result.Elapsed),
        Facts = result.Facts,
        Evidence = Probing.Evidence.Bound([.. result.Evidence.Select(Probing.Evidence.Escape)]),
    };

    // What was told late, as results are that wait for the way out, happened before.
    private TimeSpan Before(CheckResult result) => Now > result.Elapsed ? Now - result.Elapsed : TimeSpan.Zero;

    private static ReportTarget Place(CheckResult result) => new(
        result.Where!,
        result.Fact("host"),
        int.TryParse(result.Fact("preference"), NumberStyles.None, CultureInfo.InvariantCulture, out var preference) ? preference : null,
        IPAddress.TryParse(result.Fact("address"), out _) ? result.Fact("address") : null,
        int.TryParse(result.Fact("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null);

    private static string StageOf(CheckResult result) => result.CheckId.Split('.')[0] switch
    {
        "ctl" => "control",
        "dns" or "rdap" => "dns",
        "tcp25" => "connect",
        "sig" => "ehlo",
        "smtp" => result.CheckId switch
        {
            "smtp.banner" => "banner",
            "smtp.ehlo" => "ehlo",
            _ => ResultReading.CausesOf(result) is [var cause, ..] && VerdictCauses.Find(cause) is { Stage: VerdictStage.Tls } ? "tls" : "starttls",
        },
        _ => result.CheckId is "tls.tlsa" or "tls.mtasts" ? "policy" : "cert",
    };

    private static string StatusOf(CheckResult result)
    {
        var causes = ResultReading.CausesOf(result);
        return result switch
        {
            { Outcome: Vocabulary.Denied } => "denied",
            { Outcome: Vocabulary.NotTested } when causes.Count == 0 => Consequences.Contains(result.Reason, StringComparer.Ordinal) ? "skipped" : "not-tested",
            { CheckId: "ctl.out25" } => result.Outcome == "ok" ? "ok" : "warn",
            _ when causes.Count > 0 => VerdictCauses.Find(causes[0]) is { Code: MailFlowCodes.None } ? "warn" : "fail",
            _ => ResultReading.FindingsOf(result).Count > 0 || result.Outcome is "expired" or "on-hold" ? "warn" : "ok",
        };
    }

    private static ReportVerdict Tell(Verdict verdict) => new()
    {
        Cause = verdict.Cause,
        Stage = verdict.Stage == VerdictStage.StartTls ? "starttls" : Word(verdict.Stage),
        Code = verdict.Code,
        OpportunisticCode = verdict.OpportunisticCode,
        ExactCode = verdict.ExactCode,
        Confidence = Word(verdict.Confidence),
        About = verdict.About is { } about ? Word(about) : null,
        Sentence = verdict.Sentence,
        Target = verdict.Target is { } target ? new ReportTarget(target.Address ?? target.Host, target.Host, target.Preference, target.Address, target.Port) : null,
        Findings = [.. verdict.Findings.Select(finding => new ReportFinding(finding.Id, finding.Where, finding.Sentence))],
        NotTested = [.. verdict.NotTested.Select(gap => new ReportGap(gap.CheckId, gap.Where, gap.Reason, gap.Sentence))],
        Limits = [.. verdict.Limits.Select(limit => limit.Sentence())],
        Reported = verdict.Reported is { } reported ? new ReportAgreement(reported.Code, Word(reported.Kind)) : null,
    };

    private static string Word(AgreementKind kind) => kind switch
    {
        AgreementKind.Confirmed => "confirmed",
        AgreementKind.NotSeenFromHere => "not-seen-from-here",
        AgreementKind.AnotherFault => "another-fault",
        _ => "open",
    };

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);
}
