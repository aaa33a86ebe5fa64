using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.Probing.Smtp;

/// <summary>How the attempt to connect ended.</summary>
internal enum ConnectEnd
{
    Open,
    Refused,
    TimedOut,

    /// <summary>A router or the target's network said that there is no way to it.</summary>
    Unreachable,

    /// <summary>This machine's own rules (EACCES, EPERM) let no packet out.</summary>
    Forbidden,

    /// <summary>This machine has no way to the address, or no socket left: says nothing about the target.</summary>
    NoLocalRoute,

    /// <summary>The time of the address or of the run was used up: says nothing about the target.</summary>
    OutOfBudget,
}

/// <summary>The attempt to connect to one address.</summary>
internal sealed record ConnectionSeen(ConnectEnd End, TimeSpan After, SocketError? Error = null)
{
    /// <summary>
    /// Silence, or an answer that another device may have given: both may as well come from our own side of the internet. A firewall
    /// that blocks the way out often sends the RST of a closed port.
    /// </summary>
    public bool MayBeOurWayOut => End is ConnectEnd.Refused or ConnectEnd.TimedOut or ConnectEnd.Unreachable or ConnectEnd.Forbidden;

    /// <summary>Reads the error of a connect; <paramref name="hasLocalRoute"/> is asked only where the error leaves it open.</summary>
    public static ConnectEnd Read(SocketError error, Func<bool> hasLocalRoute) => error switch
    {
        SocketError.ConnectionRefused => ConnectEnd.Refused,

        // An RST during the handshake is "refused"; "reset" means that there was a connection for a moment.
        SocketError.ConnectionReset or SocketError.ConnectionAborted => ConnectEnd.Open,

        // EHOSTUNREACH and ENETUNREACH come from a router's ICMP or from our own routing table.
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown =>
            hasLocalRoute() ? ConnectEnd.Unreachable : ConnectEnd.NoLocalRoute,
        SocketError.TimedOut => hasLocalRoute() ? ConnectEnd.TimedOut : ConnectEnd.NoLocalRoute,
        SocketError.AccessDenied => ConnectEnd.Forbidden,

        // No source address of this family, no such family in the kernel, out of ports, descriptors or memory.
        _ => ConnectEnd.NoLocalRoute,
    };
}

/// <summary>Asks this machine's routing table, without a packet, whether it knows a way to an address.</summary>
internal static class LocalRoute
{
    public static bool Exists(IPEndPoint endPoint)
    {
        try
        {
            // connect() on UDP only picks the route and the source address.
            using var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(endPoint);
            return socket.LocalEndPoint is not IPEndPoint source || LeadsOut(source.Address, endPoint.Address);
        }
        catch (SocketException failure)
        {
            // A broadcast address answers EACCES: there is a route, only no permission.
            return failure.SocketErrorCode == SocketError.AccessDenied;
        }
    }

    // A private IPv6 source may pass a translator, but mostly it is a network without IPv6 to the outside. Only asked after a failure.
    private static bool LeadsOut(IPAddress source, IPAddress target) =>
        target.AddressFamily != AddressFamily.InterNetworkV6 || !Targets.SpecialAddresses.IsPublic(target) || Targets.SpecialAddresses.IsPublic(source);
}
