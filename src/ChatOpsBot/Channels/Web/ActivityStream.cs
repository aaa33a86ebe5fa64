using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using ChatOpsBot.Channels.Web.Protocol;

namespace ChatOpsBot.Channels.Web;

/// <summary>The WebSocket of one client: activity sets out, nothing in.</summary>
internal static class ActivityStream
{
    /// <summary>Sends until the client leaves or takes a set too slowly, the reader completes (too much waits) or <paramref name="ending"/> is cancelled.</summary>
    public static async Task RunAsync(WebSocket socket, ChannelReader<ActivitySet> sets, TimeProvider time, CancellationToken ending)
    {
        // Cancelling a send or receive tears the connection down, so they get a token of their own: a polite end comes first.
        using var torn = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(ending);
        await using var goodbye = ending.Register(() => torn.CancelAfter(Patience));
        var sending = SendAsync(socket, sets, time, stopped.Token, torn.Token);
        var receiving = ReceiveAsync(socket, torn.Token);
        await Task.WhenAny(sending, receiving);

        await stopped.CancelAsync();
        torn.CancelAfter(Patience);
        await sending;
        await CloseAsync(socket, torn.Token);
        await receiving;
    }

    private static async Task SendAsync(WebSocket socket, ChannelReader<ActivitySet> sets, TimeProvider time, CancellationToken stopped, CancellationToken torn)
    {
        try
        {
            await foreach (var set in sets.ReadAllAsync(stopped))
            {
                using var tooLong = new CancellationTokenSource(SendLimit, time);
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(torn, tooLong.Token);
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(set, DirectLineJson.Default.ActivitySet), WebSocketMessageType.Text, endOfMessage: true, cut.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The client or the server goes away, or the client does not read: the normal end of a stream.
        }
    }

    /// <summary>Clients send empty messages to keep the connection alive. Whatever comes is not looked at.</summary>
    private static async Task ReceiveAsync(WebSocket socket, CancellationToken torn)
    {
        var unread = new byte[256];
        try
        {
            while ((await socket.ReceiveAsync(unread.AsMemory(), torn)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // As above.
        }
    }

    private static async Task CloseAsync(WebSocket socket, CancellationToken torn)
    {
        try
        {
            if (socket.State is WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, torn);
            else if (socket.State is WebSocketState.Open)
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, statusDescription: null, torn);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // Gone already.
        }
    }

    /// <summary>How long one set may take. A client that reads nothing would otherwise hold its place among the listeners for good.</summary>
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a client has to answer the goodbye.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
}
