using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Adds Teams to the host.</summary>
internal static partial class TeamsChannelSetup
{
    public static IServiceCollection AddTeamsChannel(this IServiceCollection services, TeamsOptions options)
    {
        services.AddSingleton(options);
        if (!options.HasCredentials && !options.Playground)
            return services;

        services.AddSingleton(EndpointsOf(options.Cloud));
        services.AddHttpClient(KeyDocuments.HttpClientName, client => (client.Timeout, client.MaxResponseContentBufferSize) = (TimeSpan.FromSeconds(10), LargestKeyDocument))
            .ConfigurePrimaryHttpMessageHandler(() => OutboundHttp.Handler(connectWithin: TimeSpan.FromSeconds(5)))
            // Whole URLs at level Information say nothing that the bot's own lines do not.
            .RemoveAllLoggers();
        // The address is a key to the file by itself, so nothing of it is logged, and nothing else is sent along.
        services.AddHttpClient(TeamsFiles.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => OutboundHttp.Handler(connectWithin: TimeSpan.FromSeconds(5)))
            .RemoveAllLoggers();
        services.AddSingleton<TeamsFiles>();
        services.AddSingleton<KeyDocuments>();
        services.AddSingleton<SigningKeys>();
        if (options.HasCredentials)
            services.AddHostedService(provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton(provider => new InboundTokens(
            options.AppId,
            provider.GetRequiredService<CloudEndpoints>(),
            provider.GetRequiredService<SigningKeys>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TeamsAccess>();
        services.AddSingleton<InboundRefusals>();
        services.AddSingleton<InboundMetrics>();
        services.AddSingleton<TeamsTurns>();
        services.AddSingleton<TeamsEdits>();
        services.AddSingleton<TeamsStore>();
        services.AddSingleton<TeamsInstallations>();
        services.AddSingleton<LateWork>();
        services.AddSingleton<TeamsPresses>();
        services.AddSingleton<TeamsDialogs>();
        services.AddSingleton<TeamsMessageActions>();
        services.AddSingleton<TeamsEndpoints>();
        services.AddSingleton<LatestServiceUrl>(provider => provider.GetRequiredService<TeamsStore>().ServiceUrlOf);
        services.AddSingleton<TroubleHearing>(provider =>
        {
            var keys = provider.GetRequiredService<SigningKeys>();
            return () => keys.Trouble;
        });
        services.AddTeamsOutbound(options, EndpointsOf(options.Cloud), options.Playground);
        return services;
    }

    public static WebApplication MapTeamsChannel(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<TeamsOptions>();
        if (!options.HasCredentials && !options.Playground)
        {
            LogOff(app.Logger);
            return app;
        }

        if (options.Playground)
            LogPlayground(app.Logger);
        app.Services.GetRequiredService<TeamsEndpoints>().Map(app);
        return app;
    }

    private static CloudEndpoints EndpointsOf(TeamsCloud cloud) => cloud switch
    {
        TeamsCloud.Public => CloudEndpoints.Public,
        TeamsCloud.UsGov => CloudEndpoints.UsGov,
        TeamsCloud.UsDod => CloudEndpoints.UsDod,
        TeamsCloud.China => CloudEndpoints.China,
        _ => throw new ArgumentOutOfRangeException(nameof(cloud), cloud, "Unknown cloud of Microsoft."),
    };

    private const int LargestKeyDocument = 1024 * 1024;

    [LoggerMessage(LogLevel.Information, "Teams is off: its credentials (Teams:AppId and so on) are empty.")]
    private static partial void LogOff(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Teams:Playground is true: any program on this machine may speak to the bot as anybody, without a token. For development only.")]
    private static partial void LogPlayground(ILogger logger);
}
