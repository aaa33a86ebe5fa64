using System.Text.Json;
using System.Text.Unicode;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Reads the body of a request. Of a member that stands there twice the last one counts, for every check and every use alike: it is read once.</summary>
internal static class ActivityReader
{
    /// <exception cref="JsonException">No UTF-8, no JSON, no object, too deep, without what makes an activity, or with ids that cannot be any.</exception>
    public static Activity Read(ReadOnlySpan<byte> body)
    {
        // Readers may ignore the mark of a careless sender (RFC 8259 §8.1).
        if (body.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        if (!Utf8.IsValid(body))
            throw new JsonException("The body is not UTF-8.");
        var activity = JsonSerializer.Deserialize(body, TeamsJson.Default.Activity) ?? throw new JsonException("The body is null.");
        Demand(activity.Type, "type");
        Demand(activity.ChannelId, "channelId");
        Demand(activity.ServiceUrl, "serviceUrl");
        Demand(activity.Conversation?.Id, "conversation.id");
        Demand(activity.From?.Id, "from.id");
        if (!KeysOf(activity).All(IsKey))
            throw new JsonException("An id of the activity is too long, or has what no id has.");
        return activity;
    }

    private static void Demand(string? value, string member)
    {
        if (string.IsNullOrEmpty(value))
            throw new JsonException($"The activity has no {member}.");
    }

    /// <summary>What becomes part of a row's key, or of an address.</summary>
    private static string?[] KeysOf(Activity activity) =>
    [
        activity.Id, activity.Timestamp, activity.ServiceUrl, activity.Conversation?.Id, activity.Conversation?.TenantId, activity.From?.Id, activity.Recipient?.Id,
        activity.ChannelData?.Tenant?.Id, activity.ChannelData?.Team?.Id, activity.ChannelData?.Channel?.Id, activity.ChannelData?.Settings?.SelectedChannel?.Id,
    ];

    /// <summary>Indexes of databases take no endless keys and PostgreSQL no U+0000: the platform would send again for ever what can never be stored.</summary>
    private static bool IsKey(string? value) => string.IsNullOrEmpty(value) || (value.Length <= LongestKey && !value.Any(char.IsControl) && value.Any(char.IsAsciiLetterOrDigit));

    /// <summary>Those of Teams have 200 characters at most.</summary>
    private const int LongestKey = 1000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];
}
