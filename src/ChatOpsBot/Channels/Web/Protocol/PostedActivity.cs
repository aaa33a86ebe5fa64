using System.Text.Json;

namespace ChatOpsBot.Channels.Web.Protocol;

/// <summary>
/// What a client posts, read loosely: only these fields count, a field of an unexpected type counts as absent. Who sent it stands
/// in the token, never in the activity.
/// </summary>
internal sealed record PostedActivity
{
    public required string Type { get; init; }

    public string? Text { get; init; }

    /// <summary>BCP 47 tag of the client's language.</summary>
    public string? Locale { get; init; }

    /// <summary>What a button of a card carried, with the card's inputs merged in; an object or undefined.</summary>
    public JsonElement Value { get; init; }

    public string? ClientActivityID { get; init; }

    public bool IsPostBack { get; init; }

    /// <exception cref="JsonException">No JSON, no object, or an object without a type.</exception>
    public static PostedActivity Read(JsonElement activity)
    {
        try
        {
            if (activity.ValueKind != JsonValueKind.Object || TextOf(activity, "type") is not { Length: > 0 } type)
                throw new JsonException("An activity is an object with a string \"type\".");

            var channelData = activity.TryGetProperty("channelData", out var data) && data.ValueKind == JsonValueKind.Object ? data : default;
            return new PostedActivity
            {
                Type = type,
                Text = TextOf(activity, "text"),
                Locale = TextOf(activity, "locale"),
                Value = activity.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object ? value : default,
                ClientActivityID = TextOf(channelData, "clientActivityID"),
                IsPostBack = channelData.ValueKind == JsonValueKind.Object && channelData.TryGetProperty("postBack", out var postBack) && postBack.ValueKind == JsonValueKind.True,
            };
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair behind \u passes the parser and fails here.
            throw new JsonException("A text of the activity is not Unicode.", exception);
        }
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
