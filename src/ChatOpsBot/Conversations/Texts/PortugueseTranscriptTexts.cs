namespace ChatOpsBot.Conversations.Texts;

internal static class PortugueseTranscriptTexts
{
    public static TranscriptTexts Texts { get; } = new()
    {
        Greeting = "banner: o servidor está pronto",
        GreetingMasked = "banner, mascarado por um firewall",
        NotSmtp = "não é uma linha de SMTP",
        Transient = "recusado por ora; os remetentes tentam de novo",
        Permanent = "recusado de vez; os remetentes desistem",

        Ehlo = "dizemos quem somos e perguntamos o que o servidor oferece",
        Helo = "o EHLO foi recusado, então tentamos o HELO",
        EhloName = "o nome do servidor",
        Offers = new Dictionary<string, string>
        {
            ["STARTTLS"] = "oferece criptografia",
            ["SIZE"] = "tamanho máximo de mensagem: {size}",
            ["8BITMIME"] = "aceita caracteres além do ASCII",
            ["SMTPUTF8"] = "aceita endereços internacionais",
            ["PIPELINING"] = "aceita vários comandos de uma vez",
            ["CHUNKING"] = "aceita mensagens em partes",
            ["BINARYMIME"] = "aceita conteúdo binário",
            ["DSN"] = "envia relatórios de entrega a pedido",
            ["ENHANCEDSTATUSCODES"] = "usa códigos como 5.7.1",
            ["AUTH"] = "oferece autenticação",
            ["ETRN"] = "processa a fila dele a pedido",
            ["VRFY"] = "responde se um endereço existe",
            ["HELP"] = "responde a HELP",
            ["REQUIRETLS"] = "pode exigir TLS até o destino",
            ["LIMITS"] = "informa os limites dele",
        },
        OfferOther = "outra extensão",
        OfferMasked = "uma extensão, mascarada por um firewall",

        StartTls = "pedimos criptografia",
        StartTlsReady = "o servidor aceita",
        Encrypted = "criptografado daqui em diante",
        HandshakeFailed = "a criptografia falha",

        CertificateOwn = "o certificado do servidor",
        CertificateAbove = "o certificado acima dele na cadeia",
        CertificateIssuer = "quem o emitiu",
        CertificateDates = "quando é válido (UTC)",
        CertificateNames = "para quais hosts",
        CertificateKey = "a chave e a assinatura",

        LinesLeftOut = "omitido",
    };
}
