namespace ChatOpsBot.Conversations.Texts;

internal static class SpanishDialogTexts
{
    public static DialogTexts Texts { get; } = new()
    {
        MoreTitle = "Más sobre este caso",
        HandOffTitle = "Textos para enviar",
        OriginalTitle = "Original en inglés",
        SettingsTitle = "Ajustes",

        Close = "Cerrar",
        Save = "Guardar",

        HandOffHint = "Seleccione el texto del campo, cópielo y envíelo. Léalo antes: contiene la línea del error tal como se publicó, con las direcciones de correo ocultas.",
        ForPartner = "Para el administrador de la otra organización",
        ForSender = "Para el remitente",

        PartnerTrouble = "En este momento, nuestro correo para {recipient} no se entrega. El error es {code} ({title}).",
        PartnerTroubleUnnamed = "En este momento, nuestro correo para ustedes no se entrega. El error es {code} ({title}).",
        PartnerLine = "Esta es la línea que indica nuestro sistema de correo:",
        PartnerSeen = "Lo que vio en su servidor una comprobación nuestra, {time}:",
        PartnerVantage = "La comprobación no parte de Microsoft 365, al que su firewall puede tratar de otra manera.",
        PartnerCauses = "Lo que indica:",
        PartnerQuestions = "Lo que quisiéramos saber de ustedes:",
        PartnerEnd = "Avísennos, por favor, cuando podamos volver a intentarlo. Gracias.",

        SenderTrouble = "Su correo para {recipient} no se ha entregado. El motivo es {code} ({title}).",
        SenderTroubleUnnamed = "Su correo no se ha entregado. El motivo es {code} ({title}).",
        SenderWaits = "Está en espera y se reintenta automáticamente. Lo que no se pueda entregar le será devuelto, a más tardar {time}; en ese caso, envíelo de nuevo cuando le avisemos de que el fallo está corregido.",
        SenderReturned = "No se reintenta automáticamente. Envíelo de nuevo cuando le avisemos de que el fallo está corregido.",
        SenderSteps = "Lo que puede hacer usted:",

        SettingsHint = "Lo que se ajusta aquí vale para todos los de esta conversación.",
        Listens = "Responder sin mención a los errores de correo que se publiquen aquí",
        ListensNever = "No, y tampoco con mención",
        Mute = "Silencio: no decir nada sin que se pregunte",
        NotMuted = "Sin silencio",
        StaysMuted = "Como está ahora",
        MuteWeek = "7 días",
    };
}
