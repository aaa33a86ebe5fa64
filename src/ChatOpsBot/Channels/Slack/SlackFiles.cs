using System.Net.Http.Headers;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Reads the mail or text file that came with a message. The bot's token goes along, and only to Slack's own host of files.</summary>
internal sealed partial class SlackFiles(IHttpClientFactory clients, SlackHosts hosts, SlackCalls calls, ISlackTokens tokens, TimeProvider time, ILogger<SlackFiles> logger)
{
    public const string HttpClientName = "slack-files";

    /// <summary>Whether there is a file that would be read.</summary>
    public static bool HasReadable(SlackEvent message) => FileOf(message) is not null;

    /// <returns>The text of the file, as far as it is read; null when there is none, or it cannot be had.</returns>
    /// <param name="within">How long somebody waits for it.</param>
    /// <exception cref="TimeoutException">It takes longer.</exception>
    public async Task<string?> ReadAsync(SlackEvent message, SlackInstallation installation, TimeSpan within, CancellationToken cancellationToken)
    {
        if (FileOf(message) is not { } file)
            return null;
        using var patience = new CancellationTokenSource(within, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (!Uri.TryCreate(await AddressOfAsync(file, installation, bounded.Token), UriKind.Absolute, out var address) || !hosts.KeepsFiles(address))
            {
                LogNotRead(logger, "Slack names no address of its own for it");
                return file.PlainText;
            }

            return await FetchAsync(address, installation, bounded.Token) ?? file.PlainText;
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogNotRead(logger, "it did not come in time");
            throw new TimeoutException("A file did not come within the time somebody waits for it.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SlackApiException or ChannelException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogNotRead(logger, (exception as SlackApiException)?.Code ?? exception.GetType().Name);
            return file.PlainText;
        }
    }

    /// <summary>Of a file that belongs to another organization a message tells no more than its id.</summary>
    private async Task<string?> AddressOfAsync(SharedFile file, SlackInstallation installation, CancellationToken cancellationToken) =>
        file.UrlPrivateDownload ?? file.UrlPrivate ?? (file.Id is { Length: > 0 } id
            && (await calls.AskAsync(installation, "files.info", (api, token, stop) => api.FilesInfoAsync(token, id, stop), cancellationToken)).File is { } told
            && IsReadable(told.Filetype, told.Name) ? told.UrlPrivateDownload : null);

    private static SharedFile? FileOf(SlackEvent message)
    {
        if (message.Files is not { ValueKind: JsonValueKind.Array } files)
            return null;
        try
        {
            return files.Deserialize(InboundJson.Default.IReadOnlyListSharedFile)?.FirstOrDefault(IsReadable);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsReadable(SharedFile? file) =>
        file is not null
        && (file.FileAccess == SharedFile.CheckFileInfo || IsReadable(file.Filetype, file.Name));

    private static bool IsReadable(string? type, string? name) =>
        Types.Contains(type, StringComparer.OrdinalIgnoreCase) || Endings.Any(ending => name?.EndsWith(ending, StringComparison.OrdinalIgnoreCase) == true);

    private async Task<string?> FetchAsync(Uri address, SlackInstallation installation, CancellationToken cancellationToken)
    {
        if (await tokens.FindAsync(installation, cancellationToken) is not { } token)
            return null;
        using var client = clients.CreateClient(HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            LogNotRead(logger, $"the host answered {(int)answer.StatusCode}");
            return null;
        }

        // A token without files:read gets the page where people sign in, with 200.
        if (answer.Content.Headers.ContentType?.MediaType is "text/html")
        {
            LogNotRead(logger, "the host answered with a page; the app may lack the scope files:read");
            return null;
        }

        await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
        // What a mail system reports stands at the beginning; of what is longer the rest is left where it is.
        var bytes = new byte[Math.Min(answer.Content.Headers.ContentLength ?? MailFile.LongestFile, MailFile.LongestFile)];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return MailFile.ReadText(bytes.AsSpan(0, length));
    }

    /// <summary>As Slack names kinds of files.</summary>
    private static readonly string[] Types = ["email", "eml", "text", "log"];

    private static readonly string[] Endings = [".eml", ".txt", ".log"];

    /// <summary>Slack waits three seconds for its acknowledgement, which comes after this.</summary>
    public static readonly TimeSpan BeforeAcknowledgement = TimeSpan.FromSeconds(2);

    /// <summary>For a person who looks at a view.</summary>
    public static readonly TimeSpan Unhurried = TimeSpan.FromSeconds(20);

    [LoggerMessage(LogLevel.Warning, "Slack: a file that somebody sent was not read: {Reason}.")]
    private static partial void LogNotRead(ILogger logger, string reason);
}
