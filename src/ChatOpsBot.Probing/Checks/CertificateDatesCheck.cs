using System.Globalization;
using ChatOpsBot.Probing.Certificates;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the server's own certificate is within its dates.</summary>
internal sealed class CertificateDatesCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("tls.time", Stage.Certificate, Seen.Certificate);

    public CheckResult Judge(Sight sight)
    {
        if (sight.Certificate is not { } certificate)
            return CertificateFacts.Nothing(sight, Descriptor.Id);
        var days = (certificate.Until - certificate.At).TotalDays;
        var (server, from, until) = (sight.Server, CertificateFacts.Day(certificate.From), CertificateFacts.Day(certificate.Until));
        if (certificate.Has(CertificateDefect.Expired))
            return Of("expired", $"The certificate of {server} expired on {until}. Renew it, and restart the mail service so that it is used.");
        if (certificate.Has(CertificateDefect.NotYetValid))
            return Of("not-yet-valid", $"The certificate of {server} is valid from {from} on, not before. Check the clock of the machine that issued it, or wait.");
        return CertificateFacts.ExpiresSoon(certificate)
            ? Of("valid", $"The certificate of {server} is valid, but only until {until}. Renew it before that day.", Causes.Finding("cert.expiring_soon"))
            : Of("valid", $"The certificate of {server} is valid from {from} to {until}.");

        CheckResult Of(string outcome, string sentence, params IEnumerable<(string, string)> findings) => CertificateFacts.Of(
            sight,
            certificate,
            Descriptor.Id,
            outcome,
            sentence,
            [CertificateDefect.Expired, CertificateDefect.NotYetValid],
            [
                ("from", CertificateFacts.Moment(certificate.From)),
                ("until", CertificateFacts.Moment(certificate.Until)),
                ("days", Math.Floor(days).ToString("0", CultureInfo.InvariantCulture)),
                .. findings,
            ]);
    }
}
