using System.Net;
using ChatOpsBot.Probing.Checks;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Names;

/// <summary>
/// All that DNS says about the target. The resolver leads to the servers, and the connections begin at once; meanwhile the name servers
/// of the zone are asked, and the results are told as they come.
/// </summary>
/// <remarks>One task finds the servers; what is told beside it only reads what is complete.</remarks>
internal sealed class DnsStage(ProbeRun run, ProbeTarget target, IReadOnlyList<ILiveCheck> checks, bool withSurvey, CancellationToken stop) : IDisposable
{
    /// <summary>MX hosts whose own zones are looked into because their names fail.</summary>
    private const int MaxOtherZones = 2;

    /// <summary>How long a result of the resolver waits for the word of the zone's servers. The first line is due within a second.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.8);

    /// <summary>The same for addresses, whose comparison stands nowhere else. They are no first line, and the connections do not wait.</summary>
    private static readonly TimeSpan AddressGrace = TimeSpan.FromSeconds(4);

    /// <summary>How long the resolver may go on once it is known that nobody speaks for the zone: what it can have is in its cache.</summary>
    private static readonly TimeSpan HopelessGrace = TimeSpan.FromMilliseconds(1100);

    private readonly ZoneSurvey zones = new(run.State);
    private readonly CancellationTokenSource hopeless = new(Timeout.InfiniteTimeSpan, run.State.Time);
    private readonly List<Task> telling = [];
    private Task<ZoneSeen>? survey;

    /// <summary>What the servers of the zone say about the records the mail goes by.</summary>
    private Task<Sight>? comparison;

    /// <summary>The MX records; null as long as they are not known, and for a server.</summary>
    public Exchangers? Exchangers { get; private set; }

    private IEnumerable<ILiveCheck> NameChecks => checks.Where(check => check.Descriptor.Stage == Stage.Dns);

    private Sight Start => run.Start;

    /// <summary>Completes when everything is told.</summary>
    public Task Done => Task.WhenAll(telling);

    public void Dispose() => hopeless.Dispose();

    public async Task<IReadOnlyList<MailServer>> FindServersAsync(CancellationToken budget)
    {
        if (IPAddress.TryParse(target.Host, out var literal))
        {
            foreach (var check in NameChecks)
                run.Publish(Start.NotTested(check.Descriptor.Id, Reasons.NoName, $"The target is the address {literal}: there is no name to look up."));
            return [new MailServer(target.Host, Preference: null, new NameAnswer(LookupEnd.Found, [SpecialAddresses.Plain(literal)], TimeSpan.Zero))];
        }

        foreach (var check in NameChecks)
            run.Announce(check.Descriptor.Id, target.Host);
        if (withSurvey && DnsName.TryParse(target.Host, out var name))
        {
            survey = zones.SurveyAsync(name, budget);
            telling.Add(TellNameServersAsync(survey));
            var trust = new TrustSurvey(run.State);
            if (Find<DnssecCheck>() is { } dnssec)
                telling.Add(TellTrustAsync(dnssec, Start, TargetLookup.IsHost(target) ? trust.AskHostAsync(name, hopeless.Token, budget) : trust.AskDomainAsync(name, hopeless.Token, budget)));
        }

        var isRegistrationAsked = Find<RegistrationCheck>() is not null;
        if (isRegistrationAsked)
            telling.Add(TellRegistrationAsync(budget));

        var servers = await new TargetLookup(run.State, target, seen => HearExchangers(seen, budget), hopeless.Token).FindAsync(budget);
        if (Exchangers is null && Find<MailExchangersCheck>() is { } mx)
            Tell(mx.Judge(Start));
        if (Find<NameAddressesCheck>() is { } addresses)
            HearNames(addresses, servers, budget);
        if (survey is not null)
        {
            telling.Add(TellSerialsAsync(survey, servers, budget));
            telling.Add(TellOtherZonesAsync(survey, servers, budget));
            if (!isRegistrationAsked)
                telling.Add(TellRegistrationOfMissingAsync(survey, servers, budget));
        }

        return servers;
    }

    private void HearExchangers(Exchangers seen, CancellationToken budget)
    {
        Exchangers = seen;
        var sight = Start with { Exchangers = seen };
        var check = Find<MailExchangersCheck>();
        var isDomain = seen.Decides || target.Kind == TargetKind.Domain;
        if (check is null && !isDomain)
            return;

        // Also where the resolver knows no MX: it may keep an old "there is none", and then the name is a domain after all.
        var comparing = survey is null ? null : CompareExchangersAsync(sight, seen, budget);
        if (isDomain)
            comparison = comparing;
        telling.Add(TellInTimeAsync(check ?? LiveChecks.Exchangers, sight, comparing));
    }

    private void HearNames(ILiveCheck check, IReadOnlyList<MailServer> servers, CancellationToken budget)
    {
        if (servers.Count == 0)
            Tell(run.NoServer(check, Exchangers));
        foreach (var server in servers)
        {
            var sight = run.At(server);
            if (server.Denial is { } denial)
                Tell(ProbeRun.Denied(sight, check, denial));
            else if (survey is null)
                Tell(check.Judge(sight));
            else
            {
                var comparing = CompareAddressesAsync(sight, budget);
                if (server.Preference is null)
                    comparison ??= comparing;
                telling.Add(TellInTimeAsync(check, sight, comparing));
            }
        }
    }

    /// <summary>With the word of the zone's servers when it comes in time, else without.</summary>
    private async Task TellInTimeAsync(ILiveCheck check, Sight sight, Task<Sight>? comparing)
    {
        if (comparing is null)
        {
            Tell(check.Judge(sight));
            return;
        }

        using var settled = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ended = await Task.WhenAny(comparing, Task.Delay(check is NameAddressesCheck && target.Host != sight.Target.Host ? AddressGrace : Grace, run.State.Time, settled.Token));
        await settled.CancelAsync();
        Tell(check.Judge(ended == comparing ? await comparing : sight));
        await comparing;
    }

    private async Task TellNameServersAsync(Task<ZoneSeen> surveying)
    {
        var zone = await surveying;
        if (zone.IsDead)
            hopeless.CancelAfter(HopelessGrace);
        if (Find<NameServersCheck>() is { } check)
            Tell(check.Judge(Start with { Zone = zone }));
    }

    private async Task TellSerialsAsync(Task<ZoneSeen> surveying, IReadOnlyList<MailServer> servers, CancellationToken budget)
    {
        var zone = await surveying;
        if (Find<ZoneSerialCheck>() is not { } check)
            return;

        // Of a domain the MX records, of a server its addresses.
        comparison ??= servers is [{ Preference: null } only] ? CompareAddressesAsync(run.At(only), budget) : Task.FromResult(Start);
        Tell(check.Judge(await comparison with { Zone = zone }));
    }

    /// <summary>An MX host whose name fails may have wrong signatures of its own, or lie in another zone, and there the fault is.</summary>
    private async Task TellOtherZonesAsync(Task<ZoneSeen> surveying, IReadOnlyList<MailServer> servers, CancellationToken budget)
    {
        var zone = await surveying;
        var failing = servers.Where(server =>
            server is { Preference: not null, Name.End: LookupEnd.NxDomain or LookupEnd.NoData or LookupEnd.ServFail or LookupEnd.TimedOut } && !IPAddress.TryParse(server.Host, out _));
        await Task.WhenAll(failing.Take(MaxOtherZones).Select(server => TellOtherZoneAsync(server, zone, budget)));
    }

    private async Task TellOtherZoneAsync(MailServer server, ZoneSeen zone, CancellationToken budget)
    {
        var (sight, name) = (run.At(server), DnsName.Parse(server.Host));
        var trust = Find<DnssecCheck>() is { } dnssec && server.Name is { End: LookupEnd.ServFail }
            ? TellTrustAsync(dnssec, sight, new TrustSurvey(run.State).AskHostAsync(name, hopeless.Token, budget))
            : Task.CompletedTask;
        if (!name.IsWithin(zone.Zone) && Find<NameServersCheck>() is { } ns)
            Tell(ns.Judge(sight with { Zone = await zones.SurveyAsync(name, budget) }));
        await trust;
    }

    /// <summary>Registries have better things to do than to tell us that the domains work which work.</summary>
    private async Task TellRegistrationOfMissingAsync(Task<ZoneSeen> surveying, IReadOnlyList<MailServer> servers, CancellationToken budget)
    {
        var isMissing = Exchangers?.Answer.End == LookupEnd.NxDomain || servers is [{ Preference: null, Name.End: LookupEnd.NxDomain }];
        if (isMissing || await surveying is { End: SurveyEnd.NoDelegation })
        {
            run.Announce(LiveChecks.Registration.Descriptor.Id, target.Host);
            await TellRegistrationAsync(budget);
        }
    }

    private async Task TellRegistrationAsync(CancellationToken budget)
    {
        if (DnsName.TryParse(target.Host, out var name))
            Tell(LiveChecks.Registration.Judge(Start with { Registration = await run.State.Registry.AskAsync(name, budget) }));
    }

    private async Task TellTrustAsync(ILiveCheck check, Sight sight, Task<TrustSeen> judging) => Tell(check.Judge(sight with { Trust = await judging }));

    private async Task<Sight> CompareExchangersAsync(Sight sight, Exchangers seen, CancellationToken budget)
    {
        if (await ZoneOfAsync(target.Host) is not var (zone, name))
            return sight;
        var view = AuthorityView.OfExchangers(await zones.AskAllAsync(zone, new DnsQuestion(name, DnsType.Mx), budget));
        IReadOnlyList<string> cached = [.. seen.Answer.Records.OfType<DnsRecord.MailExchanger>().Select(record => $"{record.Preference} {record.Host}").Order(StringComparer.Ordinal)];
        return sight with
        {
            Zone = zone,
            View = view,
            CacheState = view.CompareWhole(seen.Answer, cached),
            Cached = cached.Count > 0 ? string.Join(", ", cached) : "nothing",
            CachedFor = seen.Answer.TimeLeft,
        };
    }

    private async Task<Sight> CompareAddressesAsync(Sight sight, CancellationToken budget)
    {
        if (sight.Name is not { } seen || await ZoneOfAsync(sight.Target.Host) is not var (zone, name))
            return sight;
        var four = zones.AskAllAsync(zone, new DnsQuestion(name, DnsType.A), budget);
        var six = zones.AskAllAsync(zone, new DnsQuestion(name, DnsType.Aaaa), budget);
        var view = AuthorityView.OfAddresses(await four, await six);
        IReadOnlyList<string> cached = [.. seen.Addresses.Select(address => address.ToString())];
        return sight with
        {
            Zone = zone,
            View = view,
            CacheState = view.CompareLoosely(seen.End, seen.Aliases, cached),
            Cached = cached.Count > 0 ? string.Join(", ", cached) : "nothing",
            CachedFor = seen.TimeLeft,
        };
    }

    /// <summary>The surveyed zone, when the host lies in it and somebody speaks for it.</summary>
    private async Task<(ZoneSeen Zone, DnsName Name)?> ZoneOfAsync(string host) =>
        survey is not null && await survey is { End: SurveyEnd.Found } zone && DnsName.TryParse(host, out var name) && name.IsWithin(zone.Zone) ? (zone, name) : null;

    private void Tell(CheckResult result)
    {
        // After a stop nobody listens, and what was cut off in the middle is no result.
        if (!stop.IsCancellationRequested)
            run.Publish(result);
    }

    private T? Find<T>()
        where T : class, ILiveCheck => checks.OfType<T>().FirstOrDefault();
}
