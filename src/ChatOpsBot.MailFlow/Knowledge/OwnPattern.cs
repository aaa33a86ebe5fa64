using System.Text.RegularExpressions;

namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>A pattern for codes that only one organization knows, such as <c>GW-[0-9]{4}</c>. Takes time linear in the text, whatever it is.</summary>
public sealed class OwnPattern
{
    private readonly Regex regex;

    private OwnPattern(string text, Regex regex) => (Text, this.regex) = (text, regex);

    public string Text { get; }

    /// <exception cref="ArgumentException">It is no pattern, or one that cannot be matched in linear time, is too long, or matches nothing at all.</exception>
    public static OwnPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Any(char.IsControl))
            throw new ArgumentException(@"It holds an invisible character: in double quotes YAML makes one of \b. Put the pattern in single quotes.", nameof(text));
        if (text.Length > LongestPattern)
            throw new ArgumentException($"It has {text.Length} characters; {LongestPattern} are the most.", nameof(text));
        if (Repeats.Matches(text).Sum(repeat => repeat.Groups["most"].Value.Length > 3 ? MostRepeats + 1 : int.Parse(repeat.Groups["most"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)) > MostRepeats)
            throw new ArgumentException($"It repeats something more than {MostRepeats} times.", nameof(text));
        if (NestsRepeats(text))
            throw new ArgumentException("It repeats a group that itself repeats something a counted number of times.", nameof(text));
        try
        {
            var parsed = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
            return parsed.IsMatch("") ? throw new ArgumentException("It matches an empty text, and so every message.", nameof(text)) : new OwnPattern(text, parsed);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(@"It cannot be matched in bounded time, because it looks ahead, behind or back, as (?=…), (?<=…) and \1 do.", nameof(text), exception);
        }
    }

    /// <summary>
    /// Whether a counted repeat stands in a group that is repeated so too: <c>((a?){16}){16}</c>. The time for each character grows with the
    /// square of what that multiplies to, seconds for a message.
    /// </summary>
    private static bool NestsRepeats(string text)
    {
        var groups = new Stack<bool>();
        var ofLast = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '(':
                    groups.Push(false);
                    continue;
                case ')' when groups.Count > 0:
                    ofLast = groups.Pop();
                    MarkOuter(groups, ofLast);
                    continue;
                case '{' when i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]):
                    if (ofLast)
                        return true;
                    MarkOuter(groups, isRepeated: true);
                    continue;
                case '\\':
                    i++;
                    break;
                case '[' when text.IndexOf(']', i + 1) is > 0 and var end:
                    i = end;
                    break;
            }

            ofLast = false;
        }

        return false;
    }

    private static void MarkOuter(Stack<bool> groups, bool isRepeated)
    {
        if (isRepeated && groups.TryPop(out _))
            groups.Push(true);
    }

    /// <summary>The first match of 3 to 64 characters, as it stands in the text.</summary>
    public (int Start, int Length)? Find(ReadOnlySpan<char> text)
    {
        foreach (var match in regex.EnumerateMatches(text))
        {
            if (match.Length is >= ShortestMatch and <= LongestMatch)
                return (match.Index, match.Length);
        }

        return null;
    }

    private const int LongestPattern = 200;
    private const int MostRepeats = 64;
    private const int ShortestMatch = 3;
    private const int LongestMatch = 64;

    private static readonly Regex Repeats = new(@"\{([0-9]*,)?(?<most>[0-9]+)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
}
