using System.Text.RegularExpressions;

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
internal static partial class TextRules
{
    // What fits on a card of either platform beside the other texts.
    private const int LongestTitle = 120;
    private const int LongestText = 700;
    private const int MostSentences = 3;

    public static void Check(string key, YamlScalar text, FileReport report)
    {
        var longest = key == "title" ? LongestTitle : LongestText;
        if (text.Value.Length > longest)
            report.Error(text.Line, "too-long", $"\"{key}\" has {text.Value.Length} characters; a card has room for {longest}. Shorten it, or split it into steps.");
        if (text.Value.Any(IsUnprintable))
            report.Error(text.Line, "plain-text", $"\"{key}\" holds a line break or an invisible character. Write one paragraph (\">-\" folds several lines into one).");
        if (Markdown().Match(text.Value) is { Success: true } mark)
            report.Warn(text.Line, "plain-text", $"\"{key}\" holds \"{mark.Value}\". Cards show texts as plain text, so the mark would be visible; remove it.");
        if (text.Value.AsSpan().ContainsAny('!', '¡'))
            report.Warn(text.Line, "calm-text", $"\"{key}\" holds an exclamation mark. People read this in the middle of an outage; end the sentence with a period.");
        if (key == "meaning" && SentenceEnd().Count(text.Value) is > MostSentences and var sentences)
            report.Error(text.Line, "meaning-too-long", $"\"meaning\" has {sentences} sentences; it has room for {MostSentences}. Move the rest to causes or fix steps.");
    }

    public static IReadOnlyList<string> PlaceholdersOf(string text) =>
        text.Contains('{', StringComparison.Ordinal) ? [.. Placeholder().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [];

    /// <summary>Control characters, and those that turn the direction of what follows on a card.</summary>
    private static bool IsUnprintable(char c) => char.IsControl(c) || c is (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';

    [GeneratedRegex(@"\{[A-Za-z]+\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\*\*|`|\]\(|</?[a-z]+>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Markdown();

    // A period inside 4.4.316 or a host name has no blank after it.
    [GeneratedRegex(@"[.?!…](\s|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SentenceEnd();
}
