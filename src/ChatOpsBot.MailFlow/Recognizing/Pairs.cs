using System.Buffers;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>How the numbers of a text stand to each other: reply beside code, codes in a row, twins, nothing but a code.</summary>
internal readonly ref struct Pairs(ReadOnlySpan<char> text, List<Sighting> sightings)
{
    private static readonly SearchValues<char> ListMarks = SearchValues.Create(",;/&\n|+");

    private readonly ReadOnlySpan<char> text = text;
    private readonly List<Sighting> sightings = sightings;

    /// <summary>One code, with or without its reply code; several only as a list, and only known ones: three versions in a row look the same.</summary>
    public bool IsWholeText()
    {
        if (text.Length > 200 || sightings.Count > 8)
            return false;
        var codes = 0;
        var known = true;
        var at = 0;
        foreach (var sighting in sightings)
        {
            if (sighting.Code is { } code)
            {
                if (codes++ > 0 && !text[at..sighting.Start].ContainsAny(ListMarks))
                    return false;
                known &= KnownCodes.Of(code) >= Familiarity.Registered;
            }

            if (!IsPunctuation(text[at..sighting.Start]))
                return false;
            at = sighting.End;
        }

        return IsPunctuation(text[at..]) && (codes == 1 || known);
    }

    private static bool IsPunctuation(ReadOnlySpan<char> gap)
    {
        foreach (var c in gap)
        {
            if (char.IsLetterOrDigit(c) || c is '$' or '€' or '@' or '§' or '%' or '\\')
                return false;
        }

        return true;
    }

    /// <summary>4.7.321 and 5.7.321 side by side: only mail people name both classes of one code.</summary>
    public bool HasTwin(int index)
    {
        var code = sightings[index].Code!.Value;
        return Twin(index - 1, code) || Twin(index + 1, code);
    }

    /// <summary><c>from 5.4.1 to 5.4.2</c>, <c>von … auf …</c>: software goes from one version to the next.</summary>
    public bool IsFromTo(int index)
    {
        if (FromTo(index - 1, index) || FromTo(index, index + 1) || EndsFromTo(index))
            return true;
        // The second one may be no code by its form.
        var after = text[sightings[index].End..Math.Min(text.Length, sightings[index].End + 10)];
        foreach (var (from, to) in FromToWords)
        {
            if (after.StartsWith(to, StringComparison.OrdinalIgnoreCase) && after.Length > to.Length + 1 && char.IsAsciiDigit(after[to.Length]) && after[(to.Length + 1)..].Contains('.') && WordBefore(index).Equals(from, StringComparison.OrdinalIgnoreCase))
                return index + 1 >= sightings.Count || sightings[index + 1].Start > sightings[index].End + 10;
        }

        return false;
    }

    /// <summary>"from 3.9.29 to 4.7.650": the first one is no code by its form.</summary>
    private bool EndsFromTo(int index)
    {
        var before = text[Math.Max(0, sightings[index].Start - 28)..sightings[index].Start];
        if (before is not [.., var letter, ' '] || !char.IsLetter(letter))
            return false;
        foreach (var (from, to) in FromToWords)
        {
            if (!before.EndsWith(to, StringComparison.OrdinalIgnoreCase))
                continue;
            var line = before[..^to.Length];
            var number = line[(line.LastIndexOf(' ') + 1)..];
            if (number.Contains('.') && char.IsAsciiDigit(number[0]) && line[..^number.Length].TrimEnd(' ') is var left && left[(left.LastIndexOfAny(" \n") + 1)..].Equals(from, StringComparison.OrdinalIgnoreCase))
                return sightings[index].Code is not { } code || KnownCodes.Of(code) != Familiarity.Rare || !number.StartsWith(text[sightings[index].Start..(sightings[index].Start + 2)], StringComparison.Ordinal);
        }

        return false;
    }

    private ReadOnlySpan<char> WordBefore(int index)
    {
        var before = text[Math.Max(0, sightings[index].Start - 6)..sightings[index].Start].TrimEnd(' ');
        return before[(before.LastIndexOf(' ') + 1)..];
    }

    private bool FromTo(int first, int second)
    {
        if (first < 0 || second >= sightings.Count || sightings[first].IsReply || sightings[second].IsReply)
            return false;
        // An error may change from 4.4.316 to 4.4.317.
        if (KnownCodes.Of(sightings[first].Code!.Value) == Familiarity.Rare && KnownCodes.Of(sightings[second].Code!.Value) == Familiarity.Rare)
            return false;
        var gap = text[sightings[first].End..sightings[second].Start];
        var before = WordBefore(first);
        foreach (var (from, to) in FromToWords)
        {
            if (before.Equals(from, StringComparison.OrdinalIgnoreCase) && gap.Equals(to, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static readonly (string From, string To)[] FromToWords = [("from", " to "), ("von", " auf "), ("von", " zu "), ("från", " till "), ("de", " a "), ("desde", " a "), ("desde", " hasta "), ("de", " para "), ("da", " para ")];

    /// <summary>Another likely code in the same list.</summary>
    public bool HasNeighbour(int index) => Neighbour(index, index - 1) || Neighbour(index, index + 1);

    private bool Neighbour(int index, int other) =>
        other >= 0 && other < sightings.Count && sightings[other].Code is { Class: not 2 } code && code != sightings[index].Code && Math.Abs(sightings[other].Start - sightings[index].Start) < 40
        && KnownCodes.Of(code) >= Familiarity.Registered;

    private bool Twin(int index, EnhancedStatusCode code) =>
        index >= 0 && index < sightings.Count && sightings[index].Code is { } other && other.Class != code.Class && code.Class != 2 && other.Class != 2 && other.Subject == code.Subject && other.Detail == code.Detail;

    /// <summary>Codes in a row share what stands before the first: <c>5.1.1 (9x), 4.2.2 and 5.7.1</c>.</summary>
    public int? ChainStart(int index)
    {
        var start = default(int?);
        for (var i = index; i > 0 && index - i < 8; i--)
        {
            var previous = sightings[i - 1];
            var gap = text[previous.End..sightings[i].Start];
            if (previous.IsReply || gap.Length is 0 or > 14 || gap.Contains('\n') || gap.ContainsAny("=@"))
                break;
            var letters = 0;
            foreach (var c in gap)
            {
                if (char.IsLetter(c))
                    letters++;
            }

            // "mail() -> 5.7.1" is what came of it.
            if (letters > 4 || (letters > 0 && gap.Contains('>')))
                break;
            start = previous.Start;
        }

        return start;
    }

    public bool TryReplyBefore(int index, out Sighting reply, out bool split)
    {
        (reply, split) = (default, false);
        if (index == 0)
            return false;
        var code = sightings[index];
        reply = sightings[index - 1];
        if (!reply.IsReply || reply.Reply < 200)
            return false;
        var gap = text[reply.End..code.Start];
        var sameClass = reply.Reply / 100 == code.Code!.Value.Class;
        if (IsTightGap(gap))
            return sameClass || KnownCodes.IsReply(reply.Reply);
        split = true;
        return sameClass && KnownCodes.IsReply(reply.Reply) && IsWordGap(gap);
    }

    // Python's byte strings, and the mark that Barracuda writes between reply and code.
    private static bool IsTightGap(ReadOnlySpan<char> gap)
    {
        if (gap.Length is 0 or > 10)
            return false;
        var newLines = 0;
        foreach (var c in gap)
        {
            if (c == '\n')
                newLines++;
            else if (c is not (' ' or '-' or '#' or ':' or ';' or ',' or '(' or '[' or '\'' or '"' or '/' or '|' or '='))
                return gap is ", b'" or ", b\"" or ",b'" or " cuda_nsu ";
        }

        return newLines <= 1;
    }

    /// <summary>One to four plain words, as translated alerts have between the two numbers: <c>450 conexión 4.4.315</c>.</summary>
    private static bool IsWordGap(ReadOnlySpan<char> gap)
    {
        if (gap.Length > 48)
            return false;
        var wordCount = 0;
        var inWord = false;
        foreach (var c in gap)
        {
            if (char.IsLetter(c) || c == '-')
            {
                if (!inWord)
                    wordCount++;
                inWord = true;
            }
            else if (c is ' ' or ',' or '(' or ':' or '\'' or '"' or '#')
            {
                inWord = false;
            }
            else
            {
                return false;
            }
        }

        if (wordCount is 0 or > 4)
            return false;
        foreach (var range in gap.SplitAny(" ,(:'\"#"))
        {
            var kind = Lexicon.KindOf(gap[range]);
            if (kind.Has(WordKind.Version | WordKind.Product | WordKind.Section | WordKind.Change | WordKind.Web | WordKind.Unit) && !kind.Has(WordKind.Filler | WordKind.ReplyText | WordKind.Mail))
                return false;
        }

        return true;
    }

    /// <summary>A reply code whose enhanced code follows is judged together with that.</summary>
    public bool BelongsToCode(int index)
    {
        if (index + 1 >= sightings.Count)
            return false;
        var next = sightings[index + 1];
        if (next.IsReply)
            return sightings[index].Reply == next.Reply && next.Start - sightings[index].End <= 2;
        return TryReplyBefore(index + 1, out _, out _);
    }
}
