using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Unicode;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>One WebSocket to Slack: reads envelopes, has them accepted, and acknowledges them on the same connection.</summary>
/// <remarks>Several envelopes are accepted at the same time, so that a slow one holds up no acknowledgement; those of them that are not acknowledged Slack sends again.</remarks>
internal sealed partial class SlackSocket : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly Func<SocketEnvelope, Task<SlackReply>> accept;
    private readonly TimeProvider time;
    private readonly ILogger logger;

    // One writes at a time.
    private readonly SemaphoreSlim sending = new(1, 1);

    // Taken one by one by envelopes that are being accepted, and all together by whoever closes.
    private readonly SemaphoreSlim slots = new(MostAtOnce, MostAtOnce);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource replacing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SlackSocket(Func<SocketEnvelope, Task<SlackReply>> accept, TimeProvider time, ILogger logger) =>
        (this.accept, this.time, this.logger) = (accept, time, logger);

    /// <summary>Slack wants this connection replaced; until it is, it goes on as ever.</summary>
    public Task Replacing => replacing.Task;

    /// <summary>Whose the app-level token is, as Slack's hello says; null when it does not.</summary>
    public string? AppId { get; private set; }

    /// <summary>Completes when nothing comes any more.</summary>
    public Task<SocketEnd> Ended { get; private set; } = Task.FromResult(SocketEnd.Lost);

    /// <param name="address">As <c>apps.connections.open</c> gave it: good once, and a secret.</param>
    /// <returns>A connection on which Slack said hello, or one that has ended already.</returns>
    /// <exception cref="WebSocketException">Nobody took the call.</exception>
    /// <exception cref="TimeoutException">Nobody said hello in time.</exception>
    public static async Task<SlackSocket> OpenAsync(Uri address, SocketPace pace, Func<SocketEnvelope, Task<SlackReply>> accept, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var connection = new SlackSocket(accept, time, logger);
        try
        {
            connection.socket.Options.KeepAliveInterval = pace.PingEvery;
            connection.socket.Options.KeepAliveTimeout = pace.PongWithin;
            using var patience = new CancellationTokenSource(HelloWithin, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            try
            {
                await connection.socket.ConnectAsync(address, either.Token);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException("Slack did not take the connection in time.", exception);
            }

            connection.Ended = Task.Run(connection.ReceiveAsync, CancellationToken.None);
            await Task.WhenAny(connection.ready.Task, connection.Ended).WaitAsync(HelloWithin, time, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Acknowledges what is being accepted, says goodbye, and waits for Slack's. What comes later goes to another connection.</summary>
    public async Task CloseAsync()
    {
        try
        {
            for (var slot = 0; slot < MostAtOnce; slot++)
                await slots.WaitAsync(CancellationToken.None).WaitAsync(GoodbyeWithin, time);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
            await Ended.WaitAsync(GoodbyeWithin, time);
        }
        catch (Exception exception) when (exception is WebSocketException or TimeoutException or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone either way.
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await Ended;
        // The semaphores hold nothing to dispose of, and whoever is still accepting gives its place back.
        socket.Dispose();
    }

    private async Task<SocketEnd> ReceiveAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(UsualFrame);
        try
        {
            while (true)
            {
                var (type, isWhole) = await ReadAsync(buffer);
                if (type == WebSocketMessageType.Close)
                    return SocketEnd.Lost;
                if (type != WebSocketMessageType.Text || !isWhole || Read(buffer.WrittenSpan) is not { } envelope)
                    LogIgnored(logger, "a frame");
                else if (await TakeAsync(envelope) is { } end)
                    return end;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            return SocketEnd.Lost;
        }
    }

    /// <summary>A message may come in any number of frames. Of one that is too long nothing is kept.</summary>
    private async Task<(WebSocketMessageType Type, bool IsWhole)> ReadAsync(ArrayBufferWriter<byte> buffer)
    {
        buffer.ResetWrittenCount();
        var isWhole = true;
        while (true)
        {
            var frame = await socket.ReceiveAsync(buffer.GetMemory(UsualFrame), CancellationToken.None);
            if (isWhole)
                buffer.Advance(frame.Count);
            if (buffer.WrittenCount > LargestMessage)
            {
                buffer.ResetWrittenCount();
                isWhole = false;
            }

            if (frame.EndOfMessage || frame.MessageType == WebSocketMessageType.Close)
                return (frame.MessageType, isWhole);
        }
    }

    private static SocketEnvelope? Read(ReadOnlySpan<byte> message)
    {
        if (!Utf8.IsValid(message))
            return null;
        var json = message.ToArray();
        HalfSurrogates.Mend(json);
        try
        {
            return JsonSerializer.Deserialize(json, InboundJson.Default.SocketEnvelope);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <returns>Why the connection is of no use any more; null: it goes on.</returns>
    private async Task<SocketEnd?> TakeAsync(SocketEnvelope envelope)
    {
        switch (envelope)
        {
            case { Type: SocketEnvelope.Hello }:
                AppId = envelope.ConnectionInfo?.AppId;
                ready.TrySetResult();
                return null;
            case { Type: SocketEnvelope.Disconnect, Reason: SocketEnvelope.LinkDisabled }:
                return SocketEnd.LinkDisabled;
            case { Type: SocketEnvelope.Disconnect, Reason: SocketEnvelope.TooManyWebsockets }:
                return SocketEnd.TooMany;
            case { Type: SocketEnvelope.Disconnect }:
                replacing.TrySetResult();
                return null;
            case { EnvelopeId.Length: > 0 }:
                // Whoever sends something takes the connection for open, whatever they said before.
                ready.TrySetResult();
                await slots.WaitAsync();
                _ = Task.Run(() => AcceptAsync(envelope));
                return null;
            default:
                LogIgnored(logger, "a frame of another kind");
                return null;
        }
    }

    private async Task AcceptAsync(SocketEnvelope envelope)
    {
        try
        {
            var reply = await accept(envelope);
            // What is not acknowledged comes again.
            if (reply is not SlackReply.NotNow)
                await AcknowledgeAsync(envelope, (reply as SlackReply.Acknowledged)?.Payload);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // The connection died first. What was accepted is a row; when it comes again, the row is found.
            LogUnacknowledged(logger, exception.GetType().Name);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task AcknowledgeAsync(SocketEnvelope envelope, JsonElement? payload)
    {
        var acknowledgement = new SocketAcknowledgement { EnvelopeId = envelope.EnvelopeId!, Payload = envelope.TakesPayload ? payload : null };
        var message = JsonSerializer.SerializeToUtf8Bytes(acknowledgement, InboundJson.Default.SocketAcknowledgement);
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Envelopes accepted at the same time; more wait in the connection.</summary>
    private const int MostAtOnce = 32;

    private const int UsualFrame = 16 * 1024;
    private const int LargestMessage = 1024 * 1024;
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GoodbyeWithin = TimeSpan.FromSeconds(5);

    [LoggerMessage(LogLevel.Debug, "Slack: ignored {What} of Socket Mode.")]
    private static partial void LogIgnored(ILogger logger, string what);

    [LoggerMessage(LogLevel.Debug, "Slack: an envelope could not be acknowledged and will come again: {Reason}.")]
    private static partial void LogUnacknowledged(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "Slack: an envelope was not accepted and will come again.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
