using ChatOpsBot.Conversations;
using Dapper;

namespace ChatOpsBot.Storage;

/// <summary>What conversations and persons have chosen.</summary>
internal sealed class SettingsStore(Database database)
{
    /// <returns>The chosen languages; null where nothing was chosen.</returns>
    public (string? Conversation, string? Person) Languages(ConversationKey conversation, string personId) =>
        database.Read(connection => (
            connection.ExecuteScalar<string?>("SELECT language FROM conversation_settings WHERE channel = @Channel AND tenant = @Tenant AND conversation = @Id", conversation),
            connection.ExecuteScalar<string?>("SELECT language FROM person_settings WHERE channel = @Channel AND tenant = @Tenant AND person = @personId", new { conversation.Channel, conversation.Tenant, personId })));

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
}
