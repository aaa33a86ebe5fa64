namespace ChatOpsBot.Conversations.Texts;

internal static class SpanishTranscriptTexts
{
    public static TranscriptTexts Texts { get; } = new()
    {
        Greeting = "saludo: el servidor está listo",
        GreetingMasked = "saludo, enmascarado por un firewall",
        NotSmtp = "no es una línea de SMTP",
        Transient = "rechazado por ahora; los remitentes reintentan",
        Permanent = "rechazado definitivamente; los remitentes desisten",

        Ehlo = "nos presentamos y preguntamos qué ofrece el servidor",
        Helo = "EHLO se rechazó, así que probamos con HELO",
        EhloName = "el nombre del servidor",
        Offers = new Dictionary<string, string>
        {
            ["STARTTLS"] = "ofrece cifrado",
            ["SIZE"] = "tamaño máximo de mensaje: {size}",
            ["8BITMIME"] = "acepta caracteres fuera de ASCII",
            ["SMTPUTF8"] = "acepta direcciones internacionales",
            ["PIPELINING"] = "acepta varios comandos a la vez",
            ["CHUNKING"] = "acepta mensajes por partes",
            ["BINARYMIME"] = "acepta contenido binario",
            ["DSN"] = "envía informes de entrega si se piden",
            ["ENHANCEDSTATUSCODES"] = "usa códigos como 5.7.1",
            ["AUTH"] = "ofrece autenticación",
            ["ETRN"] = "procesa su cola si se pide",
            ["VRFY"] = "responde si existe una dirección",
            ["HELP"] = "responde a HELP",
            ["REQUIRETLS"] = "puede exigir TLS hasta el destino",
            ["LIMITS"] = "indica sus límites",
        },
        OfferOther = "otra extensión",
        OfferMasked = "una extensión, enmascarada por un firewall",

        StartTls = "pedimos cifrado",
        StartTlsReady = "el servidor acepta",
        Encrypted = "cifrado a partir de aquí",
        HandshakeFailed = "el cifrado falla",

        CertificateOwn = "el certificado del servidor",
        CertificateAbove = "el certificado superior de la cadena",
        CertificateIssuer = "quién lo emitió",
        CertificateDates = "cuándo es válido (UTC)",
        CertificateNames = "para qué hosts",
        CertificateKey = "su clave y su firma",

        LinesLeftOut = "omitido",
    };
}
