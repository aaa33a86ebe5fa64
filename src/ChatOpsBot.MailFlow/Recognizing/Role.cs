using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>What a word does in a person's sentence about a number.</summary>
[Flags]
internal enum Role
{
    None = 0,

    /// <summary>Runs mailboxes or filters for others: gmail, t-online, telia, mimecast.</summary>
    Provider = 1 << 0,

    /// <summary>Somebody one exchanges mail with: customer, Lieferant, ayuntamiento.</summary>
    Party = 1 << 1,

    /// <summary>Writes or sends: reply, schreiben, enviar, mejla.</summary>
    Sends = 1 << 2,

    /// <summary>What the other side does, and what one gets: returns, throws, wirft, sale, fick.</summary>
    Answers = 1 << 3,

    /// <summary>A command of the SMTP dialogue.</summary>
    Command = 1 << 4,

    /// <summary>Makes the number behind it an amount: about, kostet, más de.</summary>
    Amount = 1 << 5,

    /// <summary>Pronouns and adverbs: the verb before them counts.</summary>
    Small = 1 << 6,

    /// <summary>Judges what it is about: bad, serious, grave, schlimm, farligt.</summary>
    Verdict = 1 << 7,

    /// <summary>An article or pronoun that takes a noun: a, un, den, those.</summary>
    Determiner = 1 << 8,

    /// <summary>Prepositions and conjunctions: what follows begins anew, so a number before them counts nothing.</summary>
    Link = 1 << 9,

    /// <summary>To have: weaker than to get, because people have versions, too.</summary>
    Holds = 1 << 10,

    /// <summary>A masculine or plural determiner; versions are feminine where nouns have a gender, errors are not.</summary>
    OfError = 1 << 12,

    /// <summary>What happens to a mail that is not accepted: it is refused, it comes back.</summary>
    Back = 1 << 13,

    /// <summary>Money, points, distances: a number in the same clause is an amount.</summary>
    Sum = 1 << 14,

    /// <summary>After, since: what follows came of it.</summary>
    Since = 1 << 15,

    /// <summary>When, while: what somebody was doing.</summary>
    When = 1 << 16,

    /// <summary>A feminine article of Spanish or Portuguese: la versión, uma atualização.</summary>
    OfVersion = 1 << 17,

    /// <summary>Goes, moves, switches: software does, to its next version.</summary>
    Moves = 1 << 18,

    /// <summary>Clears up, goes away: what one asks of a trouble and of nothing else.</summary>
    Heals = 1 << 19,

    /// <summary>Is, are: the number behind it is a value.</summary>
    Copula = 1 << 11,
}

/// <summary>The roles of words in five languages. A star ends a stem: <c>antwort*</c> stands for all that begins so.</summary>
internal static class Roles
{
    private const int LongestWord = 28;

    // "reager" ends in reagerade, reagerar; longer ones are other words.
    private const int LongestEnding = 5;

    // A stem of so many letters is seldom the beginning of another word: zurückbekommen.
    private const int SureStem = 6;

    private static readonly (Role Role, string Words)[] Table =
    [
        (Role.Provider, """
            gmail google googlemail hotmail outlook.com msn yahoo aol icloud gmx web.de webde t-online tonline telekom freenet arcor vodafone 1und1 ionos strato 1&1 posteo hetzner netcup proton protonmail tutanota fastmail zoho yandex kabelmail kabeldeutschland mailbox.org
            comcast xfinity verizon at&t bellsouth cox.net charter roadrunner centurylink earthlink btinternet virginmedia talktalk orange wanadoo laposte libero tiscali aruba virgilio
            telefonica telefónica movistar jazztel euskaltel arsys dinahosting terra uol bol locaweb kinghost hostgator hostinger umbler embratel globomail
            telia teliasonera comhem bahnhof loopia tele2 telenor bredband* binero glesys swipnet crystone misshosting sunet spray
            office365 o365 m365 exo eop mimecast proofpoint barracuda ironport messagelabs sophos forcepoint hornetsecurity retarus nospamproxy spamexperts mailgun sendgrid amazonses mailchimp mandrill postmark sparkpost brevo spamhaus
            ovh godaddy secureserver rackspace namecheap gandi infomaniak bluewin swisscom sunrise telstra bigpond optus naver seznam mailru
            """),
        (Role.Party, """
            customer customers client clients supplier suppliers vendor vendors partner partners auditor auditors accountant lawyer lawyers admin admins bank university hospital council ministry government subsidiary receiver receivers addressee peer provider isp
            kunde kunden kundin admin admins lieferant* partnern prüfer* steuerberater* anwalt* bank behörde* universität* klinik* verein* gegenüber gegenseite gegenstelle anbieter* provider* empfangsseite zielsystem* fremdserver*
            admin administrador cliente clientes proveedor* socio socios auditor* asesor* gestor* banco ayuntamiento universidad* hospital* ministerio* administración destino
            admin kund kunder kundens kunderna leverantör* revisor* myndighet* kommun* region* skola* skolan universitet* banken motpart* mottagarsidan partnern
            fornecedor* parceir* contador* admin prefeitura* faculdade* universidade* órgão* banco destino contabilidade
            """),
        (Role.Sends, """
            mailed mailing emailed emailing e-mailed e-mailing send sends sending sent resend* reply replying replied replies respond* forward* write writes writing wrote
            schreib* schrieb* geschrieben angeschrieben schick* geschickt* verschick* send* gesend* gesandt* versend* antworten antworte anschreib* weiterleit* weitergeleitet* mailt mailte mailen gemailt anmailen anmailt
            escrib* envi* enví* mand* respond* reenví* reenvi* contesto contestar contestamos contestando
            skriv* skrev* skick* svara svarade svarat svarar sänd* mejla mejlar mejlade mejlat maila mailar mailade mailat vidarebefordr*
            escrev* mand* encaminh* reencaminh*
            """),
        (Role.Answers, """
            return* answer* respond* reply* replies replied give gives gave giving given throw* threw hand hands handed handing spit spits spat spitting issue issues issued kick* bounc* reject* refus* deny denies denied block* drop drops dropped say says said saying back come comes came coming
            hit hits hitting get gets got getting gotten receive* saw seen seeing show* serves served serving yield* produc* emit* fail* dies died dying end ends ended ending result* met greet* slap* smack* punish* stop* choke* throttl* defer* pop pops popped land* trigger* cause* claim* report* insist* complain* mention* finds found finding catch* caught persists hence therefore daher deshalb därav därför daí isso ahí
            antwort* liefer* gib gibt geben gab gaben wirft werfen warf geworfen schmeiß* schmeiss* bring* brachte* sagt sagen sagte meld* quittier* lehn* ablehn* abgelehn* weist weisen abweis* abgewiesen* kommt kommen kam kamen krieg* bekomm* bekam* erhalt* erhält erhielt* zurück* zurueck* ende* hagel* kassier* fange fangen fängt
            spuckt spucken reagier* blockt blocken blockier* verweig* scheiter* stirbt sterben bricht abbrech* abgebrochen begrüß* grüßt seh sehe sehen seht sieht sah sahen gesehen steht taucht tauchen löst lösen verursach* erzeug* behaupt* bericht* beschwer* klagt klagen haut hauen knallt hält halten hielt legt ballert nervt 
            devuelv* devolv* devolvi* contest* da dan dio daba dando dar tira tiran tiró tirando lanz* suelt* escup* arroj* sale salen salió salía saliendo salieron sacan aparec* rechaz* rebot* recib* obten* obtien* acaba acaban acabó acaba acabar termina terminan terminó terminar marca* muestra* mostr* pone ponen dice dicen devuelt* vuelv* volvi* volver vuelto salta saltan saltó llega llegan llegó retorn*
            deneg* denieg* bloque* falla fallan falló muere mueren cae caen caído provoca* genera generan generó causa causan causó asegur* afirm* reclam* quej* report* coment* caen toca encontr* saca sacan mete meten metió veis viendo ve ven vemos vi vieron visto veo veía echa echan echó marcando cuelga
            joga jogam jogou jogando lanç* solta soltam soltou cospe cospem cuspiu surg* rejeit* recus* receb* pego pega pegam peguei pegou pegamos pegando tomo toma tomei tomou tomamos tomando volta* volto* vem vêm veio acus* diz dizem disse gera geram gerou provoca* causa causam causou jura alega relat* reclam* afirm* inform* acaba acabam acabou termina terminam terminou cai caem caiu caíram estour* retorna* negou nega negam falh* morre morrem morreu levei leva levou levamos dá dão deu dava chega* apresent* mete metem meteu vendo veem vê vejo vemos viu viram visto desliga
            svar* ger gav gett ge kast* släng* spott* returner* studs* avvis* nekar nekas nekade nekat får fick fått få kom kommer kommit säger sa sade visar visas lämn* möter möts mötte möttes stoppa* blocker* dör dog slut* leverer* reager* slår meddel* kräk* spyr droppa* bomma* misslyck* landa* dyker ser såg sett dimper kör körde kasta utlös* orsak* påstå* rapporter* klaga* hävda* trillar åker åkt
            """),
        (Role.Command, "rcpt ehlo helo starttls bdat vrfy expn"),
        (Role.Amount, """
            about around approximately approx roughly nearly almost than exactly total cost costs costing pay paid pays price priced earn spend spent worth buy bought sell sold charge charges charged took takes taking lasts lasted weighs counted count counts
            bis etwa ungefähr circa ca rund knapp fast als kostet kosten kostete zahle zahlt bezahlt bezahle gekauft verkauft insgesamt gesamt mindestens höchstens maximal dauert dauerte gezählt
            hasta casi aproximadamente cerca alrededor cuesta cuestan costó pagué pagar pagamos vale valen máximo mínimo aprox quedan faltan cobran cobra
            até quase aproximadamente custa custam custou paguei pagar pagamos máximo mínimo cobra cobram cobrou faltam restam
            cirka ungefär runt omkring nästan drygt knappt än kostar kostade betalar betala betalade totalt högst minst max räknade
            """),
        (Role.Small, """
            my your our their his her its we you they he she it us me him them only just always simply still now suddenly again out back constantly repeatedly straight everywhere then boom bam bang btw sooo finally eventually nothing but plain currently randomly occasionally sometimes consistently immediately instantly today yesterday also already often mostly not too every each all everything anything whenever overnight lately recently meanwhile either anymore here there right
            mein meine meinem meinen unser unsere unserem unseren unserer eure euer dein deine seine seinen wir ich ihr sie er man uns mir mich euch ihm ihnen nur immer einfach jetzt noch plötzlich dauernd ständig weiterhin wieder bloß erst auch gleich sofort gestern heute schon oft meist manchmal mal hier dort nicht nie mehr ebenfalls momentan gerade derzeit neuerdings laufend jede jeder jedes jedem jedesmal alle allem allen alles zack bumm sowieso überall nirgends ende zuletzt schließlich aber doch jedoch denn nochmal nochmals eigentlich gleich rein raus hin ab los hinterher entgegen
            mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro vuestra nos me te le les se nosotros solo sólo siempre ahora todavía también entonces solamente puro puros ya hoy ayer cada zas pum todo todos toda todas vez veces final finalmente aquí allí no nunca más mucho constantemente continuamente seguido encima mismo realmente
            min mitt mina vår vårt våra deras sin sitt sina vi jag ni du de oss mig bara alltid nu plötsligt fortfarande igen också dess direkt hela tiden mest varje gång allt alla alltsammans idag igår ofta ibland redan inte aldrig egentligen ute här där längre numera ständigt konstant överallt pang men sist slutligen
            meu minha meus minhas seu sua seus suas nosso nossa nossos nossas nós eu ele eles gente só sempre agora ainda apenas também então direto hoje ontem aqui ali não nunca mais já frequentemente constantemente cada vez toda todo tudo fim mesmo afinal
            """),
        (Role.Link, """
            when whenever while unless until till if because since as after before once where whereas than that so and or but for from to at on in with without by via per of about during towards into upon despite although though which who whose what why how is are was were
            wenn wann während bis falls weil seit da nachdem bevor sobald wo als dass daß damit so und oder aber für von vom zu zum zur bei beim am an auf in im mit ohne durch gegen um nach aus trotz obwohl was warum wieso wie der die das dem den des ein eine einen einem ist sind war
            cuando mientras si porque desde como después antes donde aunque que para por con sin en de del a al hasta contra sobre según tras y o u pero entre durante el la los las un una es son era
            när medan om tills sedan eftersom efter före innan där som att så och eller men för från till vid på i med utan av via genom mot trots fast hos vad varför hur den det de en ett är var
            quando enquanto se porque desde como depois antes onde embora que para pra pro por com sem em no na nos nas de do da dos das ao aos à às até contra sobre segundo e ou mas entre durante o a os as um uma é são era
            """),
        (Role.Holds, "have has had having hab habe haben hast habt hat hatte hatten tengo tiene tienen tenemos tuve tuvo tuvimos tenho tem têm temos tive teve tivemos har hade haft"),
        (Role.Copula, "is are was were be ist sind war waren sei es son era eran fue é são era foi är var blir blev"),
        (Role.Determiner, """
            a an the this that those these some any our another such
            ein einen einem eine der den dem die diese dieser diesen jener so
            un unos el los al del este ese estos esos aquel otro
            en ett den det de denna dessa nån någon
            um uns o os do dos no nos ao esse esses este estes aquele outro nenhum nenhuma sem
            two three four five ten zwei drei vier fünf dos tres cuatro cinco dois duas três quatro två tre fyra fem otros outros mais till noch
            none keine keinen kein keiner inga inget ingen ningún ninguno
            many more lots tons loads of few massa massor lauter viele muito muitos mucho muchos tanto tantos dauernd
            """),
        (Role.OfError, "an another those these some el un los unos este estos ese esos aquel dichoso maldito bendito o os um este estes esse esses aquele den einen einem einer diesen jene jenen lauter"),
        (Role.Sum, """
            price prices budget salary rent fee offer quote score scored points exam invoice bill bid paypal distance weight hotel
            preis preise gehalt miete gebühr angebot punkte prüfung überwies* überweis* gewicht entfernung
            precio precios presupuesto sueldo alquiler oferta puntos examen bizum peso distancia
            preço preços orçamento salário aluguel proposta pontos prova pix peso distância
            pris priser lön hyra avgift offert* poäng prov swish* vikt avstånd
            """),
        (Role.When, "when whenever while if wenn sobald beim sooft cuando si al siempre quando se ao sempre när om vid så"),
        (Role.Since, "since after seit nach seitdem nachdem sedan efter desde tras después depois após"),
        (Role.Back, "reject* refus* rechaz* rejeit* recus* avvis* lehnt lehnen ablehn* abgelehn* abweis* abgewiesen weist weisen wies wiesen verweig* back returned zurück* zurueck* tillbaka retur* returner* studs* bounc* rebot* volt* vuelv* volvi* vuelto vuelta devuelt* devolv* devolvi* retorn*"),
        (Role.OfVersion, "la una esta aquella uma na nesta pra in i"),
        (Role.Moves, """
            go goes went going move moves moved moving switch switched jump jumped
            geht gehen ging gingen wechsel* gewechselt umgestiegen springen springt steigen steigt
            va van vamos fuimos pasa pasamos pasar saltar saltamos vai vão fomos passa passou passamos pulamos
            går gick gå byter bytte hoppar hoppade
            """),
        (Role.Heals, """
            clear clears resolve resolves vanish vanishes disappear disappears recover recovers retry retries heal heals expire expires
            hängen stecken erledigt erledigen verschwindet verschwinden löst lösen vergeht weggeht
            arregla arreglan resuelve resuelven soluciona solucionan desaparece desaparecen quita reintenta
            försvinner löser släpper
            resolve resolvem some somem desaparece desaparecem
            """),
        (Role.Verdict, """
            bad serious harmful harmless dangerous critical permanent temporary fatal normal severe worrying scary common known weird dead soft hard transient
            schlimm gefährlich kritisch dauerhaft endgültig temporär vorübergehend normal harmlos bekannt tödlich
            grave graves malo peligroso crítico permanente temporal definitivo normal preocupante
            ruim perigoso crítico temporário definitivo comum sério
            farligt farlig allvarligt allvarlig illa kritiskt permanent tillfälligt tillfällig vanligt normalt ofarligt
            """),
    ];

    private static readonly FrozenDictionary<string, Role>.AlternateLookup<ReadOnlySpan<char>> Words = Exact();

    private static readonly ILookup<char, (string Stem, Role Role)> Stems = Entries()
        .Where(entry => entry.Word[^1] == '*')
        .Select(entry => (Stem: entry.Word[..^1], entry.Role))
        .ToLookup(entry => entry.Stem[0]);

    public static Role Of(ReadOnlySpan<char> word)
    {
        // Of words that begin with a digit, 1&1 and 1und1 alone are known.
        if (word.Length is 0 or > LongestWord || (char.IsAsciiDigit(word[0]) && word[0] != '1'))
            return Role.None;
        var role = Words.TryGetValue(word, out var known) ? known : Role.None;
        foreach (var (stem, more) in Stems[char.ToLowerInvariant(word[0])])
        {
            if (word.Length <= stem.Length + (stem.Length < SureStem ? LongestEnding : 2 * LongestEnding) && word.StartsWith(stem, StringComparison.OrdinalIgnoreCase))
                role |= more;
        }

        return role;
    }

    public static bool Has(this Role role, Role any) => (role & any) != Role.None;

    private static IEnumerable<(string Word, Role Role)> Entries() =>
        Table.SelectMany(row => row.Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => (word, row.Role)));

    private static FrozenDictionary<string, Role>.AlternateLookup<ReadOnlySpan<char>> Exact()
    {
        var words = new Dictionary<string, Role>(StringComparer.OrdinalIgnoreCase);
        foreach (var (word, role) in Entries())
        {
            if (word[^1] != '*')
                words[word] = words.GetValueOrDefault(word) | role;
        }

        return words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
