using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Judges the words right behind a code: what it is called, what it counts, what happened to a release of that number.</summary>
internal readonly ref struct WordsAfter(ReadOnlySpan<char> text, Tally tally, bool report)
{
    private readonly ReadOnlySpan<char> text = text;
    private readonly Tally tally = tally;
    private readonly bool report = report;

    public void Weigh(int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 60)];
        var stop = rest.IndexOf('\n');
        if (stop >= 0)
            rest = rest[..stop];
        if (!report && Standing.IsCalledVersion(rest))
        {
            tally.Add(Weights.VersionWord, end, Math.Min(text.Length, end + 12));
            return;
        }

        var trimmed = rest.TrimStart(" )]'\"");
        var length = 0;
        while (length < trimmed.Length && char.IsLetter(trimmed[length]))
            length++;
        if (length == 0)
            return;
        var kind = Lexicon.KindOf(trimmed[..length]);
        var from = end + (rest.Length - trimmed.Length);
        // "5.7.1 of harbor"
        if (!report && kind.Has(WordKind.Filler) && length <= 3 && FollowsProduct(trimmed[length..], trimmed[..length] is "of" or "von" or "av"))
        {
            tally.Add(Weights.ProductBefore, from, from + length);
            return;
        }

        if (!report && IsPublished(rest.TrimStart(' ')))
        {
            tally.Add(Weights.Published, from, from + length);
            return;
        }

        // "5.7.1 errors", "4.4.7-Fehler", "5.1.1 bounces": the number names them.
        if (kind.Has(WordKind.MailStrong | WordKind.ErrorLabel | WordKind.Rejected) && !trimmed.StartsWith("fails", StringComparison.OrdinalIgnoreCase) && !trimmed.StartsWith("failed", StringComparison.OrdinalIgnoreCase) && !kind.Has(WordKind.Version | WordKind.Change | WordKind.Product))
        {
            tally.Add(Weights.Label, from, from + length);
            return;
        }

        if (kind.Has(WordKind.Unit) && !kind.Has(WordKind.ReplyText))
            tally.Add(Weights.UnitAfter, from, from + length);
        else if (kind.Has(WordKind.Version | WordKind.Change))
            tally.Add(Weights.ChangeWord, from, from + length);
    }

    // "was released", "ist auf NuGet erschienen", "are out": what the software did, a few small words behind its number.
    private static bool IsPublished(ReadOnlySpan<char> rest)
    {
        var verb = false;
        var count = 0;
        foreach (var range in rest.Split(' '))
        {
            var word = rest[range];
            if (word.IsEmpty)
                continue;
            if (++count > 5)
                return false;
            var closed = word[^1] is '.' or ',' or '!' or '?' or ';' or ':';
            word = word.TrimEnd(".,!?;:)");
            var kind = Lexicon.KindOf(word);
            if (kind.Has(WordKind.Published) && (verb || count == 1))
                return true;
            if (verb && Question.Is(word, "out"))
                return rest[range.End.GetOffset(rest.Length)..].TrimStart() is not ['o', 'f', ' ', ..];
            if (kind.Has(WordKind.Product) && !kind.Has(WordKind.Filler | WordKind.Mail))
                return verb;
            verb |= Copulas.Contains(word);
            if (closed || (!Copulas.Contains(word) && !kind.Has(WordKind.Filler) && !Roles.Of(word).Has(Role.Small)))
                return false;
        }

        return false;
    }

    private static bool FollowsProduct(ReadOnlySpan<char> rest, bool belongs)
    {
        var word = rest.TrimStart(' ');
        if (word.StartsWith("the ", StringComparison.Ordinal))
            word = word[4..];
        var length = 0;
        while (length < word.Length && char.IsLetterOrDigit(word[length]))
            length++;
        var kind = Lexicon.KindOf(word[..length]);
        return (kind.Has(WordKind.Product) && !kind.Has(WordKind.Filler | WordKind.Mail | WordKind.ReplyText)) || (belongs && kind == WordKind.None && length > 0 && char.IsLetter(word[0]) && Roles.Of(word[..length]) == Role.None);
    }

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Copulas = WordForms.Set("is was are were has have been now ist sind war wurde wurden wird está ha han sido fue es är var har blev blivit foi foram é saiu salió gets got goes went");
}
