using System.Net;
using ChatOpsBot.Channels.Teams.Protocol;
using Polly;
using Polly.Retry;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// What is tried again at once when the Connector stumbles: only what cannot double, at most twice, and begun within ten seconds, so
/// that nobody who answers messages is held up. What lasts longer is tried again by who keeps the row: the inbox, or the card's update.
/// </summary>
internal sealed class ConnectorRetry
{
    private readonly ResiliencePipeline repeatable;
    private readonly ResiliencePipeline posting;
    private readonly TimeProvider time;

    /// <param name="random">Between 0 and 1; spreads those who stumbled together.</param>
    public ConnectorRetry(TimeProvider time, Func<double> random)
    {
        this.time = time;
        // A PUT, DELETE or GET done twice is done once.
        repeatable = Build(random, exception => exception.Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.PreconditionFailed or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout);
        // The Connector has no key that would make a message once only: again only what was certainly not posted.
        posting = Build(random, exception => exception is { MayBeDone: false } and ({ Status: null } or { Status: HttpStatusCode.PreconditionFailed }));
    }

    public async Task<T> RunAsync<T>(bool isRepeatable, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, time.GetTimestamp());
        try
        {
            return await (isRepeatable ? repeatable : posting).ExecuteAsync(
                static async (context, call) => await call(context.CancellationToken),
                context,
                call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Build(Func<double> random, Func<ConnectorException, bool> isTriedAgain) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Waits.Length,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is ConnectorException exception
                && isTriedAgain(exception)
                && (exception.RetryAfter ?? TimeSpan.Zero) <= LongestWait
                && time.GetElapsedTime(args.Context.Properties.GetValue(Started, 0)) < BeginWithin),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                (args.Outcome.Exception as ConnectorException)?.RetryAfter ?? Waits[args.AttemptNumber] * (0.5 + random() / 2)),
        })
        .Build();

    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BeginWithin = TimeSpan.FromSeconds(10);
}
