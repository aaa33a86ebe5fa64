namespace ChatOpsBot.Conversations;

/// <summary>Where the entries are. Section <c>Knowledge</c>.</summary>
internal sealed class KnowledgeOptions
{
    /// <summary>A relative path counts from the folder of the program.</summary>
    public string Folder { get; set; } = "Knowledge";

    /// <summary>Folder of the organization's own entries, notes and owners of hosts; empty: none. A relative path counts from the folder of the program.</summary>
    public string Overlay { get; set; } = "";

    /// <summary>How often the folders are looked at for changes, in seconds, up to a day; 0: never.</summary>
    public int ReloadSeconds { get; set; } = 30;

    public const string Section = "Knowledge";

    public string FullPath => Path.GetFullPath(Folder, AppContext.BaseDirectory);

    public string? OverlayPath => Overlay.Length == 0 ? null : Path.GetFullPath(Overlay, AppContext.BaseDirectory);

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Folder) || Folder.Contains('\0', StringComparison.Ordinal))
            yield return "Knowledge:Folder is empty or no path. Name the folder of the entries; the one beside the program is Knowledge.";
        if (Overlay.Contains('\0', StringComparison.Ordinal))
            yield return "Knowledge:Overlay is no path. Name the folder of your own entries, or leave it empty.";
        if (ReloadSeconds is < 0 or > 86400)
            yield return $"Knowledge:ReloadSeconds is {ReloadSeconds}. Set the seconds between two looks at the knowledge folders, 1 to 86400, or 0 to read them only at the start.";
    }
}
