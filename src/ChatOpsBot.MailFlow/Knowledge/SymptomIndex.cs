using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>
/// Finds entries by what people see when they name no code: "mail is stuck, the partner's server refuses the connection". An inverted
/// index over titles, meanings and causes in all languages. It only suggests; what it finds is never certain.
/// </summary>
public sealed class SymptomIndex
{
    private readonly FrozenDictionary<string, List<(int Entry, double Weight)>> byStem;
    private readonly IReadOnlyList<KnowledgeEntry> entries;

    public SymptomIndex(IReadOnlyList<KnowledgeEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        this.entries = entries;
        var index = new Dictionary<string, List<(int Entry, double Weight)>>(StringComparer.Ordinal);
        for (var number = 0; number < entries.Count; number++)
        {
            foreach (var (stem, weight) in Weigh(entries[number]))
            {
                if (index.TryGetValue(stem, out var found))
                    found.Add((number, weight));
                else
                    index.Add(stem, [(number, weight)]);
            }
        }

        byStem = index.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Up to <paramref name="most"/> entries, best first; none for talk that is not about mail, or says too little about it.</summary>
    /// <param name="text">The message as its reader sees it.</param>
    public IReadOnlyList<KnowledgeEntry> Find(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var stems = Stems(text.AsSpan(0, Math.Min(text.Length, LongestQuestion))).Distinct(StringComparer.Ordinal).ToList();
        if (!stems.Exists(MailStems.Contains) || !stems.Exists(TroubleStems.Contains))
            return [];

        var scores = new Dictionary<int, (double Score, int Words)>();
        foreach (var stem in stems.Where(stem => !MailStems.Contains(stem) || MailboxStems.Contains(stem)))
        {
            if (!byStem.TryGetValue(stem, out var found))
                continue;
            var isCommon = entries.Count >= ManyEntries && found.Count > entries.Count * MostShare;
            var rarity = SayNothing.Contains(stem) ? 0 : Math.Log(1 + ((double)entries.Count / found.Count));
            foreach (var (entry, weight) in found)
            {
                // A word of many entries says nothing about one of them, unless it is in its title.
                if (isCommon && weight < TitleWeight)
                    continue;
                var (score, words) = scores.GetValueOrDefault(entry);
                scores[entry] = (score + (rarity * weight), words + 1);
            }
        }

        var likely = scores.Where(candidate => candidate.Value.Words >= FewestWords && candidate.Value.Score >= LeastScore * Math.Log(1 + entries.Count))
            .Select(candidate => (candidate.Key, Score: candidate.Value.Score * Generality(entries[candidate.Key])))
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Key)
            .ToList();
        return [.. likely.Where(candidate => candidate.Score >= likely[0].Score * NearTheBest).Take(most).Select(candidate => entries[candidate.Key])];
    }

    /// <summary>Who does not say whose server answered is helped more by what holds for all: one provider's own words are the rarer case.</summary>
    private static double Generality(KnowledgeEntry entry) => entry.Match.IsDefault ? 1 : OfSomebody;

    /// <summary>Each stem of an entry with the weight of the best place it stands in.</summary>
    private static Dictionary<string, double> Weigh(KnowledgeEntry entry)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        // Hundreds of thousands of words are read here, and nearly all of them were met before.
        var met = weights.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var language in entry.Texts.Languages)
        {
            Add("title", TitleWeight);
            Add("meaning", 1);
            foreach (var cause in entry.Causes)
                Add(cause.Id, 1);

            void Add(string key, double weight)
            {
                if (entry.Texts.Find(key, language) is { } text)
                    ReadStems(text.Value, stem => met[stem] = met.TryGetValue(stem, out var before) ? Math.Max(weight, before) : weight);
            }
        }

        return weights;
    }

    internal static List<string> Stems(ReadOnlySpan<char> text)
    {
        var stems = new List<string>();
        ReadStems(text, stem => stems.Add(stem.ToString()));
        return stems;
    }

    /// <summary>
    /// Words without accents, in lower case, cut to their beginning: that folds the endings of all five languages alike (refuse, refused,
    /// refusal; rechazar, rechazado). Short words and numbers are left out.
    /// </summary>
    private static void ReadStems(ReadOnlySpan<char> text, StemSeen seen)
    {
        Span<char> word = stackalloc char[LongestStem];
        var length = 0;
        var letters = Ascii.IsValid(text) ? text : text.ToString().Normalize(NormalizationForm.FormD);
        foreach (var c in letters)
        {
            if (char.IsLetter(c))
            {
                if (length < LongestStem)
                    word[length] = char.ToLowerInvariant(c);
                length++;
            }
            else if (char.IsAscii(c) || CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                Take(word, length, seen);
                length = 0;
            }
        }

        Take(word, length, seen);
    }

    private static void Take(ReadOnlySpan<char> letters, int length, StemSeen seen)
    {
        if (length < Acronym)
            return;
        var word = letters[..Math.Min(length, LongestStem)];
        // Loop and loops, mail and mails: longer words lose their endings anyway.
        if (length is >= ShortestWord and <= LongestStem && word[^1] == 's')
            word = word[..^1];
        if (length >= ShortestWord || AcronymsBySpan.Contains(word))
            seen(SameBySpan.TryGetValue(word, out var same) ? same : word);
    }

    /// <param name="stem">Only for as long as the call lasts.</param>
    private delegate void StemSeen(ReadOnlySpan<char> stem);

    private static FrozenSet<string> StemsOf(string words) => Stems(words).ToFrozenSet(StringComparer.Ordinal);

    private const int ShortestWord = 4;
    private const int Acronym = 2;
    private const double TitleWeight = 3;
    private const int LongestStem = 5;
    private const int LongestQuestion = 1000;

    /// <summary>One word in common is chance.</summary>
    private const int FewestWords = 2;

    private const int ManyEntries = 20;
    private const double MostShare = 0.4;

    /// <summary>Times the logarithm of the number of entries: about one rare word of a title and another of the text.</summary>
    private const double LeastScore = 1.2;
    private const double NearTheBest = 0.5;
    private const double OfSomebody = 0.7;

    /// <summary>
    /// Stems of the same word that its beginning does not show: <c>lehnt … ab</c> is <c>abgelehnt</c>, <c>nekar</c> is <c>nekades</c>. And
    /// of words that people use for it: what does not exist is not found, what goes round in circles loops.
    /// </summary>
    private static readonly FrozenDictionary<string, string> Same = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["lehnt"] = "abgel",
        ["lehne"] = "abgel",
        ["weist"] = "abgew",
        ["nekar"] = "nekad",
        ["nekas"] = "nekad",
        ["login"] = "sign",
        ["logon"] = "sign",
        ["print"] = "devic",
        ["scann"] = "devic",
        ["druck"] = "gerat",
        ["skriv"] = "enhet",
        ["impre"] = "dispo",
        ["exist"] = "found",
        ["encon"] = "found",
        ["hitta"] = "found",
        ["finn"] = "found",
        ["gefun"] = "found",
        ["gibt"] = "found",
        ["loopi"] = "loop",
        ["bucle"] = "loop",
        ["vuelt"] = "loop",
        ["schle"] = "loop",
        ["krei"] = "loop",
        ["black"] = "block",
        ["svart"] = "block",
        ["negra"] = "bloqu",
        ["anhan"] = "anlag",
        ["große"] = "groß",
        ["stort"] = "stor",
        ["stora"] = "stor",
        ["looku"] = "query",
        ["queri"] = "query",
        ["socio"] = "asoci",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> SameBySpan = Same.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string> Acronyms = FrozenSet.Create(StringComparer.Ordinal, "ip", "mx", "spf", "dns", "tls", "ssl", "ptr", "arc", "ndr", "not", "bad");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AcronymsBySpan = Acronyms.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Whoever has trouble says one of these as well; "please forward that message to the network team" says none. Besides words of
    /// failure, those of waiting and of too much.
    /// </summary>
    private static readonly FrozenSet<string> TroubleStems = StemsOf(
        "stuck stays wait waiting queue queued delay delayed late slow hang hangs refuse refused reject rejected block blocked bounce bounced denied fail failed failing failure error errors wrong broken " +
        "cannot cant couldn doesn isn aren won not never nobody lost missing gone back expired expires timeout timed loop loops full limit exceeded quota banned blacklisted spam unable trouble problem issue undeliverable unknown bad down retired disabled " +
        "atascado atascados espera esperan cola retraso tarda rechaza rechazado rechazan bloqueado bloquea rebota rebotan vuelve vuelven devuelto error errores falla fallan salen llegan llega pierden caducado caduca tiempo bucle lleno llena limite problema " +
        "fastnar fastnat vantar koar forsenad avvisas avvisar nekas nekar blockeras blockerad studsar felmeddelande misslyckas inte aldrig forsvinner utgangen gatt loop fullt full grans problem kommer " +
        "preso presos espera fila atraso demora recusa recusado rejeitado bloqueado bloqueia volta voltam voltou devolvido devolvida erro erros falha falham chegam chega saem expirado expira lotada cheia limite problema " +
        "hangt haengt hangen wartet warten warteschlange verzogert spat abgelehnt abgewiesen lehnt weist blockiert gesperrt zuruck fehler fehlgeschlagen scheitert kommt kommen nicht keine kein niemand verloren abgelaufen schleife voll grenze problem unzustellbar");

    /// <summary>
    /// Words that any report can hold, so that an entry with them in its title explains nothing by that. They count as a word in common,
    /// and weigh nothing.
    /// </summary>
    private static readonly FrozenSet<string> SayNothing = StemsOf(
        "from more because does until between have been with that this when what your they their them there which while after before into only over about also than then were will would some such most every other same just says saying according " +
        "error errors back fail fails failed failing failure online server servers problem problems customer customers " +
        "este esta estan porque puede pueden podemos nuestra nuestro nuestros como para pero desde entre cuando todos sobre tiene hace queda quedan dice diciendo mandar errores vuelve vuelven devuelto falla fallan falta servidor servidores problema problemas cliente " +
        "eftersom enligt felmeddelande fran gatt inte kommer kund kunden kunder ligger kvar mellan misslyckas misslyckades servern servrar till tillbaka vara efter eller blir alla fram " +
        "pode podem nosso nossa nossos quando pelo pela consegue conseguimos ficam fica dizendo erro erros volta voltam voltou falha falham " +
        "einer eine einen einem eines wird werden steht stehen kommt kommen nicht noch auch oder weil dass wenn unser unsere haben kann konnen sind wurde uber durch nach beim laut zwischen fehler fehlermeldung zuruck fehlgeschlagen fehl schlagt scheitert kunde mehr");

    /// <summary>Of the words of mail those that name a place in it, and so lead somewhere: "mailbox full".</summary>
    private static readonly FrozenSet<string> MailboxStems = StemsOf("mailbox inbox buzon brevlada postlada caixa postfach");

    /// <summary>Whoever asks about mail says one of these; they lead to no entry by themselves.</summary>
    private static readonly FrozenSet<string> MailStems = StemsOf(
        "mail mails email emails message messages bounce bounced bounces ndr outlook exchange smtp inbox mailbox " +
        "post posten correo correos mensaje mensajes rebote rebota rebotan buzon " +
        "epost mejl mejlen meddelande meddelanden studsar brevlada postlada " +
        "mensagem mensagens caixa postal " +
        "nachricht nachrichten postfach mailserver unzustellbar");
}
