using ChatOpsBot.Probing.Certificates;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the certificate carries the name the sender expects.</summary>
internal sealed class CertificateNameCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("tls.name", Stage.Certificate, Seen.Certificate);

    public CheckResult Judge(Sight sight)
    {
        if (sight.Certificate is not { } certificate)
            return CertificateFacts.Nothing(sight, Descriptor.Id);
        var names = Evidence.Short(string.Join(", ", certificate.Names), 600);
        if (certificate.Expected is not { } expected)
        {
            return sight.NotTested(
                Descriptor.Id,
                Reasons.NoName,
                $"{sight.Server} was asked by address, so there is no name to hold its certificate against; it is for {(names.Length > 0 ? names : "no name")}.",
                facts: [("names", names)]);
        }

        var shown = Evidence.Short(expected, 260);
        if (certificate.Has(CertificateDefect.NameMismatch))
        {
            return Of(
                "mismatch",
                names.Length == 0
                    ? $"The certificate of {sight.Server} names no host, so it is not for {shown}. Install one that does."
                    : $"The certificate of {sight.Server} is for {names}, not for {shown}. Install one that names {shown}, or let the connector expect one of those names.");
        }

        return Of("match", certificate.HasAlternativeNames
            ? $"The certificate of {sight.Server} names {shown}."
            : $"The certificate of {sight.Server} names {shown}, but only as its common name. Senders that read subject alternative names alone refuse it: add the name there when it is renewed.");

        CheckResult Of(string outcome, string sentence) => CertificateFacts.Of(
            sight,
            certificate,
            Descriptor.Id,
            outcome,
            sentence,
            [CertificateDefect.NameMismatch],
            [("expected", shown), ("names", names), .. certificate.HasAlternativeNames ? [] : Causes.Finding("cert.no_san")]);
    }
}
