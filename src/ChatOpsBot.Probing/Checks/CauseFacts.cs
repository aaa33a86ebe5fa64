namespace ChatOpsBot.Probing.Checks;

/// <summary>The facts a verdict is made of: ids of the closed lists, blank between them, the most deciding first.</summary>
internal static class CauseFacts
{
    public const string FactName = "causes";
    public const string FindingsFactName = "findings";

    /// <param name="ids">Of <see cref="MailFlow.Evidence.VerdictCauses"/>.</param>
    public static (string Name, string Value) Of(params IEnumerable<string> ids) => (FactName, string.Join(' ', ids));

    /// <param name="ids">Of <see cref="MailFlow.Evidence.VerdictFindings"/>, or causes that decide nothing here.</param>
    public static (string Name, string Value) Finding(params IEnumerable<string> ids) => (FindingsFactName, string.Join(' ', ids));
}
