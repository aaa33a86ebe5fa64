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

    private static string FolderOf(KnowledgeEntry entry) => entry.Origin!.File is var file && file.LastIndexOf('/') is >= 0 and var end ? file[..end] : "";

    private static KnowledgeEntry? LeadsTo(string line, KnowledgeBase knowledge) =>
        MailErrorRecognizer.Recognize(line).Primary is { } error ? knowledge.Find(error) : null;

    private static string? WhyNotFound(KnowledgeEntry entry, string example, KnowledgeBase knowledge) =>
        (MailErrorRecognizer.Recognize(example).Primary, LeadsTo(example, knowledge)) switch
        {
            (null, _) => "is not recognized as a mail error. Quote the line as mail systems write it, with its code.",
            ({ } error, null) => $"is read as {error.CodeText}, which leads to no entry. Add the code to \"match\", or correct the example.",
            ({ } error, { } other) when other != entry => $"is read as {error.CodeText}, which leads to {other.Id}. Move the example there, or correct \"match\".",
            _ => null,
        };

    private static KnowledgeProblem Problem(KnowledgeEntry entry, IReadOnlyList<int>? lines, int index, string rule, string message) =>
        new(entry.Origin?.File ?? entry.Id, lines is not null && index < lines.Count ? lines[index] : 0, rule, message);
}
