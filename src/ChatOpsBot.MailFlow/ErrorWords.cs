using System.Buffers;
using System.Text;

namespace ChatOpsBot.MailFlow;

/// <summary>The words beside a code, in the one form in which entries of knowledge are compared with them.</summary>
public static class ErrorWords
{
    /// <summary>No more of a text is compared, in characters.</summary>
    internal const int Longest = 2000;

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("0123456789.");

    /// <summary>The words of an error: those kept by the recognizer, and later, when only the line is left, that line.</summary>
    internal static string Of(MailError error) => error.Words ?? Fold(error.QuotedLine);

    /// <summary>
    /// Lower case, one blank for any white space, straight quotes; what mail servers repeat at the beginning of each line of a long
    /// reply (<c>550-5.7.26</c>) is left out, so that a sentence reads on over the end of its line.
    /// </summary>
    public static string Fold(ReadOnlySpan<char> text)
    {
        var folded = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var range in text[..Math.Min(text.Length, Longest)].SplitAny('\n', '\r'))
        {
            var line = text[range].Trim();
            if (folded.Length > 0)
            {
                line = WithoutPrefix(line);
                if (line.Length > 0 && folded[^1] != ' ')
                    folded.Append(' ');
            }

            Append(folded, line);
        }

        return folded.ToString().TrimEnd();
    }

    private static void Append(StringBuilder folded, ReadOnlySpan<char> line)
    {
        foreach (var c in line)
        {
            if (!char.IsWhiteSpace(c))
                folded.Append(Straight(c));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }
    }

    private static char Straight(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u00B4' => '\'',
        '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' => '"',
        '\u2010' or '\u2011' or '\u2013' or '\u2014' => '-',
        _ => char.ToLowerInvariant(c),
    };

    /// <summary>Without marks of quoting and transcripts, the reply code and the enhanced status code that begin a further line.</summary>
    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("<>|! ");
        if (line.Length < 4 || line[..3].ContainsAnyExceptInRange('0', '9') || line[3] is not ('-' or ' '))
            return line;
        var rest = line[4..].TrimStart('#');
        var end = rest.IndexOf(' ');
        var first = end < 0 ? rest : rest[..end];
        return first.Length is >= 5 and <= 9 && first[0] is '2' or '4' or '5' && !first.ContainsAnyExcept(CodeCharacters) ? rest[first.Length..].TrimStart() : rest;
    }
}
