using System.Collections.Frozen;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>The words of a message as they are compared with ours: in lower case, without accents and marks, without what only answers or thanks before them.</summary>
internal static class SaidWords
{
    public static List<string> Of(string said) =>
    [
        .. WithoutAnswer(said.ToLowerInvariant()).Replace('’', '\'').Replace("nach wie vor", "nach-wie-vor", StringComparison.Ordinal).Replace("noch mal", "nochmal", StringComparison.Ordinal)
            .Split(Between, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim('\'', '-'))
            .Where(word => word.Any(char.IsLetterOrDigit))
            .Select(Fold),
    ];

    public static FrozenSet<string> Set(params ReadOnlySpan<string> lists)
    {
        List<string> words = [];
        foreach (var list in lists)
            words.AddRange(list.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return [.. words.Select(Fold)];
    }

    /// <summary>"No, still broken" answers a question first: that no denies nothing that follows. And thanks may say anything: "gracias, majo".</summary>
    private static string WithoutAnswer(string said)
    {
        var clauses = said.Split([',', '.', ';', ':', '!', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var telling = clauses.Where(clause => !Answers.Contains(ChatCommandReader.Fold(clause)) && !Thanks.Contains(ChatCommandReader.Fold(clause.Split(' ')[0]))).ToList();
        return telling.Count == 0 ? said : string.Join(' ', telling);
    }

    /// <summary>Folded, "löst" (Swedish for solved) is "lost".</summary>
    private static string Fold(string word) => Unfolded.Contains(word) ? word : ChatCommandReader.Fold(word);

    public static FrozenSet<string> Answers { get; } = FrozenSet.Create(StringComparer.Ordinal, "no", "nope", "nej", "nao", "nein", "nee");

    private static readonly FrozenSet<string> Thanks = FrozenSet.Create(StringComparer.Ordinal, "thanks", "thank", "thx", "cheers", "gracias", "muchas", "tack", "obrigado", "obrigada", "valeu", "danke", "vielen", "merci", "hi", "hello", "hola", "hej", "oi", "hallo", "moin");

    private static readonly FrozenSet<string> Unfolded = FrozenSet.Create(StringComparer.Ordinal, "löst", "lösta");

    private static readonly char[] Between = [.. " \t\r\n\u00a0.,;:!?¿¡()\"„“”«»…–—/*_`"];
}
