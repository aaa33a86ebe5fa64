using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Slack.Blocks;

/// <summary>What a button of ours carries and a press brings back: <c>{"c":"case000001","r":7,"v":"step-done:f316.A"}</c>.</summary>
/// <param name="CaseId">Empty on cards without a case.</param>
/// <param name="Revision">The revision of the card that was pressed.</param>
/// <param name="Verb">One of <see cref="Conversations.Verbs"/> with its argument, or <see cref="OpenDetails"/>.</param>
internal sealed record ButtonValue(
    [property: JsonPropertyName("c")] string CaseId,
    [property: JsonPropertyName("r")] long Revision,
    [property: JsonPropertyName("v")] string Verb)
{
    /// <summary>Opens what other platforms fold (<see cref="BlockKitViews.DetailsOf"/>); Slack's alone, so none of the verbs of all.</summary>
    public const string OpenDetails = "slack-details";

    public override string ToString() => JsonSerializer.Serialize(this, ButtonValueJson.Default.ButtonValue);

    /// <returns>Null: not a value of ours.</returns>
    public static ButtonValue? Read(string? value)
    {
        if (value is not { Length: > 0 and <= MaxLength })
            return null;
        try
        {
            return JsonSerializer.Deserialize(value, ButtonValueJson.Default.ButtonValue) is { CaseId: not null, Revision: >= 0, Verb.Length: > 0 } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Slack's own limit.</summary>
    private const int MaxLength = 2000;
}

[JsonSourceGenerationOptions]
[JsonSerializable(typeof(ButtonValue))]
internal sealed partial class ButtonValueJson : JsonSerializerContext;
