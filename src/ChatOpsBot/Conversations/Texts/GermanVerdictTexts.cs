using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Conversations.Texts;

internal static class GermanVerdictTexts
{
    public static VerdictTexts Texts { get; } = new()
    {
        Causes = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "Die Registrierung von {where} ist abgelaufen oder gesperrt; die Domäne nimmt deshalb keine E-Mails an. Ihr Inhaber muss sie beim Registrar verlängern.",
            [VerdictCauses.NxDomain] = "{where} gibt es im DNS nicht. Prüfen Sie die Schreibweise und ob die Domäne aufgegeben wurde.",
            [VerdictCauses.StaleCache] = "Die DNS-Einträge von {where} wurden geändert, und der Resolver verwendet noch die alten.",
            [VerdictCauses.NsOutOfSync] = "Die Nameserver von {where} geben unterschiedliche Antworten, darunter veraltete. E-Mails können hin und wieder beim falschen Server landen.",
            [VerdictCauses.DnssecBogus] = "Die DNSSEC-Signaturen von {where} sind ungültig; Resolver, die sie prüfen, geben keine Antwort.",
            [VerdictCauses.LameDelegation] = "{where} ist an Nameserver delegiert, die nicht für die Zone zuständig sind (Lame Delegation).",
            [VerdictCauses.DanglingNs] = "{where} ist an Nameserver delegiert, deren Namen es nicht gibt. Wer einen solchen Namen registriert, kann die E-Mails der Domäne übernehmen.",
            [VerdictCauses.NsTimeout] = "Die Nameserver von {where} antworten nicht.",
            [VerdictCauses.AuthServFail] = "Die Nameserver von {where} antworten mit einem Fehler (SERVFAIL).",
            [VerdictCauses.NullMx] = "{where} erklärt mit einem Null-MX-Eintrag, keine E-Mails anzunehmen. Das ist Absicht: Prüfen Sie die Adresse des Empfängers.",
            [VerdictCauses.NoMxNoAddress] = "{where} hat weder einen MX-Eintrag noch eine Adresse; es gibt also keinen Server, an den zugestellt werden kann.",
            [VerdictCauses.MxIsIp] = "Der MX-Eintrag von {domain} nennt eine IP-Adresse ({where}), wo ein Hostname stehen muss; Mailserver können ihn nicht auflösen.",
            [VerdictCauses.CnameLoop] = "Der Name {where} ist ein Alias, der auf sich selbst zurückführt (CNAME-Schleife).",
            [VerdictCauses.MxTargetNxDomain] = "Der MX-Eintrag von {domain} nennt {where}; diesen Namen gibt es im DNS nicht.",
            [VerdictCauses.MxTargetNoAddress] = "Der MX-Eintrag von {domain} nennt {where}; dieser Name hat keine Adresse.",
            [VerdictCauses.MxPrivateAddress] = "Der Mailserver {where} von {domain} hat eine private oder reservierte Adresse, die über das Internet niemand erreicht.",

            [VerdictCauses.TcpRefused] = "{where} lehnt Verbindungen auf Port {port} ab: Dort lauscht kein Dienst, oder eine Firewall weist die Absender ab.",
            [VerdictCauses.TcpUnreachable] = "{where} ist nicht erreichbar: Ein Router oder eine Firewall unterwegs meldet, dass kein Weg dorthin führt.",
            [VerdictCauses.TcpTimeout] = "{where} antwortet auf Port {port} nicht: Der Server ist ausgeschaltet, oder eine Firewall verwirft die Verbindungen stillschweigend.",
            [VerdictCauses.AllMxDown] = "Kein Mailserver von {domain} nimmt E-Mails an, jeder aus einem anderen Grund; die Tabelle nennt sie.",

            [VerdictCauses.ClosedBeforeBanner] = "{where} nimmt die Verbindung an und schließt sie vor der Begrüßung: Ein Filter weist Absender ab, oder der Maildienst scheitert sofort.",
            [VerdictCauses.ImplicitTls] = "{where} erwartet auf Port {port} TLS vom ersten Byte an. Mailserver beginnen dort im Klartext, deshalb kommt keine Sitzung zustande.",
            [VerdictCauses.Tarpit] = "{where} sendet die Begrüßung so langsam, dass sie nicht rechtzeitig endet (Tarpit).",
            [VerdictCauses.NoBanner] = "{where} nimmt die Verbindung an, sendet aber keine Begrüßung: Der Maildienst hängt, oder ein Gerät dazwischen hält die Sitzung auf.",
            [VerdictCauses.Greeting421] = "{where} nimmt zurzeit keine E-Mails an und sagt das in der Begrüßung: „{reply}“.",
            [VerdictCauses.BlockedByPolicy] = "{where} weist diese Sonde wegen einer Regel oder Sperrliste ab: „{reply}“. Das betrifft vielleicht nur die Adresse der Sonde.",
            [VerdictCauses.Greeting5xx] = "{where} verweigert die Sitzung: „{reply}“.",
            [VerdictCauses.EndlessBanner] = "{where} sendet eine Begrüßung ohne Ende, deshalb beginnt keine Sitzung.",
            [VerdictCauses.LineTooLong] = "{where} sendet eine längere Zeile, als SMTP erlaubt, deshalb beginnt keine Sitzung.",
            [VerdictCauses.NotSmtp] = "Was bei {where} auf Port {port} antwortet, ist kein Mailserver.",

            [VerdictCauses.PacketInspection] = "Eine Firewall vor {where} schreibt den SMTP-Dialog um und verdeckt, was der Server anbietet (Paketinspektion). Schalten Sie die Inspektion ab, oder lassen Sie darin TLS zu.",
            [VerdictCauses.ClosedAfterBanner] = "{where} meldet sich und trennt sofort: Suchen Sie nach einem Filter, nach SMTP-Inspektion in einer Firewall und nach Abstürzen des Maildienstes.",
            [VerdictCauses.ClosedAtEhlo] = "{where} trennt die Verbindung bei EHLO: Suchen Sie nach SMTP-Inspektion in einer Firewall und nach Abstürzen des Maildienstes.",
            [VerdictCauses.Busy421AtEhlo] = "{where} nimmt zurzeit keine E-Mails an und sagt das nach EHLO: „{reply}“.",
            [VerdictCauses.EhloTimeout] = "{where} meldet sich, antwortet aber nicht auf EHLO: Der Maildienst hängt, oder ein Gerät dazwischen hält die Sitzung auf.",

            [VerdictCauses.ClosedAtStartTls] = "{where} bietet STARTTLS an und trennt die Verbindung, sobald es verlangt wird.",
            [VerdictCauses.DaneStartTlsMissing] = "DANE verlangt für {where} Verschlüsselung, aber der Server bietet kein STARTTLS an. Absender, die DANE prüfen, stellen nicht zu.",
            [VerdictCauses.StartTlsNotOffered] = "{where} bietet kein STARTTLS an; ein Connector, der TLS verlangt, kann deshalb nicht zustellen.",
            [VerdictCauses.StartTlsRejected] = "{where} bietet STARTTLS an und verweigert es dann: „{reply}“.",
            [VerdictCauses.HandshakeTimeout] = "{where} bietet STARTTLS an und schweigt dann, sodass die Verschlüsselung nie beginnt.",
            [VerdictCauses.VersionTooOld] = "{where} beherrscht nur eine veraltete TLS-Version ({version}); Exchange Online verlangt TLS 1.2 oder neuer.",
            [VerdictCauses.HandshakeFailed] = "{where} bietet STARTTLS an, aber der TLS-Handshake scheitert.",

            [VerdictCauses.MtaStsCertInvalid] = "{domain} erzwingt MTA-STS, aber das Zertifikat des Mailservers ist ungültig. Absender, die sich an die Richtlinie halten, stellen nicht zu.",
            [VerdictCauses.CertExpired] = "Das Zertifikat von {where} ist nicht mehr gültig. Es ist abgelaufen: {until}.",
            [VerdictCauses.CertNotYetValid] = "Das Zertifikat von {where} ist noch nicht gültig. Es gilt erst ab {from}.",
            [VerdictCauses.IntermediateExpired] = "Ein Zwischenzertifikat, das {where} sendet, ist abgelaufen: {at}.",
            [VerdictCauses.SelfSigned] = "Das Zertifikat von {where} ist selbstsigniert. Absender, die Zertifikate prüfen, vertrauen ihm nicht.",
            [VerdictCauses.IncompleteChain] = "{where} sendet seine Zertifikatkette nicht vollständig: Das Zwischenzertifikat fehlt.",
            [VerdictCauses.UntrustedRoot] = "Das Zertifikat von {where} stammt von einer Zertifizierungsstelle, der öffentlich nicht vertraut wird.",
            [VerdictCauses.NameMismatch] = "Das Zertifikat von {where} ist für {names} ausgestellt, nicht für {expected}.",
            [VerdictCauses.WrongUsage] = "Das Zertifikat von {where} ist nicht für Server bestimmt.",
            [VerdictCauses.WeakKey] = "Der Schlüssel des Zertifikats von {where} ist zu schwach.",
            [VerdictCauses.WeakSignature] = "Das Zertifikat von {where} ist mit einem veralteten Verfahren signiert.",
            [VerdictCauses.Revoked] = "Das Zertifikat von {where} wurde widerrufen.",

            [VerdictCauses.MtaStsMxMismatch] = "{domain} erzwingt MTA-STS, aber die Richtlinie nennt die Mailserver der Domäne nicht. Absender, die sich an die Richtlinie halten, stellen nicht zu.",
            [VerdictCauses.TlsaMismatch] = "Das Zertifikat von {where} passt nicht zu den TLSA-Einträgen. Absender, die DANE prüfen, stellen nicht zu.",
        },

        HealthyWhole = "Kein Fehler zu sehen: {where} nimmt Verbindungen an, antwortet auf EHLO und verschlüsselt mit STARTTLS.",
        HealthyNotAll = "Kein Fehler zu sehen: {where} nimmt Verbindungen an, antwortet auf EHLO und verschlüsselt mit STARTTLS. Nicht alle Server von {domain} ließen sich prüfen.",
        HealthyHeard = "Kein Fehler zu sehen: {where} nimmt Verbindungen an und antwortet auf EHLO. Die Verschlüsselung wurde nicht geprüft.",
        HealthyReached = "Kein Fehler zu sehen: {where} nimmt Verbindungen an. Die Sitzung wurde nicht bis zum Ende verfolgt.",
        HealthyPartly = "E-Mails für {domain} kommen bei {where} an, aber nicht alle Mailserver der Domäne sind in Ordnung.",
        HealthyBut = "{where} nimmt E-Mails an, soweit geprüft; aber nicht alles Geprüfte ist in Ordnung, siehe Tabelle.",
        NotTestedBecause = "Über {where} lässt sich nichts sagen: {reason}.",
        NothingWrongSoFar = "In dem, was zu {where} geprüft wurde, war kein Fehler zu sehen. Ob ein Server E-Mails annimmt, wurde nicht geprüft.",
        NothingDecided = "Was zu {where} geprüft wurde, zeigt nicht, ob E-Mails ankommen.",

        ThemCertain = "Der Fehler liegt auf der Empfängerseite; er war unmittelbar zu sehen.",
        ThemLikely = "Der Fehler liegt sehr wahrscheinlich auf der Empfängerseite.",
        AnybodySeen = "Das war unmittelbar zu sehen, liegt aber nicht allein am Server der Empfängerseite.",
        AnybodyPossible = "Wessen Fehler es ist, lässt sich von hier nicht sagen: Es kann auch am Netz oder an der Adresse der Sonde liegen.",
        Us = "Das liegt an der Sonde selbst und sagt nichts über die Empfängerseite.",

        CodeBoth = "Exchange Online meldet das als 450 {code}.",
        CodeBothOrExact = "Exchange Online meldet das als 450 {code} oder {exact}.",
        CodeStrict = "Ein Connector, der TLS mit gültigem Zertifikat verlangt, scheitert mit 450 {code}; andere E-Mails kommen durch.",
        CodeStrictAndOther = "Ein Connector, der TLS mit gültigem Zertifikat verlangt, scheitert mit 450 {code}, andere E-Mails mit {exact}.",
        CodeExact = "Exchange Online meldet das als {exact}.",

        Confirmed = "Das erklärt den gemeldeten Code {code}.",
        NotSeenFilter = "Von hier aus geht es, gemeldet wurde aber {code}: Suchen Sie nach einem Filter, der die Adressen von Exchange Online aussperrt.",
        NotSeen = "Von hier aus geht es, gemeldet wurde aber {code}: Der Fehler kann kommen und gehen, inzwischen behoben sein oder sich nur Exchange Online zeigen.",
        AnotherFault = "Das ist ein anderer Fehler als der gemeldete {code}: Vergleichen Sie den Server in der Meldung mit dem hier geprüften.",
        Gone = "Frühere Prüfungen haben den Fehler von hier aus gesehen; diese sehen ihn nicht mehr.",

        StaleUntil = "Die alten Einträge gelten noch bis spätestens {time}.",
        SeenEarlier = "{where} wurde {time} gesehen, bei anderen Prüfungen: Öfter wird ein Server nicht gefragt.",

        From = "„{vantage}“: {verdict}",
        WorksFromSome = "Von „{well}“ aus geht es, von „{ill}“ aus nicht; etwas auf dem Weg behandelt beide verschieden.",

        Also = "Außerdem: {finding}",
        Findings = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "Die Registrierung von {where} ist abgelaufen oder gesperrt.",
            [VerdictFindings.ImplicitMx] = "{where} hat keinen MX-Eintrag; E-Mails gehen an die Adresse der Domäne selbst.",
            [VerdictFindings.LamePartial] = "Einige Nameserver von {where} sind nicht für die Zone zuständig.",
            [VerdictFindings.MxIsCname] = "Der MX-Eintrag nennt einen Alias ({where}), dem manche Absender nicht folgen.",
            [VerdictFindings.NullMxBeside] = "Neben brauchbaren MX-Einträgen hat {where} einen Null-MX, was RFC 7505 verbietet.",
            [VerdictFindings.DelegationDiffers] = "Die übergeordnete Zone und {where} selbst nennen verschiedene Nameserver.",
            [VerdictFindings.FamilyBroken] = "Die Nameserver von {where} antworten nur über IPv4 oder nur über IPv6.",
            [VerdictFindings.PartialOutage] = "Einige Mailserver fallen aus, darunter {where}. E-Mails kommen an, manchmal mit Verzögerung.",
            [VerdictFindings.Nolisting] = "{where} ist die erste Wahl der MX-Einträge und antwortet nicht, während ein späterer Server funktioniert. Manche Domänen machen das mit Absicht (Nolisting).",
            [VerdictFindings.OddOneOut] = "{where} verhält sich anders als die übrigen Adressen des Namens: E-Mails scheitern nur, wenn diese gewählt wird.",
            [VerdictFindings.Ipv6Broken] = "{where} nimmt E-Mails über IPv4 an, aber nicht über IPv6.",
            [VerdictFindings.SlowBanner] = "{where} meldet sich nur langsam. Das ist erlaubt.",
            [VerdictFindings.HeloOnly] = "{where} kennt nur HELO und bietet deshalb keine Verschlüsselung an.",
            [VerdictFindings.RateLimited] = "{where} begrenzt unsere Verbindungen; deshalb war nicht alles zu sehen.",
            [VerdictFindings.NoSan] = "Das Zertifikat von {where} enthält den Namen nur im CN (Common Name), nicht als SAN.",
            [VerdictFindings.ExpiringSoon] = "Das Zertifikat von {where} läuft bald ab.",
            [VerdictFindings.RevocationUnknown] = "Ob das Zertifikat von {where} widerrufen wurde, ließ sich nicht feststellen.",
            [VerdictFindings.PolicyNotFetched] = "Die MTA-STS-Richtlinie von {where} ließ sich nicht abrufen.",
        },
        Gap = "Nicht geprüft: {checks}. Grund: {reason}.",
        Limits = new Dictionary<VerdictLimit, string>
        {
            [VerdictLimit.OnePlace] = "Nur von einem Ort aus gesehen. Eine Firewall kann Exchange Online anders behandeln.",
            [VerdictLimit.OwnResolver] = "DNS, wie es von hier aus aussieht. Exchange Online hat eigene Resolver und Caches.",
            [VerdictLimit.WayOutUnknown] = "Ob Verbindungen auf diesem Port das eigene Netz der Sonde verlassen, ist nicht nachgewiesen.",
            [VerdictLimit.NoMail] = "Es wurde keine E-Mail gesendet: Was der Server zu Absendern und Empfängern sagt, wurde nicht geprüft.",
        },

        HeadingAlso = "Außerdem:",
        HeadingGaps = "Nicht geprüft:",
        HeadingLimits = "Grenzen:",
    };
}
