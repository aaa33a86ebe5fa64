using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>The ways out of one run: IPv4 and IPv6 are decided apart, for the one may be open where the other is blocked.</summary>
internal sealed class WayOutFinder(RunnerState state)
{
    private readonly Dictionary<AddressFamily, FamilyWayOut> families = [];
    private Task<WayOut>? decision;
    private int port;

    /// <summary>The answer of the run as a whole: the first family found open, else one found blocked, else unknown.</summary>
    public Task<WayOut> Decision => decision ?? throw new InvalidOperationException("The run has not begun.");

    /// <summary>The talk with the controls. It outlives the decision by their goodbyes, so the run waits for it at its end.</summary>
    public Task Controls => Task.WhenAll(families.Values.Select(family => family.Controls));

    /// <param name="visits">The addresses that will be connected to; each reports exactly once.</param>
    public void Begin(int targetPort, IReadOnlyCollection<IPAddress> visits)
    {
        port = targetPort;
        foreach (var visitsOfFamily in visits.GroupBy(visit => visit.AddressFamily))
        {
            var family = new FamilyWayOut(state);
            family.Begin(targetPort, [.. visitsOfFamily]);
            families.Add(visitsOfFamily.Key, family);
        }

        decision = DecideAsync();
    }

    /// <summary>What decides about the way to <paramref name="address"/>.</summary>
    public Task<WayOut> DecisionFor(IPAddress address) => families[address.AddressFamily].Decision;

    /// <summary>An address greeted: no need to wait for the others of its family.</summary>
    public void Greeted(IPAddress address) => families[address.AddressFamily].Greeted(address);

    /// <summary>What is on file by now about the way to an address; null without proof.</summary>
    public WayOut? Find(IPAddress address) => state.WayOut.Find(new IPEndPoint(address, port));

    /// <summary>One visit is over, whatever came of it; null when it never came to connect.</summary>
    public void Left(IPAddress address, ConnectionSeen? connection, CancellationToken budget) => families[address.AddressFamily].Left(connection, budget);

    private async Task<WayOut> DecideAsync()
    {
        var answer = new WayOut(WayOutKind.Unknown, port);
        await foreach (var family in Task.WhenEach(families.Values.Select(family => family.Decision)))
        {
            var wayOut = await family;
            if (wayOut.Kind == WayOutKind.Open)
                return wayOut;
            if (wayOut.Kind == WayOutKind.Blocked)
                answer = wayOut;
        }

        return answer;
    }
}
