using static ChatOpsBot.MailFlow.Recognizing.HostNames;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <content>The recipient's domain: labels first, then an address, then a bare domain.</content>
internal ref partial struct Surroundings
{
    private static readonly string[] RecipientWords = ["bounce for", "mail to", "to", "for", "an", "a", "para", "till", "für", "til", "do", "da", "de", "recipient", "user", "reach", "mailbox", "address"];

    private readonly string? Domain(int at, string? server)
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

        return best ?? FreeDomain(at, server);
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
        foreach (var sender in BouncedBefore(before[..wordStart]) ? [] : SenderWords)
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

    /// <summary>A bounce comes from where the mail went: <c>studs från karin@…</c>.</summary>
    private static bool BouncedBefore(ReadOnlySpan<char> before)
    {
        foreach (var range in before.Split(' '))
        {
            if (Lexicon.KindOf(before[range].Trim(".,:;()")).Has(WordKind.MailStrong))
                return true;
        }

        return false;
    }

    private static readonly string[] SenderWords = ["from", "von", "från", "at", "sender", "remitente", "remetente", "avsändare", "Absender", "contact", "contacto", "kontakt", "ask", "cc", "From", "de parte", "by", "id", "ID"];

    /// <summary>A bare domain in a sentence or in brackets: <c>SPF [contoso.example]</c>, <c>studs från contoso.example</c>.</summary>
    private readonly string? FreeDomain(int near, string? server)
    {
        var best = default(string);
        var bestDistance = int.MaxValue;
        for (var at = 0; NextName(ref at, out var start, out var name);)
        {
            if (name.Equals(server, StringComparison.OrdinalIgnoreCase) || !IsHostName(name, needsDot: true) || LooksLikeMailHost(name) || name.Count('.') > 2 || !IsDomainEnding(name) || (start > 0 && text[start - 1] is '/' or '@' or '=' or ':') || IsServerSide(start))
                continue;
            var distance = Math.Abs(start - near);
            if (distance < bestDistance)
                (best, bestDistance) = (name.ToString().ToLowerInvariant(), distance);
        }

        return best;
    }

    // "blocked using list.dnsbl.example": a block list, not a recipient.
    private readonly bool IsServerSide(int start)
    {
        var before = text[Math.Max(0, start - 24)..start];
        if (before.EndsWith(" using ", StringComparison.OrdinalIgnoreCase) || before.EndsWith(" using: ", StringComparison.OrdinalIgnoreCase))
            return true;
        return before.EndsWith("server: ", StringComparison.OrdinalIgnoreCase) || before.EndsWith("Server: ", StringComparison.OrdinalIgnoreCase) || before.EndsWith("//", StringComparison.Ordinal);
    }
}
