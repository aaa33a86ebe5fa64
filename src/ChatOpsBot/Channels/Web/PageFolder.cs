namespace ChatOpsBot.Channels.Web;

/// <summary>Where the build put the page's files.</summary>
internal sealed record PageFolder(string FullPath)
{
    public static PageFolder Default { get; } = new(Path.Combine(AppContext.BaseDirectory, "wwwroot-web"));
}
