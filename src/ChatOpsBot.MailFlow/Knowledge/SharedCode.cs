namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>The entries that one code leads to, and which of them the words beside it, and whose they are, speak for.</summary>
/// <remarks>Choosing allocates nothing once the words to look for are known; it is done for every line that somebody posts.</remarks>
internal sealed class SharedCode(IReadOnlyDictionary<string, Provider> providers)
{
    private readonly List<KnowledgeEntry> entries = [];
    private Wanted? wanted;

    public IReadOnlyList<KnowledgeEntry> Entries => entries;

    /// <summary>The only entry, when the code alone is enough for it.</summary>
    public KnowledgeEntry? Only => entries is [{ Match.IsDefault: true } single] ? single : null;

    /// <summary>While the base is built.</summary>
    public void Add(KnowledgeEntry entry) => entries.Add(entry);

    /// <summary>The one entry that fits best; the default when nothing decides.</summary>
    /// <param name="others">Entries that the error leads to besides.</param>
    public static KnowledgeEntry? Choose(SharedCode? sharers, MailError error, SharedCode? others = null)
    {
        if (sharers is null && others is null)
            return null;
        var words = ErrorWords.Of(error);
        var best = default(Best);
        sharers?.Judge(error, words, ref best);
        others?.Judge(error, words, ref best);
        return best.Entry ?? sharers?.Default() ?? others?.Default();
    }

    private KnowledgeEntry? Default()
    {
        foreach (var entry in entries)
        {
            if (entry.Match.IsDefault)
                return entry;
        }

        return null;
    }

    private void Judge(MailError error, string words, ref Best best)
    {
        // Two turns may make it at the same time: both make the same.
        var looked = wanted ??= new Wanted(entries, providers);
        var found = looked.Search.Count <= MostOnStack ? stackalloc bool[looked.Search.Count] : new bool[looked.Search.Count];
        looked.Search.Find(words, found);
        var wrote = looked.Providers.Length <= MostOnStack ? stackalloc bool[looked.Providers.Length] : new bool[looked.Providers.Length];
        for (var number = 0; number < wrote.Length; number++)
            wrote[number] = looked.Providers[number].Provider.Runs(error.Server) || HasAny(looked.Providers[number].Marks, found);
        foreach (var candidate in looked.Candidates)
        {
            var (fit, length) = FitOf(candidate, error, words, found, wrote);
            if (fit != Fit.None)
                best.Consider(candidate.Entry, fit, length);
        }
    }

    private static (Fit Fit, int Length) FitOf(Candidate candidate, MailError error, string words, ReadOnlySpan<bool> found, ReadOnlySpan<bool> wrote)
    {
        var length = 0;
        foreach (var text in candidate.Texts)
        {
            if (found[text.Number] && text.Length > length)
                length = text.Length;
        }

        foreach (var (number, tag) in candidate.Tags)
        {
            if ((error.Detail is { } detail && string.Equals(tag, detail, StringComparison.OrdinalIgnoreCase)) || (found[number] && HasWord(words, tag)))
                length = Math.Max(length, CodeCountsAs);
        }

        // A provider's own code says by itself whose words these are.
        var isTheirs = candidate.Entry.Match.Provider is not null && (length >= CodeCountsAs || (candidate.Provider >= 0 && wrote[candidate.Provider]));
        return (length > 0, isTheirs, candidate) switch
        {
            (true, true, _) => (Fit.ProviderAndText, length),
            (true, false, _) => (Fit.Text, length),
            (false, true, { Texts.Length: 0, Tags.Length: 0 }) => (Fit.Provider, 0),
            (false, true, _) => (Fit.ProviderWithoutText, 0),
            (false, false, { Entry.Match.IsDefault: true }) => (Fit.Default, 0),
            _ => (Fit.None, 0),
        };
    }

    private static bool HasAny(int[] numbers, ReadOnlySpan<bool> found)
    {
        foreach (var number in numbers)
        {
            if (found[number])
                return true;
        }

        return false;
    }

    /// <summary>Whether a provider's code stands among the words, with neither a letter nor a digit beside it.</summary>
    private static bool HasWord(string words, string tag)
    {
        for (var at = words.IndexOf(tag, StringComparison.Ordinal); at >= 0; at = words.IndexOf(tag, at + 1, StringComparison.Ordinal))
        {
            var end = at + tag.Length;
            if ((at == 0 || !char.IsLetterOrDigit(words[at - 1])) && (end == words.Length || !char.IsLetterOrDigit(words[end])))
                return true;
        }

        return false;
    }

    /// <summary>More than any text: a provider's code means one thing.</summary>
    private const int CodeCountsAs = 10_000;
    private const int MostOnStack = 512;

    /// <summary>The best so far.</summary>
    private struct Best
    {
        private long reached;

        public KnowledgeEntry? Entry { get; private set; }

        public void Consider(KnowledgeEntry entry, Fit fit, int length)
        {
            // The fit counts first, then the length. No tuples: comparing them allocates.
            var rank = ((long)fit << 32) + length;
            if (rank < reached)
                return;
            // That several entries of one provider ask for words of which none is there decides nothing.
            if (rank > reached)
                Entry = entry;
            else if (fit == Fit.ProviderWithoutText)
                Entry = null;
            else
                Entry ??= entry;
            reached = rank;
        }
    }

    /// <summary>How well an entry fits the words beside the code, from worst to best.</summary>
    private enum Fit
    {
        None,

        /// <summary>The code alone.</summary>
        Default,

        /// <summary>The provider's words, but none of those the entry asks for.</summary>
        ProviderWithoutText,

        /// <summary>The provider's words, and the entry asks for no more.</summary>
        Provider,

        Text,
        ProviderAndText,
    }

    /// <summary>An entry with the numbers of its words in the search.</summary>
    /// <param name="Tags">Its provider's codes in lower case, as the words are.</param>
    /// <param name="Provider">Number in <see cref="Wanted.Providers"/>; below 0: none, or nobody knows it.</param>
    private sealed record Candidate(KnowledgeEntry Entry, (int Number, int Length)[] Texts, (int Number, string Tag)[] Tags, int Provider);

    /// <summary>All words that speak for any of the entries, each looked for once.</summary>
    private sealed class Wanted
    {
        private readonly List<string> words = [];
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

        public Wanted(List<KnowledgeEntry> entries, IReadOnlyDictionary<string, Provider> providers)
        {
            var named = entries.Select(entry => entry.Match.Provider).OfType<string>().Distinct(StringComparer.Ordinal).Where(providers.ContainsKey).ToList();
            Providers = [.. named.Select(id => (providers[id], providers[id].Marks.Select(Number).ToArray()))];
            Candidates =
            [
                .. entries.Select(entry => new Candidate(
                    entry,
                    [.. entry.Match.Texts.Select(text => (Number(text), text.Length))],
                    [.. entry.Match.ProviderCodes.Select(tag => tag.ToLowerInvariant()).Select(tag => (Number(tag), tag))],
                    entry.Match.Provider is { } provider ? named.IndexOf(provider) : -1)),
            ];
            Search = new WordSearch(words);
        }

        public (Provider Provider, int[] Marks)[] Providers { get; }

        public Candidate[] Candidates { get; }

        public WordSearch Search { get; }

        private int Number(string word)
        {
            if (numbers.TryAdd(word, words.Count))
                words.Add(word);
            return numbers[word];
        }
    }
}
