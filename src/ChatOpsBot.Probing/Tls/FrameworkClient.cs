using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Tls;

/// <summary>The stream of .NET: where there is no OpenSSL 3.</summary>
/// <param name="serverName">Said in SNI; empty for none.</param>
internal sealed class FrameworkClient(WireTap wire, string serverName) : ITlsClient
{
    private readonly SslStream stream = new(wire, leaveInnerStreamOpen: true);
    private readonly List<byte[]> certificates = [];

    public Stream Stream => stream;

    public string Version => stream.SslProtocol switch
    {
        SslProtocols.Tls13 => "1.3",
        SslProtocols.Tls12 => "1.2",
        var other => other.ToString(),
    };

    public TlsCipherSuite Cipher => stream.NegotiatedCipherSuite;

    public IReadOnlyList<byte[]> Certificates => certificates;

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    public Task ShakeHandsAsync(CancellationToken cancellationToken) => stream.AuthenticateAsClientAsync(
        new SslClientAuthenticationOptions
        {
            TargetHost = serverName,

            // Nobody comes back within a session's life, and a session that is resumed shows no certificate.
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
                    if (certificates.Count < TlsHandshake.MaxCertificates && !certificates.Exists(known => known.AsSpan().SequenceEqual(sent.RawDataMemory.Span)))
                        certificates.Add(sent.RawData);
                }

                return true;
            },
        },
        cancellationToken);
}
