using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace ChatOpsBot.Testing.Tls;

/// <summary>
/// A web server on a loopback socket, in clear as authorities have it for lists and answers about revocation, or over TLS as registries
/// and policy hosts have it; every request gets the answer last set.
/// </summary>
public sealed class ScriptedWebServer : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentQueue<string> requests = [];
    private readonly TaskCompletionSource firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerTls? tls;
    private readonly Task accepting;
    private int connections;

    /// <param name="tls">Null for a server that speaks in clear.</param>
    /// <param name="at">Null for 127.0.0.1.</param>
    public ScriptedWebServer(ServerTls? tls = null, IPAddress? at = null)
        : this(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(at ?? IPAddress.Loopback, 0), tls)
    {
    }

    /// <summary>On a socket that is not yet bound, such as one of another network namespace.</summary>
    public ScriptedWebServer(Socket socket, IPEndPoint at, ServerTls? tls)
    {
        this.tls = tls;
        listener = socket;
        listener.Bind(at);
        listener.Listen();
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Where it answers, with a path behind.</summary>
    public string At(string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}{path}");

    /// <summary>The same over TLS, by name.</summary>
    public string At(string host, string path) => string.Create(CultureInfo.InvariantCulture, $"https://{host}:{Port}{path}");

    /// <summary>How many connections there were, also those without a request.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The first line of every request, in order.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>Completes with the first request.</summary>
    public Task FirstRequest => firstRequest.Task;

    /// <summary>Gives the whole response for path and body; null for silence.</summary>
    public Func<string, byte[], byte[]?> Answer { get; set; } = (_, _) => NotFound;

    public static byte[] NotFound => Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

    public static byte[] Ok(byte[] body) => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n")), .. body];

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await accepting;
        listener.Dispose();
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
                serving.Add(ServeAsync(await listener.AcceptAsync(ended.Token)));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref connections);
        await using var wire = new NetworkStream(socket, ownsSocket: true);
        await using var secure = tls is null ? null : new SslStream(wire);
        Stream stream = secure is null ? wire : secure;
        try
        {
            if (secure is not null)
                await secure.AuthenticateAsServerAsync(tls!.Options(), ended.Token);
            var head = new StringBuilder();
            var single = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(single, ended.Token) > 0)
                head.Append((char)single[0]);
            if (head.Length == 0)
                return;
            var lines = head.ToString().Split("\r\n");
            var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } header ? int.Parse(header[15..], CultureInfo.InvariantCulture) : 0;
            var body = new byte[length];
            await stream.ReadExactlyAsync(body, ended.Token);
            requests.Enqueue(lines[0]);
            firstRequest.TrySetResult();
            if (Answer(lines[0].Split(' ')[1], body) is { } answer)
                await stream.WriteAsync(answer, ended.Token);
            else
                _ = await stream.ReadAtLeastAsync(single, 1, throwOnEndOfStream: false, ended.Token);
        }
        catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException)
        {
            // The client has heard enough, or does not like the certificate, or the test is over.
        }
    }
}
