using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using ChatOpsBot.Testing.Time;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.Testing.Conformance;

/// <summary>The whole bot on a port of its own, on the test's clock and data folder, speaking the channel of a driver.</summary>
internal sealed class BotUnderTest : IAsyncDisposable
{
    private readonly WebApplication app;

    private BotUnderTest(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public InboxStore Inbox => Get<InboxStore>();

    /// <param name="acts">False: it accepts, as a bot does that dies right after; nothing works in the background.</param>
    public static async Task<BotUnderTest> StartAsync(ChannelDriver driver, ManualTime time, string folder, bool acts, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        var built = BotHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Knowledge:ReloadSeconds=0", $"--Storage:DataFolder={folder}", "--Logging:LogLevel:Default=Critical", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Critical", .. driver.Settings],
            services =>
            {
                services.AddSingleton<TimeProvider>(time);
                replace?.Invoke(services);
                driver.Configure(services);
                if (!acts)
                    StopActing(services);
            });
        await built.StartAsync(cancellationToken);
        var bot = new BotUnderTest(built);
        await driver.ConnectAsync(bot, cancellationToken);
        return bot;
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>How many rows each table has. Without those of the scheduler, and what it does for no case: they live by themselves.</summary>
    public IReadOnlyDictionary<string, long> CountRows() => Get<Database>().Read(connection =>
    {
        var tables = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'qrtz_%' ORDER BY name").AsList();
        return tables.ToDictionary(table => table, table => connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}{(table == "follow_ups" ? " WHERE case_id IS NOT NULL" : "")}"), StringComparer.Ordinal);
    });

    /// <summary>Whether every message is answered or given up and every card shows its case as it is.</summary>
    public bool IsIdle => Inbox.Count().Waiting == 0 && Get<CaseStore>().Unshown().Count == 0;

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static void StopActing(IServiceCollection services)
    {
        var workers = services.Where(service => service.ServiceType == typeof(IHostedService) && TypeOf(service)?.Assembly == typeof(BotHost).Assembly).ToList();
        Assert.Contains(workers, worker => TypeOf(worker) == typeof(TurnWorker));
        Assert.Contains(workers, worker => TypeOf(worker) == typeof(CardUpdates));
        foreach (var worker in workers)
            services.Remove(worker);
    }

    /// <summary>A service made by a function is of the type that the function says it returns.</summary>
    private static Type? TypeOf(ServiceDescriptor service) =>
        service.ImplementationType ?? service.ImplementationFactory?.GetType().GenericTypeArguments[^1];
}
