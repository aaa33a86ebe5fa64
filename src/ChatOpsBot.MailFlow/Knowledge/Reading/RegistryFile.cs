namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>The file that says what the digits of codes mean; its translations lie beside it like those of an entry.</summary>
internal sealed record RegistryFile(FileReport Report, IReadOnlyDictionary<string, YamlScalar> Texts) : KnowledgeFile(Report)
{
    /// <summary>It lies at the top of the folder.</summary>
    public const string Name = "registry.yaml";

    public static RegistryFile Read(FieldReader fields, FileReport report)
    {
        var texts = new EnglishTexts(report);
        foreach (var (key, text) in fields.RequiredMap("texts")?.Pairs() ?? [])
        {
            if (!IsKey(key.Value))
                report.Error(key.Line, "bad-id", $"\"{key.Value}\" is no code here. Write subject and detail such as 5.3, a provider behind it such as 7.30.google, reply.421, or look.1.");
            else if (text is not null)
                texts.Add(key.Value, text);
            else
                report.Error(key.Line, "wrong-kind", $"\"{key.Value}\" must have one text.");
        }

        fields.NoMore();
        return new RegistryFile(report, texts.ByKey);
    }

    /// <summary>The provider a key names; null when it names none.</summary>
    public static string? ProviderOf(string key) => key.Split('.', 3) is [_, _, var provider] ? provider : null;

    private static bool IsKey(string key) => key.Split('.', 3) switch
    {
        ["look", var subject] => IsSubject(subject),
        ["reply", var reply] => ReplyCode.TryParse(reply, out _),
        [var subject, var detail] => IsSubject(subject) && IsDetail(detail),
        [var subject, var detail, var provider] => IsSubject(subject) && IsDetail(detail) && Forms.IsName(provider),
        _ => false,
    };

    private static bool IsSubject(string text) => text is [>= '0' and <= '7'];

    private static bool IsDetail(string text) => text.Length is >= 1 and <= 3 && text.All(char.IsAsciiDigit);
}
