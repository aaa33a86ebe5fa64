using System.Collections.Frozen;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>
/// Sentences of known words that say something else than those words do alone: "we work on it", "that was close", "if it works, close it".
/// They are kept apart because each is a mistake that would close, stop or check what nobody meant.
/// </summary>
internal static class SaidOtherwise
{
    /// <summary>Whether it says what is to be when something else is: "close it when it works".</summary>
    public static bool IsConditional(string said, List<string> words)
    {
        // "Once it works", but "once more" and "once again".
        var once = words.IndexOf("once");
        var when = words.FindIndex(Whens.Contains);
        if ((when > 0 && !said.Contains('?', StringComparison.Ordinal) && !words[..when].TrueForAll(Before.Contains)) || (once >= 0 && once + 1 < words.Count && words[once + 1] is not ("more" or "again")))
            return true;
        // Without its accent and a comma, "sí" is "if"; "se" alone in front is the Portuguese one.
        var yes = words.IndexOf("si");
        return (yes >= 0 && yes + 1 < words.Count && !said.Contains("sí", StringComparison.OrdinalIgnoreCase) && !said.Contains("si,", StringComparison.OrdinalIgnoreCase)) || words is ["se", not ("ha" or "han"), ..];
    }

    /// <summary>Whether it is told of another time: "it worked yesterday", "it was down". Since yesterday is still.</summary>
    public static bool IsPast(List<string> words) =>
        (words.Exists(Yesterday.Contains) && !words.Exists(Since.Contains)) || (words.Exists(word => word is "was" or "were") && words.Exists(word => word is "working" or "down" or "broken" or "stuck" or "failing") && !words.Exists(Nows.Contains));

    /// <summary>Whether people work or go, and nothing else does: "working on it", "good work", "wir gehen jetzt", "mir geht es gut".</summary>
    public static bool IsWork(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var before = at > 0 ? words[at - 1] : "";
            var next = at + 1 < words.Count ? words[at + 1] : "";
            if (words[at] is "work" or "works" or "working" or "worked" && ((next == "on" && words[at] != "works" && (at + 2 == words.Count || words[at + 2] is "it" or "this" or "that")) || before is "to" or "good" or "great" or "perfect" || (words[at] is "working" or "work" && Somebody.Contains(before)) || (words[at] == "working" && words.Contains("i'm"))))
                return true;
            // A test of theirs works, and the checks run.
            if (Tests.Contains(before) && (Goes.Contains(words[at]) || Finites.Contains(words[at])))
                return true;
            if (Goes.Contains(words[at]) && (next == "so" || Somebody.Contains(before) || Somebody.Contains(next)))
                return true;
            if (words[at] == "geht" && words.Exists(word => word is "mir" or "uns") && !words.Contains("bei"))
                return true;
        }

        return false;
    }

    /// <summary>Whether it is only said that it is to work, is being worked at, or can: "it has to be fixed".</summary>
    /// <param name="isMail">The mail is named: "mails work".</param>
    public static bool IsNotYet(List<string> words, bool isMail) =>
        (!isMail && !words.Exists(word => word is "voltou" or "voltaram") && words.Exists(Infinitives.Contains) && !words.Exists(Finites.Contains))
        || (words.Exists(Arrived.Contains) && words.Exists(Returned.Contains))
        // Neither … nor, and Swedish for you.
        || (words.Contains("ni") && words.Exists(SpanishVerbs.Contains));

    /// <summary>German and Swedish mail arrives in two words, of which each alone is something else.</summary>
    public static bool Arrives(List<string> words) =>
        (words.Exists(word => word is "kommen" or "kommt") && words[^1] == "an") || (words.Exists(word => word is "kommer" or "kom") && words.Contains("fram"));

    /// <summary>Whether something is as before. Some words for it are as often "right now", "soon" or "exactly".</summary>
    public static bool IsSame(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var before = at > 0 ? words[at - 1] : "";
            var isSame = words[at] switch
            {
                "same" => !words.Contains("you"),
                "samma" or "likadant" or "dasselbe" or "derselbe" or "gleiche" or "misma" or "mismos" or "mesma" or "mesmos" => true,
                "mismo" => before is "lo" or "el",
                "mesmo" => before == "o",
                "igual" => words.Count == 1 || before is "sigue" or "siguen" or "todo" or "esta" or "estan" or "continua" or "continuam" or "segue" or "tudo",
                "gleich" => before is "noch" or "immer" or "alles",
                _ => false,
            };
            if (isSame)
                return true;
        }

        return false;
    }

    /// <summary>Whether something came back, and not somebody: "I'm back", "get back to me". German "da" is also Portuguese.</summary>
    public static bool IsBack(List<string> words) =>
        words.Exists(word => Returned.Contains(word) || (word == "da" && words.Exists(beside => beside is "wieder" or "ist" or "sind")))
        && !words.Exists(word => Somebody.Contains(word) || word is "me" or "us" or "he" or "hemos");

    /// <summary>Mail that comes back may have bounced.</summary>
    public static bool MayBeReturned(List<string> words) => words.Exists(Moves.Contains) || words.Exists(Several.Contains) || (words.Exists(word => word is "voltou" or "voltaram" or "volta" or "vuelto" or "volvio" or "vuelta") && words.Exists(Letters.Contains));

    /// <summary>Whether it is said to the bot that it should do it: "close it", "can you close it?", "we can close it". Not "that was close".</summary>
    public static bool IsOrder(List<string> words, bool isQuestion)
    {
        if (words.Exists(NoOrder.Contains))
            return false;
        var asksBot = words.Exists(Asks.Contains) || Holds(words, Cans, You);
        return isQuestion ? asksBot : !words.Exists(We.Contains) || (Holds(words, We, Cans) && !words.Exists(word => word is "i" or "ich" or "jag" or "eu"));
    }

    /// <summary>The same of what does no harm: "can we check again" is a wish too, "I check again" is none.</summary>
    public static bool IsWish(List<string> words) => !words.Exists(NoOrder.Contains) && (!words.Exists(We.Contains) || Holds(words, Cans, We));

    private static bool Holds(List<string> words, FrozenSet<string> first, FrozenSet<string> second) =>
        words.Where((word, at) => at + 1 < words.Count && first.Contains(word) && second.Contains(words[at + 1])).Any();

    /// <summary>People who speak or are spoken to, where the verb would else be the mail's.</summary>
    public static FrozenSet<string> Somebody { get; } = SaidWords.Set("i i'm we you yo se jag vi ni du eu ich wir ihr");

    /// <summary>Said of what will be or may be: nothing is so yet.</summary>
    public static FrozenSet<string> NotNow { get; } = SaidWords.Set("will would could can be get gets getting puedes podrías att kan pode poderia ser wird kann können kannst könntest");

    /// <summary>One letter away from a word of ours, and words themselves.</summary>
    public static FrozenSet<string> NoSlips { get; } = SaidWords.Set("text texts best rest skill skills broker brokers worker workers words stack stick mixed fixes");

    private static readonly FrozenSet<string> Whens = SaidWords.Set("when cuándo när quando wann");
    private static readonly FrozenSet<string> Before = SaidWords.Set("hi hello hey ok so and y och e und");
    private static readonly FrozenSet<string> Yesterday = SaidWords.Set("yesterday ayer igår ontem gestern");
    private static readonly FrozenSet<string> Since = SaidWords.Set("since desde sedan seit");
    private static readonly FrozenSet<string> Nows = SaidWords.Set("now again still");
    private static readonly FrozenSet<string> Goes = SaidWords.Set("gehen laufen geht läuft går");
    private static readonly FrozenSet<string> Tests = SaidWords.Set("test check checks prueba testet teste");
    private static readonly FrozenSet<string> Infinitives = SaidWords.Set("work funcionar fungera funka");
    private static readonly FrozenSet<string> Finites = SaidWords.Set("works working worked fixed solved funciona funcionan funktioniert fungerar funkar");
    private static readonly FrozenSet<string> SpanishVerbs = SaidWords.Set("funciona funcionan llegan llegando");
    private static readonly FrozenSet<string> Arrived = SaidWords.Set("arrives arriving llegan llegando chegam chegando chegou");
    private static readonly FrozenSet<string> Returned = SaidWords.Set("back returned vuelto vuelta volvió tillbaka voltou voltaram volta zurück");

    /// <summary>How mail comes back to its sender.</summary>
    private static readonly FrozenSet<string> Moves = SaidWords.Set("returned get gets getting got kommt kommen kommer kom blev wurde");

    private static readonly FrozenSet<string> Several = SaidWords.Set("mails emails e-mails messages correos mensajes mensagens nachrichten");
    private static readonly FrozenSet<string> Letters = SaidWords.Set("mail email e-mail correo");
    private static readonly FrozenSet<string> We = SaidWords.Set("i i'm we ich wir jag vi eu");
    private static readonly FrozenSet<string> You = SaidWords.Set("you du ni");
    private static readonly FrozenSet<string> Cans = SaidWords.Set("can could will would kan kann können");
    private static readonly FrozenSet<string> Asks = SaidWords.Set("puedes podrías pode poderia kannst könntest");

    private static readonly FrozenSet<string> NoOrder = SaidWords.Set(
        "is are was were be been it's that's did has have had why when should think maybe perhaps probably might " +
        "cuándo debería deberían creo quizá quizás är har när varför borde kanske está quando deve devem acho talvez ist sind hat habt haben warum wann sollte sollten müsste vielleicht");
}
