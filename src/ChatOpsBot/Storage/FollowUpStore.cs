using System.Data;
using ChatOpsBot.Conversations;
using ChatOpsBot.FollowUps;
using Dapper;

namespace ChatOpsBot.Storage;

/// <summary>Rows of what is due later. Rows of a case come and go with its events; see <see cref="FollowUpPlan"/>.</summary>
internal sealed class FollowUpStore(Database database) : IDisposable
{
    /// <summary>Raised when something may have come due earlier than before.</summary>
    public WorkSignal Changed { get; } = new();

    public void Dispose() => Changed.Dispose();

    /// <summary>What is due, the longest waiting first.</summary>
    /// <param name="maxRunning">How many runs of checks may be under way before no re-check is taken up.</param>
    /// <param name="paused">Channels whose platform asked for time: their notes wait.</param>
    public IReadOnlyList<DueFollowUp> Due(DateTimeOffset now, int count, int maxRunning, IReadOnlyCollection<string> paused)
    {
        var at = now.ToUnixTimeMilliseconds();
        return database.Read(connection =>
        {
            var free = Math.Clamp(maxRunning - (int)connection.ExecuteScalar<long>(Running), 0, count);
            return (IReadOnlyList<DueFollowUp>)
            [
                .. connection.Query<DueFollowUp>($"{Select} WHERE state = 0 AND next_at <= @at AND kind <> 0 AND {NotPaused} ORDER BY next_at LIMIT @count", new { at, count, paused }),
                .. connection.Query<DueFollowUp>($"{Select} WHERE state = 0 AND next_at <= @at AND kind = 0 ORDER BY next_at LIMIT @free", new { at, free }),
            ];
        });
    }

    /// <summary>When the next one comes due that <see cref="Due"/> would give out; null when none waits.</summary>
    public DateTimeOffset? NextDue(int maxRunning, IReadOnlyCollection<string> paused)
    {
        var due = database.Read(connection => connection.ExecuteScalar<long?>(
            $"SELECT MIN(next_at) FROM follow_ups WHERE state = 0 AND (kind <> 0 OR ({Running}) < @maxRunning) AND {NotPaused}",
            new { maxRunning, paused }));
        return due is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    /// <summary>Brings the rows of a case in step with what it is owed. Rows that are as they should be keep their tries.</summary>
    /// <returns>How many rows were wrong.</returns>
    internal static int Sync(IDbConnection connection, string caseId, IReadOnlyList<FollowUp> plan)
    {
        var changes = connection.Execute("DELETE FROM follow_ups WHERE case_id = @caseId AND key NOT IN @keys", new { caseId, keys = plan.Select(followUp => followUp.Key).ToList() });
        foreach (var followUp in plan)
        {
            changes += connection.Execute(
                """
                INSERT INTO follow_ups (key, case_id, kind, due_at, next_at) VALUES (@Key, @CaseId, @kind, @due, @due)
                ON CONFLICT (key) DO UPDATE SET due_at = @due, next_at = @due, tries = 0, state = 0, outcome = NULL WHERE due_at <> @due
                """,
                new { followUp.Key, followUp.CaseId, kind = (int)followUp.Kind, due = followUp.DueMilliseconds });
        }

        return changes;
    }

    /// <summary>Keys and planned times, in milliseconds, of a case's rows.</summary>
    public IReadOnlyList<(string Key, long DueAt)> OfCase(string caseId) =>
        database.Read(connection => connection.Query<PlannedRow>("SELECT key AS Key, due_at AS DueAt FROM follow_ups WHERE case_id = @caseId", new { caseId }).Select(row => (row.Key, row.DueAt)).ToList());

    /// <summary>Cases that may be owed something or have a row, in batches: somebody did something in an open one, or it was closed a short time ago.</summary>
    public IReadOnlyList<string> CasesToRebuild(string after, DateTimeOffset closedSince, int count) =>
        database.Read(connection => connection.Query<string>(
            """
            SELECT id FROM cases
            WHERE id > @after AND ((is_open = 1 AND version > 1) OR last_event_at >= @since OR EXISTS (SELECT 1 FROM follow_ups WHERE case_id = cases.id))
            ORDER BY id LIMIT @count
            """,
            new { after, since = closedSince.ToUnixTimeMilliseconds(), count }).AsList());

    /// <summary>Sees to it that something which belongs to no case comes due again, at <paramref name="atMost"/> or earlier: a clock that was ahead must not put it off.</summary>
    public Task EnsureAsync(string key, FollowUpKind kind, DateTimeOffset first, DateTimeOffset atMost, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO follow_ups (key, case_id, kind, due_at, next_at) VALUES (@key, NULL, @kind, @first, @first)
                ON CONFLICT (key) DO UPDATE SET next_at = MIN(next_at, @atMost)
                """,
                new { key, kind = (int)kind, first = first.ToUnixTimeMilliseconds(), atMost = atMost.ToUnixTimeMilliseconds() }),
            cancellationToken);

    /// <param name="tries">How often it failed by our own fault.</param>
    public Task PostponeAsync(string key, DateTimeOffset until, int tries, string? reason, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                "UPDATE follow_ups SET next_at = @until, tries = @tries, outcome = @reason WHERE key = @key",
                new { key, until = until.ToUnixTimeMilliseconds(), tries, reason }),
            cancellationToken);

    public Task GiveUpAsync(string key, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE follow_ups SET state = 2, tries = tries + 1, outcome = @reason WHERE key = @key", new { key, reason }), cancellationToken);

    public long CountGivenUp() => database.Read(connection => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM follow_ups WHERE state = 2"));

    public IReadOnlyList<GivenUpFollowUp> GivenUp(int count) =>
        database.Read(connection => connection.Query<GivenUpFollowUp>(
            "SELECT key AS Key, tries AS Tries, due_at AS DueAt, outcome AS Reason FROM follow_ups WHERE state = 2 ORDER BY key LIMIT @count",
            new { count }).AsList());

    /// <summary>Takes given-up follow-ups up again.</summary>
    /// <returns>How many.</returns>
    public Task<int> ReplayAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute("UPDATE follow_ups SET state = 0, tries = 0, next_at = @now WHERE state = 2", new { now = now.ToUnixTimeMilliseconds() }),
            cancellationToken);

    private const string Select = "SELECT key AS Key, case_id AS CaseId, kind AS Kind, tries AS Tries FROM follow_ups";

    private const string Running = "SELECT COUNT(*) FROM check_runs WHERE state = 0";

    private const string NotPaused = "(kind <> 2 OR (SELECT channel FROM cases WHERE id = case_id) NOT IN @paused)";

    private sealed record PlannedRow
    {
        public string Key { get; init; } = "";

        public long DueAt { get; init; }
    }
}

/// <summary>A row that is due.</summary>
internal sealed record DueFollowUp
{
    public string Key { get; init; } = "";

    public string? CaseId { get; init; }

    public FollowUpKind Kind { get; init; }

    /// <summary>How often it failed by our own fault.</summary>
    public long Tries { get; init; }
}

/// <summary>A follow-up that failed too often by our own fault.</summary>
internal sealed record GivenUpFollowUp
{
    public string Key { get; init; } = "";

    public long Tries { get; init; }

    /// <summary>Milliseconds since 1970 in UTC.</summary>
    public long DueAt { get; init; }

    public string? Reason { get; init; }
}
