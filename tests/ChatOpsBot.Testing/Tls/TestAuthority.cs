using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ChatOpsBot.Testing.Tls;

/// <summary>What a test wants of a certificate; the default is one that a strict sender takes, whatever clock the test has.</summary>
public sealed record CertificatePlan
{
    public string Subject { get; init; } = "CN=mx.contoso.com";

    /// <summary>Subject alternative names, hosts or addresses; none for a certificate without the extension.</summary>
    public IReadOnlyList<string> Names { get; init; } = ["mx.contoso.com"];

    public DateTimeOffset From { get; init; } = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Until { get; init; } = new(2045, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Bits of an RSA key; 0 for an elliptic curve.</summary>
    public int RsaBits { get; init; }

    /// <summary>Used when <see cref="RsaBits"/> is 0.</summary>
    public ECCurve Curve { get; init; } = ECCurve.NamedCurves.nistP256;

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Extended key usage; null for a certificate without the extension.</summary>
    public IReadOnlyList<string>? Usages { get; init; } = ["1.3.6.1.5.5.7.3.1"];

    public string? CrlAt { get; init; }

    public string? OcspAt { get; init; }

    public string? IssuerAt { get; init; }
}

/// <summary>A certificate authority that lives for one test: a root, or an intermediate below one.</summary>
public sealed class TestAuthority
{
    private readonly AsymmetricAlgorithm ownKey;
    private readonly X509SignatureGenerator generator;
    private int issued;

    private TestAuthority(X509Certificate2 certificate, AsymmetricAlgorithm key, TestAuthority? above)
    {
        Certificate = certificate;
        Above = above;
        ownKey = key;
        generator = Signer(key, HashAlgorithmName.SHA256);
    }

    /// <summary>Issues the certificates of servers without faults, and is trusted by the probes of tests.</summary>
    public static TestAuthority Trusted { get; } = Root("CN=Trusted Test Root, O=Trusted Test");

    public X509Certificate2 Certificate { get; }

    /// <summary>Null for a root.</summary>
    public TestAuthority? Above { get; }

    /// <summary>The intermediate certificates a server has to send, the nearest first.</summary>
    public IReadOnlyList<X509Certificate2> Chain => Above is null ? [] : [Certificate, .. Above.Chain];

    /// <summary>The name and the key under which other things are signed: revocation lists, answers of responders.</summary>
    public X509SignatureGenerator Generator => generator;

    public static TestAuthority Root(string subject = "CN=Private Test Root") => Root(new CertificatePlan { Subject = subject });

    public static TestAuthority Root(CertificatePlan plan)
    {
        var key = Key(plan);
        var request = Authority(plan, key);
        return new TestAuthority(request.Create(request.SubjectName, Signer(key, plan.Hash), plan.From, plan.Until, [1]), key, above: null);
    }

    public TestAuthority Intermediate(string subject = "CN=Test Issuing CA") => Intermediate(new CertificatePlan { Subject = subject });

    public TestAuthority Intermediate(CertificatePlan plan)
    {
        var key = Key(plan);
        return new TestAuthority(Sign(Authority(plan, key), plan), key, this);
    }

    /// <summary>A server's certificate with its key.</summary>
    public X509Certificate2 Issue(CertificatePlan? plan = null)
    {
        plan ??= new CertificatePlan();
        var key = Key(plan);
        return WithKey(Sign(Server(plan, key), plan), key);
    }

    /// <summary>A server's certificate signed with its own key.</summary>
    public static X509Certificate2 SelfSigned(CertificatePlan? plan = null)
    {
        plan ??= new CertificatePlan();
        var key = Key(plan);
        var request = Server(plan, key);
        return WithKey(request.Create(request.SubjectName, Signer(key, plan.Hash), plan.From, plan.Until, [1]), key);
    }

    /// <summary>A list that revokes the given certificates of this authority.</summary>
    public byte[] RevocationList(IEnumerable<X509Certificate2> revoked, DateTimeOffset from, DateTimeOffset until)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
            list.AddEntry(certificate.SerialNumberBytes.Span, from);
        return list.Build(
            Certificate.SubjectName,
            generator,
            System.Numerics.BigInteger.One,
            until,
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false),
            from);
    }

    private X509Certificate2 Sign(CertificateRequest request, CertificatePlan plan) => request.Create(
        Certificate.SubjectName, Signer(ownKey, plan.Hash), plan.From, plan.Until, [0x10, .. BitConverter.GetBytes(Interlocked.Increment(ref issued)), 0x01]);

    private static AsymmetricAlgorithm Key(CertificatePlan plan) => plan.RsaBits > 0 ? RSA.Create(plan.RsaBits) : ECDsa.Create(plan.Curve);

    private static X509SignatureGenerator Signer(AsymmetricAlgorithm key, HashAlgorithmName hash)
    {
        if (key is not RSA rsa)
            return X509SignatureGenerator.CreateForECDsa((ECDsa)key);
        var plain = X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1);
        return hash == HashAlgorithmName.MD5 || hash == HashAlgorithmName.SHA1 ? new WeakGenerator(rsa, plain.PublicKey, hash) : plain;
    }

    private static CertificateRequest Request(CertificatePlan plan, AsymmetricAlgorithm key)
    {
        var subject = new X500DistinguishedName(plan.Subject);
        return key is RSA rsa ? new CertificateRequest(subject, rsa, plan.Hash, RSASignaturePadding.Pkcs1) : new CertificateRequest(subject, (ECDsa)key, plan.Hash);
    }

    private static CertificateRequest Authority(CertificatePlan plan, AsymmetricAlgorithm key)
    {
        var request = Request(plan, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static CertificateRequest Server(CertificatePlan plan, AsymmetricAlgorithm key)
    {
        var request = Request(plan, key);
        if (plan.Names.Count > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var name in plan.Names)
            {
                if (IPAddress.TryParse(name, out var address))
                    names.AddIpAddress(address);
                else
                    names.AddDnsName(name);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        if (plan.Usages is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. plan.Usages.Select(usage => new Oid(usage))], critical: false));
        if (plan.CrlAt is not null)
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([plan.CrlAt]));
        if (plan.OcspAt is not null || plan.IssuerAt is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(plan.OcspAt is null ? [] : [plan.OcspAt], plan.IssuerAt is null ? [] : [plan.IssuerAt]));
        return request;
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key) =>
        key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);

    /// <summary>Signs with an old hash, which the framework does no more in certificates.</summary>
    private sealed class WeakGenerator(RSA key, PublicKey publicKey, HashAlgorithmName hash) : X509SignatureGenerator
    {
        // AlgorithmIdentifier { 1.2.840.113549.1.1.x, NULL }: 4 for MD5, 5 for SHA-1.
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            [0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, (byte)(hash == HashAlgorithmName.MD5 ? 4 : 5), 0x05, 0x00];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, hash, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => publicKey;
    }
}
