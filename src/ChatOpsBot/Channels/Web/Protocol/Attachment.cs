using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>A card shown with a message.</summary>
/// <param name="Content">Its JSON in UTF-8.</param>
internal sealed record Attachment(string ContentType, [property: JsonConverter(typeof(JsonAsWritten))] ReadOnlyMemory<byte> Content)
{
    public const string AdaptiveCardContentType = "application/vnd.microsoft.card.adaptive";
}
