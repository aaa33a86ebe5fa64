using ChatOpsBot.Probing;

namespace ChatOpsBot.LiveChecks;

/// <summary>Runs live checks: inside the bot, or on a backend at another place of the network.</summary>
internal interface IProbe
{
    /// <summary>Asks the target and says what it sees as it sees it. Cancelling ends it and closes its connections.</summary>
    IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, CancellationToken cancellationToken);
}
