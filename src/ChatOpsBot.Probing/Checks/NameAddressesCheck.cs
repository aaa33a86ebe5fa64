using System.Net;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Dns;
using ChatOpsBot.Probing.Names;
using ChatOpsBot.Probing.Zones;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks which addresses stand behind the name of the server, by the resolver of the probe.</summary>
internal sealed class NameAddressesCheck : ILiveCheck
{
    private const int AddressesInASentence = 8;

    public CheckDescriptor Descriptor { get; } = new("dns.addr", Stage.Dns, Seen.Name);

    public CheckResult Judge(Sight sight)
    {
        var host = sight.Target.Host;
        return sight.Name switch
        {
            null => sight.NotTested(Descriptor.Id, Reasons.NoName, $"The target is the address {host}: there is no name to look up."),
            var name when sight.CacheState is CacheState.Stale or CacheState.Split => Failed(sight, name, "differs", CacheFacts.Tell(sight, "address"), ("addresses", string.Join(", ", name.Addresses.Take(AddressesInASentence))), CacheFacts.Cause(sight)),
            { End: LookupEnd.Found } name => Found(sight, name),
            _ when sight.ExchangerOf is { } mx && IPAddress.TryParse(host, out _) => sight.Of(
                Descriptor.Id,
                "nxdomain",
                $"The MX record of {mx.Domain} names the address {host}. It must name a host (RFC 5321 §5.1), so most senders find no server. Point it at a name that has this address.",
                facts: [("literal", host), CauseFacts.Of(VerdictCauses.MxIsIp)]),
            { IsLoop: true, End: LookupEnd.NoData or LookupEnd.ServFail } name => Failed(
                sight, name, Outcome(name), $"The aliases (CNAME) of {host} run in a circle, so it has no address. Correct them at the DNS host.", ("loop", "yes"), CauseFacts.Of(VerdictCauses.CnameLoop)),
            { End: LookupEnd.NxDomain } name => Failed(
                sight, name, "nxdomain", $"The name {End(sight, name)} does not exist in DNS. Check its spelling in the connector, then its records at the DNS host.",
                CauseFacts.Of(sight.ExchangerOf is null ? VerdictCauses.NxDomain : VerdictCauses.MxTargetNxDomain)),
            { End: LookupEnd.NoData } name => Failed(
                sight, name, "nodata", $"The name {End(sight, name)} exists but has neither an A nor an AAAA record. Add one at the DNS host, or correct the name in the connector.",
                CauseFacts.Of(sight.ExchangerOf is null && !TargetLookup.IsHost(sight.Target) ? VerdictCauses.NoMxNoAddress : VerdictCauses.MxTargetNoAddress)),
            { End: LookupEnd.ServFail } name => Failed(
                sight,
                name,
                "servfail",
                $"The resolver of the probe could not find the addresses of {host}: it answered {name.Problem}{ResolverWords.Because(name.Errors)}. Ask the DNS host of the domain whether its name servers work.",
                CauseFacts.Of(ResolverWords.Cause(name.Errors))),
            { End: LookupEnd.TimedOut } name => Failed(
                sight,
                name,
                "timeout",
                $"The resolver of the probe works, but had no answer for {host} within {Words.Seconds(name.After)}. Ask the DNS host whether all name servers of the domain answer.",
                CauseFacts.Of(VerdictCauses.NsTimeout)),
            { End: LookupEnd.ResolverSilent } => ResolverWords.Silent(sight, Descriptor.Id),
            _ => sight.OutOfBudget(Descriptor.Id),
        };
    }

    private CheckResult Found(Sight sight, NameAnswer name)
    {
        var shown = string.Join(", ", name.Addresses.Take(AddressesInASentence));
        var rest = name.Addresses.Count - AddressesInASentence;
        var through = name.Aliases.Count == 0 ? "" : $" (an alias of {name.Aliases[^1]})";
        var forbidden = name.Aliases.Count > 0 && sight.ExchangerOf is { } mx ? $" The MX record of {mx.Domain} should name that host itself: an alias there is forbidden (RFC 2181 §10.3), though most senders accept it." : "";
        var broken = name.BrokenFamily is null ? "" : $" Its name servers do not answer properly for the other family ({name.BrokenFamily}), which makes some senders fail.";
        return sight.Of(
            Descriptor.Id,
            "found",
            $"{sight.Target.Host}{through} has the {(name.Addresses.Count == 1 ? "address" : "addresses")} {shown}{(rest > 0 ? $" and {rest} more" : "")}.{forbidden}{broken}",
            name.After,
            facts: [("addresses", shown), .. Common(name), .. CacheFacts.Of(sight), .. Findings(sight, name)]);
    }

    private CheckResult Failed(Sight sight, NameAnswer name, string outcome, string sentence, params (string Name, string Value)[] more) =>
        sight.Of(Descriptor.Id, outcome, sentence, name.After, facts: [.. Common(name), .. more, .. CacheFacts.Of(sight)]);

    private static IEnumerable<(string, string)> Common(NameAnswer name)
    {
        yield return ("seconds", Words.Number(name.After));
        if (name.Aliases.Count > 0)
            yield return ("aliases", string.Join(", ", name.Aliases));
        if (name.TimeLeft is { } left)
            yield return ("ttl", Words.WholeSeconds(left));
        if (name.Problem is { } problem)
            yield return ("error", problem);
        if (name.BrokenFamily is { } broken)
            yield return ("broken", broken);
        if (name.Errors.Count > 0)
            yield return ("extended", ResolverWords.Of(name.Errors));
    }

    private static IEnumerable<(string, string)> Findings(Sight sight, NameAnswer name)
    {
        List<string> findings = [];
        if (name.Aliases.Count > 0 && sight.ExchangerOf is not null)
            findings.Add(VerdictFindings.MxIsCname);
        if (name.BrokenFamily is not null)
            findings.Add(VerdictFindings.FamilyBroken);
        return findings.Count == 0 ? [] : [CauseFacts.Finding([.. findings])];
    }

    private static string Outcome(NameAnswer name) => name.End == LookupEnd.ServFail ? "servfail" : "nodata";

    private static string End(Sight sight, NameAnswer name) =>
        name.Aliases.Count == 0 ? sight.Target.Host : $"{name.Aliases[^1]}, which {sight.Target.Host} is an alias of,";
}
