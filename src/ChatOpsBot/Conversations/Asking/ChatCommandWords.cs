namespace ChatOpsBot.Conversations.Asking;

/// <summary>What people say for each command, in all five languages at once: nobody sets a language before asking for help in it.</summary>
internal static class ChatCommandWords
{
    /// <summary>One word, or several with blanks between. Lower case; without accents where people leave them out, because those are folded before comparing.</summary>
    public static IReadOnlyDictionary<ChatCommandKind, string[]> All { get; } = new Dictionary<ChatCommandKind, string[]>
    {
        [ChatCommandKind.Help] =
        [
            "help", "commands", "usage", "manual", "what can you do", "how does this work", "who are you",
            "ayuda", "comandos", "que puedes hacer", "que sabes hacer", "como funciona", "quien eres",
            "hjalp", "kommandon", "vad kan du", "vad kan du gora", "hur funkar det", "vem ar du",
            "ajuda", "o que voce faz", "o que voce pode fazer", "como funciona isso", "quem e voce",
            "hilfe", "befehle", "was kannst du", "wie geht das", "wer bist du",
        ],
        [ChatCommandKind.Greeting] =
        [
            "hi", "hiya", "howdy", "hello", "hey", "hi there", "hello there", "good morning", "good afternoon", "good evening", "thanks", "thank you",
            "hola", "buenas", "buenos dias", "buenas tardes", "buenas noches", "gracias",
            "hej", "hejsan", "tjena", "halla", "god morgon", "god kvall", "tack",
            "oi", "ola", "opa", "e ai", "bom dia", "boa tarde", "boa noite", "obrigado", "obrigada",
            "hallo", "moin", "servus", "gruezi", "guten morgen", "guten tag", "guten abend", "danke",
        ],
        [ChatCommandKind.Check] =
        [
            "check", "check it", "test", "probe", "ping", "run checks", "run the checks", "run checks on", "check server", "test server",
            "comprueba", "comprobar", "ejecutar comprobaciones", "ejecuta las comprobaciones", "revisa", "revisar", "prueba", "probar", "chequea", "chequear",
            "kontrollera", "kor kontroller", "kor kontrollerna", "kolla", "testa", "prova", "kolla servern",
            "verifique", "verifica", "verificar", "fazer testes", "fazer os testes", "faca os testes", "checa", "checar", "testar", "teste", "testa o servidor",
            "prufe", "pruefe", "prufen", "pruefen", "uberprufe", "teste", "testen", "check mal",
        ],
        [ChatCommandKind.Status] =
        [
            "status", "state", "open", "open cases", "cases", "what is open", "whats open",
            "estado", "casos", "casos abiertos", "que hay abierto",
            "lage", "laget", "oppna arenden", "arenden", "vad ar oppet",
            "situacao", "casos abertos", "o que esta aberto",
            "stand", "offene falle", "falle", "was ist offen",
        ],
        [ChatCommandKind.Mute] =
        [
            "mute", "quiet", "be quiet", "silence", "shut up", "snooze", "pause", "leave us alone", "leave me alone", "stop posting", "stop posting here", "stop spamming", "stop spamming us",
            "silencio", "silenciar", "silencia", "calla", "callate", "pausa", "dejame en paz", "dejanos en paz", "deja de publicar", "deja de publicar aqui",
            "tyst", "tysta", "var tyst", "hall tyst", "lamna oss i fred", "lamna mig i fred", "sluta skriva har", "sluta spamma",
            "silencie", "fica quieto", "fique quieto", "mudo", "me deixe em paz", "nos deixe em paz", "pare de postar", "pare de postar aqui",
            "stumm", "ruhe", "sei still", "leise", "pausiere", "stummschalten", "lass uns in ruhe", "lass mich in ruhe", "hor auf zu posten", "hor auf zu schreiben",
        ],
        [ChatCommandKind.Unmute] =
        [
            "unmute", "resume", "wake up", "unsnooze",
            "reactivar", "reactiva", "despierta", "activar sonido",
            "avtysta", "vakna", "fortsatt", "sluta vara tyst",
            "reativar", "reative", "acorda", "desmutar",
            "stummschaltung aufheben", "weiter", "aufwachen", "wach auf",
        ],
        [ChatCommandKind.Language] =
        [
            "language", "lang", "change language", "speak", "set language",
            "idioma", "lengua", "habla", "cambiar idioma",
            "sprak", "byt sprak", "tala", "prata",
            "lingua", "fale", "mudar idioma",
            "sprache", "sprich", "sprache andern",
        ],
        [ChatCommandKind.Privacy] =
        [
            "privacy", "gdpr", "what do you store", "data", "data protection",
            "privacidad", "que guardas", "datos", "rgpd",
            "integritet", "sekretess", "vad sparar du", "dataskydd",
            "privacidade", "lgpd", "o que voce guarda", "dados",
            "datenschutz", "dsgvo", "was speicherst du", "daten",
        ],
        [ChatCommandKind.Settings] =
        [
            "settings", "config", "configure", "configuration", "options", "preferences", "setup",
            "ajustes", "configuracion", "configurar", "opciones", "preferencias",
            "installningar", "konfigurera", "alternativ",
            "configuracoes", "definicoes", "opcoes",
            "einstellungen", "konfiguration", "konfigurieren", "optionen",
        ],
        [ChatCommandKind.ListenOn] =
        [
            "listen", "listen on", "start listening", "listen here",
            "escucha", "escuchar", "escucha aqui",
            "lyssna", "lyssna har", "borja lyssna",
            "escute", "escutar", "ouvir", "escute aqui",
            "zuhoren", "mithoren", "hor zu", "hor mit",
        ],
        [ChatCommandKind.ListenOff] =
        [
            "listen off", "stop listening", "mention only", "mentions only", "only mentions",
            "no escuches", "deja de escuchar", "solo menciones",
            "sluta lyssna", "lyssna inte", "bara omnamnanden",
            "pare de escutar", "nao escute", "so mencoes", "somente mencoes",
            "nicht zuhoren", "nicht mithoren", "hor nicht zu", "nur erwahnungen", "nur bei erwahnung",
        ],
    };

    /// <summary>Whether mentions are what is wanted: "mention only", in any of the languages. Accents folded.</summary>
    public static bool NamesMention(string folded) => Mentions.Any(word => folded.Contains(word, StringComparison.Ordinal));

    private static readonly string[] Mentions = ["mention", "mencion", "mencoes", "omnamn", "erwahn"];

    /// <summary>Said around a command out of politeness or grammar; they carry nothing.</summary>
    public static IReadOnlySet<string> Polite { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "please", "pls", "plz", "can", "could", "you", "me", "us", "the", "to", "now", "bot", "asap", "show", "server", "host", "for", "in", "on",
        "por", "favor", "porfa", "para", "mi", "nos", "puedes", "podrias", "el", "la", "los", "servidor", "muestra", "ahora", "en", "a", "al",
        "snalla", "tack", "at", "mig", "oss", "kan", "skulle", "du", "servern", "visa", "nu", "pa", "i",
        "pode", "voce", "pra", "mim", "o", "os", "mostra", "mostre", "agora", "em", "poderia",
        "bitte", "mir", "uns", "kannst", "konntest", "mal", "den", "die", "das", "zeig", "zeige", "jetzt", "auf", "fur", "um",
    };

    /// <summary>Names of languages as people write them, accents folded.</summary>
    public static IReadOnlyDictionary<string, string> LanguageNames { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["english"] = "en",
        ["englisch"] = "en",
        ["englische"] = "en",
        ["engelska"] = "en",
        ["ingles"] = "en",
        ["en"] = "en",
        ["spanish"] = "es",
        ["spanisch"] = "es",
        ["spanische"] = "es",
        ["spanska"] = "es",
        ["espanol"] = "es",
        ["espanhol"] = "es",
        ["castellano"] = "es",
        ["es"] = "es",
        ["swedish"] = "sv",
        ["schwedisch"] = "sv",
        ["schwedische"] = "sv",
        ["svenska"] = "sv",
        ["sueco"] = "sv",
        ["sv"] = "sv",
        ["portuguese"] = "pt-BR",
        ["portugiesisch"] = "pt-BR",
        ["portugiesische"] = "pt-BR",
        ["portugisiska"] = "pt-BR",
        ["portugues"] = "pt-BR",
        ["brasileiro"] = "pt-BR",
        ["pt"] = "pt-BR",
        ["pt-br"] = "pt-BR",
        ["german"] = "de",
        ["deutsch"] = "de",
        ["deutsche"] = "de",
        ["tyska"] = "de",
        ["aleman"] = "de",
        ["alemao"] = "de",
        ["de"] = "de",
    };

    /// <summary>Said around the name of a language by whoever wants something in it, accents folded.</summary>
    public static IReadOnlySet<string> InLanguage { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "explain", "say", "tell", "translate", "write", "give", "repeat", "answer", "speak", "talk", "again", "that", "this", "it", "all", "everything", "card", "have", "i", "so", "and", "ok", "okay", "thanks", "from", "of",
        "explica", "explicalo", "explicame", "explicamelo", "dilo", "dimelo", "di", "traduce", "traducir", "traducirlo", "explicar", "explicarlo", "traducelo", "muestralo", "muestrame", "escribe", "escribelo", "repite", "repitelo", "eso", "esto", "lo", "todo", "tarjeta", "responde", "y", "gracias", "puedes",
        "forklara", "sag", "oversatt", "skriv", "upprepa", "det", "detta", "kortet", "allt", "svara", "och", "har", "jag", "fa", "vill", "ha",
        "explique", "diga", "traduza", "traduz", "mostrar", "escreva", "repita", "isso", "isto", "tudo", "cartao", "responda", "e", "obrigado", "obrigada", "explicar",
        "erklare", "erklar", "erklaren", "ubersetze", "ubersetz", "ubersetzen", "sag", "sage", "schreib", "schreibe", "wiederhole", "dies", "es", "alles", "karte", "antworte", "noch", "einmal", "nochmal", "und", "danke", "ich", "hatte", "will", "gern", "gerne",
    };

    /// <summary>What stands before the name of a language in which something is wanted.</summary>
    public static IReadOnlySet<string> BeforeLanguage { get; } = new HashSet<string>(StringComparer.Ordinal) { "in", "into", "to", "en", "al", "pa", "till", "em", "para", "pra", "o", "auf", "ins" };

    /// <summary>Units of a length of time, accents folded, with their length in minutes.</summary>
    public static IReadOnlyDictionary<string, int> Units { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["m"] = 1,
        ["min"] = 1,
        ["mins"] = 1,
        ["minute"] = 1,
        ["minutes"] = 1,
        ["minuto"] = 1,
        ["minutos"] = 1,
        ["minut"] = 1,
        ["minuter"] = 1,
        ["minuten"] = 1,
        ["h"] = 60,
        ["hr"] = 60,
        ["hrs"] = 60,
        ["hour"] = 60,
        ["hours"] = 60,
        ["hora"] = 60,
        ["horas"] = 60,
        ["timme"] = 60,
        ["timmar"] = 60,
        ["tim"] = 60,
        ["stunde"] = 60,
        ["stunden"] = 60,
        ["std"] = 60,
        ["d"] = 1440,
        ["day"] = 1440,
        ["days"] = 1440,
        ["dia"] = 1440,
        ["dias"] = 1440,
        ["dag"] = 1440,
        ["dagar"] = 1440,
        ["dygn"] = 1440,
        ["tag"] = 1440,
        ["tage"] = 1440,
        ["tagen"] = 1440,
        ["w"] = 10080,
        ["week"] = 10080,
        ["weeks"] = 10080,
        ["semana"] = 10080,
        ["semanas"] = 10080,
        ["vecka"] = 10080,
        ["veckor"] = 10080,
        ["woche"] = 10080,
        ["wochen"] = 10080,
    };
}

/// <summary>The kinds of commands that words lead to.</summary>
internal enum ChatCommandKind
{
    Help,
    Greeting,
    Check,
    Status,
    Mute,
    Unmute,
    Language,
    Privacy,
    Settings,
    ListenOn,
    ListenOff,
}
