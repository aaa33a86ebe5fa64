using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>Everything that the probe's machine sends, as seen at its network cards, loopback included.</summary>
internal sealed class WireRecorder : IAsyncDisposable
{
    // ETH_P_ALL in network order: frames of all protocols.
    private const ProtocolType AllFrames = (ProtocolType)0x0300;
    private static readonly string[] MailCommands = ["MAIL", "RCPT", "DATA", "BDAT", "AUTH", "VRFY", "EXPN"];

    private readonly Socket socket;
    private readonly CancellationTokenSource ended = new();
    private readonly Task recording;
    private readonly ConcurrentDictionary<IPAddress, int> connections = new();
    private readonly ConcurrentDictionary<IPAddress, byte> reached = new();
    private readonly ConcurrentQueue<string> commands = [];

    public WireRecorder(NetworkSpace space)
    {
        socket = space.Open(AddressFamily.Packet, SocketType.Raw, AllFrames);
        socket.ReceiveBufferSize = 8 << 20;
        recording = RecordAsync();
    }

    /// <summary>How often a connection to port 25 of each address was begun; a SYN sent again counts once.</summary>
    public IReadOnlyDictionary<IPAddress, int> Connections => connections;

    /// <summary>Every address that a packet was sent to.</summary>
    public IReadOnlyCollection<IPAddress> Reached => [.. reached.Keys];

    /// <summary>Lines sent in clear to port 25 that begin a mail transaction.</summary>
    public IReadOnlyCollection<string> Commands => [.. commands];

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await recording;
        socket.Dispose();
        ended.Dispose();
    }

    private async Task RecordAsync()
    {
        var frame = new byte[128 << 10];
        HashSet<(IPAddress, int)> begun = [];
        try
        {
            while (true)
                Read(frame.AsSpan(0, await socket.ReceiveAsync(frame, ended.Token)), begun);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private void Read(ReadOnlySpan<byte> frame, HashSet<(IPAddress To, int FromPort)> begun)
    {
        if (frame.Length < 34)
            return;
        var kind = BinaryPrimitives.ReadUInt16BigEndian(frame[12..]);
        var packet = frame[14..];
        var (isIPv4, isIPv6) = (kind == 0x0800, kind == 0x86DD && packet.Length >= 40);
        if (!isIPv4 && !isIPv6)
            return;
        var to = new IPAddress(isIPv4 ? packet.Slice(16, 4) : packet.Slice(24, 16));
        var protocol = isIPv4 ? packet[9] : packet[6];
        var tcp = packet[(isIPv4 ? (packet[0] & 15) * 4 : 40)..];
        if (protocol != 6 || tcp.Length < 20)
        {
            // Neighbor discovery is the system's.
            if (protocol != 58)
                reached.TryAdd(to, 0);
            return;
        }

        var port = BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]);

        // The test itself asks the backend over loopback.
        if (!IPAddress.IsLoopback(to) || port == 25)
            reached.TryAdd(to, 0);
        if (port != 25)
            return;
        if ((tcp[13] & 0x12) == 0x02 && begun.Add((to, BinaryPrimitives.ReadUInt16BigEndian(tcp))))
            connections.AddOrUpdate(to, 1, (_, count) => count + 1);
        foreach (var line in Encoding.Latin1.GetString(tcp[((tcp[12] >> 4) * 4)..]).Split('\n'))
        {
            if (MailCommands.Contains(line.Split(' ', ':', '\r')[0], StringComparer.OrdinalIgnoreCase))
                commands.Enqueue(line);
        }
    }
}
