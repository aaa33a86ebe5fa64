using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Policies;

/// <summary>Holds TLSA records against the certificates a server sent. Pure.</summary>
internal static class TlsaMatching
{
    private const int Authority = 2;
    private const int OwnCertificate = 3;

    /// <summary>Whether senders of mail can do anything with it: usages 0 and 1 lean on public roots, which SMTP has no use for (RFC 7672 §3.1.3).</summary>
    public static bool IsUsable(DnsRecord.TlsAssociation record) => record is { Usage: Authority or OwnCertificate, Selector: 0 or 1 } && record switch
    {
        { Matching: 0 } => record.Data.Length > 0,
        { Matching: 1 } => record.Data.Length == SHA256.HashSizeInBytes,
        { Matching: 2 } => record.Data.Length == SHA512.HashSizeInBytes,
        _ => false,
    };

    /// <param name="sent">In DER, the server's own first.</param>
    /// <param name="names">Names the certificate may carry where an authority is pinned.</param>
    public static bool Fits(DnsRecord.TlsAssociation record, IReadOnlyList<byte[]> sent, IReadOnlyList<string> names, DateTimeOffset now)
    {
        List<X509Certificate2> chain = [];
        try
        {
            foreach (var der in sent)
                chain.Add(X509CertificateLoader.LoadCertificate(der));

            // RFC 7672 §3.1.1: for the server's own certificate neither names nor dates count.
            return record.Usage == OwnCertificate ? Is(record, chain[0]) : chain.Skip(1).Any(above => Is(record, above) && LeadsTo(chain, above, names, now));
        }
        catch (CryptographicException)
        {
            // What cannot be read fits nothing.
            return false;
        }
        finally
        {
            chain.ForEach(certificate => certificate.Dispose());
        }
    }

    private static bool Is(DnsRecord.TlsAssociation record, X509Certificate2 certificate)
    {
        var selected = record.Selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        var shown = record.Matching switch
        {
            0 => selected,
            1 => SHA256.HashData(selected),
            _ => SHA512.HashData(selected),
        };
        return record.Data.Span.SequenceEqual(shown);
    }

    /// <summary>RFC 7672 §3.1.2: signed by the pinned one step by step, within all dates, and for a name of the server.</summary>
    private static bool LeadsTo(List<X509Certificate2> sent, X509Certificate2 pinned, IReadOnlyList<string> names, DateTimeOffset now)
    {
        if (!names.Any(name => CertificateNames.Of(sent[0]).Judge(name) == NameFit.Same))
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.ChainPolicy.ExtraStore.AddRange(sent.Skip(1).ToArray());
        chain.Build(sent[0]);

        // Only as far as the pinned one: who signed that is nobody's business.
        var steps = chain.ChainElements.TakeWhile(step => !step.Certificate.RawDataMemory.Span.SequenceEqual(pinned.RawDataMemory.Span)).ToList();
        return steps.Count < chain.ChainElements.Count && chain.ChainElements.Take(steps.Count + 1).All(step => step.ChainElementStatus.All(status => status.Status is X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot));
    }
}
