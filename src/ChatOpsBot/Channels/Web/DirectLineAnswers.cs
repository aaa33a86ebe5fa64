using ChatOpsBot.Channels.Web.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatOpsBot.Channels.Web;

/// <summary>The refusals of the protocol, in the words clients know.</summary>
/// <remarks>DirectLineJS gives up an expired session on 403 only; on 401 it would try forever.</remarks>
internal static class DirectLineAnswers
{
    public static JsonHttpResult<ErrorResponse> MissingToken =>
        Refuse(StatusCodes.Status401Unauthorized, "Unauthorized", "Send \"Authorization: Bearer\" with a token from tokens/generate.");

    public static JsonHttpResult<ErrorResponse> WrongSecret =>
        Refuse(StatusCodes.Status403Forbidden, "Forbidden", "The secret is not the one in Web:Secret.");

    public static JsonHttpResult<ErrorResponse> InvalidToken =>
        Refuse(StatusCodes.Status403Forbidden, "InvalidToken", "The token was not issued here. Get a new one from tokens/generate.");

    public static JsonHttpResult<ErrorResponse> ExpiredToken =>
        Refuse(StatusCodes.Status403Forbidden, "TokenExpired", "The token has expired. Get a new one from tokens/generate.");

    public static JsonHttpResult<ErrorResponse> OtherConversation =>
        Refuse(StatusCodes.Status403Forbidden, "Forbidden", "The token belongs to another conversation.");

    public static JsonHttpResult<ErrorResponse> OneConversation =>
        Refuse(StatusCodes.Status403Forbidden, "Forbidden", "The token is for one conversation. Send the secret, or a token this page got, to start another.");

    public static JsonHttpResult<ErrorResponse> NoConversation =>
        Refuse(StatusCodes.Status404NotFound, "ConversationNotFound", "There is no such conversation. Start one with POST conversations.");

    public static JsonHttpResult<ErrorResponse> BadArgument(string message) => Refuse(StatusCodes.Status400BadRequest, "BadArgument", message);

    public static JsonHttpResult<ErrorResponse> TooLarge =>
        Refuse(StatusCodes.Status413PayloadTooLarge, "MessageSizeTooBig", $"A request may have {BoundedJson.Limit / 1024} KiB. Paste the part with the error.");

    public static JsonHttpResult<ErrorResponse> TooManyStreams =>
        Refuse(StatusCodes.Status429TooManyRequests, "TooManyStreams", "Too many windows listen to this conversation. Close one.");

    /// <summary>Every answer holds a token or what people wrote: nobody on the way keeps it, and no browser takes it for something else.</summary>
    public static ValueTask<object?> KeepPrivateAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        context.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }

    private static JsonHttpResult<ErrorResponse> Refuse(int status, string code, string message) =>
        TypedResults.Json(new ErrorResponse(new Error(code, message)), DirectLineJson.Default.ErrorResponse, statusCode: status);
}
