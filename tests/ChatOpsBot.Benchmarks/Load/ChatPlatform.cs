using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// What a bot sees of a chat platform, as light as can be: what is posted to it, and where its answers go, which takes every message and
/// tells whoever waits for it. The strict ones of the tests keep all they hear, which would be measured too.
/// </summary>
internal abstract class ChatPlatform : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> expected = new(StringComparer.Ordinal);
    private long throttledUntil;
    private int cards;

    protected ChatPlatform()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Where the bot sends its answers; ends in a slash.</summary>
    public string Address { get; private set; } = "";

    /// <summary>How long it takes for each call.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Messages taken.</summary>
    public int Cards => Volatile.Read(ref cards);

    /// <summary>The settings, beyond the shipped ones, with which our bot serves it, and the command of this program it needs; null: the bot as it ships.</summary>
    public abstract (string? Command, string[] Settings) Bot { get; }

    /// <summary>What another bot is told, after its port.</summary>
    public abstract string[] PeerArguments { get; }

    /// <summary>Where the bot is posted to.</summary>
    public abstract string Path { get; }

    /// <summary>A message as the platform posts it.</summary>
    public abstract ChatPost Post(ChatTalk talk, int client, int number);

    /// <summary>Completes when the bot has posted into the conversation.</summary>
    public Task Expect(string conversation) => expected.GetOrAdd(conversation, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Answers 429 to whatever comes within that time, and how long to wait.</summary>
    public void Throttle(TimeSpan time) => Interlocked.Exchange(ref throttledUntil, Environment.TickCount64 + (long)time.TotalMilliseconds);

    public virtual async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <returns>The conversation that a message was posted to, null for another call; and what the bot hears.</returns>
    protected abstract (string? Conversation, int Status, string Json) Take(HttpContext context, ReadOnlySpan<byte> body);

    protected async Task ListenAsync()
    {
        await app.StartAsync();
        Address = $"{app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/";
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request);
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay);
        var rest = Interlocked.Read(ref throttledUntil) - Environment.TickCount64;
        if (rest > 0)
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = ((rest + 999) / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return;
        }

        var (conversation, status, json) = Take(context, body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(json);
        if (conversation is null)
            return;
        Interlocked.Increment(ref cards);
        if (expected.TryRemove(conversation, out var waiting))
            waiting.TrySetResult();
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream((int)(request.ContentLength ?? UsualBody));
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private const int UsualBody = 16 * 1024;
}

/// <summary>A message on its way to a bot.</summary>
/// <param name="Conversation">Where an answer goes.</param>
/// <param name="Headers">Beside those of every post.</param>
internal sealed record ChatPost(string Conversation, string Headers, string Body);
