using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>The fields that Web Chat itself reads beside those of the protocol.</summary>
internal sealed record ChannelData
{
    /// <summary>The client's id of a message it sent. It takes the message for sent when an activity with this id comes back.</summary>
    [JsonPropertyName("clientActivityID")]
    public string? ClientActivityID { get; init; }

    /// <summary>True for a press on a button: Web Chat does not show it as a message.</summary>
    public bool? PostBack { get; init; }

    /// <summary>
    /// Place in the transcript. Web Chat replaces an activity when another with the same id arrives, and sorts by this: an update
    /// must repeat it to stay where it was.
    /// </summary>
    [JsonPropertyName("webchat:sequence-id")]
    public double? SequenceId { get; init; }

    /// <summary>What a screen reader says in place of the attachments.</summary>
    [JsonPropertyName("webchat:fallback-text")]
    public string? FallbackText { get; init; }
}
