using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>A client as Web Chat is one: speaks to the bot over HTTP and WebSocket only.</summary>
internal sealed class DirectLineClient : IDisposable
{
    private readonly HttpClient http;

    private DirectLineClient(Uri bot, string conversationId, string token)
    {
        http = new HttpClient { BaseAddress = bot };
        (ConversationId, Token) = (conversationId, token);
    }

    public string ConversationId { get; }

    public string Token { get; set; }

    /// <summary>Gets a session as the page does on the developer's machine, and starts its conversation.</summary>
    public static async Task<DirectLineClient> StartAsync(Uri bot, CancellationToken cancellationToken, string? token = null)
    {
        using var page = new HttpClient { BaseAddress = bot };
        using var answer = await page.PostAsync("chat/session", Json(new JsonObject { ["token"] = token }), cancellationToken);
        answer.EnsureSuccessStatusCode();
        var session = await ReadAsync(answer, cancellationToken);
        var client = new DirectLineClient(bot, session["conversationId"]!.GetValue<string>(), session["token"]!.GetValue<string>());
        using var started = await client.SendAsync(HttpMethod.Post, "conversations", new JsonObject(), cancellationToken);
        started.EnsureSuccessStatusCode();
        return client;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken) =>
        SendRawAsync(method, path, body is null ? null : Json(body), cancellationToken);

    public async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"v3/directline/{path}") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await http.SendAsync(request, cancellationToken);
    }

    public Task<HttpResponseMessage> PostAsync(JsonNode activity, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"conversations/{ConversationId}/activities", activity, cancellationToken);

    /// <summary>Says something, as Web Chat would, and returns the id it got.</summary>
    public async Task<string> SayAsync(string text, CancellationToken cancellationToken, string clientActivityId = "c1", string locale = "en-US")
    {
        using var answer = await PostAsync(Message(text, clientActivityId, locale), cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await ReadAsync(answer, cancellationToken))["id"]!.GetValue<string>();
    }

    /// <summary>Presses a button that stands anywhere in the card.</summary>
    public async Task PressAsync(JsonNode card, string verb, CancellationToken cancellationToken, string clientActivityId = "press-1")
    {
        var data = Buttons(card).Single(button => button["data"]!["verb"]!.GetValue<string>() == verb)["data"]!.DeepClone();
        using var answer = await PostAsync(
            new JsonObject { ["type"] = "message", ["value"] = data, ["channelData"] = new JsonObject { ["postBack"] = true, ["clientActivityID"] = clientActivityId } },
            cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<JsonObject> GetActivitiesAsync(string? watermark, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"conversations/{ConversationId}/activities?watermark={watermark}", body: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Opens the stream from a watermark on; empty for everything.</summary>
    public async Task<DirectLineStream> ListenAsync(CancellationToken cancellationToken, string watermark = "")
    {
        using var answer = await SendAsync(HttpMethod.Get, $"conversations/{ConversationId}?watermark={watermark}", body: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var url = (await ReadAsync(answer, cancellationToken))["streamUrl"]!.GetValue<string>();
        return await DirectLineStream.OpenAsync(new Uri(url), cancellationToken);
    }

    public void Dispose() => http.Dispose();

    public static JsonObject Message(string text, string clientActivityId, string locale = "en-US") => new()
    {
        ["type"] = "message",
        ["text"] = text,
        ["locale"] = locale,
        ["from"] = new JsonObject { ["id"] = "whoever", ["role"] = "user" },
        ["channelData"] = new JsonObject { ["clientActivityID"] = clientActivityId },
    };

    public static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!.AsObject();

    public static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static IEnumerable<JsonNode> Buttons(JsonNode node) => node switch
    {
        JsonObject { } action when action["type"]?.ToString() == "Action.Submit" => [action],
        JsonObject parent => parent.Where(property => property.Value is not null).SelectMany(property => Buttons(property.Value!)),
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Buttons(item!)),
        _ => [],
    };
}

/// <summary>The WebSocket of a conversation.</summary>
internal sealed class DirectLineStream : IDisposable
{
    private readonly ClientWebSocket socket = new();

    public string Watermark { get; private set; } = "";

    public static async Task<DirectLineStream> OpenAsync(Uri url, CancellationToken cancellationToken)
    {
        var stream = new DirectLineStream();
        await stream.socket.ConnectAsync(url, cancellationToken);
        return stream;
    }

    /// <summary>What Web Chat sends to keep the connection alive.</summary>
    public Task PingAsync(CancellationToken cancellationToken) =>
        socket.SendAsync(ArraySegment<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>The next activity that is as wanted.</summary>
    public async Task<JsonObject> NextAsync(Func<JsonObject, bool> isWanted, CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(cancellationToken) is { } set)
        {
            Watermark = set["watermark"]!.GetValue<string>();
            if (set["activities"]!.AsArray().Select(activity => activity!.AsObject()).FirstOrDefault(isWanted) is { } wanted)
                return wanted;
        }

        throw new InvalidOperationException("The stream ended before the activity came.");
    }

    public Task<JsonObject> NextCardAsync(CancellationToken cancellationToken) => NextAsync(activity => activity.ContainsKey("attachments"), cancellationToken);

    /// <summary>How the server ended the stream, once it did.</summary>
    public async Task<WebSocketCloseStatus?> EndAsync(CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(cancellationToken) is not null)
        {
        }

        return socket.CloseStatus;
    }

    public void Dispose() => socket.Dispose();

    private async Task<JsonObject?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<JsonObject>(message.ToArray());
        }
    }
}
