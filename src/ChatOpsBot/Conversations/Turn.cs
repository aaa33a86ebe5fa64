using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>One thing a person did that reached the bot, already verified and mapped by its channel.</summary>
internal abstract record Turn
{
    public required ConversationReference Conversation { get; init; }

    public required Person Person { get; init; }

    /// <summary>
    /// The same for every repeat of the same thing: Teams <c>tenant|conversation|activity id|type</c>, and of all but messages <c>timestamp</c>,
    /// Slack <c>team|channel|ts|edited.ts</c>, Web <c>conversation|client activity id</c>.
    /// </summary>
    public required string Key { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    /// <summary>BCP 47 tag the platform sent with a text message; null when it sent none. Never taken from a button press.</summary>
    public string? Locale { get; init; }
}

/// <summary>A message somebody wrote, or wrote anew.</summary>
internal sealed record MessageTurn : Turn
{
    /// <summary>The platform's id of the message, the same over all its edits; empty where a platform knows no edits.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The platform says that this replaces what the message said before. Platforms also say so when nothing but a link preview changed.</summary>
    public bool IsEdit { get; init; }

    /// <summary>Exactly as the platform delivered it. Lives only as long as the request: the inbox keeps what was recognized, not this.</summary>
    public required string Text { get; init; }

    public required MailMarkup Markup { get; init; }

    /// <summary>The same without what it quotes of others; null when it quotes nobody.</summary>
    public string? OwnText { get; init; }

    /// <summary>A file came with it that could not be had: whoever sent it is told, unless the message says enough without it.</summary>
    public bool HasUnreadFile { get; init; }

    public required Addressing Addressing { get; init; }

    /// <summary>
    /// The platform knows the person's language and does not send it. Where nobody chose one and the message does not tell, it is asked
    /// for when the answer is made, so that no acknowledgement waits for it.
    /// </summary>
    public bool IsLocaleAsked { get; init; }
}

/// <summary>Whom a message was meant for.</summary>
internal enum Addressing
{
    /// <summary>Said in a conversation with several people, not to the bot.</summary>
    Overheard,

    /// <summary>The bot was mentioned.</summary>
    Mention,

    /// <summary>A conversation of one person with the bot.</summary>
    Direct,
}

/// <summary>A message was deleted on the platform.</summary>
internal sealed record DeletionTurn : Turn
{
    /// <inheritdoc cref="MessageTurn.MessageId"/>
    public required string MessageId { get; init; }
}

/// <summary>Somebody added the bot to a conversation that is to be greeted.</summary>
internal sealed record WelcomeTurn : Turn
{
    /// <inheritdoc cref="ActionTurn.IsDirect"/>
    public bool IsDirect { get; init; }
}

/// <summary>A press on a button of one of our cards.</summary>
internal sealed record ActionTurn : Turn
{
    public required string CaseId { get; init; }

    /// <summary>One of <see cref="Verbs"/>, with its argument after a colon: <c>step-done:f316.A</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The revision of the card that was pressed: an old card may be pressed weeks later.</summary>
    public required long Revision { get; init; }

    /// <summary>A conversation of one person with the bot, where nothing is ever said unasked.</summary>
    public bool IsDirect { get; init; }

    /// <summary>What stood in the card's input fields, by their ids.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
