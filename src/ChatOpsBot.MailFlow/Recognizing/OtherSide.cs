using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// A server that belongs to somebody else: <c>deras server</c>, <c>el servidor del cliente</c>, <c>deren MX</c>. A server alone is a machine or a room;
/// that of the other side is the one that answers a mail.
/// </summary>
internal static class OtherSide
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Servers = WordForms.Set("server servers servern servrar servidor servidores gateway firewall filter filtro filtret antivirus antispam virenscanner mta");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Owners = WordForms.Set("their theirs deras deren remote far other's others");

    // Behind the server: "servidor deles", "servidor de ellos".
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OwnersBehind = WordForms.Set("deles dele delas dela ellos ellas él suyo");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Of = WordForms.Set("of from de del do da dos das vom von der des hos från på bei beim");

    /// <summary>Whether the word is a server, and the word beside it says whose.</summary>
    /// <param name="at">Where the word stands in the text.</param>
    public static bool Owns(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int at)
    {
        if (!(Servers.Contains(word) || word.StartsWith("antivir", StringComparison.OrdinalIgnoreCase)) || at + word.Length > text.Length)
            return false;
        var before = WordBefore(text[..at]);
        // "customer's server": the word before the apostrophe.
        if (before is "s" && at - 3 > 0)
            before = WordBefore(text[..(at - 2)]);
        if (Owners.Contains(before) || Roles.Of(before).Has(Role.Party))
            return !IsRoom(WordAfter(text, at + word.Length, out _));
        var owner = WordAfter(text, at + word.Length, out var end);
        if (Of.Contains(owner))
            owner = WordAfter(text, end, out end);
        if (owner is "the" or "el" or "la" or "o" or "a" or "dem" or "der" or "den" or "los" or "las")
            owner = WordAfter(text, end, out _);
        return OwnersBehind.Contains(owner) || Roles.Of(owner).Has(Role.Party);
    }

    private static bool IsRoom(ReadOnlySpan<char> word) => word is "room" or "rack" or "rooms" or "racks";

    private static ReadOnlySpan<char> WordBefore(ReadOnlySpan<char> left)
    {
        var end = left.Length;
        while (end > 0 && left[end - 1] is ' ' or '\'' or '’')
            end--;
        var start = end;
        while (start > 0 && char.IsLetter(left[start - 1]))
            start--;
        return left[start..end];
    }

    private static ReadOnlySpan<char> WordAfter(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at;
        if (at + 1 >= text.Length || text[at] != ' ')
            return [];
        end = at + 1;
        while (end < text.Length && char.IsLetter(text[end]))
            end++;
        return text[(at + 1)..end];
    }
}
