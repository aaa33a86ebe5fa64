using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>The answers to commands. Pure: the same state always gives the same card.</summary>
internal static class CommandCards
{
    public static Card Help(CardTexts texts) => WithSettings(NoteCard.Note(texts, texts.HelpTitle, HelpBlocks(texts)), texts);

    /// <summary>The bot's first word in a conversation: to one person the help card, to several a few lines, because nobody asked.</summary>
    /// <param name="installer">Who added the bot; empty when the platform did not say.</param>
    public static Card Welcome(string installer, Addressing addressing, CardTexts texts)
    {
        Paragraph[] added = installer.Length == 0 ? [] : [new Paragraph(CardText.Format(addressing == Addressing.Direct ? texts.Welcome : texts.Commands.WelcomeBy, ("name", installer)))];
        return addressing == Addressing.Direct
            ? WithSettings(NoteCard.Note(texts, texts.HelpTitle, [.. added, .. HelpBlocks(texts)]), texts)
            : WithSettings(NoteCard.Note(texts, texts.Commands.WelcomeTitle, [.. added, .. texts.Commands.WelcomeLines.Select(line => new Paragraph(line))]), texts);
    }

    /// <summary>What may be meant, never what is: without a code nobody can be sure. Each can be pressed, and its card then takes the place of this one.</summary>
    public static Card Suggest(Case @case, KnowledgeBase knowledge)
    {
        var texts = Languages.Of(@case.Language);
        // Of entries that are gone since, nothing is left to suggest.
        if (@case.Suggested.Select(knowledge.Find).OfType<KnowledgeEntry>().ToList() is not { Count: > 0 } entries)
            return Help(texts) with { CaseId = @case.Id, Revision = @case.Version };
        List<CardBlock> blocks = [new Paragraph(texts.Commands.SuggestMeans)];
        foreach (var entry in entries)
        {
            var title = entry.Texts.Get("title", texts.Language).Value;
            blocks.Add(new Paragraph(Headline(entry, title), ParagraphStyle.Strong));
            blocks.Add(new Paragraph(entry.Texts.Get("meaning", texts.Language).Value));
            blocks.Add(new ButtonRow([new CardButton(texts.Commands.SuggestShow, Verbs.With(Verbs.Choose, entry.Id), Hint: $"{texts.Commands.SuggestShow}: {title}")]));
        }

        blocks.Add(new Paragraph(texts.Commands.SuggestPress, ParagraphStyle.Subtle));
        return NoteCard.Note(texts, texts.Commands.SuggestTitle, blocks) with { CaseId = @case.Id, Revision = @case.Version };
    }

    /// <summary>The same where nothing can be pressed.</summary>
    public static Card Suggest(IReadOnlyList<KnowledgeEntry> entries, CardTexts texts)
    {
        List<CardBlock> blocks = [new Paragraph(texts.Commands.SuggestMeans)];
        foreach (var entry in entries)
        {
            blocks.Add(new Paragraph(Headline(entry, entry.Texts.Get("title", texts.Language).Value), ParagraphStyle.Strong));
            blocks.Add(new Paragraph(entry.Texts.Get("meaning", texts.Language).Value));
            if (entry.Sources is [var source, ..])
                blocks.Add(new Links([new CardLink(source.Title, source.Url)]));
        }

        blocks.Add(new Paragraph(texts.Commands.SuggestNext.Replace("{example}", entries[0].Id, StringComparison.Ordinal)));
        return NoteCard.Note(texts, texts.Commands.SuggestTitle, blocks);
    }

    private static string Headline(KnowledgeEntry entry, string title) => $"{entry.Id}: {EntryTitle.Behind(entry.Id, title)}";

    /// <param name="open">Open cases of the conversation, the latest first.</param>
    /// <param name="titleOf">What a case is about, in the language of the card.</param>
    public static Card Status(IReadOnlyList<Case> open, Func<Case, string> titleOf, CardTexts texts)
    {
        var said = texts.Commands;
        if (open.Count == 0)
            return NoteCard.Note(texts, said.StatusNone, []);
        List<CardBlock> blocks =
        [
            new Facts([.. open.Take(MostCases).Select(@case => new Fact(titleOf(@case), StateOf(@case, said)))]),
        ];
        if (open.Count > MostCases)
            blocks.Add(new Paragraph(said.StatusMore.Replace("{count}", (open.Count - MostCases).ToString(texts.Culture), StringComparison.Ordinal), ParagraphStyle.Subtle));
        return NoteCard.Note(texts, said.StatusTitle, blocks);
    }

    /// <summary>The answer to words nobody understands: short, for it may come often.</summary>
    /// <param name="server">One that was named; empty: none.</param>
    public static Card Unclear(string server, bool hasCase, CardTexts texts)
    {
        var said = texts.Commands;
        return NoteCard.Note(
            texts,
            said.UnclearTitle,
            [
                .. hasCase ? [new Paragraph(said.UnclearCase)] : Array.Empty<CardBlock>(),
                .. server.Length > 0 ? [new Paragraph(said.UnclearServer.Replace("{server}", server, StringComparison.Ordinal))] : Array.Empty<CardBlock>(),
                new Paragraph(said.UnclearNext),
            ]);
    }

    /// <summary>Somebody said how it stands, and there is no case it could be about.</summary>
    public static Card NoCase(CardTexts texts) => NoteCard.Note(texts, texts.Commands.StatusNone, [new Paragraph(texts.Commands.NoCaseNext)]);

    /// <summary>Somebody wants a text to send on, and there is no case to make one of.</summary>
    public static Card NoCaseToHandOff(CardTexts texts) => NoteCard.Note(texts, texts.Commands.StatusNone, [new Paragraph(texts.Commands.NoCaseHandOff)]);

    /// <summary>Somebody wants something stopped, and no check runs: what else may be meant.</summary>
    public static Card NothingRuns(bool hasCase, Addressing addressing, CardTexts texts)
    {
        var said = texts.Commands;
        Paragraph[] meant =
        [
            .. hasCase ? [new Paragraph(said.NothingRunsClose)] : Array.Empty<Paragraph>(),
            // In a conversation of one person with the bot there is nothing to mute.
            .. addressing == Addressing.Direct ? Array.Empty<Paragraph>() : [new Paragraph(said.NothingRunsMute)],
        ];
        return NoteCard.Note(texts, said.NothingRuns, meant.Length > 0 ? meant : [new Paragraph(said.UnclearNext)]);
    }

    /// <summary>The same where it could be about several.</summary>
    public static Card WhichCase(IReadOnlyList<Case> open, Func<Case, string> titleOf, CardTexts texts) =>
        open.Count == 0 ? NoCase(texts) : Status(open, titleOf, texts) with { Title = texts.Commands.WhichCase, Summary = texts.Commands.WhichCase };

    public static Card Muted(DateTimeOffset until, CardTexts texts) =>
        NoteCard.Note(texts, CardText.Format(texts.Commands.Muted, ("time", until)), [new Paragraph(texts.Commands.MutedMeans)]);

    public static Card Unmuted(CardTexts texts) => NoteCard.Note(texts, texts.Commands.Unmuted, []);

    /// <summary>In a conversation of one person with the bot nothing is ever said unasked.</summary>
    public static Card NothingToMute(CardTexts texts) => NoteCard.Note(texts, texts.Commands.NothingToMute, []);

    public static Card Listening(bool on, CardTexts texts) => NoteCard.Note(texts, on ? texts.Commands.ListensNow : texts.Commands.ListensNoMore, []);

    /// <summary>The language was changed; said in the new one.</summary>
    public static Card LanguageSet(CardTexts texts) =>
        NoteCard.Note(texts, texts.Commands.LanguageSet.Replace("{language}", texts.LanguageName, StringComparison.Ordinal), []);

    public static Card LanguageChoices(CardTexts texts) => NoteCard.Note(
        texts,
        texts.Commands.LanguageIs.Replace("{language}", texts.LanguageName, StringComparison.Ordinal),
        [new Paragraph(texts.Commands.LanguageChoices.Replace("{languages}", string.Join(", ", Languages.All.Select(known => known.LanguageName)), StringComparison.Ordinal))]);

    /// <summary>A dialog as a message; its buttons act as in the dialog.</summary>
    public static Card Shown(Dialog dialog) => new()
    {
        CaseId = dialog.CaseId,
        Revision = dialog.Revision,
        Language = dialog.Language,
        Title = dialog.Title,
        Tone = CardTone.Neutral,
        Blocks = dialog.Blocks,
        Buttons = [],
        Summary = dialog.Title,
    };

    public static Card Settings(ConversationSettings settings, Addressing addressing, ConversationOptions options, DateTimeOffset now, CardTexts texts)
    {
        var said = texts.Commands;
        var expiration = texts.Hours.Replace("{count}", options.MessageExpirationHours.ToString(texts.Culture), StringComparison.Ordinal);
        var shown = NoteCard.Note(
            texts,
            said.SettingsTitle,
            [
                new Facts(
                [
                    new(said.SettingLanguage, settings.Language is { } chosen ? Languages.Of(chosen).LanguageName : said.SettingLanguageByPerson),
                    new(said.SettingListening, ListeningOf(settings, addressing, now, said)),
                    new(said.SettingConfidence, (settings.AnswerFromConfidence ?? options.AnswerFromConfidence).ToString("0.##", texts.Culture)),
                    new(said.SettingExpiration, expiration),
                ]),
                new Paragraph(said.SettingsChange, ParagraphStyle.Subtle),
            ]);
        return WithSettings(shown, texts);
    }

    public static Card Privacy(CardTexts texts) => NoteCard.Note(texts, texts.Commands.PrivacyTitle, [.. texts.Commands.PrivacyLines.Select(line => new Paragraph(line))]);

    public static Card CheckNeedsServer(CardTexts texts) => NoteCard.Note(texts, texts.Commands.CheckTitle, [new Paragraph(texts.Commands.CheckNeedsServer)]);

    /// <summary>Why nothing is checked, and what would be.</summary>
    public static Card CheckNot(ChatCommand.CheckNot refused, CardTexts texts)
    {
        var said = texts.Commands;
        return refused.Why switch
        {
            ChatCommand.CheckNot.Unnamed => CheckNeedsServer(texts),
            ChatCommand.CheckNot.Several => NoteCard.Note(texts, said.CheckOneAtATime, [new Paragraph(said.CheckOneAfterOther)]),
            ChatCommand.CheckNot.NoName => NoteCard.Note(texts, said.CheckTitle, [new Paragraph(texts.ServerNotUsable.Replace("{input}", refused.Named, StringComparison.Ordinal))]),
            var why => NoteCard.Note(
                texts,
                said.CheckRefused.Replace("{server}", refused.Named, StringComparison.Ordinal),
                // A probe of another version may have reasons this one has no sentence for.
                [new Paragraph(said.CheckRefusals.GetValueOrDefault(why) ?? texts.Reasons.GetValueOrDefault(why, why))]),
        };
    }

    public static Card UnreadFile(CardTexts texts) => NoteCard.Note(
        texts, texts.Commands.FileTitle, [new Paragraph(texts.Commands.FileHint), new Paragraph(texts.HelpExample, ParagraphStyle.Verbatim)]);

    /// <summary>The settings are the conversation's, so the button needs no case.</summary>
    private static Card WithSettings(Card card, CardTexts texts) => card with { Buttons = [new CardButton(texts.Dialogs.SettingsTitle, Verbs.Settings)] };

    private static List<CardBlock> HelpBlocks(CardTexts texts) =>
    [
        .. texts.HelpLines.Select(line => new Paragraph(line)),
        new Paragraph(texts.HelpExample, ParagraphStyle.Verbatim),
        new Heading(texts.Commands.Commands),
        // One below the other: beside each other, a narrow card breaks the server's name before its last letter.
        .. texts.Commands.Lines.SelectMany(line => (CardBlock[])[new Paragraph(line.Typed, ParagraphStyle.Strong), new Paragraph(line.Does)]),
        new Paragraph(texts.Commands.UnclearCase),
    ];

    public static CardText StateOf(Case @case, CommandTexts said) =>
        CardText.Format(said.StatusSince, ("time", @case.OpenedAt)).Then(
            $"· {(@case.Owner is { } owner ? said.StatusOwned.Replace("{owner}", owner.Name, StringComparison.Ordinal) : said.StatusUnowned)}");

    private static CardText ListeningOf(ConversationSettings settings, Addressing addressing, DateTimeOffset now, CommandTexts said) => (addressing, settings) switch
    {
        (Addressing.Direct, _) => said.ListeningDirect,
        (_, { IsOff: true }) => said.ListeningNever,
        (_, { Listens: false }) => said.ListeningOff,
        (_, { MutedUntil: { } until }) when until > now => CardText.Format(said.ListeningMuted, ("time", until)),
        _ => said.ListeningOn,
    };

    private const int MostCases = 10;
}
