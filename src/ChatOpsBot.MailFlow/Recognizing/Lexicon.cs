using System.Collections.Frozen;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>What a word says about the number beside it. A word may say several things.</summary>
[Flags]
internal enum WordKind
{
    None = 0,

    /// <summary>Only mail people use it: bounce, NDR, smtp, studs, rebote.</summary>
    MailStrong = 1 << 0,

    /// <summary>Mail, mailbox, Exchange, recipient.</summary>
    Mail = 1 << 1,

    /// <summary>Fits mail and much else: queue, message, delivery.</summary>
    MailMaybe = 1 << 2,

    /// <summary>Names a code: error, code, Fehlercode, felkod.</summary>
    ErrorLabel = 1 << 3,

    /// <summary>Stands in the text of SMTP replies: mailbox, denied, quota, greylisted.</summary>
    ReplyText = 1 << 4,

    /// <summary>May stand directly before a code without meaning anything: with, the, mit, con.</summary>
    Filler = 1 << 5,

    /// <summary>Version, release, upgrade: the number counts software.</summary>
    Version = 1 << 6,

    /// <summary>Software whose versions look like codes.</summary>
    Product = 1 << 7,

    /// <summary>Section, chapter, paragraph: the number counts text.</summary>
    Section = 1 << 8,

    /// <summary>Web talk: HTTP, GET, nginx. A 503 there is no mail reply.</summary>
    Web = 1 << 9,

    /// <summary>Unit, currency or thing counted: MB, EUR, users.</summary>
    Unit = 1 << 10,

    /// <summary>Stands before a date: vom, den, am.</summary>
    Date = 1 << 11,

    /// <summary>Upgrade, install, deploy.</summary>
    Change = 1 << 12,

    /// <summary>Ticket, invoice, room, phone: the number is a name.</summary>
    Identifier = 1 << 13,

    /// <summary>What people do when a mail comes back: rejected, returned, tillbaka, zurück.</summary>
    Rejected = 1 << 14,

    /// <summary>Sports, animation and other senses of bounce.</summary>
    OtherSense = 1 << 15,

    /// <summary>Asks for a meaning: what, was, vad, significa.</summary>
    Question = 1 << 16,

    /// <summary>What people say who have a problem: again, since, fix, why, problem.</summary>
    Trouble = 1 << 19,

    /// <summary>Mail software: the number behind its name is its version.</summary>
    MailSoftware = 1 << 18,

    /// <summary>What somebody does who meets an error: get, see, throws, sale, får, bekomme, deu.</summary>
    Got = 1 << 17,

    /// <summary>With, shows, says: a code may follow, and so may much else.</summary>
    With = 1 << 20,

    /// <summary>What happens to software and to nothing else: released, published, tagged, erschienen, saiu.</summary>
    Published = 1 << 21,

    /// <summary>Where a success line stands: log, trace, tracking, Protokoll.</summary>
    Log = 1 << 22,
}

internal static class WordKinds
{
    /// <summary>Whether the word says any of these.</summary>
    public static bool Has(this WordKind kind, WordKind any) => (kind & any) != WordKind.None;
}

/// <summary>The words of five languages that decide what a number is. Words, not patterns; spelled with and without accents.</summary>
internal static class Lexicon
{
    private const int LongestWord = 28;

    private static readonly FrozenDictionary<string, WordKind>.AlternateLookup<ReadOnlySpan<char>> Words = Build(
        (WordKind.MailStrong, """
            bounce bounced bounces bouncing bouncebacks bounceback ndr ndrs dsn dsns smtp smtps esmtp smtplib undeliverable undelivered undeliverables nondelivery mta mtas rcpt
            greylisting greylist greylisted graylisting dmarc dkim spf starttls smarthost smarthosts mailflow rcpthosts postmaster mailerdaemon hardbounce softbounce
            rebote rebotes rebota rebotan rebotó rebotado rebotados rebotada rebotaron rebotando
            studs studsar studsade studsat studsmeddelande studsmeddelanden studsarna studsmejl olevererbart olevererat
            unzustellbar unzustellbarkeit unzustellbarkeitsbericht unzustellbarkeitsnachricht zustellfehler unzustellbare bouncemail bouncemails bouncet gebounced gebounct
            ricochete ndrs led lasterror postgrey milter rspamd
            """),
        (WordKind.Mail, """
            mail mails mailing email emails mailbox mailboxes mailserver mailservers mailhost mailgateway mailqueue exchange outlook gmail hotmail yahoo icloud office365 o365 m365 exo
            retransmitir retransmisión retransmissão reläa reläar reläas relayen weiterleiten
            delist delisted delisting delistings unlisted avlistad avlistade avlistas avlistning avlistningen deslistado deslistados deslistar whitelist whitelisted whitelisting allowlist allowlisted allowlisting mxtoolbox mailtester checktls
            recipient recipients inbox relay relays relaying mx mxs postfix exim sendmail qmail proofpoint mimecast barracuda mailgun sendgrid spam antispam listserv newsletter newsletters
            correo correos buzón buzon buzones destinatario destinatarios remitente remitentes mailbot
            mejl mejla mejlet mejlen mejlserver mejlservern epost eposten mottagare mottagaren avsändare avsändaren inkorg inkorgen
            postfach postfächer postausgang posteingang empfänger empfaenger mailadresse mailversand zustellung
            destinatário destinatários destinatario emailserver remetente remetentes correio smtpclient
            brevlåda brevlådan brevlådor låda lådan mejllåda mejllådan mejllådor inkorgar mailkorg mottagarna mottagares mottagaradress mottagaradressen avsändaradress
            buzones casilla casillas bandeja emisor emisores
            empfängern empfängers empfängeradresse absenderadresse postfachs postfächern
            """),
        (WordKind.MailSoftware, "exchange outlook postfix exim sendmail qmail mailserver mailservers webmail mailclient mailer mailgateway thunderbird mimecast proofpoint barracuda mailgun sendgrid mailhost"),
        (WordKind.MailMaybe, """
            queue queues queued queueing message messages msg delivery deliver delivered deliveries sender senders connector connectors sending sent send outbound inbound retry retries retrying deferred deferral delist delisted
            ptr rdns auth dnsbl rbl blacklist blacklisted blocklist blocklisted quota reputation scanner printer copier telnet banner remoção desbloqueio desbloqueo informe relatório rapporten hybrid tenant tenanten tenants domain domains authenticated unauthenticated remote
            cola colas mensaje mensajes entrega entregar enviado enviar envío envio enviando servidor conector conectores dominio
            leverans leverera levereras kö köade kön meddelande meddelanden skicka skickar skickat brev brevet koppling kopplingar domän domänen skrivare skrivaren
            warteschlange nachricht nachrichten absender versand senden sendet gesendet versenden verschicken verschickt domäne drucker scannt scan post brief konnektor
            servern servrarna servidores gegenstelle gegenseite motpart motparten motpartens remoteserver zielserver fjärrserver mottagarserver
            circular circulars circulares rundschreiben comunicado comunicados utskick utskicken autoreply autoresponder autosvar abwesenheitsnotiz abwesenheitsassistent ooo devolução devoluções devolución devoluciones notificación notificação benachrichtigung avisering relä reläet reläer reläerna outgoing incoming utgående inkommande saliente salientes entrante entrantes saída ausgehend ausgehende ausgehenden ausgehendes eingehend eingehende eingehenden gateway kopiatorn copiadora
            recipiente inboxes header headers forwarding forwarded forward mailing greet greeting senders' handshake tls certificate cert certs certificates dns
            entregó entregado entregada entregados entregadas entregaron entregan reenvío reenviar remitido encolado encolados bandejas rechazos certificado
            levererad levererat levererades vidarebefordran sändning sänder sändare skickades svartlistad svartlistade svartlistat svartlista certifikat certifikatet certet bifogad bilagan bilagor
            zugestellt zustellen weiterleitung weiterleiten versandt empfangen eingang anhang anhänge blockliste sperrliste zertifikat zertifikats
            entregou entregues entregaram encaminhamento encaminhar enviadas enviando rejeições rejeição anexo anexos
            fila filas mensagem mensagens entregue enviei envia enviados domínio dominio impressora impressoras impresora impresoras escáner escaner copiadora fotocopiadora multifunción multifuncional scanners printers mfp skanner skannern kopiator kopierer conector conectores caixa
            """),
        (WordKind.ErrorLabel, """
            error errors err errorcode code codes status statuscode ndrcode smtpcode returncode errno fail fails failed failure failures diagnostic reason response said says reply replied returned returns answered answers answering responded
            código codigo códigos codigos errores estado fallo fallos falla
            fel felkod felkoden felet felmeddelande felmeddelandet koden kod statuskod statuskoden
            fehler fehlercode fehlercodes fehlermeldung fehlernummer fehlernr statusmeldung statuscodes meldung
            retorna retornam retornando devolvem devuelto returnerar responde responden respondem replies antwort antwortcode svar svarskod svaret respuesta respuestas resposta respostas sager meldete meldeten sagte
            devolve devuelve sagt liefert säger ger diz dice contesta contestou contestó antworten meldeten
            erro erros falha falhou status devolveu retornou devolvió respondió respondeu svarade svarar returnerade antwortet antwortete meldet lautet
            """),
        (WordKind.Rejected, """
            blacklisted blocklisted listed delisted rejections refusals refusal deferrals bouncing
            rechazos rebotados rechazadas rechazada devueltas devuelta bloquean bloquea bloqueada bloqueadas deniega deniegan
            avvisningar nekade stoppas stoppades stoppade blockerar blockerade spärrad spärrat spärras svartlistad svartlistade svartlistat
            abgewiesene abgelehnte ablehnungen zurückgewiesene geblockte blockieren blockt blocken gesperrt gesperrte ablehnen
            rejeições rejeição rejeitam rejeita recusam recusados devolvidas bloqueiam bloqueia bloquearam barrado barrados
            fehlgeschlagen falló fallida fallido misslyckades misslyckats failing reject rejected rejects rejecting rejection returned refused refuses refusing denied blocked blocking blocks deferred deferring throttled undeliverable kicked failing failed fails
            rechazado rechazados rechazó rechaza rechazan rechazo devuelto devueltos devuelve devuelven devolvió volvió vuelve vuelven vuelto vueltos volvieron denegado bloqueado bloqueados
            avvisat avvisas avvisade avvisar nekas nekad nekades retur returnerades returneras tillbaka blockerad blockerat blockeras avvisades
            abgelehnt abgewiesen zurückgewiesen zurück zurueck geblockt blockiert verweigert ablehnung lehnt zurückgekommen
            rejeitado rejeitada rejeitados rejeitou recusado recusada recusou recusa devolvido devolvidos devolvida voltou voltaram voltando volta voltam bloqueado bloqueada negado
            """),
        (WordKind.ReplyText, """
            temporary sequence syntax parameter parameters implemented transmission available requested try later too unable authorized sorry many connections unknown user användare användaren benutzer usuario usuário recipient recipientnotfound mailbox denied rejected relay relaying relayed refused timed timeout blocked spam quota loop hop hops greylisted greylisting graylisted greylist dmarc spf dkim authenticated unauthenticated
            authentication starttls certificate undeliverable sender disabled full inactive unavailable deferred temporarily unsolicited policy blacklisted blocklist listed spamhaus reputation suspended banned exceeded administrative administratively
            oversize mailfrom helo ehlo dns lookup throttled ratelimited busy overquota invalid nonexistent unrouteable unroutable undelivered resolver postmaster gsmtp tls dnsbl rbl ptr attr34 expired hops
            rechazado desconocido buzón buzon lleno lleno destinatario remitente denegado cuota política politica
            okänd mottagare mottagaren full avvisad avvisat nekad blockerad
            unbekannt empfänger voll abgelehnt postfach gesperrt kontingent
            desconhecido cheia cheio destinatário remetente recusado recusada bloqueado cota
            """),
        (WordKind.Filler, """
            normal bad temporary permanent common known weird strange ok okay serious safe wrong correct expected temporär normalt normale vanligt üblich comum común told being understand understood know run runs running api supports requires supported compatible tag image theme driver about like looks look looking seems seem around between into onto over under out off up down back here there now then so too very much many more most less least few lot lots one two three first last next new old other such than though through until upon while within without
            can could will would should shall may might must need needs want wants try tries trying tried make makes made take takes took come comes came go goes going went know knows think thinks find finds found call say tell told ask asked use uses used work works working start starts started
            happen happens happened happening appear appears related belong everyone people guys folks team customer customers partner vendor client's side today's morning since anything something nothing everything someone's
            sobre entre hasta hacia según sin contra durante ante bajo muy más menos mucho muchos poco nada algo alguien aquí allí ahora ayer mañana cada qué quién cuál cuándo dónde cómo saber sabe sabes ver visto ve veo vemos hacer hace hago hizo poder puede puedo ir va voy viene venir hay han había estaba están estamos siguen saliendo
            reciben recibido sacando tira lanza suelta pone ponen contesta contestan hola gracias favor oye gente equipo cliente clientes proveedor
            om mot mellan under över ut in upp ner här där nu då sen sedan också så mycket mer mest lite någonting inget alla många få vilken vilka hur när vem kan kunde ska skulle vill måste behöver gör göra gjort se sett ser såg veta vet finns fanns hade haft har blev blivit kommit går gå hej tack snälla leverantören kunden partnern kunder
            auf an über unter zwischen durch für gegen ohne um aus bei seit während trotz sehr mehr weniger viel viele wenig nichts etwas alles hier dort jetzt dann schon mal man wer wen wem welche welcher welches wann wo wie kann könnte soll sollte will muss müssen brauche braucht mache macht gemacht sehe seht sieht gesehen weiß weiss
            habe habt hat hatten hatte gehabt wurde worden werden geht ging hallo danke bitte leute team kunde kunden kundin lieferant partner
            sobre entre até sem contra durante muito mais menos pouco nada algo aqui ali agora então já ainda também quem qual quando onde como saber sabe sabem ver viu visto vejo vemos fazer faz faço fez poder pode posso ir vai vou vem há havia estava estavam recebe recebem saindo continua dando pessoal gente oi olá obrigado favor cliente clientes fornecedor toda todo hora tudo
            anyone anybody someone somebody everyone everybody nobody alguien alguno nadie alguém ninguém någon ingen jemand niemand irgendjemand eigentlich actually really exactly today yesterday now hoje hoy heute idag igår gestern ayer ontem
            a an the is are was were be it its it's we get getting gets got with of for and or as by from in my our your his her their this that these those i you they he she see sees seeing seen saw receive received receiving receives throws throwing threw shows showing show
            keep keeps kept still only just always again yet also both same another some any all most mostly every each then than because after before since while when if but so via through due via regarding re about not no yes more like via had has have having hit hits hitting
            explain explains check checking lookup please pls hi hello hey thanks meaning means mean what whats what's where why which who how does do did
            con el la los las un una unos unas de del da dan dio sale salen me nos recibo recibimos tengo tenemos aparece aparecen como por y o e que qué es son significa quiere decir ese esa este esta otro otra todos siempre solo sigue explica explicar
            med en ett den det de av från får fick får vi jag ni får ger gav blir på för och eller som är var är vad betyder betyda samma alltid bara igen kommer kom förklara ett
            mit der die das ein eine einen einer eines dem des und oder als von vom zu im ist sind war wird wir ich kommt kommen kam bekomme bekommen bekommt erhalte erhalten gibt gab nur immer wieder noch was heißt heisst bedeutet bedeuten dieser diese dieses jetzt auch erkläre bei nach wegen
            com o os as um uma do dos das no na em e ou é são foi dá deu dando dão recebo recebemos está estão tem temos que significa quer dizer esse essa este esta aquele sempre só apenas mesmo mesma explica explicar aparece pelo pela
            """),
        (WordKind.Filler, "läuft laufen kör körs roda rodando"),
        (WordKind.Filler, CommonWords.English),
        (WordKind.Filler, CommonWords.Spanish),
        (WordKind.Filler, CommonWords.Swedish),
        (WordKind.Filler, CommonWords.Interjections),
        (WordKind.Filler, CommonWords.Portuguese),
        (WordKind.Filler, CommonWords.German),
        (WordKind.Published, """
            production prod staging producción produktion produktiv produção
            released published tagged pushed announced shipped live fixes adds improves introduces drops changes brings
            publicado publicada publicados lanzado lanzada salió disponible
            släppt släppts släpptes publicerad publicerat lanserad
            lançado lançada lançados saiu publicada disponível
            erschienen raus veröffentlicht freigegeben rausgekommen verfügbar draußen
            """),
        (WordKind.Log, """
            log logs trace traces tracing tracking messagetrace maillog maillogs logg loggen loggar loggarna spårning spårningen protokoll protokollen traza trazas rastreo rastro registro registros rastreamento nachverfolgung verfolgung ablaufverfolgung logfile logdatei history
            """),
        (WordKind.Version, """
            v ver vers version versions versioned versioning release releases released rev revision build builds tag tags tagged kernel kernels firmware patch patches patched patchlevel driver drivers package packages library lib libs sdk api plugin plugins module addon theme image
            installer runtime addin addon addons snapshot branch beta alpha rc stable lts changelog compatible requires supports supported running runs run pkg rpm deb jar gem crate dependency dependencies
            versión versiones versionado actualización parche paquete biblioteca núcleo controlador
            versionen versioner utgåva utgåvan paket paketet drivrutin uppdatering kör körs
            versionsnummer versionsstand ausgabe stand paket pakete treiber läuft bibliothek fassung softwarestand
            versão versões versao pacote pacotes atualização roda rodando
            """),
        (WordKind.Change, """
            introduced deprecated backports releasenotes gepatcht patchen parchear parcheamos parcheado parchamos patchade patchat patchar corrigido
            novedades novidades neuerungen neuigkeiten nyheter änderungen änderungsliste ändringar ändringslista ändringslogg änderungsprotokoll versionshinweise cambios mudanças alterações changes fixes
            upgrade upgraded upgrades upgrading update updated updates updating install installed installs installing deploy deployed deploying downgrade downgraded downgrading bump bumped bumps rollback migrate migrated migrating ship shipped shipping merge merged backport backported pin pinned download released
            actualizar actualiza actualizado actualizamos actualicé lanzamos lanza lanzar liberamos compare diff instalar instalado instala instalamos subir pasar publicar desplegar
            uppgradera uppgraderar uppgraderade uppgraderat uppdatera uppdaterade uppdaterar uppdaterat installera installerade installerar släpps släpp släppt
            aktualisieren aktualisiert installieren installiert upgraden hochziehen releasen releasten ausrollen ausgerollt einspielen eingespielt gehoben angehoben hochgezogen umgestellt update updaten geupdated veröffentlicht
            atualizar atualizado atualiza atualizei atualizamos instalei instalou lançamos sai lançado lançada lançar publicar subimos
            """),
        (WordKind.Product, """
            linux ubuntu debian centos rhel fedora suse opensuse alpine windows macos ios android ipados php mysql mariadb postgres postgresql sqlite mongodb mongo redis memcached rabbitmq kafka zookeeper elasticsearch elastic opensearch kibana logstash grafana prometheus influxdb nginx apache httpd tomcat jetty haproxy
            traefik envoy varnish squid wordpress woocommerce drupal joomla magento typo3 moodle nextcloud owncloud gitea gitlab github jenkins jira confluence bitbucket nexus artifactory sonarqube docker podman kubernetes k8s helm terraform ansible puppet vagrant vmware esxi vsphere vcenter proxmox virtualbox qemu kvm xen hyper
            python ruby perl java jdk jre openjdk kotlin scala golang rust node nodejs npm yarn pnpm deno bun typescript angular react vue svelte jquery bootstrap webpack vite rails django flask laravel symfony spring hibernate nuget brew homebrew choco chocolatey winget apt yum dnf zypper pacman flatpak composer cargo maven gradle pip conda numpy pandas scipy tensorflow pytorch
            openssl openssh openvpn wireguard samba bind unbound dnsmasq chrome chromium firefox safari edge thunderbird roundcube dovecot cyrus zimbra rspamd clamav spamassassin amavis amavisd fail2ban postfixadmin nodemailer phpmailer swiftmailer mailman mailcow zabbix nagios icinga cacti splunk veeam citrix sap oracle db2 mssql veracrypt putty winscp
            libreoffice excel word powerpoint teams slack zoom photoshop gimp blender unity unreal godot minecraft steam tor git svn curl wget glibc gcc clang llvm cmake bash zsh vim emacs systemd gnome kde plasma xfce mesa nvidia cuda ffmpeg vlc obs opnsense pfsense fortios panos junos routeros truenas synology qnap dsm unifi erp crm
            cve app client agent server-version mod game engine framework
            """),
        (WordKind.Section, """
            section sections sec sect § chapter chapters ch chap paragraph paragraphs para clause clauses article articles appendix annex figure fig table tab page pages p pp step steps item items point points exercise question rfc rfcs task requirement req lesson verse slide slides requirements policy-section theorem lemma equation eq
            sección seccion capítulo capitulo cap apartado apartados punto puntos cláusula clausula artículo articulo art anexo página pagina pág figura tabla paso párrafo parrafo epígrafe
            avsnitt avsnittet kapitel kapitlet stycke stycket paragraf punkt punkten bilaga sida sidan figur tabell steg artikel
            abschnitt abschnitte kap absatz ziffer anlage anhang seite abbildung abb tabelle schritt klausel nummer unterpunkt
            seção secao capítulo cláusula item anexo página parágrafo tópico quadro passo alínea
            """),
        (WordKind.Web, """
            ftp sftp ftps sip voip trunk trunks pbx owa ldap webdav nntp http https rest url urls uri endpoint get post put delete nginx apache webhook webhooks browser website site webseite webbplats sitio sajt cdn cloudflare curl request requests webapp frontend backend proxy oauth api apis graphql json webserver webshop sida sidan página iis haproxy ingress load balancer soap ajax upstream
            """),
        (WordKind.Unit, """
            zeichen characters chars caracteres tecken chairs boxes cajas sillas cadeiras stolar stühle kartons lådor copies ejemplares exemplare pallets palets
            mb gb tb kb mib gib kib bytes byte ms s sec secs seconds minutes min mins hours hour hrs h days day weeks months years percent eur euro euros usd dollars dollar sek kr kronor brl reais real gbp pounds chf pesos kg g km m cm mm px pt rpm hz mhz ghz kwh watt watts volt people persons users user customers employees guests
            ma mah dpi fps ppm psi kw kwp va lux db lumen
            times tickets items rows files lines pcs pieces points votes seats million millions thousand mio mrd bn k horas hora minutos días dias personas usuarios clientes metros millones mil stunden tage personen nutzer stück leute meter kunden mitarbeiter euros timmar dagar personer användare stycken pessoas usuários milhões reais pages unread ungelesene olästa results resultados ergebnisse träffar treffer errors mails emails messages
            recipients subscribers members mailboxes addresses letters messages emails mensajes correos mejl nachrichten mensagens briefe requests records records hits degrees grams calories miles feet inches
            """),
        (WordKind.Date, "före antes termin cita consulta reunión reunião möte mötet appointment meeting besprechung sitzung deadline frist prazo plazo before vom am den on bis seit till until by dated datum date fecha el dia día em até desde från sedan fre mån tis ons tors lör sön mo di mi do fr sa so jan feb mar apr may jun jul aug sep oct nov dec until uhr klockan kl datiert"),
        (WordKind.Identifier, """
            batch lote omgång charge rule regel regla regra benchmark control
            ticket tickets issue issues bug bugs pr case invoice order orders room raum zimmer rum sala building gebäude hus edificio prédio extension ext phone tel telephone mobile fax call line lines flight train bus gate floor bus buses tram trams buss bussen tåg tåget tren autobús autobus ônibus voo vuelo flug flight id ids ip ips oid oids port ports asn as vlan subnet serial sku article artnr kb cve isbn doi
            rechnung bestellung vorgang auftrag ärende faktura factura pedido chamado nota ramal apartamento apt unit
            track lap bib seat episode season level wave
            """),
        (WordKind.OtherSense, "css animation animate keyframes ball balls basketball tennis football soccer match game score scores visits visitors pageviews league season rebound trampoline physics gravity easing player players goals"),
        (WordKind.Got, """
            logs logged logging had get gets getting got sees seeing saw receive receives receiving received throws throwing threw hitting
            tuve tuvo tuvimos sale salen saliendo da dan dio dando recibo recibimos recibe reciben recibiendo tenemos tengo
            får fick ger gav hade
            bekomme bekommen bekommt bekam hatte hatten kriege kriegen kriegt erhalte erhalten erhielt wirft liefert
            recebo recebemos recebe recebem recebendo tive teve tivemos dá deu dando dão
            """),
        (WordKind.With, """
            with gives giving gave shows showing says said mentions mention reads reports reporting contains aparece aparecen marca con visar säger nämner nämns erwähnt menciona mencionan indica indican anger lautet med zeigt meldet mit mostra com gibt
            """),
        (WordKind.Trouble, """
            hence therefore därav därför daher deshalb darum daí ahí
            again since fix fixing solve solving resolve resolved troubleshoot why help problem problems trouble broken broke stuck stopped suddenly idea ideas fault culprit unable cannot cant firewall rid avoid gone urgent
            llevamos llevo llevan otra vez nuevo desde arreglo arreglar arregla solucionar soluciono resolver porqué problema problemas ayuda culpa pasa idea sigue quitar evitar urgente
            igen sedan fixa fixar lösa löser varför hjälp problem felet aning undvika akut krånglar
            wieder seit beheben behebe lösen löse warum wieso hilfe problem probleme schuld idee weiterhin ständig dauernd hängt loswerden vermeiden dringend
            novo desde resolver resolvo arrumar corrigir corrijo porque problema problemas ajuda culpa ideia continua direto evitar urgente
            """),
        (WordKind.Question, """
            confuse confused confusing confundir confundas confunde confundo confundan confundam confundes verwechseln verwechselt verwechsle verwechselst förväxla förväxlar ihop
            steckt hinter bakom behind detrás trás
            translate differ differs stand stands same versus vs
            unterscheiden unterscheidet steht wofür wozu worin übersetzen deuten bedeute
            menas menar tolkar skiljer skilja samma står
            diferencian distingue distinguen traducir interpretar mismo igual explicarme
            diferenciam traduzir interpretar mesmo mesma quer
            understand know knows familiar kennt kennst conoce conocéis conhece conhecem känner difference unterschied diferencia diferença skillnad skillnaden
            what whats meaning mean means explain explains explanation decode describe
            qué que significa significado explica explicar quiere decir
            vad betyder betyda betydelse förklara förklaring innebär
            was bedeutet bedeuten bedeutung heißt heisst erkläre erklären
            significa significado explique explica explicar
            """));

    public static WordKind KindOf(ReadOnlySpan<char> word)
    {
        if (word.Length is 0 or > LongestWord)
            return WordKind.None;
        if (Words.TryGetValue(word, out var kind))
            return kind;
        return word.Length >= 6 ? Compound(word) : WordKind.None;
    }

    /// <summary>German and Swedish glue words together: Mailversand, Mejlservern, Zustellproblem, Bouncemeldung.</summary>
    private static WordKind Compound(ReadOnlySpan<char> word)
    {
        if (Starts(word, "studs") || Starts(word, "unzustell") || Starts(word, "olevererb"))
            return WordKind.MailStrong;
        if ((Starts(word, "bounce") && !Starts(word, "bouncer")) || Starts(word, "smarthost") || Starts(word, "rebot"))
            return WordKind.MailStrong;
        if (Starts(word, "fehlercode") || Starts(word, "felkod") || Starts(word, "errorcode"))
            return WordKind.ErrorLabel;
        if (Starts(word, "mailer") || Ends(word, "mailer"))
            return WordKind.Product;
        if (Starts(word, "absender") || Starts(word, "avsändar") || Starts(word, "empfänger") || Starts(word, "mottagar"))
            return WordKind.Mail;
        if (Starts(word, "mail") || Starts(word, "spam") || Starts(word, "antispam") || Starts(word, "mejl") || Starts(word, "epost") || Starts(word, "zustell") || Ends(word, "mejl") || Ends(word, "mejlet") || Ends(word, "mejlen") || Ends(word, "mail") || Ends(word, "mails") || Ends(word, "mailbox") || Starts(word, "postfach"))
            return WordKind.Mail;
        if (Starts(word, "unbekannt") || Starts(word, "okänd") || Starts(word, "desconhecid") || Starts(word, "desconocid") || Starts(word, "rechazad") || Starts(word, "rejeitad") || Starts(word, "abgelehnt") || Starts(word, "avvisa"))
            return WordKind.ReplyText;
        if (Starts(word, "antivir") || Starts(word, "virenscan") || Starts(word, "virusscan"))
            return WordKind.MailMaybe;
        if (Ends(word, "utskick") || Ends(word, "utskicket") || Ends(word, "versand") || Ends(word, "versands"))
            return WordKind.MailMaybe;
        if (Ends(word, "version") || Ends(word, "versionen") || Starts(word, "version"))
            return WordKind.Version;
        if (Starts(word, "webshop") || Starts(word, "webbshop") || Starts(word, "webportal") || Starts(word, "webbportal") || Starts(word, "webseite") || Starts(word, "webbsid") || Starts(word, "webserver") || Starts(word, "webbserver"))
            return WordKind.Web;
        if (Starts(word, "kapitel") || Starts(word, "abschnitt") || Starts(word, "avsnitt"))
            return WordKind.Section;
        return WordKind.None;
    }

    private static bool Starts(ReadOnlySpan<char> word, string prefix) => word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(ReadOnlySpan<char> word, string suffix) => word.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);

    private static FrozenDictionary<string, WordKind>.AlternateLookup<ReadOnlySpan<char>> Build(params ReadOnlySpan<(WordKind Kind, string Words)> rows)
    {
        var table = new Dictionary<string, WordKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, words) in rows)
        {
            foreach (var word in words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                table[word] = table.GetValueOrDefault(word) | kind;
        }

        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
