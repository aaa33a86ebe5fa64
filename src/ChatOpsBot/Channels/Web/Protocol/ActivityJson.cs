using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>An <see cref="Activity"/> as it was written, in UTF-8: sent on without being read again.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record ActivityJson(ReadOnlyMemory<byte> Utf8)
{
    public static ActivityJson Of(Activity activity) => new(JsonSerializer.SerializeToUtf8Bytes(activity, DirectLineJson.Default.Activity));

    internal sealed class Converter : JsonConverter<ActivityJson>
    {
        public override ActivityJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("The bot sends activities and reads them as PostedActivity.");

        public override void Write(Utf8JsonWriter writer, ActivityJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
