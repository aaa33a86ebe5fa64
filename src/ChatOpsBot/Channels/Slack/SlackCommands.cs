using System.Text.Json;
using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Outbound;
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
    SlackCalls calls,
    SlackLocales locales,
    CommandsUnderWay underWay,
    BlockForm form,
    AfterAcknowledgement after,
    InboundMetrics metrics,
    TimeProvider time)
{
    /// <param name="takesAnswer">Whether the acknowledgement can say something; else the answer follows it.</param>
    /// <exception cref="StorageException">The database cannot be read or written.</exception>
    public async Task<SlackReply> AcceptAsync(SlashCommand command, bool takesAnswer = true)
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
        var person = SlackTurns.PersonOf(user, locales.NameOf(installation, user), command.UserName);
        var text = command.Text ?? "";
        var (told, byDefault) = LanguagesOf(conversation, person, text);
        var language = told ?? byDefault;
        if (explanations.TryExplain(text, MailMarkup.SlackMrkdwn, language) is { } explained)
            return Whisper(explained, inOther: other => Task.FromResult(explanations.TryExplain(text, MailMarkup.SlackMrkdwn, other)));

        var asked = ChatCommandReader.ReadOrTalk(MessageText.AsRead(text, MailMarkup.SlackMrkdwn, LongestCommand));
        if (asked is not ChatCommand.Check { Target: not null })
            return Whisper(await AnswerAsync(asked, command, conversation, person, language), Changes(asked) ? null : async other => await AnswerAsync(asked, command, conversation, person, other));
        // Its card would be everybody's. Where the bot is off, who asks is told so, and how to have it back.
        if (settings.Of(conversation.Key).IsOff)
            return Whisper(await AnswerAsync(new ChatCommand.Settings(), command, conversation, person, language), async other => await AnswerAsync(new ChatCommand.Settings(), command, conversation, person, other));
        var standing = await membership.FindAsync(conversation);
        if (standing.IsSurelyMissing)
            return Whisper(NotHere(command, language), other => Task.FromResult<Card?>(NotHere(command, other)));
        await CheckAsync(command, conversation with { IsShared = standing.IsShared }, person, language);
        return SlackReply.Done;

        SlackReply Whisper(Card card, Func<string, Task<Card?>>? inOther)
        {
            if (!takesAnswer && Uri.TryCreate(command.ResponseUrl, UriKind.Absolute, out var address))
            {
                after.Do("an answer to a command", () => calls.RespondAsync(installation, address, ResponseOf(card), CancellationToken.None));
                return SlackReply.Done;
            }

            if (told is null)
                SayAgain(command, installation, user, language, inOther);
            return new SlackReply.Acknowledged(JsonSerializer.SerializeToElement(form.Of(ResponseOf(card)), SlackWebJson.Exact.ResponseMessage));
        }
    }

    /// <summary>The card with the checks goes to the conversation, where others can see what was found.</summary>
    private async Task CheckAsync(SlashCommand command, SlackConversation conversation, Person person, string language)
    {
        var key = $"{conversation.Installation.Id}|{conversation.ChannelId}|{command.TriggerId}|command";
        // That the bot is not there may show only when it speaks: Slack tells of direct messages of others nothing at all.
        if (Uri.TryCreate(command.ResponseUrl, UriKind.Absolute, out var address))
            NoteAsker(key, conversation.Installation, address, ResponseOf(NotHere(command, language)));
        await handler.AcceptAsync(
            new MessageTurn
            {
                Conversation = SlackReference.Of(conversation).ToReference(),
                Person = person,
                Key = key,
                SentAt = time.GetUtcNow(),
                Text = command.Text ?? "",
                Markup = MailMarkup.SlackMrkdwn,
                Addressing = Addressing.Mention,
            },
            CancellationToken.None);
    }

    /// <summary>Apart, so that what was typed is not kept with it.</summary>
    private void NoteAsker(string key, SlackInstallation installation, Uri address, ResponseMessage word) =>
        underWay.Note(key, () => calls.RespondAsync(installation, address, word, CancellationToken.None));

    /// <summary>As the worker would answer the same words in a message; what nobody understands gets help.</summary>
    private Task<Card> AnswerAsync(ChatCommand? asked, SlashCommand command, SlackConversation conversation, Person person, string language)
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
                Language = language,
                Addressing = command.ChannelName == DirectMessage ? Addressing.Direct : Addressing.Mention,
                Errors = [],
                Command = asked,
                SentAt = now,
                ReceivedAt = now,
            },
            CancellationToken.None);
    }

    /// <summary>
    /// The first time in a day nobody knows what language the person reads Slack in. The answer does not wait for it: should it be another
    /// one, it takes the place of the first.
    /// </summary>
    /// <param name="inOther">The same in another language; null: it was done, and is not done again for that.</param>
    private void SayAgain(SlashCommand command, SlackInstallation installation, string person, string said, Func<string, Task<Card?>>? inOther)
    {
        if (!locales.IsWorthAsking(installation, person))
            return;
        after.Do("an answer in a person's own language", async () =>
        {
            if (Languages.Known(await locales.FindAsync(installation, person, CancellationToken.None)) is not { } own || own == said || inOther is null
                || !Uri.TryCreate(command.ResponseUrl, UriKind.Absolute, out var address) || await inOther(own) is not { } card)
                return;
            await calls.RespondAsync(installation, address, ResponseOf(card) with { ReplaceOriginal = true }, CancellationToken.None);
        });
    }

    /// <returns>What somebody chose, wrote, or reads Slack in, null when none of it is known; and what the answer is written in then.</returns>
    private (string? Told, string ByDefault) LanguagesOf(SlackConversation conversation, Person person, string text)
    {
        var chosen = settings.Languages(conversation.Key, person.Id);
        var written = LanguageGuess.Of(text);
        return (
            Languages.Told(chosen.Conversation, chosen.Person, written) ?? Languages.Known(locales.Of(conversation.Installation, person.Id)),
            Languages.Choose(chosen.Conversation, chosen.Person, locale: null, written, conversations.DefaultLanguage));
    }

    /// <summary>Whether the command did something besides being answered.</summary>
    private static bool Changes(ChatCommand? asked) => asked is ChatCommand.Mute or ChatCommand.Unmute or ChatCommand.Listen or ChatCommand.Language { Tag: not null } or ChatCommand.Say { Word: not CaseWord.News };

    private static Card NotHere(SlashCommand command, string language)
    {
        var said = SlackPlaceTexts.Of(language);
        var isChannel = command.ChannelName != DirectMessage && command.ChannelName?.StartsWith(GroupMessage, StringComparison.Ordinal) != true;
        return NoteCard.Note(Languages.Of(language), isChannel ? said.NotHereTitle : said.NotAmongTitle, [new Paragraph(isChannel ? said.NotHere : said.NotAmong)]);
    }

    private static ResponseMessage ResponseOf(Card card)
    {
        var message = BlockKit.Render(card);
        return new ResponseMessage { Text = message.Text, Blocks = message.Blocks, ResponseType = ResponseMessage.Ephemeral };
    }

    /// <summary>Slack's name for every conversation of two.</summary>
    private const string DirectMessage = "directmessage";

    /// <summary>So begin Slack's names for conversations of a few.</summary>
    private const string GroupMessage = "mpdm-";

    /// <summary>Nobody types a longer one.</summary>
    private const int LongestCommand = 400;
}
