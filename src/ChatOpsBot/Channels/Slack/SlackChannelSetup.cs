using ChatOpsBot.Channels.Slack.Installing;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Sockets;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Adds Slack to the host.</summary>
internal static partial class SlackChannelSetup
{
    public static IServiceCollection AddSlackChannel(this IServiceCollection services, SlackOptions options)
    {
        services.AddSingleton(options);
        if (!options.HasCredentials)
            return services;

        services.AddSingleton(options.Hosts);
        // Conversations of Slack are full of people who never asked for a bot: it speaks up unasked where it was told to.
        services.AddSingleton(new QuietByRight(SlackConversation.ChannelName));
        services.AddHttpClient(SlackFiles.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => OutboundHttp.Handler(connectWithin: TimeSpan.FromSeconds(2)))
            .RemoveAllLoggers();
        services.AddSingleton<SlackFiles>();
        services.AddSingleton<SeenSignatures>();
        services.AddSingleton<InboundMetrics>();
        services.AddSingleton<InboundRefusals>();
        services.AddSingleton<SlackTurns>();
        services.AddSingleton<SlackEdits>();
        services.AddSingleton<SlackViews>();
        services.AddSingleton<SlackHome>();
        services.AddSingleton<SlackEvents>();
        services.AddSingleton<SlackExplanations>();
        services.AddSingleton<SlackPresses>();
        services.AddSingleton<SlackInteractions>();
        services.AddSingleton<SlackMembership>();
        services.AddSingleton<SlackCommands>();
        services.AddSingleton<SlackEndpoints>();
        if (options.UsesSocket)
        {
            services.AddSingleton(SocketPace.Usual);
            services.AddSingleton<SlackSockets>();
            services.AddHostedService(provider => provider.GetRequiredService<SlackSockets>());
        }

        services.AddSingleton<SlackErasure>();
        if (options.IsInstalledByPeople)
            services.AddInstalling();
        else
            services.AddHostedService<SlackIntroduction>();
        services.AddSlackOutbound(options);
        return services;
    }

    public static WebApplication MapSlackChannel(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<SlackOptions>();
        if (!options.HasCredentials)
            LogOff(app.Logger);
        if (options.UsesHttp)
            app.Services.GetRequiredService<SlackEndpoints>().Map(app);
        if (options.IsInstalledByPeople)
            app.Services.GetRequiredService<SlackInstallEndpoints>().Map(app);
        return app;
    }

    private static void AddInstalling(this IServiceCollection services)
    {
        // Keys of another application on this machine open nothing of ours.
        services.AddDataProtection().SetApplicationName("ChatOpsBot");
        services.AddSingleton<ProtectionKeyStore>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeyStore>((keys, store) => keys.XmlRepository = store);
        services.AddSingleton<SlackInstallationStore>();
        services.AddSingleton<InstallState>();
        services.AddSingleton<SlackInstallEndpoints>();
        services.AddSingleton<ISlackTokens, StoredTokens>();
    }

    [LoggerMessage(LogLevel.Information, "Slack is off: its credentials (Slack:AppId and so on) are empty.")]
    private static partial void LogOff(ILogger logger);
}
