using ChatOpsBot.Conversations.Texts;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>How an installation ended.</summary>
internal enum InstallOutcome
{
    Installed,
    Declined,
    BadState,
    NotAllowed,
    Refused,
    NotReached,
}

/// <summary>What the page says to who installed the app.</summary>
/// <param name="Again">The link that begins once more.</param>
internal sealed record InstallTexts(IReadOnlyDictionary<InstallOutcome, (string Title, string Text)> Outcomes, string Again)
{
    /// <param name="acceptLanguage">As the browser says it.</param>
    /// <returns>The texts, and their language.</returns>
    public static (string Language, InstallTexts Texts) Of(string acceptLanguage)
    {
        var language = acceptLanguage.Split(',').Select(tag => Languages.Known(tag.Split(';')[0].Trim())).FirstOrDefault(known => known is not null) ?? "en";
        return (language, All[language]);
    }

    private static InstallTexts Make(string again, params (InstallOutcome Outcome, string Title, string Text)[] outcomes) =>
        new(outcomes.ToDictionary(one => one.Outcome, one => (one.Title, one.Text)), again);

    public static IReadOnlyDictionary<string, InstallTexts> All { get; } = new Dictionary<string, InstallTexts>(StringComparer.Ordinal)
    {
        ["en"] = Make(
            "Start again",
            (InstallOutcome.Installed, "ChatOpsBot is installed", "Go back to Slack and write /invite @ChatOpsBot in a channel. There, mention it with a mail error, or write /mailfix listen on to be answered without a mention."),
            (InstallOutcome.Declined, "Not installed", "You declined in Slack, so nothing was installed and nothing was stored."),
            (InstallOutcome.BadState, "This link is no longer good", "An installation has to be finished within ten minutes, once, in the browser that began it. Nothing was installed."),
            (InstallOutcome.NotAllowed, "This workspace may not use this bot", "Whoever runs the bot decides which workspaces may use it. Ask them; then start again."),
            (InstallOutcome.Refused, "Slack did not finish the installation", "Nothing was stored. Start again; if it fails again, whoever runs the bot finds the reason in its log."),
            (InstallOutcome.NotReached, "Slack did not answer", "Nothing was stored. Start again in a minute.")),
        ["es"] = Make(
            "Empezar de nuevo",
            (InstallOutcome.Installed, "ChatOpsBot está instalado", "Vuelva a Slack y escriba /invite @ChatOpsBot en un canal. Allí, menciónelo con un error de correo, o escriba /mailfix listen on para que responda sin mención."),
            (InstallOutcome.Declined, "No se ha instalado", "Usted lo rechazó en Slack: no se ha instalado ni guardado nada."),
            (InstallOutcome.BadState, "Este enlace ya no sirve", "Una instalación debe terminarse en diez minutos, una sola vez y en el navegador que la empezó. No se ha instalado nada."),
            (InstallOutcome.NotAllowed, "Este espacio de trabajo no puede usar este bot", "Quien administra el bot decide qué espacios de trabajo pueden usarlo. Pregúntele y empiece de nuevo."),
            (InstallOutcome.Refused, "Slack no terminó la instalación", "No se ha guardado nada. Empiece de nuevo; si vuelve a fallar, quien administra el bot encuentra el motivo en su registro."),
            (InstallOutcome.NotReached, "Slack no respondió", "No se ha guardado nada. Empiece de nuevo dentro de un minuto.")),
        ["sv"] = Make(
            "Börja om",
            (InstallOutcome.Installed, "ChatOpsBot är installerad", "Gå tillbaka till Slack och skriv /invite @ChatOpsBot i en kanal. Nämn den där med ett e-postfel, eller skriv /mailfix listen on för att få svar utan att nämna den."),
            (InstallOutcome.Declined, "Inte installerad", "Du tackade nej i Slack, så ingenting installerades och ingenting sparades."),
            (InstallOutcome.BadState, "Länken gäller inte längre", "En installation måste slutföras inom tio minuter, en gång, i den webbläsare som började. Ingenting installerades."),
            (InstallOutcome.NotAllowed, "Den här arbetsytan får inte använda boten", "Den som driver boten bestämmer vilka arbetsytor som får använda den. Fråga där och börja sedan om."),
            (InstallOutcome.Refused, "Slack slutförde inte installationen", "Ingenting sparades. Börja om. Misslyckas det igen hittar den som driver boten orsaken i loggen."),
            (InstallOutcome.NotReached, "Slack svarade inte", "Ingenting sparades. Börja om om en minut.")),
        ["pt-BR"] = Make(
            "Começar de novo",
            (InstallOutcome.Installed, "O ChatOpsBot está instalado", "Volte ao Slack e escreva /invite @ChatOpsBot em um canal. Lá, mencione-o com um erro de e-mail ou escreva /mailfix listen on para receber respostas sem menção."),
            (InstallOutcome.Declined, "Não instalado", "Você recusou no Slack: nada foi instalado e nada foi armazenado."),
            (InstallOutcome.BadState, "Este link não vale mais", "Uma instalação precisa ser concluída em dez minutos, uma única vez, no navegador que a começou. Nada foi instalado."),
            (InstallOutcome.NotAllowed, "Este workspace não pode usar este bot", "Quem administra o bot decide quais workspaces podem usá-lo. Pergunte e depois comece de novo."),
            (InstallOutcome.Refused, "O Slack não concluiu a instalação", "Nada foi armazenado. Comece de novo; se falhar outra vez, quem administra o bot encontra o motivo no log."),
            (InstallOutcome.NotReached, "O Slack não respondeu", "Nada foi armazenado. Comece de novo em um minuto.")),
        ["de"] = Make(
            "Neu beginnen",
            (InstallOutcome.Installed, "ChatOpsBot ist installiert", "Gehen Sie zurück zu Slack und schreiben Sie /invite @ChatOpsBot in einen Kanal. Erwähnen Sie ihn dort mit einem Mailfehler, oder schreiben Sie /mailfix listen on, damit er auch ohne Erwähnung antwortet."),
            (InstallOutcome.Declined, "Nicht installiert", "Sie haben in Slack abgelehnt: Nichts wurde installiert und nichts gespeichert."),
            (InstallOutcome.BadState, "Dieser Link gilt nicht mehr", "Eine Installation muss binnen zehn Minuten beendet werden, einmal und in dem Browser, der sie begonnen hat. Nichts wurde installiert."),
            (InstallOutcome.NotAllowed, "Dieser Workspace darf diesen Bot nicht nutzen", "Wer den Bot betreibt, bestimmt, welche Workspaces ihn nutzen dürfen. Fragen Sie dort und beginnen Sie dann neu."),
            (InstallOutcome.Refused, "Slack hat die Installation nicht beendet", "Nichts wurde gespeichert. Beginnen Sie neu; scheitert es wieder, findet der Betreiber des Bots den Grund im Log."),
            (InstallOutcome.NotReached, "Slack hat nicht geantwortet", "Nichts wurde gespeichert. Beginnen Sie in einer Minute neu.")),
    };
}
