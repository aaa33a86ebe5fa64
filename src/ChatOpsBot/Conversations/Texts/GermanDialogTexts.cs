namespace ChatOpsBot.Conversations.Texts;

internal static class GermanDialogTexts
{
    public static DialogTexts Texts { get; } = new()
    {
        MoreTitle = "Mehr zu diesem Fall",
        HandOffTitle = "Texte zum Weitergeben",
        OriginalTitle = "Englisches Original",
        SettingsTitle = "Einstellungen",

        Close = "Schließen",
        Save = "Speichern",

        HandOffHint = "Markieren Sie den Text im Feld, kopieren und versenden Sie ihn. Lesen Sie ihn vorher: Er enthält die Fehlerzeile, wie sie gepostet wurde, mit unkenntlich gemachten E-Mail-Adressen.",
        ForPartner = "An den Mail-Administrator der anderen Organisation",
        ForSender = "An den Absender",

        PartnerTrouble = "Unsere E-Mails an {recipient} werden zurzeit nicht zugestellt. Der Fehler lautet {code} ({title}).",
        PartnerTroubleUnnamed = "Unsere E-Mails an Sie werden zurzeit nicht zugestellt. Der Fehler lautet {code} ({title}).",
        PartnerLine = "Das ist die Zeile, die unser Mailsystem meldet:",
        PartnerSeen = "Was unsere Prüfung an Ihrem Server ergab, {time}:",
        PartnerVantage = "Die Prüfung kommt nicht von Microsoft 365; Ihre Firewall behandelt Microsoft 365 vielleicht anders.",
        PartnerCauses = "Das spricht für:",
        PartnerQuestions = "Das wüssten wir gern von Ihnen:",
        PartnerEnd = "Bitte sagen Sie uns, wann wir es noch einmal versuchen können. Vielen Dank.",

        SenderTrouble = "Ihre E-Mail an {recipient} wurde nicht zugestellt. Der Grund ist {code} ({title}).",
        SenderTroubleUnnamed = "Ihre E-Mail wurde nicht zugestellt. Der Grund ist {code} ({title}).",
        SenderWaits = "Sie wartet, und die Zustellung wird automatisch noch einmal versucht. Was nicht zugestellt werden kann, kommt zu Ihnen zurück, spätestens {time}; senden Sie es dann bitte noch einmal, sobald wir melden, dass der Fehler behoben ist.",
        SenderReturned = "Die Zustellung wird nicht automatisch noch einmal versucht. Bitte senden Sie noch einmal, sobald wir melden, dass der Fehler behoben ist.",
        SenderSteps = "Das können Sie selbst tun:",

        SettingsHint = "Was hier eingestellt wird, gilt für alle in dieser Unterhaltung.",
        Listens = "Auf hier gepostete Mailfehler ohne Erwähnung antworten",
        ListensNever = "Nein, auch nicht bei Erwähnung",
        Mute = "Stumm: nichts ungefragt sagen",
        NotMuted = "Nicht stumm",
        StaysMuted = "Wie jetzt",
        MuteWeek = "7 Tage",
    };
}
