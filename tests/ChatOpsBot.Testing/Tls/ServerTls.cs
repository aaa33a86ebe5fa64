using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Testing.Tls;

/// <summary>What a scripted server shows in its TLS handshakes.</summary>
/// <param name="Certificate">With its key.</param>
/// <param name="Sent">The certificates sent behind it, in order.</param>
public sealed record ServerTls(X509Certificate2 Certificate, params IReadOnlyList<X509Certificate2> Sent)
{
    private static readonly Lazy<ServerTls> HealthyTls = new(() =>
    {
        var issuing = TestAuthority.Trusted.Intermediate();
        return new ServerTls(issuing.Issue(new CertificatePlan { Names = ["mx.contoso.com", "mx1.contoso.com", "mx2.contoso.com", "127.0.0.1", "::1"] }), issuing.Chain);
    });

    /// <summary>A chain below <see cref="TestAuthority.Trusted"/> without faults.</summary>
    public static ServerTls Healthy => HealthyTls.Value;

    public SslProtocols Versions { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    internal SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(Certificate, [.. Sent], offline: true),
        EnabledSslProtocols = Versions,
    };
}
