using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>
/// The DNS of the lab: a signed root, a signed top-level domain <c>lab</c>, name servers in good and bad condition, and a resolver that
/// judges signatures.
/// </summary>
internal sealed class NameServers(string folder, NetworkSpace world) : IDisposable
{
    public const string Resolver = "198.18.0.53";
    private const string Root = "198.18.0.1";
    private const string TopLevel = "198.18.0.2";
    private const string First = "198.18.0.3";
    private const string Second = "198.18.0.4";
    private const string Lame = "198.18.0.5";
    private const string Broken = "198.18.0.6";
    private const string New = "198.18.0.7";
    private const string Old = "198.18.0.8";
    private const string Silent = "198.18.0.9";
    private const string OtherVersion = "198.18.0.10";

    /// <summary>A machine that somebody took for a name server: it answers, but without authority and without records.</summary>
    private const string Borrowed = "198.18.0.11";

    /// <summary>A machine without name server.</summary>
    private const string Closed = "198.18.0.12";

    /// <summary>Behind an address that the probe must not ask.</summary>
    private const string Private = "10.99.0.53";

    private readonly List<Socket> sockets = [];

    public static IReadOnlyList<string> Addresses { get; } = [Root, TopLevel, First, Second, Lame, Broken, New, Old, Silent, OtherVersion, Borrowed, Closed, Private, Resolver];

    /// <summary>Those that answer over TCP once they are there.</summary>
    public static IReadOnlyList<string> Speaking { get; } = [.. Addresses.Except([Silent, Borrowed, Closed, Private])];

    public void Start(IReadOnlyList<(LabDomain Domain, Func<string, string> Fill)> domains)
    {
        List<string> delegations = [];
        List<string> main = [Zone("dns.lab", 1, [
            "ns1 A " + First, "ns2 A " + Second, "ns-lame A " + Lame, "ns-broken A " + Broken, "ns-silent A " + Silent, "ns-new A " + New,
            "ns-other A " + OtherVersion, "ns-private A " + Private, "ns-borrowed A " + Borrowed, "ns-closed A " + Closed, "@ NS ns1", "@ NS ns2", "rdap A " + PolicyHost.Address, .. RevocationHost.Records,
        ])];
        List<string> broken = [], fresh = [], stale = [], other = [];
        foreach (var (domain, fill) in domains)
        {
            delegations.AddRange(domain.NameServers.Select(server => $"{domain.Name} NS {server}."));
            if (domain.NameServers.Contains("ns-broken.dns.lab", StringComparer.Ordinal))
                broken.Add($"zone:\n  name: \"{domain.Domain}\"\n  zonefile: \"{Path.Combine(folder, "missing")}\"\n");
            if (domain.Records is null)
                continue;
            string[] records = [.. domain.NameServers.Select(server => $"@ NS {server}."), .. domain.Records.Select(fill)];
            var zone = domain.Signing is Signing.None
                ? Zone(domain.Domain, 2, records)
                : Sign(domain.Domain, records, domain.Signing, delegations);
            (domain.NameServers.Contains("ns-new.dns.lab", StringComparer.Ordinal) ? fresh : main).Add(zone);
            if (domain.OtherRecords is not null)
            {
                var isSecond = domain.NameServers.Contains("ns-other.dns.lab", StringComparer.Ordinal);
                (isSecond ? other : stale).Add(Zone(domain.Domain, 1, [.. domain.NameServers.Select(server => $"@ NS {server}."), .. domain.OtherRecords.Select(fill)], "-other"));
            }
        }

        List<string> ofRoot = ["lab NS ns.lab.", "ns.lab A " + TopLevel, "@ NS ns.root.", "ns.root A " + Root];
        var top = Sign("lab", ["@ NS ns", "ns A " + TopLevel, "dns NS ns1.dns", "dns NS ns2.dns", "ns1.dns A " + First, "ns2.dns A " + Second, .. delegations], Signing.Good, ofRoot);
        List<string> anchor = [];
        var root = Sign(".", [.. ofRoot], Signing.Good, anchor);

        Serve("root", [Root], [root]);
        Serve("top", [TopLevel], [top]);
        Serve("main", [First, Second, Private], main);
        Serve("bad", [Lame, Broken], broken);
        Serve("new", [New], fresh);
        Serve("old", [Old], stale);
        Serve("other", [OtherVersion], other);
        Open(Silent);
        _ = ShrugAsync(Open(Borrowed));
        Resolve(anchor, domains.Select(row => row.Domain).Where(domain => domain.IsDeniedByResolver), domains.Select(row => row.Domain).Where(domain => domain.OtherRecords is not null && !domain.NameServers.Contains("ns-other.dns.lab", StringComparer.Ordinal)));
    }

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    private Socket Open(string address)
    {
        var socket = world.Open(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sockets.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 53));
        return socket;
    }

    private static async Task ShrugAsync(Socket socket)
    {
        var message = new byte[4096];
        try
        {
            while (true)
            {
                var heard = await socket.ReceiveFromAsync(message, new IPEndPoint(IPAddress.Any, 0));

                // QR, and RA; neither AA nor an error; one question, and nothing more (RFC 1035 §4.1.1).
                (message[2], message[3]) = (0x80, 0x80);
                message.AsSpan(6, 6).Clear();
                var end = 12 + message.AsSpan(12).IndexOf((byte)0) + 5;
                await socket.SendToAsync(message.AsMemory(0, end), heard.RemoteEndPoint);
            }
        }
        catch (Exception over) when (over is ObjectDisposedException or SocketException)
        {
            // The lab is over.
        }
    }

    /// <summary>A zone without signatures, as its place in the configuration of a name server.</summary>
    private string Zone(string name, int serial, IEnumerable<string> records, string mark = "") => Entry(name, Write(name, serial, records, mark));

    private string Write(string name, int serial, IEnumerable<string> records, string mark = "")
    {
        var file = Path.Combine(folder, $"zone-{name}{mark}");
        File.WriteAllLines(file, [$"$ORIGIN {name.TrimEnd('.')}.", "$TTL 300", $"@ SOA ns1.dns.lab. hostmaster.dns.lab. {serial} 3600 600 86400 60", .. records]);
        return file;
    }

    /// <param name="above">Gets the DS records.</param>
    private string Sign(string name, IEnumerable<string> records, Signing signing, List<string> above)
    {
        var key = Programs.Run(folder, "ldns-keygen", "-a", "ECDSAP256SHA256", "-k", "-r", "/dev/urandom", name).Trim();
        var told = signing == Signing.OtherKey ? Programs.Run(folder, "ldns-keygen", "-a", "ECDSAP256SHA256", "-k", "-r", "/dev/urandom", name).Trim() : key;
        above.Add(File.ReadAllText(Path.Combine(folder, told + ".ds")).Trim());
        var file = Write(name, 1, records);
        if (signing == Signing.Missing)
            return Entry(name, file);
        var signed = file + "-signed";
        string[] dates = signing switch
        {
            Signing.Expired => ["-i", "20240101000000", "-e", "20240201000000"],
            Signing.Future => ["-i", "20360101000000", "-e", "20370101000000"],
            _ => ["-i", "20240101000000", "-e", "20370101000000"],
        };
        Programs.Run(folder, "ldns-signzone", [.. dates, "-f", signed, file, key]);
        if (signing is Signing.WithoutDenials or Signing.WithoutMxSignature)
        {
            var gone = signing == Signing.WithoutDenials ? ["\tNSEC\t", "\tRRSIG\tNSEC "] : new[] { "\tRRSIG\tMX " };
            File.WriteAllLines(signed, File.ReadAllLines(signed).Where(line => !gone.Any(part => line.Contains(part, StringComparison.Ordinal))));
        }

        return Entry(name, signed);
    }

    private static string Entry(string name, string file) => $"zone:\n  name: \"{name}\"\n  zonefile: \"{file}\"\n";

    private void Serve(string name, IEnumerable<string> addresses, IEnumerable<string> zones)
    {
        var file = Path.Combine(folder, $"nsd-{name}.conf");
        File.WriteAllText(file, $"""
            server:
              {string.Join("\n  ", addresses.Select(address => $"ip-address: {address}"))}
              do-ip6: no
              username: ""
              chroot: ""
              server-count: 1
              database: ""
              pidfile: "{Path.Combine(folder, $"nsd-{name}.pid")}"
              zonesdir: "{folder}"
              zonelistfile: "{Path.Combine(folder, $"nsd-{name}.list")}"
              xfrdfile: "{Path.Combine(folder, $"nsd-{name}.xfrd")}"
              logfile: "{Path.Combine(folder, $"nsd-{name}.log")}"
              rrl-ratelimit: 0
            remote-control:
              control-enable: no

            """ + string.Concat(zones));
        world.Start(folder, "nsd", "-d", "-c", file).Dispose();
    }

    /// <param name="denied">Domains that it took for unregistered when it last asked.</param>
    /// <param name="stale">Domains of which the resolver still has what it learned long ago.</param>
    private void Resolve(IEnumerable<string> anchor, IEnumerable<LabDomain> denied, IEnumerable<LabDomain> stale)
    {
        var hints = Path.Combine(folder, "hints");
        File.WriteAllText(hints, $". 3600 NS ns.root.\nns.root. 3600 A {Root}\n");
        var anchors = Path.Combine(folder, "anchor");
        File.WriteAllLines(anchors, anchor);
        var file = Path.Combine(folder, "unbound.conf");
        File.WriteAllText(file, $"""
            server:
              interface: {Resolver}
              access-control: 0.0.0.0/0 allow
              do-ip6: no
              do-daemonize: no
              username: ""
              chroot: ""
              directory: "{folder}"
              pidfile: "{Path.Combine(folder, "unbound.pid")}"
              logfile: "{Path.Combine(folder, "unbound.log")}"
              use-syslog: no
              module-config: "validator iterator"
              trust-anchor-file: "{anchors}"
              root-hints: "{hints}"
              ede: yes
              {string.Join("\n  ", denied.Select(domain => $"local-zone: \"{domain.Domain}.\" always_nxdomain"))}
            remote-control:
              control-enable: no

            """ + string.Concat(stale.Select(domain => $"stub-zone:\n  name: \"{domain.Domain}\"\n  stub-addr: {Old}\n")));
        world.Start(folder, "unbound", "-d", "-c", file).Dispose();
    }
}
