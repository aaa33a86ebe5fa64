using Polly;
using Polly.Retry;

namespace ChatOpsBot.Channels;

/// <summary>
/// Tries a call again at once when a platform stumbles: at most twice, and begun within ten seconds, so that nobody who answers messages is
/// held up. What lasts longer is tried again by who keeps the row: the inbox, or the card's update.
/// </summary>
/// <typeparam name="TRefusal">How the platform's client says that a call failed; everything else passes through.</typeparam>
internal sealed class PromptRetry<TRefusal>
    where TRefusal : Exception
{
    private readonly ResiliencePipeline pipeline;
    private readonly TimeProvider time;

    /// <param name="random">Between 0 and 1; spreads those who stumbled together.</param>
    /// <param name="isTriedAgain">Only what cannot double, or was certainly not done.</param>
    /// <param name="retryAfter">How long the platform asked us to wait; more than two seconds are not waited for here.</param>
    public PromptRetry(TimeProvider time, Func<double> random, Func<TRefusal, bool> isTriedAgain, Func<TRefusal, TimeSpan?> retryAfter)
    {
        this.time = time;
        pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Waits.Length,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is TRefusal refusal
                    && isTriedAgain(refusal)
                    && (retryAfter(refusal) ?? TimeSpan.Zero) <= LongestWait
                    && time.GetElapsedTime(args.Context.Properties.GetValue(Started, 0)) < BeginWithin),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
                    (args.Outcome.Exception is TRefusal refusal ? retryAfter(refusal) : null) ?? Waits[args.AttemptNumber] * (0.5 + random() / 2)),
            })
            .Build();
    }

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Started, time.GetTimestamp());
        try
        {
            return await pipeline.ExecuteAsync(static async (context, call) => await call(context.CancellationToken), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static readonly ResiliencePropertyKey<long> Started = new("started");

    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BeginWithin = TimeSpan.FromSeconds(10);
}
