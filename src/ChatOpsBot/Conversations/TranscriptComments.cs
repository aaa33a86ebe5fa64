using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Probing;

namespace ChatOpsBot.Conversations;

/// <summary>
/// Puts a session together from what the checks quote of it, and says of each line what it is. Reads the signs of the evidence:
/// <c>S: </c> is the server, <c>C: </c> the probe, and what stands in brackets or behind a word and a colon the probe itself tells.
/// </summary>
internal sealed class TranscriptComments(CardTexts texts)
{
    private readonly TranscriptTexts words = texts.Transcripts;

    /// <param name="results">All of one place, in the order of a session.</param>
    public Transcript Of(IEnumerable<CheckResult> results) => new(Comment(Join(results.Select(result => result.Evidence))));

    /// <summary>Several checks quote the same part of the session: it is told once.</summary>
    private static List<string> Join(IEnumerable<IReadOnlyList<string>> parts)
    {
        List<string> session = [];
        foreach (var part in parts.Where(part => part.Count > 0))
        {
            var isTold = Enumerable.Range(0, Math.Max(0, session.Count - part.Count + 1)).Any(start => session.Skip(start).Take(part.Count).SequenceEqual(part, StringComparer.Ordinal));
            if (!isTold)
                session.AddRange(part);
        }

        return session;
    }

    private List<TranscriptLine> Comment(List<string> session)
    {
        var command = "";
        var isFirstAnswer = true;
        List<TranscriptLine> lines = [];
        foreach (var line in session.Take(MaxLines))
        {
            if (line.StartsWith("C: ", StringComparison.Ordinal))
            {
                (command, isFirstAnswer) = (line[3..].Split(' ')[0], true);
                lines.Add(new TranscriptLine(line, OfCommand(command)));
            }
            else if (line.StartsWith("S: ", StringComparison.Ordinal))
            {
                lines.Add(new TranscriptLine(line, OfReply(line[3..], command, isFirstAnswer)));
                isFirstAnswer = false;
            }
            else
            {
                lines.Add(new TranscriptLine(line, OfRemark(line)));
            }
        }

        if (session.Count > MaxLines)
            lines.Add(new TranscriptLine(string.Create(CultureInfo.InvariantCulture, $"({session.Count - MaxLines} more lines)"), words.LinesLeftOut));
        return lines;
    }

    private string? OfCommand(string command) => command switch
    {
        "EHLO" => words.Ehlo,
        "HELO" => words.Helo,
        "STARTTLS" => words.StartTls,
        _ => null,
    };

    private string? OfReply(string reply, string command, bool isFirst)
    {
        if (reply.Length < 3 || reply.AsSpan(0, 3).ContainsAnyExceptInRange('0', '9') || (reply.Length > 3 && reply[3] is not (' ' or '-')))
            return command.Length == 0 ? words.NotSmtp : words.HandshakeFailed;
        var text = reply.Length > 4 ? reply[4..] : "";
        return reply[0] switch
        {
            '4' => words.Transient,
            '5' => words.Permanent,
            _ => command switch
            {
                "" => text.Contains("******", StringComparison.Ordinal) ? words.GreetingMasked : words.Greeting,
                "EHLO" when !isFirst => OfOffer(text),
                "EHLO" or "HELO" => words.EhloName,
                "STARTTLS" => words.StartTlsReady,
                _ => null,
            },
        };
    }

    private string OfOffer(string offer)
    {
        var parts = offer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var keyword = parts.Length > 0 ? parts[0].Split('=')[0].ToUpperInvariant() : "";
        // XEXCH50, XCLIENT and the like are real.
        if (keyword.TrimStart('X') is { Length: <= 1 } rest && keyword.Length - rest.Length >= MaskedLetters)
            return words.OfferMasked;
        if (keyword == "SIZE" && !(parts.Length > 1 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 && size < long.MaxValue / 2))
            return words.OfferOther;
        return words.Offers.TryGetValue(keyword, out var comment)
            ? comment.Replace("{size}", keyword == "SIZE" ? Megabytes(long.Parse(parts[1], CultureInfo.InvariantCulture)) : "", StringComparison.Ordinal)
            : words.OfferOther;
    }

    private string? OfRemark(string line) => line switch
    {
        _ when line.StartsWith("(TLS alert", StringComparison.Ordinal) || line.StartsWith("(TLS handshake", StringComparison.Ordinal) || line.StartsWith("(connection closed", StringComparison.Ordinal) => words.HandshakeFailed,
        _ when line.StartsWith("(TLS ", StringComparison.Ordinal) => words.Encrypted,
        _ when line.EndsWith(" more lines)", StringComparison.Ordinal) => words.LinesLeftOut,
        _ when line.StartsWith("(1) ", StringComparison.Ordinal) => words.CertificateOwn,
        ['(', >= '2' and <= '9', ..] => words.CertificateAbove,
        _ when line.StartsWith("issuer: ", StringComparison.Ordinal) => words.CertificateIssuer,
        _ when line.StartsWith("valid: ", StringComparison.Ordinal) => words.CertificateDates,
        _ when line.StartsWith("names: ", StringComparison.Ordinal) => words.CertificateNames,
        _ when line.StartsWith("key: ", StringComparison.Ordinal) => words.CertificateKey,
        _ => null,
    };

    private string Megabytes(long bytes) => string.Create(texts.Culture, $"{bytes / 1_000_000d:#,0.#}\u00A0MB");

    /// <summary>More than that of one address nobody reads in a chat; the report of <c>chatopsbot probe</c> has it all.</summary>
    private const int MaxLines = 40;

    private const int MaskedLetters = 3;
}
