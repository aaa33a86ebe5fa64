using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace ChatOpsBot.Probing.Dns;

/// <summary>Where the resolvers are: what the operator wrote, else what this machine uses.</summary>
/// <remarks>Resolvers are the operator's own choice, so no policy judges them: most stand in private networks.</remarks>
internal static class ResolverAddresses
{
    private const int Port = 53;
    private const string ResolvConf = "/etc/resolv.conf";

    // What Windows lists on interfaces without a resolver (an expired draft); nobody answers there.
    private static readonly IPNetwork WindowsFiller = IPNetwork.Parse("fec0:0:0:ffff::/64");

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    private static volatile Reading? Last;

    /// <summary>Reads <c>10.0.0.53</c>, <c>10.0.0.53:5353</c>, <c>fd00::53</c> or <c>[fd00::53]:5353</c>.</summary>
    public static bool TryParse(string? text, out IPEndPoint server)
    {
        server = new IPEndPoint(IPAddress.None, Port);
        text = text?.Trim() ?? "";

        // The framework reads "5353" as the address 0.0.20.233.
        if (!text.Contains('.', StringComparison.Ordinal) && !text.Contains(':', StringComparison.Ordinal))
            return false;

        // And it drops a port behind brackets.
        if (!text.StartsWith('[') && IPAddress.TryParse(text, out var address))
        {
            server = new IPEndPoint(address, Port);
            return true;
        }

        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535
            || !IPAddress.TryParse(text[..colon], out address))
        {
            return false;
        }

        server = new IPEndPoint(address, port);
        return true;
    }

    /// <summary>Those the options name, which <see cref="ProbeOptions.Validate"/> found well formed; else those of this machine at the time.</summary>
    public static Func<IReadOnlyList<IPEndPoint>> Of(ProbeOptions options)
    {
        if (options.Resolvers.Count == 0)
            return OfThisMachine;
        IReadOnlyList<IPEndPoint> named =
            [.. options.Resolvers.Select(text => TryParse(text, out var server) ? server : throw new FormatException($"\"{text}\" is no resolver."))];
        return () => named;
    }

    /// <summary>Read again and again, but for questions that come together: laptops change networks.</summary>
    private static IReadOnlyList<IPEndPoint> OfThisMachine()
    {
        if (Last is { } known && TimeProvider.System.GetElapsedTime(known.At) < Life)
            return known.Servers;
        var now = TimeProvider.System.GetTimestamp();
        var servers = File.Exists(ResolvConf) ? FromResolvConf(File.ReadLines(ResolvConf)) : FromInterfaces();
        Last = new Reading(servers, now);
        return servers;
    }

    /// <summary>The <c>nameserver</c> lines; without one there is a resolver on this machine (resolv.conf(5)).</summary>
    public static IReadOnlyList<IPEndPoint> FromResolvConf(IEnumerable<string> lines)
    {
        List<IPEndPoint> servers = [];
        foreach (var line in lines)
        {
            var words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[0] == "nameserver" && IPAddress.TryParse(words[1], out var address))
                servers.Add(new IPEndPoint(address, Port));
        }

        return servers.Count > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, Port)];
    }

    private static IReadOnlyList<IPEndPoint> FromInterfaces() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(networkInterface => networkInterface.OperationalStatus == OperationalStatus.Up)
            .SelectMany(networkInterface => networkInterface.GetIPProperties().DnsAddresses)
            .Where(address => !WindowsFiller.Contains(address))
            .Distinct()
            .Select(address => new IPEndPoint(address, Port))];

    private sealed record Reading(IReadOnlyList<IPEndPoint> Servers, long At);
}
