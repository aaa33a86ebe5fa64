using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Tls;

/// <summary>
/// A handshake that takes any certificate: first see it, then judge it (<see cref="Certificates.CertificateJudge"/>). Nothing secret is
/// ever said over such a connection.
/// </summary>
internal static class TlsHandshake
{
    /// <param name="name">Said in SNI unless it is an address (RFC 6066 §3).</param>
    /// <param name="library">Which one speaks.</param>
    /// <returns>The stream to speak over when the handshake was done; the caller disposes it.</returns>
    public static async Task<(HandshakeSeen Seen, Stream? Stream)> RunAsync(WireTap wire, string name, StageLimit stage, TlsLibrary library)
    {
        var serverName = IPAddress.TryParse(name, out _) ? "" : name;
        ITlsClient tls = library == TlsLibrary.OpenSsl && OpenSsl.IsThere ? new OpenSslClient(wire, serverName) : new FrameworkClient(wire, serverName);
        try
        {
            await tls.ShakeHandsAsync(stage.Token);
            return (Of(HandshakeEnd.Done) with { Version = tls.Version, Cipher = tls.Cipher.ToString() }, tls.Stream);
        }
        catch (OperationCanceledException)
        {
            return await EndAsync(stage.HasRunOut ? HandshakeEnd.TimedOut : HandshakeEnd.OutOfBudget);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            return await EndAsync(Read(wire, failure));
        }

        async Task<(HandshakeSeen Seen, Stream? Stream)> EndAsync(HandshakeEnd end)
        {
            var seen = Of(end);
            await tls.DisposeAsync();
            return (seen, null);
        }

        HandshakeSeen Of(HandshakeEnd end) => new(end, stage.Elapsed)
        {
            Alert = end == HandshakeEnd.Alert ? wire.Alert : null,
            PlainText = end == HandshakeEnd.PlainText ? wire.PlainText : null,
            Certificates = tls.Certificates,
        };
    }

    private static HandshakeEnd Read(WireTap wire, Exception failure) => wire switch
    {
        { PlainText: not null } => HandshakeEnd.PlainText,
        { Alert: not null } => HandshakeEnd.Alert,
        { HasEnded: true } => HandshakeEnd.Closed,
        _ => failure is IOException { InnerException: SocketException } ? HandshakeEnd.Closed : HandshakeEnd.NotAgreed,
    };

    /// <summary>More of them no honest server sends.</summary>
    public const int MaxCertificates = 10;
}

/// <summary>Who speaks TLS for us.</summary>
internal enum TlsLibrary
{
    /// <summary>OpenSSL itself, where it is there; else .NET.</summary>
    OpenSsl,

    /// <summary>The stream of .NET.</summary>
    Framework,
}

/// <summary>One connection that speaks TLS as a client, and takes any certificate.</summary>
internal interface ITlsClient : IAsyncDisposable
{
    /// <summary>To speak over after the handshake. To dispose of it is to dispose of the client.</summary>
    Stream Stream { get; }

    /// <summary><c>1.3</c>.</summary>
    string Version { get; }

    TlsCipherSuite Cipher { get; }

    /// <summary>What the server sent about itself so far, in DER, its own certificate first.</summary>
    IReadOnlyList<byte[]> Certificates { get; }

    /// <exception cref="AuthenticationException">The two cannot agree, or the server sent an alert.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    Task ShakeHandsAsync(CancellationToken cancellationToken);
}
