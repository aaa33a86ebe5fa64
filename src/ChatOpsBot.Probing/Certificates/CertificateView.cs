namespace ChatOpsBot.Probing.Certificates;

/// <summary>What is wrong with a certificate or with the chain it came in, in the order in which it decides.</summary>
internal enum CertificateDefect
{
    Expired,
    NotYetValid,
    IntermediateExpired,
    SelfSigned,
    IncompleteChain,
    UntrustedRoot,
    NameMismatch,
    WrongUsage,
    WeakKey,
    WeakSignature,
    Revoked,
}

/// <summary>What issuers say about the revocation of a certificate.</summary>
internal enum RevocationState
{
    /// <summary>Nobody asked, for the certificate has other faults.</summary>
    NotAsked,

    /// <summary>The certificate names no place to ask.</summary>
    NotPublished,
    Good,
    Revoked,

    /// <summary>The places it names gave no answer that could be believed.</summary>
    Unknown,
}

/// <summary>The judgement over what a server sent about itself.</summary>
/// <param name="Sent">Subjects of what was sent, the server's own first, each as short as it can be said.</param>
internal sealed record CertificateView(IReadOnlyList<string> Sent)
{
    public required string Subject { get; init; }

    public required string Issuer { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>The time of the judgement.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>RSA 2048</c>, <c>EC 256</c>.</summary>
    public required string Key { get; init; }

    /// <summary>As .NET names the algorithm: <c>sha256RSA</c>.</summary>
    public required string Signature { get; init; }

    /// <summary>Names in the certificate: those of subject alternative names, else the common name.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    public required bool HasAlternativeNames { get; init; }

    /// <summary>The name it was held against; null when there was none and the certificate does not name the address.</summary>
    public required string? Expected { get; init; }

    /// <summary>Each defect once, in order, with the subject it lies in.</summary>
    public required IReadOnlyList<(CertificateDefect Kind, string At)> Defects { get; init; }

    /// <summary>The issuer that nobody sent; null when the chain has its end.</summary>
    public string? Missing { get; init; }

    /// <summary>What else the chain builder found, such as <c>NotSignatureValid</c>.</summary>
    public string? Error { get; init; }

    public RevocationState Revocation { get; init; }

    /// <summary>The certificate and its issuer in DER, for the question after revocation; null without a trusted chain.</summary>
    public (byte[] Certificate, byte[] Issuer)? Pair { get; init; }

    public bool Has(CertificateDefect kind) => Defects.Any(defect => defect.Kind == kind);

    /// <summary>The same with what the issuer said about revocation.</summary>
    public CertificateView With(RevocationState revocation) => this with
    {
        Revocation = revocation,
        Defects = revocation == RevocationState.Revoked ? [.. Defects, (CertificateDefect.Revoked, Subject)] : Defects,
    };

    public string WhereIs(CertificateDefect kind) => Defects.First(defect => defect.Kind == kind).At;
}
