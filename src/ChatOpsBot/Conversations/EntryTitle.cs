using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>The title of an entry where a code or an id stands before it.</summary>
internal static class EntryTitle
{
    /// <summary>
    /// Without the code in brackets at its end, when that code stands before it already: <c>5.4.1 Relay Access Denied</c>, not
    /// <c>5.4.1 Relay Access Denied (5.4.1)</c>. What the brackets say besides stays.
    /// </summary>
    /// <param name="code">The codes of an error (<c>550 5.4.1</c>, <c>TSS04</c>), or the id of an entry (<c>5.4.1-relay</c>).</param>
    public static string Behind(string code, string title)
    {
        var open = title.LastIndexOf(" (", StringComparison.Ordinal);
        if (open <= 0 || title[^1] != ')')
            return title;
        var inside = title[(open + 2)..^1].Split(", ");
        // Of several tags of a provider the one that was met says no more than the others; of words and a code the code goes.
        List<string> kept = [.. inside.Where(part => !Names(code, part) || (inside.Length > 1 && !EnhancedStatusCode.TryParse(part, out _)))];
        return kept.Count == 0 ? title[..open] : kept.Count < inside.Length ? $"{title[..open]} ({string.Join(", ", kept)})" : title;
    }

    private static bool Names(string code, string part) => code.Split(' ').Any(named =>
        named.StartsWith(part, StringComparison.OrdinalIgnoreCase) && (named.Length == part.Length || named[part.Length] == '-'));
}
