namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// A provider's own code without the standard one, in a sentence about mail: <c>our IP has TSS04 at yahoo</c>, <c>bouncing with S3150</c>.
/// Only forms that nothing else has, and never without a word of mail people or a provider's name.
/// </summary>
internal static class ProviderAlone
{
    // A sentence or two; in a long text the standard code stands beside it.
    private const int Longest = 300;

    // Yahoo, Outlook.com, Orange.
    private static readonly (string Letters, int Least, int Most)[] Forms = [("TSS", 2, 2), ("S31", 2, 2), ("S77", 1, 3), ("OFR_", 3, 3), ("SC-0", 2, 2), ("DY-0", 2, 2), ("OU-0", 2, 2), ("RP-0", 2, 2)];

    public static Recognition From(ReadOnlySpan<char> text)
    {
        if (text.Length > Longest || !TryFind(text, out var start, out var end) || !IsAboutMail(text))
            return Recognition.Nothing;
        RecognitionSignal[] signals = [new(Weights.ProviderAlone.Name, Weights.ProviderAlone.Value, text[start..end].ToString())];
        var found = Verdict.From(text, [new Finding(start, end, null, null, Weights.ProviderAlone.Value, signals)]);
        return found with { Errors = [found.Errors[0] with { Detail = text[start..end].ToString() }] };
    }

    private static bool TryFind(ReadOnlySpan<char> text, out int start, out int end)
    {
        for (start = 0; start < text.Length; start++)
        {
            if (text[start] is not ('T' or 'S' or 'O' or 'D' or 'R') || (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '_' or '/' or '.')))
                continue;
            foreach (var (letters, least, most) in Forms)
            {
                if (!text[start..].StartsWith(letters, StringComparison.Ordinal))
                    continue;
                end = start + letters.Length;
                while (end < text.Length && char.IsAsciiDigit(text[end]))
                    end++;
                var digits = end - start - letters.Length;
                if (digits >= least && digits <= most && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_' or '/')))
                    return true;
            }
        }

        (start, end) = (0, 0);
        return false;
    }

    private static bool IsAboutMail(ReadOnlySpan<char> text)
    {
        var about = false;
        for (var at = 0; at < text.Length; at++)
        {
            var from = at;
            while (at < text.Length && (char.IsLetter(text[at]) || (at > from && text[at] is '.' or '-' && at + 1 < text.Length && char.IsLetter(text[at + 1]))))
                at++;
            if (at == from)
                continue;
            var word = text[from..at];
            var kind = Lexicon.KindOf(word);
            if (kind.Has(WordKind.Product | WordKind.Version | WordKind.Identifier) && !kind.Has(WordKind.Filler | WordKind.Mail | WordKind.MailMaybe) && !Question.Is(word, "ip") && !Question.Is(word, "ips"))
                return false;
            about |= kind.Has(WordKind.MailStrong) || Roles.Of(word).Has(Role.Provider);
        }

        return about;
    }
}
