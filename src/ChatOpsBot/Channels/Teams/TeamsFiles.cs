using System.Text.Json;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Reads the mail or text file that came with a personal message. Its address is the sender's choice, so only Microsoft's file hosts are asked.</summary>
internal sealed partial class TeamsFiles(IHttpClientFactory clients, CloudEndpoints cloud, IEnumerable<IChannel> channels, TimeProvider time, ILogger<TeamsFiles> logger)
{
    public const string HttpClientName = "teams-files";

    /// <summary>The message with the text of its file in place of its own, as far as it is read; as it is when it has none.</summary>
    public async Task<MessageTurn> ReadIntoAsync(MessageTurn turn, Activity message, CancellationToken cancellationToken)
    {
        if (FileOf(message) is not { } file)
            return turn;
        if (await ReadAsync(file, turn.Conversation, cancellationToken) is not { } text)
            return turn with { HasUnreadFile = true };
        // What was typed beside it counts where the error stands there and not in the file.
        return HasError(text, MailMarkup.Plain) || !HasError(turn.Text, turn.Markup) ? turn with { Text = text, OwnText = null, Markup = MailMarkup.Plain } : turn;
    }

    private async Task<string?> ReadAsync(FileDownloadInfo file, ConversationReference conversation, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(file.DownloadUrl, UriKind.Absolute, out var address) || !cloud.KeepsFiles(address))
        {
            LogNotRead(logger, "its host is none of Microsoft's file hosts");
            return null;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await FetchAsync(address, conversation, bounded.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogNotRead(logger, exception.GetType().Name);
            return null;
        }
    }

    private static bool HasError(string text, MailMarkup markup) => MailErrorRecognizer.Recognize(text, markup).Errors.Count > 0;

    private static FileDownloadInfo? FileOf(Activity message)
    {
        try
        {
            return (message.Attachments ?? [])
                .Where(attachment => attachment is { Content: not null } && attachment.Is(Attachment.FileDownloadInfo))
                .Select(attachment => (attachment!.Name, File: attachment.Content!.Value.Deserialize(TeamsJson.Default.FileDownloadInfo)))
                .FirstOrDefault(file => file.File is not null && Readable.Contains(file.File.FileType is { Length: > 0 } type ? type : Path.GetExtension(file.Name)?.TrimStart('.'), StringComparer.OrdinalIgnoreCase))
                .File;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<string?> FetchAsync(Uri address, ConversationReference conversation, CancellationToken cancellationToken)
    {
        using var fetched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var typing = ShowTypingAsync(conversation, fetched.Token);
        try
        {
            return await FetchAsync(address, cancellationToken);
        }
        finally
        {
            // Nobody waits for a Connector that is slow with it.
            await fetched.CancelAsync();
            await typing;
        }
    }

    /// <summary>Who sent a file sees within two seconds that it was heard, however long the file takes.</summary>
    private async Task ShowTypingAsync(ConversationReference conversation, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TypingAfter, time, cancellationToken);
            if (channels.FirstOrDefault(channel => channel.Name == conversation.Key.Channel) is { } channel)
                await channel.ShowTypingAsync(conversation, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelException)
        {
            LogNoTyping(logger, exception.GetType().Name);
        }
    }

    private async Task<string?> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            LogNotRead(logger, $"the host answered {(int)answer.StatusCode}");
            return null;
        }

        await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
        // What a mail system reports stands at the beginning; of what is longer the rest is left where it is.
        var bytes = new byte[Math.Min(answer.Content.Headers.ContentLength ?? MailFile.LongestFile, MailFile.LongestFile)];
        var length = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return MailFile.ReadText(bytes.AsSpan(0, length));
    }

    private static readonly string[] Readable = ["eml", "txt", "log"];

    /// <summary>The platform waits for its acknowledgement 10 to 15 seconds, and gives the message again when it waited in vain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan TypingAfter = TimeSpan.FromSeconds(1);

    [LoggerMessage(LogLevel.Debug, "Teams: typing was not shown: {Reason}.")]
    private static partial void LogNoTyping(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "Teams: a file that somebody sent was not read: {Reason}.")]
    private static partial void LogNotRead(ILogger logger, string reason);
}
