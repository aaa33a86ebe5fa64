using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.Testing.Smtp;
using ChatOpsBot.Testing.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Probe.Tests;

/// <summary>The backend on a real port of this machine, allowed to ask servers of the test.</summary>
internal sealed class BackendInTest : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient client;

    private BackendInTest(WebApplication app, ConcurrentQueue<string> log)
    {
        (this.app, Log) = (app, log);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        client = new HttpClient { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Lines of the log, formatted.</summary>
    public ConcurrentQueue<string> Log { get; }

    public static async Task<BackendInTest> StartAsync(TimeProvider? time = null, IEnumerable<ScriptedSmtpServer>? servers = null, params string[] settings)
    {
        ConcurrentQueue<string> log = [];
        string[] args =
        [
            "--Urls=http://127.0.0.1:0",
            "--Probe:AllowedNetworks:0=127.0.0.0/8",
            "--Probe:EhloName=probe.example.net",
            .. (servers ?? []).Select((server, index) => string.Create(CultureInfo.InvariantCulture, $"--Probe:AllowedPorts:{index}={server.EndPoint.Port}")),
            .. settings,
        ];
        var host = ProbeHost.Build(args, services =>
        {
            services.Replace(ServiceDescriptor.Singleton(time ?? new ManualTime()));
            services.AddLogging(logging => logging.ClearProviders().AddProvider(new Memory(log)));
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new BackendInTest(host, log);
    }

    /// <summary>What the backend answers to a question about the server of a test.</summary>
    public Task<HttpResponseMessage> AskAsync(ScriptedSmtpServer server, string more = "", string? key = null, string accept = "application/json", CancellationToken? gone = null) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"host":"{{server.EndPoint.Address}}","port":{{server.EndPoint.Port}}{{more}}}"""), key, accept, gone);

    public async Task<HttpResponseMessage> AskAsync(string question, string? key = null, string accept = "application/json", CancellationToken? gone = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/runs") { Content = new StringContent(question, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Accept.ParseAdd(accept);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, gone ?? TestContext.Current.CancellationToken);
    }

    /// <summary>A stream, read up to its first event, which says whose run it is.</summary>
    public async Task<EventReader> StreamAsync(ScriptedSmtpServer server, CancellationToken? gone = null)
    {
        var response = await AskAsync(server, accept: "text/event-stream", gone: gone);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), gone ?? TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? host = null, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => client.SendAsync(request, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> PostAsync(HttpContent content) => client.PostAsync("/v1/runs", content, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    private sealed class Memory(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => log.Enqueue(formatter(state, exception));
    }
}

/// <summary>Reads server-sent events one at a time.</summary>
internal sealed class EventReader(Stream stream, CancellationToken cancellationToken) : IDisposable
{
    private readonly StreamReader reader = new(stream);

    /// <returns>Null at the end.</returns>
    public async Task<(string Name, JsonElement Data)?> ReadAsync()
    {
        if (await reader.ReadLineAsync(cancellationToken) is not { } name)
            return null;
        var data = await reader.ReadLineAsync(cancellationToken);
        Assert.Equal("", await reader.ReadLineAsync(cancellationToken));
        Assert.StartsWith("event: ", name, StringComparison.Ordinal);
        Assert.StartsWith("data: ", data, StringComparison.Ordinal);
        return (name[7..], JsonDocument.Parse(data![6..]).RootElement);
    }

    public async Task<List<(string Name, JsonElement Data)>> ReadToEndAsync()
    {
        List<(string Name, JsonElement Data)> all = [];
        while (await ReadAsync() is { } one)
            all.Add(one);
        return all;
    }

    public void Dispose() => reader.Dispose();
}

internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    /// <summary>The problem of an answer that must be one.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = await response.JsonAsync();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    public static string Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            element = element.GetProperty(name);
        return element.ToString();
    }
}
