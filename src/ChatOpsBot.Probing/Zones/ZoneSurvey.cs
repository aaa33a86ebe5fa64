using System.Net;
using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Zones;

/// <summary>Finds the name servers of the zone a name lies in, and asks each of them.</summary>
internal sealed class ZoneSurvey(RunnerState state)
{
    private const int MaxServers = 8;

    private readonly AuthorityClient authority = new(state);

    public async Task<ZoneSeen> SurveyAsync(DnsName name, CancellationToken budget)
    {
        var start = state.Time.GetTimestamp();
        using var stage = new CancellationTokenSource(state.Options.DnsTimeout * 1.5, state.Time);
        var delegation = await new DelegationWalk(state, authority, name).FindAsync(stage.Token, budget);
        if (delegation.End != SurveyEnd.Found)
            return new ZoneSeen(delegation.End, delegation.Zone) { Parent = delegation.Parent, After = state.Time.GetElapsedTime(start) };

        var visited = await VisitAsync(delegation.Zone, delegation.Servers.Take(MaxServers), stage.Token, budget);

        // Servers that only the zone itself names are asked by resolvers too.
        var known = delegation.Servers.Select(server => server.Name).ToHashSet();
        var others = visited.SelectMany(server => server.Named).Distinct().Where(server => !known.Contains(server));
        var more = await VisitAsync(delegation.Zone, others.Take(MaxServers - visited.Count).Select(server => new DelegatedServer(server, [])), stage.Token, budget);
        return new ZoneSeen(SurveyEnd.Found, delegation.Zone)
        {
            Parent = delegation.Parent,
            Delegated = delegation.IsByParent ? [.. delegation.Servers.Select(server => server.Name)] : null,
            Servers = [.. visited, .. more],
            After = state.Time.GetElapsedTime(start),
        };
    }

    /// <summary>Asks every server that speaks for the zone.</summary>
    public async Task<IReadOnlyList<ServerAnswer>> AskAllAsync(ZoneSeen zone, DnsQuestion question, CancellationToken budget) =>
        await Task.WhenAll(zone.Authoritative.Select(async server =>
            new ServerAnswer(server.Name, await authority.AskAsync(server.Best!.Address, question, authority.ServerLimit, budget) is { Message: { } message } ? message : null)));

    private async Task<IReadOnlyList<NameServerSeen>> VisitAsync(DnsName zone, IEnumerable<DelegatedServer> servers, CancellationToken stage, CancellationToken budget) =>
        await Task.WhenAll(servers.Select(server => VisitAsync(zone, server, stage, budget)));

    private async Task<NameServerSeen> VisitAsync(DnsName zone, DelegatedServer server, CancellationToken stage, CancellationToken budget)
    {
        var (addresses, trouble) = await authority.FindAsync(server, stage, budget);
        var places = await Task.WhenAll(addresses.Select(address => VisitAsync(zone, server.Name, address, budget)));
        var seen = new NameServerSeen(server.Name, places, trouble);
        if (seen.Best is not { State: NameServerState.Authoritative } best)
            return seen;

        var reply = await authority.AskAsync(best.Address, new DnsQuestion(zone, DnsType.Ns), authority.ServerLimit, budget);
        return seen with { Named = [.. (reply.Message?.Answers ?? []).OfType<DnsRecord.NameServer>().Where(record => record.Name == zone).Select(record => record.Host).Distinct()] };
    }

    private async Task<NameServerAt> VisitAsync(DnsName zone, DnsName server, IPAddress address, CancellationToken budget)
    {
        if (authority.Judge(server, address) is { } denial)
            return new NameServerAt(address, NameServerState.Denied) { Denial = denial };
        var reply = await authority.AskAsync(address, new DnsQuestion(zone, DnsType.Soa), authority.ServerLimit, budget);
        if (reply.Message is { } message)
            return Read(zone, address, message);
        return reply.End == DnsReplyEnd.Unreadable
            ? new NameServerAt(address, NameServerState.Failing) { Problem = "an unreadable answer" }
            : new NameServerAt(address, reply.End switch
            {
                DnsReplyEnd.TimedOut => NameServerState.Silent,
                DnsReplyEnd.Refused or DnsReplyEnd.Unreachable => NameServerState.Unreachable,
                DnsReplyEnd.NoLocalRoute => NameServerState.NoLocalRoute,
                _ => NameServerState.OutOfBudget,
            });
    }

    private static NameServerAt Read(DnsName zone, IPAddress address, DnsMessage message) => message switch
    {
        { Code: DnsResponseCode.NoError, IsAuthoritative: true } when message.Answers.OfType<DnsRecord.Authority>().FirstOrDefault(soa => soa.Name == zone) is { } soa =>
            new NameServerAt(address, NameServerState.Authoritative) { Serial = soa.Serial, Primary = soa.Primary, NegativeTtl = soa.NegativeTtl },
        { Code: DnsResponseCode.ServFail } => new NameServerAt(address, NameServerState.Failing) { Problem = "SERVFAIL" },
        { Code: DnsResponseCode.NoError } => new NameServerAt(address, NameServerState.Lame) { Problem = message.IsAuthoritative ? "no SOA record" : "no authority" },
        _ => new NameServerAt(address, NameServerState.Lame) { Problem = message.Code.ToString().ToUpperInvariant() },
    };
}

/// <summary>What one name server answered to one question; null when it did not.</summary>
internal sealed record ServerAnswer(DnsName Server, DnsMessage? Message);
