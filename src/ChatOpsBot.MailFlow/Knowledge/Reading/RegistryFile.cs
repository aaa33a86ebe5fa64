using System.Text.RegularExpressions;

namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>The file that says what the digits of codes mean; its translations lie beside it like those of an entry.</summary>
internal sealed partial record RegistryFile(FileReport Report, IReadOnlyDictionary<string, YamlScalar> Texts) : KnowledgeFile(Report)
{
    /// <summary>It lies at the top of the folder.</summary>
    public const string Name = "registry.yaml";

    public static RegistryFile Read(FieldReader fields, FileReport report)
    {
        var texts = new EnglishTexts(report);
        foreach (var (key, values) in fields.RequiredMap("texts")?.Rest() ?? [])
        {
            if (!KeyPattern().IsMatch(key.Value))
                report.Error(key.Line, "bad-id", $"\"{key.Value}\" is no code here. Write subject and detail such as 5.3, a provider behind it such as 7.30.google, reply.421, or look.1.");
            else if (values is [var text])
                texts.Add(key.Value, text);
            else
                report.Error(key.Line, "wrong-kind", $"\"{key.Value}\" must have one text.");
        }

        fields.NoMore();
        return new RegistryFile(report, texts.ByKey);
    }

    /// <summary>The provider a key names; null when it names none.</summary>
    public static string? ProviderOf(string key) => KeyPattern().Match(key) is { Success: true } match && match.Groups["provider"] is { Success: true } provider ? provider.Value : null;

    [GeneratedRegex(@"^(look\.[0-7]|reply\.[2-5][0-9]{2}|[0-7]\.[0-9]{1,3}(\.(?<provider>[a-z0-9]+(-[a-z0-9]+)*))?)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyPattern();
}
