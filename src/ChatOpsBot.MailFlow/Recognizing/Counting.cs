using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>
/// Whether a number of three digits counts what stands behind it: <c>550 users</c>, <c>421 brevlådor</c>, <c>450 €</c>. Behind a reply code
/// stands nothing, a small word, a verb, or the words of a server.
/// </summary>
internal static class Counting
{
    public static void Weigh(ReadOnlySpan<char> text, int start, int end, Concept meaning, Tally tally)
    {
        var rest = text[end..Math.Min(text.Length, end + 60)];
        var stop = rest.IndexOf('\n');
        if (stop >= 0)
            rest = rest[..stop];
        if (rest is ['%', ..] or [' ', '%', ..] or [' ', '€', ..] or [' ', '$', ..] or [' ', '£', ..])
        {
            tally.Add(Weights.UnitAfter, end, end + 2);
            return;
        }

        if (rest is not [' ', _, ..] || !char.IsLetter(rest[1]))
            return;
        var first = WordAt(rest, 1);
        var kind = Lexicon.KindOf(first);
        var role = Roles.Of(first);
        var (from, to) = (end + 1, end + 1 + first.Length);
        if ((kind.Has(WordKind.Unit) && !kind.Has(WordKind.ErrorLabel) && !(kind.Has(WordKind.ReplyText) && (tally.Has(Weights.Label) || SaysReply(rest, 1 + first.Length)))) || role.Has(Role.Sum) || Answers.Contains(first))
            tally.Add(Weights.UnitAfter, from, to);
        else if (first is "of" || (first is "out" && WordAt(rest, 2 + first.Length) is "of") || (first is "von" or "de" or "av" && (WordAt(rest, 2 + first.Length) is "ihnen" or "denen" or "ellos" or "eles" or "dem" or "ellas" || (rest.Length > 2 + first.Length && char.IsAsciiDigit(rest[2 + first.Length])))))
            tally.Add(Weights.UnitAfter, from, to);
        else if (role.Has(Role.Link | Role.Small | Role.Determiner | Role.Copula | Role.Holds | Role.Heals))
            return;
        else if (CountsMail(first, kind) && !SaysReply(rest, 1 + first.Length) && !tally.Has(Weights.Label))
            tally.Add(Weights.UnitAfter, from, to);
        else if (CountsSecondWord(rest, 1 + first.Length, ofProduct: kind.Has(WordKind.MailSoftware | WordKind.Product) || role.Has(Role.Provider)))
            tally.Add(Weights.UnitAfter, from, to);
        else if ((kind == WordKind.None || (kind.Has(WordKind.Identifier | WordKind.Version | WordKind.Product) && !kind.Has(WordKind.Filler | WordKind.ReplyText | WordKind.ErrorLabel | WordKind.Rejected))) && role == Role.None && !Concepts.Names(meaning, first) && !tally.Has(Weights.Label) && !tally.Has(Weights.TraceField) && !SaysReply(rest, 1 + first.Length))
            tally.Add(LooksPlural(first) && (char.IsLower(first[0]) || InSentence(text, start)) ? Weights.CountedThing : Weights.MaybeCounted, from, to);
    }

    // German writes things with a capital; so do servers, but behind a colon or at the head of a line.
    private static bool InSentence(ReadOnlySpan<char> text, int start) => start > 1 && text[start - 1] == ' ' && char.IsLower(text[start - 2]);

    // Counted as often as said.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Answers =
        new[] { "replies", "answers", "responses", "antworten", "rückmeldungen", "respuestas", "respostas", "svar" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // "421 mailboxes", "550 bounces"; "550 mailbox unavailable" has no plural.
    private static bool CountsMail(ReadOnlySpan<char> word, WordKind kind) =>
        kind.Has(WordKind.Mail | WordKind.MailStrong | WordKind.MailMaybe) && !kind.Has(WordKind.ErrorLabel) && word.Length > 3 && word[^1] is 's' or 'n' or 'r' && !Singulars.Contains(word);

    // What servers begin their text with.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Singulars =
        new[] { "sender", "server", "header", "user", "domain", "domän", "connection", "transmission", "authentication", "absender", "anhang", "destination", "encryption", "dns", "tls", "adress", "quotas", "policies", "status", "access" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // "554 spam mails": the thing counted comes after an adjective.
    private static bool CountsSecondWord(ReadOnlySpan<char> rest, int at, bool ofProduct)
    {
        if (at + 1 >= rest.Length || rest[at] != ' ')
            return false;
        var word = WordAt(rest, at + 1);
        var kind = Lexicon.KindOf(word);
        if (ofProduct && kind == WordKind.None && Roles.Of(word) == Role.None && LooksPlural(word))
            return true;
        return !kind.Has(WordKind.ReplyText) && ((kind.Has(WordKind.Unit) && !word.IsEmpty && word[^1] is 's' or 'n' or 'r') || CountsMail(word, kind)) && !SaysReply(rest, at + 1 + word.Length);
    }

    /// <summary>What follows speaks like a server: too many recipients, mailbox full.</summary>
    private static bool SaysReply(ReadOnlySpan<char> rest, int at)
    {
        for (var i = 0; i < 3 && at + 1 < rest.Length; i++)
        {
            var word = WordAt(rest, at + 1);
            if (word.IsEmpty)
                return false;
            if (Lexicon.KindOf(word).Has(WordKind.ReplyText | WordKind.Rejected))
                return true;
            at += 1 + word.Length;
        }

        return false;
    }

    private static bool LooksPlural(ReadOnlySpan<char> word) => word.Length > 3 && char.ToLowerInvariant(word[^1]) is 's' or 'n' or 'r' or 'e' or 'a';

    private static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> rest, int at)
    {
        var end = at;
        while (end < rest.Length && (char.IsLetter(rest[end]) || (rest[end] == '-' && end + 1 < rest.Length && char.IsLetter(rest[end + 1]))))
            end++;
        return rest[at..end];
    }
}
