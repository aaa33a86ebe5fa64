using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOpsBot.Testing.Conformance;

namespace ChatOpsBot.Testing.Slack;

/// <summary>Reads blocks as Slack's clients show them: mrkdwn with its markup, plain and rich text as they are.</summary>
internal sealed partial class BlockKitSight
{
    private readonly StringBuilder text = new();
    private readonly List<string> effects = [];
    private readonly List<SeenButton> buttons = [];

    /// <param name="blocks">An array of blocks.</param>
    /// <param name="words">The text beside them, which is read by notifications: what markup does there counts too.</param>
    public static Sight Read(JsonElement blocks, string? words = null)
    {
        var sight = new BlockKitSight();
        sight.Visit(blocks);
        if (words is not null)
        {
            var said = sight.Mrkdwn(words);
            if (sight.text.Length == 0)
                sight.Say(said);
        }

        return new Sight(sight.text.ToString(), sight.effects, sight.buttons, Encoding.UTF8.GetByteCount(blocks.GetRawText()));
    }

    private void Visit(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Visit(item);
                break;
            case JsonValueKind.Object:
                VisitObject(element);
                break;
        }
    }

    private void VisitObject(JsonElement element)
    {
        switch (Find(element, "type"))
        {
            case "plain_text":
                Say(Find(element, "text") ?? "");
                return;
            case "mrkdwn":
                Say(Mrkdwn(Find(element, "text") ?? ""));
                return;
            case "rich_text_section" or "rich_text_preformatted":
                Say(string.Concat(element.GetProperty("elements").EnumerateArray().Select(Inline)));
                return;
            case "raw_text":
                Say(Find(element, "text") ?? "");
                return;
            case "plain_text_input":
                Say(Find(element, "initial_value") ?? "");
                return;
            case "button":
                Button(element);
                return;
        }

        foreach (var property in element.EnumerateObject())
            Visit(property.Value);
    }

    private string Inline(JsonElement inline)
    {
        if (Find(inline, "type") == "link")
            effects.Add($"link {Find(inline, "url")}");
        return Find(inline, "type") == "date" ? Find(inline, "fallback") ?? "" : Find(inline, "text") ?? "";
    }

    private void Button(JsonElement button)
    {
        Visit(button.GetProperty("text"));
        if (button.TryGetProperty("confirm", out var confirm))
            Visit(confirm);
        if (Find(button, "value") is not { } value)
            return;
        using var json = JsonDocument.Parse(value);
        buttons.Add(new SeenButton(Find(json.RootElement, "c")!, json.RootElement.GetProperty("r").GetInt64(), Find(json.RootElement, "v")!));
    }

    private void Say(string line) => text.Append(line.Replace("\u2060", "", StringComparison.Ordinal)).Append('\n');

    /// <summary>What Slack makes of mrkdwn: https://docs.slack.dev/messaging/formatting-message-text</summary>
    private string Mrkdwn(string source)
    {
        var shown = Token().Replace(source, match =>
        {
            var (what, label) = (match.Groups["what"].Value, match.Groups["label"]);
            if (what.StartsWith("!date^", StringComparison.Ordinal))
                return label.Value;
            effects.Add(what[0] is '!' or '@' or '#' ? $"mention {what}" : $"link {what}");
            return label.Success ? label.Value : what;
        });
        foreach (Match link in BareLink().Matches(shown))
            effects.Add($"link {link.Value}");
        foreach (Match emoji in Emoji().Matches(shown))
            effects.Add($"emoji {emoji.Value}");
        shown = Emphasis().Replace(shown, match =>
        {
            // The bot's own: the line of the step that is next.
            if (match.Groups["mark"].Value != "*" || !match.Value.StartsWith("*☐", StringComparison.Ordinal))
                effects.Add($"emphasis {match.Groups["what"].Value}");
            return match.Groups["what"].Value;
        });
        return shown.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
    }

    private static string? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"<(?<what>[^<>|]+)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BareLink();

    [GeneratedRegex(@":[a-z0-9_+'-]+:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Emoji();

    [GeneratedRegex(@"(?<mark>[*_~`])(?<what>[^*_~`\n\s][^*_~`\n]*)\k<mark>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Emphasis();
}
