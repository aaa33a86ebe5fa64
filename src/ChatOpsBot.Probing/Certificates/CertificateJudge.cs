using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>
/// Judges a certificate as a validating sender does, but goes on after the first fault. Pure: the time, the roots and the expected name
/// come in, nothing is downloaded.
/// </summary>
internal static class CertificateJudge
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyUsage = "2.5.29.37.0";
    private const string IssuerPlaces = "1.3.6.1.5.5.7.1.1";
    private const string RevocationLists = "2.5.29.31";

    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested;
    private const X509ChainStatusFlags ToldElsewhere = X509ChainStatusFlags.NotValidForUsage | X509ChainStatusFlags.HasWeakSignature |
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    private static readonly string[] StandsBetween = ["intermediate", "issuing", "subordinate", "sub ca"];

    private const X509ChainStatusFlags Ends = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    /// <param name="sent">In DER, the server's own first.</param>
    /// <param name="expected">A name, <c>*.contoso.com</c> for any host of a domain, or an address.</param>
    /// <returns>Null when the server's own certificate cannot be read.</returns>
    public static CertificateView? Judge(IReadOnlyList<byte[]> sent, string expected, DateTimeOffset now, TrustedRoots roots) => Judge(sent, now, roots)?.For(expected, now);

    /// <summary>The same for whatever name is expected.</summary>
    public static JudgedChain? Judge(IReadOnlyList<byte[]> sent, DateTimeOffset now, TrustedRoots roots)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            foreach (var der in sent)
                certificates.Add(X509CertificateLoader.LoadCertificate(der));
            return certificates.Count == 0 ? null : Judge(certificates, now, roots);
        }
        catch (Exception failure) when (failure is CryptographicException or AsnContentException or ArgumentException)
        {
            // A stranger's bytes that the system's parser refuses, at once or when an extension is opened.
            return null;
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
    }

    private static JudgedChain Judge(X509Certificate2Collection sent, DateTimeOffset now, TrustedRoots roots)
    {
        var own = sent[0];
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllFlags;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        roots.ApplyTo(chain.ChainPolicy);
        chain.Build(own);
        try
        {
            var path = chain.ChainElements.Select(element => element.Certificate).ToList();
            var end = FindEnd(path, chain.ChainElements, sent, roots);
            var names = CertificateNames.Of(own);
            var key = KeyStrength.Of(own);
            List<(CertificateDefect, string)> defects =
            [
                .. DateDefects(path, now),
                .. end.Defect is { } defect ? [(defect, end.At)] : Array.Empty<(CertificateDefect, string)>(),
                .. UsageDefects(path),
                .. StrengthDefects(path, key),
            ];
            var view = new CertificateView([.. sent.Select(Name)])
            {
                Subject = Name(own),
                Issuer = Name(own.IssuerName),
                From = new DateTimeOffset(own.NotBefore),
                Until = new DateTimeOffset(own.NotAfter),
                At = now,
                Key = key.Name,
                Signature = own.SignatureAlgorithm.FriendlyName ?? own.SignatureAlgorithm.Value ?? "",
                Names = names.All,
                HasAlternativeNames = names.HasAlternative,
                Expected = null,
                Defects = [.. defects.GroupBy(found => found.Item1).Select(same => same.First()).OrderBy(found => found.Item1)],
                Missing = end.Missing,
                Error = end.Error,
                Revocation = own.Extensions.Any(extension => extension.Oid?.Value is IssuerPlaces or RevocationLists) ? RevocationState.NotAsked : RevocationState.NotPublished,
                Pair = end.Defect is null && path.Count > 1 ? (own.RawData, path[1].RawData) : null,
            };
            return new JudgedChain(view, names, now, NextChange([.. path, .. sent], now));
        }
        finally
        {
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }

    /// <summary>How the chain ends, and what is wrong with that.</summary>
    private static ChainEnd FindEnd(List<X509Certificate2> path, X509ChainElementCollection elements, X509Certificate2Collection sent, TrustedRoots roots)
    {
        var states = elements.SelectMany(element => element.ChainElementStatus).Aggregate(X509ChainStatusFlags.NoError, (all, state) => all | state.Status) & ~Dates;
        var last = path[^1];
        if (IsSelfIssued(path[0]) && (states & Ends) != X509ChainStatusFlags.NoError)
            return new(CertificateDefect.SelfSigned, Name(path[0]));

        // The machine may keep intermediates that other programs downloaded; the sender of mail has no such memory.
        if (path.Skip(1).FirstOrDefault(issuer => !IsSelfIssued(issuer) && !sent.Any(one => one.RawDataMemory.Span.SequenceEqual(issuer.RawDataMemory.Span))) is { } borrowed)
            return new(CertificateDefect.IncompleteChain, Name(path[0]), Missing: Name(borrowed));
        if ((states & X509ChainStatusFlags.PartialChain) != X509ChainStatusFlags.NoError || (path.Count == 1 && !IsSelfIssued(last)))
            return new(IsIssuerKnown(path, roots) ? CertificateDefect.IncompleteChain : CertificateDefect.UntrustedRoot, Name(last), Missing: Name(last.IssuerName));
        if ((states & X509ChainStatusFlags.UntrustedRoot) != X509ChainStatusFlags.NoError)
            return new(CertificateDefect.UntrustedRoot, Name(last));

        // What has words of its own is told there; whatever is left breaks the chain, too.
        return (states & ~ToldElsewhere) is not X509ChainStatusFlags.NoError and var rest
            ? new(CertificateDefect.UntrustedRoot, Name(path[0]), Error: rest.ToString())
            : new(null, "");
    }

    /// <summary>
    /// Whether a missing issuer is one that could have been sent. A public authority says where its certificate lies, or has a root with
    /// its name among ours, or calls itself one in between. Nobody misses a root.
    /// </summary>
    private static bool IsIssuerKnown(List<X509Certificate2> path, TrustedRoots roots)
    {
        if (SaysWhereItsIssuerLies(path[^1]))
            return true;
        var issuer = Name(path[^1].IssuerName);
        return !issuer.Contains("root", StringComparison.OrdinalIgnoreCase)
            && (roots.KnowsOrganizationOf(path[^1].IssuerName) || roots.HasRelativeOf(issuer) || StandsBetween.Any(word => issuer.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static bool SaysWhereItsIssuerLies(X509Certificate2 certificate) =>
        certificate.Extensions[IssuerPlaces] is { } extension &&
        new X509AuthorityInformationAccessExtension(extension.RawData).EnumerateCAIssuersUris().Any(place => place.StartsWith("http", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<(CertificateDefect Kind, string At)> DateDefects(List<X509Certificate2> path, DateTimeOffset now)
    {
        foreach (var (index, certificate) in path.Index())
        {
            if (now > new DateTimeOffset(certificate.NotAfter))
                yield return (index == 0 ? CertificateDefect.Expired : CertificateDefect.IntermediateExpired, Name(certificate));
            else if (index == 0 && now < new DateTimeOffset(certificate.NotBefore))
                yield return (CertificateDefect.NotYetValid, Name(certificate));
        }
    }

    // RFC 5280 §4.2.1.12: without the extension every use is allowed. In an authority's certificate it limits what it may issue.
    private static IEnumerable<(CertificateDefect Kind, string At)> UsageDefects(List<X509Certificate2> path) =>
        path.Where(certificate => !IsRoot(path, certificate))
            .Where(certificate => certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } usage &&
                !usage.EnhancedKeyUsages.Cast<Oid>().Any(use => use.Value is ServerAuthentication or AnyUsage))
            .Select(certificate => (CertificateDefect.WrongUsage, Name(certificate)));

    private static IEnumerable<(CertificateDefect Kind, string At)> StrengthDefects(List<X509Certificate2> path, KeyStrength ownKey)
    {
        // Nobody relies on the signature of a root, and roots are chosen by hand.
        foreach (var certificate in path.Where(certificate => !IsRoot(path, certificate)))
        {
            if ((certificate == path[0] ? ownKey : KeyStrength.Of(certificate)).IsWeak)
                yield return (CertificateDefect.WeakKey, Name(certificate));
            if (SignatureStrength.IsWeak(certificate))
                yield return (CertificateDefect.WeakSignature, Name(certificate));
        }
    }

    /// <summary>When the next of the certificates begins or ends to be valid.</summary>
    private static DateTimeOffset NextChange(IEnumerable<X509Certificate2> certificates, DateTimeOffset now) => certificates
        .SelectMany(certificate => (DateTimeOffset[])[new(certificate.NotBefore), new(certificate.NotAfter)])
        .Where(change => change >= now)
        .DefaultIfEmpty(DateTimeOffset.MaxValue)
        .Min();

    private static bool IsRoot(List<X509Certificate2> path, X509Certificate2 certificate) => certificate != path[0] && IsSelfIssued(certificate);

    private static bool IsSelfIssued(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string Name(X509Certificate2 certificate) => Name(certificate.SubjectName);

    // "CN=R13, O=Let's Encrypt, C=US" is long for a chat: the common name says it, where there is one.
    private static string Name(X500DistinguishedName name) => CertificateNames.CommonName(name) ?? name.Name;

    private sealed record ChainEnd(CertificateDefect? Defect, string At, string? Missing = null, string? Error = null);
}
