using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Conversations.Texts;

internal static class SpanishVerdictTexts
{
    public static VerdictTexts Texts { get; } = new()
    {
        Causes = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "El registro de {where} ha caducado o está suspendido, así que el dominio no recibe correo. Su titular debe renovarlo con el registrador.",
            [VerdictCauses.NxDomain] = "{where} no existe en el DNS. Compruebe cómo está escrito y si el dominio se ha abandonado.",
            [VerdictCauses.StaleCache] = "Los registros DNS de {where} han cambiado y el servidor DNS todavía usa los antiguos.",
            [VerdictCauses.NsOutOfSync] = "Los servidores de nombres de {where} dan respuestas distintas, algunas antiguas. El correo puede ir de vez en cuando al servidor equivocado.",
            [VerdictCauses.DnssecBogus] = "Las firmas DNSSEC de {where} no son válidas, así que los servidores DNS que las comprueban no dan respuesta.",
            [VerdictCauses.LameDelegation] = "{where} está delegado en servidores de nombres que no lo atienden (delegación errónea, «lame delegation»).",
            [VerdictCauses.DanglingNs] = "{where} está delegado en servidores de nombres cuyos nombres no existen. Quien registre uno de ellos puede apoderarse del correo del dominio.",
            [VerdictCauses.NsTimeout] = "Los servidores de nombres de {where} no responden.",
            [VerdictCauses.AuthServFail] = "Los servidores de nombres de {where} responden con un error (SERVFAIL).",
            [VerdictCauses.NullMx] = "{where} declara con un registro MX nulo que no recibe correo. Es intencionado: compruebe la dirección del destinatario.",
            [VerdictCauses.NoMxNoAddress] = "{where} no tiene registro MX ni dirección, así que no hay ningún servidor al que entregar.",
            [VerdictCauses.MxIsIp] = "El registro MX de {domain} indica una dirección IP ({where}) en lugar de un nombre de host, y los servidores de correo no pueden resolverla.",
            [VerdictCauses.CnameLoop] = "El nombre {where} es un alias que vuelve a sí mismo (bucle de CNAME).",
            [VerdictCauses.MxTargetNxDomain] = "El registro MX de {domain} indica {where}, que no existe en el DNS.",
            [VerdictCauses.MxTargetNoAddress] = "El registro MX de {domain} indica {where}, que no tiene dirección.",
            [VerdictCauses.MxPrivateAddress] = "El servidor de correo {where} de {domain} tiene una dirección privada o reservada, a la que nadie llega por Internet.",

            [VerdictCauses.TcpRefused] = "{where} rechaza las conexiones al puerto {port}: no hay ningún servicio escuchando o un firewall rechaza a los remitentes.",
            [VerdictCauses.TcpUnreachable] = "No se puede llegar a {where}: un router o un firewall intermedio indica que no hay ruta.",
            [VerdictCauses.TcpTimeout] = "{where} no responde en el puerto {port}: el servidor está apagado o un firewall descarta las conexiones en silencio.",
            [VerdictCauses.AllMxDown] = "Ningún servidor de correo de {domain} acepta correo, cada uno por un motivo distinto; la tabla los muestra.",

            [VerdictCauses.ClosedBeforeBanner] = "{where} acepta la conexión y la cierra antes del saludo: un filtro rechaza a los remitentes o el servicio de correo falla enseguida.",
            [VerdictCauses.ImplicitTls] = "{where} espera TLS desde el primer byte en el puerto {port}. Los servidores de correo empiezan ahí en texto sin cifrar, así que la sesión no llega a empezar.",
            [VerdictCauses.Tarpit] = "{where} envía el saludo tan despacio que no termina a tiempo (tarpit).",
            [VerdictCauses.NoBanner] = "{where} acepta la conexión pero no envía ningún saludo: el servicio de correo está bloqueado o un dispositivo intermedio retiene la sesión.",
            [VerdictCauses.Greeting421] = "{where} no acepta correo en este momento y lo dice en su saludo: «{reply}».",
            [VerdictCauses.BlockedByPolicy] = "{where} rechaza esta sonda por una regla o una lista de bloqueo: «{reply}». Puede que afecte solo a la dirección de la sonda.",
            [VerdictCauses.Greeting5xx] = "{where} rechaza la sesión: «{reply}».",
            [VerdictCauses.EndlessBanner] = "{where} envía un saludo interminable, así que no empieza ninguna sesión.",
            [VerdictCauses.LineTooLong] = "{where} envía una línea más larga de lo que permite SMTP, así que no empieza ninguna sesión.",
            [VerdictCauses.NotSmtp] = "Lo que responde en {where}, puerto {port}, no es un servidor de correo.",

            [VerdictCauses.PacketInspection] = "Un firewall situado delante de {where} reescribe el diálogo SMTP y oculta lo que ofrece el servidor (inspección de paquetes). Desactive la inspección o permita TLS en ella.",
            [VerdictCauses.ClosedAfterBanner] = "{where} envía su saludo y corta la conexión enseguida: busque un filtro, una inspección SMTP en un firewall o caídas del servicio de correo.",
            [VerdictCauses.ClosedAtEhlo] = "{where} corta la conexión tras EHLO: busque una inspección SMTP en un firewall o caídas del servicio de correo.",
            [VerdictCauses.Busy421AtEhlo] = "{where} no acepta correo en este momento y lo dice tras EHLO: «{reply}».",
            [VerdictCauses.EhloTimeout] = "{where} envía su saludo, pero no responde a EHLO: el servicio de correo está bloqueado o un dispositivo intermedio retiene la sesión.",

            [VerdictCauses.ClosedAtStartTls] = "{where} ofrece STARTTLS y corta la conexión cuando se le pide.",
            [VerdictCauses.DaneStartTlsMissing] = "DANE exige cifrado para {where}, pero el servidor no ofrece STARTTLS. Los remitentes que comprueban DANE no entregan.",
            [VerdictCauses.StartTlsNotOffered] = "{where} no ofrece STARTTLS, así que un conector que exige TLS no puede entregar.",
            [VerdictCauses.StartTlsRejected] = "{where} ofrece STARTTLS y después lo rechaza: «{reply}».",
            [VerdictCauses.HandshakeTimeout] = "{where} ofrece STARTTLS y después se queda en silencio, así que el cifrado no llega a empezar.",
            [VerdictCauses.VersionTooOld] = "{where} solo conoce una versión anticuada de TLS ({version}); Exchange Online exige TLS 1.2 o posterior.",
            [VerdictCauses.HandshakeFailed] = "{where} ofrece STARTTLS, pero la negociación TLS falla.",

            [VerdictCauses.MtaStsCertInvalid] = "{domain} exige MTA-STS, pero el certificado de su servidor de correo no es válido. Los remitentes que siguen la directiva no entregan.",
            [VerdictCauses.CertExpired] = "El certificado de {where} ya no es válido. Caducó el {until}.",
            [VerdictCauses.CertNotYetValid] = "El certificado de {where} todavía no es válido. Empieza a valer el {from}.",
            [VerdictCauses.IntermediateExpired] = "Un certificado intermedio que envía {where} ha caducado: {at}.",
            [VerdictCauses.SelfSigned] = "El certificado de {where} es autofirmado. Los remitentes que validan certificados no confían en él.",
            [VerdictCauses.IncompleteChain] = "{where} no envía completa su cadena de certificados: falta el certificado intermedio.",
            [VerdictCauses.UntrustedRoot] = "El certificado de {where} procede de una entidad que no es de confianza pública.",
            [VerdictCauses.NameMismatch] = "El certificado de {where} está emitido para {names}, no para {expected}.",
            [VerdictCauses.WrongUsage] = "El certificado de {where} no está destinado a servidores.",
            [VerdictCauses.WeakKey] = "La clave del certificado de {where} es demasiado débil.",
            [VerdictCauses.WeakSignature] = "El certificado de {where} está firmado con un algoritmo anticuado.",
            [VerdictCauses.Revoked] = "El certificado de {where} ha sido revocado.",

            [VerdictCauses.MtaStsMxMismatch] = "{domain} exige MTA-STS, pero su directiva no incluye sus servidores de correo. Los remitentes que siguen la directiva no entregan.",
            [VerdictCauses.TlsaMismatch] = "El certificado de {where} no coincide con los registros TLSA. Los remitentes que comprueban DANE no entregan.",
        },

        HealthyWhole = "No se ha visto ningún fallo: {where} acepta conexiones, responde a EHLO y cifra con STARTTLS.",
        HealthyNotAll = "No se ha visto ningún fallo: {where} acepta conexiones, responde a EHLO y cifra con STARTTLS. No se han podido probar todos los servidores de {domain}.",
        HealthyHeard = "No se ha visto ningún fallo: {where} acepta conexiones y responde a EHLO. El cifrado no se ha probado.",
        HealthyReached = "No se ha visto ningún fallo: {where} acepta conexiones. La sesión no se ha seguido hasta el final.",
        HealthyPartly = "El correo para {domain} entra por {where}, pero no todos sus servidores de correo están bien.",
        HealthyBut = "{where} acepta correo hasta donde se ha probado, pero no todo lo comprobado está bien; la tabla lo muestra.",
        NotTestedBecause = "No se puede decir nada de {where}: {reason}.",
        NothingWrongSoFar = "No se ha visto ningún fallo en lo que se ha preguntado sobre {where}. No se ha probado si algún servidor acepta correo.",
        NothingDecided = "Lo que se ha preguntado sobre {where} no muestra si el correo llega.",

        ThemCertain = "El fallo está en el lado del destinatario; se ha visto directamente.",
        ThemLikely = "Lo más probable es que el fallo esté en el lado del destinatario.",
        AnybodySeen = "Se ha visto directamente, pero no es solo un fallo del servidor de destino.",
        AnybodyPossible = "Desde aquí no se puede decir de quién es el fallo: también puede deberse a la red o a la dirección de la sonda.",
        Us = "Es un problema de la propia sonda y no dice nada del lado del destinatario.",

        CodeBoth = "Exchange Online lo notifica como 450 {code}.",
        CodeBothOrExact = "Exchange Online lo notifica como 450 {code} o {exact}.",
        CodeStrict = "Un conector que exige TLS con un certificado válido falla con 450 {code}; el resto del correo pasa.",
        CodeStrictAndOther = "Un conector que exige TLS con un certificado válido falla con 450 {code}; el resto del correo, con {exact}.",
        CodeExact = "Exchange Online lo notifica como {exact}.",

        Confirmed = "Eso explica el {code} que se publicó.",
        NotSeenFilter = "Desde aquí funciona, pero se publicó {code}: busque un filtro que deje fuera las direcciones de Exchange Online.",
        NotSeen = "Desde aquí funciona, pero se publicó {code}: el fallo puede ser intermitente, haber desaparecido ya o mostrarse solo a Exchange Online.",
        AnotherFault = "Es un fallo distinto del {code} que se publicó: compare el servidor del mensaje con el que se ha comprobado aquí.",
        Gone = "Unas comprobaciones anteriores vieron el fallo desde aquí; estas ya no lo ven.",

        StaleUntil = "Los registros antiguos se conservan como máximo hasta el {time}.",
        SeenEarlier = "{where} se vio el {time}, en otras comprobaciones: a un mismo servidor no se le pregunta más a menudo.",

        From = "«{vantage}»: {verdict}",
        WorksFromSome = "Funciona desde «{well}» y falla desde «{ill}», así que algo en la ruta trata a los dos de manera distinta.",

        Also = "Además: {finding}",
        Findings = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "El registro de {where} ha caducado o está suspendido.",
            [VerdictFindings.ImplicitMx] = "{where} no tiene registro MX; el correo va a la dirección del propio dominio.",
            [VerdictFindings.LamePartial] = "Algunos servidores de nombres de {where} no lo atienden.",
            [VerdictFindings.MxIsCname] = "El registro MX indica un alias ({where}), que algunos remitentes no siguen.",
            [VerdictFindings.NullMxBeside] = "Junto a registros MX utilizables, {where} tiene un MX nulo, cosa que prohíbe el RFC 7505.",
            [VerdictFindings.DelegationDiffers] = "La zona superior y la propia {where} indican servidores de nombres distintos.",
            [VerdictFindings.FamilyBroken] = "Los servidores de nombres de {where} responden solo por IPv4 o solo por IPv6.",
            [VerdictFindings.PartialOutage] = "Algunos servidores de correo fallan, entre ellos {where}. El correo llega, a veces con retraso.",
            [VerdictFindings.Nolisting] = "{where} es la primera opción de los registros MX y no responde, mientras que otra posterior funciona. Algunos dominios lo hacen a propósito (nolisting).",
            [VerdictFindings.OddOneOut] = "{where} se comporta de manera distinta a las demás direcciones de su nombre: el correo solo falla cuando se elige esa.",
            [VerdictFindings.Ipv6Broken] = "{where} acepta correo por IPv4 pero no por IPv6.",
            [VerdictFindings.SlowBanner] = "{where} tarda en enviar su saludo. Está permitido.",
            [VerdictFindings.HeloOnly] = "{where} solo conoce HELO, así que no ofrece cifrado.",
            [VerdictFindings.RateLimited] = "{where} limita nuestras conexiones, así que no se ha visto todo.",
            [VerdictFindings.NoSan] = "El certificado de {where} lleva el nombre solo como nombre común (CN).",
            [VerdictFindings.ExpiringSoon] = "El certificado de {where} caduca pronto.",
            [VerdictFindings.RevocationUnknown] = "No se ha podido averiguar si el certificado de {where} está revocado.",
            [VerdictFindings.PolicyNotFetched] = "No se ha podido obtener la directiva MTA-STS de {where}.",
        },
        Gap = "Sin probar: {checks}, porque {reason}.",
        Limits = new Dictionary<VerdictLimit, string>
        {
            [VerdictLimit.OnePlace] = "Visto desde un solo lugar. Un firewall puede tratar a Exchange Online de otra manera.",
            [VerdictLimit.OwnResolver] = "El DNS tal como se ve desde aquí. Exchange Online tiene sus propios servidores DNS y cachés.",
            [VerdictLimit.WayOutUnknown] = "No está demostrado que las conexiones a este puerto salgan de la propia red de la sonda.",
            [VerdictLimit.NoMail] = "No se ha enviado correo: no se ha probado lo que dice el servidor a remitentes y destinatarios.",
        },

        HeadingAlso = "Además:",
        HeadingGaps = "Sin probar:",
        HeadingLimits = "Límites:",
    };
}
