using System.Text.Json;

namespace ChatOpsBot.Channels.Teams.Protocol;

/// <summary>Something that came with a message. Nearly every typed one has its original HTML as a <c>text/html</c> attachment.</summary>
internal sealed record Attachment
{
    public string? ContentType { get; init; }

    public JsonElement? Content { get; init; }

    public string? Name { get; init; }

    /// <summary>Whether it is of that kind: media types are written in any case, and may have parameters (RFC 9110 §8.3.1).</summary>
    public bool Is(string contentType) =>
        ContentType is { } said && said.AsSpan(0, said.IndexOf(';', StringComparison.Ordinal) is >= 0 and var end ? end : said.Length).Trim().Equals(contentType, StringComparison.OrdinalIgnoreCase);

    public const string Html = "text/html";
    public const string FileDownloadInfo = "application/vnd.microsoft.teams.file.download.info";
}
