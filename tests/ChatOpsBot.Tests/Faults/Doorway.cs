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
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;

    private Doorway(Uri behind)
    {
        this.behind = behind;
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener);
    }

    /// <summary>What lies behind, by way of this door.</summary>
    public Uri Address => new UriBuilder(behind) { Port = port }.Uri;

    public static Doorway Before(Uri behind) => new(behind);

    public void Close()
    {
        listener?.Stop();
        listener = null;
    }

    public void Open()
    {
        if (listener is not null)
            return;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        accepting = AcceptAsync(listener);
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await over.CancelAsync();
        await accepting;
        await Task.WhenAll(visits.Keys);
        over.Dispose();
    }

    private async Task AcceptAsync(TcpListener open)
    {
        try
        {
            while (true)
            {
                var visit = VisitAsync(await open.AcceptSocketAsync(over.Token));
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
