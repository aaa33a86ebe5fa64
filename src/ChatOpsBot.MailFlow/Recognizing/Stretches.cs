namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// Several errors that have nothing to do with each other, each with what is said of it: whoever posts two lines posts two servers, and
/// none may be shown with the server of the other.
/// </summary>
internal static class Stretches
{
    /// <returns>From and to, in the order of <paramref name="findings"/>; null when all of the text is about all of them.</returns>
    public static (int From, int To)[]? Of(ReadOnlySpan<char> text, List<Finding> findings)
    {
        // A code and its permanent twin, or what a relay says around a server's own reply, are one failure.
        if (findings.Count < 2 || findings.Exists(finding => finding.Code is null) || findings.DistinctBy(finding => (finding.Code!.Value.Subject, finding.Code.Value.Detail)).Count() < findings.Count)
            return null;
        var order = findings.OrderBy(finding => finding.Start).ToList();
        var cuts = new int[order.Count + 1];
        cuts[^1] = text.Length;
        var namesBefore = ServerIn(text[LineStart(text, order[0].Start)..order[0].Start]) is not null;
        for (var i = 1; i < order.Count; i++)
        {
            var line = LineStart(text, order[i].Start);
            // On one line, whether servers stand before their codes or behind them shows at the first.
            cuts[i] = line > order[i - 1].Start ? line : namesBefore ? order[i - 1].End : order[i].Start;
            if (cuts[i] <= cuts[i - 1])
                return null;
        }

        var named = new string?[order.Count];
        for (var i = 0; i < order.Count; i++)
            named[i] = ServerIn(text[cuts[i]..cuts[i + 1]]);
        var servers = named.Where(server => server is not null).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (servers.Count == 0 || (servers.Count == 1 && (named.Count(server => server is not null) > 1 || !IsBesideItsCode(text, order[Array.FindIndex(named, server => server is not null)], servers[0]!))))
            return null;
        return [.. findings.Select(finding => order.IndexOf(finding)).Select(i => (cuts[i], cuts[i + 1]))];
    }

    /// <summary>One server, on a line of its own, may be that of all.</summary>
    private static bool IsBesideItsCode(ReadOnlySpan<char> text, Finding finding, string server)
    {
        var rest = text[finding.Start..];
        var end = rest.IndexOf('\n');
        return text[LineStart(text, finding.Start)..(end < 0 ? text.Length : finding.Start + end)].Contains(server, StringComparison.OrdinalIgnoreCase);
    }

    private static string? ServerIn(ReadOnlySpan<char> text) => new Surroundings(text).Complete(new MailError { QuotedLine = "" }, 0, single: true).Server;

    private static int LineStart(ReadOnlySpan<char> text, int at) => text[..at].LastIndexOf('\n') + 1;
}
