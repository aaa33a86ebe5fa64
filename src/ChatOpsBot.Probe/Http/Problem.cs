using System.Globalization;

namespace ChatOpsBot.Probe.Http;

/// <summary>An error as others read it (RFC 9457).</summary>
/// <param name="Type">A name that stays: <c>urn:chatopsbot:probe:too-often</c>.</param>
/// <param name="Reason">Of a refused target: id of the reasons.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail, string? Reason = null)
{
    public static Problem NotFound { get; } = Of("not-found", "Not found", StatusCodes.Status404NotFound, "There is nothing here. The OpenAPI document at /openapi/v1.json lists what there is.");

    public static Problem WrongMethod { get; } = Of("wrong-method", "Only POST", StatusCodes.Status405MethodNotAllowed, "Send the question with POST. The OpenAPI document at /openapi/v1.json shows one.");

    public static Problem NoKey { get; } = Of("no-key", "A key is needed", StatusCodes.Status401Unauthorized, "Send a key of this backend as \"Authorization: Bearer <key>\".");

    public static Problem NotFromHere { get; } = Of(
        "not-from-here", "Only this machine may ask", StatusCodes.Status403Forbidden, "This backend has no keys, so it answers only requests from its own machine, addressed to localhost or a loopback address.");

    public static Problem NoRoom { get; } = Of("no-room", "Too many runs", StatusCodes.Status503ServiceUnavailable, "Too many runs go on and wait. Ask again in a few seconds.");

    public static Problem Broken { get; } = Of("broken", "The run broke off", StatusCodes.Status500InternalServerError, "The backend itself failed; its log says why. Ask again.");

    public static Problem Stopping { get; } = Of("stopping", "The backend stops", StatusCodes.Status503ServiceUnavailable, "The backend is being stopped. Ask again in a few seconds.");

    public static Problem BadQuestion(string detail) => Of("bad-question", "The question cannot be read", StatusCodes.Status400BadRequest, detail);

    public static Problem Denied(string reason, string detail) => Of("denied", "The target may not be asked", StatusCodes.Status403Forbidden, detail) with { Reason = reason };

    public static Problem TooOften(string detail) => Of("too-often", "Asked too often", StatusCodes.Status429TooManyRequests, detail);

    public IResult AsResult() => Results.Json(this, BackendJson.Default.Problem, "application/problem+json", Status);

    public Task WriteAsync(HttpContext context)
    {
        if (Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (Status == StatusCodes.Status405MethodNotAllowed)
            context.Response.Headers.Allow = "POST";
        if (Status == StatusCodes.Status503ServiceUnavailable)
            SayWhen(context.Response, TimeSpan.FromSeconds(5));
        return AsResult().ExecuteAsync(context);
    }

    /// <summary><c>Retry-After</c> in whole seconds, rounded up.</summary>
    public static void SayWhen(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);

    private static Problem Of(string name, string title, int status, string detail) => new($"urn:chatopsbot:probe:{name}", title, status, detail);
}
