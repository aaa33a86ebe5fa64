using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Storage;

/// <summary>An enhanced status code as the text people know: <c>"4.4.316"</c>.</summary>
internal sealed class EnhancedStatusCodeConverter : JsonConverter<EnhancedStatusCode>
{
    public override EnhancedStatusCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EnhancedStatusCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException("Not an enhanced status code.");

    public override void Write(Utf8JsonWriter writer, EnhancedStatusCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>A reply code as its three digits: <c>450</c>.</summary>
internal sealed class ReplyCodeConverter : JsonConverter<ReplyCode>
{
    public override ReplyCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReplyCode.TryParse(reader.GetInt32().ToString(CultureInfo.InvariantCulture), out var code) ? code : throw new JsonException("Not a reply code.");

    public override void Write(Utf8JsonWriter writer, ReplyCode value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
