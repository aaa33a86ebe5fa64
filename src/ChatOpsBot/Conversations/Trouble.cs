using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>What makes two posts the same trouble: the entry that explains them, and where the mail did not get to.</summary>
/// <param name="EntryId">The entry, so that a code and its permanent twin are one.</param>
/// <param name="Destination">Server, else address, else domain, in lower case; empty when the post names none.</param>
internal sealed record Trouble(string EntryId, string Destination)
{
    public static Trouble Of(Case @case) => Of(@case.EntryId, @case.Primary);

    public static Trouble Of(string entryId, MailError error) => new(entryId, (error.Server ?? error.Address ?? error.Domain ?? "").ToLowerInvariant());
}
