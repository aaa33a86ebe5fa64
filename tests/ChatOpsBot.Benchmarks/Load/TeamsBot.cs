using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Benchmarks.Load;

/// <summary>
/// The bot as it serves Teams, but that its tokens are signed, and its answers received, by the driver (<see cref="TeamsPlatform"/>) in
/// place of Microsoft. Tokens are checked and rows are written as in production.
/// </summary>
internal static class TeamsBot
{
    public const string Command = "teams-bot";

    /// <summary>Settings: where the driver publishes its signing keys, and where its Connector is.</summary>
    public const string Keys = "Load:Keys";

    /// <inheritdoc cref="Keys"/>
    public const string Connector = "Load:Connector";

    public static async Task RunAsync(string[] settings)
    {
        var connector = Setting(settings, Connector);
        await using var app = BotHost.Build(
            [.. settings.Where(setting => !setting.StartsWith("--Load:", StringComparison.Ordinal)), $"--Teams:AppId={TeamsPlatform.AppId}", "--Teams:AppType=MultiTenant", "--Teams:AllowedTenants:0=*", "--Teams:ClientSecret=load"],
            services =>
            {
                services.AddSingleton(CloudEndpoints.Public with { OpenIdMetadata = new Uri(Setting(settings, Keys)) });
                // What activities name is an address of Microsoft, or they would be refused.
                services.AddSingleton<LatestServiceUrl>((_, _) => connector);
                services.AddSingleton(new ServiceTrust(address => address.IsLoopback, isPlayground: false, defaultServiceUrl: null, gccServiceUrl: null));
                services.AddSingleton<IBotCredential, NoLogin>();
            });
        await app.RunAsync();
    }

    private static string Setting(string[] settings, string name) => settings.First(setting => setting.StartsWith($"--{name}=", StringComparison.Ordinal))[(name.Length + 3)..];

    private sealed class NoLogin : IBotCredential
    {
        public Task<BotToken> AcquireAsync(CancellationToken cancellationToken) => Task.FromResult(new BotToken("load", TimeSpan.FromHours(1)));
    }
}
