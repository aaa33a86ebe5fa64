using System.Net;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>The address Slack gives for a connection of Socket Mode, held to the rule of <c>Slack:ApiBaseUrl</c>: without TLS nothing leaves this machine.</summary>
internal static class SocketModeAddress
{
    /// <param name="url">As <c>apps.connections.open</c> gave it.</param>
    /// <exception cref="SocketModeAddressException">It is not called.</exception>
    public static Uri Of(string? url, SlackHosts hosts)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeWss && address.Scheme != Uri.UriSchemeWs) || address.UserInfo.Length > 0)
            throw new SocketModeAddressException("apps.connections.open gave no address of a WebSocket (wss://…). See that Slack:ApiBaseUrl leads to Slack's Web API");
        if (address.Scheme == Uri.UriSchemeWss)
            return address;
        // Where an emulator listens is not always a place one can call.
        if (IPAddress.TryParse(address.IdnHost, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)) && hosts.Api.IsLoopback)
            address = new UriBuilder(address) { Host = hosts.Api.Host }.Uri;
        if (hosts.Api.Scheme == Uri.UriSchemeHttps)
            throw new SocketModeAddressException($"Slack:ApiBaseUrl is https, but the address that apps.connections.open gave is not encrypted (ws://{address.Authority}). It has to be wss://");
        if (!address.IsLoopback)
            throw new SocketModeAddressException($"apps.connections.open gave ws://{address.Authority}, which is not on this machine. Without TLS only an emulator on this machine is called, as with Slack:ApiBaseUrl: let it name itself localhost");
        return address;
    }
}

/// <summary>Nobody is called at this address.</summary>
internal sealed class SocketModeAddressException(string message) : Exception(message);
