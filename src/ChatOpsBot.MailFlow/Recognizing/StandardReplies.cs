using System.Buffers;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>How much the words beside a number say about it.</summary>
internal enum ReplyWording
{
    None,

    /// <summary>Other servers say so, too: try again later.</summary>
    AnyServer,

    /// <summary>Only mail servers and their reports say so: bad sequence of commands, relaying denied.</summary>
    MailServer,
}

/// <summary>
/// The words mail servers put behind their numbers: RFC 5321 §4.2.2 and §4.2.3, what the common servers say instead, and the captions of
/// delivery reports. Directly beside a number they say what it is, whatever the rest of the sentence speaks of.
/// </summary>
internal static class StandardReplies
{
    private const int Reach = 56;

    // "550 sorry, no mailbox here", "550 <j@contoso.example>: user unknown"
    private const int MostWordsBetween = 3;

    private static readonly (ReplyWording Wording, string[] Phrases)[] Table =
    [
        (ReplyWording.MailServer,
        [
            "bad sequence of commands", "command out of sequence", "syntax error in parameters", "syntax error in command", "syntax error, command", "syntax: ", "command unrecognized", "command not recognized", "command unknown", "unrecognized command", "unknown command",
            "command not implemented", "command parameter not implemented", "need mail", "need rcpt", "valid rcpt", "no valid recipients", "must issue a starttls", "polite people say hello", "send hello first", "sender already specified",
            "insufficient system storage", "insufficient storage", "insufficient system resources", "insufficient disk space", "out of storage", "exceeded storage allocation", "exceeds storage", "over quota", "quota exceeded", "mailbox full", "mailbox is full", "mailbox size",
            "mailbox unavailable", "mailbox not found", "mailbox disabled", "mailbox name not allowed", "mailbox busy", "no such mailbox", "mailbox does not exist", "no mailbox here", "user unknown", "unknown user", "no such user", "user not found", "user not local", "user does not exist", "no such recipient",
            "recipient unknown", "unknown recipient", "recipient not found", "recipient rejected", "recipient address rejected", "invalid recipient", "bad recipient", "invalid mailbox", "sender rejected", "sender address rejected", "sender denied", "sender not authorized", "bad sender", "invalid sender",
            "relaying denied", "relay denied", "relay access denied", "relay not permitted", "relaying not allowed", "relay not allowed", "not permitted to relay", "not allowed to relay", "unable to relay", "cannot relay", "relaying prohibited", "we do not relay", "not an open relay",
            "transaction failed", "closing transmission channel", "too many recipients", "too many hops", "too many messages", "too many invalid recipients", "too many errors", "too many bad commands", "receiving mail too quickly", "user is receiving mail too quickly", "is receiving mail too quickly", "receiving email too quickly", "receiving mail at a rate", "message not allowed", "mail not allowed", "message too large", "message size exceeds", "message too big", "message rejected", "mail rejected",
            "greylisted", "greylisting", "graylisted", "client host rejected", "helo command rejected", "helo rejected", "domain not found", "spam detected", "message content rejected", "must authenticate first", "client was not authenticated", "client not authenticated", "smtp auth required", "authentication unsuccessful",
            "invalid characters", "tenantattribution", "tenant attribution", "recipientnotfound", "recipient.notfound", "hop count exceeded", "mail loop", "routing loop", "message expired", "delivery not authorized", "unable to route", "no route to domain", "organization not allowed", "banned sending",
            "usuario desconocido", "buzón lleno", "buzón inexistente", "buzón no disponible", "destinatario desconocido", "destinatario inexistente", "destinatario no existe", "destinatario no encontrado", "usuario no existe", "usuario inexistente", "usuario no encontrado", "el buzón no existe", "el usuario no existe", "el destinatario no existe", "espacio insuficiente", "mensaje rechazado", "mensaje demasiado grande", "remitente no autorizado", "destinatario rechazado", "retransmisión denegada", "relay denegado", "remitente rechazado", "demasiados destinatarios", "secuencia de comandos", "secuencia incorrecta", "mala secuencia",
            "okänd användare", "okänd mottagare", "mottagaren okänd", "användaren okänd", "mottagaren finns inte", "användaren finns inte", "brevlådan finns inte", "mottagaren hittades inte", "användaren hittades inte", "mottagaren avvisad", "avsändaren avvisad", "avsändare avvisad", "meddelandet avvisat", "meddelandet är för stort", "meddelandet för stort", "brevlådan full", "brevlådan är full", "full brevlåda", "brevlåda full", "för många mottagare", "reläande nekat", "felaktig kommandosekvens", "fel ordning på kommandon", "relä nekat", "slut på lagring",
            "usuário desconhecido", "caixa cheia", "caixa postal cheia", "caixa inexistente", "destinatário desconhecido", "destinatário inexistente", "destinatário não existe", "destinatário não encontrado", "usuário não existe", "usuário inexistente", "usuário não encontrado", "caixa não existe", "mensagem rejeitada", "mensagem recusada", "mensagem muito grande", "remetente recusado", "remetente rejeitado", "muitos destinatários", "espaço insuficiente", "destinatário recusado", "relay negado", "destinatários demais", "sequência de comandos", "sequência incorreta",
            "benutzer unbekannt", "unbekannter benutzer", "empfänger unbekannt", "empfänger existiert nicht", "empfänger nicht gefunden", "empfänger nicht vorhanden", "empfänger abgelehnt", "absender abgelehnt", "benutzer existiert nicht", "benutzer nicht gefunden", "postfach existiert nicht", "postfach nicht gefunden", "postfach nicht verfügbar", "nachricht zu groß", "nachricht abgelehnt", "speicherplatz nicht ausreichend", "zu wenig speicherplatz", "unbekannter empfänger", "postfach voll", "postfach ist voll", "relay verweigert", "relaying verweigert", "zu viele empfänger", "befehlsfolge", "falsche befehlsfolge", "ungültige befehlsfolge", "falsche reihenfolge der befehle",
        ]),
        (ReplyWording.AnyServer,
        [
            "try again later", "try later", "inténtelo más tarde", "intentelo mas tarde", "intente más tarde", "inténtelo de nuevo", "inténtelo otra vez", "intente de nuevo", "vuelva a intentar", "reintente más tarde", "pruebe más tarde",
            "försök igen", "försök senare", "tente mais tarde", "tente novamente", "tente de novo", "später erneut", "später noch einmal", "später nochmal", "später wieder versuchen", "erneut versuchen", "bitte später",
            "acceso denegado", "åtkomst nekad", "åtkomst nekas", "acesso negado", "zugriff verweigert", "autenticación fallida", "autenticación incorrecta", "fallo de autenticación", "error de autenticación", "autentisering misslyckades", "autentiseringen misslyckades", "inloggning misslyckades",
            "inloggningen misslyckades", "falha na autenticação", "falha de autenticação", "autenticação falhou", "authentifizierung fehlgeschlagen", "authentifizierung gescheitert", "anmeldung fehlgeschlagen", "authentication required", "authentication failed", "authentication credentials invalid", "too many connections", "too many concurrent", "too many simultaneous", "service not available", "local error in processing",
            "autenticación requerida", "demasiadas conexiones", "autenticação necessária", "muitas conexões", "conexões demais", "autentisering krävs", "för många anslutningar", "authentifizierung erforderlich", "zu viele verbindungen",
        ]),
    ];

    private static readonly ILookup<char, (ReplyWording Wording, string Phrase)> ByFirstLetter =
        Table.SelectMany(row => row.Phrases.Select(phrase => (row.Wording, phrase))).ToLookup(row => row.phrase[0]);

    private static readonly SearchValues<string> Search = SearchValues.Create([.. Table.SelectMany(row => row.Phrases)], StringComparison.OrdinalIgnoreCase);

    /// <summary>What stands beside a number, behind it or directly before it.</summary>
    public static ReplyWording Beside(ReadOnlySpan<char> text, int start, int end, out int from, out int to)
    {
        (from, to) = (end, end);
        if (text[Math.Max(0, start - Reach)..Math.Min(text.Length, end + Reach)].IndexOfAny(Search) < 0)
            return ReplyWording.None;
        var after = text[end..Math.Min(text.Length, end + Reach)];
        var stop = after.IndexOf('\n');
        if (stop >= 0)
            after = after[..stop];
        var wording = Behind(after, out var offset, out var length);
        (from, to) = (end + offset, end + offset + length);
        return wording != ReplyWording.None ? wording : Before(text, start, out from, out to);
    }

    private static ReplyWording Behind(ReadOnlySpan<char> after, out int offset, out int length)
    {
        (offset, length) = (0, 0);
        var words = 0;
        for (var at = 0; at < after.Length;)
        {
            if (!char.IsLetterOrDigit(after[at]))
            {
                if (after[at] is '.' or '!' or '?' or ';' && at > 0)
                    return ReplyWording.None;
                at++;
                continue;
            }

            var wording = PhraseAt(after, at, out length);
            if (wording != ReplyWording.None)
            {
                offset = at;
                return wording;
            }

            var end = WordEnd(after, at);
            if (++words > MostWordsBetween || !MayStandBetween(after[at..end]))
                return ReplyWording.None;
            at = end;
        }

        return ReplyWording.None;
    }

    // "mailbox full (552)", "no such user: 550"
    private static ReplyWording Before(ReadOnlySpan<char> text, int start, out int from, out int to)
    {
        (from, to) = (start, start);
        var before = text[Math.Max(0, start - Reach)..start];
        before = before[(before.LastIndexOf('\n') + 1)..].TrimEnd(" (:-'\"");
        for (var (at, words) = (before.Length, 0); at > 0 && words < 5; words++)
        {
            while (at > 0 && !char.IsLetter(before[at - 1]))
                at--;
            while (at > 0 && char.IsLetter(before[at - 1]))
                at--;
            var wording = PhraseAt(before, at, out var length);
            if (wording == ReplyWording.None)
                continue;
            (from, to) = (start - Math.Min(start, Reach), start);
            // One more word at the most: "no such user here (550)".
            return length > 0 && before[(at + length)..].Count(' ') <= 1 ? wording : ReplyWording.None;
        }

        return ReplyWording.None;
    }

    private static ReplyWording PhraseAt(ReadOnlySpan<char> text, int at, out int length)
    {
        var rest = text[at..];
        if (!rest.IsEmpty)
        {
            foreach (var (wording, phrase) in ByFirstLetter[char.ToLowerInvariant(rest[0])])
            {
                if (!rest.StartsWith(phrase, StringComparison.OrdinalIgnoreCase) || (rest.Length > phrase.Length && char.IsLetter(rest[phrase.Length])))
                    continue;
                length = phrase.Length;
                return wording;
            }
        }

        length = 0;
        return ReplyWording.None;
    }

    // A thing counted ends the reply: "452 chairs, mailbox full of offers".
    private static bool MayStandBetween(ReadOnlySpan<char> word)
    {
        if (word.Contains('@') || word.ContainsAnyInRange('0', '9'))
            return word.Contains('.') || word.Contains('@');
        var kind = Lexicon.KindOf(word);
        return kind.Has(WordKind.Filler | WordKind.ReplyText | WordKind.Mail | WordKind.MailMaybe | WordKind.ErrorLabel | WordKind.With) && !kind.Has(WordKind.Unit | WordKind.Version | WordKind.Change) && !Roles.Of(word).Has(Role.Sum);
    }

    private static int WordEnd(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && (char.IsLetterOrDigit(line[at]) || line[at] is '@' or '-' or '_' or '.' && at + 1 < line.Length && char.IsLetterOrDigit(line[at + 1])))
            at++;
        return at;
    }
}
