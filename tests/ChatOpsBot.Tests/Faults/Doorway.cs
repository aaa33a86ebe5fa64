using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.Tests.Faults;

/// <summary>The way to a platform's servers: a port that is closed while they are down, and opened again. What came in before stays connected.</summary>
internal sealed class Doorway : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Task, byte> visits = new();
    private readonly CancellationTokenSource over = new();
    private readonly Uri behind;
    private readonly int port;
    private readonly List<Task> accepting = [];

    // Bound also while the door is closed, so that nobody else gets the port.
    private Socket door;
    private bool isOpen;

    private Doorway(Uri behind)
    {
        this.behind = behind;
        door = Bind(0);
        port = ((IPEndPoint)door.LocalEndPoint!).Port;
        Open();
    }

    /// <summary>What lies behind, by way of this door.</summary>
    public Uri Address => new UriBuilder(behind) { Port = port }.Uri;

    public static Doorway Before(Uri behind) => new(behind);

    public void Close()
    {
        if (!isOpen)
            return;
        door.Dispose();
        door = Bind(port);
        isOpen = false;
    }

    public void Open()
    {
        if (isOpen)
            return;
        door.Listen();
        accepting.Add(AcceptAsync(door));
        isOpen = true;
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(accepting);
        await Task.WhenAll(visits.Keys);
        door.Dispose();
        over.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task AcceptAsync(Socket open)
    {
        try
        {
            while (true)
            {
                var visit = VisitAsync(await open.AcceptAsync(over.Token));
                visits[visit] = 0;
                _ = visit.ContinueWith(ended => visits.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It was closed.
        }
    }

    private async Task VisitAsync(Socket visitor)
    {
        using var host = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (visitor)
        {
            visitor.NoDelay = true;
            try
            {
                await host.ConnectAsync(IPAddress.Loopback, behind.Port, over.Token);
                await using var outside = new NetworkStream(visitor);
                await using var inside = new NetworkStream(host);
                // When one side hangs up, so does the other.
                await await Task.WhenAny(outside.CopyToAsync(inside, over.Token), inside.CopyToAsync(outside, over.Token));
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                // Cut off.
            }
        }
    }
}
