using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Messages posted in Slack of which it has to be remembered whether they arrived, by the key of what they answer. Nothing is written of
/// a first try that goes well. Each later one is written down before it leaves: a bot that is killed while Slack answers, or before it
/// saved the answer, would otherwise post it again without a thought.
/// </summary>
internal sealed class SlackPosts(Database database, TimeProvider time)
{
    /// <returns>Null for a message that never left, as far as is known.</returns>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public SlackPost? Find(string deliveryKey) =>
        database.Read(connection => connection.QuerySingleOrDefault<Row>(
            "SELECT is_open AS IsOpen, tries AS Tries, first_at AS FirstAt, at AS At, ts AS Ts FROM slack_posts WHERE delivery_key = @deliveryKey AND at >= @after",
            new { deliveryKey, after = Forgotten() })) is { } row
            ? new SlackPost(row.IsOpen != 0, (int)row.Tries, DateTimeOffset.FromUnixTimeMilliseconds(row.FirstAt), DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Ts)
            : null;

    /// <summary>It leaves now: from here on it may stand in the conversation.</summary>
    /// <exception cref="StorageException">The database cannot be written: then it must not leave.</exception>
    public Task LeavesAsync(string deliveryKey, string installation, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                DELETE FROM slack_posts WHERE at < @after;
                INSERT INTO slack_posts (delivery_key, installation, is_open, tries, first_at, at) VALUES (@deliveryKey, @installation, 1, 0, @now, @now)
                ON CONFLICT (delivery_key) DO UPDATE SET is_open = 1, at = excluded.at
                """,
                new { deliveryKey, installation, after = Forgotten(), now = time.GetUtcNow().ToUnixTimeMilliseconds() }),
            cancellationToken);

    /// <summary>A first try of which nobody told the end.</summary>
    /// <param name="at">It left before.</param>
    public async Task<SlackPost> LostAsync(Delivery delivery, string installation, DateTimeOffset at)
    {
        await database.WriteAsync(
            connection => connection.Execute(
                "INSERT INTO slack_posts (delivery_key, installation, is_open, tries, first_at, at) VALUES (@Key, @installation, 1, 0, @since, @at) ON CONFLICT (delivery_key) DO NOTHING",
                new { delivery.Key, installation, since = delivery.OwedSince.ToUnixTimeMilliseconds(), at = at.ToUnixTimeMilliseconds() }),
            CancellationToken.None);
        return new SlackPost(IsOpen: true, Tries: 0, delivery.OwedSince, at, Ts: null);
    }

    /// <summary>Slack did not say whether it took what left last, or nobody was there to hear it.</summary>
    public Task UncertainAsync(Delivery delivery, string installation) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                DELETE FROM slack_posts WHERE at < @after;
                INSERT INTO slack_posts (delivery_key, installation, is_open, tries, first_at, at) VALUES (@Key, @installation, 0, 1, @since, @now)
                ON CONFLICT (delivery_key) DO UPDATE SET is_open = 0, tries = tries + 1
                """,
                new { delivery.Key, installation, after = Forgotten(), since = delivery.OwedSince.ToUnixTimeMilliseconds(), now = time.GetUtcNow().ToUnixTimeMilliseconds() }),
            CancellationToken.None);

    /// <param name="ts">What Slack calls it; empty when Slack did not say.</param>
    public Task ArrivedAsync(string deliveryKey, string ts) =>
        database.WriteAsync(connection => connection.Execute("UPDATE slack_posts SET is_open = 0, ts = @ts WHERE delivery_key = @deliveryKey", new { deliveryKey, ts }), CancellationToken.None);

    /// <summary>What left last certainly did not arrive: Slack said so.</summary>
    public Task RefusedAsync(string deliveryKey) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                DELETE FROM slack_posts WHERE delivery_key = @deliveryKey AND tries = 0;
                UPDATE slack_posts SET is_open = 0 WHERE delivery_key = @deliveryKey
                """,
                new { deliveryKey }),
            CancellationToken.None);

    private long Forgotten() => (time.GetUtcNow() - KeepFor).ToUnixTimeMilliseconds();

    /// <summary>As long as the inbox goes on trying. Its own keys live an hour longer, so that nothing new is ever taken for something old.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(24);

    private sealed record Row
    {
        public long IsOpen { get; init; }

        public long Tries { get; init; }

        public long FirstAt { get; init; }

        public long At { get; init; }

        public string? Ts { get; init; }
    }
}

/// <param name="IsOpen">It left, and nobody was there to hear what became of it: the bot was killed.</param>
/// <param name="Tries">Posts of which Slack did not say whether it took them.</param>
/// <param name="FirstAt">When it left first.</param>
/// <param name="At">When it left last.</param>
/// <param name="Ts">What Slack calls the message; null while that is not known.</param>
internal sealed record SlackPost(bool IsOpen, int Tries, DateTimeOffset FirstAt, DateTimeOffset At, string? Ts);
