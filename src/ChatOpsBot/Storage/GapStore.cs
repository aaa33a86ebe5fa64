using ChatOpsBot.MailFlow;
using Dapper;

namespace ChatOpsBot.Storage;

/// <summary>Counts what the knowledge lacks: codes without an entry, and entries that did not help. Of no person and no conversation.</summary>
internal sealed class GapStore(Database database, TimeProvider time)
{
    /// <param name="error">The error nobody wrote an entry for.</param>
    public Task CountAsync(MailError error, GapKind kind, CancellationToken cancellationToken) =>
        CountAsync(error.Code?.ToString() ?? error.Reply?.ToString() ?? Unnamed, kind, cancellationToken);

    /// <param name="what">A code, or the id of an entry.</param>
    public Task CountAsync(string what, GapKind kind, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO gaps (what, kind, count, last_at)
                SELECT @what, @kind, 1, @now WHERE (SELECT COUNT(*) FROM gaps) < @MostRows OR EXISTS (SELECT 1 FROM gaps WHERE what = @what AND kind = @kind)
                ON CONFLICT (what, kind) DO UPDATE SET count = count + 1, last_at = excluded.last_at
                """,
                new { what, kind = (int)kind, now = time.GetUtcNow().ToUnixTimeMilliseconds(), MostRows }),
            cancellationToken);

    /// <summary>The most frequent ones first.</summary>
    public IReadOnlyList<Gap> List() =>
        database.Read<IReadOnlyList<Gap>>(connection =>
        [
            .. connection.Query<Row>("SELECT what AS What, kind AS Kind, count AS Count, last_at AS LastAt FROM gaps ORDER BY count DESC, what, kind")
                .Select(row => new Gap(row.What, (GapKind)row.Kind, row.Count, DateTimeOffset.FromUnixTimeMilliseconds(row.LastAt))),
        ]);

    /// <summary>More different codes than mail servers have: somebody is making them up.</summary>
    private const int MostRows = 5000;

    /// <summary>An error known only by a detail word, which may be anything.</summary>
    private const string Unnamed = "other";

    private sealed record Row
    {
        public string What { get; init; } = "";

        public long Kind { get; init; }

        public long Count { get; init; }

        public long LastAt { get; init; }
    }
}

/// <param name="What">A code, or the id of an entry.</param>
internal sealed record Gap(string What, GapKind Kind, long Count, DateTimeOffset LastAt);

/// <summary>Stored as a number: new ones go to the end.</summary>
internal enum GapKind
{
    /// <summary>Posted in a conversation and not answered, because nobody wrote an entry.</summary>
    Overheard,

    /// <summary>Asked of the bot, which could say no more than what the digits mean.</summary>
    Asked,

    /// <summary>Somebody pressed that the card of an entry did not help.</summary>
    NotHelpful,
}
