using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probe.Runs;
using ChatOpsBot.Probing;
using ChatOpsBot.Probing.Reports;

namespace ChatOpsBot.Probe.Http;

/// <summary><c>POST /v1/runs</c>: one run, as a stream of server-sent events or as one report, by <c>Accept</c>.</summary>
internal static class RunEndpoint
{
    private const string EventStream = "text/event-stream";

    public const string Path = "/v1/runs";

    public static void MapRuns(this WebApplication app) => app.MapPost(Path, AskAsync);

    private static async Task AskAsync(HttpContext context, CheckRunner runner, RunRegistry registry, RunLimits limits, ILoggerFactory logs)
    {
        var (request, isFresh, problem) = await RunQuestion.ReadAsync(context.Request);
        if (request is null)
        {
            await Problem.BadQuestion(problem).WriteAsync(context);
            return;
        }

        var log = logs.CreateLogger("ChatOpsBot.Probe.Runs");
        if (runner.Refuse(request.Target) is { } refusal)
        {
            LogRefused(log, context.Caller(), request.Target.Host, refusal.Reason, null);
            await Problem.Denied(refusal.Reason, refusal.Sentence).WriteAsync(context);
            return;
        }

        if (limits.TakeForCaller(context.Caller()) is { } wait)
        {
            await TurnAwayAsync(context, wait, "This caller has asked its share of questions within the last minute.");
            return;
        }

        switch (registry.Join(request, isFresh))
        {
            case Admission.Admitted admitted:
                await AnswerAsync(context, request, registry, admitted, log);
                break;
            case Admission.TooOften often:
                await TurnAwayAsync(context, often.Wait, $"{request.Target.Host} has been asked its share of different questions within the last minute.");
                break;
            default:
                await Problem.NoRoom.WriteAsync(context);
                break;
        }
    }

    private static Task TurnAwayAsync(HttpContext context, TimeSpan wait, string detail)
    {
        Problem.SayWhen(context.Response, wait);
        return Problem.TooOften($"{detail} Retry-After says in how many seconds to ask again.").WriteAsync(context);
    }

    private static async Task AnswerAsync(HttpContext context, ProbeRequest request, RunRegistry registry, Admission.Admitted admitted, ILogger log)
    {
        var (run, share) = (admitted.Run, admitted.Share);
        try
        {
            var report = WantsStream(context.Request)
                ? await StreamAsync(context, request, run, share)
                : await GatherAsync(context, request, run, share);
            LogRun(log, context.Caller(), request.Target.ToString(), share, report?.Verdict.Cause ?? "-", report?.Verdict.Code ?? "-", report?.Duration ?? 0, null);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogRun(log, context.Caller(), request.Target.ToString(), share, "gone", "-", 0, null);
        }
        finally
        {
            registry.Leave(run);
        }
    }

    private static async Task<ProbeReport?> GatherAsync(HttpContext context, ProbeRequest request, SharedRun run, Share share)
    {
        await run.Over.WaitAsync(context.RequestAborted);
        if (run.End is not RunEnd.Completed)
        {
            await Failure(run).WriteAsync(context);
            return null;
        }

        var report = run.Write(request.ReportedCode, share == Share.Kept);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json; charset=utf-8";

        // In one piece: some kilobytes, whose writer the compiler has made (the one for streams finds its way at every member).
        var json = JsonSerializer.SerializeToUtf8Bytes(report, ProbeJson.Default.ProbeReport);
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
        return report;
    }

    private static async Task<ProbeReport?> StreamAsync(HttpContext context, ProbeRequest request, SharedRun run, Share share)
    {
        var response = context.Response;
        response.ContentType = EventStream;
        response.Headers.CacheControl = "no-store";
        // Proxies that gather the body would hold the first line back.
        response.Headers["X-Accel-Buffering"] = "no";
        var vantage = context.RequestServices.GetRequiredService<CheckRunner>().Vantage;
        await SendAsync("run", new RunBegun(VerdictCauses.Version, request.Target.Host, request.Target.Port, vantage, share == Share.Joined, share == Share.Kept), BackendJson.Default.RunBegun);
        await foreach (var seen in run.ReadAsync(context.RequestAborted))
        {
            if (seen is RunEvent.Told { Stage: var stage })
                await SendAsync("stage", stage, BackendJson.Default.ReportStage);
            else if (seen is RunEvent.Begun begun)
                await SendAsync("started", new CheckBegun(begun.Check, begun.Where), BackendJson.Default.CheckBegun);
        }

        if (run.End is not RunEnd.Completed)
        {
            await SendAsync("error", Failure(run), BackendJson.Default.Problem);
            return null;
        }

        var report = run.Write(request.ReportedCode, share == Share.Kept);
        await SendAsync("verdict", report.Verdict, BackendJson.Default.ReportVerdict);
        return report;

        async Task SendAsync<T>(string name, T data, JsonTypeInfo<T> type)
        {
            // JSON of ours has no line break, so one data line holds it.
            await response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(data, type)}\n\n", context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static Problem Failure(SharedRun run) => run.End == RunEnd.Broken ? Problem.Broken : Problem.Stopping;

    private static bool WantsStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);

    // The audit: who asked what, and what came of it. A target is a name of machines, never an address of a person.
    private static readonly Action<ILogger, string, string, Share, string, string, double, Exception?> LogRun = LoggerMessage.Define<string, string, Share, string, string, double>(
        LogLevel.Information, new EventId(1, "Run"), "{Caller} asked {Target} ({Share}): {Cause}, {Code}, {Seconds} s");

    private static readonly Action<ILogger, string, string, string, Exception?> LogRefused = LoggerMessage.Define<string, string, string>(
        LogLevel.Warning, new EventId(3, "Refused"), "{Caller} asked {Host}: refused, {Reason}");
}
