using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using ChatOpsBot.Channels.Web.Protocol;

namespace ChatOpsBot.Channels.Web;

/// <summary>The WebSocket of one client: activity sets out, nothing in.</summary>
internal static class ActivityStream
{
    /// <summary>Sends until the client leaves, the reader completes (the client was too slow) or <paramref name="ending"/> is cancelled.</summary>
    public static async Task RunAsync(WebSocket socket, ChannelReader<ActivitySet> sets, CancellationToken ending)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var sending = SendAsync(socket, sets, left.Token);
        var receiving = ReceiveAsync(socket, left.Token);
        await Task.WhenAny(sending, receiving);
        if (sending.IsCompleted || ending.IsCancellationRequested)
            await CloseAsync(socket);
        await left.CancelAsync();
        await Task.WhenAll(sending, receiving);
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<ActivitySet> sets, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var set in sets.ReadAllAsync(cancellationToken))
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(set, DirectLineJson.Default.ActivitySet), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The client or the server goes away: the normal end of a stream.
        }
    }

    /// <summary>Clients send empty messages to keep the connection alive. Whatever comes is not looked at.</summary>
    private static async Task ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var unread = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(unread.AsMemory(), cancellationToken)).MessageType != WebSocketMessageType.Close)
            {
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // As above.
        }
    }

    private static async Task CloseAsync(WebSocket socket)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, statusDescription: null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // Gone already.
        }
    }
}
