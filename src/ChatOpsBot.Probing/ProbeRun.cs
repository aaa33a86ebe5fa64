using System.Globalization;
using System.Net;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Checks;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Probing.Policies;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing;

/// <summary>One run: policy, name, then a visit to each address, several at the same time.</summary>
internal sealed class ProbeRun(ProbeRequest request, RunnerState state, Action<ProbeEvent> tell)
{
    /// <summary>Addresses beyond this many are only counted: a name with hundreds must not fill the card.</summary>
    private const int MaxAddressesTold = 8;

    private readonly IReadOnlyList<ILiveCheck> checks = LiveChecks.WithNeeds(request.CheckIds);
    private readonly WayOutFinder wayOut = new(state);

    public RunnerState State => state;

    public WayOutFinder WayOut => wayOut;

    /// <summary>Where every look at this target starts.</summary>
    public Sight Start { get; } = new(request.Target, state.Options) { Expect = request.ExpectTlsName };

    // Only for who wants to know about DNS: twenty small questions more.
    private bool WantsSurvey => request.CheckIds.Any(id => id.StartsWith("dns.", StringComparison.Ordinal));

    private IEnumerable<ILiveCheck> PolicyChecks => checks.Where(check => check.Descriptor.Needs == Seen.Policy);

    private IEnumerable<ILiveCheck> AddressChecks => checks.Where(check => !check.Descriptor.IsPerRun);

    public async Task ExecuteAsync(CancellationToken stop)
    {
        TellUnknownChecks();
        if (checks.Count == 0)
            return;
        if (state.Policy.JudgeTarget(request.Target) is { } denial)
        {
            foreach (var check in checks)
                Publish(Denied(Start, check, denial));
            return;
        }

        using var limit = new CancellationTokenSource(state.Options.RunBudget, state.Time);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        Task<MtaStsSeen?> policy = Task.FromResult<MtaStsSeen?>(null);
        using var dns = new DnsStage(this, request.Target, checks, WantsSurvey, stop);
        try
        {
            var servers = await dns.FindServersAsync(budget.Token);
            stop.ThrowIfCancellationRequested();

            policy = AskPolicyAsync(dns.Exchangers, budget.Token);

            // Who only asks for the name wants no connection.
            var visited = AddressChecks.Any() ? Sort(servers, dns.Exchangers) : [];
            wayOut.Begin(request.Target.Port, [.. visited.Select(sight => sight.Address!)]);
            var seen = await VisitAsync(visited, budget.Token, stop);
            var sight = Start with { Exchangers = dns.Exchangers, MtaSts = await policy, Visited = seen };
            stop.ThrowIfCancellationRequested();
            foreach (var check in PolicyChecks)
                Publish(check.Judge(sight));
        }
        finally
        {
            await policy;
            await dns.Done;
            await wayOut.Controls;
        }
    }

    /// <returns>Null for a target without a policy of its own: a server, or a domain that takes no mail.</returns>
    private async Task<MtaStsSeen?> AskPolicyAsync(Exchangers? exchangers, CancellationToken budget)
    {
        var isDomain = exchangers is { Decides: true, IsNullMx: false } || (exchangers is { Decides: false } && request.Target.Kind == TargetKind.Domain);
        if (!isDomain || !PolicyChecks.Any())
            return null;
        foreach (var check in PolicyChecks)
            Announce(check.Descriptor.Id, request.Target.Host);
        return await new MtaStsClient(state).AskAsync(request.Target.Host, budget);
    }

    private async Task<IReadOnlyList<Sight>> VisitAsync(IReadOnlyList<Sight> visited, CancellationToken budget, CancellationToken stop)
    {
        using var slots = new SemaphoreSlim(state.Options.ParallelAddresses);
        var visits = visited.Select(sight => new AddressVisit(this, sight, AddressChecks).ExecuteAsync(slots, budget, stop)).ToList();
        await Task.WhenAll([TellWayOutAsync(stop), .. visits]);
        return await Task.WhenAll(visits);
    }

    public void Publish(CheckResult result) => tell(new ProbeEvent.Finished(result));

    public void Announce(string checkId, string? where) => tell(new ProbeEvent.Started(checkId, where));

    /// <summary>Tells what is known without a packet, and returns where to connect to.</summary>
    private List<Sight> Sort(IReadOnlyList<MailServer> servers, Exchangers? exchangers)
    {
        foreach (var server in servers.Where(server => server.Denial is not null))
            TellAll(At(server), check => Denied(At(server), check, server.Denial!));
        var places = servers.Where(server => server.TakesMail).SelectMany(server => server.Name?.Addresses.Select(address => (Server: server, Address: address)) ?? []).ToList();
        if (places.Count == 0 && servers.All(server => server.Denial is null))
            TellAll(Start, check => NoServer(check, exchangers));

        // Two MX hosts with one address are one server: it is asked once, under the better name.
        var own = OwnAddresses.Read();
        List<Sight> visited = [];
        foreach (var host in places.GroupBy(place => place.Address).Select(address => address.ToList()).GroupBy(names => names[0].Server))
        {
            var connections = 0;
            foreach (var (index, names) in host.Index())
            {
                var sight = At(host.Key) with { Address = names[0].Address, Exchangers = exchangers, OtherNames = [.. names.Skip(1).Select(name => name.Server.Host)] };
                if (state.Policy.JudgeAddress(sight.Target, names[0].Address, own) is { } denial)
                {
                    if (index < MaxAddressesTold)
                        TellAll(sight, check => Denied(sight, check, denial));
                }
                else if (connections++ < state.Options.MaxAddresses)
                {
                    visited.Add(sight);
                }
                else if (index < MaxAddressesTold)
                {
                    TellAll(sight, check => TooMany(sight, check));
                }
            }
        }

        return visited;
    }

    /// <summary>Where every look at this server starts.</summary>
    public Sight At(MailServer server) => Start with
    {
        Target = request.Target with { Host = server.Host },
        Name = IPAddress.TryParse(server.Host, out _) && server.Preference is null ? null : server.Name,
        ExchangerOf = server.Preference is { } preference ? (request.Target.Host, preference) : null,
    };

    public CheckResult NoServer(ILiveCheck check, Exchangers? exchangers) => exchangers is { IsNullMx: true }
        ? Start.NotTested(check.Descriptor.Id, Reasons.TakesNoMail, $"{request.Target.Host} states that it takes no mail (null MX), so there is no server to ask.")
        : Start.NotTested(check.Descriptor.Id, Reasons.NoAddress, $"No address of {request.Target.Host} is known, so there was nothing to connect to.");

    private void TellAll(Sight sight, Func<ILiveCheck, CheckResult> judge)
    {
        foreach (var check in AddressChecks)
            Publish(judge(check));
    }

    private void TellUnknownChecks()
    {
        foreach (var id in request.CheckIds.Distinct(StringComparer.Ordinal).Except(CheckRunner.KnownChecks, StringComparer.Ordinal))
            Publish(Start.NotTested(id, Reasons.NotImplementedHere, $"This probe has no check {Evidence.Short(id, 40)}."));
    }

    private async Task TellWayOutAsync(CancellationToken stop)
    {
        if (checks.FirstOrDefault(check => check.Descriptor.Needs == Seen.WayOut) is { } check)
            Publish(check.Judge(Start with { WayOut = await wayOut.Decision.WaitAsync(stop) }));
    }

    private CheckResult TooMany(Sight sight, ILiveCheck check) => sight.NotTested(
        check.Descriptor.Id,
        Reasons.TooManyAddresses,
        string.Create(CultureInfo.InvariantCulture, $"{sight.Server} was not asked: {state.Options.MaxAddresses} addresses of one name are. Raise Probe:MaxAddresses, or ask this address by itself."));

    public static CheckResult Denied(Sight sight, ILiveCheck check, Denial denial)
    {
        var result = sight.Of(check.Descriptor.Id, Vocabulary.Denied, denial.Sentence) with { Reason = denial.Reason };
        return check.Descriptor.Needs == Seen.WayOut ? result with { Where = null } : result;
    }
}
