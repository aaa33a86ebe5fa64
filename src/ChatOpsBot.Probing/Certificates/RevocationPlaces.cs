using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>Where a certificate says that its revocation can be asked for, over plain HTTP: the answers carry their own signature (RFC 5280 §8).</summary>
internal sealed record RevocationPlaces(IReadOnlyList<Uri> Responders, IReadOnlyList<Uri> Lists, bool HasAny)
{
    private const string AuthorityAccess = "1.3.6.1.5.5.7.1.1";
    private const string DistributionPoints = "2.5.29.31";

    /// <summary>The first of each kind is enough for a check that is not the last word; two, should one be down.</summary>
    private const int Most = 2;

    /// <exception cref="AsnContentException">An extension cannot be read.</exception>
    public static RevocationPlaces Of(X509Certificate2 certificate)
    {
        string[] responders = certificate.Extensions[AuthorityAccess] is { } access ? [.. new X509AuthorityInformationAccessExtension(access.RawData).EnumerateOcspUris()] : [];
        string[] lists = certificate.Extensions[DistributionPoints] is { } points ? [.. ReadPoints(points.RawData)] : [];
        return new(Usable(responders), Usable(lists), responders.Length + lists.Length > 0);
    }

    private static List<Uri> Usable(IEnumerable<string> places) =>
        [.. places.Select(place => Uri.TryCreate(place, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp ? uri : null).OfType<Uri>().Take(Most)];

    // RFC 5280 §4.2.1.13: SEQUENCE OF { [0] { [0] { [6] address … } } … }
    private static IEnumerable<string> ReadPoints(byte[] der)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var points = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        while (points.HasData)
        {
            var point = points.ReadSequence();
            if (!point.HasData || point.PeekTag() != tag)
                continue;
            var name = point.ReadSequence(tag);
            if (name.PeekTag() != tag)
                continue;
            var names = name.ReadSequence(tag);
            while (names.HasData)
            {
                var kind = names.PeekTag();
                var value = names.ReadEncodedValue();
                if (kind is { TagClass: TagClass.ContextSpecific, TagValue: 6 })
                    yield return Encoding.ASCII.GetString(AsnDecoder.ReadOctetString(value.Span, AsnEncodingRules.DER, out _, kind));
            }
        }
    }
}
