using System.Security.Cryptography;
using System.Text.Json;
using ChatOpsBot.Channels.Web.Protocol;
using Microsoft.Net.Http.Headers;

namespace ChatOpsBot.Channels.Web;

/// <summary>The chat page at <c>/</c>, its files, and where it gets its session. Nothing comes from elsewhere, so it works without the internet.</summary>
internal sealed class PageEndpoints(PageFolder files, WebAccess access, WebTokens tokens, WebRefusals refusals, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ServePageAsync);
        foreach (var (name, contentType) in Files)
            routes.MapGet($"/chat/{name}", context => ServeFileAsync(context, name, contentType));
        routes.MapPost("/chat/session", OpenSessionAsync).AddEndpointFilter(DirectLineAnswers.KeepPrivateAsync);
    }

    private async Task ServePageAsync(HttpContext context)
    {
        var isComplete = File.Exists(Path.Combine(files.FullPath, WebChatFile));
        var page = await File.ReadAllTextAsync(Path.Combine(files.FullPath, isComplete ? "index.html" : "no-webchat.html"), context.RequestAborted);
        // Web Chat writes its style sheets at run time; the nonce allows those and no others. The page hands it to Web Chat.
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        AddHeaders(context.Response, nonce);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(page.Replace("{nonce}", nonce, StringComparison.Ordinal), context.RequestAborted);
    }

    private async Task ServeFileAsync(HttpContext context, string name, string contentType)
    {
        AddHeaders(context.Response, nonce: null);
        var file = Path.Combine(files.FullPath, name);
        if (!File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var packed = $"{file}.br";
        var isPacked = File.Exists(packed) && context.Request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "br" && encoding.Quality is null or > 0);
        if (isPacked)
            context.Response.Headers.ContentEncoding = "br";
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        // Asked for again each time, sent again only when changed.
        context.Response.Headers.CacheControl = "no-cache";
        var changedAt = new DateTimeOffset(File.GetLastWriteTimeUtc(file));
        var entityTag = new EntityTagHeaderValue($"\"{changedAt.Ticks:x}{(isPacked ? "b" : "")}\"");
        await TypedResults.PhysicalFile(isPacked ? packed : file, contentType, lastModified: changedAt, entityTag: entityTag).ExecuteAsync(context);
    }

    /// <summary>Gives the page a token. A token it still has, even an expired one, keeps its conversation.</summary>
    private async Task<IResult> OpenSessionAsync(HttpContext context, CancellationToken cancellationToken)
    {
        SessionRequest request;
        try
        {
            request = (await BoundedJson.ReadAsync(context, cancellationToken)).Deserialize(PageJson.Default.SessionRequest) ?? new SessionRequest();
        }
        catch (JsonException)
        {
            return DirectLineAnswers.BadArgument("The body is not JSON of a session request: {\"secret\": …, \"token\": …, \"name\": …}.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return DirectLineAnswers.TooLarge;
        }

        var known = tokens.ReadToken(request.Token ?? "");
        var mayOpen = access.IsLocalDeveloper(context) || access.IsSecret(request.Secret);
        if (known.Verdict != TokenVerdict.Valid && !mayOpen)
            return Refuse(request, known);

        var session = known.Session ?? WebSession.New(request.Name, time.GetUtcNow());
        // Who gets in by the secret, or as the developer, gets in anew; a token alone goes on as what it was.
        if (mayOpen)
            session = session with { IsOfPage = true, Since = time.GetUtcNow() };
        if (request.StartOver && !session.IsOfPage)
            return DirectLineAnswers.OneConversation;
        if (request.StartOver && known.Session is not null)
            session = session.InNewConversation();
        var issued = tokens.IssueToken(session);
        return TypedResults.Json(new Conversation(session.ConversationId, issued.Token, issued.Seconds), DirectLineJson.Default.Conversation);
    }

    private IResult Refuse(SessionRequest request, TokenReading known)
    {
        if (request.Secret is not null)
        {
            refusals.WrongSecret();
            return DirectLineAnswers.WrongSecret;
        }

        if (request.Token is not null && known.Verdict == TokenVerdict.Invalid)
            refusals.InvalidToken();
        return DirectLineAnswers.MissingToken;
    }

    private static void AddHeaders(HttpResponse response, string? nonce)
    {
        var styles = nonce is null ? "'self'" : $"'self' 'nonce-{nonce}'";
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }

    private const string WebChatFile = "webchat.js";
    private const string Script = "text/javascript; charset=utf-8";

    private static readonly (string Name, string ContentType)[] Files =
    [
        ("page.css", "text/css; charset=utf-8"),
        ("knowledge.css", "text/css; charset=utf-8"),
        ("page.js", Script),
        ("texts.js", Script),
        ("look.js", Script),
        ("cards.js", Script),
        ("icon.svg", "image/svg+xml"),
        (WebChatFile, Script),
    ];
}
