using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>The question about one certificate and its answer (RFC 6960 §4).</summary>
internal static class Ocsp
{
    private const string BasicAnswer = "1.3.6.1.5.5.7.48.1.1";
    private const string Sha1Id = "1.3.14.3.2.26";
    private const string OcspSigning = "1.3.6.1.5.5.7.3.9";

    public static byte[] Ask(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteEncodedValue(Id(certificate, issuer));
        return writer.Encode();
    }

    /// <returns><see cref="RevocationState.Unknown"/> for an answer that is not the issuer's, not of today, or not about the certificate.</returns>
    /// <exception cref="AsnContentException">It is no answer.</exception>
    public static RevocationState Read(ReadOnlyMemory<byte> der, X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset now)
    {
        var answer = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var isAnswered = answer.ReadEnumeratedBytes().Span is [0];
        if (!isAnswered || !answer.HasData)
            return RevocationState.Unknown;
        var typed = answer.ReadSequence(Context(0)).ReadSequence();
        if (typed.ReadObjectIdentifier() != BasicAnswer)
            return RevocationState.Unknown;

        var basic = new AsnReader(typed.ReadOctetString(), AsnEncodingRules.DER).ReadSequence();
        var block = SignedBlock.Read(basic);
        if (!IsSigned(block, basic, issuer, now))
            return RevocationState.Unknown;
        return ReadState(block.Content, Id(certificate, issuer), now);
    }

    private static RevocationState ReadState(ReadOnlyMemory<byte> content, byte[] id, DateTimeOffset now)
    {
        var data = new AsnReader(content, AsnEncodingRules.DER).ReadSequence();
        if (data.PeekTag() == Context(0))
            data.ReadEncodedValue();
        data.ReadEncodedValue();
        data.ReadGeneralizedTime();
        var singles = data.ReadSequence();
        while (singles.HasData)
        {
            var single = singles.ReadSequence();
            if (!IsSame(single.ReadEncodedValue(), id))
                continue;
            var state = single.PeekTag().TagValue;
            single.ReadEncodedValue();
            if (single.ReadGeneralizedTime() > now)
                return RevocationState.Unknown;
            if (single.HasData && single.PeekTag() == Context(0) && single.ReadSequence(Context(0)).ReadGeneralizedTime() < now)
                return RevocationState.Unknown;
            return state switch
            {
                0 => RevocationState.Good,
                1 => RevocationState.Revoked,
                _ => RevocationState.Unknown,
            };
        }

        return RevocationState.Unknown;
    }

    // The parameters of the hash (NULL or nothing) are the responder's choice; what counts are the two hashes and the number.
    private static bool IsSame(ReadOnlyMemory<byte> one, byte[] other) => Parts(one).SequenceEqual(Parts(other), StringComparer.Ordinal);

    private static List<string> Parts(ReadOnlyMemory<byte> der)
    {
        var id = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        return
        [
            id.ReadSequence().ReadObjectIdentifier(), Convert.ToHexString(id.ReadOctetString()), Convert.ToHexString(id.ReadOctetString()),
            Convert.ToHexString(id.ReadIntegerBytes().Span),
        ];
    }

    // By the issuer itself, or by somebody it made a certificate for just that (RFC 6960 §4.2.2.2).
    private static bool IsSigned(SignedBlock block, AsnReader basic, X509Certificate2 issuer, DateTimeOffset now)
    {
        if (IssuerSignature.Holds(issuer, block.Algorithm, block.Content.Span, block.Signature))
            return true;
        if (!basic.HasData)
            return false;
        var certificates = basic.ReadSequence(Context(0)).ReadSequence();
        while (certificates.HasData)
        {
            var der = certificates.ReadEncodedValue();
            using var responder = X509CertificateLoader.LoadCertificate(der.Span);
            var own = SignedBlock.Read(new AsnReader(der, AsnEncodingRules.DER).ReadSequence());
            if (responder.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData) &&
                IssuerSignature.Holds(issuer, own.Algorithm, own.Content.Span, own.Signature) &&
                responder.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage => usage.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value == OcspSigning)) &&
                now >= new DateTimeOffset(responder.NotBefore) && now <= new DateTimeOffset(responder.NotAfter) &&
                IssuerSignature.Holds(responder, block.Algorithm, block.Content.Span, block.Signature))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Id(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Sha1Id);
                writer.WriteNull();
            }

            writer.WriteOctetString(Hash(issuer.SubjectName.RawData));
            writer.WriteOctetString(Hash(issuer.PublicKey.EncodedKeyValue.RawData));
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }

        return writer.Encode();
    }

#pragma warning disable CA5350 // SHA-1 only names the issuer here, and many responders understand nothing else (RFC 5019 §2.1.1).
    private static byte[] Hash(ReadOnlySpan<byte> data) => SHA1.HashData(data);
#pragma warning restore CA5350

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
