using static ChatOpsBot.MailFlow.Recognizing.HostNames;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <content>The destination server: labels first, then a host name in a sentence.</content>
internal ref partial struct Surroundings
{
    private readonly (string? Server, string? Address) Server(int at)
    {
        var address = LabelledAddress();
        foreach (var hit in labels)
        {
            if (hit.Kind == LabelKind.Server && TryHost(hit.End, needsDot: false, out var host, out var ip))
                return (host, ip ?? address);
            // A queue that waits for a smart host names it in brackets where it else names the domain.
            if (hit.Kind == LabelKind.Recipient && hit.Label.StartsWith("NextHop", StringComparison.Ordinal) && text[hit.End..].TrimStart(' ') is ['[', .. var hop] && Ip(hop) is { } smartHost)
                return (smartHost, smartHost);
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
        // "This is the mail system at host mail.contoso.example", "Client host [192.0.2.1] blocked": our own side.
        if (hit.Label == "host " && text[Math.Max(0, hit.At - 8)..hit.At].TrimEnd() is [.., ' ' or '\n' or ';', 'a' or 'A', 't'] or [.., 'c' or 'C', 'l', 'i', 'e', 'n', 't'])
            return false;
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

    /// <summary>A host name in a sentence: three labels or more and a first one that mail hosts have; the one nearest to the code.</summary>
    private readonly string? FreeHost(int near)
    {
        var best = default(string);
        var bestDistance = int.MaxValue;
        for (var at = 0; NextName(ref at, out var start, out var name);)
        {
            if (name.Count('.') < 2 || !IsHostName(name, needsDot: true) || !LooksLikeMailHost(name) || !IsDomainEnding(name))
                continue;
            if ((start > 0 && text[start - 1] is '@' or '/') || (at < text.Length && text[at] == '@') || IsOurSide(start))
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
        "Generating server", "Servidor de generaci", "Genererande server", "Servidor gerador", "Servidor de origem", "Generierender Server", "Reporting-MTA", "generated by", "client ", "helo", "ehlo", "from ", "Received", "our ", "SPF", "sender ", "nuestro", "unser", "vår ", "nosso", "program at host", "mail system at",
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
}
