using System.Collections.Concurrent;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>The one token of the settings, for a bot that is installed in one workspace.</summary>
/// <remarks>It serves whatever workspace asks: whether a message may come from there is decided where it comes in.</remarks>
internal sealed class SettingsTokens(string botToken) : ISlackTokens
{
    // With Slack's name of the reason.
    private readonly ConcurrentDictionary<string, string> dead = new(StringComparer.Ordinal);

    // Id of the workspace or organization; null while Slack has not told. Written once.
    private volatile string? owner;

    public string? Trouble => dead.TryGetValue(botToken, out var error)
        ? $"Slack does not take Slack:BotToken any more ({error}), so the bot cannot answer. Install the app in the workspace again, set Slack:BotToken to \"Bot User OAuth Token\" under OAuth & Permissions of the app, and start the bot again."
        : null;

    public ValueTask<string?> FindAsync(SlackInstallation installation, CancellationToken cancellationToken) =>
        ValueTask.FromResult(dead.ContainsKey(botToken) ? null : botToken);

    public void Introduce(SlackInstallation installation) => owner = installation.Id;

    /// <summary>The app may be installed elsewhere too, with a token that nobody gave to this bot.</summary>
    public bool AreOf(SlackInstallation installation) => owner is null || owner == installation.Id;

    /// <summary>A token that is written into settings lives until it is revoked.</summary>
    public ValueTask<string?> RenewAsync(SlackInstallation installation, string expired, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);

    public ValueTask ForgetAsync(SlackInstallation installation, string dead, string error, CancellationToken cancellationToken)
    {
        this.dead[dead] = error;
        return ValueTask.CompletedTask;
    }
}
