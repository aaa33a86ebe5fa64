using System.Numerics;

namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>Looks for many words in one text at once: a code that dozens of entries share has a hundred of them.</summary>
/// <remarks>
/// Of each word four characters are its anchor, those that the other words have least. The text is walked once, and only where an anchor
/// stands a word is compared. <see cref="System.Buffers.SearchValues"/> does the like by the beginnings of the words, of which many are the
/// same here ("message …", "this …"), and took three times as long.
/// </remarks>
internal sealed class WordSearch
{
    private const int AnchorLength = 4;

    /// <summary>So many slots for each anchor that hardly anything else falls into one of theirs.</summary>
    private const int SlotsEach = 32;
    private const int FewestSlots = 256;
    private readonly string[] words;
    private readonly int[] tooShort;
    private readonly Dictionary<ulong, (int Word, int Offset)[]> byAnchor;

    /// <summary>Whether an anchor falls into the slot.</summary>
    private readonly bool[] isAnchor;
    private readonly int shift;

    /// <param name="words">Each once, none empty. A text is searched for them as they are, case included.</param>
    public WordSearch(IReadOnlyList<string> words)
    {
        this.words = [.. words];
        tooShort = [.. Enumerable.Range(0, this.words.Length).Where(number => this.words[number].Length < AnchorLength)];
        var often = this.words.SelectMany(Grams).CountBy(gram => gram).ToDictionary();
        byAnchor = Enumerable.Range(0, this.words.Length).Except(tooShort)
            .Select(number => (Number: number, Grams: Grams(this.words[number])))
            .Select(word => (word.Number, Offset: Enumerable.Range(0, word.Grams.Count).MinBy(offset => often[word.Grams[offset]])))
            .GroupBy(word => Grams(this.words[word.Number])[word.Offset])
            .ToDictionary(anchor => anchor.Key, anchor => anchor.ToArray());
        isAnchor = new bool[BitOperations.RoundUpToPowerOf2((uint)Math.Max(FewestSlots, byAnchor.Count * SlotsEach))];
        shift = 64 - BitOperations.Log2((uint)isAnchor.Length);
        foreach (var anchor in byAnchor.Keys)
            isAnchor[(int)((anchor * Spread) >> shift)] = true;
    }

    public int Count => words.Length;

    /// <summary>Sets <paramref name="found"/> for each word that stands in the text, by its number.</summary>
    public void Find(ReadOnlySpan<char> text, Span<bool> found)
    {
        foreach (var number in tooShort)
            found[number] = text.IndexOf(words[number], StringComparison.Ordinal) >= 0;
        var gram = 0UL;
        var (slots, down) = (isAnchor, shift);
        for (var end = 0; end < text.Length; end++)
        {
            gram = (gram >> 16) | ((ulong)text[end] << 48);
            if (slots[(int)((gram * Spread) >> down)] && end + 1 >= AnchorLength)
                Compare(text, end + 1 - AnchorLength, gram, found);
        }
    }

    private void Compare(ReadOnlySpan<char> text, int at, ulong gram, Span<bool> found)
    {
        if (!byAnchor.TryGetValue(gram, out var anchored))
            return;
        foreach (var (number, offset) in anchored)
        {
            if (at >= offset && text[(at - offset)..].StartsWith(words[number], StringComparison.Ordinal))
                found[number] = true;
        }
    }

    /// <summary>Every four characters of a word, as they stand in a number.</summary>
    private static List<ulong> Grams(string word)
    {
        var grams = new List<ulong>();
        var gram = 0UL;
        for (var end = 0; end < word.Length; end++)
        {
            gram = (gram >> 16) | ((ulong)word[end] << 48);
            if (end + 1 >= AnchorLength)
                grams.Add(gram);
        }

        return grams;
    }

    // Multiplicative hashing: the upper bits depend on all characters.
    private const ulong Spread = 0x9E3779B97F4A7C15;
}
