using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels;

/// <summary>A part of a message that is JSON already, in UTF-8: copied as it is, because reading it again costs as much as writing it.</summary>
internal sealed class JsonAsWritten : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The bot sends cards and reads none.");

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Span, skipInputValidation: true);
}
