using System.Globalization;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Reports;

namespace ChatOpsBot.Commands;

/// <summary>A report as text: a table of servers and stages, then the verdict in plain words.</summary>
internal static class ProbeText
{
    private const int PlaceWidth = 34;

    private static readonly string[] Columns = ["dns", "connect", "banner", "ehlo", "starttls", "tls", "cert", "policy"];

    // A fault outweighs what is well beside it, and what is well outweighs what was not asked.
    private static readonly string[] Weight = ["fail", "denied", "warn", "not-tested", "ok", "skipped"];

    /// <summary>One line as it comes; the dialogue only where something is wrong.</summary>
    public static void Print(ReportStage stage, TextWriter output)
    {
        output.WriteLine($"{stage.Target?.Where ?? "-",-24} {stage.Check,-14} {stage.Outcome,-13} {stage.Sentence}");
        if (stage.Status is not ("fail" or "warn"))
            return;
        foreach (var line in stage.Evidence)
            output.WriteLine($"{"",-24} {line}");
    }

    public static void Print(ProbeReport report, TextWriter output)
    {
        output.WriteLine();
        PrintTable(report, output);
        output.WriteLine();
        PrintVerdict(report.Verdict, output);
    }

    private static void PrintTable(ProbeReport report, TextWriter output)
    {
        var placed = report.Stages.Where(stage => stage.Target is not null && stage.Stage != "control").ToList();
        var columns = Columns.Where(column => placed.Exists(stage => stage.Stage == column)).ToList();
        output.WriteLine(Row("", columns));
        foreach (var place in placed.GroupBy(PlaceOf).OrderBy(place => place.Key))
        {
            var (preference, host, address) = place.Key;
            var name = address is null ? host : $"  {address}";
            output.WriteLine(Row(
                address is null && preference is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number} {name}") : name,
                columns.Select(column => Cell([.. place.Where(stage => stage.Stage == column)]))));
        }
    }

    private static (int? Preference, string Host, string? Address) PlaceOf(ReportStage stage)
    {
        var host = stage.Target!.Host ?? stage.Target.Where;
        return (stage.Target.Preference, host, stage.Target.Address == host ? null : stage.Target.Address);
    }

    private static void PrintVerdict(ReportVerdict verdict, TextWriter output)
    {
        output.WriteLine($"{verdict.Cause} ({verdict.Confidence}{verdict.About switch { "us" => ", our own trouble", "unknown" => ", whose trouble is open", _ => "" }})");
        output.WriteLine(verdict.Sentence);
        if (verdict.Code is not null)
            output.WriteLine($"A connector that requires valid TLS: {Tell(verdict.Code, verdict.ExactCode)}. Without that: {Tell(verdict.OpportunisticCode ?? MailFlowCodes.None, verdict.ExactCode)}.");
        PrintAll("Beside it:", verdict.Findings.Select(finding => $"{finding.Id}{(finding.Where is null ? "" : $" at {finding.Where}")}: {finding.Sentence}"), output);
        PrintAll("Not tested:", verdict.NotTested.Select(gap => $"{gap.Check}{(gap.Where is null ? "" : $" at {gap.Where}")}: {gap.Sentence}"), output);
        PrintAll("Limits:", verdict.Limits, output);
    }

    private static void PrintAll(string title, IEnumerable<string> lines, TextWriter output)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(title);
        foreach (var line in all)
            output.WriteLine($"- {line}");
    }

    private static string Tell(string code, string? exact) => code switch
    {
        MailFlowCodes.None => "mail passes",
        MailFlowCodes.Other => exact is null ? "mail fails" : $"mail fails with {exact}",
        _ => $"450 {code}",
    };

    private static string Row(string place, IEnumerable<string> cells) =>
        (place.PadRight(PlaceWidth) + " " + string.Join(' ', cells.Select(cell => cell.PadRight(10)))).TrimEnd();

    private static string Cell(IReadOnlyList<ReportStage> stages) =>
        stages.Count == 0 ? "" : stages.MinBy(stage => Array.IndexOf(Weight, stage.Status))!.Status is var status && status == "skipped" ? "-" : status;
}
