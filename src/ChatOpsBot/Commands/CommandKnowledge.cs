using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Commands;

/// <summary>The knowledge folder as commands see it: the one beside the program, or the one named by <c>--folder</c>.</summary>
internal static class CommandKnowledge
{
    public static KnowledgeFolderResult Load(string? folder) => KnowledgeFolder.Load(
        Path.GetFullPath(folder ?? Path.Combine(AppContext.BaseDirectory, "Knowledge")),
        DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));

    /// <exception cref="StartException">The folder has problems.</exception>
    public static KnowledgeBase LoadOrExplain(string? folder)
    {
        var loaded = Load(folder);
        return loaded.Base ?? throw new StartException("The knowledge has problems:", [.. loaded.Problems.Select(problem => problem.ToString())]);
    }
}
