using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks what a validating resolver thinks of the signatures (DNSSEC, RFC 4035).</summary>
internal sealed class DnssecCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("dns.dnssec", Stage.Dns, Seen.Zone);

    public CheckResult Judge(Sight sight) => sight.Trust switch
    {
        { Trust: Trust.Secure } seen => Of(sight, seen, "secure", $"The records of {seen.Name} are signed, and the signatures are right."),
        { Trust: Trust.Insecure } seen => Of(sight, seen, "insecure", $"{seen.Name} is not signed with DNSSEC. That is common and stops no mail, but rules DANE out."),
        { Trust: Trust.Bogus } seen => Of(
            sight,
            seen,
            "bogus",
            $"The signatures of {seen.Name} are wrong{ResolverWords.Because(seen.Errors)}, so senders that validate, Exchange Online among them, do not see it at all. The DNS host must sign the zone again, or the registrar remove the DS record.",
            CauseFacts.Of(VerdictCauses.DnssecBogus)),
        { Trust: Trust.NotJudged } seen => sight.NotTested(
            Descriptor.Id,
            Reasons.ResolverDoesNotValidate,
            $"The resolver of the probe does not validate signatures, so it says nothing about those of {seen.Name}. The operator can name one that does under Probe:Resolvers."),
        { Trust: Trust.ResolverSilent } => ResolverWords.Silent(sight, Descriptor.Id),
        { Trust: Trust.NoAnswer } seen => sight.NotTested(
            Descriptor.Id, Reasons.NoAuthority, $"The resolver found no answer about {seen.Name}, with or without its signatures, so there was nothing to judge."),
        _ => sight.OutOfBudget(Descriptor.Id),
    };

    private CheckResult Of(Sight sight, TrustSeen seen, string outcome, string sentence, params (string Name, string Value)[] more) => sight.Of(
        Descriptor.Id, outcome, sentence, seen.After, facts: [.. seen.Errors.Count == 0 ? Array.Empty<(string, string)>() : [("extended", ResolverWords.Of(seen.Errors))], .. more]);
}
