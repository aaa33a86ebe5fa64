using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ChatOpsBot.Storage;
using Dapper;
using Microsoft.AspNetCore.DataProtection;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>The installations of the app with their tokens, which are encrypted where they lie.</summary>
internal sealed partial class SlackInstallationStore(Database database, IDataProtectionProvider protection, TimeProvider time, ILogger<SlackInstallationStore> logger)
{
    private readonly IDataProtector protector = protection.CreateProtector("Slack.Tokens");

    // No other process writes this database, so what was read once stays true.
    private readonly ConcurrentDictionary<string, InstalledApp?> known = new(StringComparer.Ordinal);

    /// <returns>Null: the app is not installed there.</returns>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public InstalledApp? Find(SlackInstallation installation)
    {
        if (known.TryGetValue(installation.Id, out var app))
            return app;
        // What somebody installed meanwhile wins over what was read.
        return known.GetOrAdd(installation.Id, Read(installation.Id));
    }

    /// <summary>Installed anew, whatever was before.</summary>
    public async Task InstallAsync(SlackInstallation installation, InstalledTokens tokens, CancellationToken cancellationToken)
    {
        var app = new InstalledApp(tokens, time.GetUtcNow());
        await database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO slack_installations (id, tokens, installed_at) VALUES (@Id, @Tokens, @At)
                ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens, installed_at = excluded.installed_at
                """,
                RowOf(installation, app)),
            cancellationToken);
        known[installation.Id] = app;
    }

    /// <summary>The same installation has new tokens, and the old ones are worth nothing. One that was removed or replaced meanwhile stays so.</summary>
    public async Task RenewAsync(SlackInstallation installation, InstalledApp app, InstalledTokens tokens)
    {
        var renewed = app with { Tokens = tokens };
        var row = RowOf(installation, renewed);
        // First: should the disk be full, this bot can go on speaking. The refresh token that lies there is spent.
        known.TryUpdate(installation.Id, renewed, app);
        await database.WriteAsync(
            connection => connection.Execute("UPDATE slack_installations SET tokens = @Tokens WHERE id = @Id AND installed_at = @At", row),
            CancellationToken.None);
    }

    public async Task RemoveAsync(SlackInstallation installation, CancellationToken cancellationToken)
    {
        await database.WriteAsync(connection => connection.Execute("DELETE FROM slack_installations WHERE id = @Id", new { installation.Id }), cancellationToken);
        known[installation.Id] = null;
    }

    private object RowOf(SlackInstallation installation, InstalledApp app) => new
    {
        installation.Id,
        Tokens = protector.Protect(JsonSerializer.Serialize(app.Tokens, InstalledTokensJson.Default.InstalledTokens)),
        At = app.InstalledAt.ToUnixTimeMilliseconds(),
    };

    private InstalledApp? Read(string id)
    {
        var row = database.Read(connection => connection.QuerySingleOrDefault<Row>("SELECT tokens AS Tokens, installed_at AS InstalledAt FROM slack_installations WHERE id = @id", new { id }));
        if (row is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(protector.Unprotect(row.Tokens), InstalledTokensJson.Default.InstalledTokens) is { } tokens
                ? new InstalledApp(tokens, DateTimeOffset.FromUnixTimeMilliseconds(row.InstalledAt))
                : null;
        }
        catch (CryptographicException)
        {
            LogUnreadable(logger, id);
            return null;
        }
    }

    private sealed record Row
    {
        public string Tokens { get; init; } = "";

        public long InstalledAt { get; init; }
    }

    [LoggerMessage(LogLevel.Error, "Slack: the tokens of {Installation} cannot be decrypted: the keys in the database are not those they were encrypted with. Install the app there again.")]
    private static partial void LogUnreadable(ILogger logger, string installation);
}
