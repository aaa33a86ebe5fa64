using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>One thing that happened in Teams, as the Bot Framework posts it. Read loosely: unknown members pass, a scalar of an unexpected type counts as absent.</summary>
/// <remarks>https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md</remarks>
internal sealed record Activity
{
    /// <summary>One of <see cref="ActivityTypes"/>; others exist and are ignored.</summary>
    public string? Type { get; init; }

    /// <summary>The message's own id, the same over its edits; of an invoke one that no repeat shares.</summary>
    public string? Id { get; init; }

    /// <summary>RFC 3339 in UTC, set by the platform. Kept as it came: it is part of a key.</summary>
    public string? Timestamp { get; init; }

    public string? ServiceUrl { get; init; }

    public string? ChannelId { get; init; }

    public ChannelAccount? From { get; init; }

    public ChannelAccount? Recipient { get; init; }

    public ConversationAccount? Conversation { get; init; }

    /// <summary>On a press the message that holds the card.</summary>
    public string? ReplyToId { get; init; }

    public string? Locale { get; init; }

    /// <summary>A plain rendering with mentions as <c>&lt;at&gt;Name&lt;/at&gt;</c>.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<Attachment?>? Attachments { get; init; }

    public IReadOnlyList<Entity?>? Entities { get; init; }

    /// <summary>What a card's action or an invoke carries; anything at all.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Of an invoke or an event.</summary>
    public string? Name { get; init; }

    /// <summary>Of an installationUpdate: <c>add</c>, <c>remove</c>, <c>add-upgrade</c>, <c>remove-upgrade</c>.</summary>
    public string? Action { get; init; }

    public IReadOnlyList<ChannelAccount?>? MembersAdded { get; init; }

    public IReadOnlyList<ChannelAccount?>? MembersRemoved { get; init; }

    public TeamsChannelData? ChannelData { get; init; }
}

/// <summary>The values of <see cref="Activity.Type"/> that mean something to us.</summary>
internal static class ActivityTypes
{
    public const string Message = "message";
    public const string MessageUpdate = "messageUpdate";
    public const string MessageDelete = "messageDelete";
    public const string ConversationUpdate = "conversationUpdate";
    public const string InstallationUpdate = "installationUpdate";
    public const string Invoke = "invoke";
}
