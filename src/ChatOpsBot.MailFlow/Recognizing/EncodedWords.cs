using System.Text;

namespace ChatOpsBot.MailFlow.Recognizing;

/// <summary>Reads <c>=?utf-8?B?…?=</c> in a header field (RFC 2047). What is broken stays as it stands.</summary>
internal static class EncodedWords
{
    private const int MostWords = 32;

    public static string Decode(string value)
    {
        if (!value.Contains("=?", StringComparison.Ordinal))
            return value;
        var result = new StringBuilder(value.Length);
        var at = 0;
        for (var words = 0; words < MostWords; words++)
        {
            var start = value.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0 || !TryWord(value, start, out var word, out var end))
                break;
            // Blanks between two encoded words are no text (§6.2).
            var between = value.AsSpan(at, start - at);
            if (words == 0 || !between.IsWhiteSpace())
                result.Append(between);
            result.Append(word);
            at = end;
        }

        return result.Append(value.AsSpan(at)).ToString();
    }

    private static bool TryWord(string value, int start, out string word, out int end)
    {
        (word, end) = ("", start);
        var charset = value.IndexOf('?', start + 2);
        if (charset < 0 || charset + 2 >= value.Length || value[charset + 2] != '?')
            return false;
        var close = value.IndexOf("?=", charset + 3, StringComparison.Ordinal);
        if (close < 0)
            return false;
        var body = value.AsSpan(charset + 3, close - charset - 3);
        var name = value[(start + 2)..charset];
        end = close + 2;
        if (value[charset + 1] is 'B' or 'b')
        {
            if (!BodyCodec.TryBase64(body, out var bytes))
                return false;
            word = BodyCodec.Text(bytes, name);
            return true;
        }

        word = BodyCodec.Text(BodyCodec.QuotedPrintable(body.ToString().Replace('_', ' ')), name);
        return value[charset + 1] is 'Q' or 'q';
    }
}
