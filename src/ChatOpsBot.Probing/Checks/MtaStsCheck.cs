using System.Globalization;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Certificates;
using ChatOpsBot.Probing.Policies;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the servers of the domain meet its own MTA-STS policy (RFC 8461).</summary>
internal sealed class MtaStsCheck : ILiveCheck
{
    private const int MaxNamesTold = 8;

    public CheckDescriptor Descriptor { get; } = new("tls.mtasts", Stage.Policy, Seen.Policy);

    public CheckResult Judge(Sight sight)
    {
        var domain = sight.Target.Host;
        return sight.MtaSts switch
        {
            null when sight.Exchangers is { IsNullMx: true } => sight.NotTested(Descriptor.Id, Reasons.TakesNoMail, $"{domain} states that it takes no mail (null MX), so no policy for mail was asked for."),
            null => sight.NotTested(Descriptor.Id, Reasons.NoDomain, $"{domain} was asked as a server; MTA-STS is about mail domains. Give the mail domain to see its policy."),
            { End: MtaStsEnd.NotAnnounced } seen => Of(sight, seen, "none", $"{domain} announces no MTA-STS policy. That is common and stops no mail."),
            { End: MtaStsEnd.NotFetched } seen => Of(
                sight,
                seen,
                "none",
                $"{domain} announces an MTA-STS policy, but it cannot be had. {seen.Problem} Senders that have no older copy go on without; repair it, or remove the TXT record.",
                CauseFacts.Finding(VerdictFindings.PolicyNotFetched)),
            { End: MtaStsEnd.Found, Policy: { } policy } seen => Judge(sight, seen, policy),
            { End: MtaStsEnd.ResolverSilent } => ResolverWords.Silent(sight, Descriptor.Id),
            { End: MtaStsEnd.NoAnswer } => sight.NotTested(Descriptor.Id, Reasons.NoAuthority, $"The resolver found no answer whether {domain} announces an MTA-STS policy (_mta-sts.{domain} TXT)."),
            _ => sight.OutOfBudget(Descriptor.Id),
        };
    }

    private CheckResult Judge(Sight sight, MtaStsSeen seen, MtaStsPolicy policy)
    {
        var domain = sight.Target.Host;
        if (policy.Mode == MtaStsMode.None)
            return Of(sight, seen, "none", $"The MTA-STS policy of {domain} has the mode none: it demands nothing.");

        // Without MX records the domain is its own server (RFC 5321 §5.1).
        List<string> hosts = sight.Exchangers is { Hosts.Count: > 0 } exchangers ? [.. exchangers.Hosts.Select(host => host.Host.ToString())] : [domain];
        List<string> unlisted = [.. hosts.Where(host => !policy.Lists(host))];
        var judged = sight.Visited.Where(visit => visit.Certificate is not null && policy.Lists(visit.Target.Host)).ToList();
        var faulty = judged.Where(visit => Defects(visit).Any()).ToList();
        (string, string)[] unlistedFact = unlisted.Count == 0 ? [] : [("unlisted", Told(unlisted))];
        var isEnforced = policy.Mode == MtaStsMode.Enforce;
        var mode = isEnforced ? "enforce" : "testing";
        if (isEnforced && unlisted.Count == hosts.Count)
        {
            return Of(
                sight,
                seen,
                "mx-not-listed",
                $"The MTA-STS policy of {domain} is enforced and lists none of its MX hosts ({Told(unlisted)}), so senders like Exchange Online do not deliver. Add them to the policy and change the id of its TXT record.",
                [CauseFacts.Of(VerdictCauses.MtaStsMxMismatch), .. unlistedFact]);
        }

        if (isEnforced && faulty.Count > 0 && faulty.Count == judged.Count)
        {
            var first = faulty[0];
            return Of(
                sight,
                seen,
                "cert-invalid",
                $"The MTA-STS policy of {domain} is enforced, and the certificate of {first.Server} does not meet it ({string.Join(", ", Defects(first))}), so senders like Exchange Online do not deliver. Repair the certificate.",
                [CauseFacts.Of(VerdictCauses.MtaStsCertInvalid), ("defects", string.Join(' ', Defects(first))), .. unlistedFact]);
        }

        List<string> findings = [];
        var sentence = $"The MTA-STS policy of {domain} is {(isEnforced ? "enforced" : "in test: nothing is refused")}.";
        if (unlisted.Count > 0)
        {
            findings.Add(VerdictCauses.MtaStsMxMismatch);
            sentence += $" It does not list {Told(unlisted)}, which senders pass over{(isEnforced ? "" : " once it is enforced")}. Add what is missing and change the id of the TXT record.";
        }

        if (faulty.Count > 0)
        {
            findings.Add(VerdictCauses.MtaStsCertInvalid);
            sentence += $" The certificate of {faulty[0].Server} does not meet it ({string.Join(", ", Defects(faulty[0]))}).";
        }

        return Of(sight, seen, mode, sentence, [.. findings.Count > 0 ? [CauseFacts.Finding(findings)] : Array.Empty<(string, string)>(), .. unlistedFact]);
    }

    /// <summary>A name that a connector was told to expect is no matter of this policy: it is about the name of the MX host (RFC 8461 §4.1).</summary>
    private static IEnumerable<string> Defects(Sight visit)
    {
        var certificate = visit.Certificate!;
        foreach (var (kind, _) in certificate.Defects.Where(defect => defect.Kind != CertificateDefect.NameMismatch))
            yield return CertificateFacts.Id(kind);
        if (new CertificateNames(certificate.Names, [], certificate.HasAlternativeNames).Judge(visit.Target.Host) != NameFit.Same)
            yield return CertificateFacts.Id(CertificateDefect.NameMismatch);
    }

    private CheckResult Of(Sight sight, MtaStsSeen seen, string outcome, string sentence, params (string Name, string Value)[] more)
    {
        List<(string Name, string Value)> facts = [];
        if (seen.Id is not null)
            facts.Add(("id", seen.Id));
        if (seen.Policy is { } policy)
        {
            facts.Add(("mode", policy.Mode.ToString().ToLowerInvariant()));
            facts.Add(("maxAge", policy.MaxAge.ToString(CultureInfo.InvariantCulture)));
            facts.Add(("mx", Told(policy.Hosts)));
        }

        return sight.Of(Descriptor.Id, outcome, sentence, seen.After, facts: [.. facts, .. more]);
    }

    private static string Told(IReadOnlyList<string> names) => Evidence.Short(string.Join(", ", names.Take(MaxNamesTold)) + (names.Count > MaxNamesTold ? ", ..." : ""));
}
