namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>One thing said or done in a conversation, as clients get it.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-direct-line-3-0-api-reference#activity-object</remarks>
internal sealed record Activity
{
    /// <summary><c>message</c> or <c>typing</c>.</summary>
    public required string Type { get; init; }

    public string? Id { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public string ChannelId { get; init; } = "directline";

    public required ChannelAccount From { get; init; }

    public required ConversationAccount Conversation { get; init; }

    public string? Locale { get; init; }

    public string? Text { get; init; }

    /// <summary><c>plain</c> or <c>markdown</c>; clients take a missing one as markdown.</summary>
    public string? TextFormat { get; init; }

    /// <summary>What is notified in place of <see cref="Attachments"/>.</summary>
    public string? Summary { get; init; }

    public IReadOnlyList<Attachment>? Attachments { get; init; }

    public ChannelData? ChannelData { get; init; }

    public const string MessageType = "message";
    public const string TypingType = "typing";
}
