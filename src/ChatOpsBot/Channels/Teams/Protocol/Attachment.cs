using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Something that came with a message. Nearly every typed one has its original HTML as a <c>text/html</c> attachment.</summary>
internal sealed record Attachment
{
    public string? ContentType { get; init; }

    public JsonElement? Content { get; init; }

    public const string Html = "text/html";
    public const string FileDownloadInfo = "application/vnd.microsoft.teams.file.download.info";
}
