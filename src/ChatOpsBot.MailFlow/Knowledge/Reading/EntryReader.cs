using System.Globalization;
using ChatOpsBot.MailFlow.Evidence;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>An entry as its own file gives it; what it shares with other files is checked by <see cref="FolderChecks"/>.</summary>
/// <param name="Entry">Without texts. Complete only when the report has no errors.</param>
/// <param name="Claims">Everything that may exist only once in the folder.</param>
/// <param name="Neighbors">Ids of other entries, and where they are named.</param>
/// <param name="Match">What else the files share: ranges may not overlap, and the provider must be known.</param>
internal sealed record EntryFile(
    FileReport Report,
    KnowledgeEntry Entry,
    IReadOnlyDictionary<string, YamlScalar> Texts,
    IReadOnlyList<Claim> Claims,
    IReadOnlyList<YamlScalar> Neighbors,
    MatchReader Match) : KnowledgeFile(Report);

/// <summary>Something that only one place of the folder may have.</summary>
/// <param name="Rule">The rule that a second one breaks.</param>
internal sealed record Claim(string Rule, string What, string Value, int Line)
{
    /// <summary>What may exist only once, where that is more than <see cref="Value"/>.</summary>
    public string Key { get; init; } = Value;
}

/// <summary>Reads the English file of an entry from top to bottom.</summary>
internal sealed class EntryReader(FieldReader fields, string id, DateOnly today, FileReport report)
{
    private static readonly KnowledgeTexts NoTexts = new(new Dictionary<string, IReadOnlyDictionary<string, string>>());
    private readonly EnglishTexts texts = new(report);
    private readonly List<Claim> claims = [];

    public EntryFile Read()
    {
        fields.What = "the entry";
        CheckId(fields.RequiredText("id"));
        var reader = new MatchReader(claims, report);
        var match = fields.RequiredMap("match") is { } leads ? reader.Read(leads) : new KnowledgeMatch([], [], [], []);
        var actors = ReadActors();
        texts.Add("title", fields.RequiredText("title"));
        texts.Add("who", fields.RequiredText("who"));
        texts.Add("meaning", fields.RequiredText("meaning"));
        texts.Add("expired", fields.TextOrNone("expired"));
        var queue = Words.Read(fields.TextOrNone("queue"), Words.Queues, report) ?? QueueOwner.Sender;

        var checks = ReadChecks();
        var causes = new CauseReader(texts, claims, match.Details, checks, report).ReadAll(fields);
        var fixSteps = new FixStepReader(texts, claims, causes, actors, report).ReadAll(fields);
        var neighbors = ReadNeighbors();
        var sources = ReadSources();
        var reviewed = ReadReviewed();
        // Who asks for something posts no error, so there is no line to recognize.
        var examples = match.Asks.Count > 0 ? fields.Texts("examples") : fields.RequiredTexts("examples");
        var not = fields.Texts("not");
        fields.NoMore();

        var entry = new KnowledgeEntry
        {
            Id = id,
            Match = match,
            Actors = actors,
            Causes = causes,
            FixSteps = fixSteps,
            Checks = checks,
            Neighbors = [.. neighbors.Select(neighbor => neighbor.Value)],
            Sources = sources,
            Reviewed = reviewed,
            Queue = queue,
            Examples = [.. examples.Select(example => example.Value)],
            Not = [.. not.Select(line => line.Value)],
            Texts = NoTexts,
            Origin = new EntryOrigin(report.File, [.. examples.Select(example => example.Line)], [.. not.Select(line => line.Line)]),
        };
        return new EntryFile(report, entry, texts.ByKey, claims, neighbors, reader);
    }

    private void CheckId(YamlScalar? written)
    {
        if (!Forms.IsEntryId(id))
            report.Error(0, "file-name", $"\"{id}.yaml\" is no good name: the name is the entry's id. Use letters, digits, dots and hyphens, such as 4.4.316.yaml or connector-other.yaml.");
        if (written is null)
            return;
        if (written.Value != id)
            report.Error(written.Line, "file-name", $"The file's name says \"{id}\", this line says \"{written.Value}\". Make them equal.");
        claims.Add(new Claim("duplicate-id", "The entry", id, written.Line));
    }

    private IReadOnlyList<Actor> ReadActors() =>
        [.. fields.RequiredTexts("actors").Select(word => Words.Read(word, Words.Actors, report)).OfType<Actor>()];

    private List<string> ReadChecks()
    {
        var checks = new List<string>();
        foreach (var check in fields.TextsOrNone("checks"))
        {
            if (!Vocabulary.Checks.ContainsKey(check.Value))
                report.Error(check.Line, "unknown-check", $"There is no check \"{check.Value}\". Known: {NameList.Of(Vocabulary.Checks.Keys)}.");
            else if (checks.Contains(check.Value, StringComparer.Ordinal))
                report.Error(check.Line, "duplicate-id", $"The check \"{check.Value}\" is listed twice. Remove one.");
            else
                checks.Add(check.Value);
        }

        return checks;
    }

    private List<YamlScalar> ReadNeighbors()
    {
        var neighbors = new List<YamlScalar>();
        foreach (var neighbor in fields.Maps("neighbors", "a neighbor"))
        {
            var other = neighbor.RequiredText("id");
            var text = neighbor.RequiredText("text");
            neighbor.NoMore();
            if (other is null)
                continue;
            if (other.Value == id)
                report.Error(other.Line, "own-neighbor", $"\"{other.Value}\" is this entry itself, and nobody confuses an entry with itself. Remove it, or name the other entry.");
            else if (neighbors.Find(earlier => earlier.Value == other.Value) is { } earlier)
                report.Error(other.Line, "duplicate-id", $"The neighbor \"{other.Value}\" is already in line {earlier.Line}. Merge the two.");
            neighbors.Add(other);
            texts.Add($"neighbor.{other.Value}", text);
        }

        return neighbors;
    }

    private List<Source> ReadSources()
    {
        var sources = new List<Source>();
        foreach (var source in fields.RequiredMaps("sources", "a source"))
        {
            var title = source.RequiredText("title");
            var url = Urls.Read(source.RequiredText("url"), report);
            var date = ReadDay(source.RequiredText("date"), "Nothing can have been published after today");
            source.NoMore();
            if (title is not null && url is not null && date is { } day)
                sources.Add(new Source(title.Value, url, day));
        }

        return sources;
    }

    private DateOnly ReadReviewed()
    {
        var written = fields.RequiredText("reviewed");
        if (ReadDay(written, "Nothing can have been reviewed after today") is not { } reviewed)
            return today;
        // Who names no day compares with none.
        if (today < DateOnly.MaxValue && reviewed < today.AddYears(-1))
            report.Warn(written!.Line, "stale-review", $"The last review, {written.Value}, is more than a year ago. Compare the entry with its sources and write today's date.");
        return reviewed;
    }

    private DateOnly? ReadDay(YamlScalar? text, string ifLater)
    {
        if (text is null)
            return null;
        if (!DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            report.Error(text.Line, "bad-date", $"\"{text.Value}\" is no date. Write year, month and day: 2026-11-21.");
            return null;
        }

        if (day > today)
            report.Error(text.Line, "future-date", $"{text.Value} lies in the future. {ifLater}, {today:yyyy-MM-dd}; correct the date.");
        return day;
    }
}

internal static class Urls
{
    public static Uri? Read(YamlScalar? text, FileReport report)
    {
        if (text is null)
            return null;
        if (Uri.TryCreate(text.Value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.Host.Length > 0 && url.UserInfo.Length == 0)
            return url;
        report.Error(text.Line, "bad-link", $"\"{text.Value}\" is no https link. Write the whole address, beginning with https://.");
        return null;
    }
}
