namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>Who looks after some servers, as an organization knows it.</summary>
/// <param name="Hosts">Host names; <c>*.contoso.example</c> is every name below that domain.</param>
/// <param name="Name">As shown on a card, with how to reach them.</param>
public sealed record HostOwner(IReadOnlyList<string> Hosts, string Name)
{
    public bool Owns(string host) => Hosts.Any(pattern => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.Length > pattern.Length - 1 && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(host, pattern, StringComparison.OrdinalIgnoreCase));
}
