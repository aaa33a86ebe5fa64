namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// Lines of Exim's log that name no number: <c>** anna@contoso.com R=dnslookup T=remote_smtp: retry timeout exceeded</c>. Nobody else writes
/// an address with a router behind it so, or spells an address unrouteable.
/// </summary>
internal static class EximLog
{
    private const string Router = " R=";
    private const string Unrouteable = ": Unrouteable address";

    /// <summary>Nearly no other text has this.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text) => text.Contains(Router, StringComparison.Ordinal) || text.Contains(Unrouteable, StringComparison.Ordinal);

    public static Recognition From(ReadOnlySpan<char> text)
    {
        if (!MayBeIn(text))
            return Recognition.Nothing;
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf('\n');
            var end = length < 0 ? text.Length : start + length;
            if (ReasonIn(text[start..end]) is { } offset && FailureWords.Find(text, start + offset, end) is { } finding)
                return Verdict.From(text, [finding]);
            start = end + 1;
        }

        return Recognition.Nothing;
    }

    /// <summary>Where the reason begins; null for any other line.</summary>
    private static int? ReasonIn(ReadOnlySpan<char> line)
    {
        var address = line.IndexOf(Router);
        if (address < 0)
            address = line.IndexOf(Unrouteable);
        if (address < 0 || !EndsWithAddress(line[..address], out var before))
            return null;
        // "=>" and "->" are deliveries; the stars of a failure are lost where they mean bold letters.
        if (before is [.., '>'] || before.Count(' ') > MostBefore)
            return null;
        var reason = line[address..].IndexOf(": ");
        return reason < 0 ? null : address + reason + 2;
    }

    /// <summary>An address, perhaps with the one it came from in brackets behind it.</summary>
    private static bool EndsWithAddress(ReadOnlySpan<char> text, out ReadOnlySpan<char> before)
    {
        var begin = text.LastIndexOf(' ') + 1;
        if (text[begin..] is ['<', ..] && begin > 1)
            begin = text[..(begin - 1)].LastIndexOf(' ') + 1;
        before = text[..begin].TrimEnd();
        return text[begin..].Contains('@');
    }

    // "2026-05-05 10:00:00 +0200 1abcDE-000000-00 **", behind the name of a host and of the program where syslog wrote it.
    private const int MostBefore = 8;
}
