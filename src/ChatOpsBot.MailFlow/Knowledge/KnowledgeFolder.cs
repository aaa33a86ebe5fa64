using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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
    /// <param name="overlay">Folder of an organization's own entries, notes and owners, laid over the first; null: none. Its entries replace shipped ones of the same id, and go before them.</param>
    /// <param name="calmly">For a bot that answers meanwhile: one file at a time, and nothing is left to the first turn that needs it.</param>
    public static KnowledgeFolderResult Load(string path, DateOnly today, string? overlay = null, bool calmly = false)
    {
        var (files, problems) = FindFiles(path, overlay);
        var print = Print(files, problems);

        // Each file is read on its own; what belongs to the folder as a whole comes after.
        var reports = new FileReport[files.Count];
        var read = new KnowledgeFile?[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = calmly ? 1 : -1 }, index =>
        {
            reports[index] = new FileReport(files[index].Name);
            read[index] = KnowledgeFile.Read(files[index], today, reports[index]);
        });

        var content = new FolderChecks([.. files.Select(file => file.Name)], [.. read.OfType<KnowledgeFile>()]).Check();

        problems.AddRange(reports.SelectMany(report => report.Problems));
        var usable = problems.TrueForAll(problem => problem.Severity == KnowledgeSeverity.Warning);
        var loaded = usable ? new KnowledgeBase(content.Entries, content.Providers, content.Registry, content.Owners) : null;
        if (calmly)
            loaded?.Prepare();
        return new KnowledgeFolderResult(loaded, problems, print);
    }

    /// <summary>Names, sizes and times of all files: as long as it stays the same, nobody has changed anything.</summary>
    public static string Fingerprint(string path, string? overlay = null)
    {
        var (files, problems) = FindFiles(path, overlay);
        return Print(files, problems);
    }

    private static string Print(List<FoundFile> files, List<KnowledgeProblem> problems)
    {
        var print = new StringBuilder();
        foreach (var file in files)
            print.Append(CultureInfo.InvariantCulture, $"{file.Name}|{file.FullPath}|{file.Length}|{file.ChangedAt.Ticks}\n");

        foreach (var problem in problems)
            print.Append(problem).Append('\n');
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(print.ToString())));
    }

    private static (List<FoundFile> Files, List<KnowledgeProblem> Problems) FindFiles(string path, string? overlay)
    {
        var problems = new List<KnowledgeProblem>();
        var files = FolderWalk.Find(path, problems);
        if (overlay is not null)
            files.AddRange(FolderWalk.Find(overlay, problems, Overlay.Prefix, mayBeEmpty: true));
        return (files, problems);
    }
}
