using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ChatOpsBot.Testing.Tls;

namespace ChatOpsBot.Probe.Tests.Lab;

/// <summary>What the servers of the lab show. The probe trusts <see cref="TestAuthority.Trusted"/>.</summary>
internal static class Certificates
{
    private static readonly TestAuthority Issuing = TestAuthority.Trusted.Intermediate("CN=Lab Issuing CA, O=Trusted Test");
    private static readonly TestAuthority OldIssuing = TestAuthority.Trusted.Intermediate(new CertificatePlan { Subject = "CN=Old Issuing CA, O=Trusted Test", Until = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) });
    private static readonly TestAuthority OldFashioned = TestAuthority.Trusted.Intermediate(new CertificatePlan { Subject = "CN=Old-fashioned Issuing CA, O=Trusted Test", RsaBits = 2048 });
    private static readonly TestAuthority Private = TestAuthority.Root("CN=Private Root").Intermediate("CN=Private Issuing CA");

    public static ServerTls Valid(LabDomain domain) => new(Issuing.Issue(Plan(domain)), Issuing.Chain);

    public static ServerTls Expired(LabDomain domain) => new(Issuing.Issue(Plan(domain) with { Until = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) }), Issuing.Chain);

    public static ServerTls NotYet(LabDomain domain) => new(Issuing.Issue(Plan(domain) with { From = new(2044, 1, 1, 0, 0, 0, TimeSpan.Zero) }), Issuing.Chain);

    public static ServerTls WithOldIntermediate(LabDomain domain) => new(OldIssuing.Issue(Plan(domain)), OldIssuing.Chain);

    public static ServerTls SelfSigned(LabDomain domain) => new(TestAuthority.SelfSigned(Plan(domain)));

    public static ServerTls Incomplete(LabDomain domain) => new(Issuing.Issue(Plan(domain)));

    public static ServerTls Untrusted(LabDomain domain) => new(Private.Issue(Plan(domain)), [.. Private.Chain, Private.Above!.Certificate]);

    public static ServerTls OtherName(LabDomain domain) => new(Issuing.Issue(Plan(domain) with { Subject = "CN=www.other.lab", Names = ["www.other.lab"] }), Issuing.Chain);

    public static ServerTls Wildcard(LabDomain domain) => new(Issuing.Issue(Plan(domain) with { Names = [$"*.{domain.Domain}"] }), Issuing.Chain);

    public static ServerTls ForClients(LabDomain domain) => new(Issuing.Issue(Plan(domain) with { Usages = ["1.3.6.1.5.5.7.3.2"] }), Issuing.Chain);

    public static ServerTls WeakKey(LabDomain domain) => new(Issuing.Issue(Plan(domain) with { RsaBits = 1024 }), Issuing.Chain);

    public static ServerTls WeakSignature(LabDomain domain) => new(OldFashioned.Issue(Plan(domain) with { RsaBits = 2048, Hash = HashAlgorithmName.SHA1 }), OldFashioned.Chain);

    public static ServerTls ExpiredForAnotherName(LabDomain domain) =>
        new(Issuing.Issue(Plan(domain) with { Names = ["www.other.lab"], Until = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) }), Issuing.Chain);

    public static ServerTls ForWeb(params string[] names) => new(Issuing.Issue(new CertificatePlan { Subject = $"CN={names[0]}", Names = names }), Issuing.Chain);

    /// <summary>The certificate of a real server, with its chain and key, as files.</summary>
    public static void Write(ServerTls tls, string chainFile, string keyFile)
    {
        File.WriteAllText(chainFile, string.Join('\n', new[] { tls.Certificate }.Concat(tls.Sent).Select(certificate => certificate.ExportCertificatePem())));
        using var key = (AsymmetricAlgorithm?)tls.Certificate.GetECDsaPrivateKey() ?? tls.Certificate.GetRSAPrivateKey()!;
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    private static CertificatePlan Plan(LabDomain domain) => new()
    {
        Subject = $"CN=mx1.{domain.Domain}",
        Names = [$"mx1.{domain.Domain}", $"mx2.{domain.Domain}", domain.Domain],
    };
}
