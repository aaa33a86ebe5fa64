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
        var inside = title.AsSpan(open + 2, title.Length - open - 3);
        foreach (var range in code.AsSpan().Split(' '))
        {
            var named = code.AsSpan()[range];
            if (named.StartsWith(inside, StringComparison.OrdinalIgnoreCase) && (named.Length == inside.Length || named[inside.Length] == '-'))
                return title[..open];
        }

        return title;
    }
}
