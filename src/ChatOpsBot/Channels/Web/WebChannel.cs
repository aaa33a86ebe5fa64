using System.Text.Json;
using ChatOpsBot.Channels.Web.Protocol;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.Channels.Web;

/// <summary>Speaks in the chat page, and to other Direct Line clients.</summary>
internal sealed class WebChannel(WebConversations conversations, TimeProvider time) : IChannel
{
    public const string ChannelName = "web";

    /// <summary>There are no organizations on the web page.</summary>
    public const string Tenant = "local";

    public static readonly ChannelAccount Bot = new("chatopsbot", "ChatOpsBot", "bot");

    public string Name => ChannelName;

    public TimeSpan UpdateInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The pointer that lets the bot speak later; the conversation's id is all there is to it.</summary>
    public static ConversationReference Reference(string conversationId) => new(new ConversationKey(ChannelName, Tenant, conversationId), "{}");

    public async Task<string> SendAsync(ConversationReference conversation, Card card, string deliveryKey, CancellationToken cancellationToken)
    {
        // Rendered here: what is composed below runs while the database's one writer waits.
        var content = Render(card);
        using var lease = conversations.Rent(conversation.Key.Id);
        return await lease.Conversation.AddAsync(deliveryKey, (id, sequence) => Compose(conversation, card, content, id, sequence), cancellationToken)
            ?? throw ChannelException.Permanent($"The web conversation {conversation.Key.Id} is gone: nobody opened it for long. Nothing to do.");
    }

    public async Task UpdateAsync(ConversationReference conversation, string messageId, Card card, CancellationToken cancellationToken)
    {
        var content = Render(card);
        using var lease = conversations.Rent(conversation.Key.Id);
        if (!await lease.Conversation.ReplaceAsync(messageId, (id, sequence) => Compose(conversation, card, content, id, sequence), cancellationToken))
            throw ChannelException.Permanent($"The web conversation {conversation.Key.Id} does not keep the card {messageId} any more. Nothing to do.");
    }

    private static JsonElement Render(Card card) => AdaptiveCards.Render(card, AdaptiveHost.Web);

    private Activity Compose(ConversationReference conversation, Card card, JsonElement content, string id, long sequence) => new()
    {
        Type = Activity.MessageType,
        Id = id,
        Timestamp = time.GetUtcNow(),
        From = Bot,
        Conversation = new ConversationAccount(conversation.Key.Id),
        Locale = card.Language,
        Summary = card.Summary.ToString(),
        Attachments = [new Attachment(Attachment.AdaptiveCardContentType, content)],
        ChannelData = new ChannelData { SequenceId = sequence, FallbackText = card.Summary.ToString() },
    };
}
