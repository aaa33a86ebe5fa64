using ChatOpsBot.Probing.Dns;

namespace ChatOpsBot.Probing.Checks;

/// <summary>What several checks say about the resolver.</summary>
internal static class ResolverWords
{
    /// <summary>The resolver's own explanation (RFC 8914), such as <c> (signature expired)</c>; empty without one.</summary>
    public static string Because(IReadOnlyList<ExtendedError> errors) => errors.Count == 0 ? "" : $" ({Of(errors)})";

    public static string Of(IReadOnlyList<ExtendedError> errors) => string.Join("; ", errors);

    public static CheckResult Silent(Sight sight, string checkId) => sight.NotTested(
        checkId,
        Reasons.ResolverSilent,
        $"The probe's own resolver answers nothing at all, so nothing is known about {sight.Target.Host}. The operator can name another one under Probe:Resolvers.");
}
