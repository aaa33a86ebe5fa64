namespace ChatOpsBot.Storage;

/// <summary>What a conversation has chosen.</summary>
internal sealed record ConversationSettings
{
    /// <summary>BCP 47 tag; null: that of whoever asks.</summary>
    public string? Language { get; init; }

    /// <summary>How sure the bot must be to answer unasked, 0.5 to 1; null: as everywhere.</summary>
    public double? AnswerFromConfidence { get; init; }

    /// <summary>Nothing unasked before this time; null: not muted.</summary>
    public DateTimeOffset? MutedUntil { get; init; }

    /// <summary>Whether errors are answered unasked at all.</summary>
    public bool Listens { get; init; } = true;

    /// <summary>Whether nothing is said at all, not even to who mentions the bot: what was begun goes on, and who asks alone is answered alone.</summary>
    public bool IsOff { get; init; }

    public bool IsQuiet(DateTimeOffset now) => !Listens || MutedUntil > now;
}
