using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>What makes two posts the same trouble: the entry that explains them, and where the mail did not get to.</summary>
/// <param name="EntryId">The entry, so that a code and its permanent twin are one.</param>
/// <param name="Destination">Server, else address, else domain, in lower case; empty when the post names none.</param>
internal sealed record Trouble(string EntryId, string Destination)
{
    public static Trouble Of(Case @case) => Of(@case.EntryId, @case.Primary);

    public static Trouble Of(string entryId, MailError error) => new(entryId, (error.Server ?? error.Address ?? error.Domain ?? "").ToLowerInvariant());

    /// <summary>
    /// The case this one belongs to: the one with the same destination, else, where one side names none, the only one there is.
    /// "We get 4.4.316 again" and the line that names the server are one outbreak; two named servers are two.
    /// </summary>
    /// <param name="open">Open cases of the same entry, the latest first.</param>
    public string? FindSame(IReadOnlyList<(string CaseId, Trouble Trouble)> open)
    {
        var same = open.Where(other => other.Trouble.Destination == Destination).Select(other => other.CaseId).FirstOrDefault();
        if (same is not null)
            return same;
        var may = open.Where(other => Destination.Length == 0 || other.Trouble.Destination.Length == 0).ToList();
        return may.Count == 1 ? may[0].CaseId : null;
    }
}
