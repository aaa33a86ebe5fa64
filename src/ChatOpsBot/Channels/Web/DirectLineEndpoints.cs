using System.Text.Json;
using ChatOpsBot.Channels.Web.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatOpsBot.Channels.Web;

/// <summary>The part of Direct Line 3.0 that Web Chat needs, under the vendor's paths.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference</remarks>
internal sealed partial class DirectLineEndpoints(
    WebAccess access,
    WebTokens tokens,
    WebRefusals refusals,
    WebStore store,
    WebConversations conversations,
    TurnHandler turns,
    SettingsStore settings,
    ConversationOptions options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DirectLineEndpoints> logger)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v3/directline").AddEndpointFilter(DirectLineAnswers.KeepPrivateAsync);
        group.MapPost("/tokens/generate", GenerateTokenAsync);
        group.MapPost("/tokens/refresh", RefreshToken);
        group.MapPost("/conversations", StartConversationAsync);
        group.MapGet("/conversations/{conversationId}", ReconnectAsync);
        group.MapPost("/conversations/{conversationId}/activities", PostActivityAsync);
        group.MapGet("/conversations/{conversationId}/activities", GetActivitiesAsync);
        group.MapGet("/conversations/{conversationId}/stream", StreamAsync);
    }

    private async Task<IResult> GenerateTokenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (Bearer(context) is not { } secret)
            return DirectLineAnswers.MissingToken;
        if (!access.IsSecret(secret))
        {
            refusals.WrongSecret();
            return DirectLineAnswers.WrongSecret;
        }

        string? userName = null;
        if (context.Request.ContentLength is not (null or 0))
        {
            try
            {
                var parameters = (await BoundedJson.ReadAsync(context, cancellationToken)).Deserialize(DirectLineJson.Default.TokenParameters);
                userName = parameters?.User?.Name;
            }
            catch (JsonException)
            {
                return DirectLineAnswers.BadArgument("The body is not JSON of token parameters: {\"user\": {\"name\": …}}.");
            }
            catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return DirectLineAnswers.TooLarge;
            }
        }

        return Answer(WebSession.New(userName, time.GetUtcNow()), streamUrl: null);
    }

    private IResult RefreshToken(HttpContext context)
    {
        var (session, refusal) = Authorize(context);
        return session is null ? refusal! : Answer(session, streamUrl: null);
    }

    private async Task<IResult> StartConversationAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (session, refusal) = Authorize(context);
        if (session is null)
            return refusal!;

        var isNew = !store.Exists(session.ConversationId);
        await store.OpenAsync(session.ConversationId, cancellationToken);
        return Answer(session, StreamUrl(context, session, "-"), isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task<IResult> ReconnectAsync(HttpContext context, string conversationId, string? watermark, CancellationToken cancellationToken)
    {
        var (session, refusal) = Authorize(context, conversationId);
        if (session is null)
            return refusal!;
        if (!Watermarks.TryRead(watermark, out var from))
            return DirectLineAnswers.BadArgument("The watermark did not come from this server.");

        // The page resumes with a conversation this database may never have seen, after its data folder was emptied.
        await store.OpenAsync(conversationId, cancellationToken);
        return Answer(session, StreamUrl(context, session, from == Watermarks.Start ? "-" : Watermarks.Write(from)));
    }

    private async Task<IResult> GetActivitiesAsync(HttpContext context, string conversationId, string? watermark, CancellationToken cancellationToken)
    {
        var (session, refusal) = Authorize(context, conversationId);
        if (session is null)
            return refusal!;
        if (!Watermarks.TryRead(watermark, out var from))
            return DirectLineAnswers.BadArgument("The watermark did not come from this server.");
        if (!store.Exists(conversationId))
            return DirectLineAnswers.NoConversation;

        using var lease = conversations.Rent(conversationId);
        return TypedResults.Json(await lease.Conversation.SinceAsync(from, cancellationToken), DirectLineJson.Default.ActivitySet);
    }

    private async Task<IResult> PostActivityAsync(HttpContext context, string conversationId, CancellationToken cancellationToken)
    {
        var (session, refusal) = Authorize(context, conversationId);
        if (session is null)
            return refusal!;

        PostedActivity posted;
        try
        {
            posted = PostedActivity.Read(await BoundedJson.ReadAsync(context, cancellationToken));
        }
        catch (JsonException)
        {
            return DirectLineAnswers.BadArgument("The body is not the JSON of an activity.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return DirectLineAnswers.TooLarge;
        }

        if (posted.Type != Activity.MessageType)
        {
            LogIgnored(logger, conversationId, posted.Type.Length > LongestLoggedType ? posted.Type[..LongestLoggedType] : posted.Type);
            return Received($"{conversationId}|ignored");
        }

        using var lease = conversations.Rent(conversationId);
        // The echo comes first: it must stand before the answer, which may be quick.
        if (await lease.Conversation.EchoAsync(posted, session, cancellationToken) is not { } echo)
            return DirectLineAnswers.NoConversation;
        if (WebTurns.ReadAction(posted, session, echo, time.GetUtcNow()) is { } action)
        {
            if (await turns.ApplyAsync(action, cancellationToken) is null)
                await SayTooLateAsync(action, posted.Locale, lease.Conversation, cancellationToken);
        }
        else if (WebTurns.ReadMessage(posted, session, echo, time.GetUtcNow()) is { } message)
        {
            if (await turns.AcceptAsync(message, cancellationToken))
                await lease.Conversation.ShowTypingAsync(since: echo.Watermark, cancellationToken);
        }

        return Received(echo.ActivityId);
    }

    /// <summary>A page may stand open longer than a case is kept: whoever presses there must hear why nothing happens.</summary>
    private async Task SayTooLateAsync(ActionTurn press, string? locale, WebConversation conversation, CancellationToken cancellationToken)
    {
        var (chosen, own) = settings.Languages(press.Conversation.Key, press.Person.Id);
        var texts = Languages.Of(Languages.Choose(chosen, own, locale, ofMessage: null, options.DefaultLanguage));
        await conversation.NoteAsync($"{press.Key}|too late", NoteCard.Note(texts, texts.PressedTooLate, []), cancellationToken);
    }

    private async Task<IResult> StreamAsync(HttpContext context, string conversationId, string? watermark, string? t)
    {
        switch (tokens.ReadStreamTicket(t ?? ""))
        {
            case { Verdict: TokenVerdict.Expired }:
                return DirectLineAnswers.ExpiredToken;
            case { Session: { } session } when session.ConversationId != conversationId:
                return DirectLineAnswers.OtherConversation;
            case { Session: null }:
                return RefuseInvalidToken();
        }

        if (!context.WebSockets.IsWebSocketRequest)
            return DirectLineAnswers.BadArgument("The stream is a WebSocket. Without one, poll activities.");
        if (!Watermarks.TryRead(watermark, out var from))
            return DirectLineAnswers.BadArgument("The watermark did not come from this server.");
        if (!store.Exists(conversationId))
            return DirectLineAnswers.NoConversation;

        using var lease = conversations.Rent(conversationId);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (await lease.Conversation.ListenAsync(from, ending.Token) is not { } listener)
            return DirectLineAnswers.TooManyStreams;

        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await ActivityStream.RunAsync(socket, listener.Reader, time, ending.Token);
        }
        finally
        {
            await lease.Conversation.StopListeningAsync(listener);
        }

        return TypedResults.Empty;
    }

    private (WebSession? Session, JsonHttpResult<ErrorResponse>? Refusal) Authorize(HttpContext context, string? conversationId = null)
    {
        if (Bearer(context) is not { } token)
            return (null, DirectLineAnswers.MissingToken);
        return tokens.ReadToken(token) switch
        {
            { Verdict: TokenVerdict.Invalid } => (null, RefuseInvalidToken()),
            { Verdict: TokenVerdict.Expired } => (null, DirectLineAnswers.ExpiredToken),
            { Session: { } session } when conversationId is not null && session.ConversationId != conversationId => (null, DirectLineAnswers.OtherConversation),
            var reading => (reading.Session, null),
        };
    }

    private JsonHttpResult<ErrorResponse> RefuseInvalidToken()
    {
        refusals.InvalidToken();
        return DirectLineAnswers.InvalidToken;
    }

    private static string? Bearer(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header["Bearer ".Length..].Trim() is { Length: > 0 } token ? token : null;
    }

    private JsonHttpResult<Conversation> Answer(WebSession session, string? streamUrl, int status = StatusCodes.Status200OK)
    {
        var issued = tokens.IssueToken(session);
        return TypedResults.Json(new Conversation(session.ConversationId, issued.Token, issued.Seconds, streamUrl), DirectLineJson.Default.Conversation, statusCode: status);
    }

    private static JsonHttpResult<ResourceResponse> Received(string id) => TypedResults.Json(new ResourceResponse(id), DirectLineJson.Default.ResourceResponse);

    private string StreamUrl(HttpContext context, WebSession session, string watermark)
    {
        var request = context.Request;
        var scheme = request.IsHttps ? "wss" : "ws";
        return $"{scheme}://{request.Host}{request.PathBase}/v3/directline/conversations/{session.ConversationId}/stream?watermark={watermark}&t={tokens.IssueStreamTicket(session)}";
    }

    [LoggerMessage(LogLevel.Debug, "Ignored an activity of type {Type} in web conversation {ConversationId}.")]
    private static partial void LogIgnored(ILogger logger, string conversationId, string type);

    private const int LongestLoggedType = 40;
}
