using System.Globalization;
using static ChatOpsBot.MailFlow.Recognizing.HostNames;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>A value found in a text and where.</summary>
internal readonly record struct Found(string Value, int At);

/// <summary>
/// What a text says about an error besides its codes: destination server, its address, recipient's domain, detail word, last attempt.
/// Labels first, as machines write them; a host name in a sentence only when no label names one.
/// </summary>
internal ref partial struct Surroundings
{
    // The first stretch of a text names everything; a longer one is a log.
    private const int Reach = 64 * 1024;

    private readonly ReadOnlySpan<char> text;
    private readonly List<LabelHit> labels;

    public Surroundings(ReadOnlySpan<char> text)
    {
        this.text = text[..Math.Min(text.Length, Reach)];
        labels = Labels.In(this.text);
    }

    public readonly MailError Complete(MailError error, int at, bool single)
    {
        var (server, address) = Server(at);
        return error with
        {
            Server = server,
            Address = address,
            Domain = Domain(at, server),
            Detail = error.Detail ?? Detail(at, single),
            LastAttempt = LastAttempt(),
        };
    }

    /// <summary>The next run of letters, digits, dots and dashes that holds a dot; <paramref name="at"/> moves behind it.</summary>
    private readonly bool NextName(ref int at, out int start, out ReadOnlySpan<char> name)
    {
        start = at;
        name = default;
        var dot = at < text.Length ? text[at..].IndexOf('.') : -1;
        if (dot < 0)
            return false;
        dot += at;
        start = dot;
        while (start > at && IsHostChar(text[start - 1]))
            start--;
        var end = dot;
        while (end < text.Length && end - start < 254 && IsHostChar(text[end]))
            end++;
        at = Math.Max(end, dot + 1);
        name = text[start..end].Trim(".-");
        // "250-mail.contoso.example Hello": the answer to EHLO.
        if (name.Length > 4 && name[3] == '-' && !name[..3].ContainsAnyExceptInRange('0', '9'))
            name = name[4..];
        return true;
    }

    private readonly string? Detail(int at, bool single)
    {
        foreach (var hit in labels)
        {
            if (hit.Kind == LabelKind.Detail)
                return hit.Label;
            if (hit.Kind != LabelKind.Socket)
                continue;
            var end = hit.End;
            while (end < text.Length && end - hit.End < 6 && char.IsAsciiDigit(text[end]))
                end++;
            if (end - hit.End is 5 or 3)
                return text[hit.End..end].ToString();
        }

        // Of several errors each has the tag that follows it.
        var (from, to) = single ? (0, text.Length) : (Math.Min(at, text.Length), Math.Min(text.Length, at + 400));
        var tag = Providers.First(text, from, to);
        return tag.Length > 0 ? text.Slice(tag.Start, tag.Length).ToString() : null;
    }

    private static readonly string[] TimeForms = ["M/d/yyyy h:mm:ss tt", "M/d/yyyy H:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss", "dd.MM.yyyy HH:mm:ss", "M/d/yyyy h:mm tt"];

    private readonly DateTimeOffset? LastAttempt()
    {
        foreach (var hit in labels)
        {
            if (hit.Kind != LabelKind.LastAttempt)
                continue;
            var rest = text[hit.End..Math.Min(text.Length, hit.End + 40)];
            var end = rest.IndexOfAny("}];\n>");
            if (end >= 0)
                rest = rest[..end];
            if (DateTimeOffset.TryParseExact(rest.Trim(), TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                return time;
        }

        return null;
    }
}
