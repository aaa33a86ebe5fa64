namespace ChatOpsBot.Storage;

/// <summary>Where the bot keeps what it must not lose. Section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>Folder of the database and of keys. A relative path counts from the folder of the program, never from the working directory.</summary>
    public string DataFolder { get; set; } = "data";

    public const string Section = "Storage";

    public string FullPath => Path.GetFullPath(DataFolder, AppContext.BaseDirectory);

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(DataFolder) || DataFolder.Contains('\0', StringComparison.Ordinal))
            yield return "Storage:DataFolder is empty or no path. Name a folder, such as data beside the program, or /var/lib/chatopsbot.";
        else if (DataFolder.StartsWith('~'))
            yield return $"Storage:DataFolder is \"{DataFolder}\", and only a shell knows what ~ is. Write the whole path.";
    }
}
