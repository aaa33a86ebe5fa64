using ChatOpsBot.Probing.Policies;

namespace ChatOpsBot.Probing.Checks;

/// <summary>Asks whether the registration of the domain holds (RDAP, RFC 9083).</summary>
internal sealed class RegistrationCheck : ILiveCheck
{
    // RFC 3915 §3: what comes after the end, when only the former owner can have the name back, and then nobody.
    private static readonly string[] After = ["redemption period", "pending delete", "pending restore"];
    private static readonly string[] Holds = ["client hold", "server hold"];

    public CheckDescriptor Descriptor { get; } = new("rdap.domain", Stage.Dns, Seen.Zone);

    public CheckResult Judge(Sight sight) => sight.Registration switch
    {
        { End: RegistrationEnd.Found } seen => Judge(sight, seen),
        { End: RegistrationEnd.NotRegistered } seen => Of(
            sight, seen, "unknown", $"The registry knows no registration of {seen.Domain}. Check the spelling; if it is right, the domain is free or was never registered."),
        { End: RegistrationEnd.Unknown } seen => Of(sight, seen, "unknown", $"Whether the registration of {sight.Target.Host} holds is not known. {seen.Problem}"),
        _ => sight.OutOfBudget(Descriptor.Id),
    };

    private CheckResult Judge(Sight sight, RegistrationSeen seen)
    {
        var day = seen.Expires is { } end ? CertificateFacts.Day(end) : null;
        var isOver = seen.Expires <= seen.At;
        if (After.FirstOrDefault(seen.Has) is { } after)
            return Of(sight, seen, "expired", $"The registration of {seen.Domain} has run out ({after}{(day is null ? "" : $", {day}")}). Its owner must ask the registrar at once to restore it.");
        var hold = Holds.FirstOrDefault(seen.Has);
        if (isOver && (hold is not null || !seen.Has("auto renew period")))
            return Of(sight, seen, "expired", $"The registration of {seen.Domain} ran out on {day}{(hold is null ? "" : $" ({hold})")}. Its owner must renew it at the registrar.");
        if (hold is not null)
            return Of(sight, seen, "on-hold", $"The registration of {seen.Domain} is on hold ({hold}), so it is not in DNS. Its owner must ask the registrar why: an unpaid bill, an unconfirmed address or a dispute.");
        if (isOver)
            return Of(sight, seen, "unknown", $"The registration of {seen.Domain} ran out on {day}, and the registry is about to renew it by itself. Its owner should make sure that the registrar is paid.");
        return day is null && seen.Status.Count == 0
            ? Of(sight, seen, "unknown", $"The registry publishes neither the end nor the state of the registration of {seen.Domain}.")
            : Of(sight, seen, "active", $"The registration of {seen.Domain} holds{(day is null ? "" : $" until {day}")}.");
    }

    private CheckResult Of(Sight sight, RegistrationSeen seen, string outcome, string sentence)
    {
        List<(string Name, string Value)> facts = [];
        if (seen.Domain.Length > 0)
            facts.Add(("registered", seen.Domain));
        if (seen.Expires is { } expires)
            facts.Add(("expires", CertificateFacts.Moment(expires)));
        if (seen.Status.Count > 0)
            facts.Add(("status", Evidence.Short(string.Join(", ", seen.Status))));
        return sight.Of(Descriptor.Id, outcome, sentence, seen.After, facts: facts.ToArray());
    }
}
