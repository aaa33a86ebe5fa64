using System.Collections.Frozen;
using ChatOpsBot.Conversations;
using Dapper;

namespace ChatOpsBot.Storage;

/// <summary>What conversations and persons have chosen.</summary>
/// <param name="quiet">Platforms whose conversations are not listened to before they ask for it.</param>
internal sealed class SettingsStore(Database database, IEnumerable<QuietByRight> quiet)
{
    private readonly FrozenSet<string> quiet = quiet.Select(platform => platform.Channel).ToFrozenSet(StringComparer.Ordinal);

    /// <returns>The chosen languages; null where nothing was chosen.</returns>
    public (string? Conversation, string? Person) Languages(ConversationKey conversation, string personId) =>
        database.Read(connection => connection.QuerySingle<(string?, string?)>(
            """
            SELECT (SELECT language FROM conversation_settings WHERE channel = @Channel AND tenant = @Tenant AND conversation = @Id),
                   (SELECT language FROM person_settings WHERE channel = @Channel AND tenant = @Tenant AND person = @personId)
            """,
            new { conversation.Channel, conversation.Tenant, conversation.Id, personId }));

    /// <summary>What a conversation has chosen; the defaults when nothing.</summary>
    public ConversationSettings Of(ConversationKey conversation) =>
        database.Read(connection => connection.QuerySingleOrDefault<Row>(
            """
            SELECT language AS Language, answer_from AS AnswerFrom, muted_until AS MutedUntil, listens AS Listens
            FROM conversation_settings WHERE channel = @Channel AND tenant = @Tenant AND conversation = @Id
            """,
            conversation)) is { } row
            ? new ConversationSettings
            {
                Language = row.Language,
                AnswerFromConfidence = row.AnswerFrom,
                MutedUntil = row.MutedUntil is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
                Listens = row.Listens is { } said ? said > 0 : !quiet.Contains(conversation.Channel),
                IsOff = row.Listens == Off,
            }
            : new ConversationSettings { Listens = !quiet.Contains(conversation.Channel) };

    /// <param name="until">Null: no longer muted.</param>
    public Task SetMutedAsync(ConversationKey conversation, DateTimeOffset? until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO conversation_settings (channel, tenant, conversation, muted_until) VALUES (@Channel, @Tenant, @Id, @until)
                ON CONFLICT (channel, tenant, conversation) DO UPDATE SET muted_until = excluded.muted_until
                """,
                new { conversation.Channel, conversation.Tenant, conversation.Id, until = until?.ToUnixTimeMilliseconds() }),
            cancellationToken);

    /// <summary>Whether errors are answered unasked; saying so ends a mute as well.</summary>
    public Task SetListensAsync(ConversationKey conversation, bool listens, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO conversation_settings (channel, tenant, conversation, listens) VALUES (@Channel, @Tenant, @Id, @listens)
                ON CONFLICT (channel, tenant, conversation) DO UPDATE SET listens = excluded.listens, muted_until = NULL
                """,
                new { conversation.Channel, conversation.Tenant, conversation.Id, listens }),
            cancellationToken);

    /// <summary>Keeps all that a dialog asks at once. A language that was chosen is the person's own too, for conversations where nothing is chosen.</summary>
    public Task SaveAsync(ConversationKey conversation, string personId, ConversationSettings chosen, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO conversation_settings (channel, tenant, conversation, language, muted_until, listens) VALUES (@Channel, @Tenant, @Id, @Language, @until, @Listens)
                ON CONFLICT (channel, tenant, conversation) DO UPDATE SET language = excluded.language, muted_until = excluded.muted_until, listens = excluded.listens;
                INSERT INTO person_settings (channel, tenant, person, language) SELECT @Channel, @Tenant, @personId, @Language WHERE @Language IS NOT NULL
                ON CONFLICT (channel, tenant, person) DO UPDATE SET language = excluded.language;
                """,
                new { conversation.Channel, conversation.Tenant, conversation.Id, personId, chosen.Language, until = chosen.MutedUntil?.ToUnixTimeMilliseconds(), Listens = chosen.IsOff ? Off : chosen.Listens ? 1 : 0 }),
            cancellationToken);

    /// <param name="answerFrom">Null: as everywhere.</param>
    public Task SetAnswerFromAsync(ConversationKey conversation, double? answerFrom, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO conversation_settings (channel, tenant, conversation, answer_from) VALUES (@Channel, @Tenant, @Id, @answerFrom)
                ON CONFLICT (channel, tenant, conversation) DO UPDATE SET answer_from = excluded.answer_from
                """,
                new { conversation.Channel, conversation.Tenant, conversation.Id, answerFrom }),
            cancellationToken);

    /// <summary>How many conversations of an organization asked to be answered unasked.</summary>
    public int CountListening(string channel, string tenant) =>
        database.Read(connection => connection.ExecuteScalar<int>("SELECT COUNT(*) FROM conversation_settings WHERE channel = @channel AND tenant = @tenant AND listens = 1", new { channel, tenant }));

    /// <summary>Every conversation that has a case or has chosen something, those with most cases first.</summary>
    public IReadOnlyList<KnownConversation> Conversations() =>
        database.Read(connection => connection.Query<KnownConversation>(
            """
            SELECT channel AS Channel, tenant AS Tenant, conversation AS Id, SUM(cases) AS Cases, MAX(language) AS Language, MAX(answer_from) AS AnswerFrom
            FROM (
                SELECT channel, tenant, conversation, COUNT(*) AS cases, NULL AS language, NULL AS answer_from FROM cases GROUP BY channel, tenant, conversation
                UNION ALL
                SELECT channel, tenant, conversation, 0, language, answer_from FROM conversation_settings)
            GROUP BY channel, tenant, conversation
            ORDER BY Cases DESC, channel, tenant, conversation
            """).AsList());

    /// <summary>Keeps the language chosen in a conversation, and as the person's own for conversations where nothing is chosen.</summary>
    public Task SetLanguageAsync(ConversationKey conversation, string personId, string language, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO conversation_settings (channel, tenant, conversation, language) VALUES (@Channel, @Tenant, @Id, @language)
                ON CONFLICT (channel, tenant, conversation) DO UPDATE SET language = excluded.language;
                INSERT INTO person_settings (channel, tenant, person, language) VALUES (@Channel, @Tenant, @personId, @language)
                ON CONFLICT (channel, tenant, person) DO UPDATE SET language = excluded.language;
                """,
                new { conversation.Channel, conversation.Tenant, conversation.Id, personId, language }),
            cancellationToken);

    /// <summary>Where 0 stands for mentions only, and 1 for listening.</summary>
    private const int Off = -1;

    private sealed record Row
    {
        public string? Language { get; init; }

        public double? AnswerFrom { get; init; }

        public long? MutedUntil { get; init; }

        public long? Listens { get; init; }
    }
}

/// <summary>A conversation as an operator sees it.</summary>
internal sealed record KnownConversation
{
    public string Channel { get; init; } = "";

    public string Tenant { get; init; } = "";

    public string Id { get; init; } = "";

    public long Cases { get; init; }

    public string? Language { get; init; }

    public double? AnswerFrom { get; init; }
}
