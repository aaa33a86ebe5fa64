using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Calls the Web API as an installation and within Slack's limits: with its token, renewed once when it has expired and forgotten when it
/// is dead; waits for a place, tries again what may be tried again at once, and pauses a method that is throttled. What a refusal means
/// for a card is not decided here. The one door: whatever a conversation or a person gets or is asked for goes through it.
/// </summary>
internal sealed class SlackCalls(SlackWebApi api, ISlackTokens tokens, SlackGates gates, SlackRetry retry, MissingMethods missing, SlackMetrics metrics, ILogger<SlackCalls> log)
{
    /// <exception cref="SlackApiException">It failed.</exception>
    /// <exception cref="ChannelException">It was not tried, is throttled, or the installation is gone.</exception>
    public Task<ChatResponse> PostAsync(SlackReference to, SlackCall<ChatResponse> post, CancellationToken cancellationToken) =>
        CallAsync(to.Installation, SlackGates.PostMethod, isRepeatable: false, post, token => gates.EnterAsync(to.InstallationId, SlackGates.PostMethod, to.ChannelId, token), cancellationToken);

    /// <returns>How long no message can be posted there; null: perhaps at once.</returns>
    public TimeSpan? PostsClosedFor(SlackReference to) => gates.PostsClosedFor(to.InstallationId, to.ChannelId);

    /// <param name="isInterim">More follows by itself.</param>
    public Task<ChatResponse> UpdateAsync(SlackReference to, bool isInterim, SlackCall<ChatResponse> update, CancellationToken cancellationToken) =>
        CallAsync(to.Installation, SlackGates.UpdateMethod, isRepeatable: true, update, _ =>
        {
            gates.EnterUpdate(to.InstallationId, isInterim);
            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>Any other method that can be done twice without harm.</summary>
    public Task<T> AskAsync<T>(SlackInstallation installation, string method, SlackCall<T> ask, CancellationToken cancellationToken) =>
        CallAsync(installation, method, isRepeatable: true, ask, token => gates.EnterAsync(installation.Id, method, channel: null, token), cancellationToken);

    /// <summary>Any other method that cannot: tried again only when it was certainly not done.</summary>
    public Task<T> DoOnceAsync<T>(SlackInstallation installation, string method, SlackCall<T> act, CancellationToken cancellationToken) =>
        CallAsync(installation, method, isRepeatable: false, act, token => gates.EnterAsync(installation.Id, method, channel: null, token), cancellationToken);

    /// <summary>Answers a press or a command beside the message it came from; that needs no token.</summary>
    /// <exception cref="ArgumentException">Not an address of Slack's.</exception>
    public Task RespondAsync(SlackInstallation installation, Uri responseUrl, ResponseMessage message, CancellationToken cancellationToken) =>
        TryAsync(
            installation,
            "response_url",
            isRepeatable: false,
            botToken: "",
            async (web, _, stop) =>
            {
                await web.RespondAsync(responseUrl, message, stop);
                return true;
            },
            token => gates.EnterAsync(installation.Id, "response_url", channel: null, token),
            cancellationToken);

    private async Task<T> CallAsync<T>(SlackInstallation installation, string method, bool isRepeatable, SlackCall<T> call, Func<CancellationToken, Task> enter, CancellationToken cancellationToken)
    {
        var botToken = await tokens.FindAsync(installation, cancellationToken) ?? throw ChannelException.Permanent(NotInstalled);
        try
        {
            return await TryAsync(installation, method, isRepeatable, botToken, call, enter, cancellationToken);
        }
        catch (SlackApiException refusal) when (refusal.Code == SlackErrors.TokenExpired)
        {
            return await OnceMoreAsync(installation, method, isRepeatable, botToken, refusal, call, enter, cancellationToken);
        }
        catch (SlackApiException refusal) when (IsDead(refusal))
        {
            throw await GoneAsync(installation, botToken, refusal);
        }
    }

    private async Task<T> OnceMoreAsync<T>(
        SlackInstallation installation,
        string method,
        bool isRepeatable,
        string expired,
        SlackApiException refusal,
        SlackCall<T> call,
        Func<CancellationToken, Task> enter,
        CancellationToken cancellationToken)
    {
        var renewed = await tokens.RenewAsync(installation, expired, cancellationToken) ?? throw await GoneAsync(installation, expired, refusal);
        try
        {
            return await TryAsync(installation, method, isRepeatable, renewed, call, enter, cancellationToken);
        }
        catch (SlackApiException again) when (again.Code == SlackErrors.TokenExpired || IsDead(again))
        {
            throw await GoneAsync(installation, renewed, again);
        }
    }

    private async Task<T> TryAsync<T>(SlackInstallation installation, string method, bool isRepeatable, string botToken, SlackCall<T> call, Func<CancellationToken, Task> enter, CancellationToken cancellationToken)
    {
        try
        {
            var result = await retry.RunAsync(isRepeatable, token => OnceAsync(method, botToken, call, enter, token), cancellationToken);
            gates.Succeeded(installation.Id, method);
            return result;
        }
        catch (SlackApiException refusal) when (refusal.Code is SlackErrors.RateLimited or SlackErrors.RateLimitedInBody)
        {
            throw ChannelException.Transient(refusal.Message, gates.Throttled(installation.Id, method, refusal.RetryAfter), refusal);
        }
    }

    private async Task<T> OnceAsync<T>(string method, string botToken, SlackCall<T> call, Func<CancellationToken, Task> enter, CancellationToken cancellationToken)
    {
        await enter(cancellationToken);
        try
        {
            var result = await call(api, botToken, cancellationToken);
            metrics.Called(method, "ok");
            missing.Answered(method);
            return result;
        }
        catch (SlackApiException refusal)
        {
            metrics.Called(method, refusal.Code ?? (refusal.Status is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : refusal.MayBeDone ? "unanswered" : "unreached"));
            if (!missing.Note(method, refusal))
                LogFailed(log, refusal.Message, refusal.NeededScope ?? string.Join("; ", refusal.Details), null);
            throw;
        }
    }

    /// <summary>The token will not be taken again.</summary>
    public static bool IsDead(SlackApiException refusal) => refusal.Code is
        SlackErrors.InvalidAuth or SlackErrors.NotAuthed or SlackErrors.TokenRevoked or SlackErrors.AccountInactive or SlackErrors.AccessDenied or SlackErrors.AppAccessRestricted;

    private async Task<ChannelException> GoneAsync(SlackInstallation installation, string dead, SlackApiException refusal)
    {
        // Not with the caller's token: what is known of the installation must not be lost because somebody gave up.
        await tokens.ForgetAsync(installation, dead, refusal.Code ?? "", CancellationToken.None);
        LogGone(log, installation.Id, refusal.Code ?? "", null);
        return ChannelException.Permanent($"{NotInstalled} ({refusal.Code})", refusal);
    }

    private const string NotInstalled = "The app is not installed in this workspace, or no longer. Installing it again brings the bot back.";

    private static readonly Action<ILogger, string, string, Exception?> LogFailed = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(31, "SlackCall"), "A call to Slack failed: {Reason} {Details}");

    private static readonly Action<ILogger, string, string, Exception?> LogGone = LoggerMessage.Define<string, string>(
        LogLevel.Error, new EventId(32, "SlackGone"), "The bot cannot speak in the Slack workspace {Workspace} any more: {Error}. Install the app there again, or set Slack:BotToken to the token in force.");
}

/// <summary>A call of a method with a token.</summary>
internal delegate Task<T> SlackCall<T>(SlackWebApi api, string botToken, CancellationToken cancellationToken);
