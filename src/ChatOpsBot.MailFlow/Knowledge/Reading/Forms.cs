using System.Buffers;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>
/// The forms that ids, hosts and the like may have. Plain loops and no patterns: a bot that starts reads tens of thousands of them, and
/// whatever an author writes is looked at once.
/// </summary>
internal static class Forms
{
    /// <summary><c>fw-block</c>: small letters and digits, hyphens between them.</summary>
    public static bool IsName(ReadOnlySpan<char> text) => IsJoined(text, SmallAlphanumerics, "-");

    /// <summary><c>4.4.316</c>, <c>connector-other</c>: letters and digits, dots and hyphens between them.</summary>
    public static bool IsEntryId(ReadOnlySpan<char> text) => IsJoined(text, Alphanumerics, ".-");

    /// <summary><c>c316.fw-block</c></summary>
    public static bool IsCauseId(ReadOnlySpan<char> text) => SplitFamily(text, 'c', out var word) && IsName(word);

    /// <summary><c>f316.A</c></summary>
    public static bool IsStepId(ReadOnlySpan<char> text) => SplitFamily(text, 'f', out var word) && IsJoined(word, Alphanumerics, "-");

    /// <summary><c>mail</c>, <c>mail.contoso.com</c></summary>
    public static bool IsHost(ReadOnlySpan<char> text) => IsJoined(text, HostCharacters, ".");

    /// <summary><c>4.4.</c>, <c>4.4.31</c>: the beginning of a code, up to the second dot or beyond.</summary>
    public static bool IsCodePrefix(ReadOnlySpan<char> text)
    {
        if (text.Length < 4 || text[0] is not ('2' or '4' or '5') || text[1] != '.')
            return false;
        var rest = text[2..];
        return rest.IndexOf('.') is >= 1 and <= 3 and var dot && IsOnly(rest[..dot], Digits) && rest[(dot + 1)..] is { Length: <= 2 } detail && IsOnly(detail, Digits);
    }

    /// <summary><c>TSS04</c>, <c>(S3150)</c>: no blank, and a digit somewhere.</summary>
    public static bool IsProviderCode(ReadOnlySpan<char> text) =>
        text.Length <= LongestProviderCode && text.ContainsAny(Digits) && IsOnly(text, ProviderCodeCharacters);

    /// <summary>Letters and digits behind <paramref name="first"/>, then a dot and a word.</summary>
    private static bool SplitFamily(ReadOnlySpan<char> text, char first, out ReadOnlySpan<char> word)
    {
        word = default;
        if (text.IsEmpty || text[0] != first || text.IndexOf('.') is not (>= 2 and var dot) || !IsOnly(text[1..dot], Alphanumerics))
            return false;
        word = text[(dot + 1)..];
        return true;
    }

    /// <summary>Parts of at least one character of <paramref name="letters"/>, with one separator between each two.</summary>
    private static bool IsJoined(ReadOnlySpan<char> text, SearchValues<char> letters, ReadOnlySpan<char> separators)
    {
        while (true)
        {
            var part = text.IndexOfAny(separators) is >= 0 and var end ? text[..end] : text;
            if (part.IsEmpty || !IsOnly(part, letters))
                return false;
            if (part.Length == text.Length)
                return true;
            text = text[(part.Length + 1)..];
        }
    }

    private static bool IsOnly(ReadOnlySpan<char> text, SearchValues<char> allowed) => !text.ContainsAnyExcept(allowed);

    private const int LongestProviderCode = 41;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> SmallAlphanumerics = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Alphanumerics = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> HostCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> ProviderCodeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_#().-");
}
