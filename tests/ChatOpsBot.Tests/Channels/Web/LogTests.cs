using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests.Channels.Web;

public sealed class LogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_never_has_a_token_or_what_somebody_wrote()
    {
        using var log = new Memory();
        await using var bot = await BotInTest.StartAsync(
            Token,
            replace: services => services.AddLogging(logging => logging.ClearProviders().AddProvider(log)),
            settings: ["--environment=Development", "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        using var client = await DirectLineClient.StartAsync(bot.Address, Token);
        using var stream = await client.ListenAsync(Token);
        await client.SayAsync($"zebrafinch {WebBot.Error}", Token);
        await client.PressAsync(await stream.NextCardAsync(Token), "take", Token);
        await stream.NextCardAsync(Token);

        Assert.Contains(log.Lines, line => line.Contains("/stream", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("zebrafinch", StringComparison.Ordinal));
        // What every token starts with.
        Assert.DoesNotContain(log.Lines, line => line.Contains(client.Token[..client.Token.IndexOf('.', StringComparison.Ordinal)], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_logged_by_its_verdict_at_most_once_a_second()
    {
        const string secret = "0123456789abcdef0123456789abcdef";
        var time = new ManualTime();
        using var log = new Memory();
        await using var bot = await BotInTest.StartAsync(
            Token,
            time: time,
            replace: services => services.AddLogging(logging => logging.ClearProviders().AddProvider(log)),
            settings: ["--environment=Production", $"--Web:Secret={secret}", "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace"]);
        using var http = new HttpClient { BaseAddress = bot.Address };

        async Task SendAsync(string path, JsonObject body, string? bearer = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = DirectLineClient.Json(body) };
            if (bearer is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var answer = await http.SendAsync(request, Token);
            Assert.False(answer.IsSuccessStatusCode);
        }

        async Task<string[]> RefusalsAsync(Func<Task> send)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var before = log.Lines.Count(IsRefusal);
            await send();
            return [.. log.Lines.Where(IsRefusal).Skip(before)];
        }

        var ofToken = await RefusalsAsync(() => SendAsync("v3/directline/tokens/refresh", [], bearer: "zebrafinch"));
        var ofPageToken = await RefusalsAsync(() => SendAsync("chat/session", new JsonObject { ["token"] = "zebrafinch" }));
        var ofSecret = await RefusalsAsync(() => SendAsync("v3/directline/tokens/generate", [], bearer: "zebrafinch"));
        var ofPageSecret = await RefusalsAsync(async () =>
        {
            await SendAsync("chat/session", new JsonObject { ["secret"] = "zebrafinch" });
            await SendAsync("chat/session", new JsonObject { ["secret"] = "zebrafinch" });
        });

        Assert.Contains("InvalidToken", Assert.Single(ofToken), StringComparison.Ordinal);
        Assert.Contains("InvalidToken", Assert.Single(ofPageToken), StringComparison.Ordinal);
        Assert.Contains("WrongSecret", Assert.Single(ofSecret), StringComparison.Ordinal);
        Assert.Contains("WrongSecret", Assert.Single(ofPageSecret), StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, line => line.Contains("zebrafinch", StringComparison.Ordinal));
    }

    private static bool IsRefusal(string line) => line.StartsWith("The chat page refused", StringComparison.Ordinal);

    /// <summary>Everything that is logged, as text.</summary>
    private sealed class Memory : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
