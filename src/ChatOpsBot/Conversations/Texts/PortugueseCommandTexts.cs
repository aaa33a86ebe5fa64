using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Texts;

internal static class PortugueseCommandTexts
{
    public static CommandTexts Texts { get; } = new()
    {
        Commands = "O que mais você pode me escrever",
        Lines =
        [
            new("verificar mx1.contoso.com", "testa um servidor de e-mail ao vivo"),
            new("situação", "mostra os casos abertos desta conversa"),
            new("silenciar 2h", "nada sem ser perguntado por duas horas; \"reativar\" encerra"),
            new("só menções", "aqui respondo somente quando sou mencionado; \"escutar\" volta a ativar"),
            new("idioma english", "muda o idioma desta conversa"),
            new("configurações", "mostra o que está configurado aqui"),
            new("privacidade", "diz o que é armazenado e por quanto tempo"),
        ],

        WelcomeTitle = "Eu explico os erros de e-mail publicados aqui",
        WelcomeBy = "{name} me adicionou.",
        WelcomeLines =
        [
            "Cole um código de erro, uma linha do rastreamento de mensagens ou uma notificação de falha: respondo uma vez, na mesma conversa, com o que significa, quem deve agir e testes ao vivo. Se eu ficar em silêncio, mencione-me.",
            "Para me silenciar, escreva para mim \"silenciar 8h\". \"privacidade\" diz o que eu guardo, \"ajuda\" o que mais eu faço.",
        ],

        StatusTitle = "Casos abertos nesta conversa",
        StatusNone = "Nenhum caso está aberto nesta conversa.",
        StatusMore = "E mais {count}.",
        StatusSince = "aberto desde {time}",
        StatusOwned = "com {owner}",
        StatusUnowned = "ninguém assumiu",

        NoCaseNext = "Se o e-mail falhar, cole aqui o erro ou a notificação de falha completa e um cartão aparece.",
        WhichCase = "Pode se referir a vários casos. Escreva de novo com o código, ou na conversa do cartão certo, ou use os botões dele.",
        ClosedByWord = "{code}: encerrado, porque {name} diz que está funcionando.",
        ClosedOnWish = "{code}: encerrado a pedido de {name}.",
        UnclearTitle = "Não entendi",
        UnclearCase = "Sobre um caso aberto você pode escrever \"já funciona\", \"ainda não funciona\", \"alguma novidade?\", \"verifica de novo\", \"quanto tempo eu tenho?\" ou \"o que digo ao parceiro?\".",
        UnclearServer = "Para testar {server} ao vivo, escreva: verificar {server}",
        UnclearNext = "Eu explico erros de e-mail: cole um código, uma linha do rastreamento de mensagens ou uma notificação de falha. \"ajuda\" mostra o que mais eu faço.",
        ClosedByWordUndo = "Se não era isso, pressione \"{reopen}\" no cartão.",
        LooksAtWord = "{code}: {name} diz que está funcionando. {server} está sendo testado; se os testes confirmarem, o caso é encerrado.",
        LooksAgain = "{code}: {server} está sendo testado. O resultado aparece no cartão.",
        StaysOpen = "{code}: o caso continua aberto.",
        SayWhenMended = "Quando o e-mail voltar a chegar, escreva aqui \"já funciona\".",
        NotCheckedYet = "Nada foi testado ainda.",
        ChecksAreRunning = "Neste momento {server} está sendo testado.",
        CheckedAt = "Últimos testes de {server}, {time}:",
        StoppedOnWish = "{code}: os testes de {server} foram interrompidos.",
        NothingRuns = "Nenhum teste está em andamento, então não há nada a interromper",
        NothingRunsClose = "Para encerrar o caso aberto, escreva \"encerrar o caso\".",
        NothingRunsMute = "Para eu ficar em silêncio aqui, escreva \"silenciar 8h\".",
        TakenOnWish = "{code}: {name} assumiu o caso.",
        NoCaseHandOff = "Os textos para enviar são feitos a partir de um caso: cole aqui o erro ou a notificação de falha completa e um cartão aparece.",
        SendsNothing = "Não escrevo para ninguém fora desta conversa. Copie o texto adequado e envie você mesmo.",
        ExpiresAt = "{code}: o e-mail na fila expira, no máximo {time}.",
        ExpiryLeft = "Quando você perguntou, faltavam {left}. Depois disso ele volta ao remetente.",
        ExpiryReturned = "{code}: nada mais está na fila. O código é permanente: o e-mail voltou ao remetente e, depois da correção, é preciso enviar de novo.",
        ExpiryElsewhere = "{code}: o e-mail espera no servidor que o envia, e é esse servidor que decide por quanto tempo.",
        ExpiryUnknown = "{code}: nada do que foi publicado diz que há e-mail esperando. Cole a linha do erro ou do rastreamento de mensagens para ter certeza.",

        Muted = "Em silêncio até {time}",
        MutedMeans = "Até lá respondo somente quando sou mencionado. Os casos abertos continuam. Escreva \"reativar\" para encerrar.",
        Unmuted = "Fim do silêncio. Volto a responder aos erros de e-mail publicados aqui.",
        NothingToMute = "Aqui só respondo ao que você escreve, então não há o que silenciar.",

        ListensNow = "Respondo aos erros de e-mail publicados aqui, mesmo sem ser mencionado.",
        ListensNoMore = "A partir de agora respondo aqui somente quando sou mencionado.",

        LanguageSet = "O idioma desta conversa agora é {language}.",
        LanguageIs = "O idioma desta conversa é {language}.",
        LanguageChoices = "Eu falo {languages}. Escreva, por exemplo, \"idioma português\".",

        SettingsTitle = "Configurações desta conversa",
        SettingLanguage = "Idioma",
        SettingLanguageByPerson = "o da pessoa que pergunta",
        SettingListening = "Respostas sem ser perguntado",
        ListeningOn = "ativadas",
        ListeningOff = "desativadas, somente quando mencionado",
        ListeningNever = "desativadas, nem quando mencionado; \"escute\" as ativa",
        ListeningMuted = "em silêncio até {time}",
        ListeningDirect = "aqui toda mensagem é respondida",
        SettingConfidence = "Certeza necessária",
        SettingExpiration = "O e-mail na fila expira após",
        SettingsChange = "Para mudar: \"idioma\", \"silenciar\", \"escutar\" e \"só menções\". As duas últimas linhas são definidas por quem administra o bot.",

        PrivacyTitle = "O que é armazenado",
        PrivacyLines =
        [
            "É armazenado: os códigos, o servidor e o domínio, a linha do erro com os endereços de e-mail mascarados, os horários, quem publicou e quem pressionou o quê, e o que os testes viram.",
            "Não é armazenado: o resto da sua mensagem, os anexos e as mensagens sem erro de e-mail.",
            "Os testes ao vivo se conectam ao servidor de e-mail citado e não enviam e-mail.",
            "Quem administra o bot decide por quanto tempo os casos são guardados e pode excluí-los.",
        ],

        NothingRecognized = "Não há erro de e-mail nesta mensagem",
        NothingRecognizedHint = "Escolha uma mensagem com um código, uma linha do rastreamento de mensagens ou uma notificação de falha na entrega (NDR).",

        SuggestTitle = "Talvez seja isto",
        SuggestMeans = "Você não informou um código, então é um palpite pelas suas palavras.",
        SuggestNext = "Escreva um dos identificadores acima, por exemplo {example}, para ver o cartão, ou cole a linha do erro para ter certeza.",
        SuggestShow = "Mostrar este",
        SuggestPress = "Pressione um deles para ver o cartão neste lugar, ou cole a linha do erro para ter certeza.",
        SuggestChosen = "Escolhido entre palpites: ninguém informou um código de erro, então pode ser outro problema. Cole a linha do erro para ter certeza.",
        SuggestBack = "Outros palpites",
        FileTitle = "Não foi possível ler este arquivo",
        FileHint = "Envie de novo como .eml, .txt ou .log, ou abra o arquivo e cole o erro aqui. Basta o começo do arquivo.",

        CheckTitle = "Qual servidor?",
        CheckNeedsServer = "Escreva o nome ou o endereço depois, por exemplo: verificar mx1.contoso.com",
        CheckRefused = "{server} não é testado",
        CheckOneAtATime = "Um servidor de cada vez",
        CheckOneAfterOther = "Cada servidor tem seu próprio cartão. Escreva, por exemplo: verificar mx1.contoso.com",
        CheckRefusals = new Dictionary<string, string>
        {
            [Reasons.PortNotAllowed] = "Só são testadas as portas de e-mail: 25, 465 e 587. Sem indicar a porta, é a 25.",
            [Reasons.PrivateAddress] = "É um endereço privado ou reservado. O Microsoft 365 também não chega até ele: informe o endereço que o servidor tem na internet. Quem opera o bot pode liberar redes próprias.",
            [Reasons.ReservedName] = "O nome é reservado para exemplos ou redes locais, então nenhum servidor da internet o usa. Escreva o nome público do servidor.",
            [Reasons.DeniedNetwork] = "Quem opera o bot excluiu esta rede dos testes.",
        },
    };
}
