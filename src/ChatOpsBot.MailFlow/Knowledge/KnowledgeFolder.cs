using ChatOpsBot.MailFlow.Knowledge.Reading;

namespace ChatOpsBot.MailFlow.Knowledge;

/// <summary>
/// Reads a folder of knowledge: entries (<c>connectors/4.4.316.yaml</c>) and, beside each, its translations
/// (<c>connectors/4.4.316.es.yaml</c>). Names that begin with <c>_</c> or <c>.</c> are templates and are left out.
/// </summary>
/// <remarks>Bad content is never an exception: an author gets all faults of the folder at once, with file, line and rule.</remarks>
public static class KnowledgeFolder
{
    /// <param name="today">The day dates are compared with: nothing can have been reviewed after it.</param>
    public static KnowledgeFolderResult Load(string path, DateOnly today)
    {
        var problems = new List<KnowledgeProblem>();
        var files = FolderWalk.Find(path, problems);

        // Each file is read on its own; what belongs to the folder as a whole comes after.
        var reports = new FileReport[files.Count];
        var read = new KnowledgeFile?[files.Count];
        Parallel.For(0, files.Count, index =>
        {
            reports[index] = new FileReport(files[index].Name);
            read[index] = KnowledgeFile.Read(files[index], today, reports[index]);
        });

        var content = new FolderChecks([.. files.Select(file => file.Name)], [.. read.OfType<KnowledgeFile>()]).Check();

        problems.AddRange(reports.SelectMany(report => report.Problems));
        var usable = problems.TrueForAll(problem => problem.Severity == KnowledgeSeverity.Warning);
        return new KnowledgeFolderResult(usable ? new KnowledgeBase(content.Entries, content.Providers, content.Registry) : null, problems);
    }
}
