namespace ChatOpsBot.Conversations;

/// <summary>A chat platform the bot speaks on.</summary>
/// <remarks>Sending fails in two ways only, both as <see cref="ChannelException"/>: permanently, or to be tried again later.</remarks>
internal interface IChannel
{
    /// <summary><c>web</c>, <c>teams</c>, <c>slack</c>: the <see cref="ConversationKey.Channel"/> of its conversations.</summary>
    string Name { get; }

    /// <summary>Shortest time between two updates of one card; the last update always arrives.</summary>
    TimeSpan UpdateInterval { get; }

    /// <summary>Why the bot cannot hear or speak on this platform at present, and what the operator can do; null: it can, as far as is known.</summary>
    string? Trouble => null;

    /// <summary>The language a person has set on the platform, where it must be asked for: see <see cref="MessageTurn.IsLocaleAsked"/>. Whatever goes wrong, it is not known.</summary>
    /// <returns>BCP 47 tag; null when it is not known.</returns>
    Task<string?> FindLocaleAsync(ConversationReference conversation, string personId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>What a person is called whose message told no name, as far as the platform was asked before.</summary>
    /// <returns>Empty: no more than was told; null: <see cref="FindNameAsync"/> could tell before the answer is made.</returns>
    string? NameOf(ConversationReference conversation, string personId) => "";

    /// <summary>The same, asked of the platform. Whatever goes wrong, it is not known.</summary>
    /// <returns>Null: no more than was told; <see cref="Person.Unnamed"/> when it does not tell.</returns>
    Task<string?> FindNameAsync(ConversationReference conversation, string personId, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Shows for a few seconds that an answer is being made, where the platform can. Nothing is lost when it fails.</summary>
    Task ShowTypingAsync(ConversationReference conversation, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The thread a reference points into, as the platform names the message that began it; null where it has no threads, or in none.</summary>
    string? ThreadOf(ConversationReference conversation) => null;

    /// <summary>
    /// How long the platform takes no message there, as far as is known now: then none need be composed. To ask costs next to nothing, and
    /// to be refused by <see cref="SendAsync"/> costs much; where thousands wait they are asked for one after the other.
    /// </summary>
    /// <returns>Null: it may take one.</returns>
    TimeSpan? ClosedFor(ConversationReference conversation) => null;

    /// <summary>Posts a new card where the conversation's reference points (its thread).</summary>
    /// <returns>The platform's message id, needed to update the card.</returns>
    Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken);

    /// <summary>
    /// Says something that concerns one person only, in a conversation of several. Where the platform can show it to nobody else, it does;
    /// where it cannot, it is posted for all.
    /// </summary>
    Task WhisperAsync(ConversationReference conversation, Person to, Card card, Delivery delivery, CancellationToken cancellationToken) =>
        SendAsync(conversation, card, delivery, cancellationToken);

    /// <summary>Replaces the card of an earlier message for everybody.</summary>
    Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken);
}

/// <summary>The platform did not take a message.</summary>
internal sealed class ChannelException : Exception
{
    private ChannelException(string message, bool isPermanent, TimeSpan? retryAfter, Exception? inner)
        : base(message, inner)
    {
        IsPermanent = isPermanent;
        RetryAfter = retryAfter;
    }

    /// <summary>The conversation is gone or closed to us: trying again cannot help.</summary>
    public bool IsPermanent { get; }

    /// <summary>How long the platform asked us to wait; null: our own back-off.</summary>
    public TimeSpan? RetryAfter { get; }

    public static ChannelException Permanent(string message, Exception? inner = null) => new(message, isPermanent: true, retryAfter: null, inner);

    public static ChannelException Transient(string message, TimeSpan? retryAfter = null, Exception? inner = null) => new(message, isPermanent: false, retryAfter, inner);
}
