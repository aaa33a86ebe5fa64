using System.Text.Json.Serialization;
using ChatOpsBot.Probing.Reports;

namespace ChatOpsBot.Probe.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunQuestion))]
[JsonSerializable(typeof(RunBegun))]
[JsonSerializable(typeof(CheckBegun))]
[JsonSerializable(typeof(ReportStage))]
[JsonSerializable(typeof(ReportVerdict))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(CheckList))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class BackendJson : JsonSerializerContext;

/// <summary>First event of a stream: whose run it is and from where it looks.</summary>
/// <param name="Shared">It goes on for somebody else too.</param>
/// <param name="Cached">It has ended before; these are its events again.</param>
internal sealed record RunBegun(int Version, string Host, int Port, ReportVantage Vantage, bool Shared, bool Cached);

/// <summary>A check begins at a place.</summary>
internal sealed record CheckBegun(string Check, string? Where);

/// <summary>What can be asked and answered.</summary>
internal sealed record CheckList(int Version, IReadOnlyList<CheckLine> Checks, IReadOnlyList<CauseLine> Causes, IReadOnlyList<string> Findings, IReadOnlyList<string> Codes);

internal sealed record CheckLine(string Id, IReadOnlyList<string> Outcomes);

internal sealed record CauseLine(string Id, string Stage, string Code, string OpportunisticCode, string? ExactCode);

internal sealed record HealthAnswer(string Status);
