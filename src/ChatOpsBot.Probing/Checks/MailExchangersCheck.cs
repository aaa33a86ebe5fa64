using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks which servers take the mail of the domain (MX, RFC 5321 §5.1).</summary>
internal sealed class MailExchangersCheck : ILiveCheck
{
    public CheckDescriptor Descriptor { get; } = new("dns.mx", Stage.Dns, Seen.Zone);

    public CheckResult Judge(Sight sight)
    {
        var domain = sight.Target.Host;
        return sight.Exchangers switch
        {
            null => sight.NotTested(Descriptor.Id, Reasons.NoDomain, $"{domain} was asked as a server, so MX records play no part. Give the mail domain to see them."),
            var seen when sight.CacheState is CacheState.Stale or CacheState.Split => Of(seen, "differs", CacheFacts.Tell(sight, "MX"), ("exchangers", Told(seen)), CacheFacts.Cause(sight)),
            { IsNullMx: true } seen => Of(
                seen, "null-mx", $"{domain} states that it takes no mail (null MX, RFC 7505). Check whether the recipient's address is right; if it is, the owner of the domain must change that.",
                CauseFacts.Of(VerdictCauses.NullMx)),
            { Answer.End: LookupEnd.Found } seen => Of(seen, "found", $"Mail for {domain} goes to {Told(seen)}.{Oddities(seen)}", [("exchangers", Told(seen)), .. HasNullMxBeside(seen) ? [CauseFacts.Finding(VerdictFindings.NullMxBeside)] : Array.Empty<(string, string)>()]),
            { Answer.End: LookupEnd.NoData } seen => Of(
                seen, "none", $"{domain} has no MX record. Senders then try its own address, if it has one; without an address it takes no mail."),
            { Answer.End: LookupEnd.NxDomain } seen => Of(
                seen, "nxdomain", $"The domain {domain} does not exist in DNS. Check its spelling, then whether its registration has run out.", CauseFacts.Of(VerdictCauses.NxDomain)),
            { Answer.End: LookupEnd.ServFail } seen => Of(
                seen,
                "servfail",
                $"The resolver of the probe could not find the MX records of {domain}: it answered {seen.Answer.Problem}{ResolverWords.Because(seen.Answer.Errors)}. Ask the DNS host of the domain whether its name servers work.",
                CauseFacts.Of(ResolverWords.Cause(seen.Answer.Errors))),
            { Answer.End: LookupEnd.TimedOut } seen => Of(
                seen,
                "timeout",
                $"The resolver of the probe works, but had no answer for the MX records of {domain} within {Words.Seconds(seen.Answer.After)}. Ask the DNS host whether all name servers of the domain answer.",
                CauseFacts.Of(VerdictCauses.NsTimeout)),
            { Answer.End: LookupEnd.ResolverSilent } => ResolverWords.Silent(sight, Descriptor.Id),
            _ => sight.OutOfBudget(Descriptor.Id),
        };

        CheckResult Of(Exchangers seen, string outcome, string sentence, params (string Name, string Value)[] more) =>
            sight.Of(Descriptor.Id, outcome, sentence, seen.Answer.After, facts: [.. Facts(seen.Answer), .. more, .. CacheFacts.Of(sight)]);
    }

    private static IEnumerable<(string, string)> Facts(DnsAnswer answer)
    {
        yield return ("seconds", Words.Number(answer.After));
        if (answer.TimeLeft is { } left)
            yield return ("ttl", Words.WholeSeconds(left));
        if (answer.Problem is { } problem)
            yield return ("error", problem);
        if (answer.Errors.Count > 0)
            yield return ("extended", ResolverWords.Of(answer.Errors));
    }

    private static string Told(Exchangers seen) =>
        Exchangers.Write(seen.Hosts.Take(TargetLookup.MaxServers)) + (seen.Hosts.Count > TargetLookup.MaxServers ? $" and {seen.Hosts.Count - TargetLookup.MaxServers} more, which were not asked" : "");

    private static bool HasNullMxBeside(Exchangers seen) => seen.Hosts.Count > 0 && seen.Answer.Records.OfType<DnsRecord.MailExchanger>().Any(record => record.Host.IsRoot);

    private static string Oddities(Exchangers seen) =>
        HasNullMxBeside(seen)
            ? " Beside them stands a null MX, which RFC 7505 forbids; remove the one or the others."
            : "";
}
