using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// One open chat page: posts an error that names a new server, and waits for the acknowledgement and for the card on its stream before
/// it posts the next. Each error opens a case of its own.
/// </summary>
internal sealed class ErrorClient : IDisposable
{
    private readonly int number;
    private readonly PostConnection posts;
    private readonly ClientWebSocket? stream;
    private readonly byte[] received = new byte[256 * 1024];
    private int posted;

    private ErrorClient(int number, PostConnection posts, ClientWebSocket? stream)
    {
        this.number = number;
        this.posts = posts;
        this.stream = stream;
    }

    public List<double> Acknowledged { get; } = [];

    /// <summary>Empty for a client that does not listen.</summary>
    public List<double> Shown { get; } = [];

    /// <param name="listens">Whether the page is open; without, the client goes on when it got its acknowledgement.</param>
    public static async Task<ErrorClient> OpenAsync(int number, Uri url, bool listens, HttpClient http)
    {
        using var generate = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "/v3/directline/tokens/generate"));
        generate.Headers.Authorization = new("Bearer", BotUnderLoad.Secret);
        using var generated = await http.SendAsync(generate);
        using var start = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "/v3/directline/conversations"));
        start.Headers.Authorization = new("Bearer", (await generated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        using var started = await http.SendAsync(start);
        var conversation = await started.Content.ReadFromJsonAsync<JsonElement>();

        ClientWebSocket? page = null;
        if (listens)
        {
            page = new ClientWebSocket();
            await page.ConnectAsync(new Uri(conversation.GetProperty("streamUrl").GetString()!), CancellationToken.None);
        }

        var id = conversation.GetProperty("conversationId").GetString();
        var headers = $"Authorization: Bearer {conversation.GetProperty("token").GetString()}\r\nContent-Type: application/json\r\n";
        var connection = new PostConnection(url, $"/v3/directline/conversations/{id}/activities", headers);
        await connection.OpenAsync();
        return new ErrorClient(number, connection, page);
    }

    public async Task PostUntilAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var server = $"mx{++posted}.client{number}.contoso.example";
            var text = $"450 4.4.316 Connection refused [LastAttemptedServerName={server}]";
            var since = Stopwatch.GetTimestamp();
            await posts.PostAsync($$$"""{"type":"message","from":{"id":"u"},"text":"{{{text}}}","locale":"en-US","channelData":{"clientActivityID":"{{{number}}}-{{{posted}}}"}}""");
            Acknowledged.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            if (stream is null)
                continue;
            await UntilCardAsync(Encoding.UTF8.GetBytes(server));
            Shown.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }
    }

    public void Forget()
    {
        Acknowledged.Clear();
        Shown.Clear();
    }

    public void Dispose()
    {
        posts.Dispose();
        stream?.Dispose();
    }

    private async Task UntilCardAsync(byte[] server)
    {
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await stream!.ReceiveAsync(received.AsMemory(length), CancellationToken.None);
                length += part.Count;
            }
            while (!part.EndOfMessage);

            var set = received.AsSpan(0, length);
            if (set.IndexOf("application/vnd.microsoft.card.adaptive"u8) >= 0 && set.IndexOf(server) >= 0)
                return;
            if (part.MessageType == WebSocketMessageType.Close)
                throw new InvalidDataException("The bot closed the stream.");
        }
    }
}
