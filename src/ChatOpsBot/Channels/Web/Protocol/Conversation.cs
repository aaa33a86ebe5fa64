using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>A conversation with the token that opens it and, after a start or reconnect, where to listen.</summary>
internal sealed record Conversation(
    string ConversationId,
    string Token,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    string? StreamUrl = null);
