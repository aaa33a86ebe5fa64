namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Takes the fields of one YAML map by name, and reports what is missing, of the wrong kind, or was never asked for.</summary>
internal sealed class FieldReader
{
    private readonly YamlMap map;
    private readonly FileReport report;
    private readonly List<string> known = [];

    /// <param name="what">What the map is, for messages: <c>the entry</c>, <c>cause "c316.fw-block"</c>.</param>
    private FieldReader(YamlMap map, string what, FileReport report) => (this.map, What, this.report) = (map, what, report);

    /// <summary>What the map is, for messages; becomes more exact once its id is known.</summary>
    public string What { get; set; }

    /// <summary><see cref="What"/> as a sentence begins.</summary>
    public string Subject => char.ToUpperInvariant(What[0]) + What[1..];

    public int Line => map.Line;

    public static FieldReader? Of(YamlNode node, string what, FileReport report)
    {
        if (node is YamlMap map)
            return new FieldReader(map, what, report);
        report.Error(node.Line, "wrong-kind", $"{char.ToUpperInvariant(what[0])}{what[1..]} must be fields (\"name: value\"), not {KindOf(node)}. See _template.yaml.");
        return null;
    }

    /// <summary>A text that may be left out; null when it is, or when it is no text.</summary>
    public YamlScalar? Text(string name)
    {
        if (Take(name) is not { } field)
            return null;
        if (field.Value is not YamlScalar scalar)
        {
            report.Error(field.Line, "wrong-kind", $"\"{name}\" of {What} must be one value, not {KindOf(field.Value)}.");
            return null;
        }

        if (Trimmed(scalar) is { } trimmed)
            return trimmed;
        report.Error(field.Line, "missing-field", $"\"{name}\" of {What} is empty. Write its value, or remove the field.");
        return null;
    }

    public YamlScalar? RequiredText(string name)
    {
        ReportMissing(name);
        return Text(name);
    }

    /// <summary>A text that may be left out or empty.</summary>
    public YamlScalar? TextOrNone(string name) => IsEmpty(name) ? null : Text(name);

    /// <summary>A list of values that may be left out or empty.</summary>
    public IReadOnlyList<YamlScalar> TextsOrNone(string name) => IsEmpty(name) ? [] : Texts(name);

    /// <summary>A list of maps that may be left out or empty.</summary>
    public IEnumerable<FieldReader> MapsOrNone(string name, string what) => IsEmpty(name) ? [] : Maps(name, what);

    /// <summary>A list of values; a single value counts as a list of one.</summary>
    public IReadOnlyList<YamlScalar> Texts(string name) => TextsOf(name, Take(name));

    public IReadOnlyList<YamlScalar> RequiredTexts(string name)
    {
        ReportMissing(name);
        return Texts(name);
    }

    /// <summary>A list whose items have fields.</summary>
    /// <param name="what">What one item is, for messages.</param>
    public IEnumerable<FieldReader> Maps(string name, string what) => Items(Take(name)).Select(item => Of(item, what, report)).OfType<FieldReader>();

    public IEnumerable<FieldReader> RequiredMaps(string name, string what)
    {
        ReportMissing(name);
        return Maps(name, what);
    }

    /// <summary>Fields inside a field; null when it is left out.</summary>
    public FieldReader? Map(string name) => Take(name) is { } field ? Of(field.Value, $"\"{name}\" of {What}", report) : null;

    public FieldReader? RequiredMap(string name)
    {
        ReportMissing(name);
        return Map(name);
    }

    /// <summary>Every field of this map as name and list of values, for maps whose names are the author's.</summary>
    public IEnumerable<(YamlScalar Name, IReadOnlyList<YamlScalar> Values)> Rest() =>
        map.Fields.Select(field => (new YamlScalar(field.Name, field.Line), TextsOf(field.Name, field)));

    /// <summary>The same where each has one text; null where it has none or several, which is for the caller to report.</summary>
    public IEnumerable<(YamlScalar Name, YamlScalar? Text)> Pairs() =>
        map.Fields.Select(field => (new YamlScalar(field.Name, field.Line), field.Value is YamlScalar text ? Trimmed(text) : null));

    /// <summary>How many <see cref="Pairs"/> has.</summary>
    public int Count => map.Fields.Count;

    /// <summary>To be called last: whatever was not asked for is a slip of the author.</summary>
    public void NoMore()
    {
        foreach (var field in map.Fields.Where(field => !known.Contains(field.Name)))
            report.Error(field.Line, "unknown-field", $"{Subject} has no field \"{field.Name}\". Known here: {NameList.Of(known.Distinct())}.");
    }

    private IReadOnlyList<YamlScalar> TextsOf(string name, YamlField? field)
    {
        if (field is null)
            return [];
        // Tens of thousands of fields have one text; each gets no more than a place for it.
        if (field.Value is YamlScalar single && Trimmed(single) is { } only)
            return [only];
        var texts = new List<YamlScalar>();
        foreach (var item in Items(field))
        {
            if (item is YamlScalar scalar && Trimmed(scalar) is { } text)
                texts.Add(text);
            else
                report.Error(item.Line, "wrong-kind", $"\"{name}\" of {What} must be a list of values; this item is {KindOf(item)}.");
        }

        return texts;
    }

    /// <returns>Null when nothing is left.</returns>
    private static YamlScalar? Trimmed(YamlScalar scalar)
    {
        var text = scalar.Value.Trim();
        return text.Length == 0 ? null : text.Length == scalar.Value.Length ? scalar : scalar with { Value = text };
    }

    private static IReadOnlyList<YamlNode> Items(YamlField? field) => field switch
    {
        { Value: YamlList list } => list.Items,
        { Value: { } single } => [single],
        null => [],
    };

    private YamlField? Take(string name)
    {
        known.Add(name);
        // No query: it is asked tens of thousands of times when the bot starts, and each would leave garbage.
        for (var number = 0; number < map.Fields.Count; number++)
        {
            if (map.Fields[number].Name == name)
                return map.Fields[number];
        }

        return null;
    }

    private void ReportMissing(string name)
    {
        if (Take(name) is not { } field)
            report.Error(map.Line, "missing-field", $"{Subject} needs the field \"{name}\". See _template.yaml.");
        else if (field.Value is YamlList { Items.Count: 0 })
            report.Error(field.Line, "missing-field", $"\"{name}\" of {What} is an empty list. It needs at least one item.");
    }

    private bool IsEmpty(string name) => Take(name) is { Value: YamlScalar { Value: var value } } && string.IsNullOrWhiteSpace(value);

    private static string KindOf(YamlNode node) => node switch
    {
        YamlList => "a list",
        YamlMap => "a group of fields",
        YamlScalar { Value: var value } when string.IsNullOrWhiteSpace(value) => "empty",
        _ => "a single value",
    };
}
