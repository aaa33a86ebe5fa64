using System.Text;

namespace ChatOpsBot.Channels;

/// <summary>Writes text for the TextBlocks of Teams so that none of it becomes markup.</summary>
/// <remarks>
/// Not by backslashes: on phones cards are drawn by Microsoft's native renderers, whose small markdown parser shows them
/// (microsoft/AdaptiveCards: source/shared/cpp/ObjectModel/MarkDownBlockParser.cpp). A sign of markdown becomes one that looks alike and
/// means nothing. Only names of people and places pass here; quoted lines and commands stay as they are, elsewhere.
/// </remarks>
internal static class TeamsMarkdown
{
    /// <summary>A piece of a TextBlock, taken literally.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            plain.Append(text[index] switch
            {
                '*' => '∗',
                '_' => '＿',
                '`' => '‵',
                '~' => '∼',
                '[' => '［',
                ']' => '］',
                '<' => '‹',
                '>' => '›',
                '\\' => '＼',
                '#' => '＃',
                '&' => '＆',
                '\r' or '\n' => ' ',
                var letter => letter,
            });
            // Two braces would be a function of the client; a colon and a slash a link.
            if (index + 1 < text.Length && (text[index], text[index + 1]) is ('{', '{') or (':', '/'))
                plain.Append(WordJoiner);
        }

        return plain.ToString();
    }

    /// <summary>A whole TextBlock: a digit, hyphen or plus at its beginning would start a list.</summary>
    public static string Begin(string text) =>
        text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+') ? WordJoiner + text : text;

    /// <summary>Not seen, and no gap.</summary>
    private const char WordJoiner = '\u2060';
}
