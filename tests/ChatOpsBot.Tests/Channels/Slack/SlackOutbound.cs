using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Slack;
using ChatOpsBot.Testing.Time;
using ChatOpsBot.Tests.Channels.Teams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests.Channels.Slack;

/// <summary>The speaking side of Slack as the host builds it, against a strict Web API, with a clock that moves by hand.</summary>
internal sealed class SlackOutbound : IAsyncDisposable
{
    public const string Team = "T01EXAMPLE";
    public const string Channel = "C01EXAMPLE";
    public const string Thread = "1795001111.000200";
    public const string Person = "U01KIM";

    private readonly ServiceProvider services;
    private readonly OwedMessages owed;
    private readonly bool ownsSlack;

    private SlackOutbound(FakeSlack slack, ManualTime time, string dataFolder, OwedMessages owed, bool ownsSlack)
    {
        (Slack, Time, DataFolder) = (slack, time, dataFolder);
        (this.owed, this.ownsSlack) = (owed, ownsSlack);
        var all = new ServiceCollection();
        all.AddMetrics();
        all.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        all.AddSingleton<TimeProvider>(time);
        all.AddSingleton(HostsOf(slack));
        all.AddSingleton<ISlackTokens>(Tokens);
        all.AddSingleton(_ => Database.Open(new StorageOptions { DataFolder = dataFolder }, time));
        all.AddSlackOutbound(new SlackOptions());
        all.AddSingleton(provider => new SlackGates(provider.GetRequiredService<TimeProvider>(), () => 0.5));
        all.AddSingleton(provider => new SlackRetry(provider.GetRequiredService<TimeProvider>(), () => 0.5));
        services = all.BuildServiceProvider();
        // As the host does: who speaks knows when this bot began.
        services.GetRequiredService<SlackChannel>();
    }

    public FakeSlack Slack { get; }

    public ManualTime Time { get; }

    public string DataFolder { get; }

    public KnownTokens Tokens { get; } = new();

    public KeptLog Log { get; } = new();

    public SlackChannel Speaker => services.GetRequiredService<SlackChannel>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static async Task<SlackOutbound> StartAsync(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        var slack = await FakeSlack.StartAsync(time, cancellationToken);
        slack.Install(Team, KnownTokens.First);
        slack.Add(new SlackChannelState(Channel));
        return new SlackOutbound(slack, time, NewFolder(), new OwedMessages(time), ownsSlack: true);
    }

    /// <summary>The bot as it is after <c>kill -9</c> at this moment, started again: what it had not written down is lost.</summary>
    public SlackOutbound KilledNow()
    {
        var folder = NewFolder();
        foreach (var file in new DirectoryInfo(DataFolder).EnumerateFiles("chatopsbot.db*"))
            file.CopyTo(Path.Combine(folder, file.Name));
        return new SlackOutbound(Slack, Time, folder, owed.AsOnDisk(), ownsSlack: false);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;

    public static SlackHosts HostsOf(FakeSlack slack) => new(slack.Api, slack.Root, slack.Root);

    public static ConversationReference Conversation(string channel = Channel, string? thread = Thread, string team = Team) =>
        SlackReference.Of(new SlackConversation(new SlackInstallation(team, IsEnterprise: false), team, channel, thread)).ToReference();

    public Task<string> SendAsync(string deliveryKey = "m1", string channel = Channel, Card? card = null, string? thread = Thread) =>
        owed.TryAsync(deliveryKey, delivery => Speaker.SendAsync(Conversation(channel, thread), card ?? Some.Card(Some.Case()), delivery, TestContext.Current.CancellationToken));

    public Task UpdateAsync(string messageId, string channel = Channel, Card? card = null) =>
        Speaker.UpdateAsync(Conversation(channel), messageId, card ?? Some.Card(Some.Case()), TestContext.Current.CancellationToken);

    public async Task<ChannelException> RefusedAsync(Func<Task> call) => await Assert.ThrowsAsync<ChannelException>(call);

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

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (ownsSlack)
            await Slack.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
    }

    private static async Task<bool> AsResult(Task call)
    {
        await call;
        return true;
    }
}

/// <summary>An installation whose token can be renewed once, and what became of it.</summary>
internal sealed class KnownTokens : ISlackTokens
{
    public const string First = "xoxb-secret-token-1";
    public const string Second = "xoxb-secret-token-2";

    private string? token = First;

    /// <summary>Null: it cannot be renewed.</summary>
    public string? Next { get; set; } = Second;

    public int Renewals { get; private set; }

    public List<string> Forgotten { get; } = [];

    public ValueTask<string?> FindAsync(SlackInstallation installation, CancellationToken cancellationToken) =>
        ValueTask.FromResult(installation.Id == SlackOutbound.Team ? token : null);

    public ValueTask<string?> RenewAsync(SlackInstallation installation, string expired, CancellationToken cancellationToken)
    {
        Renewals++;
        return ValueTask.FromResult(token = Next);
    }

    public ValueTask ForgetAsync(SlackInstallation installation, string dead, string error, CancellationToken cancellationToken)
    {
        Forgotten.Add($"{dead} {error}");
        token = null;
        return ValueTask.CompletedTask;
    }
}
