using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations.Texts;

internal static class GermanCommandTexts
{
    public static CommandTexts Texts { get; } = new()
    {
        Commands = "Was Sie mir sonst noch schreiben können",
        Lines =
        [
            new("prüfe mx1.contoso.com", "prüft einen Mailserver live"),
            new("Stand", "zeigt die offenen Fälle dieser Unterhaltung"),
            new("stumm 2h", "zwei Stunden lang nichts ungefragt; „weiter“ beendet das"),
            new("nur Erwähnungen", "antwortet hier nur noch, wenn ich erwähnt werde; „zuhören“ schaltet es wieder ein"),
            new("Sprache English", "ändert die Sprache dieser Unterhaltung"),
            new("Einstellungen", "zeigt, was hier eingestellt ist"),
            new("Datenschutz", "sagt, was gespeichert wird und wie lange"),
        ],

        WelcomeTitle = "Ich erkläre Mailfehler, die hier gepostet werden",
        WelcomeBy = "{name} hat mich hinzugefügt.",
        WelcomeLines =
        [
            "Fügen Sie einen Fehlercode, eine Zeile der Nachrichtenablaufverfolgung oder einen Unzustellbarkeitsbericht ein: Ich antworte einmal, im Thread, mit Bedeutung, Zuständigkeit und Live-Prüfungen. Bleibe ich still, erwähnen Sie mich.",
            "Damit ich ruhig bin, schreiben Sie mir „stumm 8h“. „Datenschutz“ sagt, was ich aufbewahre, „Hilfe“, was ich sonst kann.",
        ],

        StatusTitle = "Offene Fälle in dieser Unterhaltung",
        StatusNone = "In dieser Unterhaltung ist kein Fall offen.",
        StatusMore = "Und {count} weitere.",
        StatusSince = "offen seit {time}",
        StatusOwned = "bei {owner}",
        StatusUnowned = "noch von niemandem übernommen",

        NoCaseNext = "Wenn E-Mail nicht ankommt, fügen Sie hier den Fehler oder den ganzen Unzustellbarkeitsbericht ein; dann kommt eine Karte.",
        WhichCase = "Es können mehrere Fälle gemeint sein. Schreiben Sie es noch einmal mit dem Code oder in den Thread der richtigen Karte, oder benutzen Sie deren Schaltflächen.",
        ClosedByWord = "{code}: geschlossen, weil {name} sagt, dass es funktioniert.",
        ClosedOnWish = "{code}: geschlossen, wie von {name} gewünscht.",
        UnclearTitle = "Das habe ich nicht verstanden",
        UnclearCase = "Zu einem offenen Fall können Sie „geht wieder“, „geht immer noch nicht“, „gibt es was Neues?“, „noch einmal prüfen“, „wie lange habe ich noch?“ oder „was sage ich dem Partner?“ schreiben.",
        UnclearServer = "Um {server} live zu prüfen, schreiben Sie: prüfe {server}",
        UnclearNext = "Ich erkläre Mailfehler: Fügen Sie einen Code, eine Zeile der Nachrichtenablaufverfolgung oder einen Unzustellbarkeitsbericht ein. „Hilfe“ zeigt, was ich sonst kann.",
        ClosedByWordUndo = "Falls das nicht gemeint war, drücken Sie auf der Karte „{reopen}“.",
        LooksAtWord = "{code}: {name} sagt, dass es funktioniert. {server} wird geprüft; bestätigen es die Prüfungen, wird der Fall geschlossen.",
        LooksAgain = "{code}: {server} wird geprüft. Das Ergebnis steht dann auf der Karte.",
        StaysOpen = "{code}: der Fall bleibt offen.",
        SayWhenMended = "Sobald wieder E-Mail ankommt, schreiben Sie hier „geht wieder“.",
        NotCheckedYet = "Noch ist nichts geprüft.",
        ChecksAreRunning = "{server} wird gerade geprüft.",
        CheckedAt = "Letzte Prüfungen von {server}, {time}:",
        StoppedOnWish = "{code}: Die Prüfungen von {server} sind angehalten.",
        NothingRuns = "Es läuft keine Prüfung, also gibt es nichts anzuhalten",
        NothingRunsClose = "Um den offenen Fall zu schließen, schreiben Sie „schließe den Fall“.",
        NothingRunsMute = "Damit ich hier ruhig bin, schreiben Sie „stumm 8h“.",
        TakenOnWish = "{code}: {name} hat den Fall übernommen.",
        NoCaseHandOff = "Die Texte zum Weitergeben entstehen aus einem Fall: Fügen Sie hier den Fehler oder den ganzen Unzustellbarkeitsbericht ein; dann kommt eine Karte.",
        SendsNothing = "Ich schreibe niemandem außerhalb dieser Unterhaltung. Kopieren Sie den passenden Text und senden Sie ihn selbst.",
        ExpiresAt = "{code}: Wartende E-Mails laufen ab, spätestens {time}.",
        ExpiryLeft = "Als Sie fragten, blieben noch {left}. Danach bekommt der Absender sie zurück.",
        ExpiryReturned = "{code}: Es wartet nichts mehr. Der Code ist dauerhaft: Die E-Mail ging an ihren Absender zurück und muss nach der Behebung noch einmal gesendet werden.",
        ExpiryElsewhere = "{code}: Die E-Mail wartet auf dem Server, der sie sendet, und dieser Server bestimmt, wie lange.",
        ExpiryUnknown = "{code}: Nichts, was gepostet wurde, sagt, dass E-Mails warten. Fügen Sie die Zeile des Fehlers oder der Nachrichtenablaufverfolgung ein, um sicher zu sein.",

        Muted = "Stumm bis {time}",
        MutedMeans = "Bis dahin antworte ich nur, wenn ich erwähnt werde. Offene Fälle laufen weiter. „weiter“ beendet es.",
        Unmuted = "Nicht mehr stumm. Mailfehler, die hier gepostet werden, beantworte ich wieder.",
        NothingToMute = "Hier antworte ich nur auf das, was Sie schreiben; es gibt also nichts stummzuschalten.",

        ListensNow = "Ich beantworte Mailfehler, die hier gepostet werden, auch ohne Erwähnung.",
        ListensNoMore = "Ab jetzt antworte ich hier nur noch, wenn ich erwähnt werde.",

        LanguageSet = "Die Sprache dieser Unterhaltung ist jetzt {language}.",
        LanguageIs = "Die Sprache dieser Unterhaltung ist {language}.",
        LanguageChoices = "Ich spreche {languages}. Schreiben Sie zum Beispiel „Sprache Deutsch“.",

        SettingsTitle = "Einstellungen dieser Unterhaltung",
        SettingLanguage = "Sprache",
        SettingLanguageByPerson = "die der Person, die fragt",
        SettingListening = "Antworten ungefragt",
        ListeningOn = "ein",
        ListeningOff = "aus, nur bei Erwähnung",
        ListeningNever = "aus, auch nicht bei Erwähnung; „zuhören“ schaltet sie ein",
        ListeningMuted = "stumm bis {time}",
        ListeningDirect = "hier wird jede Nachricht beantwortet",
        SettingConfidence = "Nötige Sicherheit",
        SettingExpiration = "Wartende E-Mails laufen ab nach",
        SettingsChange = "Ändern mit „Sprache“, „stumm“, „zuhören“ und „nur Erwähnungen“. Die letzten beiden Zeilen legt fest, wer den Bot betreibt.",

        PrivacyTitle = "Was gespeichert wird",
        PrivacyLines =
        [
            "Gespeichert werden: die Codes, Server und Domäne, die Fehlerzeile mit maskierten E-Mail-Adressen, die Zeiten, wer gepostet und wer was gedrückt hat und was die Prüfungen gesehen haben.",
            "Nicht gespeichert werden: der Rest Ihrer Nachricht, Anlagen und Nachrichten ohne Mailfehler.",
            "Live-Prüfungen verbinden sich mit dem genannten Mailserver und senden keine E-Mails.",
            "Wer den Bot betreibt, bestimmt, wie lange Fälle aufbewahrt werden, und kann sie löschen.",
        ],

        NothingRecognized = "In dieser Nachricht ist kein Mailfehler",
        NothingRecognizedHint = "Wählen Sie eine Nachricht mit einem Code, einer Zeile der Nachrichtenablaufverfolgung oder einem Unzustellbarkeitsbericht (NDR).",

        SuggestTitle = "Das könnten Sie meinen",
        SuggestMeans = "Sie haben keinen Code genannt, deshalb ist es nach Ihrer Beschreibung geraten.",
        SuggestNext = "Schreiben Sie eine der Kennungen oben, zum Beispiel {example}, um die Karte zu sehen, oder fügen Sie die Fehlerzeile ein, um sicher zu sein.",
        SuggestShow = "Diese zeigen",
        SuggestPress = "Drücken Sie auf eine davon, um ihre Karte an dieser Stelle zu sehen, oder fügen Sie die Fehlerzeile ein, um sicher zu sein.",
        SuggestChosen = "Aus Vermutungen gewählt: Niemand hat einen Fehlercode genannt, es kann also auch eine andere Störung sein. Fügen Sie die Fehlerzeile ein, um sicher zu sein.",
        SuggestBack = "Andere Vermutungen",
        FileTitle = "Diese Datei ließ sich nicht lesen",
        FileHint = "Senden Sie sie noch einmal als .eml, .txt oder .log, oder öffnen Sie sie und fügen Sie den Fehler hier ein. Der Anfang der Datei genügt.",

        CheckTitle = "Welcher Server?",
        CheckNeedsServer = "Schreiben Sie Namen oder Adresse dahinter, zum Beispiel: prüfe mx1.contoso.com",
        CheckRefused = "{server} wird nicht geprüft",
        CheckOneAtATime = "Ein Server nach dem anderen",
        CheckOneAfterOther = "Jeder Server bekommt eine eigene Karte. Schreiben Sie zum Beispiel: prüfe mx1.contoso.com",
        CheckRefusals = new Dictionary<string, string>
        {
            [Reasons.PortNotAllowed] = "Geprüft werden nur die Ports von Mailservern: 25, 465 und 587. Ohne Port ist es 25.",
            [Reasons.PrivateAddress] = "Das ist eine private oder reservierte Adresse. Auch Microsoft 365 erreicht sie nicht: Nennen Sie die Adresse, die der Server im Internet hat. Wer den Bot betreibt, kann eigene Netze freigeben.",
            [Reasons.ReservedName] = "Der Name ist für Beispiele oder lokale Netze reserviert, also hat ihn kein Server im Internet. Schreiben Sie den öffentlichen Namen des Servers.",
            [Reasons.DeniedNetwork] = "Wer den Bot betreibt, hat dieses Netz von Prüfungen ausgenommen.",
        },
    };
}
