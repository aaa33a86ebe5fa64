namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>What is worth checking on knowledge that loads: that real lines lead to the right entry.</summary>
public static class KnowledgeLint
{
    /// <summary>
    /// Each of <see cref="KnowledgeEntry.Examples"/> must be recognized and lead to its entry, each of
    /// <see cref="KnowledgeEntry.Not"/> must not.
    /// </summary>
    public static IReadOnlyList<KnowledgeProblem> CheckExamples(KnowledgeBase knowledge)
    {
        var problems = new List<KnowledgeProblem>();
        foreach (var entry in knowledge.Entries)
        {
            for (var index = 0; index < entry.Examples.Count; index++)
            {
                if (WhyNotFound(entry, entry.Examples[index], knowledge) is { } why)
                    problems.Add(Problem(entry, entry.Origin?.ExampleLines, index, "example-not-found", $"The example \"{entry.Examples[index]}\" {why}"));
            }

            for (var index = 0; index < entry.Not.Count; index++)
            {
                if (LeadsTo(entry.Not[index], knowledge) == entry)
                    problems.Add(Problem(entry, entry.Origin?.NotLines, index, "not-example-found", $"The line \"{entry.Not[index]}\" leads to this entry, although \"not\" says it must not. Narrow \"match\", or remove the line."));
            }
        }

        return problems;
    }

    /// <summary>Every entry should be there in all languages that any entry of its folder is written in; a folder in English alone is complete.</summary>
    public static IReadOnlyList<KnowledgeProblem> CheckTranslations(KnowledgeBase knowledge)
    {
        // An organization writes its own entries in its own language.
        var shipped = knowledge.Entries.Where(entry => entry.Origin is { } origin && !Reading.Overlay.Has(origin.File)).ToList();
        var languages = shipped.GroupBy(FolderOf, StringComparer.Ordinal)
            .ToDictionary(folder => folder.Key, folder => folder.SelectMany(entry => entry.Texts.Languages).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        return
        [
            .. shipped.Select(entry => (Entry: entry, Missing: languages[FolderOf(entry)].Except(entry.Texts.Languages, StringComparer.Ordinal).ToList()))
                .Where(found => found.Missing.Count > 0)
                .Select(found => new KnowledgeProblem(found.Entry.Origin!.File, 0, "missing-translation", $"The entry has no file in {string.Join(", ", found.Missing)}; its readers see English. Add {found.Entry.Id}.{found.Missing[0]}.yaml beside it.")
                {
                    Severity = KnowledgeSeverity.Warning,
                }),
        ];
    }

    /// <summary>Entries that still say what <c>_template.yaml</c> says: people would read it on a card.</summary>
    public static IReadOnlyList<KnowledgeProblem> CheckTemplateTexts(KnowledgeBase knowledge) =>
    [
        .. knowledge.Entries
            .Select(entry => (Entry: entry, Left: KeysOf(entry).Where(key => TemplateTexts.Contains(entry.Texts.Find(key, KnowledgeTexts.Original)?.Value)).ToList()))
            .Where(found => found.Left.Count > 0)
            .Select(found => new KnowledgeProblem(found.Entry.Origin?.File ?? found.Entry.Id, 0, "template-text", $"The text of the template is still there: {Reading.NameList.Of(found.Left)}. Write your own; people read it on the card.")
            {
                Severity = KnowledgeSeverity.Warning,
            }),
    ];

    private static IEnumerable<string> KeysOf(KnowledgeEntry entry) =>
        ["title", "who", "meaning", "expired", .. entry.Causes.Select(cause => cause.Id), .. entry.FixSteps.SelectMany(step => new[] { step.Id, $"{step.Id}.1", $"{step.Id}.note" })];

    /// <summary>The texts of <c>_template.yaml</c> that a test compares with it.</summary>
    internal static IReadOnlySet<string?> TemplateTexts { get; } = new HashSet<string?>(StringComparer.Ordinal)
    {
        "Name of the error, as people know it",
        "One or two sentences, who must act and when it is somebody else.",
        "At most three sentences. What happened, and what becomes of the mail.",
        "What to do when the mail has already been returned. Needed when there are expiredCodes.",
        "One sentence that states the cause.",
        "What to do, in a few words",
        "The first thing to do.",
        "What follows from it, when somebody should know that before. Needed when a command changes something.",
    };

    private static string FolderOf(KnowledgeEntry entry) => entry.Origin!.File is var file && file.LastIndexOf('/') is >= 0 and var end ? file[..end] : "";

    private static KnowledgeEntry? LeadsTo(string line, KnowledgeBase knowledge) => Read(line, knowledge) is { } error ? knowledge.Find(error) : null;

    /// <summary>As the bot does: what is no mail error may still be a code of an organization's own.</summary>
    private static MailError? Read(string line, KnowledgeBase knowledge) => MailErrorRecognizer.Recognize(line).Primary ?? knowledge.FindOwn(line);

    private static string? WhyNotFound(KnowledgeEntry entry, string example, KnowledgeBase knowledge) =>
        (Read(example, knowledge), LeadsTo(example, knowledge)) switch
        {
            (null, _) when entry.Match.Patterns.Count > 0 => "is neither recognized as a mail error nor found by a pattern of \"match\". Correct the pattern, or the example.",
            (null, _) => "is not recognized as a mail error. Quote the line as mail systems write it, with its code.",
            ({ } error, null) => $"is read as {error.CodeText}, which leads to no entry. Add the code to \"match\", or correct the example.",
            ({ } error, { } other) when other != entry => $"is read as {error.CodeText}, which leads to {other.Id}. Move the example there, or correct \"match\".",
            _ => null,
        };

    private static KnowledgeProblem Problem(KnowledgeEntry entry, IReadOnlyList<int>? lines, int index, string rule, string message) =>
        new(entry.Origin?.File ?? entry.Id, lines is not null && index < lines.Count ? lines[index] : 0, rule, message);
}
