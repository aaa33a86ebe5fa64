using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Tests.Channels.Web;

/// <summary>The bot as on a developer's machine: the chat page is open to it without a secret.</summary>
internal static class WebBot
{
    public const string Error = "450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]";

    public static Task<BotInTest> StartAsync(CancellationToken cancellationToken, string? dataFolder = null, TimeProvider? time = null, Action<IServiceCollection>? replace = null) =>
        BotInTest.StartAsync(cancellationToken, dataFolder, time: time, replace: replace, settings: "--environment=Development");

    public static Task<BotInTest> StartInProductionAsync(CancellationToken cancellationToken, params string[] settings) =>
        BotInTest.StartAsync(cancellationToken, settings: ["--environment=Production", .. settings]);
}
