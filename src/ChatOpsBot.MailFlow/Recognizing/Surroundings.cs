using System.Globalization;
using System.Net;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>A value found in a text and where.</summary>
internal readonly record struct Found(string Value, int At);

/// <summary>
/// What a text says about an error besides its codes: destination server, its address, recipient's domain, detail word, last attempt.
/// Labels first, as machines write them; a host name in a sentence only when no label names one.
/// </summary>
internal ref struct Surroundings
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
            Domain = Domain(at),
            Detail = error.Detail ?? Detail(at, single),
            LastAttempt = LastAttempt(),
        };
    }

    // ---- Server ----

    private readonly (string? Server, string? Address) Server(int at)
    {
        var address = LabelledAddress();
        foreach (var hit in labels)
        {
            if (hit.Kind == LabelKind.Server && TryHost(hit.End, needsDot: false, out var host, out var ip))
                return (host, ip ?? address);
            if (hit.Kind == LabelKind.ServerWord && TryServerWord(hit, out host, out ip))
                return (host, ip ?? address);
        }

        // Exchange's old line: mx.contoso.example #<mx.contoso.example #5.1.1 smtp;550 …> #SMTP#
        var wrapper = text.IndexOf("#<", StringComparison.Ordinal);
        if (wrapper >= 0 && TryHost(wrapper + 2, needsDot: true, out var wrapped, out _))
            return (wrapped, address);
        return address is not null ? (address, address) : (FreeHost(at), null);
    }

    // Words that also stand before other things need a host that looks like one of a mail system.
    private readonly bool TryServerWord(LabelHit hit, out string host, out string? ip)
    {
        (host, ip) = ("", null);
        if (hit.At > 0 && char.IsLetterOrDigit(text[hit.At - 1]))
            return false;
        var from = hit.End;
        if (hit.Label is "for the recipient domain ")
        {
            // Gmail: "rejected by the server for the recipient domain contoso.example by mx1.contoso.example. [203.0.113.9]".
            var by = text[from..Math.Min(text.Length, from + 200)].IndexOf(" by ", StringComparison.Ordinal);
            from = by < 0 ? text.Length : from + by + 4;
        }

        return TryHost(from, needsDot: true, out host, out ip) && (ip is not null || LooksLikeMailHost(host) || hit.Label is not ("host " or "through " or "Connected to " or "rejected by " or "mx "));
    }

    private readonly string? LabelledAddress()
    {
        foreach (var hit in labels)
        {
            if (hit.Kind == LabelKind.Address && Ip(text[hit.End..].TrimStart(" [")) is { } ip)
                return ip;
        }

        return null;
    }

    /// <summary>Reads a host name and, where one follows in brackets, its address.</summary>
    private readonly bool TryHost(int from, bool needsDot, out string host, out string? address)
    {
        (host, address) = ("", null);
        var rest = text[from..].TrimStart(" '\"<[(");
        if (rest.StartsWith("dns;", StringComparison.OrdinalIgnoreCase))
            rest = rest[4..].TrimStart(' ');
        if (Ip(rest) is { } ip)
        {
            (host, address) = (ip, ip);
            return true;
        }

        var length = 0;
        while (length < rest.Length && length < 254 && IsHostChar(rest[length]))
            length++;
        var name = rest[..length].Trim(".-");
        if (length < rest.Length && rest[length] == '@')
            return false;
        if (!IsHostName(name, needsDot))
            return false;
        host = name.ToString();
        var after = rest[length..];
        if (after.TrimStart(' ') is ['[' or '(', ..])
            address = Ip(after.TrimStart(" [("));
        return true;
    }

    private static bool IsHostName(ReadOnlySpan<char> name, bool needsDot)
    {
        if (name.Length is < 2 or > 253 || (needsDot && !name.Contains('.')) || !name.ContainsAnyInRange('a', 'z') && !name.ContainsAnyInRange('A', 'Z'))
            return false;
        if (name.Equals("none", StringComparison.OrdinalIgnoreCase) || name.Equals("local", StringComparison.OrdinalIgnoreCase) || name.Equals("virtual", StringComparison.OrdinalIgnoreCase))
            return false;
        // Somebody hid the name; what is left of it is no host.
        if (name.Contains("xxx", StringComparison.OrdinalIgnoreCase) || name.StartsWith("fqdn-", StringComparison.OrdinalIgnoreCase))
            return false;
        var last = name[(name.LastIndexOf('.') + 1)..];
        return (!needsDot || (last.Length >= 2 && !last.ContainsAnyInRange('0', '9'))) && !name.Contains("..", StringComparison.Ordinal);
    }

    private static bool IsHostChar(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' || c >= 0xC0;

    private static string? Ip(ReadOnlySpan<char> rest)
    {
        var v4 = 0;
        while (v4 < rest.Length && v4 < 15 && (char.IsAsciiDigit(rest[v4]) || rest[v4] == '.'))
            v4++;
        var four = rest[..v4].TrimEnd('.');
        if (four.Count('.') == 3 && IPAddress.TryParse(four, out _))
            return four.ToString();
        if (rest.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase))
            rest = rest[5..];
        var v6 = 0;
        while (v6 < rest.Length && v6 < 45 && (char.IsAsciiHexDigit(rest[v6]) || rest[v6] == ':'))
            v6++;
        var six = rest[..v6];
        return six.Count(':') >= 2 && IPAddress.TryParse(six, out var parsed) ? parsed.ToString() : null;
    }

    private static readonly string[] MailHostStarts = ["mx", "mail", "smtp", "relay", "mta", "hub", "gw", "gateway", "correo", "exch", "edge", "in", "inbound", "mgw", "post", "imap", "out", "mailhost", "mailin", "aspmx", "smarthost", "owa", "webmail", "srv", "mbx", "cas", "exchange", "gmail-smtp-in", "alt1", "alt2", "correio", "epost", "mout", "outbound", "filter", "spamfilter", "antispam", "proxy", "fw", "mailgw", "mailrelay", "mailserver", "mailer", "server", "host", "node", "eu", "us"];

    private static bool LooksLikeMailHost(ReadOnlySpan<char> host)
    {
        var first = host[..Math.Max(0, host.IndexOf('.'))].TrimEnd("0123456789-");
        foreach (var start in MailHostStarts)
        {
            if (first.Equals(start, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return host.EndsWith(".mail.protection.outlook.com", StringComparison.OrdinalIgnoreCase) || (first.StartsWith("mx", StringComparison.OrdinalIgnoreCase) && first.Length < 6)
            || first.StartsWith("mail", StringComparison.OrdinalIgnoreCase) || first.StartsWith("smtp", StringComparison.OrdinalIgnoreCase) || first.StartsWith("relay", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A host name in a sentence: three labels or more and a first one that mail hosts have; the one nearest to the code.</summary>
    private readonly string? FreeHost(int near)
    {
        var best = default(string);
        var bestDistance = int.MaxValue;
        var at = 0;
        while (at < text.Length)
        {
            var dot = text[at..].IndexOf('.');
            if (dot < 0)
                break;
            dot += at;
            var start = dot;
            while (start > at && IsHostChar(text[start - 1]))
                start--;
            var end = dot;
            while (end < text.Length && end - start < 254 && IsHostChar(text[end]))
                end++;
            at = Math.Max(end, dot + 1);
            var name = text[start..end].Trim(".-");
            if (name.Count('.') < 2 || !IsHostName(name, needsDot: true) || !LooksLikeMailHost(name))
                continue;
            if ((start > 0 && text[start - 1] is '@' or '/') || (end < text.Length && text[end] == '@') || IsOurSide(start))
                continue;
            var distance = Math.Abs(start - near);
            if (distance < bestDistance)
                (best, bestDistance) = (name.ToString(), distance);
        }

        return best;
    }

    // The server that wrote the report, and the client that was turned away, are not the destination.
    private static readonly string[] OurSide =
    [
        "Generating server", "Servidor de generaci", "Genererande server", "Servidor gerador", "Servidor de origem", "Generierender Server", "Reporting-MTA", "generated by", "client ", "helo", "ehlo", "from ", "Received", "by ", "our ", "SPF", "sender ", "nuestro", "unser", "vår ", "nosso", "program at host", "mail system at",
    ];

    private readonly bool IsOurSide(int start)
    {
        var before = text[Math.Max(0, start - 44)..start];
        before = before[(before.LastIndexOf('\n') + 1)..];
        foreach (var label in OurSide)
        {
            var found = before.LastIndexOf(label, StringComparison.OrdinalIgnoreCase);
            if (found >= 0 && before.Length - found - label.Length < 14)
                return true;
        }

        return false;
    }

    // ---- Domain ----

    private static readonly string[] RecipientWords = ["bounce for", "mail to", "to", "for", "an", "a", "para", "till", "für", "til", "do", "da", "de", "recipient", "user", "reach", "mailbox", "address"];

    private readonly string? Domain(int at)
    {
        foreach (var hit in labels)
        {
            if (hit.Kind == LabelKind.Recipient && DomainIn(hit.End) is { } domain)
                return domain;
        }

        var best = default(string);
        var bestRank = int.MaxValue;
        for (var sign = text.IndexOf('@'); sign >= 0; sign = NextSign(sign))
        {
            var rank = AddressRank(sign);
            if (rank >= bestRank || DomainAfter(sign + 1) is not { } domain)
                continue;
            (best, bestRank) = (domain, rank);
        }

        return best ?? FreeDomain(at);
    }

    private readonly int NextSign(int sign)
    {
        var next = text[(sign + 1)..].IndexOf('@');
        return next < 0 ? -1 : sign + 1 + next;
    }

    private readonly string? DomainIn(int from)
    {
        var line = text[from..Math.Min(text.Length, from + 320)];
        var stop = line.IndexOf('\n');
        if (stop >= 0)
            line = line[..stop];
        var sign = line.IndexOf('@');
        if (sign >= 0)
            return DomainAfter(from + sign + 1);
        var trimmed = line.TrimStart(" ;");
        return DomainAfter(from + (line.Length - trimmed.Length));
    }

    private readonly string? DomainAfter(int from)
    {
        var end = from;
        while (end < text.Length && end - from < 254 && IsHostChar(text[end]))
            end++;
        var name = text[from..end].Trim(".-");
        return IsHostName(name, needsDot: true) ? name.ToString().ToLowerInvariant() : null;
    }

    // Lower is better; an address that is named as the sender's or as a contact's says nothing.
    private readonly int AddressRank(int sign)
    {
        var start = sign;
        while (start > 0 && sign - start < 80 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '_' or '-' or '+'))
            start--;
        var before = text[Math.Max(0, start - 40)..start].TrimEnd(" <'\"(");
        before = before[(before.LastIndexOf('\n') + 1)..];
        var colon = before.EndsWith(":", StringComparison.Ordinal);
        before = before.TrimEnd(": ");
        var wordStart = before.Length;
        while (wordStart > 0 && char.IsLetter(before[wordStart - 1]))
            wordStart--;
        var word = before[wordStart..];
        foreach (var sender in SenderWords)
        {
            if (word.Equals(sender, StringComparison.OrdinalIgnoreCase))
                return int.MaxValue;
        }

        foreach (var recipient in RecipientWords)
        {
            if (word.Equals(recipient, StringComparison.OrdinalIgnoreCase))
                return 0;
        }

        return colon ? 2 : 1;
    }

    private static readonly string[] SenderWords = ["from", "von", "från", "at", "sender", "remitente", "remetente", "avsändare", "Absender", "contact", "contacto", "kontakt", "ask", "cc", "From", "de parte", "by", "id", "ID"];

    /// <summary>A bare domain in a sentence or in brackets: <c>SPF [contoso.example]</c>, <c>studs från contoso.example</c>.</summary>
    private readonly string? FreeDomain(int near)
    {
        var best = default(string);
        var bestDistance = int.MaxValue;
        var at = 0;
        while (at < text.Length)
        {
            var dot = text[at..].IndexOf('.');
            if (dot < 0)
                break;
            dot += at;
            var start = dot;
            while (start > at && IsHostChar(text[start - 1]))
                start--;
            var end = dot;
            while (end < text.Length && end - start < 254 && IsHostChar(text[end]))
                end++;
            at = Math.Max(end, dot + 1);
            var name = text[start..end].Trim(".-");
            if (!IsHostName(name, needsDot: true) || LooksLikeMailHost(name) || name.Count('.') > 2 || !IsDomainEnding(name) || (start > 0 && text[start - 1] is '/' or '@' or '=' or ':') || IsServerSide(start))
                continue;
            var distance = Math.Abs(start - near);
            if (distance < bestDistance)
                (best, bestDistance) = (name.ToString().ToLowerInvariant(), distance);
        }

        return best;
    }

    private readonly bool IsServerSide(int start)
    {
        var before = text[Math.Max(0, start - 24)..start];
        return before.EndsWith("server: ", StringComparison.OrdinalIgnoreCase) || before.EndsWith("Server: ", StringComparison.OrdinalIgnoreCase) || before.EndsWith("//", StringComparison.Ordinal);
    }

    private static bool IsDomainEnding(ReadOnlySpan<char> name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        if (last.Length == 2)
            return !(last is "cs" or "js" or "py" or "sh" or "md" or "ps" or "gz" or "pl" or "rb" or "go" or "rs" or "so" or "db" && name.Count('.') == 1);
        foreach (var known in (ReadOnlySpan<string>)["com", "net", "org", "example", "edu", "gov", "info", "biz", "test", "invalid", "local", "cloud", "online", "email", "mail", "tech", "app", "dev", "shop"])
        {
            if (last.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // ---- Detail ----

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

    // ---- Last attempt ----

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
