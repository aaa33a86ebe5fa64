using System.Globalization;
using System.Text;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Makes turns of what Slack sends.</summary>
internal sealed class SlackTurns(SlackOptions options, TimeProvider time)
{
    /// <param name="message">As it is now: of an edit the changed one.</param>
    public MessageTurn ReadMessage(SlackEvent message, SlackSource source, SlackConversation place, bool isEdit)
    {
        var text = SlackText.Of(message, id => id == options.AppId || id == source.BotUser);
        var isProgram = message.BotId is not null;
        return new MessageTurn
        {
            Conversation = SlackReference.Of(place).ToReference(),
            Person = isProgram
                ? PersonOf(message.BotId!, SlackText.ProgramOf(message))
                : ToBeNamed(PersonOf(message.User ?? "", message.UserProfile?.DisplayName, message.UserProfile?.RealName)),
            Key = KeyOf(place, message.Ts, message.Edited?.Ts),
            SentAt = source.SentAt ?? time.GetUtcNow(),
            MessageId = message.Ts ?? "",
            IsEdit = isEdit,
            Text = text,
            Markup = MailMarkup.SlackMrkdwn,
            Addressing = AddressingOf(message, source, text, isProgram),
        };
    }

    /// <param name="deletion">The event itself, which names the message.</param>
    public DeletionTurn ReadDeletion(SlackEvent deletion, SlackSource source, SlackConversation place) => new()
    {
        Conversation = SlackReference.Of(place).ToReference(),
        Person = ToBeNamed(PersonOf(deletion.PreviousMessage?.User ?? "")),
        Key = $"{KeyOf(place, deletion.DeletedTs, edited: null)}deleted",
        SentAt = source.SentAt ?? time.GetUtcNow(),
        MessageId = deletion.DeletedTs ?? "",
    };

    /// <summary>The bot was added to a channel. Once: whoever throws it out and calls it back within a day has been greeted.</summary>
    public WelcomeTurn Welcome(SlackEvent joined, SlackSource source, SlackConversation place) => new()
    {
        Conversation = SlackReference.Of(place).ToReference(),
        Person = new Person(joined.Inviter ?? "", ""),
        Key = KeyOf(place, "joined", edited: null),
        SentAt = source.SentAt ?? time.GetUtcNow(),
    };

    /// <remarks>A press does not say what kind of channel it comes from; the ids of direct messages begin with D.</remarks>
    public static ActionTurn ReadPress(SlackPress press, ConversationReference conversation, Person person, DateTimeOffset at) => new()
    {
        Conversation = conversation,
        Person = person,
        // By what is pressed and by whom: each delivery names itself in a new way.
        Key = string.Create(CultureInfo.InvariantCulture, $"{press.Button.CaseId}|{press.Button.Verb}|{person.Id}|{press.Button.Revision}"),
        SentAt = at,
        CaseId = press.Button.CaseId,
        Verb = press.Button.Verb,
        Revision = press.Button.Revision,
        Inputs = press.Inputs,
        IsDirect = conversation.Key.Id.StartsWith('D'),
    };

    /// <param name="names">The first that says something; a name is shown on cards.</param>
    public static Person PersonOf(string id, params ReadOnlySpan<string?> names)
    {
        foreach (var given in names)
        {
            if (string.IsNullOrEmpty(given))
                continue;
            var name = new StringBuilder(LongestName);
            foreach (var rune in given.EnumerateRunes())
            {
                if (Rune.IsControl(rune))
                    continue;
                if (name.Length + rune.Utf16SequenceLength > LongestName)
                    break;
                name.Append(rune);
            }

            if (name.Length > 0)
                return new Person(id, name.ToString());
        }

        return new Person(id, Person.Unnamed);
    }

    /// <summary>Messages say who wrote them by an id, hardly ever by a name: that is asked for when it is needed.</summary>
    private static Person ToBeNamed(Person person) => person is { Id.Length: > 0, Name: Person.Unnamed } ? person with { Name = "" } : person;

    /// <summary>Where the kind of channel is not told, its id tells: those of direct messages begin with D.</summary>
    public static bool IsDirect(SlackEvent message) => message.ChannelType is { } type ? type == SlackEvent.DirectMessage : message.Channel?.StartsWith('D') == true;

    private static Addressing AddressingOf(SlackEvent message, SlackSource source, string text, bool isProgram)
    {
        // A program is never talked with, or two of them would go on for ever.
        if (isProgram)
            return Addressing.Overheard;
        if (IsDirect(message))
            return Addressing.Direct;
        return message.Type == SlackEvent.AppMention || (source.BotUser is { } bot && SlackText.Mentions(text, bot)) ? Addressing.Mention : Addressing.Overheard;
    }

    /// <summary>What the keys of a message and of all its edits begin with.</summary>
    public static string KeysOf(MessageTurn message) => $"{message.Conversation.Key.Tenant}|{message.Conversation.Key.Id}|{message.MessageId}|";

    private static string KeyOf(SlackConversation place, string? ts, string? edited) => $"{place.Installation.Id}|{place.ChannelId}|{ts}|{edited}";

    private const int LongestName = 100;
}
