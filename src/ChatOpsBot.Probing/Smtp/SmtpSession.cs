using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatOpsBot.Probing.Tls;

namespace ChatOpsBot.Probing.Smtp;

/// <summary>
/// One connection to one address: connect, wait for the greeting, EHLO (HELO after a refusal), STARTTLS, QUIT. Knows no other command: a
/// mail transaction cannot be begun with it. Each stage has one time limit, however many reads it takes.
/// </summary>
/// <remarks>Not thread-safe: one task drives it, stage after stage.</remarks>
internal sealed class SmtpSession(IPEndPoint endPoint, ProbeOptions options, TimeProvider time) : IAsyncDisposable
{
    private Socket? socket;
    private NetworkStream? stream;
    private WireTap? wire;
    private Stream? tls;
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
            if (options.SourceFor(endPoint.AddressFamily) is { } source)
                socket.Bind(new IPEndPoint(source, 0));
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
        using var stage = new StageLimit(limit, time, budget);
        return greeting = isOver ? new SmtpReply(ReplyEnd.Closed, [], TimeSpan.Zero, nameof(SocketError.ConnectionReset)) : await ReadAsync(stage);
    }

    /// <summary>EHLO, and HELO where EHLO gets a 5xx (RFC 5321 §3.2) that is no complaint about our rate, under one time limit.</summary>
    public async Task<HelloSeen> SayHelloAsync(CancellationToken budget)
    {
        using var stage = new StageLimit(options.EhloTimeout, time, budget);
        var name = options.EhloName.Length > 0 ? options.EhloName : AddressLiteral();
        var (wasOver, heard) = (TcpLook.HasEnded(Connected), TcpLook.Acknowledged(Connected));
        var ehlo = await ExchangeAsync($"EHLO {name}", stage);
        return new(name, ehlo, ehlo is { IsPermanent: true, IsAboutRate: false } ? await ExchangeAsync($"HELO {name}", stage) : null)
        {
            // An RST brings no acknowledgement, so only an orderly end can be told from one that came a moment later.
            WasOverBefore = ehlo.End == ReplyEnd.Closed && (wasOver || (ehlo.Error is null && heard is not null && TcpLook.Acknowledged(Connected) == heard)),
        };
    }

    /// <summary>STARTTLS (RFC 3207) and, after a 220, the handshake; from then on everything is said over TLS.</summary>
    /// <param name="name">The server's name, said in the handshake.</param>
    public async Task<StartTlsSeen> StartTlsAsync(string name, CancellationToken budget)
    {
        var seen = await AskForTlsAsync(budget);
        if (seen.Reply.Code != 220)
            return seen;
        return seen with { Handshake = await ShakeHandsAsync(name, budget) };
    }

    private async Task<HandshakeSeen> ShakeHandsAsync(string name, CancellationToken budget)
    {
        using var stage = new StageLimit(options.TlsTimeout, time, budget);
        (var handshake, tls) = await TlsHandshake.RunAsync(Wire, name, stage, options.TlsLibrary);
        if (tls is null)
        {
            // Half a handshake is no place for QUIT.
            isOver = true;
        }
        else
        {
            reader = new SmtpReplyReader(tls);
        }

        return handshake;
    }

    /// <summary>STARTTLS and, after a 220, a handshake by hand that goes as far as the server's certificate: for what no library speaks any more.</summary>
    public async Task<StartTlsSeen> StartOldTlsAsync(string name, CancellationToken budget)
    {
        var seen = await AskForTlsAsync(budget);
        return seen.Reply.Code == 220 ? seen with { Handshake = await SayClientHelloAsync(name, options.TlsTimeout, budget) } : seen;
    }

    /// <summary>Speaks TLS first, by hand, as to a server that waits for it in silence.</summary>
    public async Task<HandshakeSeen> SayClientHelloAsync(string name, TimeSpan limit, CancellationToken budget)
    {
        isOver = true;
        wire ??= new WireTap(Open, ReadOnlyMemory<byte>.Empty);
        using var stage = new StageLimit(limit, time, budget);
        return await HandMadeHandshake.RunAsync(Wire, name, stage);
    }

    /// <summary>The handshake before any word, where TLS begins with the first byte (RFC 8314 §3.3).</summary>
    public async Task<StartTlsSeen> SecureAtOnceAsync(string name, CancellationToken budget)
    {
        wire = new WireTap(Open, ReadOnlyMemory<byte>.Empty);
        return StartTlsSeen.AtOnce(await ShakeHandsAsync(name, budget));
    }

    /// <summary>After the greeting: whether the server ends the connection although nobody said a word.</summary>
    public async Task<bool> EndsByItselfAsync(TimeSpan limit, CancellationToken budget)
    {
        using var stage = new StageLimit(limit, time, budget);
        return await ReadAsync(stage) is { End: ReplyEnd.Closed, Lines.Count: 0 };
    }

    private async Task<StartTlsSeen> AskForTlsAsync(CancellationToken budget)
    {
        using var stage = new StageLimit(options.StartTlsTimeout, time, budget);
        var reply = await ExchangeAsync("STARTTLS", stage);
        if (reply.Code == 220)
            wire = new WireTap(Open, reader?.TakeAhead() ?? ReadOnlyMemory<byte>.Empty);
        return new(reply);
    }

    /// <summary>
    /// Says QUIT and waits a moment for the goodbye. A server that has not greeted is left in silence, for speaking first is what
    /// robots do.
    /// </summary>
    public async Task LeaveAsync(CancellationToken budget)
    {
        if (isOver || greeting?.End is not (ReplyEnd.Complete or ReplyEnd.Oversized))
            return;
        using var stage = new StageLimit(options.QuitTimeout, time, budget);
        await ExchangeAsync("QUIT", stage);
        isOver = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (tls is not null)
            await tls.DisposeAsync();
        if (wire is not null)
            await wire.DisposeAsync();
        if (stream is not null)
            await stream.DisposeAsync();
        socket?.Dispose();
    }

    private async Task<SmtpReply> ExchangeAsync(string command, StageLimit stage)
    {
        try
        {
            await Open.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), stage.Token);

            // After the write, for sending makes the system patient again.
            if (tls is not null)
                TcpLook.AcknowledgeAtOnce(Connected);
        }
        catch (OperationCanceledException)
        {
            // A full window for the whole stage: the server does not read.
            return Give(stage, stage.HasRunOut ? ReplyEnd.TimedOut : ReplyEnd.OutOfBudget, []);
        }
        catch (IOException failure)
        {
            isOver = true;
            return Give(stage, ReplyEnd.Closed, [], failure, tls is not null);
        }

        return await ReadAsync(stage);
    }

    private async Task<SmtpReply> ReadAsync(StageLimit stage)
    {
        var from = reader ?? throw new InvalidOperationException("There is no connection to read from.");
        try
        {
            var (end, lines) = await from.ReadAsync(stage.Token);
            isOver |= end == ReplyEnd.Closed;
            return Give(stage, end, lines);
        }
        catch (OperationCanceledException)
        {
            return Give(stage, stage.HasRunOut ? ReplyEnd.TimedOut : ReplyEnd.OutOfBudget, from.SoFar);
        }
        catch (IOException failure)
        {
            isOver = true;
            return Give(stage, ReplyEnd.Closed, from.SoFar, failure, tls is not null);
        }
    }

    private Stream Open => tls ?? stream ?? throw new InvalidOperationException("There is no connection to write to.");

    private Socket Connected => socket ?? throw new InvalidOperationException("There is no connection.");

    private WireTap Wire => wire ?? throw new InvalidOperationException("Nobody has asked for TLS.");

    // RFC 5321 §4.1.3.
    private string AddressLiteral()
    {
        var own = ((IPEndPoint)(socket?.LocalEndPoint ?? endPoint)).Address;
        return own.AddressFamily == AddressFamily.InterNetwork ? $"[{own}]" : $"[IPv6:{new IPAddress(own.GetAddressBytes())}]";
    }

    private static SmtpReply Give(StageLimit stage, ReplyEnd end, IReadOnlyList<string> lines, IOException? failure = null, bool isOverTls = false) => new(
        end,
        lines,
        stage.Elapsed,
        (failure?.InnerException as SocketException)?.SocketErrorCode.ToString() ?? (failure is not null && isOverTls ? SmtpReply.TlsFailure : null));
}
