using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chatopsbot-test-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StorageOptions Options => new() { DataFolder = folder };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_a_restart()
    {
        await using (var first = Database.Open(Options))
            await first.WriteAsync(connection => connection.Execute("INSERT INTO person_settings VALUES ('web', 'local', 'u1', 'es')"), Token);

        await using var second = Database.Open(Options);
        Assert.Equal("es", second.Read(connection => connection.ExecuteScalar<string>("SELECT language FROM person_settings")));
    }

    [Fact]
    public async Task A_statement_is_run_again_with_other_values_also_while_it_is_being_read()
    {
        const string select = "SELECT language FROM person_settings WHERE person = @person";
        await using var database = Database.Open(Options);
        await database.WriteAsync(connection => connection.Execute("INSERT INTO person_settings VALUES ('web', 'local', 'u1', 'es'), ('web', 'local', 'u2', 'sv')"), Token);

        var read = database.Read(connection =>
        {
            var first = connection.QuerySingle<string>(select, new { person = "u1" });
            using var open = connection.ExecuteReader(select, new { person = "u1" });
            var second = connection.QuerySingle<string>(select, new { person = "u2" });
            open.Read();
            return (first, second, open.GetString(0));
        });

        Assert.Equal(("es", "sv", "es"), read);
    }

    [Fact]
    public async Task A_list_of_values_may_be_of_any_length()
    {
        await using var database = Database.Open(Options);
        await database.WriteAsync(connection => connection.Execute("INSERT INTO person_settings VALUES ('web', 'local', 'u1', 'es'), ('web', 'local', 'u2', 'sv')"), Token);

        int Count(string[] people) => database.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM person_settings WHERE person IN @people", new { people }));

        Assert.Equal((2, 1, 0, 2), (Count(["u1", "u2"]), Count(["u2"]), Count([]), Count(["u2", "u1", "u3"])));
    }

    [Fact]
    public async Task One_write_that_fails_leaves_the_others_of_its_group_alone()
    {
        await using var database = Database.Open(Options);
        // Holds the writer until all the others wait behind it, so that they commit as one group.
        using var gate = new ManualResetEventSlim();
        var first = database.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(10)), Token);
        var good = Enumerable.Range(0, 20).Select(i => database.WriteAsync(connection => connection.Execute("INSERT INTO person_settings VALUES ('web', 'local', @id, 'es')", new { id = $"u{i}" }), Token)).ToList();
        var bad = database.WriteAsync(
            connection =>
            {
                connection.Execute("INSERT INTO person_settings VALUES ('web', 'local', 'half-done', 'es')");
                return connection.Execute("INSERT INTO no_such_table VALUES (1)");
            },
            Token);
        gate.Set();

        await first;
        await Task.WhenAll(good);
        await Assert.ThrowsAnyAsync<Exception>(() => bad);
        var names = database.Read(connection => connection.Query<string>("SELECT person FROM person_settings").ToHashSet());
        Assert.Equal(20, names.Count);
        Assert.DoesNotContain("half-done", names);
    }

    [Fact]
    public async Task After_a_full_disk_the_writer_writes_again()
    {
        await using var database = Database.Open(Options);
        var pages = await database.WriteAsync(connection => connection.ExecuteScalar<long>("PRAGMA page_count"), Token);
        // A limit on pages fails as a full disk does: SQLITE_FULL.
        await database.WriteAsync(connection => connection.Execute($"PRAGMA max_page_count = {pages + 2}"), Token);

        var exception = await Assert.ThrowsAsync<StorageException>(() => database.WriteAsync(
            connection => connection.Execute("INSERT INTO person_settings VALUES ('web', 'local', @big, 'es')", new { big = new string('x', 1_000_000) }), Token));
        await database.WriteAsync(connection => connection.Execute("PRAGMA max_page_count = 1000000"), Token);
        await database.WriteAsync(connection => connection.Execute("INSERT INTO person_settings VALUES ('web', 'local', 'u1', 'es')"), Token);

        Assert.Contains("disk", exception.Message, StringComparison.Ordinal);
        Assert.Equal("u1", database.Read(connection => connection.QuerySingle<string>("SELECT person FROM person_settings")));
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_told_so()
    {
        await using var first = Database.Open(Options);

        var exception = Assert.Throws<StorageException>(() => Database.Open(Options));

        Assert.Contains(folder, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:DataFolder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_what_to_do()
    {
        var file = Path.Combine(folder, "a-file");
        File.WriteAllText(file, "");

        var exception = Assert.Throws<StorageException>(() => Database.Open(new StorageOptions { DataFolder = Path.Combine(file, "data") }));

        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Storage:DataFolder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        await using (var newer = Database.Open(Options))
            await newer.WriteAsync(connection => connection.Execute("CREATE TABLE from_the_future (x)"), Token);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder, "chatopsbot.db")};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA user_version = 9999");
        }

        var exception = Assert.Throws<StorageException>(() => Database.Open(Options));

        Assert.Contains("9999", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_data_folder_counts_from_the_program_not_from_the_working_directory() =>
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "data"), new StorageOptions().FullPath);
}
