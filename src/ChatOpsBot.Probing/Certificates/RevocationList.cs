using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>Reads a certificate revocation list (RFC 5280 §5) for one serial number.</summary>
internal static class RevocationList
{
    private const string IssuingPoint = "2.5.29.28";
    private const string DeltaIndicator = "2.5.29.27";

    /// <param name="from">Where the list was fetched: a list in parts says which part it is.</param>
    /// <returns><see cref="RevocationState.Unknown"/> for a list that is not the issuer's, not of today, or not about such certificates.</returns>
    /// <exception cref="AsnContentException">It is no list.</exception>
    public static RevocationState Read(ReadOnlyMemory<byte> der, string from, X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset now)
    {
        var block = SignedBlock.Read(new AsnReader(der, AsnEncodingRules.DER).ReadSequence());
        var list = new AsnReader(block.Content, AsnEncodingRules.DER).ReadSequence();
        if (list.PeekTag() == Asn1Tag.Integer)
            list.ReadInteger();
        list.ReadSequence();
        if (!list.ReadEncodedValue().Span.SequenceEqual(issuer.SubjectName.RawData))
            return RevocationState.Unknown;
        if (ReadTime(list) > now || (list.HasData && IsTime(list.PeekTag()) && ReadTime(list) < now))
            return RevocationState.Unknown;

        var isListed = false;
        if (list.HasData && list.PeekTag() == Asn1Tag.Sequence)
            isListed = Lists(list.ReadSequence(), certificate);
        if (!IsAbout(list, from))
            return RevocationState.Unknown;

        // Last, for it is the dear part.
        if (!IssuerSignature.Holds(issuer, block.Algorithm, block.Content.Span, block.Signature))
            return RevocationState.Unknown;
        return isListed ? RevocationState.Revoked : RevocationState.Good;
    }

    private static bool Lists(AsnReader entries, X509Certificate2 certificate)
    {
        var serial = certificate.SerialNumberBytes.Span;
        while (entries.HasData)
        {
            if (entries.ReadSequence().ReadIntegerBytes().Span.SequenceEqual(serial))
                return true;
        }

        return false;
    }

    private static bool IsAbout(AsnReader list, string from)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (!list.HasData || list.PeekTag() != tag)
            return true;
        var extensions = list.ReadSequence(tag).ReadSequence();
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var kind = extension.ReadObjectIdentifier();
            if (extension.PeekTag() == Asn1Tag.Boolean)
                extension.ReadBoolean();
            if (kind == DeltaIndicator || (kind == IssuingPoint && !IsPartFor(extension.ReadOctetString(), from)))
                return false;
        }

        return true;
    }

    // RFC 5280 §5.2.5: [0] the place, [1] only servers and people, [2] only authorities, [3] some reasons, [4] of several issuers, [5] only attributes.
    private static bool IsPartFor(byte[] der, string from)
    {
        var point = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        while (point.HasData)
        {
            var tag = point.PeekTag().TagValue;
            var value = point.ReadEncodedValue();
            if (tag is not (0 or 1) || (tag == 0 && value.Span.IndexOf(Encoding.ASCII.GetBytes(from)) < 0))
                return false;
        }

        return true;
    }

    private static bool IsTime(Asn1Tag tag) => tag == Asn1Tag.UtcTime || tag == Asn1Tag.GeneralizedTime;

    private static DateTimeOffset ReadTime(AsnReader reader) => reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
