using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Checks;

namespace ChatOpsBot.Probing.Verdicts;

/// <summary>What a verdict reads in a result.</summary>
internal static class ResultReading
{
    /// <summary>What an outcome stands for when its result does not say: a fault without a name must not look like health.</summary>
    private static readonly Dictionary<(string Check, string Outcome), string> ByOutcome = new()
    {
        [("tcp25", "refused")] = VerdictCauses.TcpRefused,
        [("tcp25", "timeout")] = VerdictCauses.TcpTimeout,
        [("tcp25", "unreachable")] = VerdictCauses.TcpUnreachable,
        [("smtp.banner", "busy")] = VerdictCauses.Greeting421,
        [("smtp.banner", "refused")] = VerdictCauses.Greeting5xx,
        [("smtp.banner", "policy")] = VerdictCauses.BlockedByPolicy,
        [("smtp.banner", "silent")] = VerdictCauses.NoBanner,
        [("smtp.banner", "closed")] = VerdictCauses.ClosedBeforeBanner,
        [("smtp.banner", "not-smtp")] = VerdictCauses.NotSmtp,
        [("smtp.banner", "oversized")] = VerdictCauses.EndlessBanner,
        [("smtp.ehlo", "busy")] = VerdictCauses.Busy421AtEhlo,
        [("smtp.ehlo", "refused")] = VerdictCauses.Greeting5xx,
        [("smtp.ehlo", "timeout")] = VerdictCauses.EhloTimeout,
        [("smtp.ehlo", "closed")] = VerdictCauses.ClosedAtEhlo,
        [("smtp.starttls", "not-offered")] = VerdictCauses.StartTlsNotOffered,
        [("smtp.starttls", "rejected")] = VerdictCauses.StartTlsRejected,
        [("smtp.starttls", "handshake-failed")] = VerdictCauses.HandshakeFailed,
        [("smtp.starttls", "timeout")] = VerdictCauses.HandshakeTimeout,
        [("smtp.starttls", "closed")] = VerdictCauses.ClosedAtStartTls,
        [("smtp.starttls", "old-only")] = VerdictCauses.VersionTooOld,
        [("tls.time", "expired")] = VerdictCauses.CertExpired,
        [("tls.time", "not-yet-valid")] = VerdictCauses.CertNotYetValid,
        [("tls.name", "mismatch")] = VerdictCauses.NameMismatch,
        [("tls.chain", "self-signed")] = VerdictCauses.SelfSigned,
        [("tls.chain", "incomplete")] = VerdictCauses.IncompleteChain,
        [("tls.chain", "untrusted-root")] = VerdictCauses.UntrustedRoot,
        [("tls.chain", "revoked")] = VerdictCauses.Revoked,
        [("tls.tlsa", "mismatch")] = VerdictCauses.TlsaMismatch,
        [("tls.mtasts", "mx-not-listed")] = VerdictCauses.MtaStsMxMismatch,
        [("tls.mtasts", "cert-invalid")] = VerdictCauses.MtaStsCertInvalid,
        [("sig.fixup", "masked")] = VerdictCauses.PacketInspection,
    };

    public static string? Fact(this CheckResult result, string name) => result.Facts.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The most deciding first; ids that are not of the closed list are dropped.</summary>
    public static IReadOnlyList<string> CausesOf(CheckResult result)
    {
        if (result.Outcome == Vocabulary.Denied)
            return [];
        if (!result.Facts.ContainsKey(CauseFacts.FactName) && !result.Facts.ContainsKey(CauseFacts.FindingsFactName))
            return ByOutcome.TryGetValue((result.CheckId, result.Outcome), out var cause) ? [cause] : [];
        return [.. Ids(result, CauseFacts.FactName).Where(id => VerdictCauses.Find(id) is not null)];
    }

    public static IReadOnlyList<string> FindingsOf(CheckResult result) => [.. Ids(result, CauseFacts.FindingsFactName).Where(VerdictFindings.Knows)];

    public static bool IsNotTested(this CheckResult result) => result.Outcome is Vocabulary.NotTested or Vocabulary.Denied;

    private static IEnumerable<string> Ids(CheckResult result, string fact) => (result.Fact(fact) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
