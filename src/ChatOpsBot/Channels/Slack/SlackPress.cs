using System.Text.Json;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack;

/// <summary>A press on a button of a card, or of a view that opened from one, with what stands in the input fields beside it.</summary>
internal sealed record SlackPress(ButtonValue Button, IReadOnlyDictionary<string, string> Inputs)
{
    /// <param name="state">What stands in the input fields: <c>{"values":{block:{action:{…}}}}</c>.</param>
    /// <returns>Null when this is no press on a card of ours, as with a link.</returns>
    public static SlackPress? TryRead(BlockAction action, JsonElement? state) =>
        ButtonValue.Read(action.Value ?? action.SelectedOption?.Value) is { } button ? new SlackPress(button, ReadInputs(state)) : null;

    /// <summary>By <c>action_id</c>, which is the id of our field.</summary>
    public static IReadOnlyDictionary<string, string> ReadInputs(JsonElement? state)
    {
        Dictionary<string, string> inputs = new(StringComparer.Ordinal);
        if (state is not { ValueKind: JsonValueKind.Object } fields || !fields.TryGetProperty("values", out var blocks) || blocks.ValueKind != JsonValueKind.Object)
            return inputs;
        foreach (var field in blocks.EnumerateObject().Where(block => block.Value.ValueKind == JsonValueKind.Object).SelectMany(block => block.Value.EnumerateObject()).Take(MostInputs))
        {
            if (ValueOf(field.Value) is { } text)
                inputs[field.Name] = text.Length > LongestInput ? text[..LongestInput] : text;
        }

        return inputs;
    }

    /// <summary>What was typed, or chosen from a list.</summary>
    private static string? ValueOf(JsonElement field)
    {
        if (field.ValueKind == JsonValueKind.Object && field.TryGetProperty("selected_option", out var chosen) && chosen.ValueKind == JsonValueKind.Object)
            field = chosen;
        return field.ValueKind == JsonValueKind.Object && field.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private const int LongestInput = 1000;

    /// <summary>More than any card has inputs.</summary>
    private const int MostInputs = 30;
}
