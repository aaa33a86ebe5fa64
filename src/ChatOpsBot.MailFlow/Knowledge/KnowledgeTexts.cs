namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>All texts of an entry: language → key → text. English is complete; others may lack texts and then fall back, visibly.</summary>
/// <remarks>
/// Keys of an entry: <c>title</c>, <c>meaning</c>, <c>expired</c> (what to do when the mail has already been returned), <c>who</c>,
/// and the keys named at <see cref="Cause"/>, <see cref="EvidenceRule"/>, <see cref="Question"/>, <see cref="FixStep"/>, <see cref="Link"/>.
/// </remarks>
public sealed class KnowledgeTexts(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> byLanguage)
{
    // Looked up when somebody asks first; two who do so at once find the same.
    private string[]? complete;

    private (string Text, IReadOnlyDictionary<string, string> Translations)? ownNote;

    public const string Original = "en";

    /// <summary>Key of what the reader's own organization adds to an entry.</summary>
    public const string OwnNote = "own-note";

    /// <summary>BCP 47 tags of the languages this entry has a file for, English first.</summary>
    public IReadOnlyCollection<string> Languages { get; } = [.. byLanguage.Keys];

    /// <summary>Whether no text of the entry falls back in <paramref name="language"/>.</summary>
    public bool IsComplete(string language)
    {
        complete ??= [.. byLanguage.Where(texts => byLanguage[Original].Keys.All(texts.Value.ContainsKey)).Select(texts => texts.Key)];
        return complete.Contains(language, StringComparer.Ordinal);
    }

    /// <summary>The text in <paramref name="language"/>, else the English one with <see cref="Text.IsFallback"/> set; null when the key has no text.</summary>
    public Text? Find(string key, string language)
    {
        // It is not called untranslated: an organization writes it in the language its people read.
        if (key == OwnNote)
            return ownNote is { } note ? new Text(note.Translations.GetValueOrDefault(language, note.Text), language, IsFallback: false) : null;
        if (byLanguage.TryGetValue(language, out var texts) && texts.TryGetValue(key, out var text))
            return new Text(text, language, IsFallback: false);
        if (byLanguage.TryGetValue(Original, out texts) && texts.TryGetValue(key, out text))
            return new Text(text, Original, IsFallback: language != Original);
        return null;
    }

    /// <summary>The same with an organization's own note, also in languages that the entry itself is not written in.</summary>
    internal KnowledgeTexts WithNote(string note, IReadOnlyDictionary<string, string> translations) => new(byLanguage) { ownNote = (note, translations) };

    /// <exception cref="KeyNotFoundException">The entry has no text for <paramref name="key"/>; the lint makes this impossible for loaded entries.</exception>
    public Text Get(string key, string language) =>
        Find(key, language) ?? throw new KeyNotFoundException($"The entry has no text \"{key}\". Add it to the English file; `chatopsbot knowledge lint` lists what is missing.");
}

/// <summary>A text and the language it is really in.</summary>
public readonly record struct Text(string Value, string Language, bool IsFallback)
{
    public override string ToString() => Value;
}
