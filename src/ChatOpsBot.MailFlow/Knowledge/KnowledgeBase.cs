namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>All entries, ready to look up. Immutable: a changed folder is loaded aside and becomes a new one.</summary>
public sealed class KnowledgeBase
{
    private const int MostWordsOfQuestion = 6;
    private const int MostWordsAroundTag = 12;
    private const int LastSubject = 7;
    private static readonly char[] MarksAroundTag = [.. ".,;:!?¿¡\"'[]<>«»„“”"];

    private readonly Dictionary<string, KnowledgeEntry> byId;
    private readonly Dictionary<string, Provider> providers;
    private readonly Dictionary<EnhancedStatusCode, SharedCode> byCode = [];
    private readonly Dictionary<EnhancedStatusCode, SharedCode> byVagueCode = [];
    private readonly Dictionary<ReplyCode, SharedCode> byReply = [];
    private readonly Dictionary<string, KnowledgeEntry> byDetail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SharedCode> byProviderCode = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, KnowledgeEntry> byWish = new(StringComparer.Ordinal);
    private readonly List<(OwnPattern Pattern, KnowledgeEntry Entry)> byPattern = [];
    private readonly List<HostOwner> owners;
    private readonly Lazy<SymptomIndex> symptoms;
    private readonly List<(EnhancedStatusCode First, EnhancedStatusCode Last, SharedCode Sharers)> byRange;
    private readonly List<(string Prefix, SharedCode Family)> byPrefix = [];

    /// <exception cref="ArgumentException">Two entries have the same id; the lint reports that, and entries that claim the same, with file and line.</exception>
    public KnowledgeBase(IEnumerable<KnowledgeEntry> entries, IEnumerable<Provider>? providers = null, CodeRegistry? registry = null, IEnumerable<HostOwner>? owners = null)
    {
        Entries = [.. entries];
        Registry = registry ?? CodeRegistry.Empty;
        this.owners = [.. owners ?? []];
        // Built when the first question comes: most bots are only ever shown codes.
        symptoms = new Lazy<SymptomIndex>(() => new SymptomIndex([.. Entries.Where(entry => entry.Match.Asks.Count == 0)]));
        byId = Entries.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        this.providers = (providers ?? []).ToDictionary(provider => provider.Id, StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            Add(byCode, entry.Match.Codes.Concat(entry.Match.ExpiredCodes), entry);
            Add(byVagueCode, entry.Match.VagueCodes, entry);
            // A reply code alone says far too little: only words lead from it.
            if (!entry.Match.IsDefault)
                Add(byReply, entry.Match.Replies, entry);
            Add(byProviderCode, entry.Match.ProviderCodes, entry);
            foreach (var detail in entry.Match.Details)
                byDetail.TryAdd(detail, entry);
            foreach (var wish in entry.Match.Asks)
                byWish.TryAdd(wish, entry);
            byPattern.AddRange(entry.Match.Patterns.Select(pattern => (pattern, entry)));
            foreach (var prefix in entry.Match.CodePrefixes)
            {
                var family = new SharedCode(this.providers);
                family.Add(entry);
                byPrefix.Add((prefix, family));
            }
        }

        byRange = Split([.. Entries.SelectMany(entry => entry.Match.CodeRanges.Select(range => (range, entry)))]);
        // The longest prefix is the most particular one; of equal ones the first, which is an organization's own.
        byPrefix = [.. byPrefix.OrderByDescending(family => family.Prefix.Length)];
    }

    public IReadOnlyList<KnowledgeEntry> Entries { get; }

    /// <summary>What codes mean that no entry explains.</summary>
    public CodeRegistry Registry { get; }

    public IReadOnlyCollection<Provider> Providers => providers.Values;

    public KnowledgeEntry? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The entry that answers a wish without an error, one of <see cref="KnowledgeMatch.Wishes"/>; null when there is none.</summary>
    public KnowledgeEntry? FindAsked(string wish) => byWish.GetValueOrDefault(wish);

    /// <summary>
    /// The entry for an error: the one that was chosen when its words were at hand; else by its code, where the words beside it and whose
    /// they are decide among several; else by the range of its code, by its detail word, by a code that says little, or by the family of its
    /// code; null when nobody wrote one.
    /// </summary>
    public KnowledgeEntry? Find(MailError error)
    {
        if (error.EntryId is { } chosen && byId.TryGetValue(chosen, out var entry))
            return entry;
        var ofProvider = error.Detail is { } tag ? byProviderCode.GetValueOrDefault(tag) : null;
        if (error.Code is not { } code)
            return FindByReply(error, ofProvider);

        var sharers = byCode.GetValueOrDefault(code);
        // Nearly every code has one entry.
        if (ofProvider is null && sharers?.Only is { } single)
            return single;
        return SharedCode.Choose(sharers, error, ofProvider)
            ?? SharedCode.Choose(InRange(code), error)
            ?? (error.Detail is { } detail ? byDetail.GetValueOrDefault(detail) : null)
            ?? SharedCode.Choose(byVagueCode.GetValueOrDefault(code), error)
            ?? FindFamily(code, error)
            // Subjects above 7 are not registered (RFC 3463 §3): such a number is the provider's own, and the words beside it count.
            ?? (code.Subject > LastSubject ? FindByReply(error, ofProvider) : null);
    }

    /// <summary>
    /// Other entries that the same code may lead to, when <paramref name="entry"/> was taken because the code stood alone. Words that fit none
    /// of them are nothing to doubt the usual one for: <c>550 5.1.1 User unknown</c>.
    /// </summary>
    public IReadOnlyList<KnowledgeEntry> Others(KnowledgeEntry entry, MailError error) =>
        entry.Match.IsDefault && StandsAlone(error) && error.Code is { } code && byCode.TryGetValue(code, out var sharers) && sharers.Entries.Contains(entry)
            ? [.. sharers.Entries.Where(other => other != entry)]
            : [];

    // "5.7.1", "what is 5.7.1?": a question has words, but not those of a server.
    private static bool StandsAlone(MailError error)
    {
        var line = error.QuotedLine.AsSpan().Trim();
        var words = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsLetter(line[i]) && (i == 0 || !char.IsLetterOrDigit(line[i - 1])))
                words++;
        }

        return words == 0 || (words <= MostWordsOfQuestion && line[^1] == '?');
    }

    /// <summary>Entries that name the code of an error, whichever words they ask for.</summary>
    public IReadOnlyList<KnowledgeEntry> Naming(MailError error) => error.Code is { } code ? byCode.GetValueOrDefault(code)?.Entries ?? [] : [];

    /// <summary>Entries that may be meant by somebody who names no code, best first; see <see cref="SymptomIndex"/>.</summary>
    public IReadOnlyList<KnowledgeEntry> Suggest(string text, int most) => symptoms.Value.Find(text, most);

    /// <summary>Does what the first question would otherwise wait for. Before a base is taken into use while people talk to the bot.</summary>
    internal void Prepare() => _ = symptoms.Value;

    /// <summary>Whether there are codes of an organization's own to look for in every message.</summary>
    public bool HasPatterns => byPattern.Count > 0;

    /// <summary>An error by a code of an organization's own; null when there is none in the text.</summary>
    /// <param name="text">The message as its reader sees it; no more than the first <see cref="MostRead"/> characters are read.</param>
    public MailError? FindOwn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var span = text.AsSpan(0, Math.Min(text.Length, MostRead));
        foreach (var (pattern, entry) in byPattern)
        {
            if (pattern.Find(span) is not var (start, length))
                continue;
            var code = span.Slice(start, length).ToString();
            return new MailError { Detail = code, EntryId = entry.Id, QuotedLine = Recognizing.Quoting.LineAt(span, start, start + length) };
        }

        return null;
    }

    /// <summary>Characters of a message in which codes of an organization's own are looked for.</summary>
    public const int MostRead = 16 * 1024;

    /// <summary>Who looks after a server, by the overlay; null when it does not say.</summary>
    public string? OwnerOf(string? host) => host is null ? null : owners.Find(owner => owner.Owns(host))?.Name;

    private KnowledgeEntry? FindByReply(MailError error, SharedCode? ofProvider) =>
        SharedCode.Choose(error.Reply is { } reply ? byReply.GetValueOrDefault(reply) : null, error, ofProvider)
        ?? (error.Detail is { } detail ? byDetail.GetValueOrDefault(detail) : null);

    /// <summary>
    /// The one provider's code or detail word that somebody asks about: "what is S3150?", "TSS04". Only for those who speak to the bot:
    /// nobody who only overhears may read a message so.
    /// </summary>
    /// <returns>As it stands in the text; null when there is none, more than one, or too many words around it.</returns>
    public string? FindAskedTag(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MostWordsAroundTag)
            return null;
        var tags = words.Select(TagOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return tags is [var only] ? only : null;
    }

    private string? TagOf(string word)
    {
        var bare = word.Trim(MarksAroundTag);
        return IsTag(bare) ? bare : bare.Trim('(', ')') is var inner && IsTag(inner) ? inner : null;
    }

    private bool IsTag(string word) => byProviderCode.ContainsKey(word) || byDetail.ContainsKey(word);

    private SharedCode? InRange(EnhancedStatusCode code)
    {
        foreach (var (first, last, sharers) in byRange)
        {
            if (code.Class == first.Class && code.Subject == first.Subject && code.Detail >= first.Detail && code.Detail <= last.Detail)
                return sharers;
        }

        return null;
    }

    /// <summary>Ranges that overlap, cut where one of them begins or ends: each code lies in one piece at most, with all entries of it.</summary>
    private List<(EnhancedStatusCode First, EnhancedStatusCode Last, SharedCode Sharers)> Split(List<(CodeRange Range, KnowledgeEntry Entry)> ranges)
    {
        var pieces = new List<(EnhancedStatusCode First, EnhancedStatusCode Last, SharedCode Sharers)>();
        foreach (var family in ranges.GroupBy(item => (item.Range.First.Class, item.Range.First.Subject)))
        {
            var cuts = family.SelectMany(item => new[] { item.Range.First.Detail, item.Range.Last.Detail + 1 }).Distinct().Order().ToList();
            foreach (var (begin, end) in cuts.Zip(cuts.Skip(1)))
            {
                var first = new EnhancedStatusCode(family.Key.Class, family.Key.Subject, begin);
                var sharers = new SharedCode(providers);
                foreach (var (_, entry) in family.Where(item => item.Range.Contains(first)))
                    sharers.Add(entry);
                if (sharers.Entries.Count > 0)
                    pieces.Add((first, new EnhancedStatusCode(first.Class, first.Subject, end - 1), sharers));
            }
        }

        return pieces;
    }

    private KnowledgeEntry? FindFamily(EnhancedStatusCode code, MailError error)
    {
        if (byPrefix.Count == 0)
            return null;
        var text = code.ToString();
        foreach (var (prefix, family) in byPrefix)
        {
            // 4.4.31 is the family 4.4.310 to 4.4.319, not the code 4.4.31 itself.
            if (text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) && SharedCode.Choose(family, error) is { } found)
                return found;
        }

        return null;
    }

    private void Add<TKey>(Dictionary<TKey, SharedCode> index, IEnumerable<TKey> keys, KnowledgeEntry entry)
        where TKey : notnull
    {
        foreach (var key in keys)
        {
            if (!index.TryGetValue(key, out var sharers))
                index.Add(key, sharers = new SharedCode(providers));
            sharers.Add(entry);
        }
    }
}
