using System.Globalization;

namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>What the digits of a code mean where no entry explains it: the registry of enhanced status codes, and the reply codes of SMTP.</summary>
/// <remarks>
/// Keys of its texts: <c>5.3</c> for subject and detail; <c>7.30.google</c> for what a provider means by it, where that is something
/// else; <c>reply.421</c>; <c>look.1</c> for where to look when the subject is 1.
/// </remarks>
public sealed class CodeRegistry(KnowledgeTexts texts)
{
    public static CodeRegistry Empty { get; } = new(new KnowledgeTexts(new Dictionary<string, IReadOnlyDictionary<string, string>>()));

    /// <summary>What subject and detail mean together; null for a detail that is not registered.</summary>
    public Text? Detail(EnhancedStatusCode code, string language) => texts.Find(Key(code), language);

    /// <summary>What a provider means by the code, where that is not what the registry says.</summary>
    public Text? Detail(EnhancedStatusCode code, Provider provider, string language) => texts.Find($"{Key(code)}.{provider.Id}", language);

    /// <summary>Where to look when a code has this subject; null for one that is not registered.</summary>
    public Text? WhereToLook(int subject, string language) => texts.Find(string.Create(CultureInfo.InvariantCulture, $"look.{subject}"), language);

    public Text? Reply(ReplyCode reply, string language) => texts.Find($"reply.{reply}", language);

    private static string Key(EnhancedStatusCode code) => string.Create(CultureInfo.InvariantCulture, $"{code.Subject}.{code.Detail}");
}
