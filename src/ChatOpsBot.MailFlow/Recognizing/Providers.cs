using System.Buffers;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>A provider's own code found in a text: <c>TSS04</c>, <c>AS(201806281)</c>, <c>S3150</c>.</summary>
internal readonly record struct ProviderTag(int Start, int Length);

/// <summary>The codes that providers put beside the standard ones, by their form.</summary>
internal static class Providers
{
    // Letters, then a dash or underscore or nothing, then so many digits. Who: Yahoo, Outlook.com, Microsoft 365, Apple, GoDaddy, Orange, Barracuda.
    private static readonly (string Letters, char Joint, int Least, int Most, bool Bracketed)[] Forms =
    [
        ("TSS", '\0', 2, 2, false), ("BL", '\0', 2, 2, true), ("PH", '\0', 2, 2, true),
        ("SC", '-', 3, 3, false), ("DY", '-', 3, 3, false), ("OU", '-', 3, 3, false), ("RP", '-', 3, 3, false),
        ("S", '\0', 3, 4, true), ("AS", '\0', 3, 12, true), ("CS", '\0', 2, 2, true), ("HM", '\0', 2, 2, true), ("HME", '\0', 1, 1, true),
        ("IB", '\0', 3, 3, false), ("OFR", '_', 3, 3, false), ("LPN", '_', 3, 3, false), ("PRX", '\0', 1, 2, false), ("ATTR", '\0', 1, 2, false),
        ("WRK", '\0', 1, 2, true), ("TS", '\0', 2, 2, true), ("AUP#", '-', 2, 4, false), ("AUP#", '\0', 1, 4, false),
    ];

    private static readonly SearchValues<char> FirstLetters = SearchValues.Create("TBPSDORACHILWtbpsdorachilw");

    /// <summary>The first tag at or after <paramref name="from"/>, before <paramref name="to"/>.</summary>
    public static ProviderTag First(ReadOnlySpan<char> text, int from, int to)
    {
        var at = from;
        while (at < to)
        {
            var next = text[at..to].IndexOfAny(FirstLetters);
            if (next < 0)
                return default;
            at += next;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && TagAt(text, at) is { Length: > 0 } tag)
                return tag;
            at++;
        }

        return default;
    }

    private static ProviderTag TagAt(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + 24)];
        if (rest.Length < 3)
            return default;
        if (rest.StartsWith("AS(", StringComparison.Ordinal))
        {
            var close = rest.IndexOf(')');
            return close > 3 && !rest[3..close].ContainsAnyExceptInRange('0', '9') ? new(at, close + 1) : default;
        }

        foreach (var form in Forms)
        {
            if (!rest.StartsWith(form.Letters, StringComparison.Ordinal) && !(form.Letters is "IB" or "OFR" && rest.StartsWith(form.Letters, StringComparison.OrdinalIgnoreCase)))
                continue;
            if (form.Bracketed && (at == 0 || text[at - 1] is not ('[' or '(')))
                continue;
            var digits = form.Letters.Length;
            if (form.Joint != '\0')
            {
                if (digits >= rest.Length || rest[digits] != form.Joint)
                    continue;
                digits++;
            }

            var end = digits;
            while (end < rest.Length && char.IsAsciiDigit(rest[end]))
                end++;
            if (end - digits < form.Least || end - digits > form.Most || (end < rest.Length && char.IsLetterOrDigit(rest[end])))
                continue;
            return new(at, end);
        }

        return default;
    }
}
