using System.Net;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>The Connector did not do what it was asked, or did not say so.</summary>
internal sealed class ConnectorException : Exception
{
    private ConnectorException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>Null when there was no answer.</summary>
    public HttpStatusCode? Status { get; private init; }

    /// <summary>The error's name, such as <c>BotNotInConversationRoster</c>; null when the body named none.</summary>
    public string? Code { get; private init; }

    /// <summary>How long the Connector asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>
    /// Whether it may have been done all the same: no answer, or one from somewhere on the way. A message posted again may then stand
    /// in the conversation twice.
    /// </summary>
    public bool MayBeDone { get; private init; }

    /// <param name="correlation">What Microsoft's support asks for: <c>MS-CV</c>, or the operation's id.</param>
    public static ConnectorException Answered(HttpStatusCode status, string? code, TimeSpan? retryAfter, string? correlation) =>
        new($"Teams answered {(int)status}{(code is null ? "" : $" {code}")}{(correlation is null ? "" : $" (correlation {correlation})")}.", inner: null)
        {
            Status = status,
            Code = code,
            RetryAfter = retryAfter,
            MayBeDone = status == HttpStatusCode.RequestTimeout || (int)status >= 500,
        };

    public static ConnectorException NotReached(Exception inner) => new("Teams could not be reached; nothing was sent.", inner);

    public static ConnectorException Unanswered(Exception inner) => new("Teams did not answer; whether it did what it was asked is not known.", inner) { MayBeDone = true };
}
