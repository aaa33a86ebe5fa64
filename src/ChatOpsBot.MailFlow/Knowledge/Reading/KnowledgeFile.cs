using System.Text;
using System.Text.RegularExpressions;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>One file of the folder, read on its own.</summary>
internal abstract record KnowledgeFile(FileReport Report)
{
    private const int LargestFile = 256 * 1024;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Null when nothing could be made of the file; the report says why.</returns>
    public static KnowledgeFile? Read(FoundFile file, DateOnly today, FileReport report) =>
        ReadText(file.FullPath, report) is { } text ? Parse(text, today, report) : null;

    public static KnowledgeFile? Parse(string text, DateOnly today, FileReport report)
    {
        if (YamlText.Read(text, report) is not { } yaml || FieldReader.Of(yaml, "the file", report) is not { } fields)
            return null;

        if (report.File == ProvidersFile.Name)
            return ProvidersFile.Read(fields, report);
        if (report.File == RegistryFile.Name)
            return RegistryFile.Read(fields, report);
        return TranslatedName.Split(report.File) is { } name
            ? TranslationFile.Read(fields, name, report)
            : new EntryReader(fields, EntryId.Of(report.File), today, report).Read();
    }

    private static string? ReadText(string path, FileReport report)
    {
        try
        {
            // Never opened: opening a named pipe waits for somebody to write into it, for ever. A pipe, a socket and a device have no
            // length; neither has an empty file, and of that there is nothing to read.
            if (new FileInfo(path).Length == 0)
            {
                report.Error(0, "empty-file", "The file is empty, or a pipe or a device and no file at all. Write the entry into a plain file, or delete this one.");
                return null;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            // Some systems count the bytes that wait in a pipe as its length.
            if (!stream.CanSeek)
            {
                report.Error(0, "unreadable", "This is a pipe or a device and no file. Put a file with the entry in its place.");
                return null;
            }

            // One byte more than allowed shows that there is more, whatever the file system says about its length.
            var bytes = new byte[Math.Min(stream.Length, LargestFile) + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > LargestFile)
            {
                report.Error(0, "file-too-big", $"The file is larger than {LargestFile / 1024} KiB. An entry is a few pages; split it, or remove what does not belong here.");
                return null;
            }

            return StrictUtf8.GetString(bytes, 0, length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            report.Error(0, "not-utf8", "The file is not UTF-8. Save it with the encoding \"UTF-8\".");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report.Error(0, "unreadable", $"The file cannot be read: {exception.Message} Give the bot's account the right to read it.");
            return null;
        }
    }
}

/// <summary>The id an entry must have: the name of its file without <c>.yaml</c>.</summary>
internal static class EntryId
{
    public static string Of(string fileName) => fileName[(fileName.LastIndexOf('/') + 1)..^".yaml".Length];
}

/// <summary>The name of a translation: <c>connectors/4.4.316.es.yaml</c> belongs to <c>connectors/4.4.316.yaml</c>.</summary>
internal readonly partial record struct TranslatedName(string EnglishFile, string Language)
{
    /// <returns>Null when the file is an entry itself.</returns>
    public static TranslatedName? Split(string fileName)
    {
        var match = Pattern().Match(fileName);
        return match.Success ? new TranslatedName(match.Groups["entry"].Value + ".yaml", match.Groups["language"].Value) : null;
    }

    [GeneratedRegex(@"^(?<entry>.+)\.(?<language>[a-z]{2,3}(-[A-Z]{2})?)\.yaml$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
