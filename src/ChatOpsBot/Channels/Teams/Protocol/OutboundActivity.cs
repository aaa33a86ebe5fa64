using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>What the bot says, as the Connector takes it: a card, a text, or that it is typing. Never text and card in one.</summary>
/// <remarks>
/// Teams splits a message with both into two and answers with an id that fits neither, so the card could not be updated any more.
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
/// </remarks>
internal sealed record OutboundActivity
{
    private OutboundActivity(string type) => Type = type;

    public string Type { get; }

    public OutboundAccount? From { get; init; }

    public OutboundConversation? Conversation { get; init; }

    /// <summary>Of a targeted message: the only one who sees it.</summary>
    public OutboundAccount? Recipient { get; init; }

    public string? Locale { get; init; }

    /// <summary>What notifications, and lists that a screen reader reads, show in place of the card.</summary>
    public string? Summary { get; private init; }

    public string? Text { get; private init; }

    /// <summary><c>plain</c>; Teams takes a missing one as markdown with HTML, in which <c>&lt;user@example.org&gt;</c> vanishes.</summary>
    public string? TextFormat { get; private init; }

    public IReadOnlyList<OutboundAttachment>? Attachments { get; private init; }

    public static OutboundActivity OfCard(ReadOnlyMemory<byte> adaptiveCard, string summary) => new("message")
    {
        Summary = summary,
        Attachments = [new OutboundAttachment("application/vnd.microsoft.card.adaptive", adaptiveCard)],
    };

    public static OutboundActivity OfText(string text) => new("message") { Text = text, TextFormat = "plain" };

    /// <summary>Shows for about three seconds.</summary>
    public static OutboundActivity Typing() => new("typing");

    public SerializedActivity Serialize() => new(JsonSerializer.SerializeToUtf8Bytes(this, ConnectorJson.Exact.OutboundActivity));
}

/// <summary>An activity as it goes over the wire.</summary>
internal sealed class SerializedActivity(byte[] json)
{
    public ReadOnlyMemory<byte> Json => json;

    /// <summary>Its size as Teams counts: every character two bytes.</summary>
    public int SizeInUtf16 { get; } = Encoding.UTF8.GetCharCount(json) * sizeof(char);
}

/// <param name="Id"><c>28:</c> and the app id for a bot, <c>29:</c> and something opaque for a person.</param>
internal sealed record OutboundAccount(string Id);

internal sealed record OutboundConversation(string Id);

/// <param name="Content">The card in JSON, as UTF-8.</param>
internal sealed record OutboundAttachment(string ContentType, [property: JsonConverter(typeof(JsonAsWritten))] ReadOnlyMemory<byte> Content);
