using System.Text.Json.Serialization;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Storage;

/// <summary>How records are written into columns.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    Converters = [typeof(EnhancedStatusCodeConverter), typeof(ReplyCodeConverter)])]
[JsonSerializable(typeof(CaseEvent))]
[JsonSerializable(typeof(IReadOnlyList<MailError>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class StorageJson : JsonSerializerContext;
