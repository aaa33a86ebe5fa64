using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Testing.Dns;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probing.Tests;

/// <summary>A runner as the bot has it, with loopback allowed, and a resolver of the test's choice.</summary>
/// <param name="resolver">Null for none at all.</param>
internal sealed class Probe(TimeProvider time, ProbeOptions options, ScriptedDnsServer? resolver)
{
    /// <summary>All of a mail session; those that ask registries and policies have tests of their own.</summary>
    public static readonly IReadOnlyList<string> AllChecks = [.. CheckRunner.KnownChecks.Where(id => id is not ("rdap.domain" or "tls.mtasts" or "tls.tlsa"))];

    /// <summary>What the probes of tests trust.</summary>
    public static readonly TrustedRoots Roots = new([TestAuthority.Trusted.Certificate]);

    /// <summary>Not the default, so that a test can tell its timer from that of STARTTLS.</summary>
    public static readonly TimeSpan TlsLimit = TimeSpan.FromSeconds(14);

    private readonly CheckRunner runner = new(options, time, resolver is null ? [] : [resolver.EndPoint], Roots);

    public Probe(TimeProvider? time = null, ProbeOptions? options = null)
        : this(time ?? TimeProvider.System, options ?? Loopback(), resolver: null)
    {
    }

    /// <summary>Options that allow 127.0.0.0/8 and the ports of the given targets.</summary>
    public static ProbeOptions Loopback(params ReadOnlySpan<int> ports) => new()
    {
        AllowedNetworks = ["127.0.0.0/8", "::1"],
        AllowedPorts = [.. ports],
        EhloName = "probe.example.net",
        TlsTimeout = TlsLimit,
    };

    /// <summary>Runs all checks against one target of the loopback network.</summary>
    public static Task<ProbeReport> RunAsync(ProbeTarget target, CancellationToken cancellationToken) =>
        RunAsync(target, TimeProvider.System, cancellationToken);

    public static Task<ProbeReport> RunAsync(ProbeTarget target, TimeProvider time, CancellationToken cancellationToken) =>
        new Probe(time, Loopback(target.Port)).RunAsync(new ProbeRequest(target, AllChecks), cancellationToken);

    public Task<ProbeReport> RunAllAsync(ProbeTarget target, CancellationToken cancellationToken) =>
        RunAsync(new ProbeRequest(target, AllChecks), cancellationToken);

    public async Task<ProbeReport> RunAsync(ProbeRequest request, CancellationToken cancellationToken)
    {
        List<ProbeEvent> events = [];
        await foreach (var probeEvent in Stream(request, cancellationToken))
            events.Add(probeEvent);
        return new ProbeReport(events);
    }

    public IAsyncEnumerable<ProbeEvent> Stream(ProbeRequest request, CancellationToken cancellationToken) => runner.RunAsync(request, cancellationToken);

    /// <summary>A resolver that knows one name.</summary>
    public static ScriptedDnsServer Names(string name, params IEnumerable<IPAddress> addresses) =>
        ScriptedDnsServer.Start([$"{name} TXT known", .. addresses.Select(address => $"{name} {(address.AddressFamily == AddressFamily.InterNetwork ? "A" : "AAAA")} {address}")]);
}

/// <summary>What a run said.</summary>
internal sealed record ProbeReport(IReadOnlyList<ProbeEvent> Events)
{
    public IReadOnlyList<CheckResult> Results => [.. Events.OfType<ProbeEvent.Finished>().Select(finished => finished.Result)];

    /// <summary>The only result of a check.</summary>
    public CheckResult this[string checkId] => Results.Single(result => result.CheckId == checkId);

    public CheckResult At(string checkId, string where) => Results.Single(result => result.CheckId == checkId && result.Where == where);

    /// <summary>Check id and outcome, in the order they came, as <c>tcp25=open</c>.</summary>
    public IReadOnlyList<string> Outcomes => [.. Results.Select(result => $"{result.CheckId}={result.Outcome}")];
}
