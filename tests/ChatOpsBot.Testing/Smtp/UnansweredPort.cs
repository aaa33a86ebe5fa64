using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Testing.Smtp;

/// <summary>
/// A loopback port whose queue of unaccepted connections is full: Linux then drops every further SYN, as a firewall would. Only a time
/// limit of the client ends the attempt.
/// </summary>
public sealed class UnansweredPort : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket filler = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public UnansweredPort(IPEndPoint? at = null)
    {
        listener.Bind(at ?? new IPEndPoint(IPAddress.Loopback, 0));

        // A backlog of n holds n + 1 connections.
        listener.Listen(0);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        filler.Connect(EndPoint);
    }

    public IPEndPoint EndPoint { get; }

    public ProbeTarget Target => new(EndPoint.Address.ToString(), EndPoint.Port);

    public void Dispose()
    {
        filler.Dispose();
        listener.Dispose();
    }
}
