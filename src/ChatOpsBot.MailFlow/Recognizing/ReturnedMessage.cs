using System.Buffers;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Finds where a report ends and the returned message begins, when both stand in one text.</summary>
internal static class ReturnedMessage
{
    // What mail systems write above the copy: qmail, Exim, Gmail, Exchange in five languages, Sendmail, Yahoo, MDaemon.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
    [
        "--- Below this line is a copy of the message", "------ This is a copy of", "This is a copy of the message, including all the headers", "----- Original message -----", "Original message headers:", "Original Message Headers", "Original message follows",
        "Encabezados de mensajes originales:", "Encabezados del mensaje original", "Ursprungliga meddelandehuvuden:", "Cabeçalhos originais da mensagem:", "Ursprüngliche Nachrichtenkopfzeilen:", "Ursprüngliche Nachricht",
        "----- Unsent message follows", "----- Original message follows", "--- Original message follows", "---Below this line is the original", "------ Returned Message", "--- Returned message", "----- Message header follows", "--- Undelivered message follows",
        "--- The header of the original message is following", "--- The message cannot be delivered", "Received: from ", "Received: by ", "-----Original Message-----", "----- Forwarded message", "------- The original message", "------- Original Message", "--Unsent Message Follows", "Content-Type: message/rfc822", "Content-Type: text/rfc822-headers",
        "The original message was:", "Headers of the original message", "Message headers follow", "Below is a copy of", "--- The original message", "Undeliverable message", "The following is the original message", "Included is a copy of the message", "- ORIGINAL MESSAGE -", "Message header for:",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Where a mail system says that the copy begins; the length of the text when it does not say so.</summary>
    public static int Announced(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAny(Marks);
        return at < 0 ? text.Length : text[..at].LastIndexOf('\n') + 1;
    }

    /// <summary>Four known header fields in a row, not indented, are a copied header.</summary>
    public static int HeaderBlock(ReadOnlySpan<char> text, int limit)
    {
        var run = 0;
        var start = limit;
        var at = 0;
        while (at < limit)
        {
            var end = text[at..limit].IndexOf('\n');
            var line = text.Slice(at, end < 0 ? limit - at : end);
            var name = MailReader.HeaderName(line);
            if (!name.IsEmpty && (MailHeaders.Known.Contains(name) || name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)))
            {
                if (run++ == 0)
                    start = at;
                if (run >= 4)
                    return start;
            }
            else if (run > 0 && line is not [' ' or '\t', ..])
            {
                run = 0;
            }

            if (end < 0)
                break;
            at += end + 1;
        }

        return limit;
    }
}
