using System.Net;
using System.Net.NetworkInformation;

namespace ChatOpsBot.Probing.Targets;

/// <summary>The addresses of this machine: a public one among them is still a way into ourselves.</summary>
internal static class OwnAddresses
{
    public static IReadOnlyCollection<IPAddress> Read() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(networkInterface => networkInterface.GetIPProperties().UnicastAddresses)
            .Select(unicast => SpecialAddresses.Plain(unicast.Address))];
}
