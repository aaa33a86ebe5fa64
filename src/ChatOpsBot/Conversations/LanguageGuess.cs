namespace ChatOpsBot.Conversations;

/// <summary>The language a message is written in, told by its small words; null unless it is clear.</summary>
internal static class LanguageGuess
{
    /// <returns>BCP 47 tag.</returns>
    public static string? Of(string text)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        var words = text.Length > MaxLength ? text.AsSpan(0, MaxLength) : text.AsSpan();
        foreach (var range in words.SplitAny(Separators))
        {
            if (SmallWords.GetValueOrDefault(words[range].ToString().ToLowerInvariant()) is { } language)
                seen[language] = seen.GetValueOrDefault(language) + 1;
        }

        var ranked = seen.OrderByDescending(pair => pair.Value).ToList();
        var isClear = ranked.Count > 0 && ranked[0].Value >= 2 && (ranked.Count == 1 || ranked[0].Value >= 2 * ranked[1].Value);
        return isClear ? ranked[0].Key : null;
    }

    /// <summary>The first lines tell; a whole bounce need not be read for it.</summary>
    private const int MaxLength = 2000;

    private const string Separators = " \t\r\n,.;:!?()[]{}<>\"'/|=";

    // Words that are frequent in one of the languages and rare or absent in the others and in server replies, which are English.
    private static readonly Dictionary<string, string> SmallWords = new (string Language, string Words)[]
    {
        ("en", "the we our is are getting what since with this why does anyone please when have has"),
        ("es", "el los las una del que qué por para con está están desde nos correo correos servidor mensaje mensajes pudo devolvió alguien"),
        ("sv", "och det vi får som på är inte för med från vad varför någon mejl e-post meddelandet"),
        ("pt-BR", "o os uma não é para está estamos desde você alguém mensagem mensagens servidor e-mail e-mails nosso"),
        ("de", "der die das wir und ist nicht mit seit von warum unsere bekommen kann jemand bitte beim eine"),
    }
    .SelectMany(list => list.Words.Split(' ').Select(word => (word, list.Language)))
    .GroupBy(pair => pair.word, StringComparer.Ordinal)
    .Where(group => group.Count() == 1)
    .ToDictionary(group => group.Key, group => group.First().Language, StringComparer.Ordinal);
}
