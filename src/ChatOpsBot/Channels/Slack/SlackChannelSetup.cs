using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Adds Slack to the host.</summary>
internal static partial class SlackChannelSetup
{
    public static IServiceCollection AddSlackChannel(this IServiceCollection services, SlackOptions options)
    {
        services.AddSingleton(options);
        if (!options.HasCredentials)
            return services;

        services.AddSingleton(SlackHosts.Public);
        return services;
    }

    public static WebApplication MapSlackChannel(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<SlackOptions>().HasCredentials)
            LogOff(app.Logger);
        return app;
    }

    [LoggerMessage(LogLevel.Information, "Slack is off: its credentials (Slack:AppId and so on) are empty.")]
    private static partial void LogOff(ILogger logger);
}
