using System.Collections.Concurrent;
using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatOpsBot.Storage;

/// <summary>
/// The bot's SQLite file. Everybody may read at once; one writer serves all writes and commits those that wait together in one
/// transaction, because a commit costs a disk flush and an insert does not.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly string connectionString;
    private readonly FileStream? folderLock;
    private readonly Channel<Write> queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private readonly KeepingConnection writer;

    // As many as ever read at once; a reader that failed is not put back.
    private readonly ConcurrentBag<KeepingConnection> readers = [];
    private readonly Task writing;
    private readonly TimeProvider time;

    // Written by the writer's thread, read by everybody.
    private volatile Trouble? trouble;

    private Database(string connectionString, FileStream? folderLock, Action<SqliteConnection> prepare, TimeProvider? time = null)
    {
        this.connectionString = connectionString;
        this.time = time ?? TimeProvider.System;
        this.folderLock = folderLock;
        writer = Open(connectionString, WriterCache);
        prepare(writer);
        writing = Task.Factory.StartNew(WriteLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <exception cref="StorageException">The folder cannot be made or written, another process uses it, or the file is no database of ours.</exception>
    public static Database Open(StorageOptions options, TimeProvider? time = null)
    {
        var folder = options.FullPath;
        FileStream? held = null;
        if (File.Exists(folder))
            throw new StorageException($"The data folder {folder} is a file. Name a folder with Storage:DataFolder.");
        try
        {
            Directory.CreateDirectory(folder);
            held = Lock(folder);
            return new Database(ConnectionString(folder), held, Migrations.Apply, time);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is ReadOnly or InputOutput or Full)
        {
            held?.Dispose();
            throw new StorageException($"The database in {folder} cannot be written: {exception.Message} See to the disk of the data folder, and that this user may write there; what was in it is untouched.", exception);
        }
        catch (SqliteException exception)
        {
            held?.Dispose();
            throw new StorageException($"The database in {folder} cannot be opened: {exception.Message} If the file is damaged, put a backup in its place; to start empty, set Storage:DataFolder to another folder.", exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            held?.Dispose();
            throw new StorageException($"The data folder {folder} cannot be used: {exception.Message} Make it writable for this user, or set Storage:DataFolder to another folder.", exception);
        }
        catch (StorageException)
        {
            held?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file without the lock of its folder, beside a bot that may be running: for commands that look and mend.</summary>
    /// <exception cref="StorageException">There is no database yet, or it cannot be opened.</exception>
    public static Database OpenBeside(StorageOptions options)
    {
        var folder = options.FullPath;
        if (!File.Exists(Path.Combine(folder, FileName)))
            throw new StorageException($"There is no database in {folder}. Start the bot once, or name the right folder with --Storage:DataFolder=…");
        try
        {
            return new Database(ConnectionString(folder), folderLock: null, Migrations.Require);
        }
        catch (SqliteException exception)
        {
            throw new StorageException($"The database in {folder} cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Why something could not be written within the last 20 seconds, and what to do; null when all is well. Not only of the last write:
    /// on a full disk small ones still find room where large ones do not.
    /// </summary>
    public string? WriteTrouble => trouble is { } last && time.GetElapsedTime(last.At) < RememberTrouble ? last.What : null;

    /// <summary>Runs <paramref name="work"/> alone among all writers; when the task completes, what it wrote is on disk.</summary>
    /// <remarks>
    /// Work must be short, free of awaits, and do nothing but read and write the database: it is run again when another of its group
    /// fails. When it throws, only its own writes are undone.
    /// </remarks>
    /// <exception cref="StorageException">The database refused it, or the disk is full.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => WriteAsync(new Write<T>(work), cancellationToken);

    /// <summary>
    /// The same for what no person waits for: it is given a few milliseconds in which somebody else's write may come, to share its flush.
    /// </summary>
    /// <inheritdoc cref="WriteAsync{T}(Func{SqliteConnection, T}, CancellationToken)"/>
    public Task<T> WriteUnhurriedAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) => WriteAsync(new Write<T>(work) { IsUnhurried = true }, cancellationToken);

    private async Task<T> WriteAsync<T>(Write<T> write, CancellationToken cancellationToken)
    {
        await queue.Writer.WriteAsync(write, cancellationToken);
        // From here on the write happens, and the caller hears of it even when its request is gone: half a decision is worse than a late one.
        return await write.Task;
    }

    /// <summary>Runs <paramref name="work"/> beside all others; each statement sees what was committed before it began.</summary>
    /// <exception cref="StorageException">The file cannot be read.</exception>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            // Kept open between reads: opening one and telling it how to behave costs more than most reads.
            var connection = readers.TryTake(out var idle) ? idle : Open(connectionString, ReaderCache);
            var result = work(connection);
            readers.Add(connection);
            return result;
        }
        catch (SqliteException exception)
        {
            throw new StorageException($"The database could not be read: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
        await writer.DisposeAsync();
        while (readers.TryTake(out var reader))
            await reader.DisposeAsync();
        if (folderLock is not null)
            await folderLock.DisposeAsync();
    }

    private static string ConnectionString(string folder) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, FileName), Pooling = false }.ToString();

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "chatopsbot.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            throw new StorageException($"Another chatopsbot process uses the data folder {folder}. Stop it first, or give this one a folder of its own with Storage:DataFolder.", exception);
        }
    }

    /// <param name="cacheKibibytes">How much of the file the connection may keep in memory.</param>
    private static KeepingConnection Open(string connectionString, int cacheKibibytes)
    {
        ShortSleeps.Use();
        var connection = new KeepingConnection(connectionString);
        connection.Open();
        // FULL: an acknowledged message must survive a power cut, so each group commit flushes the log.
        // Kept in the file, so only the first one has to ask; asking takes a lock, and this build of SQLite waits whole seconds for one.
        if (connection.ExecuteScalar<string>("PRAGMA journal_mode") != "wal")
            connection.Run("PRAGMA journal_mode = WAL");
        connection.Run("PRAGMA synchronous = FULL");
        connection.Run("PRAGMA foreign_keys = ON");
        connection.Run("PRAGMA busy_timeout = 5000");
        connection.Run($"PRAGMA cache_size = -{cacheKibibytes}");
        connection.Run($"PRAGMA wal_autocheckpoint = {LogPages}");
        return connection;
    }

    private void WriteLoop()
    {
        List<Write> group = [];
        var next = NextAsync();
        while (next.GetAwaiter().GetResult())
        {
            group.Clear();
            TakeInto(group);
            next = NextAsync();
            if (group.TrueForAll(write => write.IsUnhurried) && next.Wait(ForCompany) && next.Result)
            {
                TakeInto(group);
                next = NextAsync();
            }

            if (group.Count > 0)
                Commit(group);
        }
    }

    /// <returns>Whether there is something to write; false: never again.</returns>
    private Task<bool> NextAsync() => queue.Reader.WaitToReadAsync().AsTask();

    private void TakeInto(List<Write> group)
    {
        while (group.Count < MaxGroup && queue.Reader.TryRead(out var write))
            group.Add(write);
    }

    private void Commit(List<Write> group)
    {
        try
        {
            // Nearly always all succeed. A savepoint around each costs more than many a write, so they come only when one has failed.
            if (!TryCommit(group, apart: false))
                TryCommit(group, apart: true);
        }
        catch (Exception exception)
        {
            // Disk full, I/O error: nobody in this group was written, and everybody hears it. The writer itself goes on, for the
            // time when there is room again.
            RollBack();
            // What a single write met comes first: what follows from it says "no such savepoint".
            var failure = group.Select(write => write.Failure).OfType<StorageException>().FirstOrDefault() ?? Explain(exception);
            trouble = new Trouble(failure.Message, time.GetTimestamp());
            group.ForEach(write => write.Fail(failure));
            return;
        }

        // Sometimes SQLite undoes only the one that found no room.
        if (group.Select(write => write.Failure).OfType<StorageException>().FirstOrDefault(IsOfDisk) is { } met)
            trouble = new Trouble(met.Message, time.GetTimestamp());
        group.ForEach(write => write.Complete());
    }

    /// <param name="apart">Whether one that fails is undone alone; else all are, and nothing is committed.</param>
    /// <returns>Whether the group was committed.</returns>
    private bool TryCommit(List<Write> group, bool apart)
    {
        // Plain commands instead of SqliteTransaction: when the disk is full SQLite rolls back by itself, and the object of this
        // version of the package would then refuse every later transaction.
        writer.Run("BEGIN IMMEDIATE");
        foreach (var write in group)
        {
            if (apart)
                writer.Run($"SAVEPOINT {SavePoint}");
            if (!write.Run(writer))
            {
                if (!apart)
                {
                    RollBack();
                    return false;
                }

                writer.Run($"ROLLBACK TO {SavePoint}");
            }

            if (apart)
                writer.Run($"RELEASE {SavePoint}");
        }

        writer.Run("COMMIT");
        return true;
    }

    private void RollBack()
    {
        // 0: SQLite has rolled back already, as it does when the disk is full.
        if (SQLitePCL.raw.sqlite3_get_autocommit(writer.Handle) == 0)
            writer.Run("ROLLBACK");
    }

    private static bool IsOfDisk(StorageException exception) => exception.InnerException is SqliteException { SqliteErrorCode: ReadOnly or InputOutput or Full };

    private static StorageException Explain(Exception exception) =>
        new($"The database could not be written: {exception.Message} See to the disk of the data folder; nothing that was acknowledged is lost.", exception);

    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    // https://www.sqlite.org/rescode.html
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const string FileName = "chatopsbot.db";
    private const int MaxWaiting = 10_000;
    private const int MaxGroup = 256;

    // Pages of 4 KiB. A page that changes often is copied from the log into the file once for so many.
    private const int LogPages = 4000;

    // In KiB. The writer touches pages all over the file: what it does not keep it reads again from the log, page by page.
    private const int WriterCache = 4 * 1024;
    private const int ReaderCache = 256;
    // As long as a flush takes on a slow disk. Real time, whatever clock the bot was given: what is measured is the disk.
    private static readonly TimeSpan ForCompany = TimeSpan.FromMilliseconds(5);

    private const string SavePoint = "one_write";

    // Longer than any worker waits before it tries again.
    private static readonly TimeSpan RememberTrouble = TimeSpan.FromSeconds(20);

    private sealed record Trouble(string What, long At);

    /// <summary>One caller's work. The writer's thread owns it between Run and Complete or Fail.</summary>
    private abstract class Write
    {
        /// <summary>Whether it may wait a moment for others.</summary>
        public bool IsUnhurried { get; init; }

        public Exception? Failure { get; protected set; }

        public abstract bool Run(SqliteConnection connection);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Write<T>(Func<SqliteConnection, T> work) : Write
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Task => done.Task;

        public override bool Run(SqliteConnection connection)
        {
            Failure = null;
            try
            {
                result = work(connection);
                return true;
            }
            catch (Exception exception)
            {
                // Handed to the caller in Complete; the others of the group go on.
                Failure = exception is SqliteException ? Explain(exception) : exception;
                return false;
            }
        }

        public override void Complete()
        {
            if (Failure is null)
                done.TrySetResult(result!);
            else
                done.TrySetException(Failure);
        }

        public override void Fail(Exception exception) => done.TrySetException(Failure ?? exception);
    }
}
