using System.Globalization;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>The texts of one entry in another language.</summary>
/// <param name="EnglishFile">The file of the entry it belongs to.</param>
/// <param name="Translated">The day somebody last compared it with the English texts; null when it does not say.</param>
internal sealed record TranslationFile(FileReport Report, string EnglishFile, string Language, IReadOnlyDictionary<string, YamlScalar> Texts, YamlScalar? Translated) : KnowledgeFile(Report)
{
    public static TranslationFile Read(FieldReader fields, TranslatedName name, FileReport report)
    {
        fields.What = "the translation";
        CheckName(fields.RequiredText("language"), name.Language, report);
        CheckName(fields.RequiredText("of"), EntryId.Of(name.EnglishFile), report);
        if (name.Language == KnowledgeTexts.Original)
            report.Error(fields.Line, "file-name", "English texts stand in the entry itself, beside the structure. Delete this file.");

        var translated = fields.Text("translated");
        if (translated is not null && !DateOnly.TryParseExact(translated.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            report.Error(translated.Line, "bad-date", $"\"{translated.Value}\" is no date. Write year, month and day: 2026-11-21.");

        var written = fields.RequiredMap("texts");
        var texts = new Dictionary<string, YamlScalar>(written?.Count ?? 0, StringComparer.Ordinal);
        foreach (var (key, text) in written?.Pairs() ?? [])
        {
            if (text is null)
            {
                report.Error(key.Line, "wrong-kind", $"\"{key.Value}\" must have one text.");
                continue;
            }

            texts.Add(key.Value, text);
            TextRules.Check(key.Value, text, report);
        }

        fields.NoMore();
        return new TranslationFile(report, name.EnglishFile, name.Language, texts, translated);
    }

    private static void CheckName(YamlScalar? written, string expected, FileReport report)
    {
        if (written is not null && written.Value != expected)
            report.Error(written.Line, "file-name", $"The file's name says \"{expected}\", this line says \"{written.Value}\". Make them equal.");
    }
}
