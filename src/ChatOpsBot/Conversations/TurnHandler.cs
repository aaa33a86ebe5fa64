namespace ChatOpsBot.Conversations;

/// <summary>The door every channel brings its turns to.</summary>
internal sealed class TurnHandler
{
    /// <summary>Takes a message. When this returns, an answer that is due is a durable row: the platform may be told "received".</summary>
    public Task AcceptAsync(MessageTurn turn, CancellationToken cancellationToken) => throw new NotSupportedException($"{turn.Key} {cancellationToken.CanBeCanceled}");

    /// <summary>Takes a press and applies it at once.</summary>
    /// <returns>The card as it is now, for the one who pressed; the card in the conversation is updated for everybody as well. Null when the case does not exist or belongs to another conversation.</returns>
    public Task<Card?> ApplyAsync(ActionTurn turn, CancellationToken cancellationToken) => throw new NotSupportedException($"{turn.Key} {cancellationToken.CanBeCanceled}");
}
