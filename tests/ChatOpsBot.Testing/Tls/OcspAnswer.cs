using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Testing.Tls;

/// <summary>What an OCSP responder says (RFC 6960 §4.2), to a question taken apart only as far as needed.</summary>
public static class OcspAnswer
{
    /// <param name="question">The request as it came; its certificate id is given back.</param>
    /// <param name="state">0 for good, 1 for revoked, 2 for unknown.</param>
    /// <param name="signer">The authority, or a responder it made.</param>
    /// <param name="responder">The certificate of a responder; null when the authority signs itself.</param>
    public static byte[] To(byte[] question, int state, DateTimeOffset from, DateTimeOffset until, X509SignatureGenerator signer, X509Certificate2? responder = null)
    {
        var id = new AsnReader(question, AsnEncodingRules.DER).ReadSequence().ReadSequence().ReadSequence().ReadSequence().ReadEncodedValue();
        var data = new AsnWriter(AsnEncodingRules.DER);
        using (data.PushSequence())
        {
            using (data.PushSequence(Context(2)))
                data.WriteOctetString(new byte[20]);
            data.WriteGeneralizedTime(from, omitFractionalSeconds: true);
            using (data.PushSequence())
            using (data.PushSequence())
            {
                data.WriteEncodedValue(id.Span);
                if (state == 1)
                {
                    using (data.PushSequence(Context(1)))
                        data.WriteGeneralizedTime(from, omitFractionalSeconds: true);
                }
                else
                {
                    data.WriteNull(new Asn1Tag(TagClass.ContextSpecific, state));
                }

                data.WriteGeneralizedTime(from, omitFractionalSeconds: true);
                using (data.PushSequence(Context(0)))
                    data.WriteGeneralizedTime(until, omitFractionalSeconds: true);
            }
        }

        var content = data.Encode();
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(content);
            basic.WriteEncodedValue(signer.GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256));
            basic.WriteBitString(signer.SignData(content, HashAlgorithmName.SHA256));
            if (responder is not null)
            {
                using (basic.PushSequence(Context(0)))
                using (basic.PushSequence())
                    basic.WriteEncodedValue(responder.RawData);
            }
        }

        var answer = new AsnWriter(AsnEncodingRules.DER);
        using (answer.PushSequence())
        {
            answer.WriteEncodedValue([0x0A, 0x01, 0x00]);
            using (answer.PushSequence(Context(0)))
            using (answer.PushSequence())
            {
                answer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                answer.WriteOctetString(basic.Encode());
            }
        }

        return answer.Encode();
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
