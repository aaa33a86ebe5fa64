using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Testing.Smtp;

/// <summary>A loopback port that answers RST: bound, so that nobody else takes it, but not listening.</summary>
public sealed class RefusingPort : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RefusingPort(IPEndPoint? at = null)
    {
        socket.Bind(at ?? new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public ProbeTarget Target => new(EndPoint.Address.ToString(), EndPoint.Port);

    public void Dispose() => socket.Dispose();
}
