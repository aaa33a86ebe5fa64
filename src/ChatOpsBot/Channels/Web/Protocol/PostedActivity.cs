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

    /// <summary>BCP 47 tag of the client's language. Absent when longer than any such tag.</summary>
    public string? Locale { get; init; }

    /// <summary>What a button of a card carried, with the card's inputs merged in: its texts and numbers by name. Empty for a message.</summary>
    public IReadOnlyDictionary<string, string> Value { get; init; } = new Dictionary<string, string>();

    /// <summary>The client's own id of what it posts. Absent when too long to be one: it is kept, and becomes part of a key.</summary>
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
                Locale = TextOf(activity, "locale") is { Length: <= LongestLocale } locale ? locale : null,
                Value = activity.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object ? Fields(value) : new Dictionary<string, string>(),
                ClientActivityID = TextOf(channelData, "clientActivityID") is { Length: <= LongestClientActivityID } clientId ? clientId : null,
                IsPostBack = channelData.ValueKind == JsonValueKind.Object && channelData.TryGetProperty("postBack", out var postBack) && postBack.ValueKind == JsonValueKind.True,
            };
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair behind \u passes the parser and fails here.
            throw new JsonException("A text of the activity is not Unicode.", exception);
        }
    }

    private static Dictionary<string, string> Fields(JsonElement value)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var field in value.EnumerateObject().Where(field => field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number).Take(MostFields))
            fields[field.Name] = field.Value.ToString();
        return fields;
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <summary>More than any card has inputs.</summary>
    private const int MostFields = 30;

    // RFC 5646 §4.4.1: buffers for a tag hold 35 characters.
    private const int LongestLocale = 35;

    /// <summary>DirectLineJS makes ids of about 20 characters.</summary>
    private const int LongestClientActivityID = 100;
}
