using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using ChatOpsBot.Probing.Reports;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>
/// A small internet in two network namespaces: in the one the backend as a program of its own, in the other all servers it may meet.
/// Every domain is asked once, all at the same time.
/// </summary>
public sealed class MailWorld : IAsyncLifetime
{
    public const string PrivateServer = "10.99.0.1";
    public const string Nobody6 = "fd77:c105::1";
    public const string MetadataServer = "169.254.169.254";

    private static readonly string[] Needed = ["nsd", "unbound", "ldns-keygen", "ldns-signzone", "postfix"];

    // Generous: it says only when to give up on a server that never comes.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private readonly List<ScriptedSmtpServer> servers = [];
    private readonly Dictionary<string, Task<ProbeReport>> reports = new(StringComparer.Ordinal);
    private string folder = "";

    /// <summary>Most questions wait for a clock, not for the machine; some hundred at once are enough to have them all answered in two minutes.</summary>
    private readonly SemaphoreSlim turns = new(128);
    private NetworkSpace? world;
    private NetworkSpace? machine;
    private NameServers? names;
    private ScriptedSmtpServer? slow;
    private readonly List<ScriptedWebServer> webs = [];
    private readonly Dictionary<(string, int), ServerTls> issued = [];
    private Process? backend;
    private HttpClient? client;

    /// <summary>Why there is no lab here; null when it runs.</summary>
    public string? Obstacle { get; private set; }

    internal WireRecorder? Wire { get; private set; }

    /// <summary>The verdict's report about a domain of the lab.</summary>
    internal Task<ProbeReport> ReportAsync(LabDomain domain) => reports[domain.Name];

    /// <summary>Of a thousand addresses that lose every packet.</summary>
    internal static string DeadAddress(int number) => string.Create(CultureInfo.InvariantCulture, $"198.19.{200 + (number / 250)}.{1 + (number % 250)}");

    internal Task<ProbeReport> AskServerAsync(string address) => PostAsync(address, $$"""{"host":"{{address}}"}""");

    /// <summary>A number the system tells of the backend: its threads now, its most memory so far (<c>VmHWM</c>, in KiB).</summary>
    internal int ReadBackend(string name) => File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{backend!.Id}/status"))
        .Where(line => line.StartsWith(name + ":", StringComparison.Ordinal))
        .Select(line => int.Parse(line[(name.Length + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture))
        .Single();

    internal Task WhenAllAsked() => Task.WhenAll(reports.Values);

    internal HttpClient Client => client!;

    public async ValueTask InitializeAsync()
    {
        Obstacle = NetworkSpace.FindObstacle()
            ?? (Needed.FirstOrDefault(program => !Programs.Has(program)) is { } missing ? $"The lab needs the program {missing}. `.ci/run probe` as root installs it from the system's package sources." : null);
        if (Obstacle is not null)
            return;
        try
        {
            await BuildAsync();
        }
        catch
        {
            // Who fails here is not disposed of by the test framework.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        turns.Dispose();
        backend?.Dispose();
        if (Wire is not null)
            await Wire.DisposeAsync();
        names?.Dispose();
        machine?.Dispose();
        world?.Dispose();
        (machine, world, Wire) = (null, null, null);
        foreach (var server in servers)
            await server.DisposeAsync();
        servers.Clear();
        foreach (var web in webs)
            await web.DisposeAsync();
        webs.Clear();
        if (folder.Length > 0 && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task BuildAsync()
    {
        folder = Directory.CreateTempSubdirectory("chatopsbot-lab-").FullName;

        // Postfix's own user reads there too.
        Programs.Run(folder, "chmod", "755", folder);
        world = NetworkSpace.Create("world");
        machine = NetworkSpace.Create("probe");
        Cable(world, machine);
        names = new NameServers(folder, world);
        names.Start([.. LabDomains.All.Select((domain, index) => (domain, (Func<string, string>)(line => Fill(line, index))))]);
        StartServers(world);
        webs.AddRange([.. PolicyHost.Start(world), RevocationHost.Start(world)]);
        Wire = new WireRecorder(machine);
        backend = StartBackend(machine);
        client = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri("http://127.0.0.1:5090"), Timeout = Timeout.InfiniteTimeSpan };
        await AwaitServersAsync();

        // A greeting is slow after 5 s and in vain after 30 s. The lost packet, given up after 10 s, is its clock, so both begin first.
        foreach (var domain in LabDomains.All.OrderBy(domain => domain.Name is LabDomains.Slow or LabDomains.Lost ? 0 : 1))
            reports[domain.Name] = AskAsync(domain);
        _ = ReleaseSlowAsync();
    }

    private async Task ReleaseSlowAsync()
    {
        await reports[LabDomains.Lost];
        slow!.Release();
    }

    private void Cable(NetworkSpace around, NetworkSpace probe)
    {
        NetworkSpace.Link(around, "cable", probe, "cable");
        around.Set("net/ipv4/ip_forward", 1);
        around.Set("net/ipv6/conf/all/forwarding", 1);

        // A router that is asked about many domains at once answers for all of them.
        around.Set("net/ipv4/icmp_ratelimit", 0);
        around.Set("net/ipv6/icmp/ratelimit", 0);
        List<string> lines = ["address add 198.18.255.1/30 dev cable", "address add fd77:ffff::1/64 dev cable nodad", "link set cable up"];
        lines.AddRange(NameServers.Addresses.Concat([PrivateServer, MetadataServer, RevocationHost.Address, .. PolicyHost.Addresses]).Select(address => $"address add {address}/32 dev lo"));
        lines.AddRange(["route add unreachable fd77:dead::/64", "route add blackhole fd77:1057::/64", $"address add {Nobody6}/128 dev lo nodad"]);
        lines.AddRange(Enumerable.Range(200, 4).Select(block => string.Create(CultureInfo.InvariantCulture, $"route add blackhole 198.19.{block}.0/24")));
        foreach (var (index, domain) in LabDomains.All.Index())
        {
            lines.Add($"address add {Address6(index)}/128 dev lo nodad");
            foreach (var (number, place) in domain.Places.Index())
            {
                var address = Address(index, number);
                lines.Add(place switch
                {
                    Place.Lost => $"route add blackhole {address}/32",
                    Place.Unreachable => $"route add unreachable {address}/32",
                    Place.Prohibited => $"route add prohibit {address}/32",
                    _ => $"address add {address}/32 dev lo",
                });
            }
        }

        around.Ip(Path.Combine(folder, "world.ip"), lines);
        probe.Ip(Path.Combine(folder, "probe.ip"),
        [
            "address add 198.18.255.2/30 dev cable", "address add fd77:ffff::2/64 dev cable nodad", "link set cable up",
            "route add default via 198.18.255.1", "route add ::/0 via fd77:ffff::1",
        ]);
    }

    private void StartServers(NetworkSpace around)
    {
        List<(LabDomain, Place.Postfix, string, string)> real = [];
        foreach (var (index, domain) in LabDomains.All.Index())
        {
            foreach (var (number, place) in domain.Places.Index())
            {
                var address = Address(index, number);
                if (place is Place.Postfix postfix)
                    real.Add((domain, postfix, address, string.Create(CultureInfo.InvariantCulture, $"mx{number + 1}.{domain.Domain}")));
                if (Serve(around, address, domain, place, Issued(domain, number)) is { } server && domain.Name == LabDomains.Slow)
                    slow = server;
            }

            if (domain.Records?.Any(line => line.Contains("$6", StringComparison.Ordinal)) == true)
                Serve(around, Address6(index), domain, new Place.Healthy());
        }

        foreach (var address in new[] { PrivateServer, MetadataServer })
            Serve(around, address, LabDomains.All[0], new Place.Healthy());
        PostfixServer.Start(folder, around, real);
    }

    private ScriptedSmtpServer? Serve(NetworkSpace around, string address, LabDomain domain, Place place, ServerTls? tlsOfPlace = null)
    {
        var (script, tls) = place switch
        {
            Place.Scripted scripted => (scripted.Script, tlsOfPlace ?? scripted.Issue(domain)),
            Place.Showing showing => (Faultless(domain), tlsOfPlace ?? showing.Issue(domain)),
            Place.Healthy => (Faultless(domain), tlsOfPlace ?? Certificates.Valid(domain)),
            _ => ((string[]?)null, (ServerTls?)null),
        };
        if (script is null)
            return null;
        var at = new IPEndPoint(IPAddress.Parse(address), place.Port);
        var server = ScriptedSmtpServer.Start(around.Open(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp), at, tls, script);
        servers.Add(server);
        return server;
    }

    private static string[] Faultless(LabDomain domain) =>
    [
        $"S: 220 mx1.{domain.Domain} ESMTP", "C: EHLO *", $"S: 250-mx1.{domain.Domain}", "S: 250-SIZE 10240000", "S: 250 STARTTLS",
        "C: STARTTLS", "S: 220 2.0.0 Ready", "* tls", "C: EHLO *", $"S: 250 mx1.{domain.Domain}",
    ];

    private Process StartBackend(NetworkSpace probe)
    {
        var root = Path.Combine(folder, "root.pem");
        File.WriteAllText(root, TestAuthority.Trusted.Certificate.ExportCertificatePem());

        // As it is built for itself: here its settings would be those of the bot.
        var program = AppContext.BaseDirectory.Replace("/tests/ChatOpsBot.Probe.Tests/", "/src/ChatOpsBot.Probe/", StringComparison.Ordinal) + "chatopsbot-probe.dll";
        return probe.Start(folder, "dotnet",
        [
            program, "--Urls=http://127.0.0.1:5090", "--Backend:RunsPerMinute=10000",
            "--Probe:AllowedNetworks:0=198.18.0.0/15", "--Probe:AllowedNetworks:1=fd77::/16", $"--Probe:Resolvers:0={NameServers.Resolver}",
            $"--Probe:TrustedRoots:0={root}", "--Probe:EhloName=probe.dns.lab", $"--Probe:RdapBootstrap={PolicyHost.Bootstrap}",
        ]);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = machine!.Open(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AwaitServersAsync()
    {
        using var limit = new CancellationTokenSource(LongestStart);
        foreach (var server in NameServers.Speaking)
            await AwaitAsync(server, 53, limit.Token);
        foreach (var (index, domain) in LabDomains.All.Index())
        {
            foreach (var (number, place) in domain.Places.Index())
            {
                if (place is Place.Postfix)
                    await AwaitAsync(Address(index, number), 25, limit.Token);
            }
        }

        while (true)
        {
            try
            {
                using var response = await client!.GetAsync("/health/live", limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    private async Task AwaitAsync(string address, int port, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var socket = world!.Open(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Parse(address), port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    private async Task<ProbeReport> AskAsync(LabDomain domain)
    {
        await turns.WaitAsync();
        try
        {
            return await PostAsync(domain.Domain, domain.Question?.Replace("$d", domain.Domain, StringComparison.Ordinal) ?? $$"""{"domain":"{{domain.Domain}}"}""");
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<ProbeReport> PostAsync(string about, string json)
    {
        using var question = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using var response = await client!.PostAsync("/v1/runs", question);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize(text, ProbeJson.Default.ProbeReport)!
            : throw new InvalidOperationException($"{about}: {(int)response.StatusCode} {text}");
    }

    /// <summary>What a scripted server shows, made once: records may tell of it.</summary>
    private ServerTls? Issued(LabDomain domain, int number)
    {
        if (issued.TryGetValue((domain.Name, number), out var made))
            return made;
        ServerTls? tls = domain.Places[number] switch
        {
            Place.Scripted scripted => scripted.Issue(domain),
            Place.Showing showing => showing.Issue(domain),
            Place.Healthy => Certificates.Valid(domain),
            _ => null,
        };
        return tls is null ? null : issued[(domain.Name, number)] = tls;
    }

    private string Fill(string line, int index)
    {
        if (line.Contains("$own", StringComparison.Ordinal))
            line = line.Replace("$own", Certificates.Digest(Issued(LabDomains.All[index], 0)!.Certificate), StringComparison.Ordinal);
        line = line.Replace("$issuer", Certificates.IssuerDigest, StringComparison.Ordinal);
        for (var number = 0; number < 4; number++)
            line = line.Replace(string.Create(CultureInfo.InvariantCulture, $"${number + 1}"), Address(index, number), StringComparison.Ordinal);
        return line.Replace("$6", Address6(index), StringComparison.Ordinal);
    }

    private static string Address(int index, int number) => string.Create(CultureInfo.InvariantCulture, $"198.{18 + ((20 + index) / 250)}.{(20 + index) % 250}.{number + 1}");

    private static string Address6(int index) => string.Create(CultureInfo.InvariantCulture, $"fd77::{index + 1:x}:1");
}
