using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>Whether an issuer signed some bytes: lists and answers about revocation come over plain HTTP and are worth their signature.</summary>
internal static class IssuerSignature
{
    /// <param name="algorithm">Object identifier; one that is not known here makes the signature worth nothing.</param>
    public static bool Holds(X509Certificate2 issuer, string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => algorithm switch
    {
        "1.2.840.113549.1.1.5" => HoldsRsa(issuer, data, signature, HashAlgorithmName.SHA1),
        "1.2.840.113549.1.1.11" => HoldsRsa(issuer, data, signature, HashAlgorithmName.SHA256),
        "1.2.840.113549.1.1.12" => HoldsRsa(issuer, data, signature, HashAlgorithmName.SHA384),
        "1.2.840.113549.1.1.13" => HoldsRsa(issuer, data, signature, HashAlgorithmName.SHA512),
        "1.2.840.10045.4.3.2" => HoldsCurve(issuer, data, signature, HashAlgorithmName.SHA256),
        "1.2.840.10045.4.3.3" => HoldsCurve(issuer, data, signature, HashAlgorithmName.SHA384),
        "1.2.840.10045.4.3.4" => HoldsCurve(issuer, data, signature, HashAlgorithmName.SHA512),
        _ => false,
    };

    private static bool HoldsRsa(X509Certificate2 issuer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        using var key = issuer.GetRSAPublicKey();
        return key is not null && key.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
    }

    private static bool HoldsCurve(X509Certificate2 issuer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, HashAlgorithmName hash)
    {
        using var key = issuer.GetECDsaPublicKey();
        return key is not null && key.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
    }
}
