using System.Text;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Content transfer encodings (RFC 2045 §6) and charsets. What cannot be decoded comes back as it is, never as an exception.</summary>
internal static class BodyCodec
{
    public static bool TryBase64(ReadOnlySpan<char> body, out byte[] bytes)
    {
        // Mailing lists and scanners put plain lines behind the encoded ones; a padded or broken end is cut.
        var letters = new char[body.Length];
        var count = 0;
        foreach (var c in body)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/')
                letters[count++] = c;
            else if (c == '=')
                break;
            else if (!char.IsWhiteSpace(c))
                break;
        }

        count -= count % 4 == 1 ? 1 : 0;
        var padded = new char[(count + 3) / 4 * 4];
        letters.AsSpan(0, count).CopyTo(padded);
        padded.AsSpan(count).Fill('=');
        bytes = new byte[padded.Length / 4 * 3];
        if (count == 0 || !Convert.TryFromBase64Chars(padded, bytes, out var written))
            return false;
        bytes = bytes[..written];
        return true;
    }

    public static byte[] QuotedPrintable(ReadOnlySpan<char> body)
    {
        var bytes = new List<byte>(body.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var at = 0; at < body.Length; at++)
        {
            var c = body[at];
            if (c == '=')
            {
                var rest = body[(at + 1)..];
                var blank = 0;
                while (blank < rest.Length && rest[blank] is ' ' or '\t' or '\r')
                    blank++;
                if (blank < rest.Length && rest[blank] == '\n')
                {
                    at += blank + 1;
                    continue;
                }

                if (rest.Length >= 2 && char.IsAsciiHexDigit(rest[0]) && char.IsAsciiHexDigit(rest[1]))
                {
                    bytes.Add((byte)((Hex(rest[0]) << 4) | Hex(rest[1])));
                    at += 2;
                    continue;
                }
            }

            if (c < 0x80)
            {
                bytes.Add((byte)c);
                continue;
            }

            if (Rune.DecodeFromUtf16(body[at..], out var rune, out var length) != System.Buffers.OperationStatus.Done)
                continue;
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
                bytes.Add(b);
            at += length - 1;
        }

        return [.. bytes];
    }

    public static string Text(byte[] bytes, string charset)
    {
        try
        {
            // Without registering the provider for the whole process: ISO-2022-JP, Shift_JIS, windows-125x.
            var encoding = charset.Length == 0 ? null : System.Text.CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
            return (encoding ?? Encoding.UTF8).GetString(bytes);
        }
        catch (ArgumentException)
        {
            // An unknown charset; codes and host names are ASCII in all of them.
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static int Hex(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
