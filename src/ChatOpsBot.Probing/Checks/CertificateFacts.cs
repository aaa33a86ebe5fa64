using System.Globalization;
using ChatOpsBot.Probing.Certificates;

namespace ChatOpsBot.Probing.Checks;

/// <summary>What the checks of one certificate share.</summary>
internal static class CertificateFacts
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>The cause's id in the closed list.</summary>
    public static string Id(CertificateDefect defect) => defect switch
    {
        CertificateDefect.Expired => "cert.expired",
        CertificateDefect.NotYetValid => "cert.not_yet_valid",
        CertificateDefect.IntermediateExpired => "cert.intermediate_expired",
        CertificateDefect.SelfSigned => "cert.self_signed",
        CertificateDefect.IncompleteChain => "cert.incomplete_chain",
        CertificateDefect.UntrustedRoot => "cert.untrusted_root",
        CertificateDefect.NameMismatch => "cert.name_mismatch",
        CertificateDefect.WrongUsage => "cert.wrong_usage",
        CertificateDefect.WeakKey => "cert.weak_key",
        CertificateDefect.WeakSignature => "cert.weak_signature",
        CertificateDefect.Revoked => "cert.revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(defect), defect, "Unknown defect."),
    };

    /// <summary>Why there is nothing to judge.</summary>
    public static CheckResult Nothing(Sight sight, string checkId) =>
        sight.RateComplaint is null && sight.Handshake is { Certificates.Count: > 0 }
            ? sight.NotTested(checkId, Reasons.UnreadableReply, $"The certificate of {sight.Server} cannot be read. Look at it with another tool, and replace it if that cannot read it either.")
            : sight.NotReached(checkId);

    /// <summary>One result with the defects that belong to the check as causes and all of them beside.</summary>
    public static CheckResult Of(Sight sight, CertificateView certificate, string checkId, string outcome, string sentence, IEnumerable<CertificateDefect> causes, params IEnumerable<(string, string)> facts) => sight.Of(
        checkId,
        outcome,
        sentence,
        sight.Handshake?.After ?? TimeSpan.Zero,
        Lines(certificate),
        [
            ("subject", Evidence.Short(certificate.Subject, 200)),
            .. facts,
            .. Causes.Of([.. causes.Where(certificate.Has).Select(Id)]),
            .. certificate.Defects.Count > 0 ? [("defects", string.Join(' ', certificate.Defects.Select(defect => Id(defect.Kind))))] : Array.Empty<(string, string)>(),
        ]);

    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static bool ExpiresSoon(CertificateView certificate) => certificate.Until - certificate.At < Soon;

    private static IReadOnlyList<string> Lines(CertificateView certificate) => Evidence.Bound(
    [
        .. certificate.Sent.Select((subject, index) => string.Create(CultureInfo.InvariantCulture, $"({index + 1}) {Evidence.Short(subject, 200)}")),
        $"issuer: {Evidence.Short(certificate.Issuer, 200)}",
        $"valid: {Moment(certificate.From)} to {Moment(certificate.Until)}",
        $"names: {Evidence.Short(string.Join(", ", certificate.Names), 400)}",
        $"key: {certificate.Key}, signature: {Evidence.Short(certificate.Signature, 60)}",
    ]);
}
