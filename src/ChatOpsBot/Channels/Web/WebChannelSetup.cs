using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Web;

/// <summary>Adds the web channel to the host.</summary>
internal static partial class WebChannelSetup
{
    public static IServiceCollection AddWebChannel(this IServiceCollection services, WebOptions options, StorageOptions storage)
    {
        services.AddSingleton(options);
        services.AddSingleton<WebAccess>();
        services.AddSingleton(provider => new WebTokens(WebKey.Get(options.Secret, storage.FullPath), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebRefusals>();
        services.AddSingleton<WebStore>();
        services.AddSingleton<WebCards>();
        services.AddSingleton<WebConversations>();
        services.AddSingleton<IChannel, WebChannel>();
        services.AddSingleton<DirectLineEndpoints>();
        services.AddSingleton(PageFolder.Default);
        services.AddSingleton<PageEndpoints>();
        services.AddSingleton<KnowledgePage>();
        // The host writes whole URLs at level Information, and a stream's URL carries its ticket.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));
        return services;
    }

    public static WebApplication MapWebChannel(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<WebAccess>().IsOn)
        {
            LogOff(app.Logger);
            return app;
        }

        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        app.Services.GetRequiredService<DirectLineEndpoints>().Map(app);
        app.Services.GetRequiredService<PageEndpoints>().Map(app);
        if (app.Environment.IsDevelopment())
            app.Services.GetRequiredService<KnowledgePage>().Map(app);
        return app;
    }

    [LoggerMessage(LogLevel.Information, "The chat page is off: Web:Secret is empty.")]
    private static partial void LogOff(ILogger logger);
}
