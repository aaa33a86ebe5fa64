using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>How the bot stands to a channel: a slash command can come from any, and tells neither whether the bot is there nor who else.</summary>
internal sealed class SlackMembership(SlackCalls calls, TimeProvider time)
{
    /// <returns>Missing only when Slack says so within the time there is; who is in doubt tries to post.</returns>
    public async Task<SlackStanding> FindAsync(SlackConversation conversation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var answer = await calls.AskAsync(
                conversation.Installation,
                "conversations.info",
                (api, token, cancellationToken) => api.ConversationsInfoAsync(token, conversation.ChannelId, cancellationToken),
                patience.Token);
            return new SlackStanding(IsSurelyMissing: answer.Channel is { IsMember: false, IsIm: false }, answer.Channel?.IsExtShared == true);
        }
        catch (SlackApiException refusal)
        {
            // A private channel the bot was not invited to is none it knows.
            return new SlackStanding(IsSurelyMissing: refusal.Code is SlackErrors.ChannelNotFound or SlackErrors.NotInChannel, IsShared: false);
        }
        catch (Exception exception) when (exception is ChannelException or OperationCanceledException)
        {
            return new SlackStanding(IsSurelyMissing: false, IsShared: false);
        }
    }

    /// <summary>The command has three seconds in all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
}

/// <param name="IsSurelyMissing">The bot is not in the channel.</param>
/// <param name="IsShared">People of other organizations are.</param>
internal readonly record struct SlackStanding(bool IsSurelyMissing, bool IsShared);
