using System.Buffers;
using System.Text;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// A delivery report that names no number at all: older systems, mailing lists and some providers say it in words only. The words decide
/// which code stands for it; a general sentence gives the general code. Only for mails that are delivery reports: in chat the same words are talk.
/// </summary>
internal static class FailureWords
{
    private const int Reach = 64 * 1024;

    // The surest cause first; what only says that delivery failed, last.
    private static readonly (EnhancedStatusCode Code, SearchValues<string> Words)[] Rows =
    [
        Row(new(5, 2, 2),
            "mailbox is full", "mailbox full", "full mailbox", "folder is full", "inbox is full", "over quota", "overquota", "quota exceeded", "quota usage exceeded", "storage quota", "exceeds allowed size", "exceeds the allowed size",
            "exceeded the limit", "exceeded the local limit", "exceeded its limit", "not enough storage", "mailbox size limit", "out of storage", "disk quota", "quota limit", "buzón lleno", "buzón está lleno", "cuota agotada", "espacio agotado", "casilla llena",
            "postfach ist voll", "postfach voll", "kontingent überschritten", "caixa cheia", "caixa postal cheia", "brevlådan är full", "brevlåda är full"),
        Row(new(5, 2, 1),
            "account is disabled", "account has been disabled", "account disabled", "mailbox disabled", "mailbox is disabled", "account is locked", "has been locked", "is inactive", "disabled or discontinued", "deactivated", "account suspended", "is suspended", "has been suspended",
            "ha expirado", "cuenta desactivada", "konto gesperrt", "conta desativada", "kontot är avstängt"),
        Row(new(5, 1, 1),
            "user unknown", "unknown user", "no such user", "unknown recipient", "recipient unknown", "unknown address", "address unknown", "name is not recognized", "user not found", "recipient not found", "address not found", "not listed in", "not a valid user", "no valid recipient", "invalid user",
            "invalid recipient", "does not exist", "doesn't exist", "doesn't have an account", "doesn't have a", "no longer in use", "no longer available", "no mailbox here", "no such mailbox", "mailbox not found", "mailbox unavailable", "usuario desconocido", "no existe", "não existe", "destinatário desconhecido",
            "empfänger unbekannt", "unbekannter empfänger", "benutzer unbekannt", "existiert nicht", "okänd mottagare", "finns inte"),
        Row(new(5, 1, 3), "malformed address", "bad address syntax", "syntax error in address", "invalid address"),
        Row(new(5, 4, 4),
            "host not found", "unknown host", "host unknown", "find any host", "unrouteable", "unroutable", "point to non-existent hosts", "host address lookups failed", "domain does not exist", "domain not found", "no mx record", "dns lookup fail", "dns error", "name service error", "no smtp service", "could not find a gateway", "domain may not exist", "no such host",
            "no such domain", "unknown domain", "domain unknown", "nxdomain", "no host found"),
        Row(new(5, 3, 4), "size limit", "message too large", "message is too large", "too big", "maximum message size", "maximum size", "mensaje demasiado grande", "nachricht zu groß"),
        Row(new(4, 4, 1),
            "connection timed out", "operation timed out", "connection refused", "connection was dropped", "connection dropped", "connection reset", "lost connection", "unable to connect", "could not connect", "failed to connect", "could not initiate smtp", "not responding", "network error", "not reachable",
            "unreachable", "requests to connect", "no answer from host", "no route to host"),
        Row(new(4, 4, 7),
            "retry timeout exceeded", "retry time not reached", "envelope expired", "message expired", "has been delayed", "is delayed", "delivery delayed", "giving up", "attempts", "aborted after", "not delivered within", "in the queue too long", "too long in the queue", "not yet been delivered", "not been delivered yet",
            "still undelivered", "for a long time", "will be retried", "keep trying", "continue to try", "noch nicht zugestellt", "se ha retrasado", "atrasada", "fördröjd"),
        Row(new(5, 7, 1),
            "have permission", "not a member", "not member", "member only", "members only", "not allowed to post", "blacklisted", "black list", "rejected by", "was rejected", "has been rejected", "classified as spam", "access denied", "refused to accept", "out of date", "not accepting mail", "loop alert", "not authorized", "prohibited",
            "relay denied", "relaying denied", "groups.google.com/support", "duplicated message-id"),
        Row(new(5, 0, 0),
            "not be delivered", "n't be delivered", "could not deliver", "couldn't deliver", "unable to deliver", "cannot deliver", "cannot be delivered", "n't delivered", "not delivered", "did not reach", "failed permanently", "permanent failure", "permanent error", "undeliverable", "undelivered", "address failed",
            "addresses failed", "address(es) failed", "delivery error", "delivery problem", "delivery problems", "fatal error", "to be delivered", "delivery fail", "failure notice", "failure reason", "has failed", "returned to sender", "delivery status notification (failure)",
            "no se pudo entregar", "no se ha podido entregar", "no ha podido ser entregado", "nicht zugestellt", "unzustellbar", "não foi possível entregar", "não pôde ser entregue", "inte levereras", "inte att leverera", "olevererbart", "n'a pas pu être", "non è stato possibile", "送信できません", "配信できません", "届けできません"),
    ];

    /// <summary>What a delivery report without any number says; nothing when it reports success or says nothing known.</summary>
    public static Recognition From(string subject, string report)
    {
        var text = Folded(subject, report);
        if (IsSuccess(text))
            return Recognition.Nothing;
        return Find(text, 0, text.Length) is { } finding ? Verdict.From(text, [finding]) : Recognition.Nothing;
    }

    /// <summary>The code that the words of a part of a text stand for; null when they say nothing known.</summary>
    public static Finding? Find(ReadOnlySpan<char> text, int start, int end)
    {
        var part = text[start..end];
        foreach (var (code, words) in Rows)
        {
            if (part.IndexOfAny(words) is not (>= 0 and var offset))
                continue;
            var at = start + offset;
            RecognitionSignal[] signals = [new(Weights.InferredCode.Name, Weights.InferredCode.Value, Quoting.Mask(text.Slice(at, Math.Min(24, text.Length - at))))];
            return new Finding(at, at, code, null, Weights.InferredCode.Value, signals);
        }

        return null;
    }

    // RFC 3464 §2.3.3: each recipient has an action; a report of deliveries only is no failure.
    private static bool IsSuccess(string text) =>
        text.Contains("Action: ", StringComparison.OrdinalIgnoreCase) && !text.Contains("Action: failed", StringComparison.OrdinalIgnoreCase) && !text.Contains("Action: delayed", StringComparison.OrdinalIgnoreCase)
        && !text.Contains("Action: expired", StringComparison.OrdinalIgnoreCase);

    /// <summary>Lines of a report are wrapped anywhere, so the words are looked for in one long line; a quoted address or field ends it.</summary>
    private static string Folded(string subject, string report)
    {
        var text = new StringBuilder(subject.Length + Math.Min(report.Length, Reach) + 2);
        text.Append(subject).Append('\n');
        var blank = false;
        foreach (var c in report.AsSpan(0, Math.Min(report.Length, Reach)))
        {
            if (char.IsWhiteSpace(c))
            {
                blank = true;
                continue;
            }

            if (blank)
                text.Append(' ');
            blank = false;
            text.Append(c == '’' ? '\'' : c);
        }

        return text.ToString();
    }

    private static (EnhancedStatusCode Code, SearchValues<string> Words) Row(EnhancedStatusCode code, params ReadOnlySpan<string> words) => (code, SearchValues.Create(words, StringComparison.OrdinalIgnoreCase));
}
