using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.Channels.Slack;

/// <summary>The three addresses Slack calls: verifies, reads, accepts, acknowledges.</summary>
internal sealed partial class SlackEndpoints(
    SlackOptions options,
    SeenSignatures seen,
    InboundRefusals refusals,
    SlackEvents events,
    SlackInteractions interactions,
    SlackCommands commands,
    TimeProvider time,
    ILogger<SlackEndpoints> logger)
{
    public const string Events = "/slack/events";
    public const string Interactions = "/slack/interactions";
    public const string Commands = "/slack/commands";

    private readonly string[] secrets = [options.SigningSecret, .. options.PreviousSigningSecrets];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Events, (HttpContext context, CancellationToken cancellationToken) => PostAsync(context, AcceptEventAsync, cancellationToken));
        routes.MapPost(Interactions, (HttpContext context, CancellationToken cancellationToken) => PostAsync(context, AcceptInteractionAsync, cancellationToken));
        routes.MapPost(Commands, (HttpContext context, CancellationToken cancellationToken) => PostAsync(context, AcceptCommandAsync, cancellationToken));
    }

    private async Task<IResult> PostAsync(HttpContext context, Func<HttpRequest, Memory<byte>, Task<SlackReply>> accept, CancellationToken cancellationToken)
    {
        if (context.Request.Headers.ContentEncoding.Count > 0)
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "Encoded");
        var (signature, timestamp) = (One(context.Request.Headers[RequestSignature.SignatureHeader]), One(context.Request.Headers[RequestSignature.TimestampHeader]));
        // Who has no signature need not send much: nothing of it is read but whether it is Slack's health check.
        var largest = signature is null ? LargestUnsigned : LargestBody;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = largest;
        byte[] buffer;
        int length;
        try
        {
            (buffer, length) = await ReadAsync(context.Request, largest, cancellationToken);
        }
        catch (BadHttpRequestException exception)
        {
            return Refuse(exception.StatusCode, "Body");
        }

        try
        {
            return await AnswerAsync(context, buffer.AsMemory(0, length), signature, timestamp, accept);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, Memory<byte> body, string? signature, string? timestamp, Func<HttpRequest, Memory<byte>, Task<SlackReply>> accept)
    {
        // Slack's health check need not be signed. Whatever else stands in such a body is anybody's.
        var isHealthCheck = body.Length <= LargestUnsigned && IsHealthCheck(context.Request, body.Span);
        if (signature is null && isHealthCheck)
            return TypedResults.Ok();
        var verdict = RequestSignature.Check(signature, timestamp, body.Span, secrets, time.GetUtcNow());
        if (verdict != SignatureVerdict.Valid)
            return Refuse(StatusCodes.Status401Unauthorized, verdict.ToString());
        if (isHealthCheck)
            return TypedResults.Ok();
        if (!seen.Add(signature!))
            return AnswerRepeat(context, signature!);

        SlackReply reply;
        try
        {
            reply = await accept(context.Request, body);
        }
        catch (JsonException)
        {
            reply = new SlackReply.Malformed();
        }
        catch (StorageException exception)
        {
            LogStorage(logger, exception.Message);
            reply = new SlackReply.NotNow("Storage");
        }

        switch (reply)
        {
            case SlackReply.Acknowledged { Payload: { } payload }:
                seen.Acknowledged(signature!);
                return TypedResults.Json(payload, InboundJson.Default.JsonElement);
            case SlackReply.Acknowledged:
                seen.Acknowledged(signature!);
                return TypedResults.Ok();
            case SlackReply.Challenge challenge:
                seen.Forget(signature!);
                return TypedResults.Text(challenge.Text, "text/plain", Encoding.UTF8);
            case SlackReply.Malformed:
                seen.Forget(signature!);
                return Refuse(context, StatusCodes.Status400BadRequest, "Malformed");
            case SlackReply.Refused refused:
                seen.Forget(signature!);
                return Refuse(context, StatusCodes.Status403Forbidden, refused.Rule);
            case SlackReply.NotNow later:
                seen.Forget(signature!);
                context.Response.Headers.RetryAfter = "5";
                return Refuse(StatusCodes.Status503ServiceUnavailable, later.Reason);
            default:
                throw new ArgumentOutOfRangeException(nameof(accept), reply, "Unknown reply.");
        }
    }

    /// <summary>The same request once more has no effect. Slack, which says that it repeats, hears what became of the first; nobody else hears anything.</summary>
    private IResult AnswerRepeat(HttpContext context, string signature)
    {
        if (!int.TryParse(One(context.Request.Headers[RetryHeader]), out _))
            return Refuse(StatusCodes.Status401Unauthorized, "Replayed");
        if (seen.IsAcknowledged(signature))
            return TypedResults.Ok();
        context.Response.Headers.RetryAfter = "5";
        return Refuse(StatusCodes.Status503ServiceUnavailable, "UnderWay");
    }

    private Task<SlackReply> AcceptEventAsync(HttpRequest request, Memory<byte> body)
    {
        // An app may have one address for all three, as those made with Slack's own frameworks do, and some emulators know no other way.
        if (request.HasFormContentType)
            return FormOf(body.Span).ContainsKey("payload") ? AcceptInteractionAsync(request, body) : AcceptCommandAsync(request, body);
        var delivery = int.TryParse(One(request.Headers[RetryHeader]), out var number) ? number : 0;
        return events.AcceptAsync(Read(body.Span, InboundJson.Default.EventCallback), delivery);
    }

    private Task<SlackReply> AcceptInteractionAsync(HttpRequest request, Memory<byte> body)
    {
        var payload = FormOf(body.Span).GetValueOrDefault("payload").ToString();
        return interactions.AcceptAsync(Read(Encoding.UTF8.GetBytes(payload), InboundJson.Default.InteractionPayload));
    }

    private Task<SlackReply> AcceptCommandAsync(HttpRequest request, Memory<byte> body)
    {
        var form = FormOf(body.Span);
        if (form.Count == 0)
            throw new JsonException("The body has no fields.");
        return commands.AcceptAsync(new SlashCommand
        {
            Command = Field("command"),
            Text = Field("text"),
            ApiAppId = Field("api_app_id"),
            TeamId = Field("team_id"),
            EnterpriseId = Field("enterprise_id"),
            IsEnterpriseInstall = Field("is_enterprise_install") == "true",
            ChannelId = Field("channel_id"),
            ChannelName = Field("channel_name"),
            UserId = Field("user_id"),
            UserName = Field("user_name"),
            ResponseUrl = Field("response_url"),
            TriggerId = Field("trigger_id"),
        });

        string? Field(string name) => form.GetValueOrDefault(name).ToString() is { Length: > 0 } value ? value : null;
    }

    /// <exception cref="JsonException">No UTF-8, no JSON, null, too deep, or not of that shape.</exception>
    private static T Read<T>(Span<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!Utf8.IsValid(json))
            throw new JsonException("The body is not UTF-8.");
        HalfSurrogates.Mend(json);
        return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("The body is null.");
    }

    /// <exception cref="JsonException">No form.</exception>
    private static Dictionary<string, StringValues> FormOf(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            throw new JsonException("The body is not UTF-8.");
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(body)) { ValueLengthLimit = LargestBody, ValueCountLimit = MostFields };
            return reader.ReadForm();
        }
        catch (InvalidDataException exception)
        {
            throw new JsonException("The body is no form.", exception);
        }
    }

    private static bool IsHealthCheck(HttpRequest request, ReadOnlySpan<byte> body)
    {
        if (!request.HasFormContentType)
            return false;
        try
        {
            return FormOf(body).GetValueOrDefault("ssl_check").ToString() == "1";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <returns>A buffer of the shared pool, and how much is in it.</returns>
    /// <exception cref="BadHttpRequestException">Larger than may be (413), or not all of it came.</exception>
    private static async Task<(byte[] Buffer, int Length)> ReadAsync(HttpRequest request, int largest, CancellationToken cancellationToken)
    {
        if (request.ContentLength > largest)
            throw TooLarge();
        var buffer = ArrayPool<byte>.Shared.Rent(UsualBody);
        try
        {
            var length = 0;
            while (await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var read)
            {
                length += read;
                if (length > largest)
                    throw TooLarge();
                if (length < buffer.Length)
                    continue;
                var larger = ArrayPool<byte>.Shared.Rent(length * 2);
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }

            return (buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);

    private static string? One(StringValues header) => header is [{ Length: > 0 } value] ? value : null;

    /// <summary>Slack would send it again, and hear the same.</summary>
    private IResult Refuse(HttpContext context, int status, string rule)
    {
        context.Response.Headers["X-Slack-No-Retry"] = "1";
        return Refuse(status, rule);
    }

    private IResult Refuse(int status, string rule)
    {
        refusals.Note(status, rule);
        return TypedResults.StatusCode(status);
    }

    private const string RetryHeader = "X-Slack-Retry-Num";
    private const int UsualBody = 16 * 1024;
    private const int LargestBody = 1024 * 1024;
    private const int LargestUnsigned = 16 * 1024;
    private const int MostFields = 64;

    [LoggerMessage(LogLevel.Error, "Slack: not accepted, Slack repeats it: {Reason}")]
    private static partial void LogStorage(ILogger logger, string reason);
}
