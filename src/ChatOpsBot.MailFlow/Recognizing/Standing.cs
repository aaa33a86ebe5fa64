using System.Buffers;
using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Where a program stands: <c>the add-in is now at 5.3.1</c>, <c>steht jetzt auf 5.3.1</c>, <c>that is the template's version</c>.</summary>
internal static class Standing
{
    private const int Reach = 72;

    private static readonly SearchValues<string> VersionStems = SearchValues.Create(["versi", "versã", "release", "build", "tag"], StringComparison.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> At = WordForms.Set("at on auf bei på en em na no la a uppe up");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Stands = WordForms.Set("is are was were it's that's stays sits ist sind war steht stehen läuft är ligger står está están va van sigue anda fica ficou vai roda");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Now = WordForms.Set("now currently already still nu redan numera jetzt schon inzwischen mittlerweile aktuell derzeit ahora ya actualmente agora já atualmente");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Pointing = WordForms.Set("that thats that's this it's its das dies dieses det detta är es esa ese eso esta é essa esse isso esta era was war var");

    /// <summary>Something that is no error and no queue is, now, at this number.</summary>
    public static bool IsAtNow(ReadOnlySpan<char> text, int start)
    {
        if (start < 4 || text[start - 1] != ' ' || !char.IsLetter(text[start - 2]))
            return false;
        var line = text[Math.Max(0, start - Reach)..start];
        line = line[(line.LastIndexOfAny("\n.;!?") + 1)..];
        var (stands, now, count) = (false, false, 0);
        while (Last(ref line) is { IsEmpty: false } word)
        {
            if (count == 0 && !At.Contains(word))
                return false;
            if (count == 0)
                now = text[start..Math.Min(text.Length, start + 24)].IndexOf(' ') is > 0 and var blank && FollowsNow(text[(start + blank)..Math.Min(text.Length, start + blank + 16)]);
            if (stands)
            {
                // The subject decides: an error, a queue or a customer stands at a code, a program at a version.
                var kind = Lexicon.KindOf(word);
                var own = kind.Has(WordKind.Version | WordKind.Product) || WordForms.PartWords.Contains(word) || WordForms.IsTool(word);
                if (own)
                    return true;
                return now && (kind.Has(WordKind.MailSoftware) || (kind is WordKind.None && Roles.Of(word) == Role.None));
            }

            if (Stands.Contains(word))
                stands = true;
            else if (Now.Contains(word))
                now = true;
            else if (!At.Contains(word))
                return false;
            if (++count > 4)
                return false;
        }

        return false;
    }

    /// <summary>"… 4.5.1, no wait, that is the template version": what the number was, said behind it.</summary>
    public static bool IsCalledVersion(ReadOnlySpan<char> rest)
    {
        if (rest.IndexOfAny(VersionStems) < 0)
            return false;
        var (pointed, since) = (false, 0);
        foreach (var range in rest.SplitAny(" ,.:;()-!\"\u2013"))
        {
            var word = rest[range];
            if (word.IsEmpty)
                continue;
            if (pointed && ++since > 4)
                (pointed, since) = (false, 0);
            if (pointed && IsVersion(word))
                return true;
            if (!pointed || since == 1)
                (pointed, since) = (pointed || Pointing.Contains(word), 0);
        }

        return false;
    }

    private static bool IsVersion(ReadOnlySpan<char> word) =>
        (word.StartsWith("versi", StringComparison.OrdinalIgnoreCase) || word.StartsWith("versã", StringComparison.OrdinalIgnoreCase) || word.EndsWith("version", StringComparison.OrdinalIgnoreCase) || word.EndsWith("versionen", StringComparison.OrdinalIgnoreCase)
            || word is "release" or "build" or "tag") && !word.EndsWith("sions", StringComparison.OrdinalIgnoreCase);

    private static bool FollowsNow(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(' ');
        var end = 0;
        while (end < rest.Length && char.IsLetter(rest[end]))
            end++;
        return Now.Contains(rest[..end]);
    }

    private static ReadOnlySpan<char> Last(ref ReadOnlySpan<char> line)
    {
        var end = line.Length;
        while (end > 0 && !char.IsLetterOrDigit(line[end - 1]))
            end--;
        var start = end;
        while (start > 0 && (char.IsLetterOrDigit(line[start - 1]) || line[start - 1] == '\''))
            start--;
        var word = line[start..end];
        line = line[..start];
        return word;
    }
}
