using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ChatOpsBot.Probing;

namespace ChatOpsBot.LiveChecks;

/// <summary>Several backends look at the same target at the same time; each result carries the name of the one that saw it.</summary>
internal sealed class VantagePoints(IReadOnlyList<RemoteProbe> probes) : IProbe, IDisposable
{
    public void Dispose()
    {
        foreach (var probe in probes)
            probe.Dispose();
    }

    public async IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<ProbeEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var all = RunAllAsync(request, events.Writer, stop.Token);
        try
        {
            await foreach (var seen in events.Reader.ReadAllAsync(CancellationToken.None))
                yield return seen;
        }
        finally
        {
            await stop.CancelAsync();
            await all;
        }
    }

    private async Task RunAllAsync(ProbeRequest request, ChannelWriter<ProbeEvent> events, CancellationToken stop)
    {
        var running = Task.WhenAll(probes.Select(probe => RunAsync(probe, request, events, stop)));
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // A fault of ours in one of them: the reader gets it, after all that the others saw.
        events.Complete(running.Exception?.InnerException);
    }

    private static async Task RunAsync(RemoteProbe probe, ProbeRequest request, ChannelWriter<ProbeEvent> events, CancellationToken stop)
    {
        await foreach (var seen in probe.RunAsync(request, stop))
            await events.WriteAsync(seen, CancellationToken.None);
    }
}
