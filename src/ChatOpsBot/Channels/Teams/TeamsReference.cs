using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Teams;

/// <summary>What must be kept of a Teams conversation to speak in it later. Stored as JSON for as long as its cases live: names stay, new members need a default.</summary>
internal sealed record TeamsReference
{
    /// <summary>Where the Connector of this conversation is; regional, and only good while the cloud's endpoints trust it.</summary>
    public required string ServiceUrl { get; init; }

    /// <summary>As it is posted to: a thread of a channel ends in <c>;messageid=</c> and the id of the message that began it.</summary>
    public required string ConversationId { get; init; }

    /// <summary><c>personal</c>, <c>groupChat</c>, <c>channel</c>; null when the platform did not say.</summary>
    public string? ConversationType { get; init; }

    public required string TenantId { get; init; }

    /// <summary>The bot as this conversation knows it, <c>28:</c> and its app id.</summary>
    public required string BotId { get; init; }

    /// <summary>The message that is answered; null when there was none, as with an installation.</summary>
    public string? ActivityId { get; init; }

    /// <summary>What the platform said of the conversation beyond this, kept as it came.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public string ToJson() => JsonSerializer.Serialize(this, TeamsReferenceJson.Default.TeamsReference);

    /// <exception cref="JsonException">Not what <see cref="ToJson"/> wrote.</exception>
    public static TeamsReference FromJson(string json) =>
        JsonSerializer.Deserialize(json, TeamsReferenceJson.Default.TeamsReference) ?? throw new JsonException("The reference of a Teams conversation is null.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TeamsReference))]
internal sealed partial class TeamsReferenceJson : JsonSerializerContext;
