namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Content of the attachment that stands for a file somebody sent in a personal conversation.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4</remarks>
internal sealed record FileDownloadInfo
{
    /// <summary>Good for whoever has it, for minutes: fetched at once, and without a token.</summary>
    public string? DownloadUrl { get; init; }

    /// <summary>Its name's ending, without the dot.</summary>
    public string? FileType { get; init; }
}
