using ChatOpsBot.Storage;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Tests.Storage;

/// <summary>What a start finds when the database cannot be brought up to date.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");

    public MigrationTests() => connection.Open();

    public void Dispose() => connection.Dispose();

    [Fact]
    public void A_full_disk_is_told_as_such_and_the_next_start_goes_on_where_this_one_stopped()
    {
        Run("PRAGMA max_page_count = 4");

        var exception = Assert.Throws<SqliteException>(() => Migrations.Apply(connection));

        Assert.Equal(Full, exception.SqliteErrorCode);
        Run("PRAGMA max_page_count = 100000");
        Migrations.Apply(connection);
        Migrations.Require(connection);
    }

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // https://www.sqlite.org/rescode.html
    private const int Full = 13;
}
