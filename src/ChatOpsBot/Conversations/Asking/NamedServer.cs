using System.Diagnostics.CodeAnalysis;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>The server a word names: as it is, in a web address, or behind the @ of a mail address. Of an address the part before the @ is not kept.</summary>
internal static class NamedServer
{
    /// <summary>Whether somebody who typed this can have meant a server: a name with a dot, an address, a port.</summary>
    public static bool Looks(string word) => Bare(word) is var bare
        && (bare.Contains(':', StringComparison.Ordinal) || word.Contains(SchemeEnd, StringComparison.Ordinal) || (bare.Contains('.', StringComparison.Ordinal) && !IsCode(bare)));

    /// <summary>The only server or domain that a sentence names; null when it names none, or several.</summary>
    public static ProbeTarget? OnlyIn(string text)
    {
        var named = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('(', ')', '"', '\'', '!', '?', ',', ';', ':', '.'))
            .Where(word => word.Length > 3 && Looks(word) && TryRead(word, out var target) && target.Host.Contains('.', StringComparison.Ordinal) && target.Host[(target.Host.LastIndexOf('.') + 1)..].Length > 1)
            .Select(word => TryRead(word, out var target) ? target : null)
            .Distinct()
            .Take(2)
            .ToList();
        return named is [{ } only] ? only : null;
    }

    public static bool TryRead(string word, [NotNullWhen(true)] out ProbeTarget? target)
    {
        var bare = Bare(word);
        // The port of a web page is no mail server's.
        if (IsWeb(word) && bare.LastIndexOf(':') is > 0 and var colon && !bare.EndsWith(']') && bare[(colon + 1)..].All(char.IsAsciiDigit))
            bare = bare[..colon];
        return ProbeTarget.TryParse(bare, out target);
    }

    /// <summary>What is left of it for people to read.</summary>
    public static string Bare(string word)
    {
        var bare = word.Trim();
        if (bare.IndexOf(SchemeEnd, StringComparison.Ordinal) is >= 0 and var scheme)
            bare = bare[(scheme + SchemeEnd.Length)..];
        else if (bare.StartsWith(MailTo, StringComparison.OrdinalIgnoreCase))
            bare = bare[MailTo.Length..];
        bare = bare[(bare.LastIndexOf('@') + 1)..];
        var path = bare.IndexOfAny(['/', '?', '#', '\\']);
        bare = (path < 0 ? bare : bare[..path]).Trim('.', ',', ';', '<', '>');
        return bare.Length > LongestName ? bare[..LongestName] : bare;
    }

    private static bool IsWeb(string word) => word.TrimStart().StartsWith("http", StringComparison.OrdinalIgnoreCase) && word.Contains(SchemeEnd, StringComparison.Ordinal);

    /// <summary>4.4.316 is no server; four numbers may be one.</summary>
    private static bool IsCode(string bare) => bare.All(c => char.IsAsciiDigit(c) || c == '.') && bare.Count(c => c == '.') != 3;

    private const string SchemeEnd = "://";
    private const string MailTo = "mailto:";

    /// <summary>With a port (RFC 1035 §2.3.4: 253).</summary>
    private const int LongestName = 260;
}
