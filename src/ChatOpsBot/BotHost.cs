using System.Reflection;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Web;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.FollowUps;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;
using Microsoft.Data.Sqlite;
using Quartz;

namespace ChatOpsBot;

/// <summary>The bot as a web host: which parts it has, and how they come together.</summary>
internal static class BotHost
{
    /// <summary>Of this build, for the footer of cards and <c>--version</c>.</summary>
    public static string Version { get; } = (Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <param name="replace">Last word on the services, for tests: another clock, a scripted channel.</param>
    /// <exception cref="StartException">Settings or knowledge have problems; all of them are listed.</exception>
    /// <exception cref="StorageException">The data folder cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        if (HostSettings.ProblemOf(args) is { } wrongArgument)
            throw new StartException("The arguments cannot be used:", [wrongArgument]);
        // Settings and knowledge lie beside the program, wherever it was started from.
        var builder = CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });

        HonorHostUrls(builder, args);
        var settings = BotSettings.Read(builder.Configuration, builder.Environment.EnvironmentName);
        // Hundreds of files, which nothing else needs while the host is put together.
        var knowledge = Task.Run(() => KnowledgeWatch.Start(settings.Knowledge));
        builder.Services.AddSingleton(TimeProvider.System);
        AddStorage(builder.Services, settings);
        AddConversations(builder.Services, settings, knowledge);
        AddLiveChecks(builder.Services, settings);
        AddFollowUps(builder.Services, settings);
        builder.Services.AddWebChannel(settings.Web, settings.Storage);
        builder.Services.AddTeamsChannel(settings.Teams);
        builder.Services.AddSlackChannel(settings.Slack);

        replace?.Invoke(builder.Services);
        WebApplication? app = null;
        // The host tells a start that failed with a stack trace, and then hands it to us, who tell it in a sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Information && (level != LogLevel.Error || app is { } running && running.Lifetime.ApplicationStarted.IsCancellationRequested));
        app = builder.Build();
        // Opened here and not on the first message, so that a folder that cannot be used stops the start.
        app.Services.GetRequiredService<Database>();
        app.Services.GetRequiredService<CurrentKnowledge>();
        app.UseStorageRefusals();
        app.MapWebChannel();
        app.MapTeamsChannel();
        app.MapSlackChannel();
        app.MapHealth();
        return app;
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            // Settings are read once, at the start. To watch their file the framework watches every folder beside it, and so hears of each
            // write to the database.
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args], ContentRootPath = AppContext.BaseDirectory });
        }
        catch (InvalidDataException exception)
        {
            throw StartException.UnreadableFile(exception);
        }
    }

    /// <summary>
    /// ASPNETCORE_URLS is what containers and hosters set. It is read before appsettings.json, whose default would hide it; an argument
    /// or a variable named Urls still wins.
    /// </summary>
    private static void HonorHostUrls(WebApplicationBuilder builder, string[] args)
    {
        var isSaidElsewhere = Environment.GetEnvironmentVariable("Urls") is not null
            || args.Any(argument => argument.TrimStart('-', '/').StartsWith("urls", StringComparison.OrdinalIgnoreCase));
        if (!isSaidElsewhere && Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is { Length: > 0 } urls)
            builder.Configuration["Urls"] = urls;
    }

    private static void AddStorage(IServiceCollection services, BotSettings settings)
    {
        services.AddSingleton(provider => Database.Open(settings.Storage, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<InboxStore>();
        services.AddSingleton<Intake>();
        services.AddSingleton<CaseStore>();
        services.AddSingleton<CheckRunStore>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<GapStore>();
    }

    private static void AddConversations(IServiceCollection services, BotSettings settings, Task<CurrentKnowledge> knowledge)
    {
        services.AddSingleton(settings.Conversations);
        services.AddSingleton(_ => knowledge.GetAwaiter().GetResult());
        services.AddSingleton(settings.Knowledge);
        services.AddSingleton<KnowledgeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<KnowledgeWatch>());
        services.AddSingleton(new CaseCardOptions(TimeSpan.FromHours(settings.Conversations.MessageExpirationHours), Version) { FollowUps = settings.FollowUps });
        services.AddSingleton<CardComposer>();
        services.AddSingleton<WorkSignal>();
        services.AddSingleton<TurnHandler>();
        services.AddSingleton<CardUpdates>();
        services.AddHostedService(provider => provider.GetRequiredService<CardUpdates>());
        services.AddSingleton<CaseReports>();
        services.AddSingleton<CommandAnswers>();
        services.AddSingleton<DialogComposer>();
        services.AddSingleton<DialogDesk>();
        services.AddSingleton<TurnWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<TurnWorker>());
    }

    private static void AddFollowUps(IServiceCollection services, BotSettings settings)
    {
        services.AddSingleton(settings.FollowUps);
        services.AddSingleton<FollowUpPlan>();
        services.AddSingleton<FollowUpStore>();
        services.AddSingleton<Retention>();
        services.AddSingleton<FollowUps.FollowUps>();
        services.AddQuartz(quartz => quartz.UsePersistentStore(store =>
        {
            store.ProvisionSchema();
            store.UseSqlite(SqliteFactory.Instance, FollowUpClock.ConnectionString(settings.Storage));
            store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
        }));
        services.AddHostedService<FollowUpClock>();
    }

    private static void AddLiveChecks(IServiceCollection services, BotSettings settings)
    {
        services.AddSingleton(provider => new CheckRunner(settings.Probe, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IProbe>(provider => settings.Backends.Count == 0
            ? new EmbeddedProbe(provider.GetRequiredService<CheckRunner>())
            : new VantagePoints([.. settings.Backends.Select(backend => new RemoteProbe(backend, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RemoteProbe>>()))]));
        services.AddSingleton<LiveCheckRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveCheckRunner>());
    }

    /// <summary>The largest thing a chat platform sends is an event with a long message; more is not read.</summary>
    private const int MaxRequestBytes = 256 * 1024;
}
