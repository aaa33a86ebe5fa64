using System.Buffers.Binary;
using System.Net.Sockets;

namespace ChatOpsBot.Probing.Smtp;

/// <summary>What the system knows about a TCP connection and its stream does not say. Linux only; elsewhere nothing is known.</summary>
internal static class TcpLook
{
    // <linux/tcp.h>: option numbers, and the place of tcpi_bytes_acked in struct tcp_info.
    private const int Tcp = 6;
    private const int TcpInfo = 11;
    private const int TcpQuickAck = 12;
    private const int BytesAcknowledged = 120;

    /// <summary>Whether the other side has ended the connection and left nothing to read.</summary>
    public static bool HasEnded(Socket socket) => socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) && socket.Available == 0;

    /// <summary>How many of our bytes the other side's system has received; null when it cannot be told.</summary>
    public static long? Acknowledged(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        Span<byte> info = stackalloc byte[256];
        return socket.GetRawSocketOption(Tcp, TcpInfo, info) >= BytesAcknowledged + sizeof(long)
            ? BitConverter.IsLittleEndian ? BinaryPrimitives.ReadInt64LittleEndian(info[BytesAcknowledged..]) : BinaryPrimitives.ReadInt64BigEndian(info[BytesAcknowledged..])
            : null;
    }

    /// <summary>
    /// Acknowledges what comes next at once. A server that has just sent session tickets (RFC 8446 §4.6.1) holds its next reply back
    /// until they are acknowledged (RFC 896), and the system would take 40 ms to do so.
    /// </summary>
    public static void AcknowledgeAtOnce(Socket socket)
    {
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(Tcp, TcpQuickAck, [1, 0, 0, 0]);
    }
}
