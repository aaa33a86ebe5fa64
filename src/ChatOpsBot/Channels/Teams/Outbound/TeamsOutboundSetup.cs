using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Identity.Client;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Adds what speaks on Teams to the host: <see cref="TeamsChannel"/> and what it needs.</summary>
internal static class TeamsOutboundSetup
{
    /// <param name="options">Found complete; whoever reads the settings checks that.</param>
    /// <param name="isPlayground">Decided by the caller: the setting alone does not do, it also takes Development.</param>
    public static IServiceCollection AddTeamsOutbound(this IServiceCollection services, TeamsOptions options, CloudEndpoints endpoints, bool isPlayground)
    {
        AddClient(services, TokenClient);
        AddClient(services, ConnectorHttp);
        services.AddSingleton(ServiceTrust.Of(endpoints, isPlayground));
        services.AddSingleton(provider => Credential(options, endpoints, provider));
        services.AddSingleton<BotTokens>();
        services.AddSingleton(provider => new ConnectorClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(ConnectorHttp),
            provider.GetRequiredService<BotTokens>().AuthorizeAsync,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new SendGates(provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble));
        services.AddSingleton(provider => new ConnectorRetry(provider.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble));
        // Whoever listens knows better, and may say so before.
        services.TryAddSingleton<LatestServiceUrl>(_ => static (_, _) => null);
        services.TryAddSingleton<TroubleHearing>(_ => static () => null);
        services.AddSingleton<UnreachableConversations>();
        services.AddSingleton<TeamsMetrics>();
        services.AddSingleton<TeamsCalls>();
        services.AddSingleton<UncertainPosts>();
        services.AddSingleton<TeamsRefusals>();
        services.AddSingleton<TeamsChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<TeamsChannel>());
        return services;
    }

    private static void AddClient(IServiceCollection services, string name) => services.AddHttpClient(name)
        .ConfigureHttpClient(http => http.Timeout = Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(() => OutboundHttp.Handler(connectWithin: TimeSpan.FromSeconds(10)))
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        // They write URLs, and these hold ids of people.
        .RemoveAllLoggers();

    private static IBotCredential Credential(TeamsOptions options, CloudEndpoints endpoints, IServiceProvider provider)
    {
        var clients = provider.GetRequiredService<IHttpClientFactory>();
        if (options.AppType == TeamsAppType.UserAssignedMSI)
            return new IdentityCredential(options.AppId, endpoints.Scope, Client);
        var federated = options.FederatedIdentityClientId.Length > 0 ? new IdentityCredential(options.FederatedIdentityClientId, IdentityCredential.ExchangeScope(options.Cloud), Client) : null;
        return new AppCredential(options, endpoints, federated, new MsalClients(Client), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AppCredential>>());

        HttpClient Client() => clients.CreateClient(TokenClient);
    }

    /// <summary>Speaks to Microsoft's login.</summary>
    public const string TokenClient = "teams-token";

    /// <summary>Speaks to the Connector.</summary>
    public const string ConnectorHttp = "teams-connector";

    private sealed class MsalClients(Func<HttpClient> client) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => client();
    }
}
