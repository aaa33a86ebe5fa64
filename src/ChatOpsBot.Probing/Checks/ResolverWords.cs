using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Checks;

/// <summary>What several checks say about the resolver.</summary>
internal static class ResolverWords
{
    // RFC 8914 §4.23, §4.24.
    private const int NoReachableAuthority = 22;
    private const int NetworkError = 23;

    /// <summary>The resolver's own explanation (RFC 8914), such as <c> (signature expired)</c>; empty without one.</summary>
    public static string Because(IReadOnlyList<ExtendedError> errors) => errors.Count == 0 ? "" : $" ({Of(errors)})";

    public static string Of(IReadOnlyList<ExtendedError> errors) => string.Join("; ", errors);

    /// <summary>What an answer without records, such as SERVFAIL, is put down to as long as nobody asked the name servers themselves.</summary>
    public static string Cause(IReadOnlyList<ExtendedError> errors) =>
        errors.Any(error => error.IsAboutDnssec) ? VerdictCauses.DnssecBogus
        : errors.Any(error => error.Code is NoReachableAuthority or NetworkError) ? VerdictCauses.NsTimeout
        : VerdictCauses.AuthServFail;

    public static CheckResult Silent(Sight sight, string checkId) => sight.NotTested(
        checkId,
        Reasons.ResolverSilent,
        $"The probe's own resolver answers nothing at all, so nothing is known about {sight.Target.Host}. The operator can name another one under Probe:Resolvers.");
}
