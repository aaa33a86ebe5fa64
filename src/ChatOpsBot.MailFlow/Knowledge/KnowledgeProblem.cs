using System.Globalization;
using System.Text;

namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>One fault in the knowledge folder, said so that its author can mend it.</summary>
/// <param name="File">Path relative to the folder, with forward slashes.</param>
/// <param name="Line">1-based; 0 when the fault has no line (a missing file).</param>
/// <param name="Rule">Stable name of the rule, for example <c>duplicate-id</c>.</param>
/// <param name="Message">What, which value, what to do.</param>
public sealed record KnowledgeProblem(string File, int Line, string Rule, string Message)
{
    public KnowledgeSeverity Severity { get; init; } = KnowledgeSeverity.Error;

    /// <summary>One line, safe for a terminal: the file's own characters can neither move the cursor nor turn the text around.</summary>
    public override string ToString() => Escape(Severity == KnowledgeSeverity.Error
        ? $"{File}({Line}): {Rule}: {Message}"
        : $"{File}({Line}): warning {Rule}: {Message}");

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Format characters (Cf) hold the direction marks of Unicode, UAX #9.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                escaped.Append(rune.ToString());
        }

        return escaped.ToString();
    }
}

public enum KnowledgeSeverity
{
    /// <summary>The folder is not used until it is mended.</summary>
    Error,

    /// <summary>The folder is used; <c>knowledge lint</c> prints it.</summary>
    Warning,
}
