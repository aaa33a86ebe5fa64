using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Benchmarks;

/// <summary>A whole turn on a real SQLite file on disk: accepted, case opened, card composed and handed to the channel.</summary>
[MemoryDiagnoser]
public class TurnBenchmarks
{
    private readonly CountingChannel channel = new();
    private WebApplication app = null!;
    private TurnHandler turns = null!;
    private string folder = "";
    private long next;

    [GlobalSetup]
    public async Task StartAsync()
    {
        folder = Directory.CreateTempSubdirectory("chatopsbot-bench-").FullName;
        app = BotHost.Build(
            ["--urls", "http://127.0.0.1:0", $"--Storage:DataFolder={folder}", "--Logging:LogLevel:Default=Error"],
            services => services.AddSingleton<IChannel>(channel));
        await app.StartAsync();
        turns = app.Services.GetRequiredService<TurnHandler>();
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public Task<bool> MessageWithoutAnError() => turns.AcceptAsync(Message("the new release is on staging, please have a look until 14:30"), CancellationToken.None);

    [Benchmark]
    public async Task OneErrorFromPostToCard()
    {
        var sent = channel.NextAsync();
        await turns.AcceptAsync(Message("450 4.4.316 Connection refused mx1.contoso.com"), CancellationToken.None);
        await sent;
    }

    [Benchmark(OperationsPerInvoke = 64)]
    public async Task SixtyFourErrorsAtOnceFromPostToCard()
    {
        var sent = channel.UntilAsync(64);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => turns.AcceptAsync(Message("450 4.4.316 Connection refused mx1.contoso.com"), CancellationToken.None)));
        await sent;
    }

    private MessageTurn Message(string text)
    {
        var id = $"m{Interlocked.Increment(ref next)}";
        return new MessageTurn
        {
            Conversation = new ConversationReference(new ConversationKey("counting", "t", id), "{}"),
            Person = new Person("u1", "Anna"),
            Key = id,
            SentAt = DateTimeOffset.UnixEpoch,
            Text = text,
            Markup = MailMarkup.Plain,
            Addressing = Addressing.Overheard,
        };
    }

    private sealed class CountingChannel : IChannel
    {
        private readonly Channel<string> sent = Channel.CreateUnbounded<string>();

        public string Name => "counting";

        public TimeSpan UpdateInterval => TimeSpan.Zero;

        public ValueTask<string> NextAsync() => sent.Reader.ReadAsync();

        public async Task UntilAsync(int count)
        {
            for (var i = 0; i < count; i++)
                await sent.Reader.ReadAsync();
        }

        public Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken)
        {
            sent.Writer.TryWrite(delivery.Key);
            return Task.FromResult("m");
        }

        public Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
