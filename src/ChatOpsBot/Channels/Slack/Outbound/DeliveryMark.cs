using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// What a message carries unseen so that it can be found again when Slack did not say whether it took it. Everybody in the workspace can
/// read it, so it is a digest, and the case's id.
/// </summary>
internal static class DeliveryMark
{
    public static MessageMetadata Of(string caseId, string deliveryKey) =>
        new(EventType, new Dictionary<string, string>(StringComparer.Ordinal) { ["case"] = caseId, [KeyName] = Digest(deliveryKey) });

    public static bool IsOn(HistoryMessage message, string deliveryKey) =>
        message.Metadata is { EventType: EventType, EventPayload: { ValueKind: System.Text.Json.JsonValueKind.Object } payload }
        && payload.TryGetProperty(KeyName, out var key)
        && key.ValueKind == System.Text.Json.JsonValueKind.String
        && key.GetString() == Digest(deliveryKey);

    private static string Digest(string deliveryKey) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(deliveryKey)).AsSpan(0, 16));

    private const string EventType = "chatopsbot_card";
    private const string KeyName = "key";
}
