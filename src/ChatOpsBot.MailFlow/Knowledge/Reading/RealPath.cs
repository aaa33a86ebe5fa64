namespace ChatOpsBot.MailFlow.Knowledge.Reading;

/// <summary>Resolves every link on the way to a file, not only the last one as <see cref="FileSystemInfo.ResolveLinkTarget"/> does.</summary>
internal static class RealPath
{
    // Linux itself gives up after 40 links.
    private const int MostLinks = 40;

    /// <returns>Null when the path leads nowhere or in circles.</returns>
    public static string? Of(string path)
    {
        var pending = new Stack<string>();
        var real = Begin(Path.GetFullPath(path), pending);
        var links = 0;
        while (pending.TryPop(out var part))
        {
            var next = Path.GetFullPath(Path.Combine(real, part));
            var info = new FileInfo(next);
            if (info.LinkTarget is { } target)
            {
                if (++links > MostLinks)
                    return null;
                real = Begin(Path.GetFullPath(Path.Combine(real, target)), pending);
            }
            else
            {
                real = next;
            }
        }

        return Path.Exists(real) ? real : null;
    }

    /// <summary>Starts again at the root of the path, with its parts still to walk.</summary>
    private static string Begin(string path, Stack<string> pending)
    {
        var root = Path.GetPathRoot(path) ?? "/";
        foreach (var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            pending.Push(part);
        return root;
    }
}
