namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>A file of the folder.</summary>
/// <param name="Name">Relative to the folder, with forward slashes.</param>
/// <param name="FullPath">Where it really is, links resolved.</param>
/// <param name="Length">In bytes; 0 also for a pipe or a device.</param>
internal sealed record FoundFile(string Name, string FullPath, long Length, DateTime ChangedAt);

/// <summary>Finds the YAML files of a folder and refuses whatever leads out of it.</summary>
internal static class FolderWalk
{
    public const int MostFiles = 2000;

    /// <returns>In ordinal order of their names, so that the same folder always gives the same entries and reports.</returns>
    /// <param name="prefix">Before every name of a file: tells two folders apart.</param>
    public static List<FoundFile> Find(string path, List<KnowledgeProblem> problems, string prefix = "", bool mayBeEmpty = false)
    {
        var found = new List<FoundFile>();
        var root = Directory.Exists(path) ? RealPath.Of(path) : null;
        if (root is null)
        {
            problems.Add(new KnowledgeProblem(path, 0, "no-folder", $"The {(prefix.Length == 0 ? "knowledge" : "overlay")} folder \"{path}\" does not exist. Set the path to the folder with the YAML files."));
            return found;
        }

        var before = problems.Count;
        Walk(new Position(root, root, prefix), found, problems, new HashSet<string>(StringComparer.Ordinal));
        if (found.Count > MostFiles)
        {
            problems.Add(new KnowledgeProblem(path, 0, "too-many-files", $"The folder holds more than {MostFiles} YAML files. Is \"{path}\" really the knowledge folder? Nothing was read."));
            return [];
        }

        if (found.Count == 0 && problems.Count == before && !mayBeEmpty)
            problems.Add(new KnowledgeProblem(path, 0, "no-entries", $"The folder \"{path}\" holds no YAML file. Set the path to the folder with the entries, or copy _template.yaml to start one."));

        found.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return found;
    }

    private static void Walk(Position at, List<FoundFile> found, List<KnowledgeProblem> problems, HashSet<string> visited)
    {
        // A link to a folder above would go round in circles.
        if (!visited.Add(at.Folder))
            return;

        foreach (var entry in Entries(at, problems))
        {
            var name = entry.Name;
            // A mounted ConfigMap keeps its versions in "..2026_11_21" and links to them: dots are left out, links are followed.
            if (name[0] is '_' or '.')
                continue;
            var shown = at.Shown + name;
            // The way to the folder holds no links any more, so only the last part may be one.
            var isLink = entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
            var real = isLink ? RealPath.Of(entry.FullName) : entry.FullName;
            if (real is null || !IsWithin(at.Root, real))
                problems.Add(new KnowledgeProblem(shown, 0, "outside-folder", $"\"{shown}\" is a link that leads out of the knowledge folder or nowhere. Copy the file into the folder."));
            else if (isLink ? Directory.Exists(real) : entry is DirectoryInfo)
                Walk(new Position(at.Root, real, shown + "/"), found, problems, visited);
            else if (name.EndsWith(".yaml", StringComparison.Ordinal))
                found.Add(Describe(shown, isLink ? new FileInfo(real) : (FileInfo)entry));
            else if (Path.GetExtension(name).ToUpperInvariant() is ".YAML" or ".YML")
                problems.Add(new KnowledgeProblem(shown, 0, "file-name", $"\"{name}\" would not be read. Rename it to end in .yaml."));

            if (found.Count > MostFiles)
                return;
        }
    }

    /// <summary>A file may be gone again when it is looked at; whoever reads it will say so.</summary>
    private static FoundFile Describe(string name, FileInfo file) =>
        file.Exists ? new FoundFile(name, file.FullName, file.Length, file.LastWriteTimeUtc) : new FoundFile(name, file.FullName, -1, default);

    private static IEnumerable<FileSystemInfo> Entries(Position at, List<KnowledgeProblem> problems)
    {
        try
        {
            return new DirectoryInfo(at.Folder).GetFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new KnowledgeProblem(at.Shown, 0, "unreadable", $"The folder \"{at.Folder}\" cannot be read: {exception.Message} Give the bot's account the right to read it."));
            return [];
        }
    }

    private static bool IsWithin(string root, string path) =>
        path == root || path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <param name="Root">The knowledge folder itself, links resolved.</param>
    /// <param name="Folder">The folder being walked, links resolved.</param>
    /// <param name="Shown">The same as the author sees it: relative, ending in a slash, or empty.</param>
    private readonly record struct Position(string Root, string Folder, string Shown);
}
