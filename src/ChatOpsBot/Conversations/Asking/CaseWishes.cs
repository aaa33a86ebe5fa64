using System.Collections.Frozen;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>
/// Reads what else people want of a case besides how it stands: a text to send on, how long the mail waits, the error once more, the checks
/// stopped. As in <see cref="CaseTalk"/> only a message all of whose words are known is understood.
/// </summary>
internal static class CaseWishes
{
    /// <summary>Whether it only asks for something: answering it changes nothing.</summary>
    public static bool IsAsked(CaseWord word) => IsHandOff(word) || word is CaseWord.FirstError or CaseWord.Expiry or CaseWord.Meaning;

    /// <summary>Whether the answer is nothing to the others of the conversation.</summary>
    public static bool IsForAsker(CaseWord word) => IsHandOff(word) || word is CaseWord.FirstError or CaseWord.NotHelpful;

    /// <summary>Whether a text to send on is wanted.</summary>
    public static bool IsHandOff(CaseWord word) => word is CaseWord.TellPartner or CaseWord.TellSender or CaseWord.HandOff or CaseWord.SendOn;

    /// <param name="words">As <see cref="SaidWords"/> reads them.</param>
    /// <param name="isQuestion">It has a question mark.</param>
    public static CaseWord? Read(List<string> words, bool isQuestion)
    {
        var bare = words.FindAll(word => !Polite.Contains(word));
        return bare.Count == 0 ? null : ReadPhrase(words, bare, isQuestion) ?? ReadStop(bare, isQuestion) ?? ReadSendOn(bare, isQuestion) ?? ReadTell(bare, isQuestion) ?? ReadExpiry(bare, isQuestion) ?? ReadFirstError(bare, isQuestion);
    }

    /// <summary>"Mine?" takes nothing.</summary>
    private static CaseWord? ReadPhrase(List<string> words, List<string> bare, bool isQuestion) =>
        (Phrases.TryGetValue(string.Join(' ', bare), out var word) || Phrases.TryGetValue(string.Join(' ', words), out word)) && !(isQuestion && word is CaseWord.Take or CaseWord.Release or CaseWord.Close or CaseWord.Reopen or CaseWord.NotHelpful) ? word : null;

    /// <summary>"Stop", "cancel the checks". Spanish and Portuguese "para" is as often "for".</summary>
    private static CaseWord? ReadStop(List<string> words, bool isQuestion) =>
        !words.Exists(Musts.Contains) && (isQuestion || !words.Exists(Us.Contains)) && words.TrueForAll(word => StopVerbs.Contains(word) || Stopped.Contains(word) || Fill.Contains(word)) && (words.Exists(word => StopVerbs.Contains(word) && word != For) || (words[0] == For && words.Skip(1).All(word => Stopped.Contains(word) || Articles.Contains(word)))) ? CaseWord.Stop : null;

    /// <summary>"Send it to Anna": whoever it is, the name may be one we do not know.</summary>
    private static CaseWord? ReadSendOn(List<string> words, bool isQuestion)
    {
        // Who does it tells of it.
        if (!isQuestion && Us.Contains(words[0]))
            return null;
        // "Can you send it", and in German the verb may stand behind all.
        var verb = words.FindIndex(SendVerbs.Contains);
        if (verb > 0 && verb == words.Count - 1)
            (words, verb) = ([words[verb], .. words[..verb].SkipWhile(word => Fill.Contains(word) && !Sent.Contains(word))], 0);
        if (verb < 0 || !words[..verb].TrueForAll(Fill.Contains))
            return null;
        var to = words.FindIndex(verb + 1, SentTo.Contains);
        if (to < 0 || words.Count - to is < 2 or > MostOfName || !words[(verb + 1)..to].TrueForAll(Sent.Contains))
            return null;
        var says = to > verb + 1 || words[verb].EndsWith("lo", StringComparison.Ordinal);
        return says && words[(to + 1)..].TrueForAll(word => !word.Any(char.IsAsciiDigit)) ? CaseWord.SendOn : null;
    }

    private static CaseWord? ReadTell(List<string> words, bool isQuestion)
    {
        if (!words.TrueForAll(word => Letters.Contains(word) || Bosses.Contains(word) || Tells.Contains(word) || Partners.Contains(word) || Senders.Contains(word) || Others.Contains(word) || TellAsks.Contains(word) || Fill.Contains(word)) || !words.Exists(Tells.Contains))
            return null;
        // "What does the partner say" asks for what nobody here knows.
        var isOrder = TellOrders.Contains(words[0]);
        if ((!isQuestion && !isOrder && !words.Exists(TellAsks.Contains)) || (words.Exists(SaysToo.Contains) && !words.Exists(ToOthers.Contains)))
            return null;
        // Whoever is above wants to know how it stands.
        if (words.Exists(Bosses.Contains))
            return words.Exists(word => Partners.Contains(word) || Senders.Contains(word) || Others.Contains(word)) ? null : CaseWord.News;
        return (words.Exists(Partners.Contains), words.Exists(Senders.Contains), words.Exists(Others.Contains)) switch
        {
            (false, false, false) => null,
            _ when isOrder && !isQuestion => CaseWord.SendOn,
            (true, false, false) => CaseWord.TellPartner,
            (false, true, false) => CaseWord.TellSender,
            _ => CaseWord.HandOff,
        };
    }

    private static CaseWord? ReadExpiry(List<string> words, bool isQuestion)
    {
        if (!words.TrueForAll(word => Lengths.Contains(word) || Haves.Contains(word) || Expires.Contains(word) || Whens.Contains(word) || Queued.Contains(word) || Fill.Contains(word)))
            return null;
        // "Do you have time?" is asked of whom it says.
        if (words.Exists(Lengths.Contains) && words.Exists(Haves.Contains))
            return words.Exists(Whens.Contains) || (isQuestion && !words.Exists(You.Contains)) ? CaseWord.Expiry : null;
        // "Mail bounces?" asks whether it does, "what bounces" for something else.
        // Only giving up has to do with it.
        if (words.Exists(Gives.Contains) && !words.Contains("up"))
            return null;
        return words.Exists(Expires.Contains) && (words.Exists(Times.Contains) || (words.Exists(Deadlines.Contains) && words.Exists(Whens.Contains))) ? CaseWord.Expiry : null;
    }

    private static CaseWord? ReadFirstError(List<string> words, bool isQuestion) =>
        words.TrueForAll(word => Firsts.Contains(word) || Errors.Contains(word) || ErrorAsks.Contains(word) || Fill.Contains(word)) && words.Exists(Errors.Contains)
        && (words.Exists(Firsts.Contains) ? isQuestion || words.Exists(ErrorAsks.Contains) || words.Count <= 3 : (isQuestion || ErrorAsks.Contains(words[0])) && words.Exists(Was.Contains))
            ? CaseWord.FirstError
            : null;

    private const string For = "para";

    /// <summary>Two words of a name, and one that German puts behind.</summary>
    private const int MostOfName = 4;

    // In each: English, Spanish, Swedish, Portuguese, German.
    private static readonly FrozenSet<string> Polite = SaidWords.Set(
        "please pls plz hi hello hey ok okay thanks thank bot and so well great perfect", "favor porfa hola gracias vale bueno", "snälla tack hej och okej", "oi olá obrigado obrigada beleza", "bitte danke hallo moin und mal denn eigentlich");

    /// <summary>Said around it; they change nothing.</summary>
    private static readonly FrozenSet<string> Fill = SaidWords.Set(
        "i we you me us my our your it its it's this that these those the a an to for of in on at do can could should shall must may is are be there now then still again just need here about from with their again",
        "yo nosotros me nos mi mis tu nuestro nuestra nuestros lo la le les los las el un una unos esto eso este ese por para de del al a en se es son hay ahora todavía aún ya puedo podemos puedes podrías debo debería debemos tengo que tenemos su sus otra vez",
        "jag vi du mig oss min mitt mina vår vårt våra det den detta de dem en ett för till åt på i om av kan kunde ska skall bör måste är finns nu här att ni deras igen",
        "eu nós você pode poderia gente me nos meu minha meus nosso nossa o a os as um uma isso isto este esse para pra pro de do da dos ao aos à em na é há tem agora ainda devo deveria posso podemos pode tenho temos que deles seu sua seus suas novo novamente",
        "ich wir du mir uns mein meine meinen meinem unser unsere unseren unserem das den dem der die des ein eine einen einem es ihr an für zu von in im kann können kannst könntest soll sollen sollte muss müssen darf ist sind gibt jetzt nun noch hier dazu ihre ihren ihrem ihrer deren wieder nochmal");

    private static readonly FrozenSet<string> Articles = SaidWords.Set("la las los el lo o a os as por favor ya isso eso todo tudo agora ahora");

    private static readonly FrozenSet<string> StopVerbs = SaidWords.Set(
        "stop cancel abort", "para parar detén detener detenga cancela cancelar interrumpe interrumpir aborta", "stopp stoppa avbryt sluta", "pare parar cancele cancela cancelar interrompa interromper interrompe", "stoppe stoppen anhalten abbrechen abbruch beenden beende brich breche aufhören");

    private static readonly FrozenSet<string> Stopped = SaidWords.Set(
        "check checks checking test tests testing run running probe probing everything all case ticket", "comprobación comprobaciones comprobar prueba pruebas revisión todo caso", "kontroll kontrollen kontroller kontrollerna test testet tester testerna körningen allt ärendet", "teste testes verificação verificações execução tudo caso",
        "prüfung prüfungen überprüfung live-prüfung live-prüfungen tests check checks lauf alles ab laufende laufenden fall");

    private static readonly FrozenSet<string> SendVerbs = SaidWords.Set(
        "send forward mail email pass share", "envía enviar envíalo envíaselo envíale manda mandar mándale pásale mándalo mándaselo reenvía reenvíalo reenvíaselo pásalo pásaselo comparte compártelo", "skicka vidarebefordra mejla dela", "envie envia enviar mande manda mandar encaminhe encaminha repasse compartilhe", "schick schicke schicken sende senden leite weiterleiten maile mailen teile");

    private static readonly FrozenSet<string> Sent = SaidWords.Set(
        "it this that the text texts them card on along over", "eso esto el la los texto textos tarjeta todo", "det den detta texten texterna kortet vidare över", "isso isto o os texto textos cartão tudo", "das es dies den die text texte karte alles");

    private static readonly FrozenSet<string> SentTo = SaidWords.Set("to", "a al", "till åt", "para pra ao pro", "an zu");

    private static readonly FrozenSet<string> Tells = SaidWords.Set(
        "tell say write reply answer inform text texts message template wording draft something",
        "decir digo decimos decirle decirles diga digamos escribo escribir escribirle escribirles contesto contestar contestarle respondo responder informo informar comunico comunicar cuento contarle contarles texto textos mensaje plantilla escribe redacta informa dile diles algo",
        "säga säger skriva skriver svara svarar berätta berättar meddela meddelar informera text texten texter mall formulering meddelande skriv något",
        "dizer digo dizemos diga falo falar escrevo escrever respondo responder informo informar aviso avisar comunico comunicar texto textos mensagem modelo escreva escreve redija avise informe diga algo",
        "sagen sage sag schreiben schreibe schreib antworten antworte mitteilen informieren melden weitergeben text texte vorlage nachricht formulierung informiere etwas");

    /// <summary>Said to the bot, with whom: it is to do it.</summary>
    private static readonly FrozenSet<string> TellOrders = SaidWords.Set("tell write draft inform answer", "escribe redacta informa dile diles", "skriv meddela informera berätta", "escreva escreve redija avise informe diga", "schreib schreibe sag sage informiere");

    /// <summary>What is written; alone it is something else.</summary>
    private static readonly FrozenSet<string> Letters = SaidWords.Set("mail email e-mail", "correo", "mejl", "e-mail email", "mail e-mail");

    /// <summary>Others may do it as well: in these languages the verb does not tell who.</summary>
    private static readonly FrozenSet<string> SaysToo = SaidWords.Set("say write reply answer", "säger skriver svarar berättar meddelar");

    private static readonly FrozenSet<string> ToOthers = SaidWords.Set("i we us to me for", "jag vi man till åt oss mig");

    private static readonly FrozenSet<string> Partners = SaidWords.Set(
        "partner partners partner's recipient recipients recipient's receiver other other's side side's organization organisation company admin admins postmaster supplier vendor provider",
        "socio socios destinatario destinatarios otro otra lado parte organización empresa administrador administradora admin postmaster proveedor",
        "partnern partner partnerns mottagare mottagaren mottagarens andra sidan sidans motparten organisationen företaget administratör administratören admin leverantören",
        "parceiro parceiros destinatário destinatários outro outra lado parte organização empresa administrador administradora admin fornecedor",
        "partner partnern partners gegenseite andere anderen seite empfänger empfängers empfängerseite empfängeradmin organisation firma admin administrator postmaster lieferant lieferanten dienstleister");

    private static readonly FrozenSet<string> Senders = SaidWords.Set(
        "sender sender's senders user user's users colleague colleagues employee employees staff affected",
        "remitente remitentes usuario usuarios usuaria usuarias compañero compañeros empleados afectado afectados",
        "avsändare avsändaren avsändarens användare användaren användarna kollega kollegan kollegorna drabbade",
        "remetente remetentes usuário usuários usuária usuárias colega colegas funcionários afetado afetados",
        "absender absenders absendern nutzer nutzern benutzer benutzern anwender anwendern user usern kollege kollegen mitarbeiter mitarbeitern betroffenen betroffene");

    /// <summary>They may be on either side.</summary>
    private static readonly FrozenSet<string> Others = SaidWords.Set("them him her customer customers client clients people", "cliente clientes ellos", "kunden kunderna", "eles", "kunde ihnen denen leuten");

    private static readonly FrozenSet<string> Bosses = SaidWords.Set("boss manager management", "jefe jefa jefes dirección", "chef chefen chefer ledningen", "chefe chefia gerente diretoria", "chef chefin geschäftsführung vorgesetzten");

    private static readonly FrozenSet<string> TellAsks = SaidWords.Set(
        "what how give need want text texts template wording draft show send have got", "qué cómo dame danos necesito quiero pásame envíame mándame tienes darme darnos texto textos plantilla", "vad hur ge behöver vill skicka text texten mall formulering", "que como dê dá preciso quero passe manda dar texto textos modelo", "was wie gib brauche brauchen möchte will hast geben schick schicke text texte vorlage formulierung");

    private static readonly FrozenSet<string> Lengths = SaidWords.Set("long time until till", "tiempo hasta", "länge tid tills", "tempo até", "lange zeit bis");

    private static readonly FrozenSet<string> Haves = SaidWords.Set(
        "have got left remaining remains wait waits waiting queued kept stay stays", "tengo tenemos queda quedan dispongo espera esperan esperando", "har kvar väntar ligger", "tenho temos tem resta restam sobra espera", "habe haben hab bleibt bleiben übrig wartet warten liegt");

    private static readonly FrozenSet<string> Expires = SaidWords.Set(
        "expire expires expired expiry expiration expiring deadline returned bounce bounces give gives giving", "caduca caducan caducar caduque caduquen vence vencen expira expiran devuelve devuelven devuelto plazo", "ut retur förfaller utgår", "expira expiram expirar vence vencem devolvido devolvidos prazo", "ab verfällt verfallen abläuft ablaufen frist zurückgeschickt");

    private static readonly FrozenSet<string> Whens = SaidWords.Set("how when what until till much", "cuánto cuándo hasta cuál", "hur när vad tills mycket", "quanto quando qual até", "wie wann bis viel wieviel was");

    /// <summary>Of those that ask for a time, and not for a thing.</summary>
    private static readonly FrozenSet<string> Times = SaidWords.Set("when until till long time cuándo hasta tiempo när tills länge tid quando até tempo wann bis lange zeit");

    private static readonly FrozenSet<string> Deadlines = SaidWords.Set("expiry expiration deadline plazo prazo frist");

    private static readonly FrozenSet<string> Gives = SaidWords.Set("give gives giving");

    private static readonly FrozenSet<string> You = SaidWords.Set("you du você sie ihr");

    private static readonly FrozenSet<string> Us = SaidWords.Set("i we yo nosotros jag vi eu nós ich wir");

    private static readonly FrozenSet<string> Musts = SaidWords.Set("should shall must need debo debería debemos ska skall bör måste devo deveria soll sollen sollte muss müssen darf");

    private static readonly FrozenSet<string> Queued = SaidWords.Set(
        "mail mails email emails e-mail e-mails message messages oldest queue queued queues before they does will did has have had until up back sent sender i've we've more",
        "correo correos mensaje mensajes cola más antes ha han va vuelve vuelven",
        "mejl mejlet mejlen mail mailen e-post e-posten posten meddelandet meddelandena kön går löper kommer studsar innan mer mycket sig",
        "email e-mails mensagem mensagens fila mais antes vai vão volta voltam",
        "nachricht nachrichten e-mails warteschlange läuft laufen geht gehen kommt kommen zurück wird werden mehr bevor sie");

    private static readonly FrozenSet<string> Firsts = SaidWords.Set("first original exact full initial very", "primer primero original exacto completo inicial", "första ursprungliga exakta ursprung", "primeiro original exato completo inicial", "erste ersten erster ursprüngliche ursprünglichen genaue genauen originale vollständige vollständigen");

    private static readonly FrozenSet<string> Errors = SaidWords.Set(
        "error message line text bounce", "error mensaje línea texto rebote", "fel felet felmeddelande felmeddelandet meddelandet raden texten studsen originaltexten", "erro mensagem linha texto", "fehler fehlers fehlermeldung meldung zeile text wortlaut originaltext");

    private static readonly FrozenSet<string> ErrorAsks = SaidWords.Set("what which how show see read did was", "cuál qué cómo muestra muéstrame muéstranos enséñame era fue decía", "vad vilket vilken hur visa se var löd stod", "qual que como mostra mostre mostrar era foi dizia", "was welcher welche wie zeig zeige zeigen war lautete lautet hieß");

    private static readonly FrozenSet<string> Was = SaidWords.Set("was did show", "era fue decía muestra muéstrame muéstranos enséñame", "var löd visa stod", "era foi mostra mostre dizia", "war lautete lautet hieß zeig zeige");

    /// <summary>As they stand; what stands on the buttons of a card among them.</summary>
    private static readonly FrozenDictionary<string, CaseWord> Phrases = new (CaseWord Word, string[] Said)[]
    {
        (CaseWord.HandOff,
        [
            "hand-off texts", "hand-off text", "hand-off", "handoff", "handoff text", "handoff texts", "give me the text", "give me the texts", "give me a text", "text to send", "texts to send", "hand it over", "what do i send them", "what do i tell them",
            "textos para enviar", "texto para enviar", "dame el texto", "dame los textos", "dame un texto", "qué les digo", "qué les escribo", "qué le digo", "qué le escribo",
            "texter att skicka", "text att skicka", "ge mig texten", "ge mig texterna", "ge mig en text", "vad säger jag till dem", "vad skriver jag till dem",
            "me dê o texto", "me dá o texto", "me manda o texto", "me passa o texto", "o que digo a eles", "o que eu digo a eles", "o que eu falo pra eles", "o que eu digo pra eles",
            "texte zum weitergeben", "text zum weitergeben", "gib mir den text", "gib mir die texte", "gib mir einen text", "was sage ich denen", "was schreibe ich denen", "was sage ich ihnen",
        ]),
        (CaseWord.Stop, ["halt", "halt an", "hör auf", "schluss", "schluss damit", "ya basta", "basta", "para ya", "det räcker", "chega"]),
        (CaseWord.Look, ["vuelve a comprobar", "volver a comprobar", "vuelve a comprobarlo", "vuelve a probar", "kör om kontrollen", "kör om kontrollerna", "repetir comprobaciones", "repite las comprobaciones", "repite la comprobación", "repetir", "kör kontrollerna igen", "kör igen", "kör om", "repita os testes", "repete os testes", "run it again", "run again", "try again", "try it again", "versuch es noch mal", "versuch es noch einmal", "noch mal", "nochmal", "noch einmal", "försök igen", "inténtalo de nuevo", "tenta de novo", "tente de novo"]),
        (CaseWord.Close, ["solved close it", "resuelto cerrar", "löst stäng ärendet", "resolvido encerrar", "gelöst schließen", "fecha o caso", "fecha esse caso", "fecha isso"]),
        (CaseWord.Reopen, ["volver a abrir", "vuelve a abrirlo", "reábrelo", "abre de novo"]),
        (CaseWord.Take,
        [
            "i take it", "i'll take it", "i will take it", "i take this", "i'll take this", "i'll take this one", "i take this one", "i take the case", "i'll take care of it", "i take care of it", "i'll handle it", "i'm on it", "assign it to me", "assign this to me", "mine",
            "me encargo", "yo me encargo", "me encargo yo", "me ocupo", "yo me ocupo", "me ocupo yo", "lo llevo yo", "lo tomo", "lo tomo yo", "yo lo tomo", "lo cojo", "lo cojo yo", "asígnamelo",
            "jag tar det", "jag tar den", "jag tar det här", "jag tar den här", "jag tar hand om det", "jag tar ärendet", "tilldela mig",
            "eu assumo", "assumo", "deixa comigo", "eu cuido disso", "eu cuido", "fico com esse", "eu fico com esse", "pego esse", "eu pego", "eu pego esse",
            "ich übernehme", "ich übernehme das", "ich übernehme es", "ich übernehme den fall", "übernehme ich", "ich nehme das", "ich nehme es", "ich nehme den fall", "ich kümmere mich", "ich kümmere mich darum", "ich mach das", "ich bin dran", "weise es mir zu",
        ]),
        (CaseWord.Release,
        [
            "give it back", "i give it back", "unassign me", "unassign it", "i can't take it",
            "dejarlo libre", "déjalo libre", "lo dejo libre", "lo suelto",
            "lämna tillbaka", "jag lämnar tillbaka det", "jag lämnar tillbaka den", "släpp det",
            "devolver", "eu devolvo",
            "abgeben", "ich gebe es ab", "ich gebe den fall ab", "gib es ab", "ich gebe es zurück",
        ]),
        (CaseWord.NotHelpful,
        [
            "not helpful", "that's not helpful", "this is not helpful", "that didn't help", "this didn't help", "it didn't help", "that doesn't help", "this doesn't help", "doesn't help", "didn't help", "that does not help", "this does not help", "that's wrong", "that is wrong", "this is wrong", "you are wrong", "you're wrong",
            "no me ayudó", "no me ayuda", "no ayuda", "no ayudó", "eso no ayuda", "esto no ayuda", "no me sirve", "eso no es correcto", "está mal", "esto está mal",
            "hjälpte inte", "det hjälpte inte", "hjälper inte", "det hjälper inte", "det stämmer inte", "det är inte rätt",
            "não ajudou", "isso não ajudou", "não me ajudou", "não ajuda", "isso não ajuda", "está errado", "isso está errado",
            "nicht hilfreich", "das ist nicht hilfreich", "hat nicht geholfen", "das hat nicht geholfen", "hilft nicht", "das hilft nicht", "das hilft mir nicht", "das stimmt nicht", "das ist falsch",
        ]),
        (CaseWord.News,
        [
            "what now", "now what", "what next", "what's next", "what is next", "what's the next step", "what is the next step", "next step", "next", "what do i do", "what do i do now", "what do i do next", "what do we do", "what do we do now", "what should i do", "what should i do now", "what should i do next", "what should we do", "what can i do", "what can we do", "what must i do", "what has to be done", "what needs to be done", "what must the partner do", "how do i fix it", "how do i fix this", "how do i fix that", "how can i fix it", "how can i fix this", "how do we fix it", "how do we fix this", "how can we fix this", "how to fix it", "how to fix this", "how do i solve it", "how do i solve this", "show me the steps", "what are the steps", "explain the steps", "who owns this", "who owns it", "who owns the case", "who is the owner", "who took it", "who has taken it", "who has this", "who is responsible", "who is handling it", "who is handling this", "who's on it", "who has to act", "who needs to act", "who do i call", "who do i contact", "who should i call", "who should i contact", "whom do i call", "who do i have to call", "is it us or them", "is it our fault", "is it their fault", "whose fault is it", "is it on our side", "is it on their side", "show the card", "show me the card", "show the card again", "where is the card", "show me the results", "what are the results", "show the results", "what did you see", "what did the checks say", "what do the checks say", "what did you check", "what have you checked", "what was checked", "whom do i have to call", "who must i call", "is anyone on it", "is anybody on it", "is anyone working on it",
            "y ahora qué", "ahora qué", "qué hago", "qué hago ahora", "qué hacemos", "qué hacemos ahora", "qué debo hacer", "qué tengo que hacer", "qué puedo hacer", "qué hay que hacer", "cómo lo arreglo", "cómo arreglo esto", "cómo se arregla", "cómo se arregla esto", "cómo lo soluciono", "cómo lo resuelvo", "cómo lo arreglamos", "cómo lo solucionamos", "siguiente paso", "cuál es el siguiente paso", "próximo paso", "de quién es", "de quién es esto", "quién lo tiene", "quién lleva esto", "quién lleva el caso", "quién se ocupa", "quién se ocupa de esto", "quién es el responsable", "quién debe actuar", "quién tiene que actuar", "quién está con esto", "a quién llamo", "con quién hablo", "es culpa nuestra", "de quién es la culpa", "es culpa suya", "muéstrame la tarjeta", "dónde está la tarjeta", "qué dicen las comprobaciones", "qué has comprobado", "qué se ha comprobado", "cuándo vuelve el correo", "cuándo vuelven los correos", "quién se encarga de esto", "quién se encarga de ello", "quién se encarga del caso", "qué resultado hay",
            "vad nu", "vad gör jag", "vad gör jag nu", "vad gör vi", "vad gör vi nu", "vad ska jag göra", "vad ska jag göra nu", "vad kan jag göra", "vad måste jag göra", "vad måste göras", "hur löser jag det", "hur löser jag det här", "hur fixar jag det", "hur fixar jag det här", "hur åtgärdar jag det", "hur löser vi det", "hur fixar vi det", "nästa steg", "vad är nästa steg", "vem äger det här", "vem äger ärendet", "vem äger det", "vem har tagit det", "vem har det här", "vem har ärendet", "vem är ansvarig", "vem ansvarar", "vem ansvarar för det", "vem måste agera", "vem håller på med det", "vem ringer jag", "vem ska jag ringa", "vem kontaktar jag", "är det vårt fel", "är det deras fel", "vems fel är det", "visa kortet", "visa kortet igen", "var är kortet", "vad säger kontrollerna", "vad har kontrollerats", "vad kontrollerade du", "vad har du kontrollerat",
            "e agora", "o que faço", "o que faço agora", "o que eu faço", "o que eu faço agora", "o que fazemos", "o que fazer", "o que devo fazer", "o que posso fazer", "o que precisa ser feito", "como eu resolvo isso", "como resolvo isso", "como resolvo", "como resolver", "como resolver isso", "como eu conserto isso", "como conserto isso", "como corrigir isso", "como resolvemos isso", "próximo passo", "qual o próximo passo", "qual é o próximo passo", "de quem é", "de quem é isso", "de quem é esse caso", "quem está com isso", "quem está com o caso", "quem pegou", "quem assumiu", "quem cuida disso", "quem é responsável", "quem deve agir", "quem tem que agir", "pra quem eu ligo", "para quem eu ligo", "com quem eu falo", "a culpa é nossa", "de quem é a culpa", "a culpa é deles", "mostra o cartão", "onde está o cartão", "o que os testes dizem", "o que foi testado", "o que você testou", "quem está cuidando disso", "quem está cuidando do caso", "quando o e-mail volta", "quando os e-mails voltam", "quando volta o e-mail", "qual foi o resultado",
            "was nun", "was jetzt", "und jetzt", "was mache ich", "was mache ich jetzt", "was machen wir", "was machen wir jetzt", "was tun", "was soll ich tun", "was soll ich jetzt tun", "was soll ich machen", "was muss ich tun", "was muss ich machen", "was muss getan werden", "was muss der partner tun", "wie behebe ich das", "wie behebe ich es", "wie behebt man das", "wie löse ich das", "wie kann ich das beheben", "wie beheben wir das", "wie repariere ich das", "was kann ich tun", "was kann ich machen", "nächster schritt", "was ist der nächste schritt", "wie geht es weiter", "wie geht's weiter", "wem gehört das", "wem gehört der fall", "wer hat das", "wer hat den fall", "wer hat es übernommen", "wer hat das übernommen", "wer bearbeitet das", "wer bearbeitet den fall", "wer ist verantwortlich", "wer muss handeln", "wer muss was tun", "wen muss ich anrufen", "wen rufe ich an", "an wen wende ich mich", "liegt es an uns", "liegt das an uns", "liegt es an denen", "wessen schuld ist das", "zeig mir die karte", "zeig die karte", "wo ist die karte", "was sagen die prüfungen", "was wurde geprüft", "was hast du geprüft", "was ist das ergebnis",
        ]),
        (CaseWord.Expiry,
        [
            "how long can it wait", "how much time", "when is it too late", "what is the deadline", "what's the deadline", "deadline", "has it expired", "has the mail expired", "is it expired", "has it been returned", "is mail lost", "is the mail gone", "is the mail lost", "is any mail lost", "are mails lost", "will mail be lost", "will the mail be lost", "do i have to resend", "do we have to resend", "do users have to resend", "do they have to resend", "must it be sent again", "will it be delivered later", "will the mail be delivered later", "will mail be delivered later",
            "cuánto tiempo", "hasta cuándo", "cuándo es demasiado tarde", "cuál es el plazo", "ha caducado", "ya ha caducado", "se pierde el correo", "se pierden los correos", "se ha perdido el correo", "hay que reenviar", "hay que reenviarlo", "hay que volver a enviar", "tenemos que reenviar", "se entregará después",
            "hur länge har jag på mig", "hur länge har vi på oss", "hur lång tid har jag", "hur lång tid har jag på mig", "hur lång tid har vi", "hur lång tid har vi på oss", "hur lång tid är det kvar", "när är det för sent", "har den gått ut", "har mejlet gått ut", "har det gått ut", "försvinner mejlen", "försvinner mejlet", "är mejlen borta", "måste vi skicka om", "måste jag skicka om", "måste de skicka igen", "måste vi skicka igen", "kommer mejlen fram senare", "när skickas mejlen tillbaka",
            "quanto tempo", "até quando", "quando é tarde demais", "qual o prazo", "qual é o prazo", "já expirou", "o e-mail se perde", "os e-mails se perdem", "o e-mail se perdeu", "precisa reenviar", "precisamos reenviar", "tem que reenviar", "precisa enviar de novo", "será entregue depois",
            "bis wann", "wie viel zeit", "wieviel zeit", "wann ist es zu spät", "was ist die frist", "ist sie abgelaufen", "ist die mail abgelaufen", "gehen mails verloren", "geht die mail verloren", "ist die mail verloren", "sind mails verloren", "müssen wir neu senden", "muss ich neu senden", "müssen wir noch einmal senden", "muss die mail neu gesendet werden", "wird die mail später zugestellt",
        ]),
        (CaseWord.FirstError,
        [
            "since when", "when did it start", "when did this start", "when did that start", "original text", "original error", "what did it say", "what did the error say", "show the original", "what is the error", "what's the error", "which error", "which error is it", "which error was it",
            "desde cuándo", "desde cuándo pasa", "cuándo empezó", "cuándo empezó esto", "texto original", "error original", "qué decía", "qué decía el error", "cuál es el error", "qué error es", "qué error",
            "sedan när", "när började det", "när började det här", "originaltext", "originaltexten", "vad stod det", "vad stod det i felet", "visa originalet", "vad är felet", "vilket fel är det", "vilket fel",
            "desde quando", "quando começou", "quando isso começou", "erro original", "o que dizia", "o que dizia o erro", "o que o erro dizia", "qual é o erro", "qual erro", "que erro é esse",
            "seit wann", "seit wann ist das so", "seit wann geht das so", "wann hat das angefangen", "wann hat es angefangen", "originalfehler", "was stand da", "was stand im fehler", "zeig das original", "welcher fehler", "welcher fehler ist es",
        ]),
        (CaseWord.Meaning,
        [
            "what does it mean", "what does mean", "what does that mean", "what does this mean", "what is that", "what is this", "what's that", "what's this", "what is it", "why", "why is that", "what's the cause", "what is the cause", "what caused it", "what caused this", "what is wrong", "what's wrong", "explain", "explain it", "explain this", "explain that", "explain the error", "what does the error mean", "can you explain", "can you explain it", "can you explain this", "can you explain that", "could you explain", "could you explain that", "could you explain this", "i don't understand", "i don't get it",
            "qué significa", "qué significa esto", "qué significa eso", "qué es esto", "qué es eso", "por qué", "cuál es la causa", "qué quiere decir", "qué quiere decir esto", "explica", "explícalo", "explica esto", "explica eso", "explícame esto", "qué pasa", "puedes explicarlo", "puedes explicar esto", "puedes explicármelo", "no lo entiendo", "no entiendo",
            "vad betyder det", "vad betyder", "vad betyder det här", "vad betyder detta", "vad betyder felet", "vad är det", "vad är det här", "varför", "vad beror det på", "vad är orsaken", "förklara", "förklara det", "förklara felet", "vad är fel", "kan du förklara", "kan du förklara det", "jag förstår inte", "jag förstår inte det här",
            "o que significa", "o que significa isso", "o que isso significa", "o que é isso", "o que quer dizer", "o que isso quer dizer", "por quê", "por que", "qual é a causa", "qual a causa", "explica isso", "explique", "explique isso", "me explica", "pode explicar", "pode explicar isso", "você pode explicar", "você pode explicar isso", "não entendi", "não entendo",
            "was bedeutet das", "was bedeutet", "was heißt", "was heißt das", "was ist das", "was soll das heißen", "warum", "wieso", "woran liegt das", "woran liegt es", "was ist die ursache", "was ist los", "erkläre das", "erklär das", "erklär mir das", "erkläre mir das", "erkläre den fehler", "kannst du das erklären", "kannst du mir das erklären", "können sie das erklären", "ich verstehe das nicht", "verstehe ich nicht", "was bedeutet der fehler",
        ]),
    }
        .SelectMany(list => list.Said.Select(said => (Words: SaidWords.Of(said), list.Word)))
        // A short one, without its small words, would be anything.
        .SelectMany(phrase => phrase.Words.FindAll(word => !Polite.Contains(word)) is { Count: > 2 } bare ? new[] { phrase, (Words: bare, phrase.Word) } : [phrase])
        .Select(phrase => (Said: string.Join(' ', phrase.Words), phrase.Word))
        .DistinctBy(phrase => phrase.Said)
        .ToFrozenDictionary(phrase => phrase.Said, phrase => phrase.Word, StringComparer.Ordinal);

    /// <summary>All the words that tell something here: what is one letter away from one of them may be a slip.</summary>
    public static FrozenSet<string> Known { get; } =
    [
        .. Polite, .. Fill, .. StopVerbs, .. Stopped, .. Tells, .. Partners, .. Senders, .. Others, .. Bosses, .. Letters, .. TellAsks, .. Lengths, .. Haves, .. Expires, .. Whens, .. Queued, .. Firsts, .. Errors, .. ErrorAsks,
        .. Phrases.Keys.SelectMany(phrase => phrase.Split(' ')),
    ];
}
