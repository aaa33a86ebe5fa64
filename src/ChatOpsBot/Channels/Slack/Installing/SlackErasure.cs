using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>Deletes what was kept of the conversations of an installation, in bites that hold up nobody. Done again, it finds nothing.</summary>
internal sealed class SlackErasure(Database database, TimeProvider time)
{
    /// <exception cref="StorageException">The database cannot be written; what is left is deleted the next time.</exception>
    public async Task EraseAsync(SlackInstallation installation, CancellationToken cancellationToken)
    {
        var whose = new { Channel = SlackConversation.ChannelName, Tenant = installation.Id, now = time.GetUtcNow().ToUnixTimeMilliseconds(), Bite };
        // Whatever belongs to a case goes with it. A message somebody answers just now is given up, and forgotten with the others of its day.
        foreach (var table in new[] { "cases WHERE id IN (SELECT id FROM cases WHERE", "inbox WHERE id IN (SELECT id FROM inbox WHERE (state <> 0 OR lease_until <= @now) AND" })
        {
            int deleted;
            do
            {
                deleted = await database.WriteAsync(connection => connection.Execute($"DELETE FROM {table} channel = @Channel AND tenant = @Tenant LIMIT @Bite)", whose), cancellationToken);
            }
            while (deleted == Bite);
        }

        await database.WriteAsync(
            connection => connection.Execute(
                """
                DELETE FROM conversation_settings WHERE channel = @Channel AND tenant = @Tenant;
                DELETE FROM person_settings WHERE channel = @Channel AND tenant = @Tenant;
                DELETE FROM slack_posts WHERE installation = @Tenant;
                """,
                whose),
            cancellationToken);
    }

    private const int Bite = 200;
}
