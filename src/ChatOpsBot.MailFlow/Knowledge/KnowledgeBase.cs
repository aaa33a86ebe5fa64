namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>All entries, ready to look up. Immutable: a changed folder is loaded aside and becomes a new one.</summary>
public sealed class KnowledgeBase
{
    private readonly Dictionary<string, KnowledgeEntry> byId;
    private readonly Dictionary<EnhancedStatusCode, KnowledgeEntry> byCode = [];
    private readonly Dictionary<EnhancedStatusCode, KnowledgeEntry> byVagueCode = [];
    private readonly Dictionary<string, KnowledgeEntry> byDetail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, KnowledgeEntry> byWish = new(StringComparer.Ordinal);
    private readonly List<(string Prefix, KnowledgeEntry Entry)> byPrefix = [];

    /// <exception cref="ArgumentException">Two entries have the same id or claim the same code; the lint reports that with file and line.</exception>
    public KnowledgeBase(IEnumerable<KnowledgeEntry> entries)
    {
        Entries = [.. entries];
        byId = Entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            foreach (var code in entry.Match.Codes.Concat(entry.Match.ExpiredCodes))
                byCode.Add(code, entry);
            foreach (var code in entry.Match.VagueCodes)
                byVagueCode.Add(code, entry);
            foreach (var detail in entry.Match.Details)
                byDetail.Add(detail, entry);
            foreach (var wish in entry.Match.Asks)
                byWish.Add(wish, entry);
            byPrefix.AddRange(entry.Match.CodePrefixes.Select(prefix => (prefix, entry)));
        }

        // The longest prefix is the most particular one.
        byPrefix.Sort((a, b) => b.Prefix.Length.CompareTo(a.Prefix.Length));
    }

    public IReadOnlyList<KnowledgeEntry> Entries { get; }

    public KnowledgeEntry? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The entry that answers a wish without an error, one of <see cref="KnowledgeMatch.Wishes"/>; null when there is none.</summary>
    public KnowledgeEntry? FindAsked(string wish) => byWish.GetValueOrDefault(wish);

    /// <summary>
    /// The entry for an error: by its code, else by its detail word, else by a code that says little, else by the family of its
    /// code; null when nobody wrote one.
    /// </summary>
    public KnowledgeEntry? Find(MailError error)
    {
        if (error.Code is { } code && byCode.TryGetValue(code, out var entry))
            return entry;
        if (error.Detail is { } detail && byDetail.TryGetValue(detail, out entry))
            return entry;
        return error.Code is { } vague ? byVagueCode.GetValueOrDefault(vague) ?? FindFamily(vague) : null;
    }

    private KnowledgeEntry? FindFamily(EnhancedStatusCode code)
    {
        var text = code.ToString();
        foreach (var (prefix, family) in byPrefix)
        {
            // 4.4.31 is the family 4.4.310 to 4.4.319, not the code 4.4.31 itself.
            if (text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal))
                return family;
        }

        return null;
    }
}
