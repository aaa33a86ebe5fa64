namespace ChatOpsBot.MailFlow;

/// <summary>
/// The code somebody asks the bot about: <c>550?</c>, <c>what does 4.9.9 mean</c>. Nobody who only overhears may read a message so,
/// because most numbers are no codes; who speaks to the bot in a few words and names one means it.
/// </summary>
public static class AskedCode
{
    private const int MostWords = 20;
    private const int MostWordsAroundReply = 4;

    // Subjects above 7 are not registered (RFC 3463 §3): in a sentence such a number is more likely a version.
    private const int LastSubject = 7;

    /// <param name="text">The message as its reader sees it.</param>
    /// <returns>Null when no code, or more than one, is asked about.</returns>
    public static MailError? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length is 0 or > MostWords)
            return null;
        var bare = words.Select(word => word.Trim(Marks)).ToList();
        var saysCode = bare.Exists(CodeWords.Contains);
        var found = bare.Select(word => OfWord(word, words.Length, saysCode)).OfType<MailError>().ToList();
        return found switch
        {
            [var only] => only,
            [{ Code: null } reply, { Reply: null } code] => code with { Reply = reply.Reply, QuotedLine = $"{reply.QuotedLine} {code.QuotedLine}" },
            _ => null,
        };
    }

    private static MailError? OfWord(string word, int words, bool saysCode)
    {
        if (EnhancedStatusCode.TryParse(word, out var code) && (words == 1 || code.Subject <= LastSubject))
            return new MailError { Code = code, QuotedLine = word };
        // "We sent 500 mails since Monday" asks for nothing.
        return ReplyCode.TryParse(word, out var reply) && (words == 1 || (reply.Value >= 400 && (words <= MostWordsAroundReply || saysCode))) ? new MailError { Reply = reply, QuotedLine = word } : null;
    }

    // "What is the meaning of error 550 in this report": the number is called a code, or its meaning is asked for.
    private static readonly HashSet<string> CodeWords = new(
        [
            "code", "codes", "error", "errors", "smtp", "bounce", "ndr", "reply", "mean", "means", "meaning",
            "código", "codigo", "códigos", "rebote", "respuesta", "significa", "significado",
            "fehler", "fehlercode", "antwort", "bedeutet", "bedeutung", "heißt", "heisst",
            "kod", "koden", "felkod", "felkoden", "fel", "felet", "svar", "betyder", "betydelse",
            "erro", "resposta",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly char[] Marks = [.. " .,;:!?¿¡\"'()[]<>«»„“”#"];
}
