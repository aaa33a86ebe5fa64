using System.Text.Json;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Probe.Http;

/// <summary>What a caller wants to know; fields that are not here are ignored.</summary>
/// <param name="Domain">A mail domain: its MX records lead to the servers. Or <paramref name="Host"/>, a server.</param>
/// <param name="Checks">Ids of checks; all when left out.</param>
/// <param name="Kind">Beside <paramref name="Host"/>: <c>unsaid</c> when the name may be a mail domain too, <c>host</c> (also when left out) when it is a server.</param>
/// <param name="Fresh">No answer that was kept, such as after a fix.</param>
/// <param name="Code">The code the caller saw: the verdict speaks about it.</param>
internal sealed record RunQuestion(string? Domain, string? Host, int? Port, IReadOnlyList<string>? Checks, string? Code, string? ExpectTlsName, string? Kind, bool? Fresh)
{
    private const int MaxChecks = 64;
    private const int LongestCheckId = 40;

    /// <returns>The request, or what is wrong with the question.</returns>
    public static async Task<(ProbeRequest? Request, bool IsFresh, string Problem)> ReadAsync(HttpRequest http)
    {
        if (!http.HasJsonContentType())
            return (null, false, "The body is not JSON. Send it with Content-Type: application/json.");
        try
        {
            // JSON is UTF-8 (RFC 8259 §8.1), whatever charset the header claims.
            if (await JsonSerializer.DeserializeAsync(http.Body, BackendJson.Default.RunQuestion, http.HttpContext.RequestAborted) is not { } question)
                return (null, false, "The body is null. Send {\"domain\":\"contoso.com\"} or {\"host\":\"mx1.contoso.com\",\"port\":25}.");
            var (request, problem) = question.Read();
            return (request, question.Fresh == true, problem);
        }
        catch (JsonException exception)
        {
            return (null, false, $"The body is no JSON of this kind ({(exception.Path is { Length: > 1 } path ? $"at {path}" : "it cannot be read")}). Send {{\"domain\":\"contoso.com\"}} or {{\"host\":\"mx1.contoso.com\",\"port\":25}}.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, false, "The body is longer than 16 KiB. A question needs some hundred bytes.");
        }
    }

    private (ProbeRequest? Request, string Problem) Read()
    {
        if ((Domain is null) == (Host is null))
            return (null, "The question names both a domain and a host, or neither. Send one of \"domain\" and \"host\".");
        if (Port is < 1 or > 65535)
            return (null, $"\"port\" is {Port}, which is no TCP port. Send a number from 1 to 65535, or leave it out for 25.");
        if (!ProbeTarget.TryParse(Domain ?? Host, out var target) || (Domain is not null && (target.Kind == TargetKind.Host || System.Net.IPAddress.TryParse(target.Host, out _))))
            return (null, Domain is not null ? "\"domain\" is no mail domain. Send a name such as contoso.com, without a port." : "\"host\" is no server name or address. Send a name such as mx1.contoso.com, or an IP address.");
        if (Checks is { Count: > MaxChecks } || Checks?.Any(id => id is null || id.Length is 0 or > LongestCheckId) == true)
            return (null, $"\"checks\" has more than {MaxChecks} ids, or one that is empty or longer than {LongestCheckId} characters. GET /v1/checks lists the ids.");
        if (ExpectTlsName is not null && !ProbeTarget.TryParse(ExpectTlsName.StartsWith("*.", StringComparison.Ordinal) ? ExpectTlsName[2..] : ExpectTlsName, out _))
            return (null, "\"expectTlsName\" is no name a certificate can carry. Send one such as mail.contoso.com or *.contoso.com.");
        if (Kind is not (null or "host" or "unsaid") || (Kind is not null && Host is null))
            return (null, "\"kind\" goes with \"host\" and is \"host\" or \"unsaid\". Leave it out when you know what the name stands for.");
        EnhancedStatusCode? code = null;
        if (Code is not null)
        {
            // "450 4.4.316" is how logs have it.
            if (!EnhancedStatusCode.TryParse(Code.Trim().Split(' ')[^1], out var read))
                return (null, "\"code\" is no enhanced status code. Send three numbers with points, such as 4.4.316.");
            code = read;
        }

        target = target with { Port = Port ?? target.Port, Kind = Domain is not null ? TargetKind.Domain : Kind == "unsaid" ? TargetKind.Unsaid : TargetKind.Host };
        return (new ProbeRequest(target, Checks is { Count: > 0 } ? Checks : CheckRunner.KnownChecks) { ReportedCode = code, ExpectTlsName = ExpectTlsName }, "");
    }
}
