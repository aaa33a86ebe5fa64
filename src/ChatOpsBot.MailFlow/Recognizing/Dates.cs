namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Whether a number of three parts may be a day: 4.5.26 may, 5.7.368 is none.</summary>
internal static class Dates
{
    /// <summary>Not more than a date can have.</summary>
    public static bool IsPossible(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + 24)].TrimStart(" .,");
        var end = 0;
        while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || rest[end] == '.'))
            end++;
        var number = rest[..end].TrimEnd('.');
        return number.Length - number.LastIndexOf('.') - 1 != 3;
    }

    /// <summary>Day, month and a year of these decades.</summary>
    public static bool IsLikely(ReadOnlySpan<char> text, int at)
    {
        var rest = text[at..Math.Min(text.Length, at + 24)].TrimStart(" .,");
        Span<int> parts = stackalloc int[3];
        var part = 0;
        foreach (var c in rest)
        {
            if (char.IsAsciiDigit(c))
                parts[part] = (parts[part] * 10) + (c - '0');
            else if (c != '.' || ++part > 2)
                break;
        }

        return parts[0] is >= 1 and <= 31 && parts[1] is >= 1 and <= 12 && parts[2] is >= 20 and <= 40;
    }
}
