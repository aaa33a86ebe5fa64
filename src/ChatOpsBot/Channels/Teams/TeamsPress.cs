using System.Globalization;
using System.Text.Json;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Teams;

/// <summary>A press on a button of a card, as the client tells it: nothing in it is sure.</summary>
internal sealed record TeamsPress(string CaseId, string Verb, long Revision, IReadOnlyDictionary<string, string> Inputs)
{
    /// <param name="data">What the card's action carried, with the card's inputs merged in.</param>
    /// <param name="verb">Of an <c>Action.Execute</c>; an <c>Action.Submit</c> has it in its data.</param>
    /// <returns>Null when this is no press on a card of ours.</returns>
    public static TeamsPress? TryRead(JsonElement? data, string? verb)
    {
        if (data is not { ValueKind: JsonValueKind.Object } fields
            || TextOf(fields, CaseIdField) is not { Length: <= LongestInput } caseId
            || (verb ?? TextOf(fields, VerbField)) is not { Length: > 0 and <= LongestInput } pressed
            // They are looked up, and not every database takes U+0000.
            || caseId.Any(char.IsControl)
            || pressed.Any(char.IsControl)
            // Settings are the conversation's: they need no case.
            || (caseId.Length == 0 && pressed is not (Verbs.Settings or Verbs.SaveSettings))
            || RevisionOf(fields) is not { } revision)
        {
            return null;
        }

        return new TeamsPress(caseId, pressed, revision, ReadInputs(fields));
    }

    private static long? RevisionOf(JsonElement fields)
    {
        if (!fields.TryGetProperty(RevisionField, out var field))
            return null;
        // Clients merge data with inputs, and some write all of it as text.
        var text = field.ValueKind is JsonValueKind.Number or JsonValueKind.String ? field.ToString() : "";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;
    }

    private static Dictionary<string, string> ReadInputs(JsonElement fields)
    {
        Dictionary<string, string> inputs = new(StringComparer.Ordinal);
        foreach (var field in fields.EnumerateObject().Where(field => field.Name is not (CaseIdField or VerbField or RevisionField) && field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number).Take(MostInputs))
        {
            var text = field.Value.ToString();
            inputs[field.Name] = text.Length > LongestInput ? text[..LongestInput] : text;
        }

        return inputs;
    }

    private static string? TextOf(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private const string CaseIdField = "caseId";
    private const string VerbField = "verb";
    private const string RevisionField = "revision";
    private const int LongestInput = 1000;

    /// <summary>More than any card has inputs.</summary>
    private const int MostInputs = 30;
}
