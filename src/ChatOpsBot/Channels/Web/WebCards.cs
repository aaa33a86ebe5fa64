using System.Text;
using ChatOpsBot.Channels.Web.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Web;

/// <summary>Makes activities of cards: of one that is just said, and of one that a client asks for later.</summary>
internal sealed class WebCards(CaseStore cases, CardComposer composer)
{
    public static ActivityJson Write(string conversation, Card card, StoredActivity stored) => ActivityJson.Of(new Activity
    {
        Type = Activity.MessageType,
        Id = stored.Id,
        Timestamp = DateTimeOffset.FromUnixTimeMilliseconds(stored.At),
        From = WebChannel.Bot,
        Conversation = new ConversationAccount(conversation),
        Locale = card.Language,
        Summary = card.Summary.ToString(),
        Attachments = [new Attachment(Attachment.AdaptiveCardContentType, AdaptiveCards.RenderUtf8(card, AdaptiveHost.Web))],
        ChannelData = new ChannelData { SequenceId = stored.Sequence, FallbackText = card.Summary.ToString() },
    });

    /// <summary>A stored activity as it is now: the card of a case shows the case as it stands. Null when the case was deleted.</summary>
    public ActivityJson? Read(string conversation, StoredActivity stored) => stored switch
    {
        { Json.Length: > 0 } => new ActivityJson(Encoding.UTF8.GetBytes(stored.Json)),
        { CaseId: { } caseId } when cases.Find(caseId) is { } @case => Write(conversation, composer.Compose(@case), stored),
        _ => null,
    };
}
