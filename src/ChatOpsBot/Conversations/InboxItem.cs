using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>A message the bot accepted and owes an answer: what was recognized in it and where to answer, never its text.</summary>
internal sealed record InboxItem
{
    /// <summary>Given by the database; 0 before.</summary>
    public long Id { get; init; }

    /// <inheritdoc cref="Turn.Key"/>
    public required string Key { get; init; }

    public required MessageChange Change { get; init; }

    /// <inheritdoc cref="MessageTurn.MessageId"/>
    public required string MessageId { get; init; }

    public required ConversationReference Conversation { get; init; }

    public required Person Person { get; init; }

    /// <summary>Language of the answer, decided while the text was at hand; behind <see cref="AskForLocale"/> if the platform does not know a better one.</summary>
    public required string Language { get; init; }

    public const string AskForLocale = "?";

    public required Addressing Addressing { get; init; }

    /// <summary>Empty when somebody spoke to the bot without naming an error.</summary>
    public required IReadOnlyList<MailError> Errors { get; init; }

    /// <summary>What somebody asked for instead; null when it is no command.</summary>
    public ChatCommand? Command { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Number of tries to answer, the present one included.</summary>
    public int Tries { get; init; }

    /// <summary>Whether the try before this one said how it ended; only then is what it may have posted known.</summary>
    public bool HasEnded { get; init; }

    public Delivery Delivery => new(Key, HasEnded ? EarlierTries.Ended : Tries > 1 ? EarlierTries.Lost : EarlierTries.None, ReceivedAt);

    /// <summary>The case an earlier try opened or joined.</summary>
    public string? CaseId { get; init; }
}

/// <summary>What happened to a message. Stored as a number: new ones go to the end.</summary>
internal enum MessageChange
{
    Posted,
    Edited,
    Deleted,

    /// <summary>There is no message: somebody added the bot, and is greeted.</summary>
    Welcomed,
}

/// <summary>What was done for an accepted message.</summary>
/// <param name="Word">For the row: <c>card</c>, <c>joined</c>, <c>help</c> …</param>
/// <param name="Shown">The card that was sent; null when none was.</param>
internal sealed record Outcome(string Word, SentCard? Shown = null);

/// <param name="Version">Version of the case that the conversation now shows for sure; 0 when an earlier try may have shown an older one.</param>
internal sealed record SentCard(string CaseId, string MessageId, long Version);
