using System.Net;
using System.Net.NetworkInformation;

namespace ChatOpsBot.Probing.Targets;

/// <summary>The addresses of this machine: a public one among them is still a way into ourselves.</summary>
/// <remarks>Reading them costs as much as a TLS handshake, so they are kept for some seconds, and no longer than the system reports no change.</remarks>
internal static class OwnAddresses
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private static volatile Reading? Last;

    static OwnAddresses() => NetworkChange.NetworkAddressChanged += (_, _) => Last = null;

    public static IReadOnlyCollection<IPAddress> Read()
    {
        if (Last is { } known && TimeProvider.System.GetElapsedTime(known.At) < Life)
            return known.Addresses;

        // The moment before the reading: a change meanwhile must not be missed for longer.
        var now = TimeProvider.System.GetTimestamp();
        HashSet<IPAddress> addresses =
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(networkInterface => networkInterface.GetIPProperties().UnicastAddresses)
                .Select(unicast => SpecialAddresses.Plain(unicast.Address)),
        ];
        Last = new Reading(addresses, now);
        return addresses;
    }

    private sealed record Reading(HashSet<IPAddress> Addresses, long At);
}
