namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>A mail provider or mail server software, and how its words are told from those of others.</summary>
/// <param name="Id">As entries name it: <c>google</c>.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Hosts">Its servers are called so, or end in a dot and this: <c>google.com</c>.</param>
/// <param name="Marks">Words that only it writes, folded as <see cref="ErrorWords.Fold"/> does: <c>gsmtp</c>.</param>
public sealed record Provider(string Id, string Name, IReadOnlyList<string> Hosts, IReadOnlyList<string> Marks)
{
    /// <summary>Whether the destination server or a mark says that the words are this provider's.</summary>
    public bool Wrote(MailError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (Runs(error.Server))
            return true;
        var words = ErrorWords.Of(error);
        foreach (var mark in Marks)
        {
            if (words.Contains(mark, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>Whether the destination server is one of this provider's.</summary>
    internal bool Runs(string? server)
    {
        if (server is null)
            return false;
        // By number: an enumerator of the interface would be allocated for every provider of every line.
        for (var number = 0; number < Hosts.Count; number++)
        {
            if (IsHost(server, Hosts[number]))
                return true;
        }

        return false;
    }

    private static bool IsHost(string server, string host) =>
        server.EndsWith(host, StringComparison.OrdinalIgnoreCase) && (server.Length == host.Length || server[^(host.Length + 1)] == '.');
}
