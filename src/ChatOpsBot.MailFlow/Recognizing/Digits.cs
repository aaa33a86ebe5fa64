namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>The first question to every message: is there any digit at all? Most chat ends here, at the speed of memory.</summary>
internal static class Digits
{
    public static bool Any(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyInRange('0', '9'))
            return true;
        // Digits of other scripts begin at U+0660. European letters, quotes and dashes cost one more vectorized look and a short loop.
        var at = text.IndexOfAnyInRange('\u0660', '\uFFFF');
        return at >= 0 && AnyForeign(text[at..]);
    }

    private static bool AnyForeign(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < '\u0660' || c is >= '\u2000' and <= '\u2FFF')
                continue;
            if (char.IsDigit(c) || (c == '\uD835' && i + 1 < text.Length && text[i + 1] >= '\uDFCE'))
                return true;
        }

        return false;
    }
}
