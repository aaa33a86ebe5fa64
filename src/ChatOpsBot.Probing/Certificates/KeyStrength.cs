using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>The key of a certificate, and whether it is too short for today (NIST SP 800-57: 112 bits of strength).</summary>
/// <param name="Name"><c>RSA 2048</c>.</param>
internal readonly record struct KeyStrength(string Name, bool IsWeak)
{
    public static KeyStrength Of(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is not null)
            return Of("RSA", rsa.KeySize, least: 2048);
        using var curve = certificate.GetECDsaPublicKey();
        if (curve is not null)
            return Of("EC", curve.KeySize, least: 224);
        using var dsa = certificate.GetDSAPublicKey();
        if (dsa is not null)
            return Of("DSA", dsa.KeySize, least: 2048);

        // Ed25519 and what comes after it: no short ones are known.
        return new(certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "", IsWeak: false);
    }

    private static KeyStrength Of(string kind, int bits, int least) => new(string.Create(CultureInfo.InvariantCulture, $"{kind} {bits}"), bits < least);
}
