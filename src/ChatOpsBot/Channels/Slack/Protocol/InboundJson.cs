using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Protocol;

/// <summary>What Slack sends. Loose: a member of an unknown shape is absent, unknown members pass.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 64,
    Converters = [typeof(LooseStringConverter), typeof(LooseFlagConverter), typeof(LooseNumberConverter)])]
[JsonSerializable(typeof(EventCallback))]
[JsonSerializable(typeof(InteractionPayload))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(IReadOnlyList<SharedFile?>))]
[JsonSerializable(typeof(SlackEvent))]
[JsonSerializable(typeof(SlashCommand))]
[JsonSerializable(typeof(SocketAcknowledgement))]
[JsonSerializable(typeof(SocketEnvelope))]
internal sealed partial class InboundJson : JsonSerializerContext;

/// <summary>A member that should be a text and is none is absent: <c>user</c> and <c>channel</c> are objects in some events.</summary>
internal sealed class LooseStringConverter : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Slack writes <c>true</c> in some payloads and <c>"true"</c> in others.</summary>
internal sealed class LooseFlagConverter : JsonConverter<bool?>
{
    public override bool HandleNull => true;

    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueTextEquals("true"u8);
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => writer.WriteBooleanValue(value ?? false);
}

internal sealed class LooseNumberConverter : JsonConverter<long?>
{
    public override bool HandleNull => true;

    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var number) ? number : null;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteNumberValue(value ?? 0);
}
