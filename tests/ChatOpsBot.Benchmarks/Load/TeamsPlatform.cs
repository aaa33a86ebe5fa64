using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using ChatOpsBot.Testing.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// What a bot sees of Teams, as light as can be: those who sign its tokens, and a Connector that takes every message and tells whoever
/// waits for it. The strict one of the tests keeps all it hears, which would be measured too.
/// </summary>
internal sealed class TeamsPlatform : IAsyncDisposable
{
    private readonly WebApplication connector;
    private readonly FakeTokenIssuer issuer;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> expected = new(StringComparer.Ordinal);
    private long lastId = 1_795_001_110_000;

    private TeamsPlatform(WebApplication connector, FakeTokenIssuer issuer) => (this.connector, this.issuer) = (connector, issuer);

    /// <summary>Of its Connector.</summary>
    public string Connector { get; private set; } = "";

    /// <summary>What activities name: ours takes no address but Microsoft's, another bot is told the Connector's own.</summary>
    public string ServiceUrl { get; private set; } = "https://smba.trafficmanager.net/teams/";

    public Uri Keys => issuer.Metadata;

    /// <summary>How long the Connector takes for each call.</summary>
    public TimeSpan Delay { get; set; }

    /// <param name="isForPeer">Whether another bot is driven.</param>
    public static async Task<TeamsPlatform> StartAsync(bool isForPeer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var platform = new TeamsPlatform(app, await FakeTokenIssuer.StartAsync(CancellationToken.None));
        app.Run(platform.AnswerAsync);
        await app.StartAsync();
        platform.Connector = $"{app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/";
        if (isForPeer)
            platform.ServiceUrl = platform.Connector;
        return platform;
    }

    /// <summary>As Teams would send it with an activity of this Connector.</summary>
    public string Token() => issuer.Issue(AppId, ServiceUrl, DateTimeOffset.UtcNow);

    /// <summary>Completes when the bot has posted into the conversation.</summary>
    public Task Expect(string conversation) => expected.GetOrAdd(conversation, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        await connector.StopAsync();
        await connector.DisposeAsync();
        await issuer.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay);
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0].Split('/');
        var at = Array.IndexOf(path, "conversations");
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync($$"""{"id":"{{Interlocked.Increment(ref lastId).ToString(CultureInfo.InvariantCulture)}}"}""");
        if (context.Request.Method == "POST" && at >= 0 && at + 1 < path.Length && expected.TryRemove(Uri.UnescapeDataString(path[at + 1]), out var waiting))
            waiting.TrySetResult();
    }

    public const string AppId = "11111111-2222-3333-4444-555555555555";
}
