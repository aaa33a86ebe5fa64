using System.Net;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Where a conversation was last heard from: Teams moves them. Null: nothing is known beyond its reference.</summary>
/// <param name="conversation">Without its thread.</param>
internal delegate string? LatestServiceUrl(string tenant, string conversation);

/// <summary>
/// Calls the Connector within Teams' limits: waits for a place, tries again what may be tried again at once, goes to GCC when told to,
/// and pauses a conversation that is throttled. What a failure means for a card is not decided here.
/// </summary>
internal sealed class TeamsCalls(
    ConnectorClient connector,
    ServiceTrust trust,
    LatestServiceUrl latest,
    SendGates gates,
    ConnectorRetry retry,
    UnreachableConversations unreachable,
    TeamsMetrics metrics,
    TimeProvider time,
    ILogger<TeamsCalls> log)
{
    // Tenants of GCC look like those of the public cloud until the public host turns them away.
    private readonly Marks<Uri> movedTenants = new(time, TimeSpan.FromDays(1), capacity: 10_000);

    /// <returns>The message's id; null when Teams told none.</returns>
    /// <exception cref="ConnectorException">It failed.</exception>
    /// <exception cref="ChannelException">It was not tried, or is throttled.</exception>
    public Task<string?> PostAsync(TeamsReference to, SerializedActivity activity, CancellationToken cancellationToken) =>
        CallAsync(to, "post", isRepeatable: false, (serviceUrl, token) => connector.SendToConversationAsync(serviceUrl, to.ConversationId, activity, token), cancellationToken);

    /// <summary>Posts what only the activity's recipient sees.</summary>
    /// <inheritdoc cref="PostAsync"/>
    public Task<string?> PostTargetedAsync(TeamsReference to, SerializedActivity activity, CancellationToken cancellationToken) =>
        CallAsync(to, "post-targeted", isRepeatable: false, (serviceUrl, token) => connector.SendTargetedAsync(serviceUrl, to.ConversationId, activity, token), cancellationToken);

    public Task PutAsync(TeamsReference to, string activityId, SerializedActivity activity, CancellationToken cancellationToken) =>
        CallAsync(to, "put", isRepeatable: true, async (serviceUrl, token) =>
        {
            await connector.UpdateActivityAsync(serviceUrl, to.ConversationId, activityId, activity, token);
            return true;
        }, cancellationToken);

    public Task DeleteAsync(TeamsReference to, string activityId, CancellationToken cancellationToken) =>
        CallAsync(to, "delete", isRepeatable: true, async (serviceUrl, token) =>
        {
            await connector.DeleteActivityAsync(serviceUrl, to.ConversationId, activityId, token);
            return true;
        }, cancellationToken);

    /// <summary>Opens the personal chat with somebody; the same one each time.</summary>
    /// <returns>Null when Teams told no id.</returns>
    public Task<ConversationResourceResponse?> OpenPersonalAsync(TeamsReference near, string personId, CancellationToken cancellationToken) =>
        CallAsync(near, "create", isRepeatable: true, (serviceUrl, token) => connector.CreateConversationAsync(serviceUrl, ConversationParameters.Personal(near.BotId, personId, near.TenantId), token), cancellationToken);

    /// <returns>Null: not a member, or Teams told nothing.</returns>
    public Task<ConversationMember?> FindMemberAsync(TeamsReference of, string personId, CancellationToken cancellationToken) =>
        CallAsync(of, "member", isRepeatable: true, (serviceUrl, token) => connector.GetConversationMemberAsync(serviceUrl, WithoutThread(of), personId, token), cancellationToken);

    /// <summary>Whether the Connector answers at all for this conversation: a question that changes nothing.</summary>
    public async Task<bool> AnswersAsync(TeamsReference to, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(to, "ask", isRepeatable: true, (serviceUrl, token) => connector.GetConversationMemberAsync(serviceUrl, to.ConversationId, to.BotId, token), cancellationToken);
            return true;
        }
        catch (ConnectorException exception)
        {
            // A refusal is an answer too.
            return exception is { Status: not null, MayBeDone: false };
        }
    }

    /// <summary>Where the conversation's Connector is.</summary>
    /// <exception cref="ChannelException">Nobody ever said, and this cloud has no default.</exception>
    private Uri ServiceUrlOf(TeamsReference to)
    {
        if (movedTenants.TryGet(to.TenantId, out var moved))
            return moved;
        var known = latest(to.TenantId, WithoutThread(to)) ?? to.ServiceUrl;
        if (known.Length == 0)
            return trust.DefaultServiceUrl ?? throw ChannelException.Permanent("The address of this conversation was never told, and this cloud has none for all. A new message there tells it.");
        return Uri.TryCreate(known, UriKind.Absolute, out var serviceUrl)
            ? serviceUrl
            : throw ChannelException.Permanent("The stored address of this conversation is no URL. A new message there tells it again.");
    }

    private async Task<T> CallAsync<T>(TeamsReference to, string method, bool isRepeatable, Func<Uri, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (unreachable.ReasonOf(to.TenantId, to.ConversationId) is { } reason)
            throw ChannelException.Permanent(reason);
        var serviceUrl = ServiceUrlOf(to);
        try
        {
            var result = await TryAsync(to, method, isRepeatable, serviceUrl, call, cancellationToken);
            return result;
        }
        catch (ConnectorException exception) when (exception.Code == ConnectorErrorBody.InvalidBotApiHost && trust.GccServiceUrl is { } gcc && serviceUrl != gcc)
        {
            var result = await TryAsync(to, method, isRepeatable, gcc, call, cancellationToken);
            movedTenants.Set(to.TenantId, gcc);
            return result;
        }
    }

    private static string WithoutThread(TeamsReference to) => to.ConversationId.Split(';')[0];

    /// <returns>How long no message can be posted there; null: perhaps at once.</returns>
    public TimeSpan? ClosedFor(TeamsReference to) => gates.ClosedFor(to.TenantId, to.ConversationId);

    private async Task<T> TryAsync<T>(TeamsReference to, string method, bool isRepeatable, Uri serviceUrl, Func<Uri, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var result = await retry.RunAsync(isRepeatable, token => OnceAsync(to, method, serviceUrl, call, token), cancellationToken);
            gates.Succeeded(to.TenantId, to.ConversationId);
            return result;
        }
        catch (ConnectorException exception) when (exception.Status == HttpStatusCode.TooManyRequests)
        {
            throw ChannelException.Transient(exception.Message, gates.Throttled(to.TenantId, to.ConversationId, exception.RetryAfter), exception);
        }
    }

    private async Task<T> OnceAsync<T>(TeamsReference to, string method, Uri serviceUrl, Func<Uri, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        await gates.EnterAsync(to.TenantId, to.ConversationId, cancellationToken);
        try
        {
            var result = await call(serviceUrl, cancellationToken);
            metrics.Called(method, "ok");
            return result;
        }
        catch (ConnectorException exception)
        {
            metrics.Called(method, exception.Status is { } status ? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture) : exception.MayBeDone ? "unanswered" : "unreached");
            LogFailed(log, method, exception.Message, null);
            throw;
        }
        catch (UntrustedServiceException exception)
        {
            throw ChannelException.Permanent(exception.Message, exception);
        }
        catch (BotTokenException exception)
        {
            throw ChannelException.Transient(exception.Message, exception.RetryAfter, exception);
        }
    }

    private static readonly Action<ILogger, string, string, Exception?> LogFailed = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(21, "ConnectorCall"), "A call to Teams ({Method}) failed: {Reason}");
}
