using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ChatOpsBot.Probing.Dns;

/// <summary>
/// One question to one server and its answer: a datagram, sent again when nothing comes, and TCP when the answer does not fit.
/// </summary>
/// <remarks>
/// Every question has a socket of its own, connected to the server: a random port and a random id guard against forged answers (RFC 5452),
/// and the network's "nothing listens there" comes back as an error instead of as silence.
/// </remarks>
internal sealed class DnsExchange(TimeProvider time)
{
    // A lost datagram must not make a server silent.
    private static readonly TimeSpan[] Resends = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <param name="limit">Time for this server, repeats and TCP included.</param>
    public async Task<DnsReply> AskAsync(IPEndPoint server, DnsQuestion question, DnsFlags flags, TimeSpan limit, CancellationToken budget)
    {
        var start = time.GetTimestamp();
        using var stage = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stage.Token, budget);
        try
        {
            var message = await AskAsync(server, question, flags, either.Token);

            // FORMERR, NOTIMP or BADVERS: perhaps a server from before EDNS (RFC 6891 §7).
            if (message is { Code: DnsResponseCode.FormErr or DnsResponseCode.NotImp or DnsResponseCode.BadVers })
                message = await AskAsync(server, question, flags | DnsFlags.Plain, either.Token);
            return new DnsReply(server, message is null ? DnsReplyEnd.Unreadable : DnsReplyEnd.Answered, time.GetElapsedTime(start), message);
        }
        catch (OperationCanceledException)
        {
            return new DnsReply(server, stage.IsCancellationRequested ? DnsReplyEnd.TimedOut : DnsReplyEnd.OutOfBudget, time.GetElapsedTime(start));
        }
        catch (SocketException failure)
        {
            return new DnsReply(server, Read(failure.SocketErrorCode), time.GetElapsedTime(start));
        }
    }

    private async Task<DnsMessage?> AskAsync(IPEndPoint server, DnsQuestion question, DnsFlags flags, CancellationToken cancellationToken)
    {
        var (message, isTruncated) = await AskByDatagramAsync(server, question, flags, cancellationToken);
        return isTruncated ? await AskByStreamAsync(server, question, flags, cancellationToken) : message;
    }

    private async Task<Datagram> AskByDatagramAsync(IPEndPoint server, DnsQuestion question, DnsFlags flags, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        var id = RandomId();
        var bytes = DnsQuestionWriter.Write(id, question, flags);
        await socket.SendAsync(bytes, cancellationToken);

        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var resending = ResendAsync(socket, bytes, answered.Token);
        try
        {
            return await ReceiveAsync(socket, id, question, cancellationToken);
        }
        finally
        {
            await answered.CancelAsync();
            await resending;
        }
    }

    private async Task ResendAsync(Socket socket, byte[] bytes, CancellationToken answered)
    {
        try
        {
            foreach (var pause in Resends)
            {
                await Task.Delay(pause, time, answered);
                await socket.SendAsync(bytes, answered);
            }
        }
        catch (OperationCanceledException)
        {
            // Answered, or the time is over.
        }
        catch (SocketException)
        {
            // The receiver, which waits on the same socket, gets the error too and reports it.
        }
    }

    private static async Task<Datagram> ReceiveAsync(Socket socket, ushort id, DnsQuestion question, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxDatagram];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            var message = DnsReader.Read(buffer.AsSpan(0, length));
            if (message is not null && IsAnswer(message, id, question))
                return new Datagram(message, message.IsTruncated);

            // With our id in front it is the server's attempt at an answer, cut off in the middle of a record or beyond reading.
            // Anything else may be a forger's, and the true answer is yet to come.
            if (message is null && length >= HeaderLength && buffer[0] == id >> 8 && buffer[1] == (id & 0xFF))
                return new Datagram(Message: null, IsTruncated: (buffer[2] & 0x02) != 0);
        }
    }

    private static async Task<DnsMessage?> AskByStreamAsync(IPEndPoint server, DnsQuestion question, DnsFlags flags, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.NoDelay = true;
        await socket.ConnectAsync(server, cancellationToken);
        var id = RandomId();
        var bytes = DnsQuestionWriter.Write(id, question, flags);

        // Length and message in one piece: RFC 7766 §8.
        await socket.SendAsync((byte[])[(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes], cancellationToken);
        if (await ReceiveExactlyAsync(socket, 2, cancellationToken) is not { } prefix
            || await ReceiveExactlyAsync(socket, (prefix[0] << 8) | prefix[1], cancellationToken) is not { } answer)
            return null;
        return DnsReader.Read(answer) is { } message && IsAnswer(message, id, question) ? message : null;
    }

    /// <returns>Null when the server ends the connection before.</returns>
    private static async Task<byte[]?> ReceiveExactlyAsync(Socket socket, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        for (var received = 0; received < length;)
        {
            var count = await socket.ReceiveAsync(bytes.AsMemory(received), cancellationToken);
            if (count == 0)
                return null;
            received += count;
        }

        return bytes;
    }

    private static bool IsAnswer(DnsMessage message, ushort id, DnsQuestion question) =>
        message.IsResponse && message.Id == id && (message.Question == question || (message.Question is null && message.Code == DnsResponseCode.FormErr));

    private static ushort RandomId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);

    private static DnsReplyEnd Read(SocketError error) => error switch
    {
        SocketError.ConnectionRefused or SocketError.ConnectionReset or SocketError.ConnectionAborted => DnsReplyEnd.Refused,
        SocketError.HostUnreachable or SocketError.HostDown => DnsReplyEnd.Unreachable,

        // A connected datagram socket says "network unreachable" before anything is sent when there is no route.
        _ => DnsReplyEnd.NoLocalRoute,
    };

    private const int HeaderLength = 12;

    // Larger than what we ask for: some servers send what they like.
    private const int MaxDatagram = 4096;

    private readonly record struct Datagram(DnsMessage? Message, bool IsTruncated);
}
