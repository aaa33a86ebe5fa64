using ChatOpsBot.Probing;

namespace ChatOpsBot.LiveChecks;

/// <summary>Runs the checks in the bot's own process, seen from the bot's own network.</summary>
internal sealed class EmbeddedProbe(CheckRunner runner) : IProbe
{
    public string? RefusalOf(ProbeTarget target) => runner.Refuse(target)?.Reason;

    public IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, CancellationToken cancellationToken) => runner.RunAsync(request, cancellationToken);
}
