using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatOpsBot.Testing.Conformance;

/// <summary>Reads an Adaptive Card as its clients show it: TextBlock as markdown, TextRun as it is, both with the functions DATE and TIME.</summary>
internal sealed partial class AdaptiveSight
{
    private readonly StringBuilder text = new();
    private readonly List<string> effects = [];
    private readonly List<SeenButton> buttons = [];

    /// <param name="mentions">Ids of <c>msteams.entities</c>, where the platform turns them into mentions.</param>
    public static Sight Read(JsonElement card, IEnumerable<string>? mentions = null)
    {
        var sight = new AdaptiveSight();
        sight.Visit(card);
        sight.effects.AddRange((mentions ?? []).Select(mention => $"mention {mention}"));
        return new Sight(sight.text.ToString(), sight.effects, sight.buttons, Encoding.UTF8.GetByteCount(card.GetRawText()));
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
            case "TextBlock":
                Say(Markdown(Find(element, "text") ?? ""));
                return;
            case "RichTextBlock":
                Say(Functions(string.Concat(element.GetProperty("inlines").EnumerateArray().Select(run => run.ValueKind == JsonValueKind.String ? run.GetString() : Find(run, "text")))));
                return;
            case "Input.Text":
                Say(Find(element, "label") ?? "");
                Say(Find(element, "value") ?? "");
                return;
            case "Action.Submit" or "Action.Execute":
                Say(Find(element, "title") ?? "");
                Read(element);
                return;
            case "Action.OpenUrl":
                Say(Find(element, "title") ?? "");
                effects.Add($"link {Find(element, "url")}");
                return;
        }

        foreach (var property in element.EnumerateObject())
            Visit(property.Value);
    }

    private void Read(JsonElement action)
    {
        var data = action.GetProperty("data");
        // Action.Execute carries its verb beside the data; Action.Submit knows only data.
        var verb = Find(action, "verb") ?? Find(data, "verb");
        if (verb is not null && Find(data, "caseId") is { } caseId && data.TryGetProperty("revision", out var revision))
            buttons.Add(new SeenButton(caseId, long.Parse(revision.ToString(), CultureInfo.InvariantCulture), verb));
    }

    private void Say(string line) => text.Append(line.Replace("\u2060", "", StringComparison.Ordinal)).Append('\n');

    /// <summary>The markdown clients know: what is behind a backslash stands for itself, the rest does something.</summary>
    private string Markdown(string source)
    {
        var literals = new List<string>();
        // Set aside what is escaped, so that it cannot be taken for markup.
        var marked = Escaped().Replace(source, match =>
        {
            literals.Add(match.Value[1..]);
            return $"\uE000{literals.Count - 1}\uE001";
        });
        marked = Link().Replace(Functions(marked), match =>
        {
            effects.Add($"link {match.Groups["url"].Value}");
            return match.Groups["label"].Value;
        });
        marked = Emphasis().Replace(marked, match =>
        {
            effects.Add($"emphasis {match.Groups["what"].Value}");
            return match.Groups["what"].Value;
        });
        return SetAside().Replace(marked, match => literals[int.Parse(match.Groups["index"].ValueSpan, CultureInfo.InvariantCulture)]);
    }

    private static string Functions(string source) => Function().Replace(source, match => match.Groups["at"].Value);

    private static string? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"\\[!-/:-@\[-`{-~]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\uE000(?<index>\d+)\uE001", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SetAside();

    [GeneratedRegex(@"\[(?<label>[^\[\]]*)\]\((?<url>[^()\s]*)\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<mark>\*\*|__|\*|_)(?<what>[^*_\s][^*_]*)\k<mark>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\{\{(DATE|TIME)\((?<at>[^),]*)(,[^)]*)?\)\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Function();
}
