using ChatOpsBot.Probing;

namespace ChatOpsBot.LiveChecks;

/// <summary>Runs live checks: inside the bot, or on a backend at another place of the network.</summary>
internal interface IProbe
{
    /// <summary>Why a target will not be asked, as far as is known before anything is looked up: an id of <see cref="Reasons"/>; null when it may be, or somebody else decides.</summary>
    string? RefusalOf(ProbeTarget target) => null;

    /// <summary>Asks the target and says what it sees as it sees it. Cancelling ends it and closes its connections.</summary>
    IAsyncEnumerable<ProbeEvent> RunAsync(ProbeRequest request, CancellationToken cancellationToken);
}
