using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Protocol;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Activity))]
[JsonSerializable(typeof(ActivitySet))]
[JsonSerializable(typeof(ChannelData))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(ResourceResponse))]
[JsonSerializable(typeof(TokenParameters))]
internal sealed partial class DirectLineJson : JsonSerializerContext;
