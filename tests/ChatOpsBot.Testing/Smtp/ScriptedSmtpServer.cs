using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ChatOpsBot.Probing;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Testing.Smtp;

/// <summary>
/// A mail server on a loopback socket that follows a script, every connection from its top. Strict: a line the script does not expect,
/// or a command of a mail transaction at any time, fails the test when the server is disposed.
/// </summary>
/// <remarks>When the script is over, QUIT gets its 221 and anything else is a violation.</remarks>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private static readonly string[] MailCommands = ["MAIL", "RCPT", "DATA", "BDAT", "AUTH", "VRFY", "EXPN"];

    private readonly Socket listener;
    private readonly CancellationTokenSource ended = new();
    private readonly IReadOnlyList<SmtpStep> script;
    private readonly ConcurrentQueue<string> received = [];
    private readonly ConcurrentQueue<string> violations = [];
    private readonly List<(string Start, TaskCompletionSource Heard)> awaited = [];
    private readonly SemaphoreSlim releases = new(0);
    private readonly TaskCompletionSource firstConnection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource firstEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task accepting;
    private bool isDisposed;
    private int connections;
    private int connected;
    private int mostAtOnce;

    private readonly bool mayQuitEarly;

    private readonly ServerTls? tls;

    private ScriptedSmtpServer(IPEndPoint at, bool mayQuitEarly, ServerTls? tls, IEnumerable<string> script, Socket? socket = null)
    {
        this.tls = tls;
        this.script = [.. script.Select(SmtpStep.Parse)];
        this.mayQuitEarly = mayQuitEarly;
        listener = socket ?? new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(at);
        listener.Listen();
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        accepting = AcceptAsync();
    }

    /// <summary>Serves the script at 127.0.0.1 on a free port.</summary>
    public static ScriptedSmtpServer Start(params string[] script) => Start(new IPEndPoint(IPAddress.Loopback, 0), script);

    /// <summary>Serves the script at an address of choice, such as 127.0.0.2; port 0 takes a free one.</summary>
    public static ScriptedSmtpServer Start(IPEndPoint at, params string[] script) => new(at, mayQuitEarly: false, tls: null, script);

    /// <summary>Serves the script at 127.0.0.1; <c>* tls</c> in it shows what <paramref name="tls"/> says.</summary>
    public static ScriptedSmtpServer Start(ServerTls tls, params string[] script) => new(new IPEndPoint(IPAddress.Loopback, 0), mayQuitEarly: false, tls, script);

    /// <summary>Serves the script on a socket that is not yet bound, such as one of another network namespace; the client may say QUIT at any time.</summary>
    public static ScriptedSmtpServer Start(Socket socket, IPEndPoint at, ServerTls? tls, params string[] script) => new(at, mayQuitEarly: true, tls, script, socket);

    /// <summary>Offers STARTTLS, does the handshake, and answers EHLO again.</summary>
    public static ScriptedSmtpServer Secure(ServerTls tls) => Start(tls, [.. UpToTls, "* tls", "C: EHLO *", "S: 250 mx.contoso.com"]);

    /// <summary>A script up to the place where the handshake begins.</summary>
    public static string[] UpToTls { get; } =
    [
        "S: 220 mx.contoso.com ESMTP", "C: EHLO *", "S: 250-mx.contoso.com", "S: 250 STARTTLS", "C: STARTTLS", "S: 220 2.0.0 Ready",
    ];

    /// <summary>A server without faults that does STARTTLS and takes any number of connections, any EHLO name and QUIT at any time.</summary>
    public static ScriptedSmtpServer Healthy(IPEndPoint? at = null) => new(
        at ?? new IPEndPoint(IPAddress.Loopback, 0),
        mayQuitEarly: true,
        ServerTls.Healthy,
        [
            "S: 220 mx.contoso.com ESMTP ready",
            "C: EHLO *",
            "S: 250-mx.contoso.com",
            "S: 250-SIZE 37748736",
            "S: 250-PIPELINING",
            "S: 250-STARTTLS",
            "S: 250 8BITMIME",
            "C: STARTTLS",
            "S: 220 2.0.0 Ready to start TLS",
            "* tls",
            "C: EHLO *",
            "S: 250 mx.contoso.com",
        ]);

    public IPEndPoint EndPoint { get; }

    public ProbeTarget Target => new(EndPoint.Address.ToString(), EndPoint.Port);

    /// <summary>Every line of every client, in order of arrival.</summary>
    public IReadOnlyList<string> Received => [.. received];

    /// <summary>How many connections were accepted.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The most connections that were open at the same time.</summary>
    public int MostAtOnce => Volatile.Read(ref mostAtOnce);

    /// <summary>Completes when the first client is there.</summary>
    public Task FirstConnection => firstConnection.Task;

    /// <summary>Completes when the first connection is over, whoever ended it.</summary>
    public Task FirstEnd => firstEnd.Task;

    /// <summary>Completes when a client has said a line that begins so.</summary>
    public Task Heard(string start)
    {
        lock (awaited)
        {
            if (received.Any(line => line.StartsWith(start, StringComparison.Ordinal)))
                return Task.CompletedTask;
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited.Add((start, heard));
            return heard.Task;
        }
    }

    /// <summary>Lets one <c>* hold</c> go on.</summary>
    public void Release() => releases.Release();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
            return;
        await ended.CancelAsync();
        await accepting;
        listener.Dispose();
        ended.Dispose();
        releases.Dispose();
        if (!violations.IsEmpty)
            throw new InvalidOperationException($"The client broke the script: {string.Join("; ", violations)}. It said: {string.Join(" | ", received)}");
    }

    private async Task AcceptAsync()
    {
        List<Task> conversations = [];
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(ended.Token);
                conversations.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref connections);
        InterlockedMax(ref mostAtOnce, Interlocked.Increment(ref connected));
        firstConnection.TrySetResult();
        using (socket)
        {
            socket.NoDelay = true;
            await using var client = new Client(socket);
            try
            {
                await FollowScriptAsync(client);
            }
            catch (Exception gone) when (gone is IOException or SocketException or AuthenticationException)
            {
                // The client went away in the middle: its right, and what it said before is on record.
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                // The test is over.
            }

            if (!client.HasQuit)
                Interlocked.Decrement(ref connected);
        }

        firstEnd.TrySetResult();
    }

    private async Task FollowScriptAsync(Client client)
    {
        foreach (var step in script)
        {
            switch (step)
            {
                case SmtpStep.Send send:
                    await SendAsync(client, Encoding.Latin1.GetBytes(send.Text));
                    break;
                case SmtpStep.Last last:
                    // Linux sends corked bytes and the FIN as one segment, so that the client cannot see one without the other.
                    client.Socket.NoDelay = false;
                    client.Socket.SetRawSocketOption(6, 3, [1, 0, 0, 0]);
                    await SendAsync(client, Encoding.Latin1.GetBytes(last.Text));
                    client.Socket.Shutdown(SocketShutdown.Both);
                    return;
                case SmtpStep.Secure:
                    await client.SecureAsync(tls ?? throw new InvalidOperationException("The script wants TLS. Start the server with a ServerTls."), ended.Token);
                    break;
                case SmtpStep.OldTls old when await OldServerTls.ReadHelloAsync(client.Stream, ended.Token) is var hello:
                    if (hello is null)
                        return;
                    await SendAsync(client, old.HasAlert && OldServerTls.NamesVersions(hello) ? OldServerTls.Alert(70) : OldServerTls.Flight(old.Version, tls is null ? [] : [tls.Certificate, .. tls.Sent]));
                    await client.DrainAsync(ended.Token);
                    return;
                case SmtpStep.Alert alert:
                    if (await OldServerTls.ReadHelloAsync(client.Stream, ended.Token) is null)
                        return;
                    await SendAsync(client, OldServerTls.Alert(alert.Number));
                    await client.DrainAsync(ended.Token);
                    return;
                case SmtpStep.Hello:
                    if (await OldServerTls.ReadHelloAsync(client.Stream, ended.Token) is null)
                        return;
                    break;
                case SmtpStep.Drip drip:
                    foreach (var single in Encoding.Latin1.GetBytes(drip.Text))
                        await SendAsync(client, [single]);
                    break;
                case SmtpStep.Flood flood:
                    while (true)
                        await SendAsync(client, Encoding.Latin1.GetBytes(flood.Text));
                case SmtpStep.Expect expect when await HearAsync(client) is var line:
                    if (line is null)
                        return;
                    if (mayQuitEarly && IsQuit(line))
                    {
                        await SayGoodbyeAsync(client);
                        return;
                    }

                    if (!Fits(expect.Line, line))
                    {
                        violations.Enqueue($"expected \"{expect.Line}\", heard \"{line}\"");
                        return;
                    }

                    break;
                case SmtpStep.Hold:
                    await releases.WaitAsync(ended.Token);
                    break;
                case SmtpStep.Silence:
                    while (await HearAsync(client) is not null)
                    {
                    }

                    return;
                case SmtpStep.Unread:
                    // An empty read completes when there is something to read. Closing a socket with unread bytes sends an RST.
                    if (Connections > 1)
                        break;
                    await client.Socket.ReceiveAsync(Memory<byte>.Empty, ended.Token);
                    return;
                case SmtpStep.Close:
                    client.Socket.Shutdown(SocketShutdown.Both);
                    return;
                case SmtpStep.Reset:
                    client.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                    return;
                default:
                    throw new InvalidOperationException($"Unknown step {step}.");
            }
        }

        await AwaitQuitAsync(client);
    }

    private async Task AwaitQuitAsync(Client client)
    {
        var line = await HearAsync(client);
        if (line is null)
            return;
        if (!IsQuit(line))
        {
            violations.Enqueue($"the script was over, heard \"{line}\"");
            return;
        }

        await SayGoodbyeAsync(client);
    }

    private static bool IsQuit(string line) => line.Equals("QUIT", StringComparison.OrdinalIgnoreCase);

    private async Task SayGoodbyeAsync(Client client)
    {
        // Counted as gone before the 221: the client may be back on a new connection before this side has closed the old one.
        client.HasQuit = true;
        Interlocked.Decrement(ref connected);
        await SendAsync(client, "221 2.0.0 Bye\r\n"u8.ToArray());
        client.Socket.Shutdown(SocketShutdown.Send);
    }

    private async Task<string?> HearAsync(Client client)
    {
        var line = await client.ReadAsync(ended.Token);
        if (line is null)
            return null;
        lock (awaited)
        {
            received.Enqueue(line);
            foreach (var wait in awaited.Where(wait => line.StartsWith(wait.Start, StringComparison.Ordinal)))
                wait.Heard.TrySetResult();
        }

        if (MailCommands.Contains(line.Split(' ', ':')[0].ToUpperInvariant()))
            violations.Enqueue($"a probe must never say \"{line}\"");
        return line;
    }

    private async Task SendAsync(Client client, byte[] bytes) => await client.Stream.WriteAsync(bytes, ended.Token);

    private static bool Fits(string expected, string line) =>
        expected.EndsWith('*') ? line.StartsWith(expected[..^1], StringComparison.Ordinal) : line == expected;

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private sealed class Client(Socket socket) : IAsyncDisposable
    {
        private readonly byte[] single = new byte[1];

        public Socket Socket => socket;

        public Stream Stream { get; private set; } = new NetworkStream(socket, ownsSocket: false);

        public bool HasQuit { get; set; }

        public async Task SecureAsync(ServerTls tls, CancellationToken cancellationToken)
        {
            var secure = new SslStream(Stream);
            Stream = secure;
            await secure.AuthenticateAsServerAsync(tls.Options(), cancellationToken);
        }

        /// <summary>The next line without its CRLF; null when the client has ended.</summary>
        public async Task<string?> ReadAsync(CancellationToken cancellationToken)
        {
            var line = new StringBuilder();
            while (await Stream.ReadAsync(single, cancellationToken) > 0)
            {
                if (single[0] == '\n')
                    return line.ToString().TrimEnd('\r');
                line.Append((char)single[0]);
            }

            return null;
        }

        /// <summary>Takes whatever comes until the client ends.</summary>
        public async Task DrainAsync(CancellationToken cancellationToken)
        {
            while (await Stream.ReadAsync(single, cancellationToken) > 0)
            {
            }
        }

        public ValueTask DisposeAsync() => Stream.DisposeAsync();
    }
}
