using System.Text;

namespace ChatOpsBot.MailFlow;

/// <summary>A file somebody attached or keeps: <c>.eml</c> (RFC 5322) or <c>.txt</c>. Its text goes through the same door as a message.</summary>
public static class MailFile
{
    /// <summary>No more of a file than this is read, in bytes.</summary>
    public const int LongestFile = MailErrorRecognizer.LongestText;

    /// <summary>
    /// The text of a file: by its byte order mark, else UTF-8 where it is valid UTF-8, else Latin-1, which gives every byte a character.
    /// Transfer encodings and charsets inside a mail are the recognizer's to undo.
    /// </summary>
    public static string ReadText(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, LongestFile)];
        if (bytes is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        // A cut at the limit may split a character: that one does not make the file Latin-1.
        var whole = bytes;
        while (whole.Length > 0 && bytes.Length - whole.Length < 3 && !System.Text.Unicode.Utf8.IsValid(whole))
            whole = whole[..^1];
        return System.Text.Unicode.Utf8.IsValid(whole) ? Encoding.UTF8.GetString(whole) : Encoding.Latin1.GetString(bytes);
    }
}
