using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>A card shown with a message.</summary>
/// <param name="Content">Its JSON in UTF-8, copied as it is.</param>
internal sealed record Attachment(string ContentType, [property: JsonConverter(typeof(Attachment.AsWritten))] ReadOnlyMemory<byte> Content)
{
    public const string AdaptiveCardContentType = "application/vnd.microsoft.card.adaptive";

    internal sealed class AsWritten : JsonConverter<ReadOnlyMemory<byte>>
    {
        public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("The bot sends attachments and reads none.");

        public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Span, skipInputValidation: true);
    }
}
