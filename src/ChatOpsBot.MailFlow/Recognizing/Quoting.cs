using System.Text;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Makes a line fit for a card: one line, nothing invisible, mail addresses masked, at most <see cref="LongestLine"/> characters.</summary>
internal static class Quoting
{
    public const int LongestLine = 400;
    private const int LongestAddress = 320;

    /// <summary>The line around a number; a long line is cut to the stretch that holds it.</summary>
    public static string LineAt(ReadOnlySpan<char> text, int start, int end)
    {
        var from = text[..start].LastIndexOf('\n') + 1;
        var stop = text[end..].IndexOf('\n');
        var to = stop < 0 ? text.Length : end + stop;
        if (to - from > LongestLine)
        {
            from = Math.Max(from, start - 120);
            to = Math.Min(to, from + LongestLine);
        }

        return Mask(text[from..to]);
    }

    /// <summary>Mail addresses become <c>j***@contoso.example</c>; what is no address of a person stays as it is.</summary>
    public static string Mask(ReadOnlySpan<char> line)
    {
        var clean = new StringBuilder(line.Length);
        var at = 0;
        while (at < line.Length)
        {
            var sign = line[at..].IndexOf('@');
            if (sign < 0)
            {
                Append(clean, line[at..]);
                break;
            }

            sign += at;
            var start = sign;
            while (start > at && sign - start < LongestAddress && IsLocalPart(line[start - 1]))
                start--;
            Append(clean, line[at..start]);
            if (start < sign)
                clean.Append(line[start]).Append("***");
            clean.Append('@');
            at = sign + 1;
        }

        while (clean.Length > 0 && char.IsWhiteSpace(clean[0]))
            clean.Remove(0, 1);
        var text = clean.Length > LongestLine ? clean.ToString(0, LongestLine) : clean.ToString();
        return text.TrimEnd();
    }

    private static void Append(StringBuilder clean, ReadOnlySpan<char> part)
    {
        foreach (var c in part)
        {
            if (c == '\n' || c == '\t')
                clean.Append(' ');
            else if (!char.IsControl(c) && CleanTextTables.Fold(c) != CleanTextTables.Drop && !char.IsSurrogate(c))
                clean.Append(c);
        }
    }

    private static bool IsLocalPart(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '=' or '\'' or '!' or '#' or '$' or '%' or '&' or '*' or '/' or '?' or '^' or '`' or '{' or '|' or '}' or '~';
}
