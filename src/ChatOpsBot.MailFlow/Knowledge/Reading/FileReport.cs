namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Collects the faults of one file.</summary>
internal sealed class FileReport(string file)
{
    private readonly List<KnowledgeProblem> problems = [];

    public string File => file;

    public IReadOnlyList<KnowledgeProblem> Problems => problems;

    public void Error(int line, string rule, string message) => problems.Add(new KnowledgeProblem(file, line, rule, message));

    public void Warn(int line, string rule, string message) =>
        problems.Add(new KnowledgeProblem(file, line, rule, message) { Severity = KnowledgeSeverity.Warning });
}
