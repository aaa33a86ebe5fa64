using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Storage;

/// <summary>
/// A connection that keeps its statements prepared from one use to the next. Preparing costs more than running most of ours, and the
/// package prepares anew for every command.
/// </summary>
/// <remarks>Used by one thread at a time, as any connection.</remarks>
internal sealed class KeepingConnection(string connectionString) : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, SqliteCommand> idle = new(StringComparer.Ordinal);

    // Names of parameters as SQLite knows them. Those of lists are numbered, and there are as many as the longest list has values.
    private readonly Dictionary<string, string> signed = new(StringComparer.Ordinal);

    /// <summary>Runs a statement without parameters.</summary>
    public void Run(string sql)
    {
        var command = Take(sql);
        command.ExecuteNonQuery();
        Keep(command);
    }

    protected override DbCommand CreateDbCommand() => new KeptCommand(this);

    private string Signed(string name)
    {
        if (!signed.TryGetValue(name, out var known))
            signed[name] = known = $"@{name}";
        return known;
    }

    private SqliteCommand Take(string sql) =>
        idle.Remove(sql, out var kept) ? kept : Create(sql);

    [SuppressMessage("Security", "CA2100", Justification = "All SQL is written in this folder and in the channels' stores; what comes from outside is a parameter.")]
    private SqliteCommand Create(string sql) => new(sql, this);

    private void Keep(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (idle.Count >= MostKept || !idle.TryAdd(command.CommandText, command))
            command.Dispose();
    }

    /// <summary>More than there are statements; those with a list of values in them are many, and rare.</summary>
    private const int MostKept = 200;

    /// <summary>What Dapper gets as a new command: the kept one with the same text, as soon as it says the text.</summary>
    [SuppressMessage("Usage", "CA2213", Justification = "The connection owns the command; Dispose gives it back.")]
    private sealed class KeptCommand(KeepingConnection owner) : DbCommand
    {
        private SqliteCommand? taken;

        [AllowNull]
        public override string CommandText
        {
            get => taken?.CommandText ?? "";
            set
            {
                // Dapper rewrites the text after it has added the parameters when a list of values stands in it.
                if (taken is null)
                    taken = owner.Take(value ?? "");
                else
                    taken.CommandText = value;
            }
        }

        public override int CommandTimeout
        {
            get => Taken.CommandTimeout;
            set => Taken.CommandTimeout = value;
        }

        public override CommandType CommandType
        {
            get => CommandType.Text;
            set => Taken.CommandType = value;
        }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection
        {
            get => owner;
            set => throw new NotSupportedException("A kept statement belongs to its connection.");
        }

        protected override DbParameterCollection DbParameterCollection => Taken.Parameters;

        protected override DbTransaction? DbTransaction
        {
            get => Taken.Transaction;
            set => Taken.Transaction = (SqliteTransaction?)value;
        }

        /// <summary>Dapper leaves the sign off the names of parameters, and the package then asks SQLite for each name under every sign there is.</summary>
        private SqliteCommand Named
        {
            get
            {
                foreach (SqliteParameter parameter in Taken.Parameters)
                {
                    if (parameter.ParameterName is { Length: > 0 } name && name[0] != '@')
                        parameter.ParameterName = owner.Signed(name);
                }

                return Taken;
            }
        }

        private SqliteCommand Taken => taken ?? throw new InvalidOperationException("The command has no text yet.");

        public override void Cancel() => Taken.Cancel();

        public override int ExecuteNonQuery() => Named.ExecuteNonQuery();

        public override object? ExecuteScalar() => Named.ExecuteScalar();

        public override void Prepare() => Taken.Prepare();

        protected override DbParameter CreateDbParameter() => Taken.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Named.ExecuteReader(behavior);

        protected override void Dispose(bool disposing)
        {
            if (disposing && taken is { } command)
            {
                taken = null;
                owner.Keep(command);
            }

            base.Dispose(disposing);
        }
    }
}
