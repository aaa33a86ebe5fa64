using System.Data;
using System.Text.Json;
using ChatOpsBot.Conversations;
using ChatOpsBot.FollowUps;
using ChatOpsBot.MailFlow;
using Dapper;

namespace ChatOpsBot.Storage;

/// <summary>Cases and their events. A case changes only by appending an event to the version it was decided on.</summary>
internal sealed class CaseStore(Database database, FollowUpPlan plan, FollowUpStore followUps, TimeProvider time)
{
    public Case? Find(string id) => database.Read(connection => Find(connection, id));

    /// <summary>
    /// Opens a case for an accepted message, or joins the one that is open for the same trouble in the same conversation and had
    /// its last event within the window. In the same transaction the message learns its case, so that a second try
    /// opens nothing.
    /// </summary>
    /// <exception cref="ChannelException">The message was deleted since it was accepted, with all that was kept of its conversation.</exception>
    public Task<OpenedOrJoined> OpenOrJoinAsync(InboxItem item, Opening opening, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var found = FindOrName(connection, item.Conversation.Key, opening);
                if (connection.Execute("UPDATE inbox SET case_id = @caseId WHERE id = @id", new { caseId = found.Id, id = item.Id }) == 0 && item.Id > 0)
                    throw ChannelException.Permanent("What is kept of this conversation was deleted meanwhile.");
                return OpenOrJoin(connection, item, opening, found);
            },
            cancellationToken);

    /// <summary>The case an accepted message belongs to: one that is there, else one to be opened.</summary>
    internal CaseOfTrouble FindOrName(IDbConnection connection, ConversationKey conversation, Opening opening)
    {
        var opened = opening.Event;
        var existing = opening.Window is { } window
            ? FindSame(connection, conversation, Trouble.Of(opened.EntryId, opened.Errors[0]), since: (opened.At - window).ToUnixTimeMilliseconds())
            : null;
        return new CaseOfTrouble(existing ?? CaseId.New(time.GetUtcNow()), IsThere: existing is not null);
    }

    /// <summary>The same for a message whose row names its case already, in the transaction in which that was found.</summary>
    internal OpenedOrJoined OpenOrJoin(IDbConnection connection, InboxItem item, Opening opening, CaseOfTrouble found)
    {
        var @case = found.IsThere ? Join(connection, found.Id, opening.Event) : Open(connection, item, found.Id, opening.Event);
        SetMessage(connection, item, found.Id);
        return new OpenedOrJoined(@case, Joined: found.IsThere);
    }

    /// <summary>Applies what <paramref name="decide"/> makes of the case as it is now; nothing when it returns no event.</summary>
    /// <param name="press">What somebody pressed; null when it is no press. A press that was noted before changes nothing.</param>
    /// <returns>The case afterwards; null when there is none of this id.</returns>
    public async Task<Case?> ApplyAsync(string id, Func<Case, IReadOnlyList<CaseEvent>> decide, CancellationToken cancellationToken, ActionTurn? press = null)
    {
        if (Find(id) is not { } @case)
            return null;
        var events = decide(@case);
        if (events.Count == 0 && press is null)
            return @case;
        var after = await database.WriteAsync(
            connection =>
            {
                if (press is not null && !Note(connection, press))
                    return Find(connection, id);
                if (events.Count == 0)
                    return @case;
                // Somebody else was quicker: decide again on what they left, with the writer held, so that nobody can be.
                return TryAppend(connection, @case, events) ?? DecideAndAppend(connection, id, decide);
            },
            cancellationToken);
        followUps.Changed.Raise();
        return after;
    }

    /// <summary>Repairs the follow-ups of a case that are not what it is owed: after a backup was put back, or the knowledge or a setting has changed.</summary>
    /// <returns>How many rows were wrong.</returns>
    public async Task<int> RepairFollowUpsAsync(string id, CancellationToken cancellationToken)
    {
        if (Find(id) is not { } @case || plan.Of(@case).Select(owed => (owed.Key, owed.DueMilliseconds)).ToHashSet().SetEquals(followUps.OfCase(id)))
            return 0;
        return await database.WriteAsync(connection => Find(connection, id) is { } now ? FollowUpStore.Sync(connection, id, plan.Of(now)) : 0, cancellationToken);
    }

    /// <summary>Forgets cases whose last event is older, with all that belongs to them.</summary>
    /// <returns>How many; less than <paramref name="atMost"/> when none is left.</returns>
    public async Task<int> ForgetAsync(DateTimeOffset before, int atMost, CancellationToken cancellationToken)
    {
        var parameters = new { before = before.ToUnixTimeMilliseconds(), atMost };
        // Looked up beside the writer, because it reads the whole table.
        var ids = database.Read(connection => connection.Query<string>("SELECT id FROM cases WHERE last_event_at < @before LIMIT @atMost", parameters).AsList());
        return ids.Count == 0 ? 0 : await database.WriteAsync(connection => connection.Execute("DELETE FROM cases WHERE id IN @ids AND last_event_at < @before", new { ids, parameters.before }), cancellationToken);
    }

    /// <summary>Whether a press was noted before: a platform delivers one again when our answer got lost.</summary>
    public bool IsRepeated(ActionTurn press) =>
        database.Read(connection => connection.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM presses WHERE case_id = @CaseId AND verb = @Verb AND person = @person AND revision = @Revision)",
            new { press.CaseId, press.Verb, person = press.Person.Id, press.Revision }));

    /// <summary>The case a message led to, and what was recognized in it then; null when it led to none.</summary>
    public MessageOfCase? OfMessage(ConversationKey conversation, string messageId) =>
        messageId.Length == 0
            ? null
            : database.Read(connection => connection.QuerySingleOrDefault<MessageOfCase>(
                """
                SELECT case_id AS CaseId, errors AS Errors, (SELECT COUNT(*) FROM case_messages AS other WHERE other.case_id = mine.case_id) AS Messages
                FROM case_messages AS mine WHERE channel = @Channel AND tenant = @Tenant AND conversation = @Id AND message_id = @messageId
                """,
                new { conversation.Channel, conversation.Tenant, conversation.Id, messageId }));

    /// <summary>Remembers what an edited message says now; forgets a message that says nothing any more.</summary>
    public Task SetMessageAsync(InboxItem item, string caseId, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SetMessage(connection, item, caseId), cancellationToken);

    /// <summary>Open cases of a conversation, the latest first.</summary>
    public IReadOnlyList<Case> OpenOf(ConversationKey conversation, int count) =>
        database.Read<IReadOnlyList<Case>>(connection =>
        [
            .. connection.Query<string>(
                "SELECT id FROM cases WHERE channel = @Channel AND tenant = @Tenant AND conversation = @Id AND is_open = 1 ORDER BY last_event_at DESC LIMIT @count",
                new { conversation.Channel, conversation.Tenant, conversation.Id, count }).Select(id => Find(connection, id)).OfType<Case>(),
        ]);

    /// <summary>The case of a conversation that was closed last; null when none had an event since.</summary>
    public Case? LatestClosedOf(ConversationKey conversation, DateTimeOffset since) =>
        database.Read(connection => connection.ExecuteScalar<string?>(
            "SELECT id FROM cases WHERE channel = @Channel AND tenant = @Tenant AND conversation = @Id AND is_open = 0 AND last_event_at >= @since ORDER BY last_event_at DESC LIMIT 1",
            new { conversation.Channel, conversation.Tenant, conversation.Id, since = since.ToUnixTimeMilliseconds() }) is { } id ? Find(connection, id) : null);

    /// <summary>The message id of a case's card, and the version it shows.</summary>
    public ShownCard? Shown(string caseId) =>
        database.Read(connection => connection.QuerySingleOrDefault<ShownCard>("SELECT message_id AS MessageId, shown_version AS Version FROM cases WHERE id = @caseId", new { caseId }));

    /// <summary>The channel of a card that is older than its case; null: there is nothing to bring up to date.</summary>
    public string? ChannelBehind(string caseId) =>
        database.Read(connection => connection.ExecuteScalar<string?>("SELECT channel FROM cases WHERE id = @caseId AND message_id IS NOT NULL AND shown_version < version", new { caseId }));

    public Task SetShownAsync(string caseId, string messageId, long version, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => SetShown(connection, caseId, messageId, version), cancellationToken);

    /// <returns>Whether the case has gone on since.</returns>
    internal static bool SetShown(IDbConnection connection, string caseId, string messageId, long version) =>
        // A note that was sent while the card was on its way changes nothing on it: the card is up to date without another update.
        connection.ExecuteScalar<bool>(
            """
            UPDATE cases SET message_id = @messageId, shown_version = MAX(shown_version, CASE
                WHEN @version >= version THEN @version
                WHEN EXISTS (SELECT 1 FROM case_events WHERE case_id = @caseId AND version > @version AND event NOT LIKE '{"$type":"thread-told"%') THEN @version
                ELSE version END)
            WHERE id = @caseId RETURNING shown_version < version
            """,
            new { caseId, messageId, version });

    /// <summary>The card of a case is gone from its conversation: whoever posts the trouble next gets a new one.</summary>
    public Task SetGoneAsync(string caseId, string messageId, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("UPDATE cases SET message_id = NULL, shown_version = 0 WHERE id = @caseId AND message_id = @messageId", new { caseId, messageId }), cancellationToken);

    /// <summary>Cases whose card in the conversation is older than they are: what a crash left behind.</summary>
    public IReadOnlyList<string> Unshown() =>
        database.Read(connection => connection.Query<string>("SELECT id FROM cases WHERE shown_version < version AND message_id IS NOT NULL").AsList());

    private static int SetMessage(IDbConnection connection, InboxItem item, string caseId)
    {
        if (item.MessageId.Length == 0)
            return 0;
        var key = item.Conversation.Key;
        var row = new { key.Channel, key.Tenant, key.Id, item.MessageId, caseId, errors = Serialize(item.Errors), at = item.SentAt.ToUnixTimeMilliseconds() };
        return item.Errors.Count == 0
            ? connection.Execute("DELETE FROM case_messages WHERE channel = @Channel AND tenant = @Tenant AND conversation = @Id AND message_id = @MessageId", row)
            : connection.Execute(
                """
                INSERT INTO case_messages (channel, tenant, conversation, message_id, case_id, errors, at) VALUES (@Channel, @Tenant, @Id, @MessageId, @caseId, @errors, @at)
                ON CONFLICT (channel, tenant, conversation, message_id) DO UPDATE SET case_id = excluded.case_id, errors = excluded.errors
                """,
                row);
    }

    /// <summary>Errors as they are stored.</summary>
    internal static string Serialize(IReadOnlyList<MailError> errors) => JsonSerializer.Serialize(errors, StorageJson.Default.IReadOnlyListMailError);

    /// <summary>Whether a message still says what is stored of it. Rows of earlier versions do not name the entries.</summary>
    internal static bool SaySame(IReadOnlyList<MailError> errors, string stored) =>
        Serialize(errors) == stored || Serialize([.. errors.Select(error => error with { EntryId = null })]) == stored;

    /// <summary>
    /// The case this trouble belongs to: an open one, else one that was closed within the same time. The one with the same destination,
    /// else, where one side names none, the only one there is. "We get 4.4.316 again" and the line that names the server are one outbreak;
    /// two named servers are two.
    /// </summary>
    private static string? FindSame(IDbConnection connection, ConversationKey key, Trouble trouble, long since)
    {
        var found = connection.Query<Same>(trouble.Destination.Length == 0 ? FindUnnamed : FindNamed, new { key.Channel, key.Tenant, key.Id, trouble.EntryId, trouble.Destination, since }).AsList();
        if (found.Count == 0)
            return null;
        return Best(found, isOpen: true)
            // A message that was taken back closes nothing that could come back.
            ?? (Best(found, isOpen: false) is { } closed && Find(connection, closed) is { Closing.IsWithdrawal: false } ? closed : null);
    }

    private static string? Best(List<Same> found, bool isOpen)
    {
        var those = found.FindAll(same => same.IsOpen == isOpen);
        return (those.Find(same => same.IsExact) ?? (those.Count == 1 ? those[0] : null))?.Id;
    }

    private Case Open(IDbConnection connection, InboxItem item, string caseId, CaseEvent.Opened opened)
    {
        var @case = Case.From(caseId, item.Conversation, [opened]);
        var key = item.Conversation.Key;
        var trouble = Trouble.Of(@case);
        connection.Execute(
            InsertCase,
            new { @case.Id, key.Channel, key.Tenant, Conversation = key.Id, Reference = item.Conversation.Json, trouble.EntryId, trouble.Destination, At = opened.At.ToUnixTimeMilliseconds() });
        InsertEvent(connection, @case.Id, 1, opened);
        return @case;
    }

    private Case Join(IDbConnection connection, string caseId, CaseEvent.Opened opened)
    {
        var joined = new CaseEvent.Joined(opened.By, opened.Errors[0], opened.Errors.Count > 1 ? [.. opened.Errors.Skip(1)] : null) { At = opened.At };
        // The writer is alone: nobody can have changed the case since it was read here.
        return TryAppend(connection, Find(connection, caseId)!, [joined]) ?? throw new ConcurrencyException(caseId);
    }

    /// <summary>Notes a press, and forgets those whose repeats can no longer come.</summary>
    /// <returns>False when it was noted before.</returns>
    private bool Note(IDbConnection connection, ActionTurn press)
    {
        var now = time.GetUtcNow();
        connection.Execute("DELETE FROM presses WHERE at < @before", new { before = (now - KeepPresses).ToUnixTimeMilliseconds() });
        return connection.Execute(
            "INSERT INTO presses (case_id, verb, person, revision, at) VALUES (@CaseId, @Verb, @person, @Revision, @at) ON CONFLICT DO NOTHING",
            new { press.CaseId, press.Verb, person = press.Person.Id, press.Revision, at = now.ToUnixTimeMilliseconds() }) == 1;
    }

    private Case DecideAndAppend(IDbConnection connection, string id, Func<Case, IReadOnlyList<CaseEvent>> decide)
    {
        var @case = Find(connection, id)!;
        var events = decide(@case);
        return events.Count == 0 ? @case : TryAppend(connection, @case, events) ?? throw new ConcurrencyException(id);
    }

    private Case? TryAppend(IDbConnection connection, Case @case, IReadOnlyList<CaseEvent> events)
    {
        var after = events.Aggregate(@case, (state, happened) => state.Apply(happened));
        // An edit may have made it another trouble, a later post may have named its destination.
        var trouble = Trouble.Of(after);
        // That a note was sent changes nothing on the card: one that is up to date stays so, and is not sent again for it.
        var isSeen = events.Any(happened => happened is not CaseEvent.ThreadTold);
        var changed = connection.Execute(
            """
            UPDATE cases SET version = @to, is_open = @isOpen, last_event_at = @at, entry = @EntryId, destination = @Destination,
                             shown_version = CASE WHEN @isSeen OR shown_version <> @from THEN shown_version ELSE @to END
            WHERE id = @id AND version = @from
            """,
            new { isSeen, from = @case.Version, to = after.Version, isOpen = after.IsOpen, at = after.LastEventAt.ToUnixTimeMilliseconds(), trouble.EntryId, trouble.Destination, id = @case.Id });
        if (changed == 0)
            return null;

        var version = @case.Version;
        foreach (var happened in events)
        {
            InsertEvent(connection, @case.Id, ++version, happened);
            if (happened is CaseEvent.ChecksRequested run)
                CheckRunStore.Insert(connection, @case.Id, run);
        }

        var owed = plan.Of(after);
        if (!owed.SequenceEqual(plan.Of(@case)))
            FollowUpStore.Sync(connection, @case.Id, owed);
        return after;
    }

    private void InsertEvent(IDbConnection connection, string caseId, long version, CaseEvent happened) =>
        connection.Execute(
            "INSERT INTO case_events (case_id, version, at, event) VALUES (@caseId, @version, @at, @json)",
            new { caseId, version, at = time.GetUtcNow().ToUnixTimeMilliseconds(), json = JsonSerializer.Serialize(happened, StorageJson.Default.CaseEvent) });

    private static Case? Find(IDbConnection connection, string id)
    {
        if (connection.QuerySingleOrDefault<Row>("SELECT channel AS Channel, tenant AS Tenant, conversation AS Conversation, reference AS Reference FROM cases WHERE id = @id", new { id }) is not { } row)
            return null;
        var events = connection.Query<string>("SELECT event FROM case_events WHERE case_id = @id ORDER BY version", new { id });
        var reference = new ConversationReference(new ConversationKey(row.Channel, row.Tenant, row.Conversation), row.Reference);
        return Case.From(id, reference, events.Select(json => JsonSerializer.Deserialize(json, StorageJson.Default.CaseEvent)!));
    }

    /// <summary>As long as the key of a message.</summary>
    private static readonly TimeSpan KeepPresses = TimeSpan.FromHours(25);

    // One statement for all places where it may stand. The flag is a literal each time, else no index is used, and so is the destination
    // with a limit of its own: a conversation may have thousands of cases of one entry.
    private const string Place = "channel = @Channel AND tenant = @Tenant AND conversation = @Id AND entry = @EntryId AND last_event_at >= @since";

    private const string Exact = $"{Place} AND destination = @Destination";

    private const string OpenExact = $"SELECT * FROM (SELECT id AS Id, 1 AS IsOpen, 1 AS IsExact FROM cases WHERE is_open = 1 AND {Exact} ORDER BY last_event_at DESC LIMIT 1)";

    private const string ClosedExact = $"SELECT * FROM (SELECT id AS Id, 0 AS IsOpen, 1 AS IsExact FROM cases WHERE is_open = 0 AND {Exact} ORDER BY last_event_at DESC LIMIT 1)";

    private const string FindNamed = $"""
        {OpenExact} UNION ALL {ClosedExact}
        UNION ALL SELECT * FROM (SELECT id, 1, 0 FROM cases WHERE is_open = 1 AND {Place} AND destination = '' LIMIT 2)
        UNION ALL SELECT * FROM (SELECT id, 0, 0 FROM cases WHERE is_open = 0 AND {Place} AND destination = '' LIMIT 2)
        """;

    private const string FindUnnamed = $"""
        {OpenExact} UNION ALL {ClosedExact}
        UNION ALL SELECT * FROM (SELECT id, 1, 0 FROM cases WHERE is_open = 1 AND {Place} LIMIT 2)
        UNION ALL SELECT * FROM (SELECT id, 0, 0 FROM cases WHERE is_open = 0 AND {Place} LIMIT 2)
        """;

    private const string InsertCase = """
        INSERT INTO cases (id, channel, tenant, conversation, reference, entry, destination, version, is_open, last_event_at)
        VALUES (@Id, @Channel, @Tenant, @Conversation, @Reference, @EntryId, @Destination, 1, 1, @At)
        """;

    /// <summary>A case that may be the same trouble; exact ones say so.</summary>
    private sealed record Same
    {
        public string Id { get; init; } = "";

        public bool IsOpen { get; init; }

        public bool IsExact { get; init; }
    }

    private sealed record Row
    {
        public string Channel { get; init; } = "";

        public string Tenant { get; init; } = "";

        public string Conversation { get; init; } = "";

        public string Reference { get; init; } = "";
    }
}

/// <summary>Where a message belongs.</summary>
/// <param name="IsThere">Whether the case exists; else it is to be opened with this id.</param>
internal sealed record CaseOfTrouble(string Id, bool IsThere);

/// <summary>A message and its case.</summary>
internal sealed record MessageOfCase
{
    public string CaseId { get; init; } = "";

    /// <summary>As <see cref="CaseStore.Serialize"/> writes them.</summary>
    public string Errors { get; init; } = "";

    /// <summary>How many messages led to the case, this one included.</summary>
    public long Messages { get; init; }
}

/// <summary>A case, and whether it was open before.</summary>
internal sealed record OpenedOrJoined(Case Case, bool Joined);

/// <summary>What a conversation shows of a case; <see cref="MessageId"/> is null until the card was sent.</summary>
internal sealed record ShownCard
{
    public string? MessageId { get; init; }

    public long Version { get; init; }
}

/// <summary>A case was changed by others while it was being decided on, even with the writer held.</summary>
internal sealed class ConcurrencyException(string caseId) : Exception($"Case {caseId} is being changed by several people at once. Press again.");
