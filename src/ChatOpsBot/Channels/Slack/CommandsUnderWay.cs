using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;

namespace ChatOpsBot.Channels.Slack;

/// <summary>
/// Slash commands whose answer is posted in a conversation. Where that turns out to be closed to the bot, who asked is told beside their
/// command. In memory: Slack forgets how to reach them after half an hour.
/// </summary>
internal sealed class CommandsUnderWay(SlackCalls calls, AfterAcknowledgement after, TimeProvider time)
{
    private readonly Marks<(SlackInstallation Installation, Uri Address, ResponseMessage Word)> given = new(time, TimeSpan.FromMinutes(30), capacity: 1_000);

    /// <param name="key">Of the turn the command became.</param>
    /// <param name="word">What to say should the answer find no place.</param>
    public void Note(string key, SlackInstallation installation, Uri responseUrl, ResponseMessage word) => given.Set(key, (installation, responseUrl, word));

    /// <summary>The answer found no place.</summary>
    public void Tell(string key)
    {
        if (!given.TryGet(key, out var command))
            return;
        given.Remove(key);
        after.Do("a word about a command", () => calls.RespondAsync(command.Installation, command.Address, command.Word, CancellationToken.None));
    }
}
