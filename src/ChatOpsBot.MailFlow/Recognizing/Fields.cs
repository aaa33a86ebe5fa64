namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>The fields of traces, reports and logs that hold codes and nothing else.</summary>
internal static class Fields
{
    /// <summary>How a field that holds nothing but codes ends: <c>LED=</c>, <c>dsn=</c>, <c>smtp;</c>, <c>said:</c>.</summary>
    public static bool EndsWith(ReadOnlySpan<char> before, out int length)
    {
        length = 0;
        if (before.IsEmpty)
            return false;
        foreach (var field in ByLastLetter[char.ToUpperInvariant(before[^1])])
        {
            if (before.EndsWith(field, StringComparison.OrdinalIgnoreCase))
            {
                length = field.Length;
                return true;
            }
        }

        return false;
    }

    private static readonly ILookup<char, string> ByLastLetter = new[]
    {
        "LED=", "led-", "dsn=", "smtp;", "said:", "LastError :", "LastError:", "LastError : {", "Status code:", "<<<", "SMTP error", "SMTP Error:", "SMTP code", "SMTP code:", "SMTP reply", "SMTP response:", "smtp error code:",
        "Remote Server returned", "response was:", "host said:", "Diagnostic-Code:", "statuscode:", "responseCode:", "deliveryStatus:", "deliveryStatus\":", "Reported error:", "final DATA:", "smtp said", "smtp says", "smtp:", "RCPT TO:", "SMTP-Antwort:",
        "Respuesta SMTP:", "Resposta SMTP:", "SMTP-svar:", "Message=", "devolvió", "retornou", "zurückgegeben", "returnerade", "SmtpException:", "SMTPAddressFailedException:", "SMTPSendFailedException:", "SMTPSenderRefused: (", "EENVELOPE",
        "status code", "enhanced status code:", "enhanced status code", "Status:",
    }.ToLookup(field => char.ToUpperInvariant(field[^1]));
}
