using System.Buffers;
using System.Text;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>One file of the folder, read on its own.</summary>
internal abstract record KnowledgeFile(FileReport Report)
{
    private const int LargestFile = 256 * 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Null when nothing could be made of the file; the report says why.</returns>
    public static KnowledgeFile? Read(FoundFile file, DateOnly today, FileReport report)
    {
        var (bytes, text) = (Array.Empty<byte>(), Array.Empty<char>());
        try
        {
            // Buffers of the pool: hundreds of files in a row would else leave as many texts behind when the bot starts.
            if (ReadBytes(file, ref bytes, report) is not { } length)
                return null;
            text = ArrayPool<char>.Shared.Rent(StrictUtf8.GetMaxCharCount(length));
            return Parse(text.AsMemory(0, StrictUtf8.GetChars(bytes, 0, length, text, 0)).TrimStart('\uFEFF'), today, report);
        }
        catch (DecoderFallbackException)
        {
            report.Error(0, "not-utf8", "The file is not UTF-8. Save it with the encoding \"UTF-8\".");
            return null;
        }
        finally
        {
            if (bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(bytes);
            if (text.Length > 0)
                ArrayPool<char>.Shared.Return(text);
        }
    }

    public static KnowledgeFile? Parse(ReadOnlyMemory<char> text, DateOnly today, FileReport report)
    {
        if (YamlText.Read(text, report) is not { } yaml || FieldReader.Of(yaml, "the file", report) is not { } fields)
            return null;

        var isOwn = Overlay.Has(report.File);
        var name = isOwn ? report.File[Overlay.Prefix.Length..] : report.File;
        if (name == ProvidersFile.Name)
            return ProvidersFile.Read(fields, report);
        if (report.File == RegistryFile.Name)
            return RegistryFile.Read(fields, report);
        if (isOwn && name == OwnersFile.Name)
            return OwnersFile.Read(fields, report);
        if (isOwn && name.EndsWith(NoteFile.Ending, StringComparison.Ordinal))
            return NoteFile.Read(fields, EntryId.Of(name)[..^".note".Length], report);
        return TranslatedName.Split(report.File) is { } translated
            ? TranslationFile.Read(fields, translated, report)
            : new EntryReader(fields, EntryId.Of(report.File), today, report).Read();
    }

    /// <param name="bytes">Rented for the content; for the caller to give back.</param>
    /// <returns>How many there are; null when the file cannot be read.</returns>
    private static int? ReadBytes(FoundFile file, ref byte[] bytes, FileReport report)
    {
        try
        {
            // Never opened: opening a named pipe waits for somebody to write into it, for ever. A pipe, a socket and a device have no
            // length; neither has an empty file, and of that there is nothing to read.
            if (file.Length == 0)
            {
                report.Error(0, "empty-file", "The file is empty, or a pipe or a device and no file at all. Write the entry into a plain file, or delete this one.");
                return null;
            }

            // No buffer of its own: the file is read at once.
            using var stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            // Some systems count the bytes that wait in a pipe as its length.
            if (!stream.CanSeek)
            {
                report.Error(0, "unreadable", "This is a pipe or a device and no file. Put a file with the entry in its place.");
                return null;
            }

            // One byte more than allowed shows that there is more, whatever the file system says about its length.
            var most = (int)Math.Min(stream.Length, LargestFile) + 1;
            bytes = ArrayPool<byte>.Shared.Rent(most);
            var length = stream.ReadAtLeast(bytes.AsSpan(0, most), most, throwOnEndOfStream: false);
            if (length > LargestFile)
            {
                report.Error(0, "file-too-big", $"The file is larger than {LargestFile / 1024} KiB. An entry is a few pages; split it, or remove what does not belong here.");
                return null;
            }

            return length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.Error(0, "unreadable", $"The file cannot be read: {exception.Message} Give the bot's account the right to read it.");
            return null;
        }
    }
}

/// <summary>The folder of an organization's own knowledge, laid over the shipped one.</summary>
internal static class Overlay
{
    /// <summary>Before the names of its files, in messages too. No shipped folder is called so.</summary>
    public const string Prefix = "(overlay)/";

    public static bool Has(string file) => file.StartsWith(Prefix, StringComparison.Ordinal);
}

/// <summary>The id an entry must have: the name of its file without <c>.yaml</c>.</summary>
internal static class EntryId
{
    public static string Of(string fileName) => fileName[(fileName.LastIndexOf('/') + 1)..^".yaml".Length];
}

/// <summary>The name of a translation: <c>connectors/4.4.316.es.yaml</c> belongs to <c>connectors/4.4.316.yaml</c>.</summary>
internal readonly record struct TranslatedName(string EnglishFile, string Language)
{
    /// <returns>Null when the file is an entry itself.</returns>
    public static TranslatedName? Split(string fileName)
    {
        if (!fileName.EndsWith(Ending, StringComparison.Ordinal))
            return null;
        var name = fileName[..^Ending.Length];
        return name.LastIndexOf('.') is > 0 and var dot && IsLanguage(name.AsSpan(dot + 1)) ? new TranslatedName(name[..dot] + Ending, name[(dot + 1)..]) : null;
    }

    /// <summary><c>es</c>, <c>pt-BR</c></summary>
    public static bool IsLanguage(ReadOnlySpan<char> text)
    {
        var region = text.IndexOf('-');
        var language = region < 0 ? text : text[..region];
        return language.Length is 2 or 3 && !language.ContainsAnyExceptInRange('a', 'z')
            && (region < 0 || (text.Length == region + 3 && !text[(region + 1)..].ContainsAnyExceptInRange('A', 'Z')));
    }

    private const string Ending = ".yaml";
}
