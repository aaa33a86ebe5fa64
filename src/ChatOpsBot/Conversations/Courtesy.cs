namespace ChatOpsBot.Conversations;

/// <summary>What people say to be kind, and expect no answer to: thanks, a nod, a smile. In the five languages, and in pictures.</summary>
internal static class Courtesy
{
    /// <param name="said">The message as its reader sees it, without the mention of the bot.</param>
    public static bool IsAll(string said)
    {
        if (said.Length > Longest || said.Contains('?', StringComparison.Ordinal))
            return false;
        var words = said.ToLowerInvariant().Split(Between, StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= MostWords
            && (words.Any(word => word.Any(char.IsLetterOrDigit))
                ? words.Where(word => word.Any(char.IsLetterOrDigit)).All(Words.Contains) && words.Any(Kind.Contains)
                : said.Any(IsPicture));
    }

    /// <summary>An emoji is a pair, or one of the older symbols.</summary>
    private static bool IsPicture(char character) => char.IsSurrogate(character) || char.IsSymbol(character);

    private static readonly string[] Between = [" ", "\t", "\r", "\n", ",", ".", "!", "\u00a1", "\u00a0"];

    /// <summary>One of these makes it a kindness.</summary>
    private static readonly HashSet<string> Kind = new(StringComparer.Ordinal)
    {
        "thanks", "thank", "thx", "ty", "cheers", "ok", "okay", "okey", "great", "perfect", "nice", "cool", "awesome", "bye", "lol", "haha",
        "gracias", "vale", "perfecto", "genial", "adiós", "jaja",
        "tack", "tackar", "toppen", "perfekt", "hejdå", "dank",
        "obrigado", "obrigada", "valeu", "beleza", "perfeito", "ótimo", "tchau", "kkk",
        "danke", "dankeschön", "merci", "prima", "super", "tschüss", "klar",
    };

    /// <summary>What stands beside them.</summary>
    private static readonly HashSet<string> Words = new(
    [
        .. Kind, "you", "so", "very", "much", "a", "lot", "bot", "job", "work", "good", "many", "that's", "it", "all", "again", "then", "mate", "man", "guys", "dude", "buddy",
        "muchas", "mil", "muchísimas", "muy", "bien", "por", "todo", "la", "ayuda", "majo", "maja", "tío", "amigo",
        "så", "mycket", "tusen", "för", "hjälpen", "det", "bra", "kompis",
        "muito", "muita", "pela", "ajuda", "bom", "cara", "mano",
        "vielen", "vielmals", "dir", "für", "die", "hilfe", "sehr", "gut", "alles", "schön",
    ], StringComparer.Ordinal);

    private const int Longest = 60;
    private const int MostWords = 7;
}
