using System.Globalization;
using System.Text;
using ChatOpsBot.Probing.Smtp;
using ChatOpsBot.Probing.Tls;

namespace ChatOpsBot.Probing;

/// <summary>A stranger's bytes made safe to show: printable ASCII only, bounded, never markup.</summary>
internal static class Evidence
{
    public const int MaxCharacters = 2048;

    /// <summary>The lines of a reply as evidence.</summary>
    public static IReadOnlyList<string> Of(SmtpReply reply) => Bound([.. Heard(reply)]);

    /// <summary>EHLO and HELO with their answers as evidence.</summary>
    public static IReadOnlyList<string> Of(HelloSeen hello) => Bound(
    [
        $"C: EHLO {hello.Name}",
        .. Heard(hello.Ehlo),
        .. hello.Helo is null ? [] : (string[])[$"C: HELO {hello.Name}", .. Heard(hello.Helo)],
    ]);

    /// <summary>STARTTLS with its answer, and what came of the handshake.</summary>
    public static IReadOnlyList<string> Of(StartTlsSeen tls) => Bound(
    [
        .. tls.IsAtOnce ? [] : (string[])["C: STARTTLS", .. Heard(tls.Reply)],
        .. tls.Handshake is null ? [] : (string[])[Told(tls.Handshake)],
    ]);

    /// <summary>Everything outside printable ASCII as <c>\xNN</c> (or <c>\uNNNN</c>), so that nothing can move a cursor or turn the text around.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsPrintable(character))
                escaped.Append(character);
            else
                escaped.Append(character <= 0xFF ? "\\x" : "\\u").Append(((int)character).ToString(character <= 0xFF ? "X2" : "X4", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    /// <summary>Escaped, and cut with three dots at <paramref name="limit"/>.</summary>
    public static string Short(string text, int limit = 300)
    {
        var escaped = Escape(text);
        return escaped.Length <= limit ? escaped : escaped[..(limit - 3)] + "...";
    }

    /// <summary>Keeps the first lines that fit; says how many did not.</summary>
    public static IReadOnlyList<string> Bound(IReadOnlyList<string> lines)
    {
        const int RoomForTheNote = 40;
        List<string> kept = [];
        var left = MaxCharacters - RoomForTheNote;
        foreach (var line in lines)
        {
            if (left < 8)
                break;
            var shown = line.Length <= left ? line : line[..(left - 3)] + "...";
            kept.Add(shown);
            left -= shown.Length + 1;
        }

        if (kept.Count < lines.Count)
            kept.Add(string.Create(CultureInfo.InvariantCulture, $"({lines.Count - kept.Count} more lines)"));
        return kept;
    }

    private static string Told(HandshakeSeen handshake) => handshake switch
    {
        { End: HandshakeEnd.Done } => $"(TLS {handshake.Version}, {handshake.Cipher})",
        { End: HandshakeEnd.Alert } => $"(TLS alert {handshake.Alert})",
        { End: HandshakeEnd.PlainText } => "S: " + Escape(handshake.PlainText ?? ""),
        { End: HandshakeEnd.Closed } => "(connection closed in the TLS handshake)",
        { End: HandshakeEnd.NotAgreed } => "(TLS handshake given up)",
        _ => "(TLS handshake not finished)",
    };

    private static IEnumerable<string> Heard(SmtpReply reply) => reply.Lines.Select(line => "S: " + Escape(line));

    private static bool IsPrintable(char character) => character is >= ' ' and <= '~';
}
