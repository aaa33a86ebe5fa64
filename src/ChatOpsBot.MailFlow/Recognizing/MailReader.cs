using System.Buffers;
using System.Text;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>What a mail says about its own delivery, without the message it carries back.</summary>
internal sealed class MailText
{
    /// <summary>Human-readable parts and delivery-status fields, decoded, the returned message cut off.</summary>
    public StringBuilder Report { get; } = new();

    /// <summary>What was cut off because it only looks like the returned message; read when the report says nothing.</summary>
    public StringBuilder Rest { get; } = new();

    /// <summary>Whether a mail system wrote it (RFC 3834 §4: null return path; RFC 6522: multipart/report).</summary>
    public bool IsReport { get; set; }

    /// <summary>Whether it reports on a delivery: no feedback on spam, no receipt, no absence note.</summary>
    public bool IsDelivery { get; set; }

    /// <summary>The decoded subject; some reports say only there what happened.</summary>
    public string Subject { get; set; } = "";
}

/// <summary>
/// Reads a whole mail (RFC 5322, MIME) just far enough to find delivery reports in it: part structure, base64, quoted-printable, charsets.
/// Bounded in depth and number of parts; a broken mail is read as plain text.
/// </summary>
internal static class MailReader
{
    private const int DeepestPart = 8;
    private const int MostParts = 64;

    /// <summary>Whether the text begins with mail headers. Two known names are enough: people also save mails by hand.</summary>
    public static bool LooksLikeMail(ReadOnlySpan<char> text)
    {
        var rest = SkipMailboxLine(text.TrimStart());
        var known = 0;
        var origin = false;
        for (var lines = 0; lines < 80; lines++)
        {
            var line = NextLine(ref rest);
            if (line.IsEmpty)
                break;
            if (line[0] is ' ' or '\t')
                continue;
            var name = HeaderName(line);
            if (name.IsEmpty)
                return false;
            if (MailHeaders.Known.Contains(name))
                known++;
            origin |= MailHeaders.Origin.Contains(name);
        }

        return known >= 2 && origin && !rest.IsEmpty;
    }

    public static MailText Read(ReadOnlySpan<char> text)
    {
        var mail = new MailText();
        var parts = 0;
        ReadEntity(SkipMailboxLine(text.TrimStart()), mail, depth: 0, ref parts);
        return mail;
    }

    // "From jan@contoso.example Thu Nov 5 …" opens each mail of an mbox file (RFC 4155).
    private static ReadOnlySpan<char> SkipMailboxLine(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("From ", StringComparison.Ordinal) || text.StartsWith(">From ", StringComparison.Ordinal))
            NextLine(ref text);
        return text;
    }

    private static void ReadEntity(ReadOnlySpan<char> entity, MailText mail, int depth, ref int parts, bool root = false)
    {
        if (parts++ >= MostParts)
            return;
        var headers = MailHeaders.Read(ref entity);
        if (depth == 0 || root)
        {
            mail.IsReport = headers.IsReport;
            mail.IsDelivery = headers.IsDelivery;
            mail.Subject = headers.Subject;
        }

        var type = headers.ContentType;
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && depth < DeepestPart && headers.Boundary is { Length: > 0 } boundary)
        {
            mail.IsReport |= type.Equals("multipart/report", StringComparison.OrdinalIgnoreCase);
            if (ReadParts(entity, boundary, mail, depth, ref parts))
                return;
            type = "text/plain";
        }

        if (type.StartsWith("message/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("delivery-status", StringComparison.OrdinalIgnoreCase))
        {
            mail.IsReport = true;
            mail.IsDelivery = true;
            AppendClean(mail.Report, headers.Decode(entity), MailMarkup.Plain);
        }
        else if (type.StartsWith("message/", StringComparison.OrdinalIgnoreCase) || type.Equals("text/rfc822-headers", StringComparison.OrdinalIgnoreCase))
        {
            ReadAttachedMail(headers.Decode(entity), mail, depth, ref parts);
        }
        else if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.Length == 0 || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) || depth == 0 || root)
        {
            ReadText(headers.Decode(entity), type.Equals("text/html", StringComparison.OrdinalIgnoreCase) ? MailMarkup.TeamsHtml : MailMarkup.Plain, mail);
        }
    }

    /// <summary>The message a report carries back says nothing; a bounce forwarded inside a mail says everything.</summary>
    private static void ReadAttachedMail(string attached, MailText mail, int depth, ref int parts)
    {
        if (depth >= DeepestPart || !LooksLikeMail(attached))
            return;

        var inner = new MailText();
        ReadEntity(attached.AsSpan().TrimStart(), inner, depth + 1, ref parts, root: true);
        if (!inner.IsReport)
            return;
        if (mail.IsReport)
        {
            // A report about a report: read only when the outer one names nothing.
            if (inner.IsDelivery)
                mail.Rest.Append(inner.Report);
            return;
        }

        mail.IsReport = true;
        mail.IsDelivery |= inner.IsDelivery;
        mail.Report.Append(inner.Report);
        mail.Rest.Append(inner.Rest);
    }

    private static bool ReadParts(ReadOnlySpan<char> body, string boundary, MailText mail, int depth, ref int parts)
    {
        var delimiter = "--" + boundary;
        var start = -1;
        var found = false;
        var at = 0;
        while (at <= body.Length && parts < MostParts)
        {
            var next = at == 0 && body.StartsWith(delimiter, StringComparison.Ordinal) ? 0 : FindLine(body, delimiter, at);
            if (next < 0)
                break;
            if (start >= 0)
                ReadEntity(body[start..next], mail, depth + 1, ref parts);
            found = true;
            var after = body[(next + delimiter.Length)..];
            if (after.StartsWith("--", StringComparison.Ordinal))
                return true;
            var lineEnd = after.IndexOf('\n');
            if (lineEnd < 0)
                return true;
            start = next + delimiter.Length + lineEnd + 1;
            at = start;
        }

        // The closing delimiter is missing where a mail was cut.
        if (start >= 0 && start < body.Length)
            ReadEntity(body[start..], mail, depth + 1, ref parts);
        return found;
    }

    private static int FindLine(ReadOnlySpan<char> body, string delimiter, int from)
    {
        if (from > 0 && from <= body.Length && body[from - 1] == '\n' && body[from..].StartsWith(delimiter, StringComparison.Ordinal))
            return from;
        while (from < body.Length)
        {
            var next = body[from..].IndexOf(delimiter, StringComparison.Ordinal);
            if (next < 0)
                return -1;
            next += from;
            if (next == 0 || body[next - 1] == '\n')
                return next;
            from = next + delimiter.Length;
        }

        return -1;
    }

    private static void ReadText(string text, MailMarkup markup, MailText mail)
    {
        using var clean = CleanText.From(text, markup);
        var whole = clean.Span;
        var announced = ReturnedMessage.Announced(whole);
        var cut = ReturnedMessage.HeaderBlock(whole, announced);
        mail.Report.Append(whole[..cut]).Append("\n\n");
        mail.Rest.Append(whole[cut..announced]).Append("\n\n");
    }

    private static void AppendClean(StringBuilder target, string text, MailMarkup markup)
    {
        using var clean = CleanText.From(text, markup);
        target.Append(clean.Span).Append("\n\n");
    }

    internal static ReadOnlySpan<char> NextLine(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('\n');
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line.TrimEnd('\r');
    }

    internal static ReadOnlySpan<char> HeaderName(ReadOnlySpan<char> line)
    {
        var colon = line[..Math.Min(line.Length, 64)].IndexOf(':');
        if (colon <= 0)
            return default;
        var name = line[..colon];
        return name.ContainsAnyExcept(HeaderNameChars) ? default : name;
    }

    private static readonly SearchValues<char> HeaderNameChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
}
