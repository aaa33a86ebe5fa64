using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.MailFlow.Tests.Knowledge;

/// <summary>Many words looked for at once are found where each alone would be.</summary>
public sealed class WordSearchTests
{
    [Theory]
    [InlineData("client host blocked using zen.spamhaus.org", "blocked using", "zen.spamhaus.org")]
    [InlineData("blocked using blocked", "blocked using", "blocked")]
    [InlineData("aaaa", "aaaa", "aaa")]
    [InlineData("the mail is blo")]
    [InlineData("")]
    public void A_text_has_the_words_that_stand_in_it(string text, params string[] words)
    {
        var search = new WordSearch(["blocked using", "blocked", "zen.spamhaus.org", "aaaa", "aaa", "blocked users", "us"]);
        var all = new[] { "blocked using", "blocked", "zen.spamhaus.org", "aaaa", "aaa", "blocked users", "us" };

        var found = Found(search, all, text);

        Assert.Equal(all.Where(word => text.Contains(word, StringComparison.Ordinal)), found);
        Assert.True(words.All(found.Contains));
    }

    [Fact]
    public void Nothing_to_look_for_finds_nothing()
    {
        Assert.Empty(Found(new WordSearch([]), [], "550 5.7.1 relay access denied"));
    }

    [Fact]
    public void Every_word_of_the_shipped_entries_is_found_in_every_example_as_if_it_were_the_only_one()
    {
        var words = ShippedKnowledge.Base().Entries.SelectMany(entry => entry.Match.Texts).Concat(ShippedKnowledge.Base().Providers.SelectMany(provider => provider.Marks)).Distinct(StringComparer.Ordinal).ToArray();
        var search = new WordSearch(words);
        var found = 0;
        foreach (var text in ShippedKnowledge.Base().Entries.SelectMany(entry => entry.Examples).Select(example => ErrorWords.Fold(example)))
        {
            var here = Found(search, words, text);
            Assert.Equal(words.Where(word => text.Contains(word, StringComparison.Ordinal)), here);
            found += here.Length;
        }

        Assert.True(words.Length > 300 && found > 300);
    }

    [Fact]
    public void Random_words_of_two_letters_are_found_in_random_texts()
    {
        var random = new Random(20261121);
        for (var round = 0; round < 2000; round++)
        {
            var words = Enumerable.Range(0, random.Next(1, 30)).Select(_ => Letters(random, random.Next(1, 9))).Distinct(StringComparer.Ordinal).ToArray();
            var text = Letters(random, random.Next(0, 60));

            Assert.Equal(words.Where(word => text.Contains(word, StringComparison.Ordinal)), Found(new WordSearch(words), words, text));
        }
    }

    private static string Letters(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(2) == 0 ? 'a' : 'b'));

    private static string[] Found(WordSearch search, string[] words, string text)
    {
        var found = new bool[search.Count];
        search.Find(text, found);
        return [.. words.Where((_, number) => found[number])];
    }
}
