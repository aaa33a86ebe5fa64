namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>A number that has the form of a reply code or of an enhanced status code.</summary>
/// <param name="Code">Null: the number is a reply code.</param>
/// <param name="Reply">The reply code's value; 0 for an enhanced code.</param>
internal readonly record struct Sighting(int Start, int End, EnhancedStatusCode? Code, int Reply)
{
    public bool IsReply => Code is null;

    /// <summary>Inflected like a word: <c>421s</c>, <c>der 5.4.1er</c>, <c>550:or</c>, <c>554'd</c>. The ending belongs to the number.</summary>
    public bool IsWord { get; init; }
}

/// <summary>
/// Walks over the digits of a text once and keeps what has the form of a code. Three parts exactly, so that addresses, OIDs and
/// builds fall out here; what stands beside the number is judged later.
/// </summary>
internal static class NumberScan
{
    /// <summary>A text with more numbers than this is a log; its first part says enough, and the work stays bounded.</summary>
    public const int MostSightings = 4096;

    /// <summary>Fills <paramref name="sightings"/>; answers where the numbers of three parts stand that are no codes: other versions, mostly.</summary>
    public static List<int> Run(ReadOnlySpan<char> text, List<Sighting> sightings)
    {
        var strangers = new List<int>();
        var at = 0;
        while (at < text.Length && sightings.Count < MostSightings)
        {
            var next = text[at..].IndexOfAnyInRange('0', '9');
            if (next < 0)
                break;
            at += next;
            var start = at;
            var dots = 0;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
            {
                if (text[at] == '.')
                    dots++;
                at++;
            }

            if (dots == 2)
            {
                if (!Enhanced(text, start, at, sightings) && strangers.Count < MostSightings && !IsDate(text[start..at]))
                    strangers.Add(start);
            }
            else if (dots == 0)
                Single(text, ref at, start, sightings);
        }

        return strangers;
    }

    /// <summary>4.5.2026 and 2026.05.04 are days, no versions.</summary>
    private static bool IsDate(ReadOnlySpan<char> number)
    {
        var first = number.IndexOf('.');
        var last = number.LastIndexOf('.');
        return (first <= 2 && number.Length - last - 1 is 2 or 4 && number[last + 1] is '1' or '2' && last - first - 1 <= 2 && (number.Length - last == 5 ? number[(last + 1)..] is ['1', '9', ..] or ['2', '0', ..] : number[last + 1] == '2')) || (first == 4 && number[0] is '1' or '2');
    }

    private static bool Enhanced(ReadOnlySpan<char> text, int start, int end, List<Sighting> sightings)
    {
        if (!TryCode(text[start..end], out var code))
            return false;
        var ending = WordEnding(text, end);
        if (ending == 0 && !RightEdge(text, end))
            return false;
        if (LeftEdge(text, start))
            sightings.Add(new(start, end + ending, code, 0) { IsWord = ending > 0 });
        else if (start >= 2 && text[start - 1] == '/' && text[start - 2] is '4' or '5' && (start == 2 || !IsWordChar(text[start - 3])))
            Pair(text, start, end, code, sightings);
        else
            return false;
        return true;
    }

    /// <summary><c>4/5.7.321</c> names both classes of one code.</summary>
    private static void Pair(ReadOnlySpan<char> text, int start, int end, EnhancedStatusCode code, List<Sighting> sightings)
    {
        var first = text[start - 2] - '0';
        if (first == code.Class)
            return;
        sightings.Add(new(start - 2, start - 1, code.WithClass(first), 0));
        sightings.Add(new(start, end, code, 0));
    }

    private static void Single(ReadOnlySpan<char> text, ref int at, int start, List<Sighting> sightings)
    {
        var length = at - start;
        if (length != 3 || text[start] is not ('2' or '4' or '5'))
            return;
        var value = ((text[start] - '0') * 100) + ((text[start + 1] - '0') * 10) + (text[start + 2] - '0');
        var ending = KnownCodes.IsReply(value) ? WordEnding(text, at) : 0;
        if (!ReplyLeftEdge(text, start) || (ending == 0 && !ReplyRightEdge(text, at)))
            return;
        sightings.Add(new(start, at + ending, null, value) { IsWord = ending > 0 });
        if (ending > 0)
            return;
        if (KnownCodes.IsReply(value) && TrySpacedCode(text, at, value / 100, out var code, out var end))
        {
            sightings.Add(new(at + 1, end, code, 0));
            at = end;
        }
    }

    // English and Portuguese plurals, German and Swedish nouns; with or without a mark between.
    private static readonly string[] Endings = ["s", "er", "ern", "ers", "a", "an", "ar", "ade", "orna", "or", "n", "erna", "errar", "d", "ed", "ing", "t", "te"];

    /// <summary>The length of an ending that makes a word of a number: 421s, 550er, 5.7.1:an, 554'd, 421ing; 0 for none.</summary>
    private static int WordEnding(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length)
            return 0;
        var marked = text[end] is ':' or '\'' or '-';
        var from = marked ? end + 1 : end;
        var to = from;
        while (to < text.Length && to - from < 6 && char.IsAsciiLetterLower(text[to]))
            to++;
        if (to == from || (to < text.Length && (IsWordChar(text[to]) && (text[to] != '.' || (to + 1 < text.Length && char.IsLetterOrDigit(text[to + 1]))) || text[to] is '@' or '-' or '/' or ':')))
            return 0;
        var ending = text[from..to];
        // Without a mark "421a" is a house and "5.7.1n" a build.
        if (!marked)
            return ending is "s" or "er" or "ern" or "ers" or "ing" or "ed" || (ending is "t" or "te" && text[to..] is [' ', >= 'a' and <= 'z', ..]) ? to - end : 0;
        foreach (var known in Endings)
        {
            if (ending.Equals(known, StringComparison.Ordinal))
                return to - end;
        }

        return 0;
    }

    /// <summary>Blanks around the dots, as a screen reader or a phone writes them: <c>450 4. 4. 316</c>. Only beside a reply code of the same class.</summary>
    private static bool TrySpacedCode(ReadOnlySpan<char> text, int at, int replyClass, out EnhancedStatusCode code, out int end)
    {
        (code, end) = (default, at);
        if (at >= text.Length || text[at] is not (' ' or '-'))
            return false;
        Span<int> parts = stackalloc int[3];
        var spaced = false;
        var look = at + 1;
        for (var part = 0; part < 3; part++)
        {
            var digits = look;
            while (look < text.Length && look - digits < 4 && char.IsAsciiDigit(text[look]))
                look++;
            if (look == digits || look - digits > 3 || (look - digits > 1 && text[digits] == '0'))
                return false;
            parts[part] = int.Parse(text[digits..look], System.Globalization.CultureInfo.InvariantCulture);
            end = look;
            if (part == 2)
                break;
            var dot = look;
            if (dot < text.Length && text[dot] == ' ')
                dot++;
            if (dot >= text.Length || text[dot] != '.')
                return false;
            look = dot + 1;
            if (look < text.Length && text[look] == ' ')
                look++;
            spaced |= look - (end + 1) > 0;
        }

        if (!spaced || parts[0] != replyClass || !RightEdge(text, end))
            return false;
        code = new EnhancedStatusCode(parts[0], parts[1], parts[2]);
        return true;
    }

    private static bool TryCode(ReadOnlySpan<char> text, out EnhancedStatusCode code)
    {
        code = default;
        if (text.Length is < 5 or > 9 || text[0] is not ('2' or '4' or '5') || text[1] != '.')
            return false;
        var rest = text[2..];
        var dot = rest.IndexOf('.');
        if (!TryPart(rest[..dot], out var subject) || !TryPart(rest[(dot + 1)..], out var detail))
            return false;
        code = new EnhancedStatusCode(text[0] - '0', subject, detail);
        return true;
    }

    private static bool TryPart(ReadOnlySpan<char> part, out int value)
    {
        value = 0;
        if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0'))
            return false;
        foreach (var c in part)
            value = (value * 10) + (c - '0');
        return true;
    }

    private static bool LeftEdge(ReadOnlySpan<char> text, int start)
    {
        if (start == 0)
            return true;
        var before = text[start - 1];
        switch (before)
        {
            case '.' or ',' when start >= 2 && char.IsAsciiDigit(text[start - 2]):
            case '@' or '\\' or '_' or '$' or '€' or '£' or '+' or '%' or '~' or '^' or '§' or '.':
                return false;
            case '/':
                // A path or an address holds versions; "4.7.321/5.7.321" and "and/5.1.1" hold codes.
                return start >= 4 && char.IsAsciiDigit(text[start - 2]) && (text[start - 3] is '.' || text[start - 4] is '.' || (start >= 5 && text[start - 5] is '.'));
            case '-':
                // After a reply code (550-5.7.26) or as a dash; not inside a name (php-5.4.45).
                return start < 2 || !char.IsLetter(text[start - 2]) || GluedLabel(text, start - 1);
            case '=':
                // ==5.3.4 and >=5.1.1 are requirements.
                return start < 2 || text[start - 2] is not ('=' or '>' or '<' or '~' or '!');
            case '|':
                // System.Text.Encoding|4.3.0 is a row of packages.
                return start < 2 || !char.IsLetter(text[start - 2]);
            case ':':
                // 2001:db8::5.7.1 and 10:5.7.1 are no labels.
                return start < 2 || text[start - 2] != ':';
            default:
                return !char.IsLetterOrDigit(before) || GluedLabel(text, start);
        }
    }

    /// <summary>Sloppy typing: <c>err550</c>, <c>ndr5.1.1</c>. Only words that name an error may stick to a number.</summary>
    private static bool GluedLabel(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < 14 && char.IsLetter(text[start - 1]))
            start--;
        if (start == end || end - start < 3 || (start > 0 && IsWordChar(text[start - 1])))
            return false;
        var kind = Lexicon.KindOf(text[start..end]);
        return kind.Has(WordKind.ErrorLabel | WordKind.MailStrong) && !kind.Has(WordKind.Version | WordKind.Product);
    }

    private static bool RightEdge(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length)
            return true;
        var after = text[end];
        if (char.IsLetterOrDigit(after) || after is '_' or '@' or '+' or '%' or '€' or '$' or '\\')
            return false;
        var next = end + 1 < text.Length ? text[end + 1] : ' ';
        return after switch
        {
            // 5.7.1-beta, 5.4.0-150 are versions; 5.7.606-649 is a range of codes; a dash before a blank is a dash.
            '-' => !char.IsLetterOrDigit(next) || IsRange(text, end + 1) || char.IsAsciiLetterUpper(next),
            ',' => !char.IsAsciiDigit(next),
            '/' => next is '4' or '5' or ' ' || !char.IsLetterOrDigit(next),
            ':' => !char.IsAsciiDigit(next) || next is '4' or '5',
            _ => true,
        };
    }

    private static bool IsRange(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < 4 && char.IsAsciiDigit(text[end]))
            end++;
        if (end - at == 3 && (end >= text.Length || !IsWordChar(text[end])))
            return true;
        return end - at == 1 && text[at] is '4' or '5' && end < text.Length && text[end] == '.';
    }

    private static bool ReplyLeftEdge(ReadOnlySpan<char> text, int start)
    {
        if (start == 0)
            return true;
        var before = text[start - 1];
        if (before is '.' or ',' or ':' && start >= 2 && char.IsAsciiDigit(text[start - 2]))
            return false;
        if (before is '@' or '\\' or '_' or '$' or '€' or '£' or '+' or '%' or '/' or '~' or '^' or '§')
            return false;
        // mail.c:554 is a line, mx1.contoso.example:554 a port.
        if (before == ':' && start >= 2 && char.IsLetter(text[start - 2]) && IsDotted(text[..(start - 1)]))
            return false;
        // sshd[554] is a process.
        if (before == '[' && start >= 2 && char.IsLetterOrDigit(text[start - 2]))
            return false;
        if (before == '-' && start >= 2 && char.IsLetterOrDigit(text[start - 2]))
            return GluedLabel(text, start - 1);
        return !char.IsLetterOrDigit(before) || GluedLabel(text, start);
    }

    private static bool IsDotted(ReadOnlySpan<char> before)
    {
        for (var i = before.Length - 1; i > 0 && before.Length - i < 24 && (char.IsLetterOrDigit(before[i]) || before[i] is '.' or '-' or '_'); i--)
        {
            if (before[i] == '.')
                return char.IsLetterOrDigit(before[i - 1]);
        }

        return false;
    }

    private static bool ReplyRightEdge(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length)
            return true;
        var after = text[end];
        if (after == '-' && end + 1 < text.Length)
            return !char.IsAsciiDigit(text[end + 1]) || (text[end + 1] is '2' or '4' or '5' && end + 2 < text.Length && text[end + 2] is '.' or ' ');
        if (after is ',' or '.' or ':' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))
            return false;
        return !char.IsLetterOrDigit(after) && after is not ('_' or '@' or '%' or '€' or '$' or '£' or '/' or '\\' or '+' or '°');
    }

    private static bool IsWordChar(char c) => char.IsLetterOrDigit(c) || c is '.' or '_';
}
