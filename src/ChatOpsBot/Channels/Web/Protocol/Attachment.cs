using System.Text.Json;

namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>A card shown with a message.</summary>
internal sealed record Attachment(string? ContentType, JsonElement? Content)
{
    public const string AdaptiveCardContentType = "application/vnd.microsoft.card.adaptive";
}
