using ChatOpsBot.Probing.Targets;

namespace ChatOpsBot.Probing.Names;

/// <summary>A host that takes the mail: one an MX record names, or the target itself.</summary>
/// <param name="Preference">Of its MX record; null for the target itself.</param>
/// <param name="Name">Its addresses; null when the policy forbids the name, or there was none to look up.</param>
/// <param name="Denial">Why nothing was asked about it.</param>
internal sealed record MailServer(string Host, int? Preference, NameAnswer? Name, Denial? Denial = null)
{
    /// <summary>False when its addresses are not where the mail goes, such as those of a domain whose MX records are not known.</summary>
    public bool TakesMail { get; init; } = true;
}
