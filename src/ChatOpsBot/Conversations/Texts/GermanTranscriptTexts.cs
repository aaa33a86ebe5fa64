namespace ChatOpsBot.Conversations.Texts;

internal static class GermanTranscriptTexts
{
    public static TranscriptTexts Texts { get; } = new()
    {
        Greeting = "Begrüßung: Der Server ist bereit",
        GreetingMasked = "Begrüßung, von einer Firewall verdeckt",
        NotSmtp = "keine SMTP-Zeile",
        Transient = "vorerst abgelehnt; Absender versuchen es wieder",
        Permanent = "endgültig abgelehnt; Absender geben auf",

        Ehlo = "wir stellen uns vor und fragen, was der Server anbietet",
        Helo = "EHLO wurde abgelehnt, also die ältere Form",
        EhloName = "der Name des Servers",
        Offers = new Dictionary<string, string>
        {
            ["STARTTLS"] = "bietet Verschlüsselung an",
            ["SIZE"] = "größte Nachricht: {size}",
            ["8BITMIME"] = "nimmt Zeichen jenseits von ASCII an",
            ["SMTPUTF8"] = "nimmt internationale Adressen an",
            ["PIPELINING"] = "nimmt mehrere Befehle auf einmal an",
            ["CHUNKING"] = "nimmt Nachrichten in Teilen an",
            ["BINARYMIME"] = "nimmt binäre Inhalte an",
            ["DSN"] = "sendet auf Wunsch Zustellberichte",
            ["ENHANCEDSTATUSCODES"] = "gibt Codes wie 5.7.1 aus",
            ["AUTH"] = "bietet Anmeldung an",
            ["ETRN"] = "startet auf Wunsch seine Warteschlange",
            ["VRFY"] = "beantwortet Fragen nach Adressen",
            ["HELP"] = "beantwortet HELP",
            ["REQUIRETLS"] = "kann Nachrichten nur mit TLS weiterleiten",
            ["LIMITS"] = "nennt seine Grenzen",
        },
        OfferOther = "ein weiteres Angebot",
        OfferMasked = "ein Angebot, von einer Firewall verdeckt",

        StartTls = "wir verlangen Verschlüsselung",
        StartTlsReady = "der Server stimmt zu",
        Encrypted = "ab hier verschlüsselt",
        HandshakeFailed = "die Verschlüsselung scheitert",

        CertificateOwn = "das Zertifikat des Servers",
        CertificateAbove = "das Zertifikat darüber",
        CertificateIssuer = "wer es ausgestellt hat",
        CertificateDates = "wann es gilt (UTC)",
        CertificateNames = "für welche Hosts",
        CertificateKey = "Schlüssel und Signatur",

        LinesLeftOut = "ausgelassen",
    };
}
