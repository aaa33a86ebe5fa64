using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Testing.Slack;

/// <summary>
/// Slack's side of Socket Mode, as strict as it is: an address is good once, an acknowledgement names an envelope of its own connection,
/// and carries a payload only where one is taken. What a bot did that the real one would not forgive stands in <see cref="Complaints"/>.
/// </summary>
public sealed class FakeSlackSocket : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string appToken;
    private readonly ConcurrentDictionary<string, byte> tickets = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<SlackAnswer> answers = new();
    private readonly Lock gate = new();
    private readonly List<FakeSlackLink> links = [];
    private readonly CancellationTokenSource closing = new();
    private int opened;
    private int asked;

    private FakeSlackSocket(WebApplication app, string appToken) => (this.app, this.appToken) = (app, appToken);

    public Uri Root { get; private set; } = new("ws://localhost/");

    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Every connection ever made, in order.</summary>
    public IReadOnlyList<FakeSlackLink> Links
    {
        get
        {
            lock (gate)
                return [.. links];
        }
    }

    /// <summary>How often an address was asked for.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>What a new connection hears first; null: nothing.</summary>
    public Func<int, JsonObject?> Greeting { get; set; } = number => new JsonObject
    {
        ["type"] = "hello",
        ["num_connections"] = number,
        ["connection_info"] = new JsonObject { ["app_id"] = "A01TEST" },
        ["debug_info"] = new JsonObject { ["host"] = "applink-1", ["approximate_connection_time"] = 18060 },
    };

    /// <summary>Whether nobody reads on the connection of that number, not even pings.</summary>
    public Func<int, bool> IsDead { get; set; } = _ => false;

    public static async Task<FakeSlackSocket> StartAsync(string appToken, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var built = builder.Build();
        var fake = new FakeSlackSocket(built, appToken);
        // No pings of its own, so that a test can tell whose they are.
        built.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        built.Run(fake.HandleAsync);
        await built.StartAsync(cancellationToken);
        fake.Root = new UriBuilder(built.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) { Scheme = "ws" }.Uri;
        return fake;
    }

    /// <summary>The next requests for an address are answered like this.</summary>
    public void Next(SlackAnswer answer) => answers.Enqueue(answer);

    /// <summary>For <see cref="FakeSlack.Answer"/>: the answer to <c>apps.connections.open</c>, and to nothing else.</summary>
    public SlackAnswer? Open(SlackCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Method != "apps.connections.open")
            return null;
        Interlocked.Increment(ref asked);
        if (call.Authorization != $"Bearer {appToken}")
        {
            complaints.Enqueue("apps.connections.open was asked without the app-level token.");
            return SlackAnswer.Error("not_allowed_token_type");
        }

        if (answers.TryDequeue(out var answer))
            return answer;
        var ticket = Guid.NewGuid().ToString("n");
        tickets[ticket] = 0;
        return new SlackAnswer(200, new JsonObject { ["ok"] = true, ["url"] = $"{Root}link/?ticket={ticket}&app_id=A01TEST" }.ToJsonString());
    }

    /// <summary>The connection of that number, counted from 1, once it is there.</summary>
    public async Task<FakeSlackLink> LinkAsync(int number, CancellationToken cancellationToken)
    {
        await UntilAsync(() => Links.Count >= number, cancellationToken);
        return Links[number - 1];
    }

    /// <summary>Looks again and again, for as long as a slow machine may need.</summary>
    public static async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isSo);
        for (var look = 0; look < 3000; look++)
        {
            if (isSo())
                return;
            await Task.Delay(10, cancellationToken);
        }

        throw new TimeoutException("It did not come to this.");
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await app.StopAsync();
        await app.DisposeAsync();
        closing.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !tickets.TryRemove(context.Request.Query["ticket"].ToString(), out _))
        {
            complaints.Enqueue("Somebody came without an address that is good once.");
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var link = new FakeSlackLink(socket, complaints.Enqueue, context.Abort);
        if (Greeting(Interlocked.Increment(ref opened)) is { } greeting)
            await link.SendAsync(greeting.ToJsonString(), closing.Token);
        int number;
        lock (gate)
        {
            links.Add(link);
            number = links.Count;
        }

        await (IsDead(number) ? link.WaitAsync(closing.Token, context.RequestAborted) : link.RunAsync(closing.Token));
    }
}

/// <summary>One connection, seen from Slack.</summary>
public sealed class FakeSlackLink : IDisposable
{
    private readonly WebSocket socket;
    private readonly Action<string> complain;
    private readonly Action cut;
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly ConcurrentDictionary<string, (bool TakesPayload, TaskCompletionSource<JsonObject> Acknowledged)> waiting = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FakeSlackLink(WebSocket socket, Action<string> complain, Action cut) => (this.socket, this.complain, this.cut) = (socket, complain, cut);

    /// <summary>Completes when the bot has left, or the connection is cut.</summary>
    public Task Closed => closed.Task;

    /// <summary>Sends an envelope.</summary>
    /// <param name="id">Of the envelope; null: one of its own.</param>
    /// <param name="change">What is different about it.</param>
    /// <returns>Its acknowledgement, once it comes.</returns>
    public async Task<Task<JsonObject>> DeliverAsync(
        string type,
        JsonNode? payload,
        CancellationToken cancellationToken,
        bool takesPayload = false,
        int retry = 0,
        int? frames = null,
        string? id = null,
        Action<JsonObject>? change = null)
    {
        id ??= Guid.NewGuid().ToString();
        var acknowledged = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = (takesPayload, acknowledged);
        var envelope = new JsonObject
        {
            ["envelope_id"] = id,
            ["type"] = type,
            ["accepts_response_payload"] = takesPayload,
            ["retry_attempt"] = retry,
            ["retry_reason"] = retry > 0 ? "timeout" : "",
            ["payload"] = payload?.DeepClone(),
        };
        change?.Invoke(envelope);
        await SendAsync(envelope.ToJsonString(), cancellationToken, frames);
        return acknowledged.Task;
    }

    public Task DisconnectAsync(string reason, CancellationToken cancellationToken) =>
        SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason, ["debug_info"] = new JsonObject { ["host"] = "applink-1" } }.ToJsonString(), cancellationToken);

    /// <param name="frames">Number of frames it is cut into; null: one.</param>
    public async Task SendAsync(string text, CancellationToken cancellationToken, int? frames = null, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var size = (bytes.Length + (frames ?? 1) - 1) / (frames ?? 1);
        await sending.WaitAsync(cancellationToken);
        try
        {
            for (var at = 0; at < bytes.Length || at == 0; at += Math.Max(size, 1))
            {
                var length = Math.Min(size, bytes.Length - at);
                await socket.SendAsync(bytes.AsMemory(at, length), type, endOfMessage: at + length >= bytes.Length, cancellationToken);
            }
        }
        finally
        {
            sending.Release();
        }
    }

    public void Dispose() => sending.Dispose();

    /// <summary>Breaks without a goodbye.</summary>
    public void Cut() => cut();

    /// <summary>Reads nothing.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken, CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, aborted);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        closed.TrySetResult();
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[1024 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                WebSocketReceiveResult frame;
                do
                {
                    frame = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), cancellationToken);
                    length += frame.Count;
                }
                while (!frame.EndOfMessage);
                if (frame.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, cancellationToken);
                    return;
                }

                Take(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The bot is gone, or the test is over.
        }
        finally
        {
            closed.TrySetResult();
        }
    }

    private void Take(string message)
    {
        JsonObject? acknowledgement = null;
        try
        {
            acknowledgement = JsonNode.Parse(message) as JsonObject;
        }
        catch (JsonException)
        {
            // Complained of below.
        }

        if (acknowledgement is null || (string?)acknowledgement["envelope_id"] is not { } id || !waiting.TryRemove(id, out var envelope))
        {
            complain("A frame acknowledges no envelope of its connection, or one a second time.");
            return;
        }

        if (acknowledgement.Any(member => member.Key is not ("envelope_id" or "payload")))
            complain("An acknowledgement has members that are not its own.");
        if (!envelope.TakesPayload && acknowledgement.ContainsKey("payload"))
            complain("An acknowledgement has a payload that is not taken.");
        envelope.Acknowledged.SetResult(acknowledgement);
    }
}
