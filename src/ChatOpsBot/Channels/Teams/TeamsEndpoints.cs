using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Teams;

/// <summary>The messaging endpoint of the Azure Bot: verifies, maps, accepts, acknowledges.</summary>
internal sealed partial class TeamsEndpoints(
    InboundTokens tokens,
    TeamsAccess access,
    InboundRefusals refusals,
    InboundMetrics metrics,
    TeamsTurns turns,
    TeamsEdits edits,
    TeamsInstallations installations,
    TeamsPresses presses,
    TeamsDialogs dialogs,
    TeamsMessageActions messageActions,
    TeamsFiles files,
    TurnHandler handler,
    ConversationOptions options,
    ILogger<TeamsEndpoints> logger)
{
    public const string Path = "/api/messages";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, PostAsync);

    private async Task<IResult> PostAsync(HttpContext context, CancellationToken cancellationToken)
    {
        VerifiedToken? token = null;
        if (!access.IsPlayground(context))
        {
            try
            {
                var reading = await tokens.ReadAsync(context.Request.Headers.Authorization, cancellationToken);
                token = reading.Token;
                if (token is null)
                    return Refuse(StatusCodes.Status401Unauthorized, reading.Verdict.ToString());
            }
            catch (NoKeysException)
            {
                // The platform asks again; what comes later finds the keys.
                return Refuse(StatusCodes.Status503ServiceUnavailable, "NoKeys");
            }
        }

        // A page of another site may post anything but JSON without asking first.
        if (!context.Request.HasJsonContentType() || context.Request.Headers.ContentEncoding.Count > 0)
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "NotJson");

        Activity activity;
        try
        {
            activity = await ReadAsync(context.Request, cancellationToken);
        }
        catch (JsonException)
        {
            return Refuse(StatusCodes.Status400BadRequest, "NoActivity");
        }
        catch (BadHttpRequestException exception)
        {
            return Refuse(exception.StatusCode, "Body");
        }

        var verdict = token is null ? TeamsAccess.JudgePlayground(activity) : access.Judge(activity, token);
        if (verdict != ActivityVerdict.Allowed)
            return Refuse(StatusCodes.Status403Forbidden, verdict.ToString());

        try
        {
            return await AnswerAsync(activity);
        }
        catch (StorageException exception)
        {
            LogStorage(logger, exception.Message);
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <remarks>Nothing here ends with the request: what was sent is done, whether or not the sender waits for the answer.</remarks>
    private async Task<IResult> AnswerAsync(Activity activity)
    {
        var place = turns.PlaceOf(activity);
        if (activity.Type == ActivityTypes.Invoke)
            return await AnswerInvokeAsync(activity, place);
        var accepting = AcceptAsync(activity, place);
        // Nearly all that is said is nothing to the bot, which shows at once. Else something is being written: side by side, both go in one write.
        var concernsBot = !accepting.IsCompletedSuccessfully || await accepting;
        await Task.WhenAll(accepting, installations.SeeAsync(activity, place, concernsBot, CancellationToken.None));
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <returns>Whether anything came of it.</returns>
    private async Task<bool> AcceptAsync(Activity activity, TeamsPlace place)
    {
        bool concernsBot;
        switch (activity.Type)
        {
            case ActivityTypes.InstallationUpdate or ActivityTypes.ConversationUpdate:
                concernsBot = await installations.AcceptAsync(activity, place, CancellationToken.None);
                break;
            // Our own words come back where the bot hears everything, and other bots' are no trouble of people's.
            case var _ when activity.From?.IsBot == true:
                Ignore(activity.Type);
                return false;
            case ActivityTypes.Message:
                concernsBot = await AcceptMessageAsync(activity, place);
                break;
            case ActivityTypes.MessageUpdate when activity.ChannelData?.EventType is null or "editMessage" or "undeleteMessage":
                concernsBot = await AcceptEditAsync(activity, place);
                break;
            case ActivityTypes.MessageDelete when activity.ChannelData?.EventType is null or "softDeleteMessage":
                concernsBot = await AcceptDeletionAsync(activity, place);
                break;
            default:
                Ignore(activity.Type);
                return false;
        }

        metrics.Received("accepted");
        return concernsBot;
    }

    /// <summary>Whatever goes wrong, an invoke that is known gets an answer of its kind: of any other the client says that the app is broken.</summary>
    private async Task<IResult> AnswerInvokeAsync(Activity activity, TeamsPlace place)
    {
        try
        {
            return await AnswerByNameAsync(activity, place);
        }
        catch (Exception exception)
        {
            LogInvoke(logger, exception is StorageException ? null : exception, exception.GetType().Name);
            var sorry = Languages.Of(options.DefaultLanguage).PressedFailed;
            return activity.Name == AdaptiveCardInvokeValue.InvokeName
                ? TypedResults.Json(AdaptiveCardInvokeResponse.Error(500, "ServiceError", sorry), TeamsJson.Default.AdaptiveCardInvokeResponse)
                : TypedResults.Json(TaskModuleResponse.Message(sorry), TeamsJson.Default.TaskModuleResponse);
        }
    }

    private async Task<IResult> AnswerByNameAsync(Activity activity, TeamsPlace place)
    {
        switch (activity.Name)
        {
            case AdaptiveCardInvokeValue.InvokeName:
                return TypedResults.Json(await presses.AnswerAsync(activity, place), TeamsJson.Default.AdaptiveCardInvokeResponse);
            case TaskModuleRequest.Fetch or TaskModuleRequest.Submit:
                return await dialogs.AnswerAsync(activity, place) is { } dialog ? TypedResults.Json(dialog, TeamsJson.Default.TaskModuleResponse) : TypedResults.Ok();
            case MessagingExtensionAction.FetchTask:
                return TypedResults.Json(messageActions.Answer(activity, place), TeamsJson.Default.TaskModuleResponse);
            // The dialog of the message action has nothing to submit; an empty answer closes it.
            case MessagingExtensionAction.SubmitAction:
            // A card's old "invoke" button says nothing more.
            case null or "":
                return TypedResults.Ok();
            default:
                Ignore(activity.Name);
                return TypedResults.StatusCode(StatusCodes.Status501NotImplemented);
        }
    }

    private async Task<bool> AcceptMessageAsync(Activity activity, TeamsPlace place)
    {
        if (activity.Value is { ValueKind: JsonValueKind.Object } && await presses.AcceptAsync(activity, place, CancellationToken.None))
            return true;
        var message = turns.ReadMessage(activity, place);
        // Files come in personal conversations only; elsewhere they are but named.
        if (place.IsPersonal)
            message = await files.ReadIntoAsync(message, activity, CancellationToken.None);
        return !edits.IsReplaced(place.Key, message.MessageId, message.SentAt) && await handler.AcceptAsync(message, CancellationToken.None);
    }

    private Task<bool> AcceptEditAsync(Activity activity, TeamsPlace place)
    {
        var edit = turns.ReadMessage(activity, place);
        return edits.AcceptAsync(place.Key, edit.MessageId, edit.SentAt, () => handler.AcceptAsync(edit, CancellationToken.None));
    }

    private Task<bool> AcceptDeletionAsync(Activity activity, TeamsPlace place)
    {
        var deletion = turns.ReadDeletion(activity, place);
        return edits.AcceptAsync(place.Key, deletion.MessageId, deletion.SentAt, () => handler.AcceptAsync(deletion, CancellationToken.None));
    }

    /// <exception cref="JsonException">No activity.</exception>
    /// <exception cref="BadHttpRequestException">Larger than <see cref="LargestBody"/> (413), or not all of it came.</exception>
    private static async Task<Activity> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
            throw new BadHttpRequestException("The activity is too large.", StatusCodes.Status413PayloadTooLarge);
        // One byte more than may be: whether there is more shows without reading on.
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? LargestBody) + 1);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            if (length > LargestBody)
                throw new BadHttpRequestException("The activity is too large.", StatusCodes.Status413PayloadTooLarge);
            HalfSurrogates.Mend(buffer.AsSpan(0, length));
            return ActivityReader.Read(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <param name="what">A word of the platform's. Only those it is known to say are logged: whoever has a good token may send any.</param>
    private void Ignore(string? what)
    {
        metrics.Received("ignored");
        LogIgnored(logger, what is not null && Ignored.TryGetValue(what, out var known) ? known : "something unknown");
    }

    private IResult Refuse(int status, string rule)
    {
        metrics.Received(rule);
        refusals.Log(status, rule);
        return TypedResults.StatusCode(status);
    }

    private const int LargestBody = 256 * 1024;

    /// <summary>Types and names that Teams sends to some bots, and that say nothing to this one.</summary>
    private static readonly FrozenSet<string> Ignored = FrozenSet.Create(
        StringComparer.Ordinal,
        [
            ActivityTypes.Message, ActivityTypes.MessageUpdate, ActivityTypes.MessageDelete, "messageReaction", "typing", "event", "command", "commandResult",
            "endOfConversation", "handoff", "trace", "suggestion", "contactRelationUpdate",
            "composeExtension/query", "composeExtension/selectItem", "composeExtension/queryLink", "composeExtension/anonymousQueryLink", "composeExtension/querySettingUrl",
            "composeExtension/setting", "composeExtension/onCardButtonClicked", "message/submitAction", "message/fetchTask", "fileConsent/invoke", "signin/verifyState",
            "signin/tokenExchange", "signin/failure", "suggestedActions/submit", "application/search", "config/fetch", "config/submit", "tab/fetch", "tab/submit",
            "actionableMessage/executeAction",
        ]);

    [LoggerMessage(LogLevel.Debug, "Teams: ignored {Type}.")]
    private static partial void LogIgnored(ILogger logger, string type);

    [LoggerMessage(LogLevel.Error, "Teams: a press, or the action of a message, could not be answered: {Reason}")]
    private static partial void LogInvoke(ILogger logger, Exception? exception, string reason);

    [LoggerMessage(LogLevel.Error, "Teams: not accepted, the platform repeats it: {Reason}")]
    private static partial void LogStorage(ILogger logger, string reason);
}
