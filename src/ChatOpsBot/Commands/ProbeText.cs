using System.Globalization;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing.Reports;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Commands;

/// <summary>A run as text: a line a check, a table of servers and stages, then the verdict in the words that cards have for it.</summary>
internal sealed class ProbeText(CardTexts texts, TextWriter output)
{
    private const int PlaceWidth = 34;

    private static readonly string[] Columns = ["dns", "connect", "banner", "ehlo", "starttls", "tls", "cert", "policy"];

    // A fault outweighs what is well beside it, and what is well outweighs what was not asked.
    private static readonly string[] Weight = ["fail", "denied", "warn", "not-tested", "ok", "skipped"];

    /// <summary>One line as it comes; the dialogue only where something is wrong.</summary>
    public void Print(ReportStage stage)
    {
        output.WriteLine($"{stage.Target?.Where ?? "-",-24} {stage.Check,-14} {stage.Outcome,-13} {Tell(stage)}");
        if (stage.Status is not ("fail" or "warn"))
            return;
        foreach (var line in stage.Evidence)
            output.WriteLine($"{"",-24} {line}");
    }

    public void Print(ProbeReport report, PlaceVerdict place)
    {
        output.WriteLine();
        PrintTable(report);
        output.WriteLine();
        PrintVerdict(place, report.Started + TimeSpan.FromSeconds(report.Duration));
    }

    /// <summary>The engine speaks English and says more than a table has room for.</summary>
    private string Tell(ReportStage stage) => texts.Language == EnglishTexts.Texts.Language
        ? stage.Sentence
        : $"{texts.CheckNames.GetValueOrDefault(stage.Check, stage.Check)}: {LiveCheckBlocks.Outcome(stage.ToResult(), texts)}";

    private void PrintTable(ProbeReport report)
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

    private void PrintVerdict(PlaceVerdict place, DateTimeOffset seenAt)
    {
        var (verdict, sentences) = (place.Verdict, new VerdictSentences(place, seenAt, texts));
        output.WriteLine($"{verdict.Cause} ({Word(verdict.Confidence)}{verdict.About switch { Blame.Us => ", us", Blame.Unknown => ", unknown", Blame.Them => ", them", _ => "" }})");
        output.WriteLine(Write(sentences.Headline));
        if (sentences.Meaning is { } meaning)
            output.WriteLine(Write(meaning));
        PrintAll(texts.Verdicts.HeadingAlso, sentences.Findings);
        PrintAll(texts.Verdicts.HeadingGaps, verdict.NotTested.Select(Tell));
        PrintAll(texts.Verdicts.HeadingLimits, sentences.Remembered.Concat(verdict.Limits.Select(limit => (CardText)texts.Verdicts.Limits[limit])));
    }

    private CardText Tell(VerdictGap gap) =>
        $"{texts.CheckNames.GetValueOrDefault(gap.CheckId, gap.CheckId)}{(gap.Where is null ? "" : $" ({gap.Where})")}: {(gap.Reason is { } reason ? texts.Reasons.GetValueOrDefault(reason, reason) : gap.Sentence)}";

    private void PrintAll(string title, IEnumerable<CardText> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(title);
        foreach (var line in all)
            output.WriteLine($"- {Write(line)}");
    }

    private string Write(CardText text) => CardAsText.Write(text, TimeZoneInfo.Local, texts);

    private static string Word(Confidence confidence) => confidence switch
    {
        Confidence.Certain => "certain",
        Confidence.Likely => "likely",
        _ => "possible",
    };

    private static string Row(string place, IEnumerable<string> cells) =>
        (place.PadRight(PlaceWidth) + " " + string.Join(' ', cells.Select(cell => cell.PadRight(10)))).TrimEnd();

    private static string Cell(IReadOnlyList<ReportStage> stages) =>
        stages.Count == 0 ? "" : stages.MinBy(stage => Array.IndexOf(Weight, stage.Status))!.Status is var status && status == "skipped" ? "-" : status;
}
