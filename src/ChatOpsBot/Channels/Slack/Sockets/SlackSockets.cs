using System.Net.WebSockets;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>
/// Socket Mode: the bot calls Slack and needs no public address. Keeps its connections open, replaces one before Slack closes it, and
/// hands what comes to the same doors as HTTP does. Which connection an event comes on says nothing.
/// </summary>
internal sealed partial class SlackSockets(
    SlackOptions options,
    SlackHosts hosts,
    SlackWebApi api,
    SocketPace pace,
    SlackEvents events,
    SlackInteractions interactions,
    SlackCommands commands,
    InboundRefusals refusals,
    SocketHealth health,
    TimeProvider time,
    ILogger<SlackSockets> logger) : BackgroundService
{
    private readonly EnvelopesTaken taken = new(time);

    // Why a connection could not be opened, as it was last said aloud; null: they open. Whoever writes it last is right enough.
    private volatile string? saidOfOpening;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anybody asks how it is.
        health.Begin(options.SocketConnections, WhereToLook());
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, options.SocketConnections).Select(number => KeepOpenAsync(number, giveUp)));
    }

    /// <param name="number">Of the connection, from 0; it keeps it when it is replaced.</param>
    private async Task KeepOpenAsync(int number, CancellationTokenSource giveUp)
    {
        var cancellationToken = giveUp.Token;
        SlackSocket? current = null;
        try
        {
            var failures = 0;
            while (true)
            {
                current = await OpenAsync(number, failures, cancellationToken);
                health.Opened(number);
                var openedAt = time.GetTimestamp();
                SocketEnd end;
                (current, end) = await FollowAsync(number, current, cancellationToken);
                health.Closed(number, ReasonOf(end));
                await current.DisposeAsync();
                current = null;
                if (end == SocketEnd.LinkDisabled)
                    throw new SocketModeException("somebody switched Socket Mode off for the app. Switch it on under Socket Mode of the app, and start the bot again");
                // A connection that lasted is no sign of trouble; one that is cut again and again is.
                failures = time.GetElapsedTime(openedAt) > Lasting ? 0 : failures + 1;
                if (end == SocketEnd.TooMany)
                    await WaitTooManyAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The bot stops, or another connection found out that there is no sense in it.
        }
        catch (SocketModeException exception)
        {
            if (health.Stop(exception.Message))
                LogStopped(logger, exception.Message);
            await giveUp.CancelAsync();
        }
        finally
        {
            health.Closed(number, "the bot gave it up");
            if (current is not null)
            {
                await current.CloseAsync();
                await current.DisposeAsync();
            }
        }
    }

    /// <summary>Waits for the end of a connection. When Slack wants it replaced, a new one says hello before the old one is closed, so that nothing is lost between them.</summary>
    /// <returns>The connection that ended, which may be a later one, and why.</returns>
    private async Task<(SlackSocket Connection, SocketEnd End)> FollowAsync(int number, SlackSocket current, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var openedAt = time.GetTimestamp();
            await Task.WhenAny(current.Ended, current.Replacing).WaitAsync(cancellationToken);
            if (current.Ended.IsCompleted)
                return (current, await current.Ended);
            // One that is to be replaced as soon as it opened is as bad a sign as one that is cut.
            failures = time.GetElapsedTime(openedAt) > Lasting ? 0 : failures + 1;
            var opening = OpenAsync(number, failures, cancellationToken);
            // Slack does not wait for ever, and until the next one is there nothing comes on this one either.
            if (await Task.WhenAny(opening, current.Ended) == current.Ended)
                health.Closed(number, ReasonOf(await current.Ended));
            var next = await opening;
            health.Opened(number);
            await current.CloseAsync();
            await current.DisposeAsync();
            current = next;
            LogReplaced(logger);
        }
    }

    /// <summary>Tries until there is a connection on which Slack said hello.</summary>
    /// <param name="failures">How often it went wrong before: the next try waits for it.</param>
    /// <exception cref="SocketModeException">It makes no sense to go on.</exception>
    private async Task<SlackSocket> OpenAsync(int number, int failures, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Once it may just have happened.
            if (failures > 1)
                await Task.Delay(BackOff(failures - 1), time, cancellationToken);
            TimeSpan? wait = null;
            string reason;
            try
            {
                var opened = await api.AppsConnectionsOpenAsync(options.AppToken, cancellationToken);
                var connection = await SlackSocket.OpenAsync(SocketModeAddress.Of(opened.Url, hosts), pace, TakeAsync, time, logger, cancellationToken);
                if (!connection.Ended.IsCompleted)
                {
                    CompareApps(connection.AppId);
                    saidOfOpening = null;
                    return connection;
                }

                var end = await connection.Ended;
                await connection.DisposeAsync();
                if (end == SocketEnd.LinkDisabled)
                    throw new SocketModeException("Socket Mode is switched off for the app. Switch it on under Socket Mode of the app, and start the bot again");
                reason = ReasonOf(end);
                NoteFailure(number, reason);
                if (end == SocketEnd.TooMany)
                    await WaitTooManyAsync(cancellationToken);
            }
            catch (SlackApiException exception) when (Hopeless.Contains(exception.Code, StringComparer.Ordinal))
            {
                throw new SocketModeException($"Slack does not take Slack:AppToken ({exception.Code}). Make an app-level token with the scope connections:write under Basic Information of the app, and start the bot again", exception);
            }
            catch (SlackApiException exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                wait = exception.RetryAfter;
                reason = exception.Message.TrimEnd('.');
                SayNotOpened(exception.Code is null or SlackErrors.UnknownMethod ? $"{reason}. {WhereToLook()}" : exception.Code);
            }
            catch (SocketModeAddressException exception)
            {
                reason = exception.Message;
                SayNotOpened(reason);
            }
            catch (Exception exception) when (exception is WebSocketException or TimeoutException or IOException)
            {
                reason = exception is TimeoutException ? "Slack did not say hello in time" : "Slack's WebSocket could not be reached";
                SayNotOpened(reason);
            }

            NoteFailure(number, reason);
            failures++;
            if (wait is { } asked)
            {
                await Task.Delay(asked, time, cancellationToken);
                failures = 0;
            }
        }
    }

    /// <summary>Of a connection that is being replaced, the old one may still be open: then nothing is wrong yet.</summary>
    private void NoteFailure(int number, string reason)
    {
        if (!health.IsOpen(number))
            health.Closed(number, reason);
    }

    private static string ReasonOf(SocketEnd end) => end switch
    {
        SocketEnd.LinkDisabled => "Socket Mode is switched off for the app",
        SocketEnd.TooMany => "the app has too many connections, of which ten are allowed in all",
        _ => "it was cut",
    };

    private Task WaitTooManyAsync(CancellationToken cancellationToken)
    {
        LogTooMany(logger);
        return Task.Delay(WhileTooMany, time, cancellationToken);
    }

    private string WhereToLook() => hosts.IsSlack
        ? "See that the bot may reach Slack on port 443, also by WebSocket"
        : $"See that Slack:ApiBaseUrl ({hosts.Api}) leads to a Web API that knows Socket Mode";

    /// <summary>Aloud once for all connections and tries, until one opens or it is something else.</summary>
    private void SayNotOpened(string reason)
    {
        var level = saidOfOpening == reason ? LogLevel.Debug : LogLevel.Warning;
        saidOfOpening = reason;
        LogNotOpened(logger, level, reason);
    }

    /// <summary>The app-level token is one app's; with another App ID in the settings all that comes would be refused.</summary>
    private void CompareApps(string? app)
    {
        if (app is not { Length: > 0 } || app == options.AppId)
            return;
        var reason = $"Slack:AppToken is of the app {(SlackOptions.IsAppId(app) ? app : "?")}, but Slack:AppId is {options.AppId}: what comes from people is refused. Set both to those of one app, under Basic Information";
        if (health.Doubt(reason))
            LogOtherApp(logger, reason);
    }

    private Task<SlackReply> TakeAsync(SocketEnvelope envelope) => taken.TakeOnceAsync(envelope.EnvelopeId!, () => AcceptAsync(envelope));

    /// <summary>The doors are the same as those of HTTP; here the connection is the proof, also of the app where a payload does not name it.</summary>
    private async Task<SlackReply> AcceptAsync(SocketEnvelope envelope)
    {
        SlackReply reply;
        try
        {
            reply = envelope switch
            {
                { Type: SocketEnvelope.EventsApi, Payload: { } payload } => await AcceptAsync(Read(payload, InboundJson.Default.EventCallback), (int)Math.Clamp(envelope.RetryAttempt ?? 0, 0, 10)),
                { Type: SocketEnvelope.Interactive, Payload: { } payload } => await AcceptAsync(Read(payload, InboundJson.Default.InteractionPayload)),
                { Type: SocketEnvelope.SlashCommands, Payload: { } payload } => await AcceptAsync(Read(payload, InboundJson.Default.SlashCommand), envelope.TakesPayload),
                { Type: SocketEnvelope.EventsApi or SocketEnvelope.Interactive or SocketEnvelope.SlashCommands } => new SlackReply.Malformed(),
                _ => SlackReply.Done,
            };
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
            case SlackReply.Malformed:
                refusals.Note(StatusCodes.Status400BadRequest, "Malformed");
                break;
            case SlackReply.Refused refused:
                refusals.Note(StatusCodes.Status403Forbidden, refused.Rule);
                break;
            case SlackReply.NotNow later:
                refusals.Note(StatusCodes.Status503ServiceUnavailable, later.Reason);
                break;
        }

        return reply;
    }

    private Task<SlackReply> AcceptAsync(EventCallback callback, int delivery) =>
        events.AcceptAsync(callback with { ApiAppId = callback.ApiAppId ?? options.AppId }, delivery);

    private Task<SlackReply> AcceptAsync(InteractionPayload payload) =>
        interactions.AcceptAsync(payload with { ApiAppId = payload.ApiAppId ?? (payload.Type is null ? null : options.AppId) });

    private Task<SlackReply> AcceptAsync(SlashCommand command, bool takesAnswer) =>
        commands.AcceptAsync(command with { ApiAppId = command.ApiAppId ?? options.AppId }, takesAnswer);

    private static T Read<T>(JsonElement payload, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => payload.Deserialize(type) ?? throw new JsonException("The payload is null.");

    /// <summary>1 s, 2 s, 4 s … 60 s, and not all processes at once.</summary>
    private TimeSpan BackOff(int failures)
    {
        // An emulator on this machine is started again by a person who waits for it.
        var most = hosts.Api.IsLoopback ? LongestBackOffHere : LongestBackOff;
        var longest = Math.Min(Math.Pow(2, Math.Min(failures - 1, 10)), most.TotalSeconds);
        return TimeSpan.FromSeconds(longest * (0.75 + (Random.Shared.NextDouble() / 4)));
    }

    /// <summary>What no waiting cures.</summary>
    private static readonly string[] Hopeless =
        ["not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled", "token_revoked", "not_allowed_token_type", "missing_scope", "no_permission", "access_denied"];

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestBackOffHere = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhileTooMany = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(10);

    [LoggerMessage(LogLevel.Error, "Slack: nothing is received any more: {Reason}.")]
    private static partial void LogStopped(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "Slack: the app has too many connections; ten are allowed in all. Lower Slack:SocketConnections, or run fewer bots for this app. The next try is in a minute.")]
    private static partial void LogTooMany(ILogger logger);

    [LoggerMessage("Slack: a connection of Socket Mode could not be opened: {Reason}.")]
    private static partial void LogNotOpened(ILogger logger, LogLevel level, string reason);

    [LoggerMessage(LogLevel.Error, "Slack: {Reason}.")]
    private static partial void LogOtherApp(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Debug, "Slack: a connection of Socket Mode was replaced.")]
    private static partial void LogReplaced(ILogger logger);

    [LoggerMessage(LogLevel.Error, "Slack: not accepted, Slack repeats it: {Reason}")]
    private static partial void LogStorage(ILogger logger, string reason);
}

/// <summary>Socket Mode cannot work until a person does something.</summary>
internal sealed class SocketModeException(string message, Exception? inner = null) : Exception(message, inner);
