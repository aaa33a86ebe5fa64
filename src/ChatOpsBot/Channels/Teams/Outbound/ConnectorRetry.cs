using System.Net;
using ChatOpsBot.Channels.Teams.Protocol;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>What is tried again at once when the Connector stumbles: only what cannot double.</summary>
/// <param name="random">Between 0 and 1; spreads those who stumbled together.</param>
internal sealed class ConnectorRetry(TimeProvider time, Func<double> random)
{
    // A PUT, DELETE or GET done twice is done once.
    private readonly PromptRetry<ConnectorException> repeatable = new(
        time,
        random,
        refusal => refusal.Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.PreconditionFailed or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        refusal => refusal.RetryAfter);

    // The Connector has no key that would make a message once only: again only what was certainly not posted.
    private readonly PromptRetry<ConnectorException> posting = new(
        time,
        random,
        refusal => refusal is { MayBeDone: false } and ({ Status: null } or { Status: HttpStatusCode.PreconditionFailed }),
        refusal => refusal.RetryAfter);

    public Task<T> RunAsync<T>(bool isRepeatable, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        (isRepeatable ? repeatable : posting).RunAsync(call, cancellationToken);
}
