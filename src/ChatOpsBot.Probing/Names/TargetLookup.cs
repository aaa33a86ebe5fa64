using System.Net;
using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Names;

/// <summary>
/// From the target to the servers that take its mail: over MX for a domain, straight for a server, and the domain's own address when it
/// has no MX (RFC 5321 §5.1). What kind of name it is shows only in DNS, so both ways are asked at the same time.
/// </summary>
/// <param name="onExchangers">Told as soon as the MX records are known and count.</param>
/// <param name="giveUp">Ends the wait for the resolver, as for one that cannot have an answer.</param>
internal sealed class TargetLookup(RunnerState state, ProbeTarget target, Action<Exchangers> onExchangers, CancellationToken giveUp)
{
    /// <summary>MX hosts that are asked; more make no domain better reachable.</summary>
    public const int MaxServers = 8;

    // Load balancers that play name server answer A and drop every question for MX.
    private static readonly TimeSpan MxGrace = TimeSpan.FromSeconds(1.5);

    /// <summary>Submission has no MX, and who writes a port means a machine.</summary>
    public static bool IsHost(ProbeTarget target) => target.Kind == TargetKind.Host || (target.Kind == TargetKind.Unsaid && target.Port != Ports.Smtp);

    public async Task<IReadOnlyList<MailServer>> FindAsync(CancellationToken budget)
    {
        using var limit = state.Resolver.StartStage();
        using var stage = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, giveUp);
        if (IsHost(target) || !DnsName.TryParse(target.Host, out var name))
            return [await LookUpAsync(target.Host, preference: null, stage.Token, budget)];

        using var decided = CancellationTokenSource.CreateLinkedTokenSource(stage.Token);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, state.Time);
        using var mxStage = CancellationTokenSource.CreateLinkedTokenSource(stage.Token, patience.Token);
        var asking = state.Resolver.AskAsync(name, DnsType.Mx, mxStage.Token, budget);
        var looking = LookUpAsync(target.Host, preference: null, decided.Token, budget);
        if (target.Kind == TargetKind.Unsaid && await Task.WhenAny(asking, looking) == looking && (await looking).Name is { End: LookupEnd.Found })
            patience.CancelAfter(MxGrace);

        var exchangers = new Exchangers(await asking);
        onExchangers(exchangers);
        if (exchangers.Decides)
        {
            // Its own addresses are those of a web server.
            await decided.CancelAsync();
            await looking;
            return await LookUpAllAsync(exchangers, stage.Token, budget);
        }

        var own = await looking;
        var isUnknown = exchangers.Answer.End is not (LookupEnd.NoData or LookupEnd.NxDomain);
        return [own with { TakesMail = target.Kind == TargetKind.Unsaid || !isUnknown }];
    }

    /// <summary>A host whose name servers are silent must not hold up those that are found.</summary>
    private async Task<IReadOnlyList<MailServer>> LookUpAllAsync(Exchangers exchangers, CancellationToken stage, CancellationToken budget)
    {
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, state.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stage, patience.Token);
        var looking = exchangers.Hosts.Take(MaxServers).Select(host => LookUpAsync(host.Host.ToString(), host.Preference, either.Token, budget)).ToList();
        await foreach (var ended in Task.WhenEach(looking))
        {
            if ((await ended).Name is { End: LookupEnd.Found })
            {
                patience.CancelAfter(state.Options.DnsTimeout / 2);
                break;
            }
        }

        return await Task.WhenAll(looking);
    }

    private async Task<MailServer> LookUpAsync(string host, int? preference, CancellationToken stage, CancellationToken budget)
    {
        // RFC 5321 §5.1 wants a name there; as a name the digits exist nowhere, so there is nothing to ask.
        if (preference is not null && IPAddress.TryParse(host, out _))
            return new MailServer(host, preference, new NameAnswer(LookupEnd.NxDomain, [], TimeSpan.Zero));
        if (state.Policy.JudgeTarget(target with { Host = host }) is { } denial)
            return new MailServer(host, preference, Name: null, denial);
        return new MailServer(host, preference, await NameLookup.AskAsync(state.Resolver, host, state.Time, stage, budget));
    }
}
