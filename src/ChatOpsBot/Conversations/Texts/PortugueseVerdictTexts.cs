using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.Probing.Verdicts;

namespace ChatOpsBot.Conversations.Texts;

internal static class PortugueseVerdictTexts
{
    public static VerdictTexts Texts { get; } = new()
    {
        Causes = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "O registro de {where} expirou ou está suspenso, então o domínio não recebe e-mail. O titular precisa renová-lo no registrador.",
            [VerdictCauses.NxDomain] = "{where} não existe no DNS. Verifique como está escrito e se o domínio foi abandonado.",
            [VerdictCauses.StaleCache] = "Os registros DNS de {where} mudaram, e o servidor DNS ainda usa os antigos.",
            [VerdictCauses.NsOutOfSync] = "Os servidores de nomes de {where} dão respostas diferentes, algumas antigas. O e-mail pode ir de vez em quando para o servidor errado.",
            [VerdictCauses.DnssecBogus] = "As assinaturas DNSSEC de {where} não são válidas, então os servidores DNS que as verificam não dão resposta.",
            [VerdictCauses.LameDelegation] = "{where} está delegado a servidores de nomes que não respondem pela zona (lame delegation).",
            [VerdictCauses.DanglingNs] = "{where} está delegado a servidores de nomes cujos nomes não existem. Quem registrar um deles pode assumir o e-mail do domínio.",
            [VerdictCauses.NsTimeout] = "Os servidores de nomes de {where} não respondem.",
            [VerdictCauses.AuthServFail] = "Os servidores de nomes de {where} respondem com um erro (SERVFAIL).",
            [VerdictCauses.NullMx] = "{where} declara com um registro MX nulo que não recebe e-mail. É proposital: verifique o endereço do destinatário.",
            [VerdictCauses.NoMxNoAddress] = "{where} não tem registro MX nem endereço, então não há servidor ao qual entregar.",
            [VerdictCauses.MxIsIp] = "O registro MX de {domain} indica um endereço IP ({where}) no lugar de um nome de host, e os servidores de e-mail não conseguem resolvê-lo.",
            [VerdictCauses.CnameLoop] = "O nome {where} é um alias que leva de volta a si mesmo (loop de CNAME).",
            [VerdictCauses.MxTargetNxDomain] = "O registro MX de {domain} indica {where}, que não existe no DNS.",
            [VerdictCauses.MxTargetNoAddress] = "O registro MX de {domain} indica {where}, que não tem endereço.",
            [VerdictCauses.MxPrivateAddress] = "O servidor de e-mail {where} de {domain} tem um endereço privado ou reservado, que ninguém alcança pela internet.",

            [VerdictCauses.TcpRefused] = "{where} recusa conexões na porta {port}: nenhum serviço escuta ali ou um firewall rejeita os remetentes.",
            [VerdictCauses.TcpUnreachable] = "Não é possível chegar a {where}: um roteador ou firewall no caminho informa que não há rota.",
            [VerdictCauses.TcpTimeout] = "{where} não responde na porta {port}: o servidor está desligado ou um firewall descarta as conexões em silêncio.",
            [VerdictCauses.AllMxDown] = "Nenhum servidor de e-mail de {domain} aceita e-mail, cada um por um motivo próprio; a tabela mostra quais.",

            [VerdictCauses.ClosedBeforeBanner] = "{where} aceita a conexão e a fecha antes do banner: um filtro rejeita os remetentes ou o serviço de e-mail falha logo de início.",
            [VerdictCauses.ImplicitTls] = "{where} espera TLS desde o primeiro byte na porta {port}. Os servidores de e-mail começam ali em texto sem criptografia, então nenhuma sessão se inicia.",
            [VerdictCauses.Tarpit] = "{where} envia o banner tão devagar que ele não termina a tempo (tarpit).",
            [VerdictCauses.NoBanner] = "{where} aceita a conexão, mas não envia o banner: o serviço de e-mail travou ou um dispositivo no caminho retém a sessão.",
            [VerdictCauses.Greeting421] = "{where} não aceita e-mail no momento e diz isso no banner: \"{reply}\".",
            [VerdictCauses.BlockedByPolicy] = "{where} rejeita esta sonda por uma regra ou lista de bloqueio: \"{reply}\". Talvez isso valha só para o endereço da sonda.",
            [VerdictCauses.Greeting5xx] = "{where} recusa a sessão: \"{reply}\".",
            [VerdictCauses.EndlessBanner] = "{where} envia um banner sem fim, então nenhuma sessão começa.",
            [VerdictCauses.LineTooLong] = "{where} envia uma linha mais longa do que o SMTP permite, então nenhuma sessão começa.",
            [VerdictCauses.NotSmtp] = "O que responde em {where}, porta {port}, não é um servidor de e-mail.",

            [VerdictCauses.PacketInspection] = "Um firewall na frente de {where} reescreve o diálogo SMTP e esconde o que o servidor oferece (inspeção de pacotes). Desative a inspeção ou permita TLS nela.",
            [VerdictCauses.ClosedAfterBanner] = "{where} envia o banner e encerra a conexão em seguida: procure um filtro, inspeção SMTP em um firewall e quedas do serviço de e-mail.",
            [VerdictCauses.ClosedAtEhlo] = "{where} encerra a conexão no EHLO: procure inspeção SMTP em um firewall e quedas do serviço de e-mail.",
            [VerdictCauses.Busy421AtEhlo] = "{where} não aceita e-mail no momento e diz isso depois do EHLO: \"{reply}\".",
            [VerdictCauses.EhloTimeout] = "{where} envia o banner, mas não responde ao EHLO: o serviço de e-mail travou ou um dispositivo no caminho retém a sessão.",

            [VerdictCauses.ClosedAtStartTls] = "{where} oferece STARTTLS e encerra a conexão quando ele é pedido.",
            [VerdictCauses.DaneStartTlsMissing] = "O DANE exige criptografia para {where}, mas o servidor não oferece STARTTLS. Os remetentes que verificam o DANE não entregam.",
            [VerdictCauses.StartTlsNotOffered] = "{where} não oferece STARTTLS, então um conector que exige TLS não consegue entregar.",
            [VerdictCauses.StartTlsRejected] = "{where} oferece STARTTLS e depois o recusa: \"{reply}\".",
            [VerdictCauses.HandshakeTimeout] = "{where} oferece STARTTLS e depois não responde mais, então a criptografia nunca começa.",
            [VerdictCauses.VersionTooOld] = "{where} só conhece uma versão ultrapassada do TLS ({version}); o Exchange Online exige TLS 1.2 ou superior.",
            [VerdictCauses.HandshakeFailed] = "{where} oferece STARTTLS, mas o handshake TLS falha.",

            [VerdictCauses.MtaStsCertInvalid] = "{domain} impõe MTA-STS, mas o certificado do servidor de e-mail não é válido. Os remetentes que seguem a política não entregam.",
            [VerdictCauses.CertExpired] = "O certificado de {where} não é mais válido. Expirou em {until}.",
            [VerdictCauses.CertNotYetValid] = "O certificado de {where} ainda não é válido. Passa a valer em {from}.",
            [VerdictCauses.IntermediateExpired] = "Um certificado intermediário que {where} envia expirou: {at}.",
            [VerdictCauses.SelfSigned] = "O certificado de {where} é autoassinado. Os remetentes que validam certificados não confiam nele.",
            [VerdictCauses.IncompleteChain] = "{where} não envia toda a cadeia de certificados: falta o certificado intermediário.",
            [VerdictCauses.UntrustedRoot] = "O certificado de {where} vem de uma autoridade que não tem confiança pública.",
            [VerdictCauses.NameMismatch] = "O certificado de {where} foi emitido para {names}, não para {expected}.",
            [VerdictCauses.WrongUsage] = "O certificado de {where} não se destina a servidores.",
            [VerdictCauses.WeakKey] = "A chave do certificado de {where} é fraca demais.",
            [VerdictCauses.WeakSignature] = "O certificado de {where} foi assinado com um algoritmo ultrapassado.",
            [VerdictCauses.Revoked] = "O certificado de {where} foi revogado.",

            [VerdictCauses.MtaStsMxMismatch] = "{domain} impõe MTA-STS, mas a política não lista os servidores de e-mail do domínio. Os remetentes que seguem a política não entregam.",
            [VerdictCauses.TlsaMismatch] = "O certificado de {where} não confere com os registros TLSA. Os remetentes que verificam o DANE não entregam.",
        },

        HealthyWhole = "Nenhuma falha foi vista: {where} aceita conexões, responde ao EHLO e criptografa com STARTTLS.",
        HealthyNotAll = "Nenhuma falha foi vista: {where} aceita conexões, responde ao EHLO e criptografa com STARTTLS. Nem todos os servidores de {domain} puderam ser testados.",
        HealthyHeard = "Nenhuma falha foi vista: {where} aceita conexões e responde ao EHLO. A criptografia não foi testada.",
        HealthyReached = "Nenhuma falha foi vista: {where} aceita conexões. A sessão não foi acompanhada até o fim.",
        HealthyPartly = "O e-mail para {domain} entra por {where}, mas nem todos os servidores de e-mail do domínio estão bem.",
        HealthyBut = "{where} aceita e-mail até onde foi testado, mas nem tudo o que foi testado está em ordem; a tabela mostra.",
        NotTestedBecause = "Nada se pode dizer sobre {where}: {reason}.",
        NothingWrongSoFar = "Nenhuma falha foi vista no que se perguntou sobre {where}. Não foi testado se algum servidor aceita e-mail.",
        NothingDecided = "O que se perguntou sobre {where} não mostra se o e-mail chega.",

        ThemCertain = "A falha está do lado do destinatário; foi vista diretamente.",
        ThemLikely = "O mais provável é que a falha esteja do lado do destinatário.",
        AnybodySeen = "Foi visto diretamente, mas não é falha só do servidor de destino.",
        AnybodyPossible = "Daqui não dá para dizer de quem é a falha: também pode ser a rede ou o endereço da sonda.",
        Us = "O problema é da própria sonda e não diz nada sobre o lado do destinatário.",

        CodeBoth = "O Exchange Online informa isso como 450 {code}.",
        CodeBothOrExact = "O Exchange Online informa isso como 450 {code} ou {exact}.",
        CodeStrict = "Um conector que exige TLS com certificado válido falha com 450 {code}; o resto do e-mail passa.",
        CodeStrictAndOther = "Um conector que exige TLS com certificado válido falha com 450 {code}; o resto do e-mail, com {exact}.",
        CodeExact = "O Exchange Online informa isso como {exact}.",

        Confirmed = "Isso explica o {code} que foi publicado.",
        NotSeenFilter = "Daqui funciona, mas foi publicado {code}: procure um filtro que barre os endereços do Exchange Online.",
        NotSeen = "Daqui funciona, mas foi publicado {code}: a falha pode ir e vir, já ter passado ou aparecer só para o Exchange Online.",
        AnotherFault = "É uma falha diferente do {code} que foi publicado: compare o servidor da mensagem com o que foi testado aqui.",
        Gone = "Testes anteriores viram a falha daqui; estes não a veem mais.",

        StaleUntil = "Os registros antigos são mantidos no máximo até {time}.",
        SeenEarlier = "{where} foi visto em {time}, em outros testes: um servidor não é consultado com mais frequência.",

        From = "\"{vantage}\": {verdict}",
        WorksFromSome = "Funciona de \"{well}\" e falha de \"{ill}\", então algo no caminho trata os dois de forma diferente.",

        Also = "Além disso: {finding}",
        Findings = new Dictionary<string, string>
        {
            [VerdictCauses.DomainExpired] = "O registro de {where} expirou ou está suspenso.",
            [VerdictFindings.ImplicitMx] = "{where} não tem registro MX; o e-mail vai para o endereço do próprio domínio.",
            [VerdictFindings.LamePartial] = "Alguns servidores de nomes de {where} não respondem pela zona.",
            [VerdictFindings.MxIsCname] = "O registro MX indica um alias ({where}), que alguns remetentes não seguem.",
            [VerdictFindings.NullMxBeside] = "Ao lado de registros MX utilizáveis, {where} tem um MX nulo, o que a RFC 7505 proíbe.",
            [VerdictFindings.DelegationDiffers] = "A zona superior e a própria {where} indicam servidores de nomes diferentes.",
            [VerdictFindings.FamilyBroken] = "Os servidores de nomes de {where} respondem só por IPv4 ou só por IPv6.",
            [VerdictFindings.PartialOutage] = "Alguns servidores de e-mail falham, entre eles {where}. O e-mail chega, às vezes com atraso.",
            [VerdictFindings.Nolisting] = "{where} é a primeira opção dos registros MX e não responde, enquanto outra posterior funciona. Alguns domínios fazem isso de propósito (nolisting).",
            [VerdictFindings.OddOneOut] = "{where} se comporta de forma diferente dos demais endereços do nome: o e-mail só falha quando ele é escolhido.",
            [VerdictFindings.Ipv6Broken] = "{where} aceita e-mail por IPv4, mas não por IPv6.",
            [VerdictFindings.SlowBanner] = "{where} demora a enviar o banner. Isso é permitido.",
            [VerdictFindings.HeloOnly] = "{where} só conhece HELO, então não oferece criptografia.",
            [VerdictFindings.RateLimited] = "{where} limita as nossas conexões, então nem tudo foi visto.",
            [VerdictFindings.NoSan] = "O certificado de {where} traz o nome só como nome comum (CN).",
            [VerdictFindings.ExpiringSoon] = "O certificado de {where} expira em breve.",
            [VerdictFindings.RevocationUnknown] = "Não foi possível descobrir se o certificado de {where} foi revogado.",
            [VerdictFindings.PolicyNotFetched] = "Não foi possível obter a política MTA-STS de {where}.",
        },
        Gap = "Não testado: {checks}, porque {reason}.",
        Limits = new Dictionary<VerdictLimit, string>
        {
            [VerdictLimit.OnePlace] = "Visto de um só lugar. Um firewall pode tratar o Exchange Online de outra forma.",
            [VerdictLimit.OwnResolver] = "O DNS como se vê daqui. O Exchange Online tem servidores DNS e caches próprios.",
            [VerdictLimit.WayOutUnknown] = "Não está provado que as conexões nesta porta saem da própria rede da sonda.",
            [VerdictLimit.NoMail] = "Nenhum e-mail foi enviado: o que o servidor diz a remetentes e destinatários não foi testado.",
        },

        HeadingAlso = "Além disso:",
        HeadingGaps = "Não testado:",
        HeadingLimits = "Limites:",
    };
}
