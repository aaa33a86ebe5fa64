using ChatOpsBot.Channels.Slack.Blocks;
using ChatOpsBot.Channels.Slack.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Channels.Slack;

/// <summary>The Home tab of the app: how the bot comes into channels and where it listens, the language, what is stored, what can be asked of it.</summary>
internal sealed class SlackHome(SlackViews views, SlackLocales locales, SettingsStore settings, ConversationOptions conversations, AfterAcknowledgement after, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(SlackInstallation, string), DateTimeOffset> shown = [];

    /// <summary>Somebody looks at it. Slack keeps what was published, so it need not follow every look.</summary>
    /// <returns>Whether it is published anew.</returns>
    public bool Open(SlackSource source, string person)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (shown.TryGetValue((source.Installation, person), out var last) && now - last < Pause)
                return false;
            if (shown.Count >= MostInMemory)
                shown.Clear();
            shown[(source.Installation, person)] = now;
        }

        after.Do("the Home tab", () => PublishAsync(source.Installation, person));
        return true;
    }

    private async Task PublishAsync(SlackInstallation installation, string person)
    {
        var own = settings.Languages(new ConversationKey(SlackConversation.ChannelName, installation.Id, ""), person).Person;
        var texts = Languages.Of(Languages.Choose(conversation: null, own, await locales.FindAsync(installation, person, CancellationToken.None), ofMessage: null, conversations.DefaultLanguage));
        var help = CommandCards.Help(texts);
        List<CardBlock> blocks =
        [
            new Heading(help.Title.ToString()),
            .. help.Blocks.TakeWhile(block => block is not Heading),
            .. PlacesOf(installation, texts),
            .. help.Blocks.SkipWhile(block => block is not Heading),
            new Heading(texts.Commands.PrivacyTitle),
            .. texts.Commands.PrivacyLines.Select(line => new Paragraph(line)),
        ];
        var view = new View { Type = View.Home, Blocks = BlockKit.RenderForView(help.CaseId, help.Revision, help.Language, blocks) };
        await views.PublishAsync(installation, person, view);
    }

    private List<CardBlock> PlacesOf(SlackInstallation installation, CardTexts texts)
    {
        var said = SlackPlaceTexts.Of(texts.Language);
        return
        [
            new Heading(said.Where),
            new Paragraph(said.Invite),
            // How many, not which: whoever looks need not know of each channel.
            new Paragraph(said.Listens(settings.CountListening(SlackConversation.ChannelName, installation.Id))),
            new Paragraph($"{texts.Commands.LanguageIs.Replace("{language}", texts.LanguageName, StringComparison.Ordinal)} {texts.Commands.LanguageChoices.Replace("{languages}", string.Join(", ", Languages.All.Select(known => known.LanguageName)), StringComparison.Ordinal)}"),
        ];
    }

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private const int MostInMemory = 10_000;
}
