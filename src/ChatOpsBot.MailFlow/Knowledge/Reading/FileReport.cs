namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FileReport(string file)
{
    /// <summary>Who made more than this many has one cause to mend first; a file of junk must not fill the log.</summary>
    public const int MostProblems = 100;

    private readonly List<KnowledgeProblem> problems = [];
    private int errorsLeftOut;
    private int warningsLeftOut;

    public string File => file;

    /// <summary>By line; the note about those left out is the last.</summary>
    public IReadOnlyList<KnowledgeProblem> Problems => [.. problems.OrderBy(problem => problem.Line), .. LeftOut()];

    public void Error(int line, string rule, string message)
    {
        if (problems.Count < MostProblems)
            problems.Add(new KnowledgeProblem(file, line, rule, message));
        else
            errorsLeftOut++;
    }

    public void Warn(int line, string rule, string message)
    {
        if (problems.Count < MostProblems)
            problems.Add(new KnowledgeProblem(file, line, rule, message) { Severity = KnowledgeSeverity.Warning });
        else
            warningsLeftOut++;
    }

    // An error among those left out still keeps the folder from being used.
    private IEnumerable<KnowledgeProblem> LeftOut()
    {
        if (errorsLeftOut + warningsLeftOut is var count and > 0)
        {
            yield return new KnowledgeProblem(file, 0, "more-problems", $"and {count} more. Mend those above first.")
            {
                Severity = errorsLeftOut > 0 ? KnowledgeSeverity.Error : KnowledgeSeverity.Warning,
            };
        }
    }
}
