namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Recognizes that somebody asks what a code means, in five languages.</summary>
internal static class Question
{
    /// <summary>What is, what does … mean, was heißt, vad betyder, qué significa, o que é: directly around the number.</summary>
    public static bool Asks(ReadOnlySpan<char> text, int start, int end)
    {
        var before = text[Math.Max(0, start - 48)..start];
        before = before[(before.LastIndexOfAny(".!?\n") + 1)..];
        var questions = 0;
        var strangers = 0;
        foreach (var range in before.SplitAny(" ,:'\"()\u00BF\u00A1"))
        {
            var word = before[range];
            if (word.IsEmpty)
                continue;
            // "What is new in 5.7.1" asks about software.
            if (Is(word, "new") || Is(word, "neu") || Is(word, "nuevo") || Is(word, "nytt") || Is(word, "novo"))
                return false;
            var kind = Lexicon.KindOf(word);
            if (kind.Has(WordKind.Question))
                (questions, strangers) = (questions + 1, 0);
            else if ((!kind.Has(WordKind.Filler | WordKind.ErrorLabel) && !Roles.Of(word).Has(Role.Small)) || kind.Has(WordKind.Version))
                strangers++;
        }

        if (questions > 0 && strangers == 0 && HasQuestionShape(before))
            return true;
        var after = text[end..Math.Min(text.Length, end + 32)];
        foreach (var range in after.SplitAny(" ,:'\"()?"))
        {
            var word = after[range];
            if (word.Equals("mean", StringComparison.OrdinalIgnoreCase) || word.Equals("means", StringComparison.OrdinalIgnoreCase) || word.Equals("bedeutet", StringComparison.OrdinalIgnoreCase)
                || word.Equals("bedeuten", StringComparison.OrdinalIgnoreCase) || word.Equals("betyder", StringComparison.OrdinalIgnoreCase) || word.Equals("significa", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    // "que" asks only together with a verb or a question mark; "what" needs "is" or "mean".
    private static bool HasQuestionShape(ReadOnlySpan<char> before)
    {
        var weak = 0;
        foreach (var range in before.SplitAny(" ,:'\"()\u00BF\u00A1"))
        {
            var word = before[range];
            if (word.IsEmpty)
                continue;
            if (Is(word, "what") || Is(word, "was") || Is(word, "vad") || Is(word, "que") || Is(word, "qué"))
                weak++;
            else if (Is(word, "is") || Is(word, "war") || Is(word, "var") || Is(word, "era") || Is(word, "ist") || Is(word, "är") || Is(word, "es") || Is(word, "é") || Is(word, "does") || Is(word, "do"))
                weak++;
            else if (Lexicon.KindOf(word).Has(WordKind.Question))
                weak += 2;
        }

        return weak >= 2;
    }

    public static bool Is(ReadOnlySpan<char> word, string other) => word.Equals(other, StringComparison.OrdinalIgnoreCase);
}
