using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Outbound;

/// <summary>Whether the probe itself can leave on the port it asks.</summary>
internal enum WayOutKind
{
    Open,
    Blocked,
    Unknown,
}

/// <summary>What is known about the way out.</summary>
/// <param name="Port">The port asked: what is open for 587 says nothing about 25.</param>
/// <param name="By">The address that answered.</param>
/// <param name="Tried">The controls that did not answer.</param>
internal sealed record WayOut(WayOutKind Kind, int Port, IPAddress? By = null, IReadOnlyList<string>? Tried = null);

/// <summary>
/// Remembers for an hour which address last answered, for every port, apart for IPv4 and IPv6, and apart for the internet and for
/// inside networks: a relay in the same rack proves nothing about the provider's filter, and filters often know one family only. Shared
/// by all runs of the process.
/// </summary>
internal sealed class WayOutMemory(TimeProvider time)
{
    private static readonly TimeSpan Keep = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(int Port, AddressFamily Family, bool IsPublic), (IPAddress By, DateTimeOffset At)> proofs = [];

    /// <summary>Only a greeting proves the way out: firewalls refuse in the name of others, and proxies accept in their name.</summary>
    public void Prove(IPEndPoint by)
    {
        lock (gate)
            proofs[Key(by)] = (by.Address, time.GetUtcNow());
    }

    /// <summary>The proof that holds for <paramref name="target"/>, or null.</summary>
    public WayOut? Find(IPEndPoint target)
    {
        lock (gate)
        {
            return proofs.TryGetValue(Key(target), out var proof) && time.GetUtcNow() - proof.At < Keep
                ? new WayOut(WayOutKind.Open, target.Port, proof.By)
                : null;
        }
    }

    private static (int Port, AddressFamily Family, bool IsPublic) Key(IPEndPoint endPoint) =>
        (endPoint.Port, endPoint.AddressFamily, SpecialAddresses.IsPublic(endPoint.Address));
}
