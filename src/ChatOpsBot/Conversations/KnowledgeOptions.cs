namespace ChatOpsBot.Conversations;

/// <summary>Where the entries are. Section <c>Knowledge</c>.</summary>
internal sealed class KnowledgeOptions
{
    /// <summary>A relative path counts from the folder of the program.</summary>
    public string Folder { get; set; } = "Knowledge";

    public string FullPath => Path.GetFullPath(Folder, AppContext.BaseDirectory);
}
