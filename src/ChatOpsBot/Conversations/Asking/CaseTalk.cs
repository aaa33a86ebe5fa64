using System.Collections.Frozen;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>
/// Reads how somebody says that it works, that it does not, or asks for news: in any of the five languages. Understood is only a message
/// all of whose words are known, because what one more word says may turn it round: "fixed" is not "fixed IP address".
/// </summary>
internal static class CaseTalk
{
    /// <param name="said">The message as its reader sees it, without the mention of the bot.</param>
    /// <returns>Null when it says nothing of this, or something besides.</returns>
    public static CaseWord? Read(string said) => ReadWhole(said) ?? ReadWish(said);

    /// <summary>
    /// The same where one letter is wrong. Nothing is closed, stopped or taken on a guess: what would be done so is not understood, and
    /// "it wroks now" is a hope.
    /// </summary>
    public static CaseWord? ReadMistyped(string said)
    {
        if (said.Length > Longest || SaidWords.Of(said) is not { Count: > 0 and <= MostWords } words || words.FindAll(word => !Understood.Contains(word)) is not [{ Length: >= ShortestMistyped } typed] || !typed.All(char.IsLetter) || SaidOtherwise.NoSlips.Contains(typed))
            return null;
        var meant = Understood.Where(word => IsMistyped(typed, word)).Select(word => ReadWhole(said, words, typed, word)).OfType<CaseWord>().Distinct().ToList();
        return meant switch
        {
            [CaseWord.Mended] => CaseWord.PerhapsMended,
            [var only] when IsHarmless(only) || only is CaseWord.Broken or CaseWord.PerhapsMended => only,
            _ => null,
        };
    }

    /// <summary>What is asked last, after something else was said: only what changes nothing.</summary>
    public static CaseWord? ReadLast(string said)
    {
        var trimmed = said.TrimEnd();
        var end = trimmed.Length <= LongestBefore && trimmed.Length > 1 ? trimmed.LastIndexOfAny(['.', '!', '?', ';', '\n', ','], trimmed.Length - 2) : -1;
        // What was said before may have been an error.
        return end > 0 && !trimmed[..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Any(HasCode) && ReadWhole(trimmed[(end + 1)..]) is { } word && IsHarmless(word) ? word : null;
    }

    /// <summary>Whether it can be answered without changing anything but what is checked again.</summary>
    public static bool IsHarmless(CaseWord word) => word is CaseWord.News or CaseWord.Look || CaseWishes.IsAsked(word);

    /// <summary>Whatever was said before it, "please check again" is a wish that does no harm.</summary>
    private static CaseWord? ReadWish(string said) =>
        said.Length <= Longest && said.LastIndexOfAny([',', '.', '!', ';', '\n'], Math.Max(0, said.Length - 2)) is > 0 and var end && ReadWhole(said[(end + 1)..]) == CaseWord.Look ? CaseWord.Look : null;

    private static CaseWord? ReadWhole(string said) =>
        said.Length <= Longest && SaidWords.Of(said) is { Count: > 0 and <= MostWords } words ? ReadWhole(said, words) : null;

    private static CaseWord? ReadWhole(string said, List<string> words, string typed, string meant) => ReadWhole(said, words.ConvertAll(word => word == typed ? meant : word));

    /// <summary>One letter more, less, another one, or two that changed places; the first is seldom wrong. Of four letters only one may be missing.</summary>
    private static bool IsMistyped(string typed, string word) =>
        typed[0] == word[0] && Math.Abs(typed.Length - word.Length) <= 1 && (typed.Length > ShortestMistyped || word.Length > typed.Length) && word.Length > ShortestMistyped && ChatCommandReader.Distance(typed, word) == 1;

    private static CaseWord? ReadWhole(string said, List<string> words)
    {
        if (words.Count <= MostInAnswer && words.TrueForAll(word => Agreed.Contains(word) || Greetings.Contains(word)) && words.Exists(Agreed.Contains))
            return CaseWord.Yes;
        if (words.Count <= MostInAnswer && words.TrueForAll(word => SaidWords.Answers.Contains(word) || Greetings.Contains(word)) && words.Exists(SaidWords.Answers.Contains))
            return CaseWord.No;
        if (CaseWishes.Read(words, isQuestion: said.Contains('?', StringComparison.Ordinal)) is { } wish)
            return wish;
        if (Phrases.Contains(string.Join(' ', words)) || Phrases.Contains(string.Join(' ', words.Where(word => !Small.Contains(word)))))
            return CaseWord.News;
        if (!words.TrueForAll(Known.Contains) || SaidOtherwise.IsConditional(said, words))
            return null;
        var isQuestion = said.Contains('?', StringComparison.Ordinal) || IsAsked(words);
        // "No news" is what somebody tells.
        if (words.Exists(News.Contains))
            return isQuestion || !words.Exists(Not.Contains) || words.Exists(Still.Contains) ? CaseWord.News : null;
        return Judge(words, isQuestion) is not { } state ? null
            // "Can you close it?" is a wish.
            : isQuestion && state is not (CaseWord.Close or CaseWord.Reopen or CaseWord.Look) ? CaseWord.News
            : state;
    }

    /// <summary>The same of somebody who names the code of the trouble: "4.4.316 is fixed".</summary>
    public static CaseWord? ReadBesideCode(string said)
    {
        var rest = Without(said, IsCode);
        // "450 4.4.316 Message expired?" is what a server said: a question mark alone asks for nothing there.
        return Read(rest) is { } word && !IsAnswer(word) && (!CaseWishes.IsAsked(word) || Read(rest.Replace('?', ' ')) == word) ? word : null;
    }

    /// <summary>The same of somebody who names the server: "mx1.contoso.com works again".</summary>
    public static CaseWord? ReadBesideServer(string said) => ReadWhole(Without(said, NamedServer.Looks)) is { } word && !IsAnswer(word) ? word : null;

    /// <summary>"No, mx1.contoso.com" answers something else than whether mail flows.</summary>
    private static bool IsAnswer(CaseWord word) => word is CaseWord.Yes or CaseWord.No;

    /// <summary>What is left without the words that name what is meant; that it is a question stays.</summary>
    private static string Without(string said, Func<string, bool> names) => string.Join(
        ' ',
        said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => names(word.Trim('.', ',', ':', ';', '?', '!', '(', ')', '"')) ? word.EndsWith('?') ? "?" : "" : word).Where(word => word.Length > 0));

    private static bool HasCode(string word) => word.Count(char.IsAsciiDigit) >= DigitsOfCode;

    private static bool IsCode(string word) => word.Length >= 3 && word.All(c => char.IsAsciiDigit(c) || c == '.');

    private static CaseWord? Judge(List<string> words, bool isQuestion)
    {
        var isDenied = words.Exists(Not.Contains);
        var isOver = words.Exists(Over.Contains);
        var isSame = SaidOtherwise.IsSame(words);
        var isStill = words.Exists(Still.Contains);
        var isBack = SaidOtherwise.IsBack(words);
        var hasTrouble = words.Exists(Trouble.Contains);
        // "It works, don't close it yet", "not open yet": neither of both alone.
        if (isDenied && words.Exists(word => Close.Contains(word) || Reopen.Contains(word) || Open.Contains(word)))
            return null;
        // "Mails kommen wieder an", "mejlen kommer fram igen": the two words together.
        if (words.Exists(Mail.Contains) && SaidOtherwise.Arrives(words))
            return isDenied ? CaseWord.Broken : isQuestion || words.Exists(Now.Contains) ? CaseWord.Mended : null;
        if (words.Exists(Works.Contains))
            return JudgeWorks(words, isQuestion);
        if (!isQuestion && SaidOtherwise.IsPast(words) && !isSame && !isStill && !words.Exists(Again.Contains))
            return null;
        if (words.Exists(Broken.Contains))
            return isDenied ? isOver && !IsMore(words) ? CaseWord.Mended : null : isQuestion || !words.Exists(SaidOtherwise.NotNow.Contains) ? CaseWord.Broken : null;
        if (hasTrouble)
            return isDenied && isOver ? IsMore(words) || isSame || isStill || isBack ? null : CaseWord.Mended : !isDenied && (isBack || isSame || isStill || words.Exists(Again.Contains)) ? CaseWord.Broken : null;
        if (isBack)
            return isDenied ? CaseWord.Broken : words.Exists(Mail.Contains) && !SaidOtherwise.MayBeReturned(words) ? CaseWord.Mended : CaseWord.Back;
        if (words.Exists(Close.Contains))
            return SaidOtherwise.IsOrder(words, isQuestion) ? CaseWord.Close : null;
        if (words.Exists(Reopen.Contains) || (words.Exists(Open.Contains) && words.Exists(Again.Contains) && !words.Exists(Mail.Contains)))
            return SaidOtherwise.IsOrder(words, isQuestion) ? CaseWord.Reopen : null;
        if (words.Exists(Look.Contains))
            return !isDenied && (words.Exists(Again.Contains) || words.Exists(LookAgain.Contains)) && SaidOtherwise.IsWish(words) ? CaseWord.Look : null;
        if (isSame)
            return isDenied ? null : CaseWord.Broken;
        if (isStill && isDenied)
            return words.TrueForAll(word => NotYet.Contains(word) || Denials.Contains(word) || Greetings.Contains(word)) ? CaseWord.No : words.Exists(Mail.Contains) || !words.Exists(SaidOtherwise.Somebody.Contains) ? CaseWord.Broken : null;
        // "All good now" may be a nod to something else: nothing is closed for it.
        return words.Exists(Weak.Contains) && words.Exists(Now.Contains) && !isDenied ? CaseWord.PerhapsMended : null;
    }

    private static CaseWord? JudgeWorks(List<string> words, bool isQuestion)
    {
        // What is asked gets news in any case.
        if (isQuestion)
            return CaseWord.Mended;
        if (SaidOtherwise.IsWork(words) || SaidOtherwise.IsPast(words))
            return null;
        // "No problem, works again" denies the problem.
        var isDenied = words.Where((word, at) => Not.Contains(word) && words.Skip(at + 1).SkipWhile(Over.Contains).FirstOrDefault() is var denied && !(denied is not null && (Trouble.Contains(denied) || (word == "no" && PortugueseNouns.Contains(denied))))).Any();
        if (isDenied)
            return CaseWord.Broken;
        if (words.Exists(Broken.Contains) || words.Exists(Still.Contains))
            return null;
        if (words.Exists(Hope.Contains))
            return CaseWord.PerhapsMended;
        // "Works again, you can close it" is said of now.
        if ((words.Exists(SaidOtherwise.NotNow.Contains) && !words.Exists(Close.Contains)) || SaidOtherwise.IsNotYet(words, words.Exists(Mail.Contains)))
            return null;
        return !words.Exists(Vague.Contains) || words.Exists(word => Now.Contains(word) || Mail.Contains(word) || (Works.Contains(word) && !Vague.Contains(word))) ? CaseWord.Mended : CaseWord.PerhapsMended;
    }

    /// <summary>"No more mail", "nichts mehr": what there is no more of is not the trouble.</summary>
    private static bool IsMore(List<string> words)
    {
        for (var at = words.FindIndex(Not.Contains); at >= 0; at = words.FindIndex(at + 1, Not.Contains))
        {
            var next = words.FindIndex(at + 1, word => !Over.Contains(word));
            if ((next >= 0 && Mail.Contains(words[next])) || (Nothing.Contains(words[at]) && at + 1 < words.Count && Over.Contains(words[at + 1])))
                return true;
        }

        return words.Exists(Same.Contains) || words.Exists(Again.Contains);
    }

    /// <summary>Without a question mark only the order of the words tells: "is it fixed", "geht es wieder", "fungerar det".</summary>
    private static bool IsAsked(List<string> words)
    {
        var first = words.FindIndex(word => !Greetings.Contains(word) && !Interjections.Contains(word));
        var next = first >= 0 && first + 1 < words.Count ? words[first + 1] : "";
        // "Does not work" leaves out who does not.
        return first >= 0 && ((Asking.Contains(words[first]) && !Not.Contains(next)) || ((Inverted.Contains(words[first]) || Verbs.Contains(words[first])) && Subjects.Contains(next)));
    }

    private const int Longest = 120;
    private const int LongestBefore = 300;
    private const int MostWords = 14;
    private const int ShortestMistyped = 4;
    private const int DigitsOfCode = 3;

    private static readonly FrozenSet<string> Agreed = FrozenSet.Create(StringComparer.Ordinal, "yes", "yep", "yeah", "yup", "si", "ja", "jo", "japp", "jepp", "sim", "claro", "doch");

    private const int MostInAnswer = 3;

    // In each: English, Spanish, Swedish, Portuguese, German.
    private static readonly FrozenSet<string> Works = SaidWords.Set(
        "works work working worked fixed solved resolved mended repaired arriving arrives",
        "funciona funcionan funcionando funcionado funcionar arreglado arreglada solucionado solucionada resuelto resuelta llegan llegando",
        "fungerar funkar fungera funka löst lösta lagat lagad fixat fixad åtgärdat åtgärdad ordnat går",
        "funcionam funcionou resolvido resolvida consertado consertada corrigido corrigida normalizado normalizou chegam chegando chegou",
        "funktioniert funktionieren geht gehen läuft laufen klappt behoben gelöst gefixt repariert erledigt");

    /// <summary>Of these much else can be said, and an errand is done too: alone they close nothing.</summary>
    private static readonly FrozenSet<string> Vague = SaidWords.Set("geht gehen läuft laufen erledigt går");

    /// <summary>A nod, unless it is said of now or of again.</summary>
    private static readonly FrozenSet<string> Weak = SaidWords.Set("good fine ok okay normal well", "bien normal", "bra okej", "bem normal certo", "gut");

    private static readonly FrozenSet<string> Now = SaidWords.Set("now again", "ya ahora nuevo", "nu igen", "agora novamente", "jetzt nun wieder");

    private static readonly FrozenSet<string> Again = SaidWords.Set("again once-more", "nuevo vez", "igen", "novamente novo", "wieder schon nochmal nochmals erneut einmal");

    private static readonly FrozenSet<string> LookAgain = SaidWords.Set("recheck re-check retest retry", "recomprobar", "kontrollera-igen", "reverificar", "nachprüfen");

    private static readonly FrozenSet<string> Look = SaidWords.Set(
        "check checks test recheck re-check retest retry run look", "comprueba comprobar revisa revisar prueba recomprobar mira", "kolla kontrollera testa titta", "verifica verificar verifique testar teste checar reverificar", "prüfe prüfen prüf teste testen nachprüfen");

    private static readonly FrozenSet<string> Broken = SaidWords.Set(
        "broken down failing fails fail failed stuck dead bouncing bounces refused refusing",
        "roto rota caído caída falla fallan fallando atascado atascada atascados rebota rebotan devuelven",
        "trasig trasigt nere sönder fastnar strular studsar",
        "quebrado quebrada fora parado parada travado travada falhando falha falham caiu",
        "kaputt defekt hängt hängen gestört down scheitert");

    private static readonly FrozenSet<string> Close = SaidWords.Set("close", "cierra cerrar ciérralo cierre cerramos", "stäng stänga", "feche fechar encerrar encerre", "schließen schließe schließ schliesse zumachen");

    private static readonly FrozenSet<string> Reopen = SaidWords.Set("reopen re-open", "reabrir reabre reábrelo", "återöppna", "reabra", "wiederöffnen");

    private static readonly FrozenSet<string> Open = SaidWords.Set("open", "abrir abre ábrelo", "öppna", "abra", "öffne öffnen");

    private static readonly FrozenSet<string> Trouble = SaidWords.Set(
        "error errors problem problems issue issues trouble",
        "error errores problema problemas fallo fallos",
        "fel felet felen problemet",
        "erro erros falhas",
        "fehler problem probleme störung störungen");

    private static readonly FrozenSet<string> Back = SaidWords.Set("back returned", "vuelto vuelta volvió", "tillbaka", "voltou voltaram volta", "zurück da");

    /// <summary>What is back here is no trouble.</summary>
    private static readonly FrozenSet<string> Mail = SaidWords.Set(
        "mail mails email emails e-mail e-mails mailflow flow service server up online messages",
        "correo correos servicio servidor mensajes línea",
        "mejl mejlen mailen e-post e-posten posten servern tjänsten",
        "serviço mensagens ar",
        "nachrichten dienst");

    private static readonly FrozenSet<string> Still = SaidWords.Set("still yet", "sigue siguen todavía aún continúa", "fortfarande ännu", "ainda continua continuam segue seguem", "immer noch weiterhin nach-wie-vor");

    private static readonly FrozenSet<string> Same = SaidWords.Set("same", "igual mismo misma mismos", "samma likadant", "mesmo mesma mesmos", "dasselbe derselbe gleiche gleich");

    private static readonly FrozenSet<string> Not = SaidWords.Set(
        "not no nothing never don't doesn't isn't aren't can't cannot dont doesnt isnt cant hasn't didn't",
        "nada sin tampoco",
        "inte ej inget ingen inga",
        "não nem sem",
        "nee ne nein nej nicht nichts kein keine keiner keinen");

    /// <summary>That deny a whole answer: "not yet".</summary>
    private static readonly FrozenSet<string> Denials = SaidWords.Set("not no inte ej não nicht");

    /// <summary>Behind a "no" that is "in the" in Portuguese, and nothing in Spanish.</summary>
    private static readonly FrozenSet<string> PortugueseNouns = SaidWords.Set("servidor serviço ar caso");

    private static readonly FrozenSet<string> NotYet = SaidWords.Set("yet todavía aún ännu ainda noch");

    private static readonly FrozenSet<string> Nothing = SaidWords.Set("nothing nada inget nichts");

    private static readonly FrozenSet<string> Over = SaidWords.Set("anymore longer more any", "ya más", "längre mer fler", "mais já", "mehr");

    private static readonly FrozenSet<string> Hope = SaidWords.Set(
        "should think seems looks maybe perhaps probably hopefully guess might hope",
        "debería deberían creo parece quizá quizás espero igual",
        "borde tror verkar kanske nog hoppas",
        "deve devem acho talvez espero",
        "sollte sollten müsste glaube scheint vielleicht wohl hoffentlich hoffe");

    private static readonly FrozenSet<string> News = SaidWords.Set(
        "news update updates progress status eta",
        "novedades novedad noticias estado",
        "nytt nyheter nyhet uppdatering läget",
        "novidade novidades notícias notícia andamento",
        "neues neuigkeiten stand");

    /// <summary>Begin nothing but questions.</summary>
    private static readonly FrozenSet<string> Asking = SaidWords.Set("does do did when why can could would will any was", "cuándo", "när", "quando", "wann warum wird");

    private static readonly FrozenSet<string> Inverted = SaidWords.Set("is are has have was", "är har", "ist sind hat habt haben wurde");

    /// <summary>Verbs that stand before their subject in a question; of languages where they do.</summary>
    private static readonly FrozenSet<string> Verbs = SaidWords.Set("fungerar funkar går", "funktioniert funktionieren geht läuft klappt");

    private static readonly FrozenSet<string> Subjects = SaidWords.Set("it this that mail mails email emails there you we they", "det den mejlen mailen posten ni du", "es das die der den alles ihr");

    private static readonly FrozenSet<string> Greetings = SaidWords.Set("hi hello hey ok okay thanks bot please and so", "hola gracias y", "hej tack och", "oi olá obrigado obrigada e", "hallo danke bitte und moin");

    /// <summary>Said before a question: "team, is it fixed".</summary>
    private static readonly FrozenSet<string> Interjections = SaidWords.Set("team everyone good great perfect super yes yep yeah hm hmm ah oh uh oops");

    /// <summary>Said around it; they change nothing.</summary>
    private static readonly FrozenSet<string> Small = SaidWords.Set(
        "it its it's that's that this there the a an is are was were be been has have had got get getting gets to for us me my our we i i'm you they on from side end all everything just already finally too as of here hi hello hey bot ok okay yes yep yeah good great perfect super thanks thank please team everyone and so do does did when will can could would why any again now at last oh new once you hm hmm ah uh oops pls case ticket yesterday today since",
        "es está están el la los las de del otra vez nos me lo que todo todos ha han he hemos sido se por fin aquí con nuestro nuestra lado parte hola gracias sí y a en eso esto cuándo ya hay alguna algún puedes podrías caso ayer hoy desde favor porfa",
        "det den är allt alla vi oss jag har hos för på redan äntligen tack hej ja och till att blev kommer fram kom ligger nu igen när någon några ni du här som ärendet ärende kan du igår idag sedan",
        "está estão tá o a os as do tudo foi ser estar de novo aqui pra para nós nosso nossa obrigado obrigada oi olá sim e com por quando tem alguma algum isso finalmente pode poderia caso ontem hoje desde",
        "es das die der den ist sind alles wieder jetzt nun bei uns mir ich wir ihr haben hat habe kann können schon endlich auch wurde wird kommen kommt an durch hier bitte danke hallo moin ja und doch seit wann warum was gibt gibts der ein eine etwas kannst könntest du fall gestern den");

    /// <summary>Asked as they stand.</summary>
    private static readonly FrozenSet<string> Phrases = FrozenSet.Create(StringComparer.Ordinal,
    [
        .. new[]
        {
            "how is it going", "how's it going", "how does it look", "how is it looking", "where are we", "where do we stand", "what is the status", "what's the status", "what is the state", "what's the state", "anything new", "what's new", "any idea when", "how long will it take", "how much longer", "how long", "who is on it", "who has it", "who is working on it", "who must act",
            "cómo va", "cómo va esto", "cómo vamos", "qué tal va", "cómo está", "cómo sigue", "se sabe algo", "hay algo nuevo", "algo nuevo", "cuánto falta", "cuánto tarda", "cuánto va a tardar", "quién lo lleva", "quién se encarga",
            "hur går det", "hur ser det ut", "hur är läget", "något nytt", "nåt nytt", "har det hänt något", "hur lång tid tar det", "hur länge till", "vem har det", "vem jobbar med det",
            "como vai", "como está isso", "como estamos", "alguma coisa nova", "e aí alguma novidade", "como ficou", "quanto tempo demora", "quanto falta", "quem está cuidando", "quem é o responsável",
            "wie sieht es aus", "wie sieht's aus", "wie ist der stand", "stand der dinge", "gibt es was neues", "gibt's was neues", "was neues", "schon was neues", "wie geht's voran", "wie weit sind wir", "wie lange dauert das noch", "wie lange dauert das", "wie lange noch", "wer ist dran", "wer ist zuständig", "wer kümmert sich", "wer kümmert sich darum",
        }.Select(ChatCommandReader.Fold),
    ]);

    private static readonly FrozenSet<string> Known =
    [
        .. Works, .. Weak, .. Now, .. Again, .. Look, .. Close, .. Reopen, .. Open, .. Broken, .. Trouble, .. Back, .. Mail, .. Still, .. Same, .. Not, .. Over, .. Hope, .. News, .. Asking, .. Inverted, .. Subjects, .. Greetings, .. Small,
    ];

    private static readonly FrozenSet<string> Understood = [.. Known, .. CaseWishes.Known];
}
