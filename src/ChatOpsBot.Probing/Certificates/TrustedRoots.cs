using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>The roots a chain must reach: those of this machine, or those of the operator's files.</summary>
/// <param name="Own">Null for the machine's.</param>
internal sealed record TrustedRoots(X509Certificate2Collection? Own)
{
    /// <summary>What every other authority is called; it makes no family.</summary>
    private static readonly HashSet<string> CommonWords = new(
        [
            "authority", "certificate", "certificates", "certification", "certs", "class", "server", "secure", "security", "trust", "trusted", "global", "root", "public", "private", "internal",
            "intermediate", "issuing", "service", "services", "network", "networks", "international", "corporation", "company", "group", "limited", "national", "the", "and", "for", "inc",
            "llc", "ltd", "tls", "ssl", "rsa", "ecc", "web", "digital", "primary", "premium", "untrusted", "unknown",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly Lazy<HashSet<string>> organizations = new(() => Read(Own, root => [OrganizationOf(root.SubjectName)]));
    private readonly Lazy<HashSet<string>> words = new(() => Read(Own, root => WordsOf(CertificateNames.CommonName(root.SubjectName))));

    public static TrustedRoots Machine { get; } = new((X509Certificate2Collection?)null);

    /// <param name="files">Already found to be without problems.</param>
    public static TrustedRoots Load(IEnumerable<string> files)
    {
        var roots = new X509Certificate2Collection();
        foreach (var file in files)
            roots.ImportFromPemFile(file);
        return roots.Count == 0 ? Machine : new TrustedRoots(roots);
    }

    /// <summary>What is wrong with a file, as the rest of a sentence that began with its name; null when all is well.</summary>
    public static string? FindProblem(string file)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0 ? null : "which holds no certificate. Write the path of a file with -----BEGIN CERTIFICATE----- blocks.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"which cannot be read: {failure.Message} Write the path of a PEM file.";
        }
        catch (CryptographicException)
        {
            return "which holds something else than certificates in PEM form. Write the path of a file with -----BEGIN CERTIFICATE----- blocks.";
        }
    }

    public void ApplyTo(X509ChainPolicy policy)
    {
        if (Own is null)
            return;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(Own);
    }

    /// <summary>Whether an issuer's name is that of an organization with a trusted root: then it is known, and only its certificate is missing.</summary>
    public bool KnowsOrganizationOf(X500DistinguishedName issuer) => OrganizationOf(issuer) is { } organization && organizations.Value.Contains(organization);

    /// <summary>Whether a trusted root bears a word of this common name: authorities of one house are called alike.</summary>
    public bool HasRelativeOf(string commonName) => WordsOf(commonName).Any(words.Value.Contains!);

    private static HashSet<string> Read(X509Certificate2Collection? own, Func<X509Certificate2, IEnumerable<string?>> select)
    {
        if (own is not null)
            return Of(own);
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        var certificates = store.Certificates;
        try
        {
            return Of(certificates);
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }

        HashSet<string> Of(X509Certificate2Collection roots) => new(roots.SelectMany(select).OfType<string>(), StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> WordsOf(string? name) =>
        (name ?? "").Split([' ', '-', '_', '.', ',', '/', '\'', '(', ')']).Where(word => word.Length > 2 && !CommonWords.Contains(word) && !word.All(char.IsAsciiDigit));

    private static string? OrganizationOf(X500DistinguishedName name) => name.EnumerateRelativeDistinguishedNames()
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.10")
        .Select(part => part.GetSingleElementValue())
        .FirstOrDefault();
}
