using ChatOpsBot.Probing.Names;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks which addresses stand behind the name of the server, by the resolver of this machine.</summary>
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
            { Outcome: NameOutcome.Found } name => Found(sight, name),
            { Outcome: NameOutcome.NxDomain } name => Failed(sight, name, "nxdomain", $"The resolver knows no address for {host}: the name does not exist, or has neither an A nor an AAAA record. Check its spelling in the connector, then its records at the DNS host."),
            { Outcome: NameOutcome.NoData } name => Failed(sight, name, "nodata", $"The name {host} exists but has neither an A nor an AAAA record. Add one at the DNS host, or correct the name in the connector."),
            { Outcome: NameOutcome.ServFail } name => Failed(sight, name, "servfail", $"The resolver of the probe gave up on {host} (as with SERVFAIL, or when the resolver itself is out of reach). Look the name up elsewhere; if it fails there too, the DNS host must act."),
            { Outcome: NameOutcome.TimedOut } name => Failed(sight, name, "timeout", $"The resolver of the probe had no answer for {host} within {Words.Seconds(sight.Limits.DnsTimeout)}. Ask the DNS host whether all name servers of the domain answer."),
            _ => sight.OutOfBudget(Descriptor.Id),
        };
    }

    private CheckResult Found(Sight sight, NameAnswer name)
    {
        var shown = string.Join(", ", name.Addresses.Take(AddressesInASentence));
        var rest = name.Addresses.Count - AddressesInASentence;
        return sight.Of(
            Descriptor.Id,
            "found",
            $"{sight.Target.Host} has the {(name.Addresses.Count == 1 ? "address" : "addresses")} {shown}{(rest > 0 ? $" and {rest} more" : "")}.",
            name.After,
            facts: [("addresses", shown), ("seconds", Words.Number(name.After))]);
    }

    private CheckResult Failed(Sight sight, NameAnswer name, string outcome, string sentence) =>
        sight.Of(Descriptor.Id, outcome, sentence, name.After, facts: [("seconds", Words.Number(name.After)), ("error", name.Error ?? "TimedOut")]);
}
