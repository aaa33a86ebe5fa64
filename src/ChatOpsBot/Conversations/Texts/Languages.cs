namespace ChatOpsBot.Conversations.Texts;

/// <summary>The languages cards are written in, and how one is chosen for a message.</summary>
internal static class Languages
{
    public static IReadOnlyList<CardTexts> All { get; } = [EnglishTexts.Texts, SpanishTexts.Texts, SwedishTexts.Texts, PortugueseTexts.Texts, GermanTexts.Texts];

    /// <summary>The texts of a language; of English when there are none.</summary>
    public static CardTexts Of(string language) => All.FirstOrDefault(texts => texts.Language == language) ?? All[0];

    /// <summary>
    /// First that is known: what the conversation chose, what the person chose, the locale the platform sent, the language the
    /// message is written in, the operator's default.
    /// </summary>
    public static string Choose(string? conversation, string? person, string? locale, string? ofMessage, string byDefault) =>
        Known(conversation) ?? Known(person) ?? Known(locale) ?? Known(ofMessage) ?? Known(byDefault) ?? All[0].Language;

    /// <summary>
    /// The same where the platform would have to be asked for the locale: what was chosen, else what the message is written in. English does
    /// not tell: error messages are written in it everywhere.
    /// </summary>
    /// <returns>Null: whoever can asks the platform.</returns>
    public static string? Told(string? conversation, string? person, string? ofMessage) =>
        Known(conversation) ?? Known(person) ?? (Known(ofMessage) is { } written && written != All[0].Language ? written : null);

    /// <summary>The language cards have for a BCP 47 tag: <c>es-MX</c> → <c>es</c>, <c>pt</c> → <c>pt-BR</c>; null when there is none.</summary>
    public static string? Known(string? tag)
    {
        if (string.IsNullOrEmpty(tag))
            return null;
        var exact = All.FirstOrDefault(texts => texts.Language.Equals(tag, StringComparison.OrdinalIgnoreCase));
        // Somebody in Lisbon reads the Portuguese of Brazil more easily than English.
        return (exact ?? All.FirstOrDefault(texts => Primary(texts.Language).Equals(Primary(tag), StringComparison.OrdinalIgnoreCase)))?.Language;
    }

    private static ReadOnlySpan<char> Primary(ReadOnlySpan<char> tag) => tag.IndexOfAny('-', '_') is >= 0 and var dash ? tag[..dash] : tag;
}
