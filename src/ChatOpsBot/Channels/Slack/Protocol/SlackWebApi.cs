using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>
/// Slack's Web API: the methods the bot needs. One call is one request; what is tried again, how fast, and with which token is not
/// decided here. The token goes nowhere but to its host.
/// </summary>
/// <remarks>https://docs.slack.dev/apis/web-api</remarks>
/// <param name="http">Follows no redirects and has no time limit of its own.</param>
/// <param name="form">What messages and views leave as; null: as they are written.</param>
internal sealed class SlackWebApi(HttpClient http, SlackHosts hosts, TimeProvider time, BlockForm? form = null)
{
    private readonly BlockForm form = form ?? BlockForm.AsWritten;

    /// <summary>Slack's own limit for a method is 30 s; most take less than one.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);

    public async Task<AuthTestResponse> AuthTestAsync(string token, CancellationToken cancellationToken)
    {
        var answer = await ExchangeAsync("auth.test", Bearer(token), Form(), cancellationToken);
        return Read("auth.test", answer, SlackWebJson.Default.AuthTestResponse) with { Scopes = answer.Scopes };
    }

    public Task<ChatResponse> ChatPostMessageAsync(string token, PostMessage message, CancellationToken cancellationToken) =>
        CallAsync("chat.postMessage", token, Json(form.Of(message), SlackWebJson.Exact.PostMessage), SlackWebJson.Default.ChatResponse, cancellationToken);

    public Task<ChatResponse> ChatUpdateAsync(string token, UpdateMessage message, CancellationToken cancellationToken) =>
        CallAsync("chat.update", token, Json(form.Of(message), SlackWebJson.Exact.UpdateMessage), SlackWebJson.Default.ChatResponse, cancellationToken);

    public Task<ChatResponse> ChatDeleteAsync(string token, string channel, string ts, CancellationToken cancellationToken) =>
        CallAsync("chat.delete", token, Form(("channel", channel), ("ts", ts)), SlackWebJson.Default.ChatResponse, cancellationToken);

    public Task<SlackResponse> ChatPostEphemeralAsync(string token, PostEphemeral message, CancellationToken cancellationToken) =>
        CallAsync("chat.postEphemeral", token, Json(form.Of(message), SlackWebJson.Exact.PostEphemeral), SlackWebJson.Default.SlackResponse, cancellationToken);

    public Task<ConversationsInfoResponse> ConversationsInfoAsync(string token, string channel, CancellationToken cancellationToken) =>
        CallAsync("conversations.info", token, Form(("channel", channel), ("include_locale", "true")), SlackWebJson.Default.ConversationsInfoResponse, cancellationToken);

    /// <summary>The newest messages of a channel, with their metadata. Apps outside the Marketplace get 15 and one call a minute.</summary>
    /// <param name="oldest">A <c>ts</c>; nothing before it is told.</param>
    public Task<ConversationsHistoryResponse> ConversationsHistoryAsync(string token, string channel, string oldest, CancellationToken cancellationToken) =>
        CallAsync(
            "conversations.history",
            token,
            Form(("channel", channel), ("oldest", oldest), ("include_all_metadata", "true"), ("limit", FewMessages)),
            SlackWebJson.Default.ConversationsHistoryResponse,
            cancellationToken);

    /// <summary>The messages of a thread, with their metadata.</summary>
    /// <param name="oldest">A <c>ts</c>; the message that began the thread is told all the same.</param>
    public Task<ConversationsHistoryResponse> ConversationsRepliesAsync(string token, string channel, string threadTs, string oldest, CancellationToken cancellationToken) =>
        CallAsync(
            "conversations.replies",
            token,
            Form(("channel", channel), ("ts", threadTs), ("oldest", oldest), ("include_all_metadata", "true"), ("limit", FewMessages)),
            SlackWebJson.Default.ConversationsHistoryResponse,
            cancellationToken);

    /// <param name="triggerId">Of a press or command not older than three seconds.</param>
    public Task<ViewResponse> ViewsOpenAsync(string token, string triggerId, View view, CancellationToken cancellationToken) =>
        CallAsync("views.open", token, Json(new ViewsOpen(triggerId, form.Of(view)), SlackWebJson.Exact.ViewsOpen), SlackWebJson.Default.ViewResponse, cancellationToken);

    /// <param name="hash">Of the view that is replaced; null: whatever it is now.</param>
    public Task<ViewResponse> ViewsUpdateAsync(string token, string viewId, string? hash, View view, CancellationToken cancellationToken) =>
        CallAsync("views.update", token, Json(new ViewsUpdate(viewId, hash, form.Of(view)), SlackWebJson.Exact.ViewsUpdate), SlackWebJson.Default.ViewResponse, cancellationToken);

    /// <summary>Shows a person their Home tab.</summary>
    public Task<ViewResponse> ViewsPublishAsync(string token, string userId, View view, CancellationToken cancellationToken) =>
        CallAsync("views.publish", token, Json(new ViewsPublish(userId, Hash: null, form.Of(view)), SlackWebJson.Exact.ViewsPublish), SlackWebJson.Default.ViewResponse, cancellationToken);

    public Task<UsersInfoResponse> UsersInfoAsync(string token, string userId, CancellationToken cancellationToken) =>
        CallAsync("users.info", token, Form(("user", userId), ("include_locale", "true")), SlackWebJson.Default.UsersInfoResponse, cancellationToken);

    public Task<FilesInfoResponse> FilesInfoAsync(string token, string fileId, CancellationToken cancellationToken) =>
        CallAsync("files.info", token, Form(("file", fileId)), SlackWebJson.Default.FilesInfoResponse, cancellationToken);

    /// <param name="appToken">The app-level one, <c>xapp-…</c>.</param>
    public Task<ConnectionsOpenResponse> AppsConnectionsOpenAsync(string appToken, CancellationToken cancellationToken) =>
        CallAsync("apps.connections.open", appToken, Form(), SlackWebJson.Default.ConnectionsOpenResponse, cancellationToken);

    /// <summary>Exchanges the code of an installation, once, for its tokens.</summary>
    /// <param name="redirectUri">The same as at the start of the installation; empty, there as here: Slack takes the first one of the app.</param>
    public Task<OAuthAccessResponse> OAuthV2AccessAsync(string clientId, string clientSecret, string code, string redirectUri, CancellationToken cancellationToken) =>
        AccessAsync(clientId, clientSecret, redirectUri.Length > 0 ? Form(("code", code), ("redirect_uri", redirectUri)) : Form(("code", code)), cancellationToken);

    /// <summary>Exchanges a refresh token, once, for a new pair.</summary>
    public Task<OAuthAccessResponse> OAuthV2RefreshAsync(string clientId, string clientSecret, string refreshToken, CancellationToken cancellationToken) =>
        AccessAsync(clientId, clientSecret, Form(("grant_type", "refresh_token"), ("refresh_token", refreshToken)), cancellationToken);

    /// <summary>Answers a press or command within 30 minutes, at most five times; without a token.</summary>
    /// <exception cref="ArgumentException">Not an address of Slack's.</exception>
    public async Task RespondAsync(Uri responseUrl, ResponseMessage message, CancellationToken cancellationToken)
    {
        if (!hosts.TakesResponses(responseUrl))
            throw new ArgumentException("The response_url is not an address of Slack's; nothing was sent.", nameof(responseUrl));
        using var request = new HttpRequestMessage(HttpMethod.Post, responseUrl) { Content = Json(form.Of(message), SlackWebJson.Exact.ResponseMessage) };
        var answer = await SendAsync("response_url", request, cancellationToken);
        // It says "ok" in plain text, or {"ok":true}; an error as JSON with 200, or as a word with 4xx.
        if (answer.Status != HttpStatusCode.OK)
            throw SlackApiException.Answered("response_url", answer.Status, answer.Body.Trim(), answer.RetryAfter);
        if (answer.Body.StartsWith('{'))
            Read("response_url", answer, SlackWebJson.Default.SlackResponse);
    }

    private Task<OAuthAccessResponse> AccessAsync(string clientId, string clientSecret, FormUrlEncodedContent form, CancellationToken cancellationToken) =>
        CallAsync("oauth.v2.access", new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{clientSecret}"))), form, SlackWebJson.Default.OAuthAccessResponse, cancellationToken);

    private Task<T> CallAsync<T>(string method, string token, HttpContent body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : SlackResponse => CallAsync(method, Bearer(token), body, type, cancellationToken);

    private async Task<T> CallAsync<T>(string method, AuthenticationHeaderValue authorization, HttpContent body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : SlackResponse => Read(method, await ExchangeAsync(method, authorization, body, cancellationToken), type);

    private async Task<Answer> ExchangeAsync(string method, AuthenticationHeaderValue authorization, HttpContent body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hosts.Api, method)) { Content = body };
        request.Headers.Authorization = authorization;
        return await SendAsync(method, request, cancellationToken);
    }

    private async Task<Answer> SendAsync(string method, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.Add(UserAgent);
        using var limit = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new Answer(response.StatusCode, await ReadAsync(response, either.Token), RetryAfter(response.Headers.RetryAfter), Scopes(response.Headers));
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            throw SlackApiException.NotReached(method, exception);
        }
        catch (OperationCanceledException exception) when (!either.IsCancellationRequested)
        {
            // The handler's own limit, which is one for connecting.
            throw SlackApiException.NotReached(method, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // Also when the caller gave up: what was already on its way may arrive.
            throw SlackApiException.Unanswered(method, exception);
        }
    }

    /// <summary>A 200 says nothing: <c>ok</c> in its body does. One that cannot be read leaves open what happened.</summary>
    private static T Read<T>(string method, Answer answer, JsonTypeInfo<T> type)
        where T : SlackResponse
    {
        if (answer.Status != HttpStatusCode.OK)
            throw SlackApiException.Answered(method, answer.Status, Parse(answer.Body, SlackWebJson.Default.SlackResponse)?.Error, answer.RetryAfter);
        var response = Parse(answer.Body, type) ?? throw SlackApiException.NotUnderstood(method);
        return response.Ok ? response : throw SlackApiException.Refused(method, response, answer.RetryAfter);
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
            // A page of a proxy, or half an answer.
            return null;
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
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

    private static string[] Scopes(HttpResponseHeaders headers) => headers.TryGetValues("x-oauth-scopes", out var values)
        ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
        : [];

    private static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    /// <summary>For methods that read: several of them do not know JSON.</summary>
    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static ByteArrayContent Json<T>(T body, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(body, type)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

    private static readonly ProductInfoHeaderValue UserAgent = new("ChatOpsBot", typeof(SlackWebApi).Assembly.GetName().Version?.ToString(3));

    /// <summary>A wish beyond this is a mistake.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static readonly string FewMessages = 15.ToString(CultureInfo.InvariantCulture);

    /// <summary>Slack returns a posted message whole.</summary>
    private const int UsualBody = 16 * 1024;

    private const int MaxBody = 4 * 1024 * 1024;

    private sealed record Answer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter, IReadOnlyList<string> Scopes);
}
