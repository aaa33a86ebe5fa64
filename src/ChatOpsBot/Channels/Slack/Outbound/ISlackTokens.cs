namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>The bot's tokens: one an installation, which is a workspace or a whole organization (Enterprise).</summary>
internal interface ISlackTokens
{
    /// <summary>Why the bot can speak nowhere, and what the operator can do; null: it can, as far as is known.</summary>
    string? Trouble => null;

    /// <returns>Null: the app is not installed there, or no longer.</returns>
    ValueTask<string?> FindAsync(SlackInstallation installation, CancellationToken cancellationToken);

    /// <returns>When the app was installed there, if that is known: what happened before concerns an earlier installation.</returns>
    DateTimeOffset? InstalledAt(SlackInstallation installation) => null;

    /// <summary>Renews a token that Slack says has expired. Who comes second with the same one gets what the first got.</summary>
    /// <returns>Null: it cannot be renewed.</returns>
    ValueTask<string?> RenewAsync(SlackInstallation installation, string expired, CancellationToken cancellationToken);

    /// <summary>Slack says the token is dead: revoked, app removed, account closed. It is not used again.</summary>
    /// <param name="error">Slack's name of the reason.</param>
    ValueTask ForgetAsync(SlackInstallation installation, string dead, string error, CancellationToken cancellationToken);
}
