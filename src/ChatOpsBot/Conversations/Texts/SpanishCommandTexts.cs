using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Texts;

internal static class SpanishCommandTexts
{
    public static CommandTexts Texts { get; } = new()
    {
        Commands = "Qué más puede escribirme",
        Lines =
        [
            new("comprueba mx1.contoso.com", "ejecuta las comprobaciones en vivo contra un servidor de correo"),
            new("estado", "muestra los casos abiertos de esta conversación"),
            new("silencio 2h", "nada sin que se pregunte durante dos horas; «reactivar» lo termina"),
            new("solo menciones", "aquí respondo solo si me mencionan; «escucha» lo vuelve a activar"),
            new("idioma english", "cambia el idioma de esta conversación"),
            new("ajustes", "muestra lo que está configurado aquí"),
            new("privacidad", "dice qué se guarda y durante cuánto tiempo"),
        ],

        WelcomeTitle = "Explico los errores de correo que se publiquen aquí",
        WelcomeBy = "{name} me ha añadido.",
        WelcomeLines =
        [
            "Pegue un código de error, una línea del seguimiento de mensajes o un informe de no entrega: respondo una vez, en su hilo, con lo que significa, quién debe actuar y comprobaciones en vivo. Si no digo nada, mencióneme.",
            "Para que calle, escríbame «silencio 8h». «privacidad» dice qué guardo, «ayuda» qué más puedo hacer.",
        ],

        StatusTitle = "Casos abiertos en esta conversación",
        StatusNone = "No hay ningún caso abierto en esta conversación.",
        StatusMore = "Y {count} más.",
        StatusSince = "abierto desde {time}",
        StatusOwned = "lo lleva {owner}",
        StatusUnowned = "nadie se ha encargado",

        NoCaseNext = "Si el correo falla, pegue aquí el error o el informe de no entrega completo y recibirá una tarjeta.",
        WhichCase = "Puede referirse a varios casos. Escríbalo otra vez con el código, o en el hilo de la tarjeta que corresponda, o use sus botones.",
        ClosedByWord = "{code}: cerrado, porque {name} dice que funciona.",
        ClosedOnWish = "{code}: cerrado a petición de {name}.",
        UnclearTitle = "No he entendido eso",
        UnclearCase = "Sobre un caso abierto puede escribir «ya funciona», «sigue sin funcionar», «¿alguna novedad?», «comprueba otra vez», «¿cuánto tiempo tengo?» o «¿qué le digo al socio?».",
        UnclearServer = "Para comprobar {server} en vivo, escriba: comprueba {server}",
        UnclearNext = "Explico errores de correo: pegue un código, una línea del seguimiento de mensajes o un informe de no entrega. «ayuda» muestra qué más puedo hacer.",
        ClosedByWordUndo = "Si no era eso, pulse «{reopen}» en la tarjeta.",
        LooksAtWord = "{code}: {name} dice que funciona. Se está comprobando {server}; si las comprobaciones lo confirman, el caso se cierra.",
        LooksAgain = "{code}: se está comprobando {server}. El resultado aparece en la tarjeta.",
        StaysOpen = "{code}: el caso sigue abierto.",
        SayWhenMended = "Cuando el correo vuelva a llegar, escriba aquí «ya funciona».",
        NotCheckedYet = "Aún no se ha comprobado nada.",
        ChecksAreRunning = "En este momento se está comprobando {server}.",
        CheckedAt = "Últimas comprobaciones de {server}, {time}:",
        StoppedOnWish = "{code}: se han detenido las comprobaciones de {server}.",
        NothingRuns = "No hay ninguna comprobación en marcha, así que no hay nada que detener",
        NothingRunsClose = "Para cerrar el caso abierto, escriba «cierra el caso».",
        NothingRunsMute = "Para silenciarme aquí, escriba «silencio 8h».",
        TakenOnWish = "{code}: {name} se encarga del caso.",
        NoCaseHandOff = "Los textos para enviar se hacen a partir de un caso: pegue aquí el error o el informe de no entrega completo y recibirá una tarjeta.",
        SendsNothing = "No escribo a nadie fuera de esta conversación. Copie el texto que convenga y envíelo usted.",
        ExpiresAt = "{code}: el correo en cola caduca a más tardar el {time}.",
        ExpiryLeft = "Cuando usted preguntó quedaban {left}. Después vuelve a su remitente.",
        ExpiryReturned = "{code}: ya no espera nada. El código es permanente: el correo volvió a su remitente y, tras la corrección, hay que enviarlo de nuevo.",
        ExpiryElsewhere = "{code}: el correo espera en el servidor que lo envía, y ese servidor decide cuánto tiempo.",
        ExpiryUnknown = "{code}: nada de lo publicado dice que haya correo en espera. Pegue la línea del error o del seguimiento de mensajes para estar seguro.",

        Muted = "En silencio hasta {time}",
        MutedMeans = "Hasta entonces respondo solo si me mencionan. Los casos abiertos siguen su curso. Escriba «reactivar» para terminarlo.",
        Unmuted = "Fin del silencio. Vuelvo a responder a los errores de correo que se publiquen aquí.",
        NothingToMute = "Aquí solo respondo a lo que usted escribe, así que no hay nada que silenciar.",

        ListensNow = "Respondo a los errores de correo que se publiquen aquí, también sin mención.",
        ListensNoMore = "A partir de ahora respondo aquí solo si me mencionan.",

        LanguageSet = "El idioma de esta conversación es ahora {language}.",
        LanguageIs = "El idioma de esta conversación es {language}.",
        LanguageChoices = "Hablo {languages}. Escriba, por ejemplo, «idioma español».",

        SettingsTitle = "Ajustes de esta conversación",
        SettingLanguage = "Idioma",
        SettingLanguageByPerson = "el de quien pregunta",
        SettingListening = "Respuestas sin preguntar",
        ListeningOn = "activadas",
        ListeningOff = "desactivadas, solo con mención",
        ListeningNever = "desactivadas, tampoco con mención; «escucha» las activa",
        ListeningMuted = "en silencio hasta {time}",
        ListeningDirect = "aquí se responde a todos los mensajes",
        SettingConfidence = "Confianza necesaria",
        SettingExpiration = "El correo en cola caduca a las",
        SettingsChange = "Se cambian con «idioma», «silencio», «escucha» y «solo menciones». Las dos últimas líneas las fija quien administra el bot.",

        PrivacyTitle = "Qué se guarda",
        PrivacyLines =
        [
            "Se guarda: los códigos, el servidor y el dominio, la línea del error con las direcciones de correo enmascaradas, las horas, quién lo publicó y quién pulsó qué, y lo que vieron las comprobaciones.",
            "No se guarda: el resto de su mensaje, los archivos adjuntos ni los mensajes sin error de correo.",
            "Las comprobaciones se conectan al servidor de correo indicado y no envían correo.",
            "Quien administra el bot decide cuánto tiempo se conservan los casos y puede eliminarlos.",
        ],

        NothingRecognized = "En este mensaje no hay ningún error de correo",
        NothingRecognizedHint = "Elija un mensaje con un código, una línea del seguimiento de mensajes o un informe de no entrega (NDR).",

        SuggestTitle = "Quizá se refiera a esto",
        SuggestMeans = "No indicó ningún código, así que es una suposición por sus palabras.",
        SuggestNext = "Escriba uno de los identificadores de arriba, por ejemplo {example}, para ver su tarjeta, o pegue la línea del error para estar seguro.",
        SuggestShow = "Mostrar esta",
        SuggestPress = "Pulse una para ver su tarjeta en este lugar, o pegue la línea del error para estar seguro.",
        SuggestChosen = "Elegida entre suposiciones: nadie ha indicado un código de error, así que puede tratarse de otro problema. Pegue la línea del error para estar seguro.",
        SuggestBack = "Otras suposiciones",
        FileTitle = "No se pudo leer este archivo",
        FileHint = "Envíelo de nuevo como .eml, .txt o .log, o ábralo y pegue aquí el error. Basta con el principio del archivo.",

        CheckTitle = "¿Qué servidor?",
        CheckNeedsServer = "Escriba detrás el nombre o la dirección, por ejemplo: comprueba mx1.contoso.com",
        CheckRefused = "{server} no se comprueba",
        CheckOneAtATime = "Un servidor por vez",
        CheckOneAfterOther = "Cada servidor tiene su propia tarjeta. Escriba, por ejemplo: comprueba mx1.contoso.com",
        CheckRefusals = new Dictionary<string, string>
        {
            [Reasons.PortNotAllowed] = "Solo se comprueban los puertos de correo: 25, 465 y 587. Sin indicar puerto, es el 25.",
            [Reasons.PrivateAddress] = "Es una dirección privada o reservada. Microsoft 365 tampoco puede llegar a ella: indique la dirección que el servidor tiene en internet. Quien administra el bot puede permitir sus propias redes.",
            [Reasons.ReservedName] = "El nombre está reservado para ejemplos o redes locales, así que ningún servidor de internet lo tiene. Escriba el nombre público del servidor.",
            [Reasons.DeniedNetwork] = "Quien administra el bot ha excluido esta red de las comprobaciones.",
        },
    };
}
