using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Where something happened. The id of a thread in a channel ends in <c>;messageid=</c> and the id of the message that began it.</summary>
internal sealed record ConversationAccount
{
    public string? Id { get; init; }

    /// <summary><c>personal</c>, <c>groupChat</c> or <c>channel</c>.</summary>
    public string? ConversationType { get; init; }

    public string? TenantId { get; init; }

    public string? Name { get; init; }

    public JsonElement? IsGroup { get; init; }

    /// <summary>Members nobody here knows, kept for the stored reference.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public const string Personal = "personal";
    public const string GroupChat = "groupChat";
    public const string Channel = "channel";
}
