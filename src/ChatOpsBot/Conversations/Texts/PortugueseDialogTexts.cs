namespace ChatOpsBot.Conversations.Texts;

internal static class PortugueseDialogTexts
{
    public static DialogTexts Texts { get; } = new()
    {
        MoreTitle = "Mais sobre este caso",
        HandOffTitle = "Textos para enviar",
        OriginalTitle = "Original em inglês",
        SettingsTitle = "Configurações",

        Close = "Fechar",
        Save = "Salvar",

        HandOffHint = "Selecione o texto no campo, copie e envie. Leia antes: ele contém a linha do erro como foi publicada, com os endereços de e-mail ocultos.",
        ForPartner = "Para o administrador da outra organização",
        ForSender = "Para o remetente",

        PartnerTrouble = "No momento, nossos e-mails para {recipient} não são entregues. O erro é {code} ({title}).",
        PartnerTroubleUnnamed = "No momento, nossos e-mails para vocês não são entregues. O erro é {code} ({title}).",
        PartnerLine = "Esta é a linha informada pelo nosso sistema de e-mail:",
        PartnerSeen = "O que um teste nosso viu no servidor de vocês, {time}:",
        PartnerVantage = "O teste não parte do Microsoft 365, que o firewall de vocês pode tratar de outra forma.",
        PartnerCauses = "O que isso indica:",
        PartnerQuestions = "O que gostaríamos de saber de vocês:",
        PartnerEnd = "Por favor, avisem quando pudermos tentar de novo. Obrigado.",

        SenderTrouble = "Seu e-mail para {recipient} não foi entregue. O motivo é {code} ({title}).",
        SenderTroubleUnnamed = "Seu e-mail não foi entregue. O motivo é {code} ({title}).",
        SenderWaits = "Ele está na fila e novas tentativas são feitas automaticamente. O que não puder ser entregue volta para você até {time}; nesse caso, envie de novo quando avisarmos que a falha foi corrigida.",
        SenderReturned = "Não há novas tentativas automáticas. Envie de novo quando avisarmos que a falha foi corrigida.",
        SenderSteps = "O que você mesmo pode fazer:",

        SettingsHint = "O que for definido aqui vale para todos nesta conversa.",
        Listens = "Responder sem menção aos erros de e-mail publicados aqui",
        ListensNever = "Não, nem quando mencionado",
        Mute = "Silêncio: não dizer nada sem ser perguntado",
        NotMuted = "Sem silêncio",
        StaysMuted = "Como está agora",
        MuteWeek = "7 dias",
    };
}
