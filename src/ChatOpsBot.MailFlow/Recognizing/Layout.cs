using System.Buffers;
using System.Globalization;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Where a number stands: at the head of a line, in a list of changes, an outline, a telephone number, a question, a header.</summary>
internal readonly ref struct Layout(ReadOnlySpan<char> text, Tally tally)
{
    // A line longer than this is read from here back.
    private const int LongestLine = 400;

    private static readonly SearchValues<char> DateMarks = SearchValues.Create("0123456789-");

    private readonly ReadOnlySpan<char> text = text;
    private readonly Tally tally = tally;

    /// <summary>The start of the line a number stands in, or of its last stretch.</summary>
    public static int LineStart(ReadOnlySpan<char> text, int at)
    {
        var from = Math.Max(0, at - LongestLine);
        Work.Add(at - from);
        return from + text[from..at].LastIndexOf('\n') + 1;
    }

    /// <summary>A number that opens a line and is followed by a title: <c>5.7.1 Install the tool</c>. Text of a reply says at least two things a server says.</summary>
    public void Heading(Sighting sighting, int replyWords)
    {
        var start = sighting.Start;
        while (start > 0 && text[start - 1] is ' ' or '#')
            start--;
        if (start > 0 && text[start - 1] != '\n')
            return;
        var rest = text[sighting.End..Math.Min(text.Length, sighting.End + 4)];
        if (rest is ['.', ' ', ..] or [')', ' ', ..])
            tally.Add(Weights.NumberedHeading, sighting.Start, sighting.End + 1);
        else if (rest is [' ', var first, ..] && char.IsUpper(first) && replyWords < 2)
            tally.Add(replyWords == 0 ? Weights.Title : Weights.Heading, sighting.Start, sighting.End);
    }

    /// <summary><c>## [5.4.1] - 2026-04-30</c>: a heading in Markdown, or a date right behind a number that opens a line.</summary>
    public bool OpensChangelog(int start, int end)
    {
        var lineStart = start;
        while (lineStart > 0 && start - lineStart < 12 && text[lineStart - 1] is ' ' or '#' or '[' or '*' or '=' or '-' or 'v')
            lineStart--;
        if (lineStart > 0 && text[lineStart - 1] != '\n')
            return false;
        var marks = text[lineStart..start].TrimStart();
        if (marks.StartsWith("# ", StringComparison.Ordinal) || marks.StartsWith("##", StringComparison.Ordinal) || marks.StartsWith("==", StringComparison.Ordinal))
            return true;
        var rest = text[end..Math.Min(text.Length, end + 24)].TrimStart(" ]()-/:*|");
        return rest.Length >= 10 && rest[4] == '-' && rest[7] == '-' && rest[..2] is "19" or "20" && !rest[..10].ContainsAnyExcept(DateMarks);
    }

    /// <summary>Lines that open with numbers in sequence are an agenda or a list of changes, unless they speak like a server.</summary>
    public bool InNumberedLines(Sighting sighting, Sighting next)
    {
        if (sighting.Code is not { } code || next.Code is not { } other || !(IsNext(code, other) || IsNext(other, code)))
            return false;
        var between = text[sighting.End..next.Start];
        if (between.Length is 0 or >= 120)
            return false;
        var lines = between.Count('\n') == 1 && between[(between.IndexOf('\n') + 1)..].Trim(" -*•").IsEmpty && OpensLine(sighting.Start);
        // "Contents: 5.1.1 Sending mail, 5.1.2 Receiving mail"
        var row = between is [' ', var first, .., ',' or ';', ' '] && char.IsUpper(first) && !between.Contains('\n') && text[next.End..] is [' ', var second, ..] && char.IsUpper(second);
        return (lines || row) && IsTitle(sighting.End) && IsTitle(next.End);
    }

    // 4.1.0, 4.1.1, 4.2.0
    private static bool IsNext(EnhancedStatusCode code, EnhancedStatusCode other) =>
        code.Class == other.Class && ((code.Subject == other.Subject && other.Detail == code.Detail + 1) || (other.Subject == code.Subject + 1 && other.Detail is 0 or 1));

    private bool OpensLine(int start)
    {
        while (start > 0 && text[start - 1] is ' ' or '-' or '*' or '•')
            start--;
        return start == 0 || text[start - 1] == '\n';
    }

    private bool IsTitle(int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 120)];
        var stop = rest.IndexOfAny('\n', ',', ';');
        if (stop >= 0)
            rest = rest[..stop];
        Work.Add(rest.Length);
        if (rest is [':' or ')', ' ', ..])
            rest = rest[1..];
        if (rest is not [' ', ..] || rest.ContainsAny("?:"))
            return false;
        var (words, said) = (0, 0);
        foreach (var range in rest.Split(' '))
        {
            var kind = Lexicon.KindOf(rest[range].Trim(".,()\"'"));
            words += rest[range] is [var first, ..] && char.IsLetter(first) ? 1 : 0;
            said += kind.Has(WordKind.ReplyText | WordKind.Rejected | WordKind.ErrorLabel) ? 1 : 0;
        }

        return words > 0 && said < 2;
    }

    /// <summary><c>+49 30 555 5.7.1</c>: groups of digits back to a plus sign.</summary>
    public bool InPhoneNumber(int start)
    {
        var at = start;
        while (at > 0 && start - at < 24 && (char.IsAsciiDigit(text[at - 1]) || text[at - 1] is ' ' or '-' or '(' or ')' or '/'))
            at--;
        return at > 0 && at < start - 1 && text[at - 1] == '+' && char.IsAsciiDigit(text[at]) && (at == 1 || !char.IsLetterOrDigit(text[at - 2]));
    }

    /// <summary><c>900 554 550</c>: a telephone number without its plus.</summary>
    public bool InDigitGroups(Sighting sighting)
    {
        var group = text[sighting.Start..sighting.End];
        var before = text[Math.Max(0, sighting.Start - 5)..sighting.Start];
        var after = text[sighting.End..Math.Min(text.Length, sighting.End + 5)];
        if (before is [.., >= '0' and <= '9', >= '0' and <= '9', ' '] && !before.Contains('.'))
            return !before[..^1].EndsWith(group, StringComparison.Ordinal) || (sighting.Start > 6 && char.IsAsciiDigit(text[sighting.Start - 6]));
        return after is [' ', >= '0' and <= '9', >= '0' and <= '9', ..] && !after[1..].StartsWith(group, StringComparison.Ordinal) && !after[1..].Contains('.');
    }

    /// <summary>Whether the sentence that a number stands in ends with a question mark.</summary>
    public bool InQuestion(int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 120)];
        Work.Add(rest.Length);
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '?')
                return true;
            if (rest[i] is '\n' || (rest[i] is '.' or '!' && (i + 1 == rest.Length || rest[i + 1] == ' ')))
                return false;
        }

        return false;
    }

    /// <summary>The number above this one in an outline: 4.2 before 4.2.1.</summary>
    public bool InOutline(Sighting sighting)
    {
        var code = sighting.Code!.Value;
        Span<char> above = stackalloc char[8];
        if (!above.TryWrite(CultureInfo.InvariantCulture, $"{code.Class}.{code.Subject}", out var length))
            return false;
        var offset = Math.Max(0, sighting.Start - 160);
        var before = text[offset..sighting.Start];
        Work.Add(before.Length);
        var at = before.LastIndexOf(above[..length]);
        // "section 5.2 include, 5.4 mx, 4.6.4 for the limit"
        if (SectionList(before))
            return true;
        return at >= 0 && (at == 0 || before[at - 1] is ' ' or '\n' or '(') && at + length < before.Length && before[at + length] is ' ' or ':' or ')' or '\n' or ',';
    }

    private static bool SectionList(ReadOnlySpan<char> before)
    {
        before = before[(before.LastIndexOfAny("\n?!") + 1)..];
        var section = false;
        foreach (var range in before.Split(' '))
        {
            var word = before[range].Trim(".,:;()");
            if (section && IsDotted(word))
                return before.Contains(',');
            section = Lexicon.KindOf(word).Has(WordKind.Section);
        }

        return false;
    }

    private static bool IsDotted(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiDigit(c) && c != '.')
                return false;
        }

        return word.Contains('.');
    }

    // Subject, program and id of a message: numbers there are the sender's.
    private static readonly string[] HeaderNames = ["Subject:", "Betreff:", "Asunto:", "Assunto:", "Ämne:", "X-Mailer:", "User-Agent:", "Message-ID:", "Received:", "X-Mailman-Version:", "References:", "In-Reply-To:", "Date:"];

    public bool InHeaderLine(int start)
    {
        var line = text[LineStart(text, start)..start].TrimStart();
        if (!line.Contains(':'))
            return false;
        foreach (var name in HeaderNames)
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return !line.Contains("undeliver", StringComparison.OrdinalIgnoreCase) && !line.Contains("failure", StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }
}
