using System.Net;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>How the names of a certificate stand to the expected one.</summary>
internal enum NameFit
{
    Same,
    Other,

    /// <summary>An address was asked for, and the certificate names none: no name is known to compare with.</summary>
    NothingToCompare,
}

/// <summary>The names a certificate speaks for (RFC 6125 §6.4; RFC 9525 without its ban on the common name, which mail servers still use).</summary>
internal sealed record CertificateNames(IReadOnlyList<string> Hosts, IReadOnlyList<IPAddress> Addresses, bool HasAlternative)
{
    public IReadOnlyList<string> All => [.. Hosts, .. Addresses.Select(address => address.ToString())];

    public static CertificateNames Of(X509Certificate2 certificate)
    {
        if (certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } alternative)
        {
            var (hosts, addresses) = (alternative.EnumerateDnsNames().ToList(), alternative.EnumerateIPAddresses().ToList());
            if (hosts.Count > 0 || addresses.Count > 0)
                return new(hosts, addresses, HasAlternative: true);
        }

        return new(CommonName(certificate.SubjectName) is { } name ? [name] : [], [], HasAlternative: false);
    }

    /// <summary>The last and most particular common name; null without one.</summary>
    public static string? CommonName(X500DistinguishedName name) => name.EnumerateRelativeDistinguishedNames(reversed: false)
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3")
        .Select(part => part.GetSingleElementValue())
        .LastOrDefault(value => !string.IsNullOrEmpty(value));

    public NameFit Judge(string expected)
    {
        if (!IPAddress.TryParse(expected, out var address))
            return Hosts.Any(host => Fits(host.TrimEnd('.'), expected.TrimEnd('.'))) ? NameFit.Same : NameFit.Other;
        if (Addresses.Count == 0)
            return NameFit.NothingToCompare;
        return Addresses.Any(named => SpecialAddresses.Plain(named).Equals(SpecialAddresses.Plain(address))) ? NameFit.Same : NameFit.Other;
    }

    private static bool Fits(string presented, string expected)
    {
        if (presented.Equals(expected, StringComparison.OrdinalIgnoreCase))
            return true;

        // A connector may expect any host of a domain.
        if (expected.StartsWith("*.", StringComparison.Ordinal))
            return presented.Length > expected.Length - 1 && presented.EndsWith(expected[1..], StringComparison.OrdinalIgnoreCase);

        // The asterisk is the whole left-most label and stands for exactly one; "*.com" would be a claim on half the world.
        if (!presented.StartsWith("*.", StringComparison.Ordinal) || !presented[2..].Contains('.', StringComparison.Ordinal))
            return false;
        var dot = expected.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && presented[1..].Equals(expected[dot..], StringComparison.OrdinalIgnoreCase);
    }
}
