using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Teams;
using ChatOpsBot.Testing.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests.Channels.Teams;

/// <summary>The speaking side of Teams as the host builds it, against a scripted Connector, with a clock that moves by hand.</summary>
internal sealed class TeamsOutbound : IAsyncDisposable
{
    public const string Tenant = "bbbbbbbb-0000-0000-0000-000000000002";
    public const string Thread = "19:0123456789abcdef@thread.tacv2;messageid=1795001110000";
    public const string Bot = "28:11111111-2222-3333-4444-555555555555";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chatopsbot-test-");
    private readonly Action<IServiceCollection> build;
    private readonly OwedMessages owed;
    private ServiceProvider services;

    private TeamsOutbound(FakeConnector connector, FakeConnector? gcc, ManualTime time, ServiceTrust trust)
    {
        (Connector, Time, Gcc) = (connector, time, gcc);
        owed = new OwedMessages(time);
        build = all =>
        {
            all.AddMetrics();
            all.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
            all.AddSingleton<TimeProvider>(time);
            all.AddSingleton(_ => Database.Open(new StorageOptions { DataFolder = folder.FullName }, time));
            all.AddSingleton<LatestServiceUrl>((tenant, conversation) => (tenant, conversation) == (Tenant, Thread.Split(';')[0]) ? LatestServiceUrl : null);
            Add(all, trust, Credential);
        };
        services = Build();
    }

    public FakeConnector Connector { get; }

    /// <summary>Stands for the host of GCC.</summary>
    public FakeConnector? Gcc { get; }

    public ManualTime Time { get; }

    /// <summary>Where <see cref="Thread"/>'s channel was last heard from.</summary>
    public string? LatestServiceUrl { get; set; }

    public CountingCredential Credential { get; } = new();

    public KeptLog Log { get; } = new();

    public TeamsChannel Channel => services.GetRequiredService<TeamsChannel>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static async Task<TeamsOutbound> StartAsync(CancellationToken cancellationToken, bool hasGcc = false, Func<FakeConnector, ServiceTrust>? trust = null)
    {
        var time = new ManualTime();
        var connector = await FakeConnector.StartAsync(time, cancellationToken);
        var gcc = hasGcc ? await FakeConnector.StartAsync(time, cancellationToken) : null;
        return new TeamsOutbound(connector, gcc, time, trust?.Invoke(connector) ?? Trusting(connector, gcc));
    }

    /// <summary>As <see cref="TeamsOutboundSetup"/> does it, but for the credential, what is trusted, and chance.</summary>
    public static void Add(IServiceCollection services, ServiceTrust trust, IBotCredential credential)
    {
        services.AddTeamsOutbound(new TeamsOptions(), CloudEndpoints.Public, isPlayground: false);
        services.AddSingleton(trust);
        services.AddSingleton(credential);
        services.AddSingleton(provider => new SendGates(provider.GetRequiredService<TimeProvider>(), () => 0.5));
        services.AddSingleton(provider => new ConnectorRetry(provider.GetRequiredService<TimeProvider>(), () => 0.5));
    }

    public static ServiceTrust Trusting(FakeConnector connector, FakeConnector? gcc = null) => new(
        address => address.AbsoluteUri.StartsWith(connector.ServiceUrl, StringComparison.Ordinal) || (gcc is not null && address.AbsoluteUri.StartsWith(gcc.ServiceUrl, StringComparison.Ordinal)),
        isPlayground: false,
        new Uri(connector.ServiceUrl),
        gcc is null ? null : new Uri(gcc.ServiceUrl));

    public ConversationReference Conversation(string id = Thread, string? serviceUrl = null) => ConversationOf(serviceUrl ?? Connector.ServiceUrl, id);

    public static ConversationReference ConversationOf(string serviceUrl, string id = Thread) => new(
        new ConversationKey(TeamsChannel.ChannelName, Tenant, id),
        new TeamsReference { ServiceUrl = serviceUrl, ConversationId = id, ConversationType = id.StartsWith("a:", StringComparison.Ordinal) ? "personal" : "channel", TenantId = Tenant, BotId = Bot, ActivityId = "1795001110000" }.ToJson());

    public Task<string> SendAsync(string deliveryKey = "m1", string conversation = Thread, Card? card = null) =>
        SendAsync(deliveryKey, Conversation(conversation), card);

    public Task<string> SendAsync(string deliveryKey, ConversationReference conversation, Card? card = null) =>
        owed.TryAsync(deliveryKey, delivery => Channel.SendAsync(conversation, card ?? Some.Card(Some.Case()), delivery, TestContext.Current.CancellationToken));

    public Task UpdateAsync(string messageId, string conversation = Thread, Card? card = null) =>
        Channel.UpdateAsync(Conversation(conversation), messageId, card ?? Some.Card(Some.Case()), TestContext.Current.CancellationToken);

    /// <summary>Lets the call run, and moves the clock over each of these waits as soon as somebody waits so long.</summary>
    public async Task<T> ThroughAsync<T>(Task<T> call, params double[] waitsInSeconds)
    {
        foreach (var wait in waitsInSeconds.Select(TimeSpan.FromSeconds))
        {
            var isWaiting = Time.TimerOf(wait);
            if (await Task.WhenAny(isWaiting, call) == call)
                Assert.Fail($"The call ended before it waited {wait}: {call.Exception?.InnerException?.Message ?? "well"}");
            Time.Advance(wait);
        }

        return await call.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    public Task ThroughAsync(Task call, params double[] waitsInSeconds) => ThroughAsync(AsResult(call), waitsInSeconds);

    /// <summary>As after a restart of the bot: what was only in memory is gone.</summary>
    public async Task RestartAsync()
    {
        await services.DisposeAsync();
        services = Build();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
        await Connector.DisposeAsync();
        if (Gcc is not null)
            await Gcc.DisposeAsync();
    }

    private ServiceProvider Build()
    {
        var all = new ServiceCollection();
        build(all);
        return all.BuildServiceProvider();
    }

    private static async Task<bool> AsResult(Task call)
    {
        await call;
        return true;
    }
}

/// <summary>Gives token after token and counts them.</summary>
internal sealed class CountingCredential : IBotCredential
{
    private int count;

    public int Count => count;

    public static string Token(int number) => $"secret-token-{number}";

    public Task<BotToken> AcquireAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new BotToken(Token(Interlocked.Increment(ref count)), TimeSpan.FromHours(1)));
}
