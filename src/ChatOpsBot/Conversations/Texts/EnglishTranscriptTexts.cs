namespace ChatOpsBot.Conversations.Texts;

internal static class EnglishTranscriptTexts
{
    public static TranscriptTexts Texts { get; } = new()
    {
        Greeting = "greeting: the server is ready",
        GreetingMasked = "greeting, covered by a firewall",
        NotSmtp = "not a line of SMTP",
        Transient = "refused for now; senders try again",
        Permanent = "refused for good; senders give up",

        Ehlo = "we say who we are and ask what the server offers",
        Helo = "EHLO was refused, so the older form",
        EhloName = "the server's own name",
        Offers = new Dictionary<string, string>
        {
            ["STARTTLS"] = "offers encryption",
            ["SIZE"] = "largest message: {size}",
            ["8BITMIME"] = "takes letters beyond ASCII",
            ["SMTPUTF8"] = "takes international addresses",
            ["PIPELINING"] = "takes several commands at once",
            ["CHUNKING"] = "takes messages in pieces",
            ["BINARYMIME"] = "takes binary content",
            ["DSN"] = "sends delivery reports on request",
            ["ENHANCEDSTATUSCODES"] = "gives codes such as 5.7.1",
            ["AUTH"] = "offers sign-in",
            ["ETRN"] = "starts its queue on request",
            ["VRFY"] = "answers questions about addresses",
            ["HELP"] = "answers HELP",
            ["REQUIRETLS"] = "can pass a message on only with TLS",
            ["LIMITS"] = "tells its limits",
        },
        OfferOther = "another offer",
        OfferMasked = "an offer, covered by a firewall",

        StartTls = "we ask for encryption",
        StartTlsReady = "the server agrees",
        Encrypted = "encrypted from here on",
        HandshakeFailed = "encryption fails",

        CertificateOwn = "the server's certificate",
        CertificateAbove = "the certificate above it",
        CertificateIssuer = "who issued it",
        CertificateDates = "when it is valid (UTC)",
        CertificateNames = "for which hosts",
        CertificateKey = "its key and signature",

        LinesLeftOut = "left out",
    };
}
