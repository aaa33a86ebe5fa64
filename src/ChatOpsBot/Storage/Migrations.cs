using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Storage;

/// <summary>
/// Brings a database up to date: the embedded scripts <c>NNNN-name.sqlite.sql</c> in the order of their numbers, each once,
/// each in its own transaction. Scripts only add; a script that was released is never changed.
/// </summary>
internal static class Migrations
{
    /// <exception cref="StorageException">The database was written by a newer version.</exception>
    public static void Apply(SqliteConnection connection)
    {
        var scripts = Scripts();
        var present = Version(connection);
        if (present > scripts[^1].Number)
            throw new StorageException($"The database {connection.DataSource} is of version {present}, this program knows versions up to {scripts[^1].Number}. Start the newer program, or use another Storage:DataFolder.");

        foreach (var (number, sql) in scripts.Where(script => script.Number > present))
        {
            Apply(connection, sql, number);
        }
    }

    private static void Apply(SqliteConnection connection, string sql, int number)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {sql}; PRAGMA user_version = {number}; COMMIT;");
        try
        {
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // A plain command and no SqliteTransaction: on a full disk SQLite has rolled back already, and the object's own try would
            // hide the reason.
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                command.CommandText = "ROLLBACK";
                command.ExecuteNonQuery();
            }

            throw;
        }
    }

    /// <summary>Changes nothing: for a command beside a bot that may be of another version.</summary>
    /// <exception cref="StorageException">The database is of another version than this program.</exception>
    public static void Require(SqliteConnection connection)
    {
        var (present, needed) = (Version(connection), Scripts()[^1].Number);
        if (present != needed)
            throw new StorageException($"The database {connection.DataSource} is of version {present}, this program needs {needed}. Use the program that the bot runs; a newer one brings the database up to date when it serves.");
    }

    private static List<(int Number, string Sql)> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".sqlite.sql", StringComparison.Ordinal))
                .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), ReadResource(assembly, name)))
                .OrderBy(script => script.Item1),
        ];
    }

    private static string ReadResource(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static int Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private const string Prefix = "Migrations/";
}
