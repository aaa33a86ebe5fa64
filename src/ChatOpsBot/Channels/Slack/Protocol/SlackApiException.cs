using System.Net;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>A method of the Web API did not do what it was asked, or did not say so.</summary>
internal sealed class SlackApiException : Exception
{
    private SlackApiException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>Null when there was no answer.</summary>
    public HttpStatusCode? Status { get; private init; }

    /// <summary>Slack's name of the error, one of <see cref="SlackErrors"/> or another; null when the answer named none.</summary>
    public string? Code { get; private init; }

    /// <summary>How long Slack asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The scope a method lacks, such as <c>files:read</c>.</summary>
    public string? NeededScope { get; private init; }

    /// <summary>Where in the arguments the mistake is, as JSON pointers with the broken rule; nothing of their content.</summary>
    public IReadOnlyList<string> Details { get; private init; } = [];

    /// <summary>
    /// Whether it may have been done all the same: no answer, one from somewhere on the way, or an error after which Slack itself does
    /// not know. A message posted again may then stand in the conversation twice.
    /// </summary>
    public bool MayBeDone { get; private init; }

    /// <summary>
    /// What answered does not know the method, or does not answer as Slack does: 404, a page, no reason. Waiting cures none of it, unless it
    /// was a proxy on the way.
    /// </summary>
    public bool IsStrange { get; private init; }

    public static SlackApiException Refused(string method, SlackResponse response, TimeSpan? retryAfter)
    {
        var code = NameOf(response.Error);
        return new SlackApiException($"Slack refused {method}: {code ?? "no reason given"}.", inner: null)
        {
            Status = HttpStatusCode.OK,
            Code = code,
            RetryAfter = retryAfter,
            NeededScope = NameOf(response.Needed),
            Details = SlackErrorDetails.Of(response.ResponseMetadata?.Messages),
            IsStrange = code is null or SlackErrors.UnknownMethod,
            MayBeDone = code is null or SlackErrors.FatalError or SlackErrors.InternalError or SlackErrors.ServiceUnavailable,
        };
    }

    /// <summary>Answered with a status other than 200, which says more than its body.</summary>
    public static SlackApiException Answered(string method, HttpStatusCode status, string? error, TimeSpan? retryAfter)
    {
        var code = NameOf(error);
        return new($"Slack answered {method} with {(int)status}{(code is null ? "" : $" {code}")}.", inner: null)
        {
            Status = status,
            Code = status == HttpStatusCode.TooManyRequests ? SlackErrors.RateLimited : code,
            RetryAfter = retryAfter,
            IsStrange = code == SlackErrors.UnknownMethod || (code is null && status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented),
            MayBeDone = status == HttpStatusCode.RequestTimeout || (int)status >= 500,
        };
    }

    public static SlackApiException NotReached(string method, Exception inner) => new($"Slack could not be reached for {method}; nothing was sent.", inner);

    public static SlackApiException Unanswered(string method, Exception? inner) =>
        new($"Slack did not answer {method}; whether it was done is not known.", inner) { MayBeDone = true };

    /// <summary>A page of a proxy, half an answer, or no Web API at all.</summary>
    public static SlackApiException NotUnderstood(string method) =>
        new($"What answered {method} is not Slack's Web API, or not all of its answer; whether it was done is not known.", inner: null) { IsStrange = true, MayBeDone = true };

    /// <summary>It goes into logs: a name is short and has no spaces, whatever the server wrote.</summary>
    private static string? NameOf(string? text) =>
        text is { Length: > 0 and <= MaxName } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or ':' or ',') ? text : null;

    private const int MaxName = 100;
}
