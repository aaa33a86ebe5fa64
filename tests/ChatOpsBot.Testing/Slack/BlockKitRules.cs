using System.Globalization;
using System.Text.Json;

namespace ChatOpsBot.Testing.Slack;

/// <summary>
/// Judges blocks, views and messages as Slack does, and stricter where Slack is not certain: unknown types and properties, what is
/// required, every documented limit, ids that occur twice. The shapes are those of <c>@slack/types</c>.
/// </summary>
public sealed class BlockKitRules
{
    private readonly List<string> problems = [];
    private readonly HashSet<string> blockIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> actionIds = new(StringComparer.Ordinal);
    private readonly string surface;
    private int tables;
    private int text;

    private BlockKitRules(string surface) => this.surface = surface;

    /// <returns>What is wrong, as JSON pointer and rule; empty when nothing is.</returns>
    public static IReadOnlyList<string> Message(JsonElement blocks)
    {
        var rules = new BlockKitRules("message");
        rules.Blocks(blocks, "/blocks", 50);
        if (rules.tables > 1)
            rules.Say("/blocks", "only one table allowed");
        if (rules.text > 13_000)
            rules.Say("/blocks", Numbered("msg_blocks_too_long: {0} characters", rules.text));
        return rules.problems;
    }

    public static IReadOnlyList<string> View(JsonElement view)
    {
        var type = Find(view, "type");
        var rules = new BlockKitRules(type ?? "");
        if (type is not ("modal" or "home"))
            rules.Say("/type", "must be modal or home");
        rules.Only(view, "", ["type", "title", "submit", "close", "blocks", "callback_id", "private_metadata", "clear_on_close", "notify_on_close", "external_id"]);
        foreach (var button in new[] { "title", "submit", "close" })
        {
            if (view.TryGetProperty(button, out var plain))
                rules.Plain(plain, $"/{button}", 24);
        }

        if (type == "modal" && !view.TryGetProperty("title", out _))
            rules.Say("", "missing required field: title");
        rules.Length(view, "", "callback_id", 255);
        rules.Length(view, "", "private_metadata", 3000);
        rules.Length(view, "", "external_id", 255);
        if (view.TryGetProperty("blocks", out var blocks))
        {
            rules.Blocks(blocks, "/blocks", 100);
            if (type == "modal" && blocks.EnumerateArray().Any(block => Find(block, "type") == "input") && !view.TryGetProperty("submit", out _))
                rules.Say("", "submit is required with an input");
        }
        else
        {
            rules.Say("", "missing required field: blocks");
        }

        if (view.GetRawText().Length > 250_000)
            rules.Say("", "view_too_large");
        return rules.problems;
    }

    private void Blocks(JsonElement blocks, string at, int most)
    {
        if (blocks.ValueKind != JsonValueKind.Array)
        {
            Say(at, "must be an array");
            return;
        }

        if (blocks.GetArrayLength() > most)
            Say(at, Numbered("no more than {0} items allowed", most));
        foreach (var (block, index) in blocks.EnumerateArray().Select((block, index) => (block, index)))
            Block(block, Numbered($"{at}/{{0}}", index));
    }

    private void Block(JsonElement block, string at)
    {
        Length(block, at, "block_id", 255);
        if (Find(block, "block_id") is { } id && !blockIds.Add(id))
            Say($"{at}/block_id", "is used twice");
        switch (Find(block, "type"))
        {
            case "header":
                Only(block, at, ["type", "block_id", "text"]);
                Plain(Need(block, at, "text"), $"{at}/text", 150);
                break;
            case "section":
                Section(block, at);
                break;
            case "context":
                Only(block, at, ["type", "block_id", "elements"]);
                Each(Need(block, at, "elements"), $"{at}/elements", 1, 10, (element, place) => TextObject(element, place, 3000));
                break;
            case "actions":
                Only(block, at, ["type", "block_id", "elements"]);
                Each(Need(block, at, "elements"), $"{at}/elements", 1, 25, (element, place) => Element(element, place, ["button", "overflow", "static_select"]));
                break;
            case "divider":
                Only(block, at, ["type", "block_id"]);
                break;
            case "input":
                Only(block, at, ["type", "block_id", "label", "element", "hint", "optional", "dispatch_action"]);
                Plain(Need(block, at, "label"), $"{at}/label", 2000);
                Element(Need(block, at, "element"), $"{at}/element", ["plain_text_input", "static_select"]);
                if (block.TryGetProperty("hint", out var hint))
                    Plain(hint, $"{at}/hint", 2000);
                break;
            case "rich_text":
                Only(block, at, ["type", "block_id", "elements"]);
                RichText(block, at);
                break;
            case "table" when surface == "message":
                Table(block, at);
                break;
            case var type:
                Say($"{at}/type", $"unsupported type: {type}");
                break;
        }
    }

    private void Section(JsonElement block, string at)
    {
        Only(block, at, ["type", "block_id", "text", "fields", "accessory", "expand"]);
        var hasText = block.TryGetProperty("text", out var words);
        var hasFields = block.TryGetProperty("fields", out var fields);
        if (!hasText && !hasFields)
            Say(at, "missing required field: text");
        if (hasText)
            TextObject(words, $"{at}/text", 3000);
        if (hasFields)
            Each(fields, $"{at}/fields", 1, 10, (field, place) => TextObject(field, place, 2000));
        if (block.TryGetProperty("accessory", out var accessory))
            Element(accessory, $"{at}/accessory", ["button", "overflow", "static_select"]);
    }

    private void Element(JsonElement element, string at, string[] allowed)
    {
        var type = Find(element, "type");
        if (!allowed.Contains(type, StringComparer.Ordinal))
        {
            Say($"{at}/type", $"unsupported type: {type}");
            return;
        }

        Length(element, at, "action_id", 255);
        // Slack makes one up when it is missing; nothing could be told apart by it.
        if (Find(element, "action_id") is not { Length: > 0 } id)
            Say(at, "missing required field: action_id");
        else if (!actionIds.Add(id))
            Say($"{at}/action_id", "is used twice");
        switch (type)
        {
            case "button":
                Button(element, at);
                break;
            case "overflow":
                Only(element, at, ["type", "action_id", "options", "confirm"]);
                Each(Need(element, at, "options"), $"{at}/options", 1, 5, Option);
                break;
            case "static_select":
                Only(element, at, ["type", "action_id", "options", "placeholder", "initial_option"]);
                Each(Need(element, at, "options"), $"{at}/options", 1, 100, Option);
                if (element.TryGetProperty("initial_option", out var initial) && !Need(element, at, "options").EnumerateArray().Any(option => JsonElement.DeepEquals(option, initial)))
                    Say($"{at}/initial_option", "must be one of the options");
                break;
            case "plain_text_input":
                Only(element, at, ["type", "action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length"]);
                if (element.TryGetProperty("placeholder", out var placeholder))
                    Plain(placeholder, $"{at}/placeholder", 150);
                if (element.TryGetProperty("initial_value", out var value))
                    Between(value.GetString() ?? "", $"{at}/initial_value", 1, element.TryGetProperty("max_length", out var most) ? most.GetInt32() : 3000);
                break;
        }
    }

    private void Button(JsonElement element, string at)
    {
        Only(element, at, ["type", "action_id", "text", "value", "url", "style", "confirm", "accessibility_label"]);
        Plain(Need(element, at, "text"), $"{at}/text", 75);
        Length(element, at, "value", 2000);
        Length(element, at, "url", 3000);
        Length(element, at, "accessibility_label", 75);
        if (element.TryGetProperty("style", out var style) && style.GetString() is not ("primary" or "danger"))
            Say($"{at}/style", "must be primary or danger");
        if (!element.TryGetProperty("confirm", out var confirm))
            return;
        Only(confirm, $"{at}/confirm", ["title", "text", "confirm", "deny", "style"]);
        Plain(Need(confirm, at, "title"), $"{at}/confirm/title", 100);
        TextObject(Need(confirm, at, "text"), $"{at}/confirm/text", 300);
        Plain(Need(confirm, at, "confirm"), $"{at}/confirm/confirm", 30);
        Plain(Need(confirm, at, "deny"), $"{at}/confirm/deny", 30);
    }

    private void Option(JsonElement option, string at)
    {
        Only(option, at, ["text", "value", "description"]);
        TextObject(Need(option, at, "text"), $"{at}/text", 75);
        Between(Find(option, "value") ?? "", $"{at}/value", 1, 75);
    }

    private void RichText(JsonElement block, string at) => Each(Need(block, at, "elements"), $"{at}/elements", 1, int.MaxValue, (part, place) =>
    {
        var type = Find(part, "type");
        if (type is not ("rich_text_section" or "rich_text_preformatted"))
            Say($"{place}/type", $"unsupported type: {type}");
        Only(part, place, type == "rich_text_preformatted" ? ["type", "elements", "border"] : ["type", "elements"]);
        Each(Need(part, place, "elements"), $"{place}/elements", 1, int.MaxValue, (inline, inner) => Inline(inline, inner, type == "rich_text_preformatted"));
    });

    private void Inline(JsonElement inline, string at, bool isPreformatted)
    {
        switch (Find(inline, "type"))
        {
            case "text":
                Only(inline, at, ["type", "text", "style"]);
                Between(Find(inline, "text") ?? "", $"{at}/text", 1, 3000);
                break;
            case "link":
                Only(inline, at, ["type", "url", "text", "style"]);
                Between(Find(inline, "url") ?? "", $"{at}/url", 1, 3000);
                if (!Uri.TryCreate(Find(inline, "url"), UriKind.Absolute, out _))
                    Say($"{at}/url", "must be a URL");
                Length(inline, at, "text", 3000);
                break;
            case "date" when !isPreformatted:
                Only(inline, at, ["type", "timestamp", "format", "fallback", "url", "style"]);
                if (!inline.TryGetProperty("timestamp", out var timestamp) || timestamp.ValueKind != JsonValueKind.Number)
                    Say($"{at}/timestamp", "must be a number");
                Between(Find(inline, "format") ?? "", $"{at}/format", 1, 3000);
                break;
            case var type:
                Say($"{at}/type", $"unsupported type: {type}");
                break;
        }

        if (!inline.TryGetProperty("style", out var style))
            return;
        Only(style, $"{at}/style", ["bold", "italic", "strike", "code"]);
        if (!style.EnumerateObject().Any())
            Say($"{at}/style", "must not be empty");
    }

    private void Table(JsonElement block, string at)
    {
        tables++;
        Only(block, at, ["type", "block_id", "rows", "column_settings"]);
        var before = text;
        var rows = Need(block, at, "rows");
        Each(rows, $"{at}/rows", 1, 100, (row, place) => Each(row, place, 1, 20, (cell, inner) =>
        {
            switch (Find(cell, "type"))
            {
                case "raw_text":
                    Only(cell, inner, ["type", "text"]);
                    Between(Find(cell, "text") ?? "", $"{inner}/text", 1, 10_000);
                    break;
                case "rich_text":
                    Only(cell, inner, ["type", "elements"]);
                    RichText(cell, inner);
                    break;
                case var type:
                    Say($"{inner}/type", $"unsupported type: {type}");
                    break;
            }
        }));
        if (text - before > 10_000)
            Say($"{at}/rows", "no more than 10000 characters in all cells");
        if (rows.ValueKind == JsonValueKind.Array && rows.EnumerateArray().Select(row => row.GetArrayLength()).Distinct().Count() > 1)
            Say($"{at}/rows", "must have rows of the same length");
        if (block.TryGetProperty("column_settings", out var settings))
            Each(settings, $"{at}/column_settings", 1, 20, (column, place) => Only(column, place, ["align", "is_wrapped"]));
    }

    private void Plain(JsonElement element, string at, int most)
    {
        if (Find(element, "type") != "plain_text")
            Say($"{at}/type", "must be plain_text");
        TextObject(element, at, most);
    }

    private void TextObject(JsonElement element, string at, int most)
    {
        switch (Find(element, "type"))
        {
            case "plain_text":
                Only(element, at, ["type", "text", "emoji"]);
                break;
            case "mrkdwn":
                Only(element, at, ["type", "text", "verbatim"]);
                break;
            case var type:
                Say($"{at}/type", $"unsupported type: {type}");
                break;
        }

        Between(Find(element, "text") ?? "", $"{at}/text", 1, most);
    }

    private void Each(JsonElement items, string at, int least, int most, Action<JsonElement, string> judge)
    {
        if (items.ValueKind != JsonValueKind.Array)
        {
            Say(at, "must be an array");
            return;
        }

        if (items.GetArrayLength() < least)
            Say(at, Numbered("no less than {0} items allowed", least));
        if (items.GetArrayLength() > most)
            Say(at, Numbered("no more than {0} items allowed", most));
        foreach (var (item, index) in items.EnumerateArray().Select((item, index) => (item, index)))
            judge(item, Numbered($"{at}/{{0}}", index));
    }

    private void Only(JsonElement element, string at, string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Say(at, "must be an object");
            return;
        }

        foreach (var property in element.EnumerateObject().Where(property => !known.Contains(property.Name, StringComparer.Ordinal)))
            Say($"{at}/{property.Name}", "unknown field");
    }

    private JsonElement Need(JsonElement element, string at, string name)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value))
            return value;
        Say(at, $"missing required field: {name}");
        return default;
    }

    private void Length(JsonElement element, string at, string name, int most)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value))
            Between(value.GetString() ?? "", $"{at}/{name}", 1, most, counts: false);
    }

    private void Between(string value, string at, int least, int most, bool counts = true)
    {
        if (counts)
            text += value.Length;
        if (value.Length < least)
            Say(at, Numbered("must be more than {0} characters", least - 1));
        if (value.Length > most)
            Say(at, Numbered("must be less than {0} characters", most + 1));
    }

    private void Say(string at, string rule) => problems.Add($"{rule} [json-pointer:{at}]");

    private static string? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Numbered(string format, int number) => string.Format(CultureInfo.InvariantCulture, format, number);
}
