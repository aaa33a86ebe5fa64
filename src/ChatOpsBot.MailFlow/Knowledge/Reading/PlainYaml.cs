using System.Buffers;
using System.Text;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>
/// Reads the few forms of YAML that entries are written in: fields below each other, lists of dashes, texts of one line or folded behind
/// <c>&gt;-</c>, and <c>[a, b]</c> or <c>{a: b}</c> on one line. Whatever else it meets, a slip too, it leaves the whole file to
/// <see cref="YamlText"/>, so that there is one judge of what YAML means and one voice that complains.
/// </summary>
/// <remarks>
/// Why a second reader: a bot that starts reads hundreds of files before anything is compiled well, and the library, made for all of YAML, took
/// more than half of that time. What this one reads must be exactly what the library reads; tests hold both together, on every shipped file
/// and on thousands of damaged ones. When in doubt it gives up.
/// </remarks>
internal sealed class PlainYaml
{
    private const int DeepestNesting = 8;
    private const int AfterEnd = -1;
    private const int LongestUsual = 1024;
    private readonly ReadOnlyMemory<char> text;

    // For what is put together of several pieces: one for all texts of the file.
    private readonly StringBuilder pieces = new(LongestUsual);

    // The line that is read now, without comments and empty ones: where it begins, where its content begins, where it ends; counted from 1.
    private int start;
    private int at;
    private int end = -1;
    private int line;

    /// <summary>Blanks before the content, also those taken by a dash; <see cref="AfterEnd"/> when there is no line left.</summary>
    private int indent;

    private PlainYaml(ReadOnlyMemory<char> text) => this.text = text;

    private ReadOnlySpan<char> Text => text.Span;

    /// <returns>Null when the file holds anything else, or a slip.</returns>
    public static YamlMap? Read(ReadOnlyMemory<char> text)
    {
        if (HasUnusual(text.Span))
            return null;
        var reader = new PlainYaml(text);
        reader.NextLine();
        return reader.indent == 0 && reader.ReadMap(0, depth: 0) is { } map && reader.indent == AfterEnd ? map : null;
    }

    /// <summary>Tabs, other ends of lines, and characters that YAML treats in ways of its own.</summary>
    private static bool HasUnusual(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\t') || text.ContainsAnyInRange('\v', '\x1F') || text.ContainsAnyInRange('\x7F', '\x9F')
        || text.ContainsAny('\u2028', '\u2029', '\uFEFF') || text.ContainsAnyInRange('\uD800', '\uDFFF');

    private YamlMap? ReadMap(int column, int depth)
    {
        var first = line;
        var fields = new List<YamlField>();
        while (indent == column)
        {
            var length = KeyLength(at);
            if (length == 0 || depth > DeepestNesting)
                return null;
            var (name, named) = (NameAt(at, length), line);
            if (Has(fields, name) || ReadValue(at + length + 1, column, depth + 1) is not { } value)
                return null;
            fields.Add(new YamlField(name, named, value));
        }

        return indent > column ? null : new YamlMap(fields, first);
    }

    private static bool Has(List<YamlField> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Name == name)
                return true;
        }

        return false;
    }

    /// <summary>What stands behind a colon, or below it.</summary>
    private YamlNode? ReadValue(int from, int column, int depth)
    {
        from = SkipBlanks(from);
        if (from < end)
            return ReadInline(from, column, depth);
        NextLine();
        var isList = IsDash();
        return (isList && indent >= column, indent > column) switch
        {
            (true, _) => ReadList(indent, depth),
            (_, true) => ReadMap(indent, depth),
            _ => null,
        };
    }

    private YamlList? ReadList(int column, int depth)
    {
        var first = line;
        var items = new List<YamlNode>();
        while (indent == column && IsDash())
        {
            var from = SkipBlanks(at + 1);
            if (depth > DeepestNesting || from == end)
                return null;
            if ((KeyLength(from) > 0 ? ReadMapBehindDash(from, depth + 1) : ReadInline(from, column, depth + 1)) is not { } item)
                return null;
            items.Add(item);
        }

        return indent > column ? null : new YamlList(items, first);
    }

    private YamlMap? ReadMapBehindDash(int from, int depth)
    {
        (at, indent) = (from, from - start);
        return ReadMap(indent, depth);
    }

    private bool IsDash() => indent != AfterEnd && at + 1 < end && Text[at] == '-' && Text[at + 1] == ' ';

    /// <summary>How long the name of a field is that stands here with its colon behind it; 0 when none does.</summary>
    private int KeyLength(int from)
    {
        var rest = Text[from..end];
        var length = rest.IndexOfAnyExcept(KeyCharacters);
        return length > 0 && char.IsAsciiLetterOrDigit(rest[0]) && rest[length] == ':' && (length + 1 == rest.Length || rest[length + 1] == ' ') ? length : 0;
    }

    /// <summary>A value that begins on this line; the next line is read afterwards.</summary>
    private YamlNode? ReadInline(int from, int column, int depth)
    {
        if (Text[from] == '>')
            return ReadFolded(from, column);
        var value = Text[from] switch
        {
            '"' or '\'' => ReadQuoted(ref from),
            '[' or '{' => ReadFlow(ref from, depth),
            _ => ReadPlain(ref from),
        };
        if (value is null || SkipBlanks(from) != end)
            return null;
        NextLine();
        return value;
    }

    private YamlScalar? ReadPlain(ref int from)
    {
        var rest = Text[from..end];
        if (Indicators.Contains(rest[0]) || rest.IndexOf(" #") >= 0 || rest.IndexOf(": ") >= 0)
            return null;
        rest = rest.TrimEnd(' ');
        from = end;
        return rest[^1] == ':' ? null : new YamlScalar(rest.ToString(), line);
    }

    private YamlScalar? ReadQuoted(ref int from)
    {
        var quote = Text[from];
        var begin = from + 1;
        pieces.Clear();
        for (var i = begin; i < end; i++)
        {
            var next = i + 1 < end ? Text[i + 1] : '\0';
            if (quote == '"' ? Text[i] == '\\' && next is '"' or '\\' or 'n' : Text[i] == '\'' && next == '\'')
            {
                pieces.Append(Text[begin..i]).Append(next == 'n' ? '\n' : next);
                begin = ++i + 1;
            }
            else if (Text[i] == quote)
            {
                from = i + 1;
                var last = Text[begin..i];
                return new YamlScalar(pieces.Length == 0 ? last.ToString() : pieces.Append(last).ToString(), line);
            }
            else if (quote == '"' && Text[i] == '\\')
            {
                return null;
            }
        }

        // It goes on in the next line, or never ends.
        return null;
    }

    /// <summary>Lines of one indentation that become one line.</summary>
    private YamlScalar? ReadFolded(int from, int column)
    {
        if (from + 1 >= end || Text[from + 1] != '-' || SkipBlanks(from + 2) != end)
            return null;
        var (first, deep) = (line, 0);
        var folded = pieces.Clear();
        while (true)
        {
            if (!NextRawLine())
                break;
            var blanks = at - start;
            if (at == end)
            {
                // Empty lines end it, unless more of it follows: then they mean ends of lines.
                if (blanks > 0 || deep == 0)
                    return null;
                NextLine();
                return indent >= deep ? null : new YamlScalar(folded.ToString(), first);
            }

            if (deep == 0)
                deep = blanks > column ? blanks : -1;
            if (deep < 0 || blanks > deep || Text[end - 1] == ' ')
                return null;
            if (blanks < deep)
            {
                ReadAgain();
                return new YamlScalar(folded.ToString(), first);
            }

            if (folded.Length > 0)
                folded.Append(' ');
            folded.Append(Text[at..end]);
        }

        return deep == 0 ? null : new YamlScalar(folded.ToString(), first);
    }

    private YamlNode? ReadFlow(ref int from, int depth)
    {
        from = SkipBlanks(from);
        if (from == end || depth > DeepestNesting)
            return null;
        return Text[from] switch
        {
            '"' or '\'' => ReadQuoted(ref from),
            '[' => ReadFlowList(ref from, depth),
            '{' => ReadFlowMap(ref from, depth),
            _ => ReadFlowPlain(ref from),
        };
    }

    private YamlScalar? ReadFlowPlain(ref int from)
    {
        var rest = Text[from..end];
        var length = rest.IndexOfAny(FlowMarks);
        if (length <= 0 || rest[length] is not (',' or ']' or '}') || Indicators.Contains(rest[0]))
            return null;
        from += length;
        return new YamlScalar(rest[..length].TrimEnd(' ').ToString(), line);
    }

    private YamlList? ReadFlowList(ref int from, int depth)
    {
        var items = new List<YamlNode>();
        from = SkipBlanks(from + 1);
        if (from < end && Text[from] == ']')
        {
            from++;
            return new YamlList(items, line);
        }

        while (ReadFlow(ref from, depth + 1) is { } item)
        {
            items.Add(item);
            from = SkipBlanks(from);
            if (from == end || Text[from] is not (',' or ']'))
                return null;
            if (Text[from++] == ']')
                return new YamlList(items, line);
        }

        return null;
    }

    private YamlMap? ReadFlowMap(ref int from, int depth)
    {
        var fields = new List<YamlField>();
        from = SkipBlanks(from + 1);
        while (from < end && KeyLength(from) is > 0 and var length)
        {
            var name = NameAt(from, length);
            from += length + 1;
            if (Has(fields, name) || ReadFlow(ref from, depth + 1) is not { } value)
                return null;
            fields.Add(new YamlField(name, line, value));
            from = SkipBlanks(from);
            if (from == end || Text[from] is not (',' or '}'))
                return null;
            if (Text[from++] == '}')
                return new YamlMap(fields, line);
            from = SkipBlanks(from);
        }

        return null;
    }

    /// <summary>The same few names stand in every file: each is kept once.</summary>
    private string NameAt(int from, int length)
    {
        var name = Text.Slice(from, length);
        // Readers on other threads put the same names there: whichever is found is right.
        ref var known = ref Names[(string.GetHashCode(name, StringComparison.Ordinal) & int.MaxValue) % Names.Length];
        var found = Volatile.Read(ref known);
        if (found is null || !name.SequenceEqual(found))
            Volatile.Write(ref known, found = name.ToString());
        return found;
    }

    private int SkipBlanks(int from)
    {
        while (from < end && Text[from] == ' ')
            from++;
        return from;
    }

    /// <summary>To the next line that says something.</summary>
    private void NextLine()
    {
        while (NextRawLine())
        {
            if (at < end && Text[at] != '#')
            {
                indent = at - start;
                return;
            }
        }

        indent = AfterEnd;
    }

    /// <returns>False when the line was the last one.</returns>
    private bool NextRawLine()
    {
        if (end + 1 >= text.Length)
        {
            (start, at, end, indent) = (text.Length, text.Length, text.Length, AfterEnd);
            return false;
        }

        start = end + 1;
        var length = Text[start..].IndexOf('\n');
        end = length < 0 ? text.Length : start + length;
        at = SkipBlanks(start);
        line++;
        return true;
    }

    /// <summary>The line that was read as part of a text belongs to what comes after it.</summary>
    private void ReadAgain()
    {
        line--;
        end = start - 1;
        NextLine();
    }

    private static readonly string?[] Names = new string?[1021];

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>With which no text begins that needs no quotes.</summary>
    private static readonly SearchValues<char> Indicators = SearchValues.Create("-?:,[]{}#&*!|>'\"%@`");

    /// <summary>Where a text inside brackets ends, or becomes something that is not for this reader.</summary>
    private static readonly SearchValues<char> FlowMarks = SearchValues.Create(",]}[{:#");
}
