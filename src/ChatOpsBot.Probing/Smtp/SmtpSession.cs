using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatOpsBot.Probing.Smtp;

/// <summary>
/// One connection to one address: connect, wait for the greeting, EHLO (HELO after a refusal), QUIT. Knows no other command: a mail
/// transaction cannot be begun with it. Each stage has one time limit, however many reads it takes.
/// </summary>
/// <remarks>Not thread-safe: one task drives it, stage after stage.</remarks>
internal sealed class SmtpSession(IPEndPoint endPoint, ProbeOptions options, TimeProvider time) : IAsyncDisposable
{
    private Socket? socket;
    private NetworkStream? stream;
    private SmtpReplyReader? reader;
    private SmtpReply? greeting;
    private bool isOver;

    public async Task<ConnectionSeen> ConnectAsync(TimeSpan limit, CancellationToken budget)
    {
        var start = time.GetTimestamp();
        using var stage = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stage.Token, budget);
        try
        {
            // Inside the try: a kernel without IPv6 and a process without descriptors refuse already here.
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(endPoint, either.Token);
            stream = new NetworkStream(socket, ownsSocket: false);
            reader = new SmtpReplyReader(stream);
            return new(ConnectEnd.Open, time.GetElapsedTime(start));
        }
        catch (OperationCanceledException)
        {
            var end = stage.IsCancellationRequested ? ConnectionSeen.Read(SocketError.TimedOut, () => LocalRoute.Exists(endPoint)) : ConnectEnd.OutOfBudget;
            return new(end, time.GetElapsedTime(start), SocketError.TimedOut);
        }
        catch (SocketException failure)
        {
            var end = ConnectionSeen.Read(failure.SocketErrorCode, () => LocalRoute.Exists(endPoint));
            isOver = true;
            return new(end, time.GetElapsedTime(start), failure.SocketErrorCode);
        }
    }

    /// <summary>Waits for the greeting and says nothing before it (RFC 5321 §3.1; filters punish clients that do).</summary>
    public async Task<SmtpReply> ReadGreetingAsync(TimeSpan limit, CancellationToken budget)
    {
        using var stage = new Stage(limit, time, budget);
        return greeting = isOver ? new SmtpReply(ReplyEnd.Closed, [], TimeSpan.Zero, nameof(SocketError.ConnectionReset)) : await ReadAsync(stage);
    }

    /// <summary>EHLO, and HELO where EHLO gets a 5xx (RFC 5321 §3.2) that is no complaint about our rate, under one time limit.</summary>
    public async Task<HelloSeen> SayHelloAsync(CancellationToken budget)
    {
        using var stage = new Stage(options.EhloTimeout, time, budget);
        var name = options.EhloName.Length > 0 ? options.EhloName : AddressLiteral();
        var ehlo = await ExchangeAsync($"EHLO {name}", stage);
        return new(name, ehlo, ehlo is { IsPermanent: true, IsAboutRate: false } ? await ExchangeAsync($"HELO {name}", stage) : null);
    }

    /// <summary>
    /// Says QUIT and waits a moment for the goodbye. A server that has not greeted is left in silence, for speaking first is what
    /// robots do.
    /// </summary>
    public async Task LeaveAsync(CancellationToken budget)
    {
        if (isOver || greeting?.End is not (ReplyEnd.Complete or ReplyEnd.Oversized))
            return;
        using var stage = new Stage(options.QuitTimeout, time, budget);
        await ExchangeAsync("QUIT", stage);
        isOver = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (stream is not null)
            await stream.DisposeAsync();
        socket?.Dispose();
    }

    private async Task<SmtpReply> ExchangeAsync(string command, Stage stage)
    {
        try
        {
            await Open.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), stage.Token);
        }
        catch (OperationCanceledException)
        {
            // A full window for the whole stage: the server does not read.
            return stage.Give(stage.HasRunOut ? ReplyEnd.TimedOut : ReplyEnd.OutOfBudget, []);
        }
        catch (IOException failure)
        {
            isOver = true;
            return stage.Give(ReplyEnd.Closed, [], failure);
        }

        return await ReadAsync(stage);
    }

    private async Task<SmtpReply> ReadAsync(Stage stage)
    {
        var from = reader ?? throw new InvalidOperationException("There is no connection to read from.");
        try
        {
            var (end, lines) = await from.ReadAsync(stage.Token);
            isOver |= end == ReplyEnd.Closed;
            return stage.Give(end, lines);
        }
        catch (OperationCanceledException)
        {
            return stage.Give(stage.HasRunOut ? ReplyEnd.TimedOut : ReplyEnd.OutOfBudget, from.SoFar);
        }
        catch (IOException failure)
        {
            isOver = true;
            return stage.Give(ReplyEnd.Closed, from.SoFar, failure);
        }
    }

    private NetworkStream Open => stream ?? throw new InvalidOperationException("There is no connection to write to.");

    // RFC 5321 §4.1.3.
    private string AddressLiteral()
    {
        var own = ((IPEndPoint)(socket?.LocalEndPoint ?? endPoint)).Address;
        return own.AddressFamily == AddressFamily.InterNetwork ? $"[{own}]" : $"[IPv6:{new IPAddress(own.GetAddressBytes())}]";
    }

    /// <summary>The one time limit of a stage, inside the budget of the address and the run.</summary>
    private sealed class Stage : IDisposable
    {
        private readonly TimeProvider time;
        private readonly long start;
        private readonly CancellationTokenSource limit;
        private readonly CancellationTokenSource either;

        public Stage(TimeSpan limit, TimeProvider time, CancellationToken budget)
        {
            this.time = time;
            start = time.GetTimestamp();
            this.limit = new CancellationTokenSource(limit, time);
            either = CancellationTokenSource.CreateLinkedTokenSource(this.limit.Token, budget);
        }

        public CancellationToken Token => either.Token;

        public bool HasRunOut => limit.IsCancellationRequested;

        public SmtpReply Give(ReplyEnd end, IReadOnlyList<string> lines, IOException? failure = null) =>
            new(end, lines, time.GetElapsedTime(start), (failure?.InnerException as SocketException)?.SocketErrorCode.ToString());

        public void Dispose()
        {
            either.Dispose();
            limit.Dispose();
        }
    }
}
