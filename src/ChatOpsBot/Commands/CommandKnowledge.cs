using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Commands;

/// <summary>The knowledge folder as commands see it: the one beside the program, or the one named by <c>--folder</c>.</summary>
internal static class CommandKnowledge
{
    /// <param name="today">The day dates are compared with.</param>
    public static KnowledgeFolderResult Load(string? folder, DateOnly today, string? overlay = null) =>
        KnowledgeFolder.Load(Path.GetFullPath(folder ?? Path.Combine(AppContext.BaseDirectory, "Knowledge")), today, overlay is null ? null : Path.GetFullPath(overlay));

    /// <exception cref="StartException">The folder has problems.</exception>
    public static KnowledgeBase LoadOrExplain(string? folder)
    {
        var loaded = Load(folder, DateOnly.MaxValue);
        return loaded.Base ?? throw new StartException("The knowledge has problems:", [.. loaded.Problems.Select(problem => problem.ToString())]);
    }
}
