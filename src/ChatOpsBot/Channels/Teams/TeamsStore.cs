using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Channels.Teams;

/// <summary>The SQL of Teams: where its conversations are reached, and where the app is installed.</summary>
internal sealed class TeamsStore(Database database, TimeProvider time)
{
    /// <param name="person">Whose personal conversation it is; null for any other.</param>
    public Task SetSeenAsync(string tenant, string conversation, string serviceUrl, string? person, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO teams_conversations (tenant, conversation, service_url, person, seen_at) VALUES (@tenant, @conversation, @serviceUrl, @person, @at)
                ON CONFLICT (tenant, conversation) DO UPDATE SET service_url = excluded.service_url, person = COALESCE(excluded.person, person), seen_at = excluded.seen_at
                """,
                new { tenant, conversation, serviceUrl, person, at = time.GetUtcNow().ToUnixTimeMilliseconds() }),
            cancellationToken);

    /// <summary>Where the conversation was last reached from; null when nothing was ever heard from it.</summary>
    public string? ServiceUrlOf(string tenant, string conversation) =>
        database.Read(connection => connection.ExecuteScalar<string?>(
            "SELECT service_url FROM teams_conversations WHERE tenant = @tenant AND conversation = @conversation",
            new { tenant, conversation }));

    /// <summary>The conversation of one person with the bot; null when there was none yet.</summary>
    public string? PersonalConversationOf(string tenant, string person) =>
        database.Read(connection => connection.ExecuteScalar<string?>(
            "SELECT conversation FROM teams_conversations WHERE tenant = @tenant AND person = @person ORDER BY seen_at DESC LIMIT 1",
            new { tenant, person }));

    public TeamsInstallation Installation(string tenant, string place) =>
        database.Read(connection => connection.QuerySingleOrDefault<TeamsInstallation>(
            "SELECT is_installed AS IsInstalled, removals AS Removals FROM teams_installations WHERE tenant = @tenant AND place = @place",
            new { tenant, place })) ?? new TeamsInstallation();

    public Task SetInstalledAsync(string tenant, string place, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO teams_installations (tenant, place, is_installed) VALUES (@tenant, @place, 1)
                ON CONFLICT (tenant, place) DO UPDATE SET is_installed = 1
                """,
                new { tenant, place }),
            cancellationToken);

    /// <summary>The app is gone from there. Told twice, it was removed once.</summary>
    public Task SetRemovedAsync(string tenant, string place, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                "UPDATE teams_installations SET is_installed = 0, removals = removals + 1 WHERE tenant = @tenant AND place = @place AND is_installed = 1",
                new { tenant, place }),
            cancellationToken);
}

/// <summary>Whether the app is installed in a place, and how often it was removed from it.</summary>
internal sealed record TeamsInstallation
{
    public bool IsInstalled { get; init; }

    public long Removals { get; init; }
}
