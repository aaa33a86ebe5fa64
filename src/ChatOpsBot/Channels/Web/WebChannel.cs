using ChatOpsBot.Channels.Web.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Web;

/// <summary>Speaks in the chat page, and to other Direct Line clients.</summary>
internal sealed class WebChannel(WebConversations conversations) : IChannel
{
    public const string ChannelName = "web";

    /// <summary>There are no organizations on the web page.</summary>
    public const string Tenant = "local";

    public static readonly ChannelAccount Bot = new("chatopsbot", "ChatOpsBot", "bot");

    public string Name => ChannelName;

    public TimeSpan UpdateInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The pointer that lets the bot speak later; the conversation's id is all there is to it.</summary>
    public static ConversationReference Reference(string conversationId) => new(new ConversationKey(ChannelName, Tenant, conversationId), "{}");

    public async Task<string> SendAsync(ConversationReference conversation, Card card, Delivery delivery, CancellationToken cancellationToken)
    {
        using var lease = conversations.Rent(conversation.Key.Id);
        return await lease.Conversation.AddAsync(delivery.Key, card, cancellationToken)
            ?? throw ChannelException.Permanent($"The web conversation {conversation.Key.Id} is gone: nobody opened it for long. Nothing to do.");
    }

    public async Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken)
    {
        using var lease = conversations.Rent(conversation.Key.Id);
        if (!await lease.Conversation.ReplaceAsync(messageId, card, cancellationToken))
            throw ChannelException.Permanent($"The web conversation {conversation.Key.Id} does not keep the card {messageId} any more. Nothing to do.");
    }
}
