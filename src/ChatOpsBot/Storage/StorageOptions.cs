namespace ChatOpsBot.Storage;

/// <summary>Where the bot keeps what it must not lose. Section <c>Storage</c>.</summary>
internal sealed class StorageOptions
{
    /// <summary>Folder of the database and of keys. A relative path counts from the folder of the program, never from the working directory.</summary>
    public string DataFolder { get; set; } = "data";

    public string FullPath => Path.GetFullPath(DataFolder, AppContext.BaseDirectory);
}
