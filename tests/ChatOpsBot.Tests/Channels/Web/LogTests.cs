using System.Collections.Concurrent;
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
