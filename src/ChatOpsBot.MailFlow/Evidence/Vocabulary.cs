namespace ChatOpsBot.MailFlow.Evidence;

/// <summary>
/// The closed list of checks and their outcomes. Live checks produce nothing else, evidence rules may name nothing else,
/// and <c>knowledge lint</c> holds both to it.
/// </summary>
public static class Vocabulary
{
    /// <summary>The check did not run or could not decide; its reason says why. Belongs to every check, is no evidence.</summary>
    public const string NotTested = "not-tested";

    /// <summary>The target policy refused the target; nothing was sent. Belongs to every check, is no evidence.</summary>
    public const string Denied = "denied";

    /// <summary>
    /// What the error itself says: its codes and detail words, see <see cref="ErrorEvidence"/>. No check, so it is not in
    /// <see cref="Checks"/>; rules may name it with a code or a detail word of their entry as outcome.
    /// </summary>
    public const string ErrorSays = "error.says";

    /// <summary>Check id → its outcomes, in the order a mail session meets them.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Checks { get; } = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        // Control: can the probe itself leave on TCP 25?
        ["ctl.out25"] = ["ok", "blocked", "unknown"],
        // Addresses of the server's name, and what stands behind the name.
        ["dns.addr"] = ["found", "nxdomain", "nodata", "servfail", "timeout", "differs"],
        ["dns.mx"] = ["found", "none", "null-mx", "nxdomain", "servfail", "timeout", "differs"],
        ["dns.ns"] = ["ok", "lame", "unreachable", "differs"],
        ["dns.soa"] = ["same", "differs"],
        ["dns.dnssec"] = ["secure", "insecure", "bogus"],
        ["rdap.domain"] = ["active", "expired", "on-hold", "unknown"],
        // One TCP connection to port 25 of one address.
        ["tcp25"] = ["open", "refused", "timeout", "unreachable"],
        ["smtp.banner"] = ["ready", "slow", "busy", "refused", "policy", "silent", "closed", "not-smtp", "oversized"],
        ["smtp.ehlo"] = ["ok", "helo-only", "busy", "refused", "timeout", "closed"],
        ["smtp.starttls"] = ["offered", "not-offered", "ok", "rejected", "handshake-failed", "timeout", "closed", "old-only"],
        ["tls.chain"] = ["ok", "expired-intermediate", "self-signed", "incomplete", "untrusted-root", "wrong-usage", "weak", "revoked"],
        ["tls.name"] = ["match", "mismatch"],
        ["tls.time"] = ["valid", "expired", "not-yet-valid"],
        ["tls.tlsa"] = ["match", "mismatch", "unusable", "none"],
        ["tls.mtasts"] = ["enforce", "testing", "none", "mx-not-listed", "cert-invalid"],
        // Signs of a device that rewrites the SMTP dialogue.
        ["sig.fixup"] = ["masked", "plain"],
    };

    /// <summary>Whether <paramref name="outcome"/> is one that check <paramref name="checkId"/> can have.</summary>
    public static bool Knows(string checkId, string outcome) =>
        Checks.TryGetValue(checkId, out var outcomes) && (outcome is NotTested or Denied || outcomes.Contains(outcome, StringComparer.Ordinal));
}
