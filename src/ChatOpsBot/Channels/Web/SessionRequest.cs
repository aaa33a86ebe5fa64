using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web;

/// <summary>What the page sends to get a session.</summary>
/// <param name="Secret">Typed by the person; null in Development.</param>
/// <param name="Token">The token of the conversation to go on with; null to start one.</param>
/// <param name="StartOver">The person of the token wants a new conversation.</param>
/// <param name="Name">How the cards name the person; null for a neutral word.</param>
internal sealed record SessionRequest(string? Secret = null, string? Token = null, bool StartOver = false, string? Name = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionRequest))]
internal sealed partial class PageJson : JsonSerializerContext;
