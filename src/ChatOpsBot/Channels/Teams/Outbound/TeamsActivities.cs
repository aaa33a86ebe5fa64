using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Teams.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Dialogs;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Makes the message that shows a card, and keeps it within what Teams takes.</summary>
internal static class TeamsActivities
{
    /// <summary>Teams recommends 80 KB and refuses about 100, counted as UTF-16: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages</summary>
    public const int MaxSize = 80_000;

    /// <param name="maxSize">Bytes in UTF-16.</param>
    /// <param name="onlyFor">Id of the one person who is to see it; null: everybody.</param>
    /// <returns>The message; folded when parts of the card had to go.</returns>
    public static (SerializedActivity Activity, bool IsFolded) Compose(Card card, TeamsReference to, int maxSize = MaxSize, string? onlyFor = null)
    {
        var whole = Serialize(card, to, onlyFor);
        if (whole.SizeInUtf16 <= maxSize)
            return (whole, false);
        var smallest = whole;
        foreach (var smaller in CardFolding.Smaller(card))
        {
            smallest = Serialize(smaller, to, onlyFor);
            if (smallest.SizeInUtf16 <= maxSize)
                break;
        }

        return (smallest, true);
    }

    /// <summary>The card alone, as the answer to a press shows it; within the same limit.</summary>
    public static JsonElement Fit(Card card)
    {
        var rendered = AdaptiveCards.Render(card, AdaptiveHost.Teams);
        foreach (var smaller in CardFolding.Smaller(card))
        {
            if (SizeOf(rendered) <= MaxSize - Envelope)
                break;
            rendered = AdaptiveCards.Render(smaller, AdaptiveHost.Teams);
        }

        return rendered;
    }

    /// <summary>The content of a dialog, within the same limit; texts to copy and buttons go last.</summary>
    public static JsonElement Fit(Dialog dialog)
    {
        var rendered = Render(dialog);
        while (SizeOf(rendered) > MaxSize - Envelope && CardFolding.Smaller(dialog) is { } smaller)
            rendered = Render(dialog = smaller);
        return rendered;
    }

    private static JsonElement Render(Dialog dialog)
    {
        var reader = new Utf8JsonReader(AdaptiveCards.RenderUtf8(dialog).Span);
        return JsonElement.ParseValue(ref reader);
    }

    private static int SizeOf(JsonElement json) => Encoding.UTF8.GetCharCount(JsonMarshal.GetRawUtf8Value(json)) * sizeof(char);

    private static SerializedActivity Serialize(Card card, TeamsReference to, string? onlyFor)
    {
        var activity = OutboundActivity.OfCard(AdaptiveCards.RenderUtf8(card, AdaptiveHost.Teams), Shorten(card.Summary.ToString())) with
        {
            From = new OutboundAccount(to.BotId),
            Conversation = new OutboundConversation(to.ConversationId),
            Recipient = onlyFor is null ? null : new OutboundAccount(onlyFor),
            Locale = card.Language,
        };
        return activity.Serialize();
    }

    private static string Shorten(string summary) => summary.Length <= MaxSummary ? summary : CardFolding.Cut(summary, MaxSummary);

    /// <summary>Bytes for what stands around a card.</summary>
    private const int Envelope = 2_000;

    /// <summary>More than that no notification shows.</summary>
    private const int MaxSummary = 250;
}
