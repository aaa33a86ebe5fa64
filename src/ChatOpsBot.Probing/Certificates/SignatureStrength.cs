using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>Whether a certificate was signed with a hash that can be forged: MD2, MD4, MD5 or SHA-1.</summary>
internal static class SignatureStrength
{
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string Sha1 = "1.3.14.3.2.26";

    private static readonly HashSet<string> Weak =
    [
        "1.2.840.113549.1.1.2", // MD2 with RSA
        "1.2.840.113549.1.1.3", // MD4 with RSA
        "1.2.840.113549.1.1.4", // MD5 with RSA
        "1.2.840.113549.1.1.5", // SHA-1 with RSA
        "1.3.14.3.2.29", // SHA-1 with RSA, an older number
        "1.2.840.10040.4.3", // SHA-1 with DSA
        "1.2.840.10045.4.1", // SHA-1 with ECDSA
    ];

    public static bool IsWeak(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        RsaPss => PssHash(certificate.RawDataMemory) == Sha1,
        var algorithm => algorithm is not null && Weak.Contains(algorithm),
    };

    // RFC 4055 §3.1: the hash stands in the parameters, and is SHA-1 when it does not.
    private static string PssHash(ReadOnlyMemory<byte> der)
    {
        var certificate = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        certificate.ReadEncodedValue();
        var algorithm = certificate.ReadSequence();
        algorithm.ReadObjectIdentifier();
        if (!algorithm.HasData || algorithm.PeekTag() != Asn1Tag.Sequence)
            return Sha1;
        var parameters = algorithm.ReadSequence();
        var hash = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        return parameters.HasData && parameters.PeekTag() == hash ? parameters.ReadSequence(hash).ReadSequence().ReadObjectIdentifier() : Sha1;
    }
}
