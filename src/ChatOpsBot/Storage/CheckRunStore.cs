using System.Data;
using System.Text.Json;
using ChatOpsBot.Conversations;
using Dapper;

namespace ChatOpsBot.Storage;

/// <summary>Runs of live checks as rows with a lease: a run whose runner died is taken up again.</summary>
internal sealed class CheckRunStore(Database database, TimeProvider time)
{
    public Task<IReadOnlyList<WaitingRun>> ClaimAsync(int count, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var parameters = new { Now = now.ToUnixTimeMilliseconds(), Until = (now + lease).ToUnixTimeMilliseconds(), count };
        return database.WriteAsync<IReadOnlyList<WaitingRun>>(
            connection => [.. connection.Query<Row>(Claim, parameters).Select(row => new WaitingRun(row.Id, row.CaseId, row.Target, ReadIds(row.CheckIds), (int)row.Tries, row.StopWanted != 0))],
            cancellationToken);
    }

    /// <summary>Holds a claimed run for another <paramref name="lease"/>.</summary>
    /// <returns>Whether somebody pressed Stop meanwhile.</returns>
    public Task<bool> RenewAsync(string id, TimeSpan lease, CancellationToken cancellationToken)
    {
        var until = (time.GetUtcNow() + lease).ToUnixTimeMilliseconds();
        return database.WriteAsync(
            connection => connection.ExecuteScalar<long>("UPDATE check_runs SET lease_until = @until WHERE id = @id RETURNING stop_wanted", new { id, until }) != 0,
            cancellationToken);
    }

    public Task WantStopAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE check_runs SET stop_wanted = 1 WHERE id = @id", new { id }), cancellationToken);

    /// <inheritdoc cref="InboxStore.ReleaseAllAsync"/>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE check_runs SET lease_until = 0 WHERE state = 0"), cancellationToken);

    public Task EndedAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE check_runs SET state = 1 WHERE id = @id", new { id }), cancellationToken);

    /// <summary>When the next run may be claimed; null when none waits.</summary>
    public DateTimeOffset? NextDue() =>
        database.Read(connection => connection.ExecuteScalar<long?>("SELECT MIN(lease_until) FROM check_runs WHERE state = 0")) is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    /// <summary>Called by the case store in the transaction of the event that asks for the run.</summary>
    internal static void Insert(IDbConnection connection, string caseId, CaseEvent.ChecksRequested run) =>
        connection.Execute(
            "INSERT INTO check_runs (id, case_id, target, check_ids) VALUES (@RunId, @caseId, @Target, @checkIds)",
            new { run.RunId, caseId, run.Target, checkIds = JsonSerializer.Serialize(run.CheckIds, StorageJson.Default.IReadOnlyListString) });

    /// <summary>A list that this version cannot read asks for nothing, so the run ends at once and its row with it.</summary>
    private static IReadOnlyList<string> ReadIds(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StorageJson.Default.IReadOnlyListString) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private const string Claim = """
        UPDATE check_runs SET lease_until = @Until, tries = tries + 1
        WHERE id IN (SELECT id FROM check_runs WHERE state = 0 AND lease_until <= @Now ORDER BY lease_until LIMIT @count)
        RETURNING id AS Id, case_id AS CaseId, target AS Target, check_ids AS CheckIds, tries AS Tries, stop_wanted AS StopWanted
        """;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string CaseId { get; init; } = "";

        public string Target { get; init; } = "";

        public string CheckIds { get; init; } = "";

        public long Tries { get; init; }

        public long StopWanted { get; init; }
    }
}

/// <summary>A run somebody asked for.</summary>
/// <param name="Tries">1 for the first runner that takes it up.</param>
internal sealed record WaitingRun(string Id, string CaseId, string Target, IReadOnlyList<string> CheckIds, int Tries, bool StopWanted);
