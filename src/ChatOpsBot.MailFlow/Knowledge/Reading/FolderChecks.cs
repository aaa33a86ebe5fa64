using System.Globalization;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>What a folder holds, as good as its reports say it is.</summary>
internal sealed record FolderContent(IReadOnlyList<KnowledgeEntry> Entries, IReadOnlyList<Provider> Providers, CodeRegistry Registry, IReadOnlyList<HostOwner> Owners);

/// <summary>What can be judged only when all files are read: what exists once, who names whom, and the translations.</summary>
/// <param name="names">Names of all files, those that could not be read too: a broken file is no missing one.</param>
internal sealed class FolderChecks(IReadOnlyList<string> names, IReadOnlyList<KnowledgeFile> files)
{
    /// <summary>Adds to the reports of the files, and puts the texts of all languages into the entries.</summary>
    public FolderContent Check()
    {
        var entries = files.OfType<EntryFile>().ToList();
        var translations = files.OfType<TranslationFile>().ToLookup(file => file.EnglishFile, StringComparer.Ordinal);

        // What an organization says itself goes before what was shipped, and replaces what has the same id.
        var providers = files.OfType<ProvidersFile>().OrderByDescending(IsOwn).SelectMany(file => file.Providers).DistinctBy(provider => provider.Id, StringComparer.Ordinal).ToList();
        CheckClaims(entries);
        CheckRanges(entries);
        CheckProviders(entries, providers);
        NeighborChecks.Check(entries, names.Where(IsEntry).Select(EntryId.Of).ToHashSet(StringComparer.Ordinal));
        CheckOrphans();
        var whole = entries.OrderByDescending(IsOwn)
            .Select(entry => entry.Entry with { Texts = Merge(entry.Texts, CheckAge(entry.Entry, translations[entry.Report.File])) })
            .DistinctBy(entry => entry.Id, StringComparer.Ordinal)
            .ToList();
        return new FolderContent(
            AddNotes(whole),
            providers,
            CheckRegistry(providers, translations[RegistryFile.Name]),
            [.. files.OfType<OwnersFile>().SelectMany(file => file.Owners)]);
    }

    /// <summary>Whoever reviewed the English texts later may have changed them.</summary>
    private static IEnumerable<TranslationFile> CheckAge(KnowledgeEntry entry, IEnumerable<TranslationFile> translations)
    {
        foreach (var translation in translations)
        {
            if (translation.Translated is { } day && DateOnly.TryParseExact(day.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var translated) && translated < entry.Reviewed)
                translation.Report.Warn(day.Line, "stale-translation", $"The English texts were reviewed on {entry.Reviewed:yyyy-MM-dd}, after this translation of {day.Value}. Compare the two and write the day you did.");
            yield return translation;
        }
    }

    private static bool IsOwn(KnowledgeFile file) => Overlay.Has(file.Report.File);

    private IReadOnlyList<KnowledgeEntry> AddNotes(List<KnowledgeEntry> entries)
    {
        foreach (var note in files.OfType<NoteFile>())
        {
            var at = entries.FindIndex(entry => entry.Id == note.Of.Value);
            if (at < 0)
                note.Report.Error(note.Of.Line, "unknown-entry", $"There is no entry \"{note.Of.Value}\" to note anything on. Name the file after an entry.");
            else
                entries[at] = entries[at] with { Texts = entries[at].Texts.WithNote(note.Note, note.Translations) };
        }

        return entries;
    }

    private static void CheckClaims(List<EntryFile> entries)
    {
        var first = new Dictionary<(bool IsOwn, string Rule, string Key), (string File, int Line)>();
        foreach (var file in entries)
        {
            foreach (var claim in file.Claims)
            {
                if (first.TryGetValue((IsOwn(file), claim.Rule, claim.Key), out var other))
                    file.Report.Error(claim.Line, claim.Rule, $"{claim.What} \"{claim.Value}\" is already in {other.File}({other.Line}). It can lead to one place only; remove one of the two.");
                else
                    first.Add((IsOwn(file), claim.Rule, claim.Key), (file.Report.File, claim.Line));
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
            var other = ranges[..index].Find(earlier => IsOwn(earlier.File) == IsOwn(file) && earlier.Range.Overlaps(range) && AnswerTheSame(earlier.File.Entry.Match, file.Entry.Match));
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

    /// <summary>By its name; whether it can be read is another matter.</summary>
    private static bool IsEntry(string name)
    {
        var bare = Overlay.Has(name) ? name[Overlay.Prefix.Length..] : name;
        return TranslatedName.Split(name) is null && bare is not (ProvidersFile.Name or RegistryFile.Name)
            && !(Overlay.Has(name) && (bare == OwnersFile.Name || bare.EndsWith(NoteFile.Ending, StringComparison.Ordinal)));
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
