using System.Net;
using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Zones;

/// <summary>
/// Walks from the top of the tree down to the zone of a name, over the referrals of each zone's servers. The resolver is asked only for
/// the servers of the zones above: those work even when the zone itself does not.
/// </summary>
internal sealed class DelegationWalk(RunnerState state, AuthorityClient authority, DnsName name)
{
    private const int MaxZones = 6;
    private const int MaxStarts = 3;
    private const int MaxServers = 4;
    private const int MaxGlue = 4;

    /// <summary>After so long without a usable answer the next server of a zone is asked too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    public async Task<Delegation> FindAsync(CancellationToken stage, CancellationToken budget)
    {
        // com, then contoso.com for mx1.contoso.com: the topmost that answers leads past everything below it. The name itself comes last,
        // for networks with private zones that hang in no tree.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stage);
        var starts = Above().Take(MaxStarts).Append(name).Select(zone => (Zone: zone, Asking: state.Resolver.AskAsync(zone, DnsType.Ns, enough.Token, budget))).ToList();
        Delegation? found = null;
        foreach (var (zone, asking) in starts)
        {
            var servers = (await asking).Records.OfType<DnsRecord.NameServer>().Where(record => record.Name == zone).Select(record => new DelegatedServer(record.Host, [])).ToList();
            if (found is not null || servers.Count == 0)
                continue;
            var start = new Delegation(SurveyEnd.Found, zone) { Servers = servers };
            found = zone == name ? start : await WalkAsync(start, stage, budget);
            if (found is not null)
                await enough.CancelAsync();
        }

        return found ?? new Delegation(SurveyEnd.ParentUnknown, name);
    }

    private IEnumerable<DnsName> Above()
    {
        List<DnsName> above = [];
        for (var zone = name.Parent; !zone.IsRoot; zone = zone.Parent)
            above.Add(zone);
        above.Reverse();
        return above;
    }

    /// <returns>Null when not even the first zone had a usable answer.</returns>
    private async Task<Delegation?> WalkAsync(Delegation start, CancellationToken stage, CancellationToken budget)
    {
        var at = start;
        for (var zones = 0; zones < MaxZones; zones++)
        {
            var step = await AskAnyAsync(at, stage, budget);
            switch (step)
            {
                case null:
                    // Where the zone above referred to and nobody answers: that is the zone, and its servers are the finding.
                    return at == start ? null : at;
                case Step.Referral referral when referral.To.Zone == name:
                    return referral.To;
                case Step.Referral referral:
                    at = referral.To;
                    break;
                case Step.Inside inside when inside.Zone == at.Zone:
                    // A top-level domain is nobody's mail zone; further down the name simply lies in the zone the walk began with.
                    return at == start && at.Zone.Depth == 1 ? new Delegation(SurveyEnd.NoDelegation, name) { Parent = at.Zone } : at;
                case Step.Inside inside:
                    // The same servers speak for the zone above and for this one, so there is no referral to see.
                    return new Delegation(SurveyEnd.Found, inside.Zone) { Parent = at.Zone, Servers = inside.Servers.Count > 0 ? inside.Servers : at.Servers };
            }
        }

        return at;
    }

    private async Task<Step?> AskAnyAsync(Delegation at, CancellationToken stage, CancellationToken budget)
    {
        var addresses = await FindAddressesAsync(at, stage, budget);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stage, budget);
        List<Task<DnsReply>> waiting = [];
        List<Task> running = [];
        try
        {
            var next = 0;
            while (next < addresses.Count || waiting.Count > 0)
            {
                if (next < addresses.Count)
                {
                    var asking = authority.AskAsync(addresses[next++], new DnsQuestion(name, DnsType.Ns), authority.ServerLimit / 2, done.Token);
                    waiting.Add(asking);
                    running.Add(asking);
                }

                using var settled = CancellationTokenSource.CreateLinkedTokenSource(done.Token);
                Task patience = Task.Delay(next < addresses.Count ? Patience : Timeout.InfiniteTimeSpan, state.Time, settled.Token);
                Task ended = await Task.WhenAny([patience, .. waiting]);
                await settled.CancelAsync();
                if (waiting.Find(asking => asking == ended) is not { } first)
                    continue;
                waiting.Remove(first);
                if ((await first).Message is { } message && Read(at, message) is { } step)
                    return step;
            }

            return null;
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(running);
        }
    }

    private async Task<IReadOnlyList<IPAddress>> FindAddressesAsync(Delegation at, CancellationToken stage, CancellationToken budget)
    {
        var found = await Task.WhenAll(at.Servers.Take(MaxServers).Select(async server =>
            (await authority.FindAsync(server, stage, budget)).Addresses.Where(address => authority.Judge(server.Name, address) is null)));

        // One address of each server before the second of any.
        return [.. found.SelectMany(addresses => addresses.Index()).OrderBy(address => address.Index).Select(address => address.Item)];
    }

    /// <returns>Null when the server does not speak for the zone.</returns>
    private Step? Read(Delegation at, DnsMessage message)
    {
        if (message.Code is not (DnsResponseCode.NoError or DnsResponseCode.NxDomain))
            return null;
        if (message.IsAuthoritative)
        {
            var named = message.Answers.OfType<DnsRecord.NameServer>().Where(record => record.Name == name).Select(record => new DelegatedServer(record.Host, [])).ToList();
            if (named.Count > 0)
                return new Step.Inside(name, named);
            var denier = message.Authorities.OfType<DnsRecord.Authority>().FirstOrDefault()?.Name;
            return new Step.Inside(denier is { } zone && name.IsWithin(zone) && zone.IsWithin(at.Zone) ? zone : at.Zone, []);
        }

        // A referral leads downwards and towards the name; one that leads up or aside is the word of a lame server.
        var records = message.Authorities.OfType<DnsRecord.NameServer>().ToList();
        if (message.Code != DnsResponseCode.NoError || message.Answers.Count > 0 || records.Count == 0
            || records[0].Name is var cut && (!cut.IsBelow(at.Zone) || !name.IsWithin(cut)))
            return null;
        var servers = records.Where(record => record.Name == records[0].Name).DistinctBy(record => record.Host).Select(record => new DelegatedServer(record.Host, Glue(at.Zone, record.Host, message)));
        return new Step.Referral(new Delegation(SurveyEnd.Found, records[0].Name) { Parent = at.Zone, IsByParent = true, Servers = [.. servers] });
    }

    // A server of com may say where ns1.contoso.com is, but not where ns1.contoso.net is.
    private static IReadOnlyList<IPAddress> Glue(DnsName zone, DnsName server, DnsMessage message) =>
        !server.IsWithin(zone) ? [] : [.. message.Additionals.OfType<DnsRecord.Address>().Where(record => record.Name == server).Select(record => record.Value).Take(MaxGlue)];

    /// <summary>What the servers of one zone say about the name.</summary>
    private abstract record Step
    {
        internal sealed record Referral(Delegation To) : Step;

        /// <param name="Servers">Those the answer named, if it did.</param>
        internal sealed record Inside(DnsName Zone, IReadOnlyList<DelegatedServer> Servers) : Step;
    }
}
