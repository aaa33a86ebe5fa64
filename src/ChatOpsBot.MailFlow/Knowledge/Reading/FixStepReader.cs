using System.Globalization;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Reads the fix steps of an entry: what people press.</summary>
/// <param name="actors">Who acts in the entry; the first one does what a step leaves open.</param>
internal sealed class FixStepReader(EnglishTexts texts, List<Claim> claims, IReadOnlyList<Cause> causes, IReadOnlyList<Actor> actors, FileReport report)
{
    private const int MostSubsteps = 12;
    private static readonly string[] Placeholders = ["{server}", "{address}", "{domain}"];
    private readonly Dictionary<string, Link> links = new(StringComparer.Ordinal);

    public IReadOnlyList<FixStep> ReadAll(FieldReader entry) => [.. entry.RequiredMaps("fixSteps", "a fix step").Select(Read).OfType<FixStep>()];

    private FixStep? Read(FieldReader fields)
    {
        var id = fields.RequiredText("id");
        fields.What = $"fix step \"{id?.Value ?? "?"}\"";
        var step = id?.Value ?? "";
        var forCauses = ReadFor(fields);
        var actor = Words.Read(fields.Text("actor"), Words.Actors, report) ?? (actors.Count > 0 ? actors[0] : Actor.MailAdmin);
        texts.Add(step, fields.RequiredText("title"));
        texts.Add($"{step}.when", fields.Text("when"), Placeholders);
        var substeps = ReadSubsteps(fields, step);
        var note = fields.Text("note");
        texts.Add($"{step}.note", note, Placeholders);
        var wait = ReadWait(fields.Text("wait"));
        var stepLinks = fields.Maps("links", $"a link of {fields.What}").Select(ReadLink).OfType<Link>().ToList();
        var commands = ReadCommands(fields, hasNote: note is not null);
        fields.NoMore();
        if (id is null)
            return null;

        if (!Forms.IsStepId(step))
            report.Error(id.Line, "bad-id", $"\"{step}\" is no id of a fix step. Write f, the family, a dot and a letter, number or word: f316.A.");
        claims.Add(new Claim("duplicate-id", "The fix step", step, id.Line));
        return new FixStep(step, forCauses, actor, substeps, note is not null, stepLinks, commands, wait);
    }

    private List<string> ReadFor(FieldReader fields)
    {
        var known = new List<string>();
        foreach (var cause in fields.Texts("for"))
        {
            if (causes.Any(other => other.Id == cause.Value))
                known.Add(cause.Value);
            else
                report.Error(cause.Line, "unknown-cause", $"{fields.Subject} is for \"{cause.Value}\", which is no cause of this entry. Its causes: {NameList.Of(causes.Select(other => other.Id))}.");
        }

        return known;
    }

    private int ReadSubsteps(FieldReader fields, string step)
    {
        var substeps = fields.RequiredTexts("steps");
        for (var index = 0; index < substeps.Count; index++)
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"{step}.{index + 1}"), substeps[index], Placeholders);
        if (substeps.Count > MostSubsteps)
            report.Error(substeps[MostSubsteps].Line, "too-long", $"{fields.Subject} has {substeps.Count} substeps; {MostSubsteps} are the most. Split it into two fix steps.");
        return substeps.Count;
    }

    private Link? ReadLink(FieldReader fields)
    {
        var id = fields.RequiredText("id");
        var url = Urls.Read(fields.RequiredText("url"), report);
        var text = fields.Text("text");
        fields.NoMore();
        if (id is null || url is null)
            return null;

        if (links.TryGetValue(id.Value, out var earlier))
        {
            if (earlier.Url != url || text is not null)
                report.Error(id.Line, "duplicate-id", $"The link \"{id.Value}\" was given above. To show it again write the same id and url without text; for another page choose another id.");
            return earlier;
        }

        if (!Forms.IsName(id.Value))
            report.Error(id.Line, "bad-id", $"\"{id.Value}\" is no id of a link. Use small letters, digits and hyphens, such as connectors.");
        if (text is null)
            report.Error(id.Line, "missing-field", $"The link \"{id.Value}\" needs a \"text\": the words people press.");
        texts.Add($"link.{id.Value}", text);
        return links[id.Value] = new Link(id.Value, url);
    }

    private List<Command> ReadCommands(FieldReader fields, bool hasNote)
    {
        var commands = new List<Command>();
        foreach (var command in fields.Maps("commands", $"a command of {fields.What}"))
        {
            var shell = command.RequiredText("shell");
            if (shell is not null && !Words.Shells.Contains(shell.Value, StringComparer.Ordinal))
                report.Error(shell.Line, "unknown-word", $"\"{shell.Value}\" is no shell we show. Write one of: {NameList.Of(Words.Shells)}.");
            var text = command.RequiredText("text");
            var changes = Words.Read(command.RequiredText("changes"), Words.Booleans, report);
            command.NoMore();
            if (shell is null || text is null || changes is not { } changing)
                continue;

            CheckCommand(text, changing, hasNote, commands);
            commands.Add(new Command(shell.Value, text.Value, changing));
        }

        return commands;
    }

    private void CheckCommand(YamlScalar text, bool changes, bool hasNote, List<Command> earlier)
    {
        foreach (var used in TextRules.PlaceholdersOf(text.Value).Except(Placeholders, StringComparer.Ordinal))
            report.Error(text.Line, "unknown-placeholder", $"Nobody fills {used} in a command. Allowed: {NameList.Of(Placeholders)}.");
        if (changes && !hasNote)
            report.Error(text.Line, "change-without-note", $"\"{text.Value}\" changes something. Add a \"note\" to the fix step that says what follows from it.");
        if (!changes && earlier.Exists(command => command.Changes))
            report.Error(text.Line, "command-order", $"\"{text.Value}\" only reads but stands after a command that changes something. Put reading commands first.");
    }

    private WaitingTime? ReadWait(YamlScalar? text)
    {
        if (text is null)
            return null;
        if (text.Value.Split("..") is { Length: 1 or 2 } ends && Duration(ends[0]) is { } least && Duration(ends[^1]) is { } most
            && least > TimeSpan.Zero && least <= most && most <= LongestWait)
        {
            return new WaitingTime(least, most);
        }

        report.Error(text.Line, "bad-wait", $"\"{text.Value}\" is no waiting time. Write 1h, or a range from short to long such as 30m..1h (m, h or d; at most 7d).");
        return null;
    }

    /// <returns>Null for what is no number of at most four digits with a unit behind it.</returns>
    private static TimeSpan? Duration(string text) =>
        text.Length is >= 2 and <= 5 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                _ => null,
            }
            : null;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);
}
