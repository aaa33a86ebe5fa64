using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Whether the bot is in a channel: a slash command can come from any.</summary>
internal sealed class SlackMembership(SlackCalls calls, TimeProvider time)
{
    /// <returns>True only when Slack says so within the time there is; who is in doubt tries to post.</returns>
    public async Task<bool> IsSurelyMissingAsync(SlackConversation conversation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var answer = await calls.AskAsync(
                conversation.Installation,
                "conversations.info",
                (api, token, cancellationToken) => api.ConversationsInfoAsync(token, conversation.ChannelId, cancellationToken),
                patience.Token);
            return answer.Channel is { IsMember: false, IsIm: false };
        }
        catch (SlackApiException refusal)
        {
            // A private channel the bot was not invited to is none it knows.
            return refusal.Code is SlackErrors.ChannelNotFound or SlackErrors.NotInChannel;
        }
        catch (Exception exception) when (exception is ChannelException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The command has three seconds in all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
}
