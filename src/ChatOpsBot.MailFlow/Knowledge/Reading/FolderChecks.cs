namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>What a folder holds, as good as its reports say it is.</summary>
internal sealed record FolderContent(IReadOnlyList<KnowledgeEntry> Entries, IReadOnlyList<Provider> Providers, CodeRegistry Registry);

/// <summary>What can be judged only when all files are read: what exists once, who names whom, and the translations.</summary>
/// <param name="names">Names of all files, those that could not be read too: a broken file is no missing one.</param>
internal sealed class FolderChecks(IReadOnlyList<string> names, IReadOnlyList<KnowledgeFile> files)
{
    /// <summary>Adds to the reports of the files, and puts the texts of all languages into the entries.</summary>
    public FolderContent Check()
    {
        var entries = files.OfType<EntryFile>().ToList();
        var translations = files.OfType<TranslationFile>().ToLookup(file => file.EnglishFile, StringComparer.Ordinal);

        var providers = files.OfType<ProvidersFile>().SelectMany(file => file.Providers).ToList();
        CheckClaims(entries);
        CheckRanges(entries);
        CheckProviders(entries, providers);
        CheckNeighbors(entries);
        CheckOrphans();
        return new FolderContent(
            [.. entries.Select(entry => entry.Entry with { Texts = Merge(entry.Texts, translations[entry.Report.File]) })],
            providers,
            CheckRegistry(providers, translations[RegistryFile.Name]));
    }

    private static void CheckClaims(List<EntryFile> entries)
    {
        var first = new Dictionary<(string Rule, string Key), (string File, int Line)>();
        foreach (var file in entries)
        {
            foreach (var claim in file.Claims)
            {
                if (first.TryGetValue((claim.Rule, claim.Key), out var other))
                    file.Report.Error(claim.Line, claim.Rule, $"{claim.What} \"{claim.Value}\" is already in {other.File}({other.Line}). It can lead to one place only; remove one of the two.");
                else
                    first.Add((claim.Rule, claim.Key), (file.Report.File, claim.Line));
            }
        }
    }

    /// <summary>Two ranges may overlap only where the words, or whose they are, tell the entries apart.</summary>
    private static void CheckRanges(List<EntryFile> entries)
    {
        var ranges = entries.SelectMany(file => file.Match.Ranges.Select(range => (File: file, range.Range, range.Line))).ToList();
        for (var index = 0; index < ranges.Count; index++)
        {
            var (file, range, line) = ranges[index];
            var other = ranges[..index].Find(earlier => earlier.Range.Overlaps(range) && AnswerTheSame(earlier.File.Entry.Match, file.Entry.Match));
            if (other.File is not null)
                file.Report.Error(line, "range-overlaps", $"The range {range} overlaps {other.Range} in {other.File.Report.File}({other.Line}), and nothing else tells the two apart. Make it shorter, or add texts or a provider to one of the two.");
        }
    }

    private static bool AnswerTheSame(KnowledgeMatch one, KnowledgeMatch other) => one.Provider == other.Provider
        && (one.Texts.Count + one.ProviderCodes.Count + other.Texts.Count + other.ProviderCodes.Count == 0 || one.Texts.Intersect(other.Texts, StringComparer.Ordinal).Any());

    private static void CheckProviders(List<EntryFile> entries, List<Provider> providers)
    {
        foreach (var file in entries)
        {
            if (file.Match.Provider is { } named && !providers.Exists(provider => provider.Id == named.Value))
                ReportUnknownProvider(file.Report, named.Line, named.Value, providers);
        }
    }

    private static void ReportUnknownProvider(FileReport report, int line, string named, List<Provider> providers) =>
        report.Error(line, "unknown-provider", $"Nobody knows the provider \"{named}\". Known: {(providers.Count == 0 ? "none" : NameList.Of(providers.Select(provider => provider.Id)))}. Correct it, or add it to {ProvidersFile.Name}.");

    private void CheckNeighbors(List<EntryFile> entries)
    {
        var ids = names.Where(name => TranslatedName.Split(name) is null).Select(EntryId.Of).ToHashSet(StringComparer.Ordinal);
        foreach (var file in entries)
        {
            foreach (var neighbor in file.Neighbors.Where(neighbor => !ids.Contains(neighbor.Value)))
                file.Report.Error(neighbor.Line, "unknown-neighbor", $"There is no entry \"{neighbor.Value}\". Remove the neighbor, or write that entry first.");
        }
    }

    private void CheckOrphans()
    {
        foreach (var file in files.OfType<TranslationFile>().Where(file => !names.Contains(file.EnglishFile, StringComparer.Ordinal)))
            file.Report.Error(0, "no-original", $"There is no {file.EnglishFile}, so nothing is translated here. Rename the file after its entry, or delete it.");
    }

    private CodeRegistry CheckRegistry(List<Provider> providers, IEnumerable<TranslationFile> translations)
    {
        if (files.OfType<RegistryFile>().FirstOrDefault() is not { } registry)
            return CodeRegistry.Empty;
        foreach (var (key, text) in registry.Texts)
        {
            if (RegistryFile.ProviderOf(key) is { } named && !providers.Exists(provider => provider.Id == named))
                ReportUnknownProvider(registry.Report, text.Line, named, providers);
        }

        return new CodeRegistry(Merge(registry.Texts, translations));
    }

    private static KnowledgeTexts Merge(IReadOnlyDictionary<string, YamlScalar> english, IEnumerable<TranslationFile> translations)
    {
        var byLanguage = new OrderedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal) { [KnowledgeTexts.Original] = Values(english) };
        foreach (var translation in translations)
        {
            Compare(english, translation);
            byLanguage[translation.Language] = Values(translation.Texts);
        }

        return new KnowledgeTexts(byLanguage);
    }

    private static void Compare(IReadOnlyDictionary<string, YamlScalar> english, TranslationFile translation)
    {
        foreach (var (key, text) in translation.Texts)
        {
            if (!english.TryGetValue(key, out var original))
                translation.Report.Error(text.Line, "unknown-text", $"The entry has no text \"{key}\", so nobody would see this one. Correct the key, or remove it.");
            else if (TextRules.PlaceholdersOf(text.Value) is var used && TextRules.PlaceholdersOf(original.Value) is var expected && !used.SequenceEqual(expected))
                translation.Report.Error(text.Line, "placeholder-differs", $"\"{key}\" has the placeholders {List(used)}, the English text has {List(expected)}. Use the same ones.");
        }

        var missing = english.Keys.Where(key => !translation.Texts.ContainsKey(key)).ToList();
        if (missing.Count > 0)
            translation.Report.Warn(0, "missing-text", $"{missing.Count} texts are not translated and will be shown in English: {NameList.Of(missing)}. Add them under \"texts\".");
    }

    private static Dictionary<string, string> Values(IReadOnlyDictionary<string, YamlScalar> texts) =>
        texts.ToDictionary(text => text.Key, text => text.Value.Value, StringComparer.Ordinal);

    private static string List(IReadOnlyList<string> placeholders) => placeholders.Count == 0 ? "none" : NameList.Of(placeholders);
}
