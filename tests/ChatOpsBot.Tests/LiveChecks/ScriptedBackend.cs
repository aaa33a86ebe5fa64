using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests.LiveChecks;

/// <summary>Something on a port of this machine that answers as a test says, and not always as a backend should.</summary>
internal sealed class ScriptedBackend : IAsyncDisposable
{
    public const string Key = "a-key-that-must-never-be-logged-0123456789";

    private readonly WebApplication app;
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedBackend(WebApplication app) => this.app = app;

    /// <summary>The body of each question.</summary>
    public ConcurrentQueue<string> Questions { get; } = [];

    public ConcurrentQueue<string> Keys { get; } = [];

    /// <summary>The first question is there.</summary>
    public Task Asked => asked.Task;

    /// <summary>Somebody who asked has closed the connection before the answer had ended.</summary>
    public Task Gone => gone.Task;

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<ScriptedBackend> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var host = builder.Build();
        var backend = new ScriptedBackend(host);
        host.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            backend.Questions.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
            backend.Keys.Enqueue(context.Request.Headers.Authorization.ToString());
            backend.asked.TrySetResult();
            using var watch = context.RequestAborted.Register(() => backend.gone.TrySetResult());
            try
            {
                await answer(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // Who asked has left, as the test wanted.
            }
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        return backend;
    }

    /// <summary>Answers with a status and nothing else.</summary>
    public static Task<ScriptedBackend> RefusingAsync(int status, string? problem = null, string? retryAfter = null) => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        if (problem is null)
            return;
        context.Response.ContentType = "application/problem+json";
        await context.Response.WriteAsync(problem, context.RequestAborted);
    });

    /// <summary>Answers with these bytes as a stream of events.</summary>
    public static Task<ScriptedBackend> SayingAsync(params string[] parts) => StartAsync(async context =>
    {
        foreach (var part in parts)
            await SayAsync(context, part);
    });

    public static async Task SayAsync(HttpContext context, string part)
    {
        if (!context.Response.HasStarted)
            context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(part, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    /// <summary>Never answers: waits until who asked has gone.</summary>
    public static Task WaitAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    public static string Run() => "event: run\ndata: {\"version\":1,\"host\":\"mx1.contoso.com\",\"port\":25,\"vantage\":{\"resolvers\":[],\"sourceAddresses\":[]},\"shared\":false,\"cached\":false}\n\n";

    public static string Stage(string check, string outcome, string where = "203.0.113.9") =>
        $$"""
        event: stage
        data: {"stage":"connect","check":"{{check}}","target":{"where":"{{where}}"},"status":"ok","outcome":"{{outcome}}","sentence":"Seen.","start":0,"duration":0.25,"facts":{"host":"mx1.contoso.com","address":"{{where}}","port":"25"},"evidence":[]}


        """.ReplaceLineEndings("\n");

    public static string Verdict() => "event: verdict\ndata: {}\n\n";

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
    }
}
