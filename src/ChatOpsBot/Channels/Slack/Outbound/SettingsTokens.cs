using System.Collections.Concurrent;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>The one token of the settings, for a bot that is installed in one workspace.</summary>
/// <remarks>It serves whatever workspace asks: whether a message may come from there is decided where it comes in.</remarks>
internal sealed class SettingsTokens(string botToken) : ISlackTokens
{
    private readonly ConcurrentDictionary<string, byte> dead = new(StringComparer.Ordinal);

    public ValueTask<string?> FindAsync(SlackInstallation installation, CancellationToken cancellationToken) =>
        ValueTask.FromResult(dead.ContainsKey(botToken) ? null : botToken);

    /// <summary>A token that is written into settings lives until it is revoked.</summary>
    public ValueTask<string?> RenewAsync(SlackInstallation installation, string expired, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);

    public ValueTask ForgetAsync(SlackInstallation installation, string dead, string error, CancellationToken cancellationToken)
    {
        this.dead[dead] = 0;
        return ValueTask.CompletedTask;
    }
}
