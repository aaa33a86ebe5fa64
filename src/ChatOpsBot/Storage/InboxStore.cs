using System.Data;
using System.Text.Json;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using Dapper;

namespace ChatOpsBot.Storage;

/// <summary>Rows of accepted messages: inserted before the platform is told "received", claimed by a worker with a lease.</summary>
internal sealed class InboxStore(Database database, TimeProvider time)
{
    /// <param name="item">With the case it opens or joins, where that happens in the same transaction: kept only if the row is claimed.</param>
    /// <returns>Null when the same message was accepted before.</returns>
    internal AddedRow? Add(IDbConnection connection, InboxItem item, TimeSpan? lease)
    {
        var now = time.GetUtcNow();
        var added = connection.QuerySingleOrDefault<AddedId>(
            Insert,
            new
            {
                item.Key,
                Change = (int)item.Change,
                item.MessageId,
                item.Conversation.Key.Channel,
                item.Conversation.Key.Tenant,
                Conversation = item.Conversation.Key.Id,
                Reference = item.Conversation.Json,
                PersonId = item.Person.Id,
                PersonName = item.Person.Name,
                item.Language,
                Addressing = (int)item.Addressing,
                Errors = CaseStore.Serialize(item.Errors),
                Command = item.Command?.ToString(),
                item.CaseId,
                SentAt = item.SentAt.ToUnixTimeMilliseconds(),
                Now = now.ToUnixTimeMilliseconds(),
                Until = (now + lease)?.ToUnixTimeMilliseconds(),
            });
        return added is null
            ? null
            : new AddedRow(item with { Id = added.Id, Tries = (int)added.Tries, ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()) }, IsClaimed: added.Tries > 0);
    }

    /// <summary>Takes waiting rows, oldest first and one a conversation; nobody else gets them until <paramref name="lease"/> runs out.</summary>
    /// <param name="free">How many of which channels.</param>
    /// <param name="channels">The channels that are on.</param>
    public Task<IReadOnlyList<InboxItem>> ClaimAsync(IReadOnlyList<FreePlaces> free, IReadOnlyList<string> channels, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (from, until, beyond) = (now.ToUnixTimeMilliseconds(), (now + lease).ToUnixTimeMilliseconds(), (now + LongestWait + LongestWait).ToUnixTimeMilliseconds());
        return database.WriteAsync<IReadOnlyList<InboxItem>>(
            connection =>
            [
                .. free
                    .SelectMany(places => places.Channel is { } channel
                        ? connection.Query<Row>(ClaimOfChannel, new { Now = from, Until = until, places.Count, Beyond = beyond, Channel = channel })
                        : connection.Query<Row>(ClaimOfOthers, new { Now = from, Until = until, places.Count, Beyond = beyond, channels }))
                    .OrderBy(row => row.Id)
                    .Select(row => ReadOrGiveUp(connection, row))
                    .OfType<InboxItem>(),
            ],
            cancellationToken);
    }

    /// <summary>Whether a message was accepted and not answered yet.</summary>
    public bool IsWaiting(ConversationKey conversation, string messageId) =>
        messageId.Length > 0 && database.Read(connection => connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 0 AND channel = @Channel AND tenant = @Tenant AND conversation = @Id AND message_id = @messageId)",
            new { conversation.Channel, conversation.Tenant, conversation.Id, messageId }));

    /// <summary>Whether a message was accepted whose key begins so, answered or not.</summary>
    public bool HasKey(string beginning) =>
        database.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM inbox WHERE key >= @beginning AND key < @beyond)", new { beginning, beyond = beginning + char.MaxValue }));

    /// <summary>When the next waiting row comes due; null when none waits.</summary>
    public DateTimeOffset? NextDue() => database.Read(connection => connection.ExecuteScalar<long?>(Next)) is { } due ? DateTimeOffset.FromUnixTimeMilliseconds(due) : null;

    /// <summary>When the next waiting row comes due, if it does soon: what comes later need not be walked through.</summary>
    /// <param name="busy">Channels whose rows do not count: nobody is free for them.</param>
    /// <returns>Null when none does.</returns>
    public DateTimeOffset? NextDue(IReadOnlyList<string> busy, TimeSpan within)
    {
        var now = time.GetUtcNow();
        var times = new { busy, now = now.ToUnixTimeMilliseconds(), soon = (now + within).ToUnixTimeMilliseconds() };
        return database.Read(connection =>
        {
            var due = connection.ExecuteScalar<long?>(NextFree, times);
            if (due <= times.now)
                return due;
            // Only what somebody has, and what waits behind it, is due by now.
            var leaseEnd = connection.ExecuteScalar<long?>(NextLeaseEnd, times);
            return due is null || leaseEnd < due ? leaseEnd : due;
        }) is { } next
            ? DateTimeOffset.FromUnixTimeMilliseconds(next)
            : null;
    }

    /// <summary>
    /// Closes a row, in one transaction with the message id of the card that was sent for it, and claims the next one of its conversation
    /// for who answered this one: found through the conversation, while a claim among all walks through everything that waits.
    /// </summary>
    /// <param name="lease">How long the next one may take; null when it is left to others.</param>
    public Task<Answered> AnsweredAsync(InboxItem item, Outcome outcome, TimeSpan? lease, CancellationToken cancellationToken) =>
        database.WriteUnhurriedAsync(
            connection =>
            {
                var isBehind = outcome.Shown is { } shown && CaseStore.SetShown(connection, shown.CaseId, shown.MessageId, shown.Version);
                if (!connection.ExecuteScalar<bool>(CloseAndLook, new { item.Id, outcome.Word }))
                    return new Answered(isBehind, Next: null, OthersWait: false);
                var key = item.Conversation.Key;
                var now = time.GetUtcNow();
                var conversation = new { key.Channel, key.Tenant, Conversation = key.Id, Now = now.ToUnixTimeMilliseconds(), Until = (now + lease)?.ToUnixTimeMilliseconds() };
                var next = lease is null ? null : connection.QuerySingleOrDefault<Row>(ClaimNext, conversation);
                var read = next is null ? null : ReadOrGiveUp(connection, next);
                return new Answered(isBehind, read, OthersWait: read is null);
            },
            cancellationToken);

    public Task GiveUpAsync(long id, string reason, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE inbox SET state = 2, outcome = @reason WHERE id = @id", new { id, reason }), cancellationToken);

    /// <param name="isOurs">Whether the fault is ours. Then later messages of the conversation need not wait, and the try counts; a platform that asks for time may ask as often as it likes.</param>
    public Task RetryAsync(long id, TimeSpan after, string reason, bool isOurs, CancellationToken cancellationToken)
    {
        var due = (time.GetUtcNow() + (after < LongestWait ? after : LongestWait)).ToUnixTimeMilliseconds();
        return database.WriteUnhurriedAsync(
            connection => connection.Execute("UPDATE inbox SET due_at = @due, lease_until = 0, holds = @holds, outcome = @reason WHERE id = @id", new { id, due, holds = !isOurs, reason }),
            cancellationToken);
    }

    /// <summary>Rows that were given up, newest first.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters(int count) =>
        database.Read(connection => connection.Query<DeadLetter>(
            "SELECT id AS Id, channel AS Channel, tries AS Tries, received_at AS ReceivedAt, outcome AS Reason FROM inbox WHERE state = 2 ORDER BY id DESC LIMIT @count",
            new { count }).AsList());

    /// <summary>How many rows wait, and how many were given up.</summary>
    public InboxCounts Count() =>
        database.Read(connection => connection.QuerySingle<InboxCounts>("SELECT (SELECT COUNT(*) FROM inbox WHERE state = 0) AS Waiting, (SELECT COUNT(*) FROM inbox WHERE state = 2) AS Dead"));

    /// <summary>Takes given-up rows up again; all of them without <paramref name="id"/>.</summary>
    /// <returns>How many.</returns>
    public Task<int> ReplayAsync(long? id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            connection => connection.Execute("UPDATE inbox SET state = 0, tries = 0, holds = 1, due_at = @now, lease_until = 0 WHERE state = 2 AND (@id IS NULL OR id = @id)", new { now, id }),
            cancellationToken);
    }

    /// <summary>Gives claimed rows back to whoever asks next. The try counts: what it sent may have arrived.</summary>
    public Task ReleaseAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE inbox SET lease_until = 0 WHERE state = 0 AND id IN @ids", new { ids }), cancellationToken);

    /// <summary>Takes back what a process that died had claimed. Only where no other process can be alive: the data folder is locked by this one.</summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE inbox SET lease_until = 0 WHERE state = 0"), cancellationToken);

    /// <summary>Forgets answered messages whose repeats can no longer come.</summary>
    /// <returns>How many; less than <paramref name="atMost"/> when none is left.</returns>
    public Task<int> ForgetAsync(DateTimeOffset before, int atMost, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = 1 AND received_at < @before LIMIT @atMost)",
                new { before = before.ToUnixTimeMilliseconds(), atMost }),
            cancellationToken);

    /// <summary>Forgets messages that were given up so long ago that nobody will take them up again.</summary>
    /// <inheritdoc cref="ForgetAsync"/>
    public Task<int> ForgetGivenUpAsync(DateTimeOffset before, int atMost, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state = 2 AND received_at < @before LIMIT @atMost)",
                new { before = before.ToUnixTimeMilliseconds(), atMost }),
            cancellationToken);

    /// <summary>A row that this version cannot read is given up and not tried for ever.</summary>
    private static InboxItem? ReadOrGiveUp(IDbConnection connection, Row row)
    {
        try
        {
            return Read(row);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            connection.Execute("UPDATE inbox SET state = 2, outcome = 'The row cannot be read by this version.' WHERE id = @Id", new { row.Id });
            return null;
        }
    }

    private static InboxItem Read(Row row) => new()
    {
        Id = row.Id,
        Key = row.Key,
        Change = (MessageChange)row.Change,
        MessageId = row.MessageId,
        Conversation = new ConversationReference(new ConversationKey(row.Channel, row.Tenant, row.Conversation), row.Reference),
        Person = new Person(row.PersonId, row.PersonName),
        Language = row.Language,
        Addressing = (Addressing)row.Addressing,
        Errors = JsonSerializer.Deserialize(row.Errors, StorageJson.Default.IReadOnlyListMailError) ?? [],
        Command = row.Command is null ? null : ChatCommand.Parse(row.Command),
        SentAt = DateTimeOffset.FromUnixTimeMilliseconds(row.SentAt),
        Tries = (int)row.Tries,
        CaseId = row.CaseId,
        HasEnded = row.HasEnded,
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedAt),
    };

    /// <summary>With a time in @Until the row is claimed as it is inserted, if it is its conversation's turn.</summary>
    private const string Insert = """
        INSERT INTO inbox (key, change, message_id, channel, tenant, conversation, reference, person_id, person_name, language, addressing, errors, command, sent_at, received_at, due_at, case_id, lease_until, tries)
        SELECT @Key, @Change, @MessageId, @Channel, @Tenant, @Conversation, @Reference, @PersonId, @PersonName, @Language, @Addressing, @Errors, @Command, @SentAt, @Now, @Now,
               CASE WHEN is_free THEN @CaseId END, CASE WHEN is_free THEN @Until ELSE 0 END, is_free
        FROM (
            SELECT @Until IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM inbox WHERE state = 0 AND channel = @Channel AND tenant = @Tenant AND conversation = @Conversation AND holds = 1) AS is_free)
        WHERE true
        ON CONFLICT (key) DO NOTHING
        RETURNING id AS Id, tries AS Tries
        """;

    /// <summary>A platform that asks for more is asked again after this; it can say so once more.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Closes a row and says whether another of its conversation waits. Not itself: whether a subquery sees the row as it was is nobody's promise.</summary>
    private const string CloseAndLook = """
        UPDATE inbox SET state = 1, outcome = @Word WHERE id = @Id
        RETURNING EXISTS (
            SELECT 1 FROM inbox AS other
            WHERE other.state = 0 AND other.channel = inbox.channel AND other.tenant = inbox.tenant AND other.conversation = inbox.conversation AND other.id <> @Id)
        """;

    /// <summary>The first row of each conversation that is its turn: those behind it wait, unless it fails by our own fault.</summary>
    private const string InTurn = """
        state = 0 AND NOT EXISTS (
            SELECT 1 FROM inbox AS earlier
            WHERE earlier.state = 0 AND earlier.channel = mine.channel AND earlier.tenant = mine.tenant AND earlier.conversation = mine.conversation
              AND earlier.id < mine.id AND earlier.holds = 1)
        """;

    // SQLite keeps in a column whatever was put there. Of a value of another type the mapper would make an exception for all rows that were
    // asked for together; cast, it is a strange value in a row of its own.
    private const string Columns = """
        id AS Id, key AS Key, CAST(change AS INTEGER) AS Change, CAST(message_id AS TEXT) AS MessageId,
        CAST(channel AS TEXT) AS Channel, CAST(tenant AS TEXT) AS Tenant, CAST(conversation AS TEXT) AS Conversation, CAST(reference AS TEXT) AS Reference,
        CAST(person_id AS TEXT) AS PersonId, CAST(person_name AS TEXT) AS PersonName, CAST(language AS TEXT) AS Language, CAST(addressing AS INTEGER) AS Addressing,
        CAST(errors AS TEXT) AS Errors, CAST(command AS TEXT) AS Command, CAST(sent_at AS INTEGER) AS SentAt, CAST(tries AS INTEGER) AS Tries,
        CAST(case_id AS TEXT) AS CaseId, CAST(received_at AS INTEGER) AS ReceivedAt,
        outcome IS NOT NULL AND holds = 1 AS HasEnded
        """;

    /// <summary>The channels of which anything waits, each found by one look into the index.</summary>
    private const string WaitingChannels = """
        WITH RECURSIVE waiting (channel) AS (
            SELECT MIN(channel) FROM inbox INDEXED BY inbox_due WHERE state = 0
            UNION ALL
            SELECT (SELECT MIN(channel) FROM inbox INDEXED BY inbox_due WHERE state = 0 AND channel > waiting.channel) FROM waiting WHERE waiting.channel IS NOT NULL)
        """;

    private const string Claim = "UPDATE inbox SET lease_until = @Until, tries = tries + 1 WHERE id IN (";

    // By the time they are due, which for new rows is the order they came in: ordered by id, SQLite would walk through all the answered
    // ones of a day. A time further ahead than any row may wait was written by a clock that has been set back since: the row is due.
    // Two ranges of the index and not one condition with "or": that would walk through all rows that are due later, be they a hundred thousand.
    private const string Takable = $"""
        SELECT id FROM inbox AS mine INDEXED BY inbox_due
        WHERE {InTurn} AND (lease_until <= @Now OR lease_until > @Beyond)
        """;

    private const string FirstDue = "AND due_at <= @Now ORDER BY due_at LIMIT @Count";

    private const string FirstBeyond = "AND due_at > @Beyond ORDER BY due_at LIMIT @Count";

    private const string OfChannel = "AND channel = @Channel";

    private const string ClaimOfChannel = $"{Claim} SELECT id FROM (SELECT * FROM ({Takable} {OfChannel} {FirstDue}) UNION ALL SELECT * FROM ({Takable} {OfChannel} {FirstBeyond})) LIMIT @Count) RETURNING {Columns}";

    private const string OfOthers = $"AND channel IN ({WaitingChannels} SELECT channel FROM waiting WHERE channel NOT IN @channels)";

    private const string ClaimOfOthers = $"{Claim} SELECT id FROM (SELECT * FROM ({Takable} {OfOthers} {FirstDue}) UNION ALL SELECT * FROM ({Takable} {OfOthers} {FirstBeyond})) LIMIT @Count) RETURNING {Columns}";

    private const string ClaimNext = $"""
        UPDATE inbox SET lease_until = @Until, tries = tries + 1
        WHERE id = (SELECT MIN(id) FROM inbox WHERE state = 0 AND channel = @Channel AND tenant = @Tenant AND conversation = @Conversation AND holds = 1)
          AND due_at <= @Now AND lease_until <= @Now
        RETURNING {Columns}
        """;

    private const string Next = $"SELECT MIN(MAX(due_at, lease_until)) FROM inbox AS mine WHERE {InTurn}";

    // Each channel by itself: the first of several would be found by sorting all that is due.
    private const string NextFree = $"""
        {WaitingChannels}
        SELECT MIN((
            SELECT due_at FROM inbox AS mine INDEXED BY inbox_due
            WHERE channel = waiting.channel AND due_at <= @soon AND lease_until <= @now AND {InTurn} ORDER BY due_at LIMIT 1))
        FROM waiting WHERE channel NOT IN @busy
        """;

    private const string NextLeaseEnd = $"""
        SELECT MIN(lease_until) FROM inbox AS mine INDEXED BY inbox_due
        WHERE channel IN ({WaitingChannels} SELECT channel FROM waiting WHERE channel NOT IN @busy)
          AND due_at <= @soon AND lease_until > @now AND lease_until <= @soon AND {InTurn}
        """;

    private sealed record AddedId
    {
        public long Id { get; init; }

        public long Tries { get; init; }
    }

    // Dapper fills these by name; a constructor would fail on an empty result, whose columns have no type in SQLite.
    private sealed record Row
    {
        public long Id { get; init; }

        public string Key { get; init; } = "";

        public long Change { get; init; }

        public string MessageId { get; init; } = "";

        public string Channel { get; init; } = "";

        public string Tenant { get; init; } = "";

        public string Conversation { get; init; } = "";

        public string Reference { get; init; } = "";

        public string PersonId { get; init; } = "";

        public string PersonName { get; init; } = "";

        public string Language { get; init; } = "";

        public long Addressing { get; init; }

        public string Errors { get; init; } = "";

        public string? Command { get; init; }

        public long SentAt { get; init; }

        public long Tries { get; init; }

        public long ReceivedAt { get; init; }

        public string? CaseId { get; init; }

        /// <summary>After a fault of ours (<c>holds</c> is 0) nobody knows how far the answer had come.</summary>
        public bool HasEnded { get; init; }
    }
}

/// <summary>How many rows of a channel somebody is free for.</summary>
/// <param name="Channel">Null: of those that are off, whose rows end at once.</param>
internal sealed record FreePlaces(string? Channel, int Count);

/// <summary>What stands behind a row that was just closed.</summary>
/// <param name="IsCardBehind">Whether the case has gone on since its card was composed.</param>
/// <param name="Next">The next message of the conversation, claimed; null when there is none for the caller.</param>
/// <param name="OthersWait">Whether messages of the conversation wait for somebody to claim them.</param>
internal sealed record Answered(bool IsCardBehind, InboxItem? Next, bool OthersWait);

/// <summary>An accepted message whose answer was given up.</summary>
internal sealed record DeadLetter
{
    public long Id { get; init; }

    public string Channel { get; init; } = "";

    public long Tries { get; init; }

    /// <summary>Milliseconds since 1970 in UTC.</summary>
    public long ReceivedAt { get; init; }

    public string? Reason { get; init; }
}

internal sealed record InboxCounts
{
    public long Waiting { get; init; }

    public long Dead { get; init; }
}
