using System.Buffers;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>The English texts of an entry as they are met in its file, by the keys of <see cref="KnowledgeTexts"/>.</summary>
internal sealed class EnglishTexts(FileReport report)
{
    private readonly Dictionary<string, YamlScalar> byKey = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, YamlScalar> ByKey => byKey;

    /// <param name="text">Null when the field is missing, which is reported already or allowed.</param>
    /// <param name="placeholders">The placeholders that whoever shows the text will fill.</param>
    public void Add(string key, YamlScalar? text, params ReadOnlySpan<string> placeholders)
    {
        if (text is null)
            return;
        // A key given twice comes from an id used twice, which is reported as such.
        byKey.TryAdd(key, text);
        TextRules.Check(key, text, report);
        foreach (var used in TextRules.PlaceholdersOf(text.Value))
        {
            if (!placeholders.Contains(used))
                report.Error(text.Line, "unknown-placeholder", placeholders.IsEmpty
                    ? $"Nobody fills {used} in \"{key}\". Only reasons (because) have {{where}}, and only steps, notes and commands have {{server}}, {{address}}, {{domain}}."
                    : $"Nobody fills {used} in \"{key}\". Allowed here: {string.Join(", ", placeholders!)}.");
        }
    }
}

/// <summary>What holds for every text of an entry in every language.</summary>
internal static class TextRules
{
    // What fits on a card of either platform beside the other texts.
    private const int LongestTitle = 120;
    private const int LongestText = 700;
    private const int MostSentences = 3;

    // With which marks of Markdown and HTML begin. Nearly no text has one, and there are tens of thousands of texts.
    private static readonly SearchValues<char> MarkdownSigns = SearchValues.Create("*`]<");

    public static void Check(string key, YamlScalar text, FileReport report)
    {
        var longest = key == "title" ? LongestTitle : LongestText;
        if (text.Value.Length > longest)
            report.Error(text.Line, "too-long", $"\"{key}\" has {text.Value.Length} characters; a card has room for {longest}. Shorten it, or split it into steps.");
        if (HasUnprintable(text.Value))
            report.Error(text.Line, "plain-text", $"\"{key}\" holds a line break or an invisible character. Write one paragraph (\">-\" folds several lines into one).");
        if (FindMarkdown(text.Value) is { } mark)
            report.Warn(text.Line, "plain-text", $"\"{key}\" holds \"{mark}\". Cards show texts as plain text, so the mark would be visible; remove it.");
        if (text.Value.AsSpan().ContainsAny('!', '¡'))
            report.Warn(text.Line, "calm-text", $"\"{key}\" holds an exclamation mark. People read this in the middle of an outage; end the sentence with a period.");
        if (key == "meaning" && CountSentences(text.Value) is > MostSentences and var sentences)
            report.Error(text.Line, "meaning-too-long", $"\"meaning\" has {sentences} sentences; it has room for {MostSentences}. Move the rest to causes or fix steps.");
    }

    /// <summary><c>{server}</c> and the like, each once.</summary>
    public static IReadOnlyList<string> PlaceholdersOf(string text)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return [];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = open + 1;
            while (close < text.Length && char.IsAsciiLetter(text[close]))
                close++;
            if (close > open + 1 && close < text.Length && text[close] == '}')
                found.Add(text[open..(close + 1)]);
        }

        return [.. found];
    }

    /// <summary>The first mark that people would see as it is; null when there is none.</summary>
    private static string? FindMarkdown(string text)
    {
        for (var at = text.AsSpan().IndexOfAny(MarkdownSigns); at >= 0; at = text.AsSpan(at + 1).IndexOfAny(MarkdownSigns) is >= 0 and var next ? at + 1 + next : -1)
        {
            var rest = text.AsSpan(at);
            if (rest[0] == '`')
                return "`";
            if (rest.StartsWith("**") || rest.StartsWith("]("))
                return rest[..2].ToString();
            if (rest[0] == '<' && TagOf(rest) is { } tag)
                return tag;
        }

        return null;
    }

    private static string? TagOf(ReadOnlySpan<char> rest)
    {
        var begin = rest.StartsWith("</") ? 2 : 1;
        var length = rest[begin..].IndexOfAnyExceptInRange('a', 'z');
        return length > 0 && rest[begin + length] == '>' ? rest[..(begin + length + 1)].ToString() : null;
    }

    /// <summary>By their ends: a period inside 4.4.316 or a host name has no blank after it.</summary>
    private static int CountSentences(string text)
    {
        var sentences = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '.' or '?' or '!' or '…' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])))
                sentences++;
        }

        return sentences;
    }

    private static bool HasUnprintable(string text)
    {
        foreach (var c in text)
        {
            if (IsUnprintable(c))
                return true;
        }

        return false;
    }

    /// <summary>Control characters, and those that turn the direction of what follows on a card.</summary>
    private static bool IsUnprintable(char c) => char.IsControl(c) || c is (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';
}
