using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Channels.Slack.Sockets;
using ChatOpsBot.Conversations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Adds what speaks on Slack to the host.</summary>
internal static class SlackOutboundSetup
{
    /// <param name="options">Found complete; whoever reads the settings checks that.</param>
    public static IServiceCollection AddSlackOutbound(this IServiceCollection services, SlackOptions options)
    {
        services.AddHttpClient(WebApiClient)
            .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => OutboundHttp.Handler(connectWithin: TimeSpan.FromSeconds(10)))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // They write URLs, and a response_url is a key by itself.
            .RemoveAllLoggers();
        services.AddSingleton(provider => new SlackWebApi(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(WebApiClient),
            provider.GetRequiredService<SlackHosts>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<BlockForm>()));
        services.AddSingleton(options.DrawsSimply ? SimpleBlocks.Form : BlockForm.AsWritten);
        // Whoever keeps installations may bring theirs before.
        services.TryAddSingleton<ISlackTokens>(_ => new SettingsTokens(options.BotToken));
        services.AddSingleton(provider => new SlackGates(provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble));
        services.AddSingleton(provider => new SlackRetry(provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble));
        services.AddSingleton<ClosedConversations>();
        services.AddSingleton<SocketHealth>();
        services.AddSingleton<AfterAcknowledgement>();
        services.AddSingleton<CommandsUnderWay>();
        services.AddSingleton<SlackLocales>();
        services.AddSingleton<SlackPosts>();
        services.AddSingleton<OwnUsers>();
        services.AddSingleton<MissingMethods>();
        services.AddSingleton<SlackMetrics>();
        services.AddSingleton<SlackCalls>();
        services.AddSingleton<SlackRefusals>();
        services.AddSingleton<SlackChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<SlackChannel>());
        return services;
    }

    /// <summary>Speaks to the Web API.</summary>
    public const string WebApiClient = "slack-web-api";
}
