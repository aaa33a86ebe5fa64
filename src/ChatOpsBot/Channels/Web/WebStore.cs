using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Channels.Web;

/// <summary>The SQL of the web channel: conversations with their watermark, and the cards posted in them.</summary>
internal sealed class WebStore(Database database, TimeProvider time)
{
    /// <summary>Notes that the conversation is in use, and makes it when it is new. Forgets those nobody opened for long.</summary>
    public Task OpenAsync(string conversation, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.WriteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM web_conversations WHERE last_used_at < @before", new { before = (now - Retention).ToUnixTimeMilliseconds() });
                return connection.Execute(
                    """
                    INSERT INTO web_conversations (id, last_watermark, last_used_at) VALUES (@conversation, 0, @at)
                    ON CONFLICT (id) DO UPDATE SET last_used_at = excluded.last_used_at
                    """,
                    new { conversation, at = now.ToUnixTimeMilliseconds() });
            },
            cancellationToken);
    }

    public bool Exists(string conversation) =>
        database.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM web_conversations WHERE id = @conversation)", new { conversation }));

    /// <summary>Takes the next watermark for something that is not stored here; null when the conversation is gone.</summary>
    public Task<long?> ReserveAsync(string conversation, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.ExecuteScalar<long?>(NextWatermark, new { conversation, at = Now() }), cancellationToken);

    /// <summary>Adds an activity, unless one with this delivery key is there already.</summary>
    /// <param name="write">Writes the activity's JSON, given its place in the transcript.</param>
    public Task<StoredActivity?> AddAsync(string conversation, string id, string deliveryKey, Func<long, string> write, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var posted = connection.QuerySingleOrDefault<StoredActivity>($"SELECT {Columns} FROM web_activities WHERE delivery_key = @deliveryKey", new { deliveryKey });
                if (posted is not null)
                    return posted;
                if (connection.ExecuteScalar<long?>(NextWatermark, new { conversation, at = Now() }) is not { } watermark)
                    return null;

                var activity = new StoredActivity(id, watermark, watermark, write(watermark)) { IsNew = true };
                connection.Execute(
                    """
                    INSERT INTO web_activities (conversation, id, watermark, sequence, delivery_key, activity)
                    VALUES (@conversation, @Id, @Watermark, @Sequence, @deliveryKey, @Json)
                    """,
                    new { conversation, activity.Id, activity.Watermark, activity.Sequence, deliveryKey, activity.Json });
                connection.Execute(
                    """
                    DELETE FROM web_activities WHERE conversation = @conversation AND sequence <=
                        (SELECT sequence FROM web_activities WHERE conversation = @conversation ORDER BY sequence DESC LIMIT 1 OFFSET @MostActivities)
                    """,
                    new { conversation, MostActivities });
                return activity;
            },
            cancellationToken);

    /// <summary>Replaces an activity where it stands; null when it is not kept any more.</summary>
    public Task<StoredActivity?> ReplaceAsync(string conversation, string id, Func<long, string> write, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                if (connection.ExecuteScalar<long?>("SELECT sequence FROM web_activities WHERE conversation = @conversation AND id = @id", new { conversation, id }) is not { } sequence)
                    return null;

                var watermark = connection.ExecuteScalar<long>(NextWatermark, new { conversation, at = Now() });
                var activity = new StoredActivity(id, watermark, sequence, write(sequence));
                connection.Execute(
                    "UPDATE web_activities SET watermark = @Watermark, activity = @Json WHERE conversation = @conversation AND id = @Id",
                    new { conversation, activity.Id, activity.Watermark, activity.Json });
                return activity;
            },
            cancellationToken);

    /// <summary>The watermark the conversation has reached and the activities that are newer than <paramref name="watermark"/>, oldest change first.</summary>
    public (long Last, IReadOnlyList<StoredActivity> Activities) Since(string conversation, long watermark) =>
        database.Read(connection =>
        {
            var last = connection.ExecuteScalar<long?>("SELECT last_watermark FROM web_conversations WHERE id = @conversation", new { conversation }) ?? 0;
            var activities = connection.Query<StoredActivity>(
                $"SELECT {Columns} FROM web_activities WHERE conversation = @conversation AND watermark > @watermark ORDER BY watermark",
                new { conversation, watermark });
            return (last, activities.AsList());
        });

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

    private const string Columns = "id AS Id, watermark AS Watermark, sequence AS Sequence, activity AS Json";
    private const string NextWatermark = "UPDATE web_conversations SET last_watermark = last_watermark + 1, last_used_at = @at WHERE id = @conversation RETURNING last_watermark";
    private const int MostActivities = 200;
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);
}

/// <param name="Json">Direct Line's JSON of the activity.</param>
[method: ExplicitConstructor]
internal sealed record StoredActivity(string Id, long Watermark, long Sequence, string Json)
{
    /// <summary>False when it was posted earlier under the same delivery key.</summary>
    public bool IsNew { get; init; }
}
