using System.CommandLine;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Commands;

/// <summary><c>chatopsbot knowledge lint</c>: all that is wrong with the knowledge, with file and line.</summary>
internal static class KnowledgeCommand
{
    public static System.CommandLine.Command Create()
    {
        var folder = new Option<string?>("--folder") { Description = "Folder of the entries. Without it, the one beside the program." };
        var overlay = new Option<string?>("--overlay") { Description = "Folder of your own entries, notes and owners, laid over the first." };
        var lint = new System.CommandLine.Command("lint", "Check all entries: structure, texts, rules, and that the examples are recognized.") { folder, overlay };
        lint.SetAction(parsed => Lint(parsed.GetValue(folder), parsed.GetValue(overlay)));
        return new System.CommandLine.Command("knowledge", "Work on the knowledge.") { lint, PreviewCommand.Create(), NewEntryCommand.Create(), GapsCommand.Create() };
    }

    private static int Lint(string? folder, string? overlay)
    {
        var loaded = CommandKnowledge.Load(folder, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), overlay);
        IReadOnlyList<KnowledgeProblem> problems = [.. loaded.Problems, .. loaded.Base is { } knowledge ? (IEnumerable<KnowledgeProblem>)[.. KnowledgeLint.CheckExamples(knowledge), .. KnowledgeLint.CheckTranslations(knowledge), .. KnowledgeLint.CheckTemplateTexts(knowledge)] : []];
        foreach (var problem in problems)
            Console.WriteLine(problem);

        var errors = problems.Count(problem => problem.Severity == KnowledgeSeverity.Error);
        Console.WriteLine(loaded.Base is null
            ? $"{Count(errors, "error")}, {Count(problems.Count - errors, "warning")}."
            : $"{Count(loaded.Base.Entries.Count, "entry", "entries")}, {Count(errors, "error")}, {Count(problems.Count - errors, "warning")}.");
        return errors == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string Count(int number, string one, string? many = null) => number == 1 ? $"1 {one}" : $"{number} {many ?? one + "s"}";
}
