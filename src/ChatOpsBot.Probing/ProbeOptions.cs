using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Targets;
using ChatOpsBot.Probing.Tls;

namespace ChatOpsBot.Probing;

/// <summary>What live checks may touch and how long they wait. Bound from the section <c>Probe</c>.</summary>
public sealed class ProbeOptions
{
    /// <summary>Name of the configuration section, and the first word of every problem <see cref="Validate"/> reports.</summary>
    public const string Section = "Probe";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Networks (<c>10.20.0.0/16</c>, <c>fd00:1::/64</c>, or one address) that may be asked although they are not public.
    /// Names reserved for examples and tests are asked only when they resolve into one of these. Opens no port. Default: none.
    /// </summary>
    public IList<string> AllowedNetworks { get; init; } = [];

    /// <summary>Networks that are never asked, public or not; they win over <see cref="AllowedNetworks"/>. Default: none.</summary>
    public IList<string> DeniedNetworks { get; init; } = [];

    /// <summary>Ports besides 25, 465 and 587 that may be asked; 1 to 65535. Default: none.</summary>
    public IList<int> AllowedPorts { get; init; } = [];

    /// <summary>
    /// Mail servers (<c>host</c> or <c>host:port</c>, port 25 by default) known to answer the public. They are asked only when a
    /// target answered on none of its addresses, to tell "the target is silent" from "port 25 is blocked on the way out".
    /// At most four. Default: none, then the verdict names that limit.
    /// </summary>
    public IList<string> Port25Controls { get; init; } = [];

    /// <summary>
    /// The name said in EHLO: a full host name with matching A and PTR records. Default: empty, then the probe says its own
    /// address in brackets, as RFC 5321 §4.1.4 asks of a client without a name.
    /// </summary>
    public string EhloName { get; init; } = "";

    /// <summary>
    /// Addresses of this machine that connections to mail servers come from, at most one IPv4 and one IPv6 address. Default: none, then the
    /// system chooses.
    /// </summary>
    public IList<string> SourceAddresses { get; init; } = [];

    /// <summary>How many addresses of one name are asked; 1 to 8. Default: 4.</summary>
    public int MaxAddresses { get; init; } = 4;

    /// <summary>How many addresses are asked at the same time in one run; 1 to 8. Default: 4.</summary>
    public int ParallelAddresses { get; init; } = 4;

    /// <summary>How many connections all runs together make to one address in a minute; 1 to 1000. Default: 4.</summary>
    public int MaxConnectionsPerMinute { get; init; } = 4;

    /// <summary>How many connections all runs together make to one address in 24 hours; 1 to 100000. Default: 60.</summary>
    public int MaxConnectionsPerDay { get; init; } = 60;

    /// <summary>
    /// Resolvers to ask (<c>10.0.0.53</c>, <c>10.0.0.53:5353</c>, <c>[fd00::53]:53</c>), in order; at most four. They may stand anywhere.
    /// Signatures are judged by them, so a validating one is best. Default: none, then those of this machine.
    /// </summary>
    public IList<string> Resolvers { get; init; } = [];

    /// <summary>Longest wait for the resolvers, all questions about one target together. Default: 8 s.</summary>
    public TimeSpan DnsTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Longest wait for the TCP handshake with one address. Default: 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the whole greeting, however it drips in. RFC 5321 §4.5.3.2.1 allows 5 min. Default: 30 s.</summary>
    public TimeSpan BannerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From here on a right greeting is called slow. Default: 5 s.</summary>
    public TimeSpan SlowBannerAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest wait for the answers to EHLO and, after a refusal, HELO together. Default: 15 s.</summary>
    public TimeSpan EhloTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for the answer to STARTTLS. Default: 15 s.</summary>
    public TimeSpan StartTlsTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for a TLS handshake, however it drips in. Default: 15 s.</summary>
    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for all that issuers say about the revocation of one certificate. Default: 4 s.</summary>
    public TimeSpan RevocationTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Files in PEM form with the roots to trust instead of those of this machine, for networks with an authority of their own. At most
    /// four. Default: none. Exchange Online trusts public roots whatever is written here.
    /// </summary>
    public IList<string> TrustedRoots { get; init; } = [];

    /// <summary>
    /// Where the list of registries lies (RFC 9224), an https address. Closed networks may have a copy, or leave it empty: then no registry
    /// is asked whether a domain has run out. Default: that of IANA.
    /// </summary>
    public string RdapBootstrap { get; init; } = "https://data.iana.org/rdap/dns.json";

    /// <summary>Longest wait for a registry, and for the MTA-STS policy of a domain. Default: 10 s.</summary>
    public TimeSpan WebTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the goodbye of the server. Default: 2 s.</summary>
    public TimeSpan QuitTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for one of <see cref="Port25Controls"/>: they are hosts that answer in milliseconds. Default: 2 s.</summary>
    public TimeSpan ControlTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time for one address, all stages together. Default: 45 s.</summary>
    public TimeSpan AddressBudget { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Time for one run, all addresses together. Default: 60 s.</summary>
    public TimeSpan RunBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an address is left alone after it complained about our rate. Default: 15 min.</summary>
    public TimeSpan RatePause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The port of name servers, whose zones lie behind a delegation. 53; another one in tests, which are no root.</summary>
    internal int NameServerPort { get; init; } = 53;

    /// <summary>The port where TLS begins with the first byte. 465; another one in tests, which are no root.</summary>
    internal int ImplicitTlsPort { get; init; } = 465;

    /// <summary>The port of policy hosts. 443; another one in tests.</summary>
    internal int PolicyPort { get; init; } = 443;

    /// <summary>Who speaks TLS; another one in tests.</summary>
    internal TlsLibrary TlsLibrary { get; init; }

    /// <summary>The address to connect from; null for the system's choice.</summary>
    internal IPAddress? SourceFor(AddressFamily family) =>
        SourceAddresses.Select(text => IPAddress.TryParse(text, out var address) ? address : null).FirstOrDefault(address => address?.AddressFamily == family);

    /// <summary>Every problem as a sentence that says which value is wrong and what to write instead; empty when all is well.</summary>
    public IReadOnlyList<string> Validate() =>
    [
        .. NetworkProblems(nameof(AllowedNetworks), AllowedNetworks),
        .. NetworkProblems(nameof(DeniedNetworks), DeniedNetworks),
        .. AllowedPorts.Index().Where(port => port.Item is < 1 or > 65535)
            .Select(port => Problem($"{nameof(AllowedPorts)}:{port.Index}", port.Item, "which is no TCP port. Write a number from 1 to 65535.")),
        .. ControlProblems(),
        .. ResolverProblems(),
        .. RootProblems(),
        .. EhloName.Length == 0 || (HostNames.IsWellFormed(EhloName) && EhloName.Contains('.', StringComparison.Ordinal))
            ? (string[])[]
            : [Problem(nameof(EhloName), EhloName, "which is no full host name. Write the name this machine has in DNS, such as probe.contoso.com, or leave it empty to say the address instead.")],
        .. SourceProblems(),
        .. RdapBootstrap.Length == 0 || (Uri.TryCreate(RdapBootstrap, UriKind.Absolute, out var list) && list.Scheme == Uri.UriSchemeHttps)
            ? (string[])[]
            : [Problem(nameof(RdapBootstrap), RdapBootstrap, "which is no https address. Write one, such as https://data.iana.org/rdap/dns.json, or leave it empty to ask no registry.")],
        .. CountProblems(nameof(MaxAddresses), MaxAddresses, 8),
        .. CountProblems(nameof(ParallelAddresses), ParallelAddresses, 8),
        .. CountProblems(nameof(MaxConnectionsPerMinute), MaxConnectionsPerMinute, 1000),
        .. CountProblems(nameof(MaxConnectionsPerDay), MaxConnectionsPerDay, 100_000),
        .. TimeProblems(nameof(DnsTimeout), DnsTimeout, LongestWait),
        .. TimeProblems(nameof(ConnectTimeout), ConnectTimeout, LongestWait),
        .. TimeProblems(nameof(BannerTimeout), BannerTimeout, LongestWait),
        .. TimeProblems(nameof(SlowBannerAfter), SlowBannerAfter, LongestWait),
        .. TimeProblems(nameof(EhloTimeout), EhloTimeout, LongestWait),
        .. TimeProblems(nameof(StartTlsTimeout), StartTlsTimeout, LongestWait),
        .. TimeProblems(nameof(TlsTimeout), TlsTimeout, LongestWait),
        .. TimeProblems(nameof(RevocationTimeout), RevocationTimeout, LongestWait),
        .. TimeProblems(nameof(WebTimeout), WebTimeout, LongestWait),
        .. TimeProblems(nameof(QuitTimeout), QuitTimeout, LongestWait),
        .. TimeProblems(nameof(ControlTimeout), ControlTimeout, LongestWait),
        .. TimeProblems(nameof(AddressBudget), AddressBudget, LongestWait),
        .. TimeProblems(nameof(RunBudget), RunBudget, LongestWait),
        .. TimeProblems(nameof(RatePause), RatePause, TimeSpan.FromDays(1)),
    ];

    private static IEnumerable<string> NetworkProblems(string option, IEnumerable<string> networks) =>
        networks.Index().Where(network => !Networks.TryParse(network.Item, out _)).Select(network => Problem(
            $"{option}:{network.Index}",
            network.Item,
            "which is no network. Write address/prefix length with all bits behind the prefix zero, such as 10.0.0.0/8 or fd00:1::/64, or one address."));

    private IEnumerable<string> ControlProblems()
    {
        foreach (var (index, control) in Port25Controls.Index())
        {
            if (!ProbeTarget.TryParse(control, out _))
                yield return Problem($"{nameof(Port25Controls)}:{index}", control, "which is no mail server. Write a host name, or host:port.");
        }

        if (Port25Controls.Count > 4)
            yield return $"{Section}:{nameof(Port25Controls)} names {Port25Controls.Count.ToString(CultureInfo.InvariantCulture)} hosts. Name at most four: one that answers is proof enough.";
    }

    private IEnumerable<string> ResolverProblems()
    {
        foreach (var (index, resolver) in Resolvers.Index())
        {
            if (!ResolverAddresses.TryParse(resolver, out _))
                yield return Problem($"{nameof(Resolvers)}:{index}", resolver, "which is no resolver. Write its address, such as 10.0.0.53, with a port if it is not 53: 10.0.0.53:5353 or [fd00::53]:5353.");
        }

        if (Resolvers.Count > 4)
            yield return $"{Section}:{nameof(Resolvers)} names {Resolvers.Count.ToString(CultureInfo.InvariantCulture)} resolvers. Name at most four.";
    }

    private IEnumerable<string> RootProblems()
    {
        foreach (var (index, file) in TrustedRoots.Index())
        {
            if (Certificates.TrustedRoots.FindProblem(file) is { } problem)
                yield return Problem($"{nameof(TrustedRoots)}:{index}", file, problem);
        }

        if (TrustedRoots.Count > 4)
            yield return $"{Section}:{nameof(TrustedRoots)} names {TrustedRoots.Count.ToString(CultureInfo.InvariantCulture)} files. Name at most four.";
    }

    private IEnumerable<string> SourceProblems()
    {
        HashSet<AddressFamily> families = [];
        foreach (var (index, source) in SourceAddresses.Index())
        {
            if (!IPAddress.TryParse(source, out var address) || !(source.Contains('.', StringComparison.Ordinal) || source.Contains(':', StringComparison.Ordinal)))
                yield return Problem($"{nameof(SourceAddresses)}:{index}", source, "which is no address. Write one of this machine, such as 10.0.0.25 or fd00::25.");
            else if (!families.Add(address.AddressFamily))
                yield return Problem($"{nameof(SourceAddresses)}:{index}", source, "a second address of its family. Name one IPv4 and one IPv6 address at most.");
        }
    }

    private static IEnumerable<string> CountProblems(string option, int count, int most) =>
        count >= 1 && count <= most ? [] : [Problem(option, count, string.Create(CultureInfo.InvariantCulture, $"outside its range. Write a number from 1 to {most}."))];

    private static IEnumerable<string> TimeProblems(string option, TimeSpan value, TimeSpan longest) =>
        value > TimeSpan.Zero && value <= longest
            ? []
            : [Problem(option, value.ToString("c", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"outside its range. Write hours:minutes:seconds, more than zero and at most {longest:c}."))];

    private static string Problem(string option, object value, string rest) => value is string text
        ? $"{Section}:{option} is \"{text}\", {rest}"
        : string.Create(CultureInfo.InvariantCulture, $"{Section}:{option} is {value}, {rest}");
}
