using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Names;

namespace ChatOpsBot.Probing.Targets;

/// <summary>
/// Connects HTTP clients to places that strangers name: looked up once by our own resolver, every address judged, and the connection goes
/// to exactly a judged one.
/// </summary>
/// <param name="port">The one such places answer on.</param>
internal sealed class PlaceConnector(TargetPolicy policy, Resolver resolver, TimeProvider time, int port)
{
    /// <exception cref="PlaceException">The place may not be asked, or has no address.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var place = new ProbeTarget(context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port);
        if (policy.JudgePlace(place, port) is { } denial)
            throw new PlaceException(denial.Sentence);
        IReadOnlyList<IPAddress> addresses = IPAddress.TryParse(place.Host, out var literal)
            ? [SpecialAddresses.Plain(literal)]
            : (await NameLookup.AskAsync(resolver, place.Host, time, cancellationToken)).Addresses;
        cancellationToken.ThrowIfCancellationRequested();
        if (addresses.Count == 0)
            throw new PlaceException($"No address of {place.Host} was found.");

        // Every address must be allowed, as a name that mixes public and private ones is up to something.
        var own = OwnAddresses.Read();
        if (addresses.Select(address => policy.JudgeAddress(place, address, own)).FirstOrDefault(found => found is not null) is { } refused)
            throw new PlaceException(refused.Sentence);
        return await ConnectAsync(addresses, place.Port, cancellationToken);
    }

    // The two families come in turns: where one has no way out, the other may.
    private static async Task<Stream> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        for (var index = 0; ; index++)
        {
            var socket = new Socket(addresses[index].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[index], port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (index == 0 && addresses.Count > 1)
            {
                socket.Dispose();
            }
            catch (SocketException failure)
            {
                socket.Dispose();
                throw new PlaceException(string.Create(CultureInfo.InvariantCulture, $"{addresses[index]} took no connection on port {port} ({failure.SocketErrorCode})."));
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

/// <summary>A place that is not asked, or cannot be; the message is a sentence for people.</summary>
internal sealed class PlaceException(string message) : IOException(message);
