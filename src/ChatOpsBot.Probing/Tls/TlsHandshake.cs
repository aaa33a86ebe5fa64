using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Probing.Smtp;

namespace ChatOpsBot.Probing.Tls;

/// <summary>
/// A handshake that takes any certificate: first see it, then judge it (<see cref="Certificates.CertificateJudge"/>). Nothing secret is
/// ever said over such a connection.
/// </summary>
internal static class TlsHandshake
{
    /// <param name="name">Said in SNI unless it is an address (RFC 6066 §3).</param>
    /// <returns>The stream to speak over when the handshake was done; the caller disposes it.</returns>
    public static async Task<(HandshakeSeen Seen, SslStream? Stream)> RunAsync(WireTap wire, string name, StageLimit stage)
    {
        List<byte[]> certificates = [];
        var tls = new SslStream(wire, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsClientAsync(Options(name, certificates), stage.Token);
            return (Of(HandshakeEnd.Done) with { Version = VersionName(tls.SslProtocol), Cipher = tls.NegotiatedCipherSuite.ToString() }, tls);
        }
        catch (OperationCanceledException)
        {
            await tls.DisposeAsync();
            return (Of(stage.HasRunOut ? HandshakeEnd.TimedOut : HandshakeEnd.OutOfBudget), null);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            await tls.DisposeAsync();
            return (Of(Read(wire, failure)), null);
        }

        HandshakeSeen Of(HandshakeEnd end) => new(end, stage.Elapsed)
        {
            Alert = end == HandshakeEnd.Alert ? wire.Alert : null,
            PlainText = end == HandshakeEnd.PlainText ? wire.PlainText : null,
            Certificates = certificates,
        };
    }

    private static HandshakeEnd Read(WireTap wire, Exception failure) => wire switch
    {
        { PlainText: not null } => HandshakeEnd.PlainText,
        { Alert: not null } => HandshakeEnd.Alert,
        { HasEnded: true } => HandshakeEnd.Closed,
        _ => failure is IOException { InnerException: SocketException } ? HandshakeEnd.Closed : HandshakeEnd.NotAgreed,
    };

    private static SslClientAuthenticationOptions Options(string name, List<byte[]> certificates) => new()
    {
        TargetHost = IPAddress.TryParse(name, out _) ? "" : name,

        // Nobody comes back within a session's life; and every ticket is a packet more.
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,

        // The library builds a chain of its own before it asks; without roots and downloads that costs next to nothing.
        CertificateChainPolicy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
        },
        RemoteCertificateValidationCallback = (_, own, chain, _) =>
        {
            if (own is not null)
                certificates.Add(own.GetRawCertData());
            foreach (var sent in chain?.ChainPolicy.ExtraStore ?? [])
            {
                if (certificates.Count < MaxCertificates && !certificates.Exists(known => known.AsSpan().SequenceEqual(sent.RawDataMemory.Span)))
                    certificates.Add(sent.RawData);
            }

            return true;
        },
    };

    /// <summary>More of them no honest server sends.</summary>
    public const int MaxCertificates = 10;

    private static string VersionName(SslProtocols version) => version switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        _ => version.ToString(),
    };
}
