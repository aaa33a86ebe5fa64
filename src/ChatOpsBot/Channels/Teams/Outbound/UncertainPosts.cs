using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Posts of which Teams did not tell whether it made them, by the key of what they answer. Kept in the database: after a restart, or in
/// another process, a message must not get more tries than it has left.
/// </summary>
internal sealed class UncertainPosts(Database database, TimeProvider time)
{
    /// <returns>Null for a message that was never posted in vain.</returns>
    public UncertainPost? Find(string deliveryKey) =>
        database.Read(connection => connection.QuerySingleOrDefault<Row>(
            "SELECT tries AS Tries, at AS At FROM teams_uncertain_posts WHERE delivery_key = @deliveryKey",
            new { deliveryKey })) is { } row
            ? new UncertainPost((int)row.Tries, DateTimeOffset.FromUnixTimeMilliseconds(row.At))
            : null;

    /// <param name="tries">Posts of this message whose outcome nobody told, this one included.</param>
    public Task SetAsync(string deliveryKey, int tries, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            connection => connection.Execute(
                """
                DELETE FROM teams_uncertain_posts WHERE at < @before;
                INSERT INTO teams_uncertain_posts (delivery_key, tries, at) VALUES (@deliveryKey, @tries, @at)
                ON CONFLICT (delivery_key) DO UPDATE SET tries = excluded.tries, at = excluded.at
                """,
                new { deliveryKey, tries, at = now.ToUnixTimeMilliseconds(), before = (now - KeepFor).ToUnixTimeMilliseconds() }),
            cancellationToken);
    }

    public Task RemoveAsync(string deliveryKey, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("DELETE FROM teams_uncertain_posts WHERE delivery_key = @deliveryKey", new { deliveryKey }), cancellationToken);

    /// <summary>As long as the inbox goes on trying, and an hour.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(25);

    private sealed record Row
    {
        public long Tries { get; init; }

        public long At { get; init; }
    }
}

/// <param name="At">Of the latest try.</param>
internal sealed record UncertainPost(int Tries, DateTimeOffset At);
