using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Gives the header a call to that address carries.</summary>
/// <param name="refused">The header the Connector has just answered 401 to; null on the first try.</param>
/// <returns>Null: without one, or, after a refusal, there is no other to try.</returns>
internal delegate ValueTask<AuthenticationHeaderValue?> ConnectorAuthorization(Uri serviceUrl, AuthenticationHeaderValue? refused, CancellationToken cancellationToken);

/// <summary>
/// The Bot Connector's REST API. One call is one request, and one more when the token was refused; what else is tried again, and how
/// fast, is not decided here.
/// </summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference</remarks>
/// <param name="http">Follows no redirects and has no time limit of its own.</param>
internal sealed class ConnectorClient(HttpClient http, ConnectorAuthorization authorize, TimeProvider time)
{
    /// <summary>Longer than the 15 s after which the service itself gives up.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);

    /// <summary>Posts into the conversation: a new thread of a channel, or a reply where its id ends in <c>;messageid=…</c>.</summary>
    /// <returns>The message's id; null when Teams told none.</returns>
    /// <exception cref="ConnectorException">It was refused, or nothing is known of it.</exception>
    public async Task<string?> SendToConversationAsync(Uri serviceUrl, string conversationId, SerializedActivity activity, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Post, serviceUrl, Activities(conversationId), activity.Json, ConnectorJson.Default.ResourceResponse, cancellationToken))?.Id;

    /// <summary>
    /// Posts into a conversation of several people what only the activity's recipient, a member, is shown. Teams takes it away after 24 hours.
    /// https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
    /// </summary>
    /// <inheritdoc cref="SendToConversationAsync"/>
    public async Task<string?> SendTargetedAsync(Uri serviceUrl, string conversationId, SerializedActivity activity, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Post, serviceUrl, $"{Activities(conversationId)}?isTargetedActivity=true", activity.Json, ConnectorJson.Default.ResourceResponse, cancellationToken))?.Id;

    public async Task<string?> ReplyToActivityAsync(Uri serviceUrl, string conversationId, string activityId, SerializedActivity activity, CancellationToken cancellationToken) =>
        (await CallAsync(HttpMethod.Post, serviceUrl, Activity(conversationId, activityId), activity.Json, ConnectorJson.Default.ResourceResponse, cancellationToken))?.Id;

    /// <summary>Replaces one of the bot's own messages.</summary>
    public Task UpdateActivityAsync(Uri serviceUrl, string conversationId, string activityId, SerializedActivity activity, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Put, serviceUrl, Activity(conversationId, activityId), activity.Json, ConnectorJson.Default.ResourceResponse, cancellationToken);

    public Task DeleteActivityAsync(Uri serviceUrl, string conversationId, string activityId, CancellationToken cancellationToken) =>
        CallAsync(HttpMethod.Delete, serviceUrl, Activity(conversationId, activityId), body: null, ConnectorJson.Default.ResourceResponse, cancellationToken);

    /// <summary>Opens the personal chat with somebody, or finds the one there is.</summary>
    public Task<ConversationResourceResponse?> CreateConversationAsync(Uri serviceUrl, ConversationParameters parameters, CancellationToken cancellationToken) =>
        CallAsync(
            HttpMethod.Post,
            serviceUrl,
            "/v3/conversations",
            JsonSerializer.SerializeToUtf8Bytes(parameters, ConnectorJson.Exact.ConversationParameters),
            ConnectorJson.Default.ConversationResourceResponse,
            cancellationToken);

    /// <param name="memberId"><c>29:…</c>, an Entra object id, or a user principal name.</param>
    /// <returns>Null: not a member.</returns>
    public async Task<ConversationMember?> GetConversationMemberAsync(Uri serviceUrl, string conversationId, string memberId, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(HttpMethod.Get, serviceUrl, $"/v3/conversations/{Segment(conversationId)}/members/{Segment(memberId)}", body: null, ConnectorJson.Default.ConversationMember, cancellationToken);
        }
        catch (ConnectorException exception) when (exception is { Status: HttpStatusCode.NotFound, Code: not ConnectorErrorBody.ConversationNotFound })
        {
            return null;
        }
    }

    /// <summary>All members, asked for page by page as they are read.</summary>
    public async IAsyncEnumerable<ConversationMember> GetConversationPagedMembersAsync(Uri serviceUrl, string conversationId, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var path = FormattableString.Invariant($"/v3/conversations/{Segment(conversationId)}/pagedmembers?pageSize={pageSize}") + (next is null ? "" : $"&continuationToken={Uri.EscapeDataString(next)}");
            var page = await CallAsync(HttpMethod.Get, serviceUrl, path, body: null, ConnectorJson.Default.PagedMembersResult, cancellationToken);
            foreach (var member in page?.Members ?? [])
                yield return member;
            // The same token again would never end.
            next = page?.ContinuationToken is { Length: > 0 } token && token != next ? token : null;
        }
        while (next is not null);
    }

    private static string Activities(string conversationId) => $"/v3/conversations/{Segment(conversationId)}/activities";

    private static string Activity(string conversationId, string activityId) => $"{Activities(conversationId)}/{Segment(activityId)}";

    /// <summary>Ids hold colons, semicolons, equals and at signs; two dots would climb out of the path.</summary>
    private static string Segment(string id) => id is "" or "." or ".."
        ? throw new ArgumentException($"\"{id}\" is no id of a conversation, message or member.", nameof(id))
        : Uri.EscapeDataString(id);

    private async Task<T?> CallAsync<T>(HttpMethod method, Uri serviceUrl, string path, ReadOnlyMemory<byte>? body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var address = new Uri(serviceUrl.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
        var authorization = await authorize(serviceUrl, refused: null, cancellationToken);
        var answer = await ExchangeAsync(method, address, authorization, body, cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized && authorization is not null && await authorize(serviceUrl, authorization, cancellationToken) is { } another)
            answer = await ExchangeAsync(method, address, another, body, cancellationToken);
        return answer.IsSuccess ? Parse(answer.Body, type) : throw answer.ToException();
    }

    private async Task<Answer> ExchangeAsync(HttpMethod method, Uri address, AuthenticationHeaderValue? authorization, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = authorization;
        request.Headers.UserAgent.Add(UserAgent);
        if (body is { } json)
            request.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

        using var limit = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new Answer(response.StatusCode, await ReadAsync(response, either.Token), RetryAfter(response.Headers.RetryAfter), Correlation(response.Headers));
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw ConnectorException.NotReached(exception);
        }
        catch (OperationCanceledException exception) when (!either.IsCancellationRequested)
        {
            // The handler's own limit, which is one for connecting.
            throw ConnectorException.NotReached(exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // Also when the caller gave up: what was already on its way may arrive.
            throw ConnectorException.Unanswered(exception);
        }
    }

    /// <summary>A status without its body still says what happened, so a body that breaks off is an empty one.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadAsync(stream, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return "";
        }
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualBody);
        try
        {
            var length = 0;
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length < buffer.Length)
                    continue;
                if (length >= MaxBody)
                    break;
                var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static T? Parse<T>(string body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return string.IsNullOrWhiteSpace(body) ? null : JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            // It was done, and that is all that is known.
            return null;
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait > LongestWait ? LongestWait : wait > TimeSpan.Zero ? wait : null;
    }

    private static string? Correlation(HttpResponseHeaders headers)
    {
        var value = CorrelationHeaders.Select(name => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null).FirstOrDefault(value => value is not null);
        return value is { Length: <= MaxCorrelation } && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '+' or '/' or '=') ? value : null;
    }

    private static readonly string[] CorrelationHeaders = ["MS-CV", "X-Correlating-OperationId"];

    private static readonly ProductInfoHeaderValue UserAgent = new("ChatOpsBot", typeof(ConnectorClient).Assembly.GetName().Version?.ToString(3));

    /// <summary>A wish beyond this is a mistake.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Most answers are an id, or nothing.</summary>
    private const int UsualBody = 1024;

    /// <summary>The largest answer is a page of members.</summary>
    private const int MaxBody = 1024 * 1024;

    private const int MaxCorrelation = 128;

    private sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter, string? Correlation)
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;

        public ConnectorException ToException() => ConnectorException.Answered(Status, ConnectorErrorBody.CodeOf(Body), RetryAfter, Correlation);
    }
}
