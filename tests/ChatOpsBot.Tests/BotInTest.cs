using ChatOpsBot.Conversations;
using ChatOpsBot.FollowUps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Tests;

/// <summary>The whole bot on a port of its own, with a data folder of its own and one scripted channel more.</summary>
internal sealed class BotInTest : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly bool ownsFolder;

    private BotInTest(WebApplication app, FakeChannel channel, string dataFolder, bool ownsFolder)
    {
        (this.app, Channel, DataFolder) = (app, channel, dataFolder);
        this.ownsFolder = ownsFolder;
    }

    public FakeChannel Channel { get; }

    public string DataFolder { get; }

    public TurnHandler Turns => Get<TurnHandler>();

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BotInTest> StartAsync(CancellationToken cancellationToken, string? dataFolder = null, FakeChannel? channel = null, TimeProvider? time = null, Action<IServiceCollection>? replace = null, params string[] settings)
    {
        channel ??= new FakeChannel();
        var folder = dataFolder ?? Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;
        var built = BotHost.Build(
            ["--urls", "http://127.0.0.1:0", "--Knowledge:ReloadSeconds=0", $"--Storage:DataFolder={folder}", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning", .. settings],
            services =>
            {
                // Tests make trouble on purpose; what matters of the log they listen to themselves.
                services.AddLogging(logging => logging.ClearProviders());
                services.AddSingleton<IChannel>(channel);
                if (time is not null)
                {
                    services.AddSingleton(time);
                    // Who owns time runs what is due: with a clock of its own, that is the test.
                    services.Remove(services.Single(service => service.ImplementationType == typeof(FollowUpClock)));
                }

                replace?.Invoke(services);
            });
        await built.StartAsync(cancellationToken);
        return new BotInTest(built, channel, folder, ownsFolder: dataFolder is null);
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <returns>Null: the bot was set up without it.</returns>
    public T? Find<T>()
        where T : class => app.Services.GetService<T>();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsFolder)
            Directory.Delete(DataFolder, recursive: true);
    }
}
