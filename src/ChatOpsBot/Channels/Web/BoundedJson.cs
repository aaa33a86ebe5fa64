using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOpsBot.Channels.Web;

/// <summary>Reads the body of a request as JSON, up to a size.</summary>
internal static class BoundedJson
{
    public const int Limit = 256 * 1024;

    /// <exception cref="JsonException">The body is no JSON, or did not arrive whole.</exception>
    /// <exception cref="BadHttpRequestException">The body is larger than <see cref="Limit"/> (413).</exception>
    public static async Task<JsonElement> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        // The server counts while it reads, so a body without a stated length is bounded as well.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Limit;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: cancellationToken);
            return document.RootElement.Clone();
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode != StatusCodes.Status413PayloadTooLarge)
        {
            // Whoever hangs up in the middle must not leave a stack trace in the log each time.
            throw new JsonException("The body did not arrive whole.", exception);
        }
    }
}
