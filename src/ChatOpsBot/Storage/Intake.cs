using ChatOpsBot.Conversations;

namespace ChatOpsBot.Storage;

/// <summary>
/// Takes a message into the inbox and, when it is the next of its conversation and somebody is free to answer it, claims it and opens or
/// joins its case: all in one transaction, so that an answer costs one wait for the disk before it is acknowledged and none to be found.
/// </summary>
internal sealed class Intake(Database database, InboxStore inbox, CaseStore cases)
{
    /// <param name="lease">How long the caller needs to answer it; null when nobody is free, then a worker claims it later.</param>
    /// <param name="opening">What opens its case; null when it leads to none.</param>
    public async Task<Accepted> AcceptAsync(InboxItem item, TimeSpan? lease, Opening? opening, CancellationToken cancellationToken)
    {
        if (lease is null || opening is null)
            return await database.WriteAsync(connection => new Accepted(inbox.Add(connection, item, lease), Opened: null), cancellationToken);
        try
        {
            return await database.WriteAsync(
                connection =>
                {
                    var found = cases.FindOrName(connection, item.Conversation.Key, opening);
                    var added = inbox.Add(connection, item with { CaseId = found.Id }, lease);
                    return new Accepted(added, added is { IsClaimed: true } ? cases.OpenOrJoin(connection, added.Item, opening, found) : null);
                },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not (StorageException or OperationCanceledException))
        {
            // A case that cannot be read must not keep a message out: whoever answers it meets the fault again, and closes the row in time.
            return await database.WriteAsync(connection => new Accepted(inbox.Add(connection, item, lease), Opened: null), cancellationToken);
        }
    }
}

/// <param name="Window">How long after its last event an open case is joined; null: none is, a new one is opened.</param>
internal sealed record Opening(TimeSpan? Window, CaseEvent.Opened Event);

/// <summary>A message that was just taken in.</summary>
/// <param name="Added">Null when the same message was accepted before.</param>
/// <param name="Opened">Its case, where that was opened or joined at once.</param>
internal sealed record Accepted(AddedRow? Added, OpenedOrJoined? Opened);

/// <param name="IsClaimed">Whether it is the caller's to answer: no earlier message of its conversation waits.</param>
internal sealed record AddedRow(InboxItem Item, bool IsClaimed);
