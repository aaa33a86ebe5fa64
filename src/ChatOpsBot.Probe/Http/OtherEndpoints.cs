using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probe.Runs;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Probe.Http;

/// <summary>What can be asked, how the backend is, and the document that describes it.</summary>
internal static class OtherEndpoints
{
    public static void MapChecks(this WebApplication app)
    {
        var list = new CheckList(
            VerdictCauses.Version,
            [.. CheckRunner.KnownChecks.Select(id => new CheckLine(id, [.. Vocabulary.Checks[id], Vocabulary.NotTested, Vocabulary.Denied]))],
            [.. VerdictCauses.All.Select(cause => new CauseLine(cause.Id, cause.Stage.ToString().ToLowerInvariant(), cause.Code, cause.OpportunisticCode, cause.ExactCode))],
            VerdictFindings.All,
            MailFlowCodes.All);
        app.MapGet("/v1/checks", () => Results.Json(list, BackendJson.Default.CheckList));
        var document = ReadDocument();
        app.MapGet("/openapi/v1.json", () => Results.Text(document, "application/json"));
    }

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new HealthAnswer("ok"), BackendJson.Default.HealthAnswer));
        app.MapGet("/health/ready", (RunRegistry registry) => registry.HasRoom
            ? Results.Json(new HealthAnswer("ok"), BackendJson.Default.HealthAnswer)
            : Results.Json(new HealthAnswer("full"), BackendJson.Default.HealthAnswer, statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>A fault of ours is told as a problem too, without its insides.</summary>
    public static void UseFaultProblems(this WebApplication app) => app.UseExceptionHandler(fault => fault.Run(context => Problem.Broken.WriteAsync(context)));

    private static string ReadDocument()
    {
        using var stream = typeof(OtherEndpoints).Assembly.GetManifestResourceStream("openapi.json") ?? throw new InvalidOperationException("openapi.json is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
