using System.Text.Json.Serialization;
using ChatOpsBot.Probing.Reports;

namespace ChatOpsBot.LiveChecks;

/// <summary>What the bot and a backend say to each other (<c>ChatOpsBot.Probe/README.md</c>).</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackendQuestion))]
[JsonSerializable(typeof(BackendBegun))]
[JsonSerializable(typeof(BackendStarted))]
[JsonSerializable(typeof(BackendProblem))]
[JsonSerializable(typeof(ReportStage))]
internal sealed partial class BackendJson : JsonSerializerContext;

/// <param name="Domain">Or <paramref name="Host"/>.</param>
/// <param name="Kind"><c>unsaid</c> when the name of the host may be a mail domain too.</param>
/// <param name="Fresh">No kept answer: who asks after a fix wants to know how it is now.</param>
internal sealed record BackendQuestion(string? Domain, string? Host, string? Kind, int Port, IReadOnlyList<string> Checks, string? Code, string? ExpectTlsName, bool Fresh);

/// <summary>First event of a stream.</summary>
internal sealed record BackendBegun(ReportVantage? Vantage);

internal sealed record BackendStarted(string? Check, string? Where);

/// <param name="Reason">Why the target may not be asked: an id of the reasons.</param>
internal sealed record BackendProblem(string? Type, string? Reason, string? Detail);
