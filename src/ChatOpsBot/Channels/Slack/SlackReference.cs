using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>What must be kept of a Slack conversation to speak in it later. Stored as JSON for as long as its cases live: names stay, new members need a default.</summary>
internal sealed record SlackReference
{
    /// <inheritdoc cref="SlackInstallation.Id"/>
    public required string InstallationId { get; init; }

    public bool IsEnterprise { get; init; }

    /// <summary>Workspace; null where an organization's surface named none.</summary>
    public string? TeamId { get; init; }

    /// <summary><c>C…</c>, <c>G…</c>, <c>D…</c>: a channel, never a person, because messages are updated under it.</summary>
    public required string ChannelId { get; init; }

    /// <summary><c>ts</c> of the message that began the thread; null to speak in the channel itself, as in a direct message.</summary>
    public string? ThreadTs { get; init; }

    /// <inheritdoc cref="SlackConversation.IsShared"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsShared { get; init; }

    [JsonIgnore]
    public SlackInstallation Installation => new(InstallationId, IsEnterprise);

    public static SlackReference Of(SlackConversation conversation) => new()
    {
        InstallationId = conversation.Installation.Id,
        IsEnterprise = conversation.Installation.IsEnterprise,
        TeamId = conversation.TeamId,
        ChannelId = conversation.ChannelId,
        ThreadTs = conversation.ThreadTs,
        IsShared = conversation.IsShared,
    };

    public ConversationReference ToReference() =>
        new(new ConversationKey(SlackConversation.ChannelName, InstallationId, ChannelId), JsonSerializer.Serialize(this, SlackReferenceJson.Default.SlackReference));

    /// <exception cref="JsonException">Not what <see cref="ToReference"/> wrote.</exception>
    public static SlackReference FromJson(string json) =>
        JsonSerializer.Deserialize(json, SlackReferenceJson.Default.SlackReference) ?? throw new JsonException("The reference of a Slack conversation is null.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackReference))]
internal sealed partial class SlackReferenceJson : JsonSerializerContext;
