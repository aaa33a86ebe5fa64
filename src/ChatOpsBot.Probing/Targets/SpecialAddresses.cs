using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.Probing.Targets;

/// <summary>
/// Which addresses are no public unicast addresses, and why (IANA special-purpose registries, RFC 6890). Everything not known to be
/// public is special: IPv6 outside 2000::/3 needs no row to be refused.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly (IPNetwork Network, string What)[] Ranges =
    [
        .. Rows(
            ("0.0.0.0/8", "this network"),
            ("10.0.0.0/8", "private"),
            ("100.64.0.0/10", "shared by carriers"),
            ("127.0.0.0/8", "loopback"),
            ("169.254.0.0/16", "link-local and cloud metadata"),
            ("172.16.0.0/12", "private"),
            ("192.0.0.0/24", "protocol assignments"),
            ("192.0.2.0/24", "documentation"),
            ("192.88.99.0/24", "6to4 relays"),
            ("192.168.0.0/16", "private"),
            ("198.18.0.0/15", "benchmarks"),
            ("198.51.100.0/24", "documentation"),
            ("203.0.113.0/24", "documentation"),
            ("224.0.0.0/4", "multicast"),
            ("240.0.0.0/4", "reserved"),
            // The host service of Azure: a public number that only virtual machines reach, with their secrets behind it.
            ("168.63.129.16/32", "cloud metadata"),
            ("::/128", "unspecified"),
            ("::1/128", "loopback"),
            ("::/96", "IPv4-compatible"),
            ("::ffff:0:0:0/96", "IPv4-translated"),
            ("64:ff9b:1::/48", "local NAT64"),
            ("100::/64", "discard"),
            // Teredo hides an IPv4 address; 6to4 does too, and RFC 7526 took both its relays and its reason away.
            ("2001::/32", "Teredo"),
            ("2001::/23", "protocol assignments"),
            ("2001:db8::/32", "documentation"),
            ("2002::/16", "6to4"),
            ("3fff::/20", "documentation"),
            ("fc00::/7", "private"),
            ("fe80::/10", "link-local"),
            ("fec0::/10", "site-local"),
            ("ff00::/8", "multicast")),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>The range the address lies in, such as <c>10.0.0.0/8, private</c>; null for a public unicast address.</summary>
    public static string? Find(IPAddress address)
    {
        var plain = Plain(address);
        if (EmbeddedInNat64(plain) is { } embedded)
            return Find(embedded) is { } inside ? $"64:ff9b::/96 around {embedded}, {inside}" : null;
        foreach (var (network, what) in Ranges)
        {
            if (network.Contains(plain))
                return $"{network}, {what}";
        }

        return plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain) ? null : "IPv6 outside 2000::/3, not public";
    }

    public static bool IsPublic(IPAddress address) => Find(address) is null;

    /// <summary>
    /// The address itself: out of its IPv4-mapped IPv6 form, and without the scope that <c>%</c> adds. A scope makes two addresses of
    /// one and would slip past every comparison.
    /// </summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    /// <summary>The IPv4 address behind the well-known NAT64 prefix (RFC 6052 §2.1): networks with DNS64 reach every IPv4 server this way.</summary>
    public static IPAddress? EmbeddedInNat64(IPAddress address) =>
        Nat64.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : null;

    private static IEnumerable<(IPNetwork Network, string What)> Rows(params (string Network, string What)[] rows) =>
        rows.Select(row => (IPNetwork.Parse(row.Network), row.What));
}
