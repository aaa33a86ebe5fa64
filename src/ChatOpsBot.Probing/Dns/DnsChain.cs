namespace ChatOpsBot.Probing.Dns;

/// <summary>Follows CNAME records inside one answer, in whatever order the server sent them.</summary>
internal static class DnsChain
{
    /// <returns>The names after the first one in order, whether they run in a circle, and the shortest lifetime on the way.</returns>
    public static (IReadOnlyList<DnsName> Aliases, bool IsLoop, TimeSpan? Left) Follow(DnsName start, IReadOnlyList<DnsRecord> records)
    {
        List<DnsName> aliases = [];
        HashSet<DnsName> seen = [start];
        TimeSpan? left = null;
        var at = start;
        while (records.OfType<DnsRecord.Alias>().FirstOrDefault(alias => alias.Name == at) is { } alias)
        {
            left = left is null || alias.Ttl < left ? alias.Ttl : left;
            if (!seen.Add(alias.Canonical))
                return (aliases, true, left);
            aliases.Add(alias.Canonical);
            at = alias.Canonical;
        }

        return (aliases, false, left);
    }
}
