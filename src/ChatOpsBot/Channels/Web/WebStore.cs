using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Channels.Web;

/// <summary>The SQL of the web channel: conversations with their watermark, and what the bot posted in them.</summary>
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

    /// <summary>Takes the next <paramref name="count"/> watermarks at once, and forgets what was posted long before.</summary>
    /// <returns>The last of them; null when the conversation is gone.</returns>
    public Task<long?> ReserveAsync(string conversation, int count, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                connection.Execute(
                    """
                    DELETE FROM web_activities WHERE conversation = @conversation AND sequence <=
                        (SELECT sequence FROM web_activities WHERE conversation = @conversation ORDER BY sequence DESC LIMIT 1 OFFSET @MostActivities)
                    """,
                    new { conversation, MostActivities });
                return connection.ExecuteScalar<long?>(
                    "UPDATE web_conversations SET last_watermark = last_watermark + @count, last_used_at = @at WHERE id = @conversation RETURNING last_watermark",
                    new { conversation, count, at = Now() });
            },
            cancellationToken);

    /// <summary>Adds an activity, unless one with this delivery key is there already.</summary>
    /// <returns>What is there now; null when the conversation is gone.</returns>
    public Task<StoredActivity?> AddAsync(string conversation, StoredActivity activity, string deliveryKey, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var added = connection.Execute(
                    """
                    INSERT INTO web_activities (conversation, id, watermark, sequence, delivery_key, activity, case_id, at)
                    SELECT @conversation, @Id, @Watermark, @Sequence, @deliveryKey, @Json, @CaseId, @At
                    WHERE EXISTS (SELECT 1 FROM web_conversations WHERE id = @conversation)
                    ON CONFLICT (delivery_key) DO NOTHING
                    """,
                    new { conversation, activity.Id, activity.Watermark, activity.Sequence, deliveryKey, activity.Json, activity.CaseId, activity.At });
                return added == 1
                    ? activity
                    : connection.QuerySingleOrDefault<StoredActivity>($"SELECT {Columns} FROM web_activities WHERE delivery_key = @deliveryKey", new { deliveryKey });
            },
            cancellationToken);

    /// <summary>Notes that an activity has changed where it stands; null when it is not kept any more.</summary>
    public Task<StoredActivity?> ReplaceAsync(string conversation, string id, long watermark, string? caseId, string json, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.QuerySingleOrDefault<StoredActivity>(
                $"UPDATE web_activities SET watermark = @watermark, case_id = @caseId, activity = @json WHERE conversation = @conversation AND id = @id RETURNING {Columns}",
                new { conversation, id, watermark, caseId, json }),
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

    private const string Columns = "id AS Id, watermark AS Watermark, sequence AS Sequence, case_id AS CaseId, at AS At, activity AS Json";
    private const int MostActivities = 200;
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);
}

/// <summary>What the bot posted: the card of a case, composed when it is read, or something that was written down.</summary>
internal sealed record StoredActivity
{
    public string Id { get; init; } = "";

    /// <summary>Of its last change; clients that saw less get it again.</summary>
    public long Watermark { get; init; }

    /// <summary>Place in the transcript.</summary>
    public long Sequence { get; init; }

    /// <summary>Milliseconds since 1970 in UTC.</summary>
    public long At { get; init; }

    public string? CaseId { get; init; }

    /// <summary>Direct Line's JSON of the activity; empty for the card of a case.</summary>
    public string Json { get; init; } = "";
}
