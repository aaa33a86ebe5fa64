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

    private static readonly TestAuthority Third = Issuing.Intermediate("CN=Lab Third CA, O=Trusted Test");
    private static readonly TestAuthority WeakIssuing = TestAuthority.Trusted.Intermediate(new CertificatePlan { Subject = "CN=Weak Issuing CA, O=Trusted Test", RsaBits = 1024 });
    private static readonly TestAuthority Forgeable = OldFashioned.Intermediate(new CertificatePlan { Subject = "CN=Forgeable Issuing CA, O=Trusted Test", Hash = HashAlgorithmName.SHA1, RsaBits = 2048 });
    private static readonly TestAuthority Rogue = TestAuthority.Root("CN=Rogue CA");
    private static readonly List<X509Certificate2> Revoked = [];

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

    public static ServerTls ForWeb(DateTimeOffset until, params string[] names) => new(Issuing.Issue(new CertificatePlan { Subject = $"CN={names[0]}", Names = names, Until = until }), Issuing.Chain);

    /// <summary>A valid one but for what <paramref name="change"/> does to its plan.</summary>
    public static Func<LabDomain, ServerTls> But(Func<LabDomain, CertificatePlan, CertificatePlan> change) => domain => new(Issuing.Issue(change(domain, Plan(domain))), Issuing.Chain);

    public static ServerTls WithRoot(LabDomain domain) => new(Issuing.Issue(Plan(domain)), [.. Issuing.Chain, TestAuthority.Trusted.Certificate]);

    public static ServerTls Shuffled(LabDomain domain) => new(Issuing.Issue(Plan(domain)), [TestAuthority.Trusted.Certificate, OldIssuing.Certificate, Issuing.Certificate]);

    public static ServerTls Below(TestAuthority authority, LabDomain domain, params IReadOnlyList<X509Certificate2> sent) => new(authority.Issue(Plan(domain)), sent);

    public static ServerTls UntrustedAlone(LabDomain domain) => Below(Rogue, domain);

    public static ServerTls UntrustedWithoutRoot(LabDomain domain) => Below(Private, domain, Private.Chain);

    /// <summary>The nearest issuer is missing, the one above it is there.</summary>
    public static ServerTls WithGap(LabDomain domain) => Below(Third, domain, Issuing.Certificate);

    public static ServerTls Deep(LabDomain domain) => Below(Third, domain, Third.Chain);

    public static ServerTls WithWeakIntermediate(LabDomain domain) => Below(WeakIssuing, domain, WeakIssuing.Chain);

    public static ServerTls WithForgeableIntermediate(LabDomain domain) => Below(Forgeable, domain, Forgeable.Chain);

    public static ServerTls SelfSignedExpired(LabDomain domain) => new(TestAuthority.SelfSigned(Plan(domain) with { Until = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero) }));

    public static ServerTls SelfSignedOtherName(LabDomain domain) => new(TestAuthority.SelfSigned(Plan(domain) with { Subject = "CN=localhost.localdomain", Names = ["localhost.localdomain"] }));

    public static ServerTls RevokedByList(LabDomain domain)
    {
        var tls = But((_, plan) => plan with { CrlAt = "http://crl.dns.lab/list.crl" })(domain);
        lock (Revoked)
            Revoked.Add(tls.Certificate);
        return tls;
    }

    /// <summary>The list of this moment.</summary>
    public static byte[] RevocationList(DateTimeOffset now)
    {
        lock (Revoked)
            return Issuing.RevocationList(Revoked, now.AddHours(-1), now.AddDays(1));
    }

    public static byte[] RevocationAnswer(byte[] question, int state, DateTimeOffset now) => OcspAnswer.To(question, state, now.AddHours(-1), now.AddDays(1), Issuing.Generator);

    /// <summary>What a TLSA record with selector 1 and matching 1 says of it.</summary>
    public static string Digest(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));

    public static string IssuerDigest => Digest(Issuing.Certificate);

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
