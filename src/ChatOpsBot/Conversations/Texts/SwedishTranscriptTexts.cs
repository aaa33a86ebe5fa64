namespace ChatOpsBot.Conversations.Texts;

internal static class SwedishTranscriptTexts
{
    public static TranscriptTexts Texts { get; } = new()
    {
        Greeting = "hälsning: servern är redo",
        GreetingMasked = "hälsning, dold av en brandvägg",
        NotSmtp = "ingen SMTP-rad",
        Transient = "nekat tills vidare; avsändare försöker igen",
        Permanent = "nekat definitivt; avsändare ger upp",

        Ehlo = "vi presenterar oss och frågar vad servern erbjuder",
        Helo = "EHLO nekades, därför den äldre formen",
        EhloName = "serverns eget namn",
        Offers = new Dictionary<string, string>
        {
            ["STARTTLS"] = "erbjuder kryptering",
            ["SIZE"] = "största meddelande: {size}",
            ["8BITMIME"] = "tar emot tecken utanför ASCII",
            ["SMTPUTF8"] = "tar emot internationella adresser",
            ["PIPELINING"] = "tar emot flera kommandon på en gång",
            ["CHUNKING"] = "tar emot meddelanden i delar",
            ["BINARYMIME"] = "tar emot binärt innehåll",
            ["DSN"] = "skickar leveransrapporter på begäran",
            ["ENHANCEDSTATUSCODES"] = "ger koder som 5.7.1",
            ["AUTH"] = "erbjuder inloggning",
            ["ETRN"] = "startar sin kö på begäran",
            ["VRFY"] = "svarar på frågor om adresser",
            ["HELP"] = "svarar på HELP",
            ["REQUIRETLS"] = "kan skicka vidare bara med TLS",
            ["LIMITS"] = "anger sina gränser",
        },
        OfferOther = "ett erbjudande till",
        OfferMasked = "ett erbjudande, dolt av en brandvägg",

        StartTls = "vi begär kryptering",
        StartTlsReady = "servern går med på det",
        Encrypted = "krypterat härifrån",
        HandshakeFailed = "krypteringen misslyckas",

        CertificateOwn = "serverns certifikat",
        CertificateAbove = "certifikatet ovanför",
        CertificateIssuer = "vem som utfärdade det",
        CertificateDates = "när det gäller (UTC)",
        CertificateNames = "för vilka värdar",
        CertificateKey = "nyckel och signatur",

        LinesLeftOut = "utelämnat",
    };
}
