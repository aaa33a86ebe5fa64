using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>What a tag does to the text around it.</summary>
internal enum TagKind
{
    Unknown,
    Inline,
    Line,
    Cell,
    Quote,
    Mention,

    /// <summary>What is between it and its end is not shown.</summary>
    Hidden,
}

/// <summary>The characters, entities and tags <see cref="CleanText"/> knows.</summary>
internal static class CleanTextTables
{
    /// <summary>Stands for "write nothing".</summary>
    public const char Drop = '\0';

    // Everything but one line of plain ASCII text. A message without any of these is read where it stands.
    public static readonly SearchValues<char> NeedsCleaning = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), .. "<>&*_~`[=|\u007F", .. Enumerable.Range(0x80, 0xFF80).Select(c => (char)c)]);

    private static readonly bool[] Ordinary = [.. Enumerable.Range(0, 0x80).Select(c => c >= 0x20 && c != 0x7F && !"<&*_~`[=".Contains((char)c))];

    private static readonly FrozenDictionary<string, char> Entities = new Dictionary<string, char>(StringComparer.OrdinalIgnoreCase)
    {
        ["lt"] = '<',
        ["gt"] = '>',
        ["amp"] = '&',
        ["quot"] = '"',
        ["apos"] = '\'',
        ["nbsp"] = ' ',
        ["shy"] = '\u00AD',
        ["ensp"] = ' ',
        ["emsp"] = ' ',
        ["thinsp"] = ' ',
        ["numsp"] = ' ',
        ["puncsp"] = ' ',
        ["zwnj"] = '\u200C',
        ["zwj"] = '\u200D',
        ["lrm"] = '\u200E',
        ["rlm"] = '\u200F',
        ["ndash"] = '-',
        ["mdash"] = '-',
        ["hyphen"] = '-',
        ["minus"] = '-',
        ["lsquo"] = '\'',
        ["rsquo"] = '\'',
        ["sbquo"] = '\'',
        ["ldquo"] = '"',
        ["rdquo"] = '"',
        ["bdquo"] = '"',
        ["laquo"] = '"',
        ["raquo"] = '"',
        ["period"] = '.',
        ["num"] = '#',
        ["colon"] = ':',
        ["semi"] = ';',
        ["lpar"] = '(',
        ["rpar"] = ')',
        ["sol"] = '/',
        ["newline"] = '\n',
        ["tab"] = ' ',
        ["lsqb"] = '[',
        ["rsqb"] = ']',
        ["commat"] = '@',
        ["equals"] = '=',
        ["sect"] = '§',
        ["euro"] = '€',
        ["hellip"] = '…',
        ["auml"] = 'ä',
        ["ouml"] = 'ö',
        ["uuml"] = 'ü',
        ["szlig"] = 'ß',
        ["aring"] = 'å',
        ["aacute"] = 'á',
        ["eacute"] = 'é',
        ["iacute"] = 'í',
        ["oacute"] = 'ó',
        ["uacute"] = 'ú',
        ["ntilde"] = 'ñ',
        ["ccedil"] = 'ç',
        ["atilde"] = 'ã',
        ["otilde"] = 'õ',
        ["ecirc"] = 'ê',
        ["acirc"] = 'â',
        ["ocirc"] = 'ô',
        ["agrave"] = 'à',
        ["iquest"] = '¿',
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, char>.AlternateLookup<ReadOnlySpan<char>> EntityByName = Entities.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, TagKind> Tags = TagTable(
        (TagKind.Inline, "a b i u s em strong span font code tt kbd samp small big sub sup mark del ins strike wbr var cite q abbr tnef o st1 label"),
        (TagKind.Line, "p div br li ul ol tr table tbody thead tfoot pre h1 h2 h3 h4 h5 h6 hr dl dt dd section article header footer address center html body head form fieldset details summary attachment codeblock"),
        (TagKind.Cell, "td th img input button emoji readonly meta link iframe svg video"),
        (TagKind.Quote, "blockquote"),
        (TagKind.Mention, "at"),
        (TagKind.Hidden, "style script title"));

    private static readonly FrozenDictionary<string, TagKind>.AlternateLookup<ReadOnlySpan<char>> TagByName = Tags.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BbCodes =
        new[] { "b", "i", "u", "s", "code", "quote", "color", "font", "size", "email", "url", "img", "pre", "tt", "list" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsOrdinary(char c) => Ordinary[c];

    public static TagKind KindOfTag(ReadOnlySpan<char> name) => TagByName.TryGetValue(name, out var kind) ? kind : TagKind.Unknown;

    public static bool IsBbCode(ReadOnlySpan<char> name) => BbCodes.Contains(name);

    public static bool LooksQuotedPrintable(ReadOnlySpan<char> text) =>
        text.Contains('=') && (text.IndexOf("=3D", StringComparison.Ordinal) >= 0 || text.IndexOf("=\n", StringComparison.Ordinal) >= 0 || text.IndexOf("=\r\n", StringComparison.Ordinal) >= 0 || text.IndexOf("=20\n", StringComparison.Ordinal) >= 0 || text.IndexOf("=20\r", StringComparison.Ordinal) >= 0);

    public static bool TryEntity(ReadOnlySpan<char> name, out char decoded)
    {
        if (name[0] != '#')
            return EntityByName.TryGetValue(name, out decoded);
        decoded = '\0';
        var hex = name.Length > 2 && name[1] is 'x' or 'X';
        var digits = name[(hex ? 2 : 1)..];
        if (!int.TryParse(digits, hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value is <= 0 or > 0xFFFF)
            return false;
        decoded = (char)value;
        return true;
    }

    /// <summary>The ASCII character a reader takes this for; <see cref="Drop"/> for what nobody sees.</summary>
    public static char Fold(char c) => c switch
    {
        '\u0085' or '\u2028' or '\u2029' => '\n',
        '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000' => ' ',
        (>= '\u0080' and <= '\u009F') or '\u00AD' or '\u034F' or '\u061C' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
            or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF' => Drop,
        (>= '\u2010' and <= '\u2015') or '\u2043' or '\u2212' or '\uFE58' or '\uFE63' => '-',
        '\u00B4' or (>= '\u2018' and <= '\u201B') or '\u2032' or '\u2039' or '\u203A' => '\'',
        '\u00AB' or '\u00BB' or (>= '\u201C' and <= '\u201F') or '\u2033' => '"',
        '\u2024' or '\uFF61' or '\u3002' => '.',
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        < '\u0660' => c,
        _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
        _ => c,
    };

    private static FrozenDictionary<string, TagKind> TagTable(params ReadOnlySpan<(TagKind Kind, string Names)> rows)
    {
        var table = new Dictionary<string, TagKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, names) in rows)
        {
            foreach (var name in names.Split(' '))
                table[name] = kind;
        }

        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
