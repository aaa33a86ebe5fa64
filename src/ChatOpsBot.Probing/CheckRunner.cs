using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Probing.Checks;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Outbound;
using ChatOpsBot.Probing.Policies;
using ChatOpsBot.Probing.Reports;
using ChatOpsBot.Probing.Targets;
using ChatOpsBot.Probing.Web;

namespace ChatOpsBot.Probing;

/// <summary>
/// Runs live checks against a mail server and streams what it sees. One instance a process: it remembers which addresses asked to be
/// left alone, who is connected to whom, and whether the way out was open. Sends no mail; no option changes that.
/// </summary>
public sealed class CheckRunner
{
    private readonly RunnerState state;

    /// <exception cref="ArgumentException">The options have problems; the message lists all of them.</exception>
    public CheckRunner(ProbeOptions options, TimeProvider time)
        : this(options, time, resolvers: null)
    {
    }

    /// <param name="resolvers">Asked instead of those of the options; for tests.</param>
    /// <param name="roots">Trusted instead of those of the options; for tests.</param>
    internal CheckRunner(ProbeOptions options, TimeProvider time, IReadOnlyList<IPEndPoint>? resolvers, TrustedRoots? roots = null)
    {
        if (options.Validate() is { Count: > 0 } problems)
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        var policy = new TargetPolicy(options);
        var resolver = new Resolver(resolvers is null ? ResolverAddresses.Of(options) : () => resolvers, options.DnsTimeout, time);
        roots ??= TrustedRoots.Load(options.TrustedRoots);
        var web = new HttpsClient(policy, resolver, roots, time);
        state = new RunnerState(
            options,
            time,
            policy,
            resolver,
            new WayOutMemory(time),
            new RatePauses(time, options.RatePause),
            new AddressGates(),
            new AddressQuota(time, options.MaxConnectionsPerMinute, options.MaxConnectionsPerDay),
            roots,
            new RevocationClient(policy, resolver, time),
            web,
            new RegistryClient(web, options, time));
    }

    /// <summary>From where it looks. The resolvers of this machine are those of the moment.</summary>
    public ReportVantage Vantage => new(
        state.Options.EhloName.Length > 0 ? state.Options.EhloName : null,
        [.. ResolverAddresses.Of(state.Options)().Select(resolver => resolver.ToString())],
        [.. state.Options.SourceAddresses]);

    /// <summary>What the policy says to the target before a name is looked up; null when it may be asked. A run says the same in its results.</summary>
    public Refusal? Refuse(ProbeTarget target) =>
        (state.Policy.JudgeTarget(target) ?? (IPAddress.TryParse(target.Host, out var address) ? state.Policy.JudgeAddress(target, address, OwnAddresses.Read()) : null)) is { } denial
            ? new Refusal(denial.Reason, denial.Sentence)
            : null;

    /// <summary>The ids of the checks this library has, in the order of their results.</summary>
    public static IReadOnlyList<string> KnownChecks { get; } = [.. LiveChecks.All.Select(check => check.Descriptor.Id)];

    /// <summary>
    /// Runs the checks, and those they rest on. Every check ends in exactly one result an address (<c>dns.addr</c>, <c>ctl.out25</c> and
    /// unknown ids: one a run), whatever happens. Cancelling closes all connections and ends the stream without an exception; what was
    /// not finished by then has no result.
    /// </summary>
    public async IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var events = Channel.CreateUnbounded<ProbeEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = ExecuteAsync(request, events.Writer, stop.Token);
        try
        {
            // Not the caller's token: what was seen before the stop is still told, and the end comes when the sockets are closed.
            await foreach (var probeEvent in events.Reader.ReadAllAsync(CancellationToken.None))
                yield return probeEvent;
        }
        finally
        {
            await stop.CancelAsync();
            await run;
        }
    }

    /// <summary>The same for who only takes down what is seen. Ends without an exception when it is cancelled.</summary>
    /// <param name="tell">Called at once by whichever task of the run sees something, also by several at the same time; it must not wait.</param>
    public async Task RunAsync(ProbeRequest request, Action<ProbeEvent> tell, CancellationToken cancellationToken)
    {
        try
        {
            await new ProbeRun(request, state, tell).ExecuteAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped by the caller, who knows.
        }
    }

    private async Task ExecuteAsync(ProbeRequest request, ChannelWriter<ProbeEvent> events, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            await RunAsync(request, seen => events.TryWrite(seen), stop);
        }
        catch (Exception fault)
        {
            // A fault of ours: the reader of the stream gets it, after all that was seen before it.
            failure = fault;
        }

        events.Complete(failure);
    }
}

/// <summary>Why a target is not asked.</summary>
/// <param name="Reason">Id of <see cref="Reasons"/>.</param>
public sealed record Refusal(string Reason, string Sentence);

/// <summary>What all runs of a process share.</summary>
internal sealed record RunnerState(
    ProbeOptions Options, TimeProvider Time, TargetPolicy Policy, Resolver Resolver, WayOutMemory WayOut,
    RatePauses Pauses, AddressGates Gates, AddressQuota Quota, TrustedRoots Roots, RevocationClient Revocation, HttpsClient Web, RegistryClient Registry)
{
    public RecentSights Sights { get; } = new(Time);

    public RecentJudgements Judgements { get; } = new(Roots);
}
