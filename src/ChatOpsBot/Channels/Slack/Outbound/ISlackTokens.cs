namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>The bot's tokens: one an installation, which is a workspace or a whole organization (Enterprise).</summary>
internal interface ISlackTokens
{
    /// <summary>Why the bot can speak nowhere, and what the operator can do; null: it can, as far as is known.</summary>
    string? Trouble => null;

    /// <returns>Null: the app is not installed there, or no longer.</returns>
    ValueTask<string?> FindAsync(SlackInstallation installation, CancellationToken cancellationToken);

    /// <summary>Whether the app is installed there, as far as is known.</summary>
    /// <exception cref="Storage.StorageException">The database cannot be read.</exception>
    bool IsInstalled(SlackInstallation installation) => true;

    /// <summary>Whether these would be void if the app was removed there, as far as is known.</summary>
    bool AreOf(SlackInstallation installation) => true;

    /// <summary>Slack has told whose the token is that serves whoever asks.</summary>
    void Introduce(SlackInstallation installation)
    {
    }

    /// <returns>When the app was installed there, if that is known: what happened before concerns an earlier installation.</returns>
    DateTimeOffset? InstalledAt(SlackInstallation installation) => null;

    /// <summary>Renews a token that Slack says has expired. Who comes second with the same one gets what the first got.</summary>
    /// <returns>Null: it cannot be renewed.</returns>
    ValueTask<string?> RenewAsync(SlackInstallation installation, string expired, CancellationToken cancellationToken);

    /// <summary>Slack says the token is dead: revoked, app removed, account closed. It is not used again.</summary>
    /// <param name="error">Slack's name of the reason.</param>
    ValueTask ForgetAsync(SlackInstallation installation, string dead, string error, CancellationToken cancellationToken);
}
