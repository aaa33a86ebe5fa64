using ChatOpsBot.Channels.Slack.Protocol;
using Polly;
using Polly.Retry;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// What is tried again at once when Slack stumbles: only what cannot double, at most twice, and begun within ten seconds, so that nobody
/// who answers messages is held up. What lasts longer is tried again by who keeps the row: the inbox, or the card's update.
/// </summary>
internal sealed class SlackRetry
{
    private readonly ResiliencePipeline repeatable;
    private readonly ResiliencePipeline posting;
    private readonly TimeProvider time;

    /// <param name="random">Between 0 and 1; spreads those who stumbled together.</param>
    public SlackRetry(TimeProvider time, Func<double> random)
    {
        this.time = time;
        // An update, a deletion or a question done twice is done once.
        repeatable = Build(random, IsStumble);
        // Slack has no key that would make a message once only: again only what was certainly not posted.
        posting = Build(random, refusal => refusal is { MayBeDone: false } and ({ Status: null } or { Code: SlackErrors.RequestTimeout }));
    }

    /// <summary>It was Slack's or the network's doing, and passes.</summary>
    public static bool IsStumble(SlackApiException refusal) =>
        refusal.Status is null
        || (int)refusal.Status >= 500
        || refusal.MayBeDone
        || refusal.Code is SlackErrors.UpdateFailed or SlackErrors.RequestTimeout;

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

    private ResiliencePipeline Build(Func<double> random, Func<SlackApiException, bool> isTriedAgain) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Waits.Length,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is SlackApiException refusal
                && isTriedAgain(refusal)
                && (refusal.RetryAfter ?? TimeSpan.Zero) <= LongestWait
                && time.GetElapsedTime(args.Context.Properties.GetValue(Started, 0)) < BeginWithin),
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                (args.Outcome.Exception as SlackApiException)?.RetryAfter ?? Waits[args.AttemptNumber] * (0.5 + random() / 2)),
        })
        .Build();

    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BeginWithin = TimeSpan.FromSeconds(10);
}
