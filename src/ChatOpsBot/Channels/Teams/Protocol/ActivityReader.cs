using System.Text.Json;
using System.Text.Unicode;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Reads the body of a request. Of a member that stands there twice the last one counts, for every check and every use alike: it is read once.</summary>
internal static class ActivityReader
{
    /// <exception cref="JsonException">No UTF-8, no JSON, no object, too deep, or without what makes an activity.</exception>
    public static Activity Read(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            throw new JsonException("The body is not UTF-8.");
        var activity = JsonSerializer.Deserialize(body, TeamsJson.Default.Activity) ?? throw new JsonException("The body is null.");
        Demand(activity.Type, "type");
        Demand(activity.ChannelId, "channelId");
        Demand(activity.ServiceUrl, "serviceUrl");
        Demand(activity.Conversation?.Id, "conversation.id");
        Demand(activity.From?.Id, "from.id");
        return activity;
    }

    private static void Demand(string? value, string member)
    {
        if (string.IsNullOrEmpty(value))
            throw new JsonException($"The activity has no {member}.");
    }
}
