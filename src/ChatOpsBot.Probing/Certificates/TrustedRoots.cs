using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Probing.Certificates;

/// <summary>The roots a chain must reach: those of this machine, or those of the operator's files.</summary>
/// <param name="Own">Null for the machine's.</param>
internal sealed record TrustedRoots(X509Certificate2Collection? Own)
{
    private readonly Lazy<HashSet<string>> organizations = new(() => ReadOrganizations(Own));

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

    private static HashSet<string> ReadOrganizations(X509Certificate2Collection? own)
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

        static HashSet<string> Of(X509Certificate2Collection roots) =>
            new(roots.Select(root => OrganizationOf(root.SubjectName)).OfType<string>(), StringComparer.OrdinalIgnoreCase);
    }

    private static string? OrganizationOf(X500DistinguishedName name) => name.EnumerateRelativeDistinguishedNames()
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.10")
        .Select(part => part.GetSingleElementValue())
        .FirstOrDefault();
}
