using System.Globalization;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Conversations;

/// <summary>How the bot talks. Section <c>Conversations</c>.</summary>
internal sealed class ConversationOptions
{
    /// <summary>BCP 47 tag of the language for people whose language is not known.</summary>
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>
    /// How sure the bot must be to answer unasked in a conversation of several people: from what it takes to be right nearly always,
    /// up to 1 for nothing but what cannot be anything else. <c>recognize --explain</c> shows what a message gets.
    /// </summary>
    public double AnswerFromConfidence { get; set; } = MailErrorRecognizer.FiresFrom;

    /// <summary>Hours Microsoft 365 keeps trying before it returns a message: 12 to 24 (<c>Set-TransportConfig -MessageExpiration</c>).</summary>
    public int MessageExpirationHours { get; set; } = 24;

    /// <summary>Minutes within which the same trouble in the same conversation joins the open card, or opens the card again that was closed: 0 to 1440.</summary>
    public int JoinWithinMinutes { get; set; } = 60;

    public const string Section = "Conversations";

    public IEnumerable<string> Problems()
    {
        if (Languages.Known(DefaultLanguage) is null)
            yield return $"Conversations:DefaultLanguage is \"{DefaultLanguage}\". Set it to one of {string.Join(", ", Languages.All.Select(texts => texts.Language))}.";
        if (!(AnswerFromConfidence >= MailErrorRecognizer.FiresFrom && AnswerFromConfidence <= 1))
            yield return string.Create(CultureInfo.InvariantCulture, $"Conversations:AnswerFromConfidence is {AnswerFromConfidence}. Set it to {MailErrorRecognizer.FiresFrom} (answers what is surely a mail error) up to 1 (answers least).");
        if (MessageExpirationHours is < 12 or > 24)
            yield return $"Conversations:MessageExpirationHours is {MessageExpirationHours}. Microsoft 365 allows 12 to 24; set it to what Get-TransportConfig shows as MessageExpiration, or leave 24.";
        if (JoinWithinMinutes is < 0 or > 1440)
            yield return $"Conversations:JoinWithinMinutes is {JoinWithinMinutes}. Set it to 0 (every post gets its own card) up to 1440.";
    }
}
