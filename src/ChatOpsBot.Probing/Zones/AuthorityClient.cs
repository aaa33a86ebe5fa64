using System.Collections.Concurrent;
using System.Net;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Zones;

/// <summary>
/// Asks name servers of zones, as a resolver would. They are the target's choice, not the operator's: every address is judged by the
/// policy before a packet goes there, and the port is that of DNS.
/// </summary>
internal sealed class AuthorityClient(RunnerState state)
{
    /// <summary>Addresses of one name server that are asked, the two families in turn.</summary>
    private const int MaxAddresses = 2;

    private readonly DnsExchange exchange = new(state.Time);
    private readonly IReadOnlyCollection<IPAddress> own = OwnAddresses.Read();
    private readonly ConcurrentDictionary<DnsName, Task<NameAnswer>> lookups = new();

    /// <summary>Time for one server; the resolvers of the world give up on it no later.</summary>
    public TimeSpan ServerLimit => state.Options.DnsTimeout / 2;

    public Denial? Judge(DnsName server, IPAddress address) => state.Policy.JudgeAddress(new ProbeTarget(server.ToString(), state.Options.NameServerPort), address, own);

    /// <summary>The addresses to ask, denied ones included, and why there are none.</summary>
    public async Task<(IReadOnlyList<IPAddress> Addresses, NameServerState? Trouble)> FindAsync(DelegatedServer server, CancellationToken stage, CancellationToken budget)
    {
        if (server.Glue.Count > 0)
            return (Few(server.Glue), null);
        var answer = await lookups.GetOrAdd(server.Name, name => LookUpAsync(name, stage, budget));
        return answer.End switch
        {
            LookupEnd.Found => (Few(answer.Addresses), null),
            LookupEnd.NxDomain or LookupEnd.NoData => ([], NameServerState.Dangling),
            LookupEnd.OutOfBudget => ([], NameServerState.OutOfBudget),
            _ => ([], NameServerState.Unresolved),
        };
    }

    /// <summary>The address must have passed <see cref="Judge"/>.</summary>
    public Task<DnsReply> AskAsync(IPAddress address, DnsQuestion question, TimeSpan limit, CancellationToken budget) =>
        exchange.AskAsync(new IPEndPoint(address, state.Options.NameServerPort), question, DnsFlags.None, limit, budget);

    // Names of name servers that are hard to find must not use up the time of the survey.
    private async Task<NameAnswer> LookUpAsync(DnsName server, CancellationToken stage, CancellationToken budget)
    {
        using var limit = new CancellationTokenSource(ServerLimit, state.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stage);
        return await NameLookup.AskAsync(state.Resolver, server.ToString(), state.Time, either.Token, budget);
    }

    private static IReadOnlyList<IPAddress> Few(IEnumerable<IPAddress> addresses) =>
        [.. addresses.Select(SpecialAddresses.Plain).GroupBy(address => address.AddressFamily).OrderBy(family => family.Key).Select(family => family.First()).Take(MaxAddresses)];
}
