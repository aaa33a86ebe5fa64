using System.Globalization;
using System.Net;
using System.Threading.Channels;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Checks;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing;

/// <summary>One run: policy, name, then a visit to each address, several at the same time.</summary>
internal sealed class ProbeRun(ProbeRequest request, RunnerState state, ChannelWriter<ProbeEvent> events)
{
    /// <summary>Addresses beyond this many are only counted: a name with hundreds must not fill the card.</summary>
    private const int MaxAddressesTold = 8;

    private readonly IReadOnlyList<ILiveCheck> checks = LiveChecks.WithNeeds(request.CheckIds);
    private readonly WayOutFinder wayOut = new(state);

    public RunnerState State => state;

    public WayOutFinder WayOut => wayOut;

    /// <summary>Where every look at this target starts.</summary>
    private Sight Start { get; } = new(request.Target, state.Options);

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
        var addresses = await FindAddressesAsync(budget.Token);
        stop.ThrowIfCancellationRequested();

        // Who only asks for the name wants no connection.
        var visited = AddressChecks.Any() ? Sort(addresses) : [];
        wayOut.Begin(request.Target.Port, visited);
        try
        {
            await VisitAsync(visited, budget.Token, stop);
        }
        finally
        {
            await wayOut.Controls;
        }
    }

    private async Task VisitAsync(IEnumerable<IPAddress> addresses, CancellationToken budget, CancellationToken stop)
    {
        using var slots = new SemaphoreSlim(state.Options.ParallelAddresses);
        await Task.WhenAll(
        [
            TellWayOutAsync(stop),
            .. addresses.Select(address => new AddressVisit(this, Start with { Address = address }, AddressChecks).ExecuteAsync(slots, budget, stop)),
        ]);
    }

    public void Publish(CheckResult result) => events.TryWrite(new ProbeEvent.Finished(result));

    public void Announce(string checkId, string? where) => events.TryWrite(new ProbeEvent.Started(checkId, where));

    private async Task<IReadOnlyList<IPAddress>> FindAddressesAsync(CancellationToken budget)
    {
        var check = checks.FirstOrDefault(check => check.Descriptor.Needs == Seen.Name);
        var isLiteral = IPAddress.TryParse(request.Target.Host, out var literal);
        if (check is not null && !isLiteral)
            Announce(check.Descriptor.Id, request.Target.Host);

        var answer = isLiteral ? null : await NameLookup.AskAsync(state.Resolver, request.Target.Host, state.Time, budget);
        if (check is not null)
            Publish(check.Judge(Start with { Name = answer }));
        return literal is null ? answer?.Addresses ?? [] : [SpecialAddresses.Plain(literal)];
    }

    /// <summary>Tells what is known without a packet, and returns the addresses to connect to.</summary>
    private List<IPAddress> Sort(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0)
            TellAll(Start, check => Start.NotTested(check.Descriptor.Id, Reasons.NoAddress, $"No address of {request.Target.Host} is known, so there was nothing to connect to."));

        var own = OwnAddresses.Read();
        List<IPAddress> visited = [];
        foreach (var (index, address) in addresses.Index())
        {
            var sight = Start with { Address = address };
            if (state.Policy.JudgeAddress(request.Target, address, own) is { } denial)
            {
                if (index < MaxAddressesTold)
                    TellAll(sight, check => Denied(sight, check, denial));
            }
            else if (visited.Count < state.Options.MaxAddresses)
            {
                visited.Add(address);
            }
            else if (index < MaxAddressesTold)
            {
                TellAll(sight, check => TooMany(sight, check));
            }
        }

        return visited;
    }

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

    private static CheckResult Denied(Sight sight, ILiveCheck check, Denial denial)
    {
        var result = sight.Of(check.Descriptor.Id, Vocabulary.Denied, denial.Sentence) with { Reason = denial.Reason };
        return check.Descriptor.Needs == Seen.WayOut ? result with { Where = null } : result;
    }
}
