using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>The table of checks turned round: a row a check, a column a host. What concerns no host stands apart.</summary>
/// <param name="General">Check and result of what was asked of the name, or is still waiting.</param>
/// <param name="Rows">The first is the header; its first cell names the checks.</param>
internal sealed record CheckMatrix(IReadOnlyList<(string Check, string Result)> General, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <returns>Null where it would be no clearer than the table: one host, or so many that nothing is legible; or not a table of hosts and checks.</returns>
    public static CheckMatrix? Of(CheckTable table)
    {
        if (table.Header.Count != 3 || table.Rows.Any(row => row.Count != 3))
            return null;
        var hosts = table.Rows.Select(row => row[0]).Where(host => host.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (hosts.Count is < 2 or > MostHosts)
            return null;

        var seen = table.Rows.Where(row => row[0].Length > 0).ToList();
        List<IReadOnlyList<string>> rows = [[table.Header[1], .. hosts]];
        foreach (var check in seen.Select(row => row[1]).Distinct(StringComparer.Ordinal))
        {
            rows.Add(
            [
                check,
                .. hosts.Select(host => string.Join("; ", seen.Where(row => row[0] == host && row[1] == check).Select(row => row[2]))),
            ]);
        }

        return new CheckMatrix([.. table.Rows.Where(row => row[0].Length == 0).Select(row => (row[1], row[2]))], rows);
    }

    /// <summary>More columns than this are not read, they are scrolled through.</summary>
    private const int MostHosts = 5;
}
