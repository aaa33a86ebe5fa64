namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>An organization's own word on an entry: <c>4.4.316.note.yaml</c> in the overlay.</summary>
/// <param name="Of">Id of the entry.</param>
/// <param name="Note">For readers of every language that has no translation here.</param>
internal sealed record NoteFile(FileReport Report, YamlScalar Of, string Note, IReadOnlyDictionary<string, string> Translations) : KnowledgeFile(Report)
{
    public const string Ending = ".note.yaml";

    public static NoteFile? Read(FieldReader fields, string id, FileReport report)
    {
        fields.What = "the note";
        var of = fields.RequiredText("of");
        var note = fields.RequiredText("note");
        var translations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in fields.Map("translations")?.Pairs() ?? [])
        {
            if (!TranslatedName.IsLanguage(language.Value))
            {
                report.Error(language.Line, "bad-language", $"\"{language.Value}\" is no language. Write one such as de or pt-BR, and put a text with a comma or a colon in quotes.");
                continue;
            }

            if (text is null)
            {
                report.Error(language.Line, "wrong-kind", $"\"{language.Value}\" must have one text.");
                continue;
            }

            TextRules.Check(KnowledgeTexts.OwnNote, text, report);
            translations.Add(language.Value, text.Value);
        }

        fields.NoMore();
        if (of is null || note is null)
            return null;
        TextRules.Check(KnowledgeTexts.OwnNote, note, report);
        if (of.Value != id)
            report.Error(of.Line, "file-name", $"The file's name says \"{id}\", this line says \"{of.Value}\". Make them equal.");
        return new NoteFile(report, of, note.Value, translations);
    }
}
