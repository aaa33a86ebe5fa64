using System.Text.Json;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Slack;

/// <summary>The slash command: what can be asked of the bot in words, answered to the one who asks. Only checks are a matter for everybody.</summary>
internal sealed class SlackCommands(
    SlackOptions options,
    TurnHandler handler,
    CommandAnswers answers,
    SlackExplanations explanations,
    SlackMembership membership,
    SettingsStore settings,
    ConversationOptions conversations,
    InboundMetrics metrics,
    TimeProvider time)
{
    /// <exception cref="StorageException">The database cannot be read or written.</exception>
    public async Task<SlackReply> AcceptAsync(SlashCommand command)
    {
        if (command.ApiAppId != options.AppId)
            return new SlackReply.Refused("OtherApp");
        if (SlackInstallation.Of(command.TeamId, command.EnterpriseId, command.IsEnterpriseInstall == true) is not { } installation
            || command is not { ChannelId: { Length: > 0 } channel, UserId: { Length: > 0 } user })
            return new SlackReply.Malformed();
        if (!options.IsAllowed(command.TeamId, command.EnterpriseId))
            return new SlackReply.Refused("Workspace");
        metrics.Received("accepted");

        var conversation = new SlackConversation(installation, command.TeamId, channel, ThreadTs: null);
        var person = SlackTurns.PersonOf(user, command.UserName);
        var text = command.Text ?? "";
        if (explanations.TryExplain(text, MailMarkup.SlackMrkdwn, conversation.Key, person.Id) is { } explained)
            return Whisper(explained);
        var asked = ChatCommandReader.Read(MessageText.AsRead(text, MailMarkup.SlackMrkdwn, LongestCommand));
        return asked is ChatCommand.Check { Target: not null }
            ? await CheckAsync(command, conversation, person)
            : Whisper(await AnswerAsync(asked, command, conversation, person, text));
    }

    /// <summary>The card with the checks goes to the conversation, where others can see what was found.</summary>
    private async Task<SlackReply> CheckAsync(SlashCommand command, SlackConversation conversation, Person person)
    {
        if (command.ChannelName != DirectMessage && await membership.IsSurelyMissingAsync(conversation))
            return Whisper(NotHere(LanguageOf(conversation, person, command.Text ?? "")));
        await handler.AcceptAsync(
            new MessageTurn
            {
                Conversation = SlackReference.Of(conversation).ToReference(),
                Person = person,
                Key = $"{conversation.Installation.Id}|{conversation.ChannelId}|{command.TriggerId}|command",
                SentAt = time.GetUtcNow(),
                Text = command.Text ?? "",
                Markup = MailMarkup.SlackMrkdwn,
                Addressing = Addressing.Mention,
            },
            CancellationToken.None);
        return SlackReply.Done;
    }

    /// <summary>As the worker would answer the same words in a message; what nobody understands gets help.</summary>
    private Task<Card> AnswerAsync(ChatCommand? asked, SlashCommand command, SlackConversation conversation, Person person, string text)
    {
        var now = time.GetUtcNow();
        return answers.AnswerAsync(
            new InboxItem
            {
                Key = "",
                Change = MessageChange.Posted,
                MessageId = "",
                Conversation = SlackReference.Of(conversation).ToReference(),
                Person = person,
                Language = LanguageOf(conversation, person, text),
                Addressing = command.ChannelName == DirectMessage ? Addressing.Direct : Addressing.Mention,
                Errors = [],
                Command = asked,
                SentAt = now,
                ReceivedAt = now,
            },
            CancellationToken.None);
    }

    private string LanguageOf(SlackConversation conversation, Person person, string text)
    {
        var chosen = settings.Languages(conversation.Key, person.Id);
        return Languages.Choose(chosen.Conversation, chosen.Person, locale: null, LanguageGuess.Of(text), conversations.DefaultLanguage);
    }

    private static Card NotHere(string language)
    {
        var said = SlackPlaceTexts.Of(language);
        return NoteCard.Note(Languages.Of(language), said.NotHereTitle, [new Paragraph(said.NotHere)]);
    }

    private static SlackReply.Acknowledged Whisper(Card card)
    {
        var message = BlockKit.Render(card);
        var answer = new ResponseMessage { Text = message.Text, Blocks = message.Blocks, ResponseType = ResponseMessage.Ephemeral };
        return new SlackReply.Acknowledged(JsonSerializer.SerializeToElement(answer, SlackWebJson.Exact.ResponseMessage));
    }

    /// <summary>Slack's name for every conversation of two.</summary>
    private const string DirectMessage = "directmessage";

    /// <summary>Nobody types a longer one.</summary>
    private const int LongestCommand = 400;
}
