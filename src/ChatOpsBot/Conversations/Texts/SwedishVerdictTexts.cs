using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Conversations.Texts;

internal static class SwedishVerdictTexts
{
    public static VerdictTexts Texts { get; } = new()
    {
        Causes = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "Registreringen av {where} har gått ut eller är spärrad, så domänen tar inte emot e-post. Innehavaren måste förnya den hos sin registrar.",
            [VerdictCauses.NxDomain] = "{where} finns inte i DNS. Kontrollera stavningen och om domänen har getts upp.",
            [VerdictCauses.StaleCache] = "DNS-posterna för {where} har ändrats, och DNS-servern använder fortfarande de gamla.",
            [VerdictCauses.NsOutOfSync] = "Namnservrarna för {where} ger olika svar, några av dem gamla. E-post kan ibland hamna hos fel server.",
            [VerdictCauses.DnssecBogus] = "DNSSEC-signaturerna för {where} är ogiltiga, så DNS-servrar som kontrollerar dem ger inget svar.",
            [VerdictCauses.LameDelegation] = "{where} är delegerad till namnservrar som inte svarar för zonen (lame delegation).",
            [VerdictCauses.DanglingNs] = "{where} är delegerad till namnservrar vars namn inte finns. Den som registrerar ett sådant namn kan ta över domänens e-post.",
            [VerdictCauses.NsTimeout] = "Namnservrarna för {where} svarar inte.",
            [VerdictCauses.AuthServFail] = "Namnservrarna för {where} svarar med ett fel (SERVFAIL).",
            [VerdictCauses.NullMx] = "{where} anger med en null-MX-post att domänen inte tar emot e-post. Det är avsiktligt: kontrollera mottagarens adress.",
            [VerdictCauses.NoMxNoAddress] = "{where} har varken MX-post eller adress, så det finns ingen server att leverera till.",
            [VerdictCauses.MxIsIp] = "MX-posten för {domain} anger en IP-adress ({where}) där ett värdnamn ska stå, så e-postservrar kan inte slå upp den.",
            [VerdictCauses.CnameLoop] = "Namnet {where} är ett alias som leder tillbaka till sig självt (CNAME-loop).",
            [VerdictCauses.MxTargetNxDomain] = "MX-posten för {domain} anger {where}, som inte finns i DNS.",
            [VerdictCauses.MxTargetNoAddress] = "MX-posten för {domain} anger {where}, som saknar adress.",
            [VerdictCauses.MxPrivateAddress] = "E-postservern {where} för {domain} har en privat eller reserverad adress som ingen når över internet.",

            [VerdictCauses.TcpRefused] = "{where} nekar anslutningar på port {port}: ingen tjänst lyssnar där, eller så avvisar en brandvägg avsändarna.",
            [VerdictCauses.TcpUnreachable] = "{where} går inte att nå: en router eller brandvägg på vägen meddelar att det inte finns någon väg dit.",
            [VerdictCauses.TcpTimeout] = "{where} svarar inte på port {port}: servern är avstängd, eller så kastar en brandvägg anslutningarna utan att svara.",
            [VerdictCauses.AllMxDown] = "Ingen av e-postservrarna för {domain} tar emot e-post, var och en av sin egen anledning; tabellen visar dem.",

            [VerdictCauses.ClosedBeforeBanner] = "{where} tar emot anslutningen och stänger den före hälsningen: ett filter avvisar avsändare, eller så går e-posttjänsten ner direkt.",
            [VerdictCauses.ImplicitTls] = "{where} väntar sig TLS från första byten på port {port}. E-postservrar börjar i klartext där, så ingen session kommer i gång.",
            [VerdictCauses.Tarpit] = "{where} skickar sin hälsning så långsamt att den inte hinner ta slut (tarpit).",
            [VerdictCauses.NoBanner] = "{where} tar emot anslutningen men skickar ingen hälsning: e-posttjänsten har hängt sig, eller så håller en enhet på vägen tillbaka sessionen.",
            [VerdictCauses.Greeting421] = "{where} tar inte emot e-post just nu och säger det i sin hälsning: ”{reply}”.",
            [VerdictCauses.BlockedByPolicy] = "{where} avvisar den här sonden enligt en regel eller blockeringslista: ”{reply}”. Det gäller kanske bara sondens adress.",
            [VerdictCauses.Greeting5xx] = "{where} nekar sessionen: ”{reply}”.",
            [VerdictCauses.EndlessBanner] = "{where} skickar en hälsning som aldrig tar slut, så ingen session börjar.",
            [VerdictCauses.LineTooLong] = "{where} skickar en längre rad än SMTP tillåter, så ingen session börjar.",
            [VerdictCauses.NotSmtp] = "Det som svarar på {where}, port {port}, är ingen e-postserver.",

            [VerdictCauses.PacketInspection] = "En brandvägg framför {where} skriver om SMTP-dialogen och döljer vad servern erbjuder (paketinspektion). Stäng av inspektionen eller tillåt TLS i den.",
            [VerdictCauses.ClosedAfterBanner] = "{where} hälsar och kopplar ned direkt: leta efter ett filter, SMTP-inspektion i en brandvägg och krascher i e-posttjänsten.",
            [VerdictCauses.ClosedAtEhlo] = "{where} kopplar ned vid EHLO: leta efter SMTP-inspektion i en brandvägg och krascher i e-posttjänsten.",
            [VerdictCauses.Busy421AtEhlo] = "{where} tar inte emot e-post just nu och säger det efter EHLO: ”{reply}”.",
            [VerdictCauses.EhloTimeout] = "{where} hälsar men svarar inte på EHLO: e-posttjänsten har hängt sig, eller så håller en enhet på vägen tillbaka sessionen.",

            [VerdictCauses.ClosedAtStartTls] = "{where} erbjuder STARTTLS och kopplar ned när det begärs.",
            [VerdictCauses.DaneStartTlsMissing] = "DANE kräver kryptering för {where}, men servern erbjuder inte STARTTLS. Avsändare som kontrollerar DANE levererar inte.",
            [VerdictCauses.StartTlsNotOffered] = "{where} erbjuder inte STARTTLS, så en koppling som kräver TLS kan inte leverera.",
            [VerdictCauses.StartTlsRejected] = "{where} erbjuder STARTTLS och nekar det sedan: ”{reply}”.",
            [VerdictCauses.HandshakeTimeout] = "{where} erbjuder STARTTLS och tystnar sedan, så krypteringen börjar aldrig.",
            [VerdictCauses.VersionTooOld] = "{where} kan bara en föråldrad TLS-version ({version}); Exchange Online kräver TLS 1.2 eller senare.",
            [VerdictCauses.HandshakeFailed] = "{where} erbjuder STARTTLS, men TLS-handskakningen misslyckas.",

            [VerdictCauses.MtaStsCertInvalid] = "{domain} tillämpar MTA-STS, men e-postserverns certifikat är ogiltigt. Avsändare som följer policyn levererar inte.",
            [VerdictCauses.CertExpired] = "Certifikatet för {where} är inte längre giltigt. Det gick ut {until}.",
            [VerdictCauses.CertNotYetValid] = "Certifikatet för {where} är inte giltigt än. Det börjar gälla {from}.",
            [VerdictCauses.IntermediateExpired] = "Ett mellanliggande certifikat som {where} skickar har gått ut: {at}.",
            [VerdictCauses.SelfSigned] = "Certifikatet för {where} är självsignerat. Avsändare som validerar certifikat litar inte på det.",
            [VerdictCauses.IncompleteChain] = "{where} skickar inte hela sin certifikatkedja: det mellanliggande certifikatet saknas.",
            [VerdictCauses.UntrustedRoot] = "Certifikatet för {where} kommer från en utfärdare som inte är allmänt betrodd.",
            [VerdictCauses.NameMismatch] = "Certifikatet för {where} är utfärdat för {names}, inte för {expected}.",
            [VerdictCauses.WrongUsage] = "Certifikatet för {where} är inte avsett för servrar.",
            [VerdictCauses.WeakKey] = "Nyckeln i certifikatet för {where} är för svag.",
            [VerdictCauses.WeakSignature] = "Certifikatet för {where} är signerat med en föråldrad algoritm.",
            [VerdictCauses.Revoked] = "Certifikatet för {where} har återkallats.",

            [VerdictCauses.MtaStsMxMismatch] = "{domain} tillämpar MTA-STS, men policyn räknar inte upp domänens e-postservrar. Avsändare som följer policyn levererar inte.",
            [VerdictCauses.TlsaMismatch] = "Certifikatet för {where} stämmer inte med TLSA-posterna. Avsändare som kontrollerar DANE levererar inte.",
        },

        HealthyWhole = "Inget fel syntes: {where} tar emot anslutningar, svarar på EHLO och krypterar med STARTTLS.",
        HealthyNotAll = "Inget fel syntes: {where} tar emot anslutningar, svarar på EHLO och krypterar med STARTTLS. Det gick inte att testa alla servrar för {domain}.",
        HealthyHeard = "Inget fel syntes: {where} tar emot anslutningar och svarar på EHLO. Krypteringen testades inte.",
        HealthyReached = "Inget fel syntes: {where} tar emot anslutningar. Sessionen följdes inte till slutet.",
        HealthyPartly = "E-post till {domain} kommer fram via {where}, men inte alla domänens e-postservrar fungerar som de ska.",
        HealthyBut = "{where} tar emot e-post så långt det kontrollerades, men inte allt som kontrollerades är i ordning; tabellen visar det.",
        NotTestedBecause = "Inget kan sägas om {where}: {reason}.",
        NothingWrongSoFar = "Inget fel syntes i det som kontrollerades för {where}. Om en server tar emot e-post testades inte.",
        NothingDecided = "Det som kontrollerades för {where} visar inte om e-post går fram.",

        ThemCertain = "Felet ligger på mottagarsidan; det syntes direkt.",
        ThemLikely = "Felet ligger med stor sannolikhet på mottagarsidan.",
        AnybodySeen = "Det syntes direkt, men det är inte bara mottagarserverns fel.",
        AnybodyPossible = "Vems felet är går inte att säga härifrån: det kan också bero på sondens nätverk eller adress.",
        Us = "Det är ett problem hos sonden själv och säger inget om mottagarsidan.",

        CodeBoth = "Exchange Online rapporterar det som 450 {code}.",
        CodeBothOrExact = "Exchange Online rapporterar det som 450 {code} eller {exact}.",
        CodeStrict = "En koppling som kräver TLS med giltigt certifikat misslyckas med 450 {code}; annan e-post går fram.",
        CodeStrictAndOther = "En koppling som kräver TLS med giltigt certifikat misslyckas med 450 {code}, annan e-post med {exact}.",
        CodeExact = "Exchange Online rapporterar det som {exact}.",

        Confirmed = "Det förklarar koden {code} som lades in.",
        NotSeenFilter = "Härifrån fungerar det, men {code} lades in: leta efter ett filter som stänger ute Exchange Onlines adresser.",
        NotSeen = "Härifrån fungerar det, men {code} lades in: felet kan komma och gå, vara borta nu eller bara visa sig för Exchange Online.",
        AnotherFault = "Det är ett annat fel än {code} som lades in: jämför servern i meddelandet med den som kontrollerades här.",
        Gone = "Tidigare kontroller såg felet härifrån; de här ser det inte längre.",

        StaleUntil = "De gamla posterna finns kvar till senast {time}.",
        SeenEarlier = "{where} sågs {time}, vid andra kontroller: en server tillfrågas inte oftare.",

        From = "”{vantage}”: {verdict}",
        WorksFromSome = "Det fungerar från ”{well}” men inte från ”{ill}”, så något på vägen behandlar dem olika.",

        Also = "Dessutom: {finding}",
        Findings = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "Registreringen av {where} har gått ut eller är spärrad.",
            [VerdictFindings.ImplicitMx] = "{where} saknar MX-post; e-posten går till domänens egen adress.",
            [VerdictFindings.LamePartial] = "Några av namnservrarna för {where} svarar inte för zonen.",
            [VerdictFindings.MxIsCname] = "MX-posten anger ett alias ({where}), som vissa avsändare inte följer.",
            [VerdictFindings.NullMxBeside] = "Vid sidan av användbara MX-poster har {where} en null-MX, vilket RFC 7505 förbjuder.",
            [VerdictFindings.DelegationDiffers] = "Zonen ovanför och {where} själv anger olika namnservrar.",
            [VerdictFindings.FamilyBroken] = "Namnservrarna för {where} svarar bara över IPv4 eller bara över IPv6.",
            [VerdictFindings.PartialOutage] = "Några e-postservrar är ur funktion, bland dem {where}. E-posten går fram, ibland med fördröjning.",
            [VerdictFindings.Nolisting] = "{where} är MX-posternas förstaval och svarar inte, medan en senare server fungerar. Vissa domäner gör så med avsikt (nolisting).",
            [VerdictFindings.OddOneOut] = "{where} beter sig annorlunda än namnets övriga adresser: e-posten stoppas bara när just den väljs.",
            [VerdictFindings.Ipv6Broken] = "{where} tar emot e-post över IPv4 men inte över IPv6.",
            [VerdictFindings.SlowBanner] = "{where} är långsam med att hälsa. Det är tillåtet.",
            [VerdictFindings.HeloOnly] = "{where} kan bara HELO och erbjuder därför ingen kryptering.",
            [VerdictFindings.RateLimited] = "{where} begränsar våra anslutningar, så det gick inte att se allt.",
            [VerdictFindings.NoSan] = "Certifikatet för {where} har namnet bara i CN (common name), inte som SAN.",
            [VerdictFindings.ExpiringSoon] = "Certifikatet för {where} går snart ut.",
            [VerdictFindings.RevocationUnknown] = "Det gick inte att ta reda på om certifikatet för {where} har återkallats.",
            [VerdictFindings.PolicyNotFetched] = "MTA-STS-policyn för {where} gick inte att hämta.",
        },
        Gap = "Inte testat: {checks}, eftersom {reason}.",
        Limits = new Dictionary<VerdictLimit, string>
        {
            [VerdictLimit.OnePlace] = "Sett från en enda plats. En brandvägg kan behandla Exchange Online annorlunda.",
            [VerdictLimit.OwnResolver] = "DNS så som det ser ut härifrån. Exchange Online har egna DNS-servrar och cacheminnen.",
            [VerdictLimit.WayOutUnknown] = "Det är inte bevisat att anslutningar på den här porten kommer ut ur sondens eget nätverk.",
            [VerdictLimit.NoMail] = "Ingen e-post skickades: vad servern säger till avsändare och mottagare testades inte.",
        },

        HeadingAlso = "Dessutom:",
        HeadingGaps = "Inte testat:",
        HeadingLimits = "Begränsningar:",
    };
}
