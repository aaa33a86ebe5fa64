namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>What a code is about, as people say it in their own words.</summary>
[Flags]
internal enum Concept
{
    None = 0,

    /// <summary>No such user, wrong address, no such domain.</summary>
    Address = 1 << 0,

    /// <summary>Mailbox or disk full, quota used up.</summary>
    Full = 1 << 1,

    /// <summary>Account switched off or locked.</summary>
    Disabled = 1 << 2,

    /// <summary>Message or attachment too big.</summary>
    Size = 1 << 3,

    /// <summary>Nobody answers, connection lost, server busy.</summary>
    Connection = 1 << 4,

    /// <summary>DNS, MX, route, loop.</summary>
    Route = 1 << 5,

    /// <summary>Waited too long in a queue.</summary>
    Waiting = 1 << 6,

    /// <summary>Too many recipients, too many messages.</summary>
    Limit = 1 << 7,

    /// <summary>User name, password, permission to send.</summary>
    Login = 1 << 8,

    /// <summary>Certificates and encryption.</summary>
    Tls = 1 << 9,

    /// <summary>SPF, DKIM, DMARC, PTR.</summary>
    Proof = 1 << 10,

    /// <summary>Spam, block lists, rules, relaying.</summary>
    Policy = 1 << 11,

    /// <summary>Command, syntax, content.</summary>
    Protocol = 1 << 12,
}

/// <summary>
/// Beside 5.2.2 somebody writes that a mailbox is full, beside 5.3.4 that the attachment was too big: a number and its meaning in one message
/// are no accident. Subjects and details of RFC 3463 and the registry of RFC 5248 against stems of words in five languages.
/// </summary>
internal static class Concepts
{
    private static readonly (Concept Concept, string Stems)[] Table =
    [
        (Concept.Address, """
            unknown nonexist inexist typo misspel exist address adress dirección direccion direcciones endereço recipient mottagar destinat empfäng empfaeng user usuari användar benutzer
            sender senders remitente remetente avsändare absender colleague colleagues kollege kollegen kollega colega compañero excompañero employee leaver mitarbeiter empleado funcionário medarbetare
            unbekannt okänd desconoc desconhec vertippt felstav finns gibt's resolver alias mistyp umgezogen
            """),
        (Concept.Full, """
            full gb tb quota storage space capacity overquota lleno llena llenos cuota espacio capacidad almacen superad agotad överfull fullt fulla kvot utrymme lagring
            cheia cheio lotad cota espaço armazen estourad excedid voll volle überfüllt kontingent speicher überschritten limit límite limite gräns
            """),
        (Concept.Disabled, "compromis comprometid hacked gehackt kapat kapad disabled disable deactivat inactive inactiv suspend locked lock frozen closed deshabilit desactiv bloquead suspendid cerrad inaktiv avstäng spärra stängd låst låsta desativ bloque suspens fechad gesperrt deaktivier abgeschalt stillgelegt account konto cuenta conta"),
        (Concept.Size, "mb big bigger large huge size oversiz attachment attached anhang anhäng groß gross größe adjunt grande tamaño pesad bilag stor stort stora storlek anexo tamanho grandes megabyte pdf"),
        (Concept.Connection, "connect connection refused timeout timed hang hangs hung reach unreachable firewall port down busy overload conexión conexion conexõ conect caíd ocupad anslut brandvägg upptagen nere conexão conect firewall verbind verbindung erreichbar ausgelastet überlast host telnet reset closed dropped abgebrochen cortad queue kö kön cola fila warteschlange shutdown maintenance wartung mantenimiento underhåll manutenção"),
        (Concept.Route, "dns mx domain domän domäne dominio domínio route routing loop looping looped hop hops nameserver record bucle ruta enrutam slinga loopar rutt rota roteam schleife kreis weiterleitung resolve lookup zone forward bucl nxdomain"),
        (Concept.Waiting, "reintent omförsök wiederhol tenta retries retras atras försen gave gav aufgegeb desist rindi queue queued expire expired waiting stuck delay delayed retry cola colas espera atasc caduc kö kön köer väntar fastnat fila filas presa espera expir warteschlange wartet hängt abgelaufen verzöger"),
        (Concept.Limit, "limit limits rate throttl many toomany recipients límite limite destinatarios demasiad gräns mottagare många destinatários muitos muchos empfänger viele zuviele zu überschritten exceed hour daily drossel"),
        (Concept.Login, "login logon log-in loga logam logar loguea loguear loguearse logga loggar password credential authenticat auth connector relay relaying permission allowed submission scanner scan printer print copier mfp multifunk multifunc multifuncional multifunción kopier kopiat fotocopiad copiadora app device contraseña clave credencial autentic permiso conector impresora escáner escaner lösenord inlogg behörig skrivare skanner skanna anslutningspunkt kopplingen senha autentic permiss impressora passwort kennwort anmeld zugangsdaten berechtig drucker scan konnektor smtp-auth sendas oauth mfa"),
        (Concept.Tls, "tls ssl starttls certby certificate cert certs certs encrypt handshake cipher dane mta-sts mtasts tlsa dnssec certificad cifrad certifikat certet krypter criptogr zertifikat verschlüssel"),
        (Concept.Proof, "dns certby certifikatby spf dkim dmarc arc ptr rdns reverse align authenticat gmail google unauthenticat signature signed firma signatur assinatura domain dominio domän domínio domäne"),
        (Concept.Policy, "block blocked blocking blacklist blocklist blocklisted denylist spam spamhaus reputation banned policy rule rules delist listed denied permission relay relaying tenant bloque bloquea bloquead reputación spam lista negra política regla deneg svartlist blockera blockerad spärrad spärrlist rykte regel bloqueado bloqueia reputação regra negad gesperrt blockiert geblockt blockliste sperrliste reputation richtlinie regel verweigert filter"),
        (Concept.Protocol, "command syntax header headers helo ehlo pipelining 8bit smtputf8 charset encoding conversion protocol sintaxis comando sintaxe syntaxfel kommando protokoll befehl attachment"),
    ];

    private static readonly ILookup<char, (string Stem, Concept Concept)> ByFirstLetter =
        Table.SelectMany(row => row.Stems.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(stem => (stem, row.Concept))).ToLookup(row => row.stem[0]);

    private static readonly ILookup<char, (string Stem, Concept Concept)> ByLastChar =
        ByFirstLetter.SelectMany(row => row).Where(row => row.Stem.Length > 4).ToLookup(row => row.Stem[^1]);

    /// <summary>What a code is about.</summary>
    public static Concept Of(EnhancedStatusCode code) => (code.Subject, code.Detail) switch
    {
        (1, 2 or 10) => Concept.Address | Concept.Route,
        (1, 8) => Concept.Address | Concept.Route | Concept.Policy | Concept.Disabled,
        (1, 7 or 20) => Concept.Address | Concept.Protocol,
        (1, 90) => Concept.Limit,
        (1, _) => Concept.Address,
        (2, 1) => Concept.Disabled | Concept.Address,
        (2, 2) or (3, 1) => Concept.Full,
        (2, 3) => Concept.Size | Concept.Full,
        (2, _) => Concept.Full | Concept.Limit | Concept.Login,
        (3, 2) => Concept.Connection,
        (3, 4) => Concept.Size,
        (3, _) => Concept.Protocol | Concept.Connection,
        (4, 3 or 4 or 6 or 14 or 310 or 312) => Concept.Route | Concept.Connection | Concept.Waiting,
        (4, 8 or 317) => Concept.Tls | Concept.Connection,
        (4, _) => Concept.Connection | Concept.Waiting | Concept.Route,
        (5, 3) => Concept.Limit | Concept.Protocol,
        (5, _) => Concept.Protocol | Concept.Connection,
        (6, _) => Concept.Protocol | Concept.Size,
        (7, 3 or 8 or 9 or 14 or 30 or 57 or 60) => Concept.Login,
        (7, 4 or 5 or 6 or 10 or 11 or 64) or (7, >= 320 and <= 325) => Concept.Tls | Concept.Login,
        (7, 12 or 13) => Concept.Login | Concept.Disabled,
        (7, >= 20 and <= 40) => Concept.Proof | Concept.Policy,
        (7, 0) => Concept.Policy | Concept.Login | Concept.Proof | Concept.Limit,
        (7, _) => Concept.Policy | Concept.Login | Concept.Proof,
        _ => Concept.None,
    };

    /// <summary>What a reply code is about (RFC 5321 §4.2.3, RFC 4954 §6), as servers use it today.</summary>
    public static Concept Of(ReplyCode reply) => reply.Value switch
    {
        421 or 441 or 442 => Concept.Connection | Concept.Limit,
        450 or 451 => Concept.Policy | Concept.Waiting | Concept.Limit,
        452 => Concept.Full | Concept.Limit | Concept.Waiting,
        454 or 523 or 538 => Concept.Tls | Concept.Login,
        530 or 534 or 535 => Concept.Login,
        550 or 551 or 553 => Concept.Address | Concept.Policy,
        552 => Concept.Full | Concept.Size,
        541 or 554 or 571 => Concept.Policy,
        500 or 501 or 502 or 503 or 504 or 555 => Concept.Protocol,
        _ => Concept.None,
    };

    /// <summary>Whether a word speaks of any of these.</summary>
    public static bool Names(Concept concepts, ReadOnlySpan<char> word)
    {
        if (word.IsEmpty || concepts == Concept.None)
            return false;
        foreach (var (stem, concept) in ByFirstLetter[char.ToLowerInvariant(word[0])])
        {
            if ((concept & concepts) == Concept.None || word.Length > stem.Length + 14)
                continue;
            // A short stem is a word, not the beginning of others.
            if (stem.Length > 4 ? word.StartsWith(stem, StringComparison.OrdinalIgnoreCase) : word.Equals(stem, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        // German and Swedish put the meaning last: Mailschleife, Tageslimit, inloggningslösenord.
        if (word.Length < 8)
            return false;
        foreach (var (stem, concept) in ByLastChar[char.ToLowerInvariant(word[^1])])
        {
            if ((concept & concepts) != Concept.None && word.EndsWith(stem, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
