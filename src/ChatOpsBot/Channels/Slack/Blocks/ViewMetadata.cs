using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>What a view brings back with every press: where its card is, and what its button at the bottom means.</summary>
/// <param name="Submit">Null: the view has no such button.</param>
internal sealed record ViewMetadata(SlackReference Reference, ButtonValue? Submit)
{
    public override string ToString() => JsonSerializer.Serialize(this, ViewMetadataJson.Default.ViewMetadata);

    /// <returns>Null: not a view of ours.</returns>
    public static ViewMetadata? Read(string? metadata)
    {
        try
        {
            return metadata is { Length: > 0 and <= BlockLimits.PrivateMetadata }
                && JsonSerializer.Deserialize(metadata, ViewMetadataJson.Default.ViewMetadata) is { Reference: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ViewMetadata))]
internal sealed partial class ViewMetadataJson : JsonSerializerContext;
