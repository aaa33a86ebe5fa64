using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>What is tried again at once when Slack stumbles: only what cannot double.</summary>
/// <param name="random">Between 0 and 1; spreads those who stumbled together.</param>
internal sealed class SlackRetry(TimeProvider time, Func<double> random)
{
    // An update, a deletion or a question done twice is done once.
    private readonly PromptRetry<SlackApiException> repeatable = new(time, random, IsStumble, refusal => refusal.RetryAfter);

    // Slack has no key that would make a message once only: again only what was certainly not posted.
    private readonly PromptRetry<SlackApiException> posting = new(
        time,
        random,
        refusal => refusal is { MayBeDone: false } and ({ Status: null } or { Code: SlackErrors.RequestTimeout }),
        refusal => refusal.RetryAfter);

    /// <summary>It was Slack's or the network's doing, and passes.</summary>
    public static bool IsStumble(SlackApiException refusal) =>
        refusal.Status is null
        || (int)refusal.Status >= 500
        || refusal.MayBeDone
        || refusal.Code is SlackErrors.UpdateFailed or SlackErrors.RequestTimeout;

    public Task<T> RunAsync<T>(bool isRepeatable, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        (isRepeatable ? repeatable : posting).RunAsync(call, cancellationToken);
}
