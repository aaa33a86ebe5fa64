using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>The few header fields of a mail or of one of its parts that decide how to read it.</summary>
internal sealed class MailHeaders
{
    private const int LongestField = 4096;

    /// <summary>Names that mail programs write into every message.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = Set(
        "received", "from", "to", "subject", "date", "message-id", "return-path", "mime-version", "content-type", "delivered-to", "reply-to", "cc", "sender", "x-mailer", "x-failed-recipients", "auto-submitted", "references",
        "in-reply-to", "content-transfer-encoding", "errors-to", "importance", "x-original-to", "envelope-to", "delivery-date", "von", "an", "betreff", "de", "para", "asunto", "assunto", "från", "till", "ämne");

    /// <summary>Names that only the origin of a mail has; one of them must be there.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Origin = Set("received", "from", "return-path", "message-id", "delivered-to", "x-failed-recipients", "von", "de", "från");

    // How mail systems call themselves and their reports, in the languages and products that send them.
    private static readonly SearchValues<string> ReportSenders = SearchValues.Create(["mailer-daemon", "mailer_daemon", "postmaster", "post_master", "mail delivery", "maildelivery", "mdaemon", "mail-daemon", "majordomo", "microsoftexchange", "daemon@", "no-reply-bounce", "mail administrator", "bounce"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> ReportSubjects = SearchValues.Create(
        ["undeliver", "returned mail", "returned to sender", "delivery status", "delivery fail", "delivery problem", "delivery error", "delivery report", "failure notice", "mail delivery", "mail failure", "delivery has failed", "nondeliver", "non-deliver",
            "not delivered", "could not be delivered", "delivery delayed", "delayed mail", "failed mail", "bounce", "rejected", "unzustellbar", "nicht zugestellt", "no se puede entregar", "não entregue", "olevererbart", "message status", "warning: could not send", "user unknown", "mail error", "failure delivery", "deliverability", "unable to deliver", "failed delivery", "delivery notification", "not member", "loop alert", "no se pudo entregar", "no entregado", "devuelto", "devolvido", "falha na entrega", "zustellung", "kunde inte levereras", "送信できません", "配信できません", "エラー"],
        StringComparison.OrdinalIgnoreCase);

    public string ContentType { get; private set; } = "";

    public string? Boundary { get; private set; }

    public bool IsReport { get; private set; }

    /// <summary>A mail system wrote it about a delivery. An empty return path alone is not enough: absence notes have that too (RFC 3834 §3.3).</summary>
    public bool IsDelivery => (daemon || subjectSays || failedRecipients || reportType.Equals("delivery-status", StringComparison.OrdinalIgnoreCase)) && (reportType.Length == 0 || reportType.Equals("delivery-status", StringComparison.OrdinalIgnoreCase)) && (daemon || !autoReplied);

    public string Subject { get; private set; } = "";

    private bool daemon;
    private bool subjectSays;
    private bool failedRecipients;
    private bool autoReplied;
    private string reportType = "";

    private string charset = "";
    private string encoding = "";

    /// <summary>Reads the header block and leaves <paramref name="entity"/> at the body.</summary>
    public static MailHeaders Read(ref ReadOnlySpan<char> entity)
    {
        var headers = new MailHeaders();
        var field = new StringBuilder();
        while (!entity.IsEmpty)
        {
            var line = MailReader.NextLine(ref entity);
            if (line.IsEmpty)
                break;
            // Some systems forget to indent what follows "Content-Type: multipart/report;".
            if (line[0] is ' ' or '\t' || (line.Contains('=') && MailReader.HeaderName(line).IsEmpty))
            {
                if (field.Length < LongestField)
                    field.Append(' ').Append(line.Trim());
                continue;
            }

            headers.Take(field);
            field.Clear();
            field.Append(line[..Math.Min(line.Length, LongestField)]);
        }

        headers.Take(field);
        return headers;
    }

    /// <summary>The body as text, whatever transfer encoding and charset it came in.</summary>
    public string Decode(ReadOnlySpan<char> body)
    {
        if (encoding.Equals("base64", StringComparison.OrdinalIgnoreCase))
            return BodyCodec.TryBase64(body, out var bytes) ? BodyCodec.Text(bytes, charset) : body.ToString();
        return encoding.Equals("quoted-printable", StringComparison.OrdinalIgnoreCase) ? BodyCodec.Text(BodyCodec.QuotedPrintable(body), charset) : body.ToString();
    }

    private void Take(StringBuilder field)
    {
        if (field.Length == 0)
            return;
        var line = field.ToString();
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return;
        var value = line.AsSpan(colon + 1).Trim();
        switch (line[..colon].ToUpperInvariant())
        {
            case "CONTENT-TYPE":
                ReadContentType(value);
                break;
            case "CONTENT-TRANSFER-ENCODING":
                encoding = value.ToString();
                break;
            case "FROM" or "SENDER":
                daemon |= value.ContainsAny(ReportSenders);
                IsReport |= daemon;
                break;
            case "SUBJECT":
                Subject = EncodedWords.Decode(value.ToString());
                subjectSays |= Subject.AsSpan().ContainsAny(ReportSubjects);
                IsReport |= subjectSays;
                break;
            case "RETURN-PATH":
                IsReport |= value is "<>";
                break;
            case "X-FAILED-RECIPIENTS":
                failedRecipients = true;
                IsReport = true;
                break;
            case "AUTO-SUBMITTED":
                var replied = value.StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase);
                IsReport |= replied;
                autoReplied |= replied;
                break;
        }
    }

    private void ReadContentType(ReadOnlySpan<char> value)
    {
        var end = value.IndexOf(';');
        ContentType = (end < 0 ? value : value[..end]).Trim().ToString();
        Boundary = Parameter(value, "boundary=");
        charset = Parameter(value, "charset=") ?? "";
        reportType = Parameter(value, "report-type=") ?? "";
    }

    private static string? Parameter(ReadOnlySpan<char> value, string name)
    {
        var at = value.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return null;
        var rest = value[(at + name.Length)..];
        if (rest is ['"', ..])
        {
            var close = rest[1..].IndexOf('"');
            return (close < 0 ? rest[1..] : rest.Slice(1, close)).ToString();
        }

        var end = rest.IndexOfAny("; \t");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
