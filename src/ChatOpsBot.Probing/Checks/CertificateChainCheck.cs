using ChatOpsBot.Probing.Certificates;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the certificates the server sends lead to a trusted root, are fit for a server, strong, and not revoked.</summary>
internal sealed class CertificateChainCheck : ILiveCheck
{
    private static readonly CertificateDefect[] Own =
    [
        CertificateDefect.IntermediateExpired, CertificateDefect.SelfSigned, CertificateDefect.IncompleteChain, CertificateDefect.UntrustedRoot,
        CertificateDefect.WrongUsage, CertificateDefect.WeakKey, CertificateDefect.WeakSignature, CertificateDefect.Revoked,
    ];

    public CheckDescriptor Descriptor { get; } = new("tls.chain", Stage.Certificate, Seen.Certificate);

    public CheckResult Judge(Sight sight)
    {
        if (sight.Certificate is not { } certificate)
            return CertificateFacts.Nothing(sight, Descriptor.Id);
        var server = sight.Server;
        var missing = Evidence.Short(certificate.Missing ?? "", 200);
        var worst = Own.Where(certificate.Has).Cast<CertificateDefect?>().FirstOrDefault();
        var at = worst is { } found ? Evidence.Short(certificate.WhereIs(found), 200) : "";
        return worst switch
        {
            null => Of("ok", $"The certificates {server} sends lead to a trusted root.{Revocation(certificate)}"),
            CertificateDefect.IntermediateExpired => Of("expired-intermediate", $"The certificate {at} in the chain of {server} has expired. Install the present chain of the authority beside the server's own certificate."),
            CertificateDefect.SelfSigned => Of("self-signed", $"The certificate of {server} is signed by itself, so senders that validate refuse it. Install one of a public authority."),
            CertificateDefect.IncompleteChain => Of("incomplete", $"{server} does not send the certificate of its issuer {missing}, so senders cannot follow the chain to a root. Install the intermediate certificate beside the server's own."),
            CertificateDefect.UntrustedRoot when certificate.Error is { } error => Of("untrusted-root", $"The chain {server} sends does not hold ({error}), so senders that validate refuse it. Install the certificates again as the authority delivered them."),
            CertificateDefect.UntrustedRoot => Of("untrusted-root", $"The certificates {server} sends end at {(missing.Length > 0 ? missing : at)}, which is no trusted root. Senders outside refuse it: install a certificate of a public authority."),
            CertificateDefect.WrongUsage => Of("wrong-usage", $"The certificate {at} of {server} may not be used for servers (no serverAuth in its extended key usage). Issue one from a template for web or mail servers."),
            CertificateDefect.WeakKey => Of("weak", $"The certificate {at} of {server} has a key that is too short. Issue a new one with RSA 2048 or EC 256 at least."),
            CertificateDefect.WeakSignature => Of("weak", $"The certificate {at} of {server} is signed with a hash that can be forged (MD5 or SHA-1). Issue a new one with SHA-256."),
            _ => Of("revoked", $"The certificate of {server} was revoked by {Evidence.Short(certificate.Issuer, 200)}. Ask the authority why, and install a new one with a new key."),
        };

        CheckResult Of(string outcome, string sentence) => CertificateFacts.Of(
            sight,
            certificate,
            Descriptor.Id,
            outcome,
            sentence,
            Own,
            [
                ("issuer", Evidence.Short(certificate.Issuer, 200)),
                ("key", certificate.Key),
                ("signature", Evidence.Short(certificate.Signature, 60)),
                ("chain", Evidence.Short(string.Join(", ", certificate.Sent), 600)),
                .. at.Length > 0 ? [("at", at)] : Array.Empty<(string, string)>(),
                .. missing.Length > 0 ? [("missing", missing)] : Array.Empty<(string, string)>(),
                .. certificate.Error is { } error ? [("error", error)] : Array.Empty<(string, string)>(),
                .. RevocationFacts(certificate.Revocation),
            ]);
    }

    private static string Revocation(CertificateView certificate) => certificate.Revocation switch
    {
        RevocationState.Good => " Its issuer says that it is not revoked.",
        RevocationState.Unknown => " Whether it was revoked is not known: the places its issuer names gave no answer.",
        _ => "",
    };

    private static (string, string)[] RevocationFacts(RevocationState state) => state switch
    {
        RevocationState.Good => [("revocation", "good")],
        RevocationState.Revoked => [("revocation", "revoked")],
        RevocationState.NotPublished => [("revocation", "none")],
        RevocationState.Unknown => [("revocation", "unknown"), .. Causes.Finding("cert.revocation_unknown")],
        _ => [],
    };
}
