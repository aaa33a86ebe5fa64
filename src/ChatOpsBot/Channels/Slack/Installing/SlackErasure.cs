using ChatOpsBot.Storage;
using Dapper;

namespace ChatOpsBot.Channels.Slack.Installing;

/// <summary>Deletes what was kept of the conversations of an installation, in bites that hold up nobody. Done again, it finds nothing.</summary>
internal sealed class SlackErasure(Database database)
{
    /// <exception cref="StorageException">The database cannot be written; what is left is deleted the next time.</exception>
    public async Task EraseAsync(SlackInstallation installation, CancellationToken cancellationToken)
    {
        var whose = new { Channel = SlackConversation.ChannelName, Tenant = installation.Id, Bite };
        // Whatever belongs to a case goes with it. Who answers a message just now finds nothing to write down when it is done.
        foreach (var table in new[] { "cases", "inbox" })
        {
            int deleted;
            do
            {
                deleted = await database.WriteAsync(connection => connection.Execute($"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE channel = @Channel AND tenant = @Tenant LIMIT @Bite)", whose), cancellationToken);
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
