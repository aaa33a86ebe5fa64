using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations;

/// <summary>The door every channel brings its turns to. Decides what is answered; the answering itself is the worker's.</summary>
internal sealed class TurnHandler(
    InboxStore inbox,
    CaseStore cases,
    SettingsStore settings,
    GapStore gaps,
    CurrentKnowledge knowledge,
    CardComposer composer,
    CardUpdates updates,
    LiveCheckRunner liveChecks,
    IProbe probe,
    TurnWorker worker,
    ConversationOptions options,
    TimeProvider time,
    ILogger<TurnHandler> log)
{
    /// <summary>Takes a message. When this returns, an answer that is due is a durable row: the platform may be told "received".</summary>
    /// <returns>Whether an answer is due.</returns>
    public async Task<bool> AcceptAsync(MessageTurn turn, CancellationToken cancellationToken)
    {
        var recognition = Recognize(turn);
        var errors = Explanation.Decide([.. OtherServers.Add(recognition.Errors, turn.Text, turn.Markup).Take(MaxErrors).Select(MarkQuoted(turn))], knowledge.Base);
        if (!(turn.IsEdit ? IsEditOfNote(turn, recognition, errors) : IsAnswerDue(turn, recognition, errors)))
        {
            if (recognition.Fires && !turn.IsEdit && errors.All(error => error.EntryId is null))
                await gaps.CountAsync(errors[0], GapKind.Overheard, cancellationToken);
            return false;
        }

        var chosen = settings.Languages(turn.Conversation.Key, turn.Person.Id);
        var written = LanguageGuess.Of(turn.Text);
        var language = Languages.Choose(chosen.Conversation, chosen.Person, turn.Locale, written, options.DefaultLanguage);
        if (turn.IsLocaleAsked && Languages.Told(chosen.Conversation, chosen.Person, written) is null)
            language = $"{InboxItem.AskForLocale}{language}";
        // Whoever speaks to the bot without an error may want something else of it.
        ChatCommand? command = null;
        if (errors.Count > 0 && !turn.IsEdit && turn.Addressing != Addressing.Overheard && TalkAbout(errors, turn) is { } talk)
            (errors, command) = ([], talk);
        else if (errors.Count == 0 && !turn.IsEdit)
        {
            var said = MessageText.AsRead(turn.Text, turn.Markup, LongestCommand);
            // Thanks are not a question: a card would be noise. Only whoever calls a command by name must hear something.
            if (!turn.HasUnreadFile && turn.Addressing == Addressing.Direct && Courtesy.IsAll(said))
                return false;
            command = turn.HasUnreadFile ? new ChatCommand.UnreadFile() : ChatCommandReader.ReadOrTalk(said);
            // Of what begins like a check and names no server, something else may be meant.
            if (command is null or ChatCommand.CheckNot { Why: ChatCommand.CheckNot.NoName or ChatCommand.CheckNot.Unnamed } && Guess(said, knowledge.Base) is var guess && (command is null || guess is { Command: not null } or { Errors.Count: > 0 }))
                (errors, command) = guess;
            // "How long do I have for 4.4.316?", where nothing but the bot would have read the code.
            if (command is null && errors.Count > 0 && TalkAbout(errors, turn) is { } about)
                (errors, command) = ([], about);
            if (command is null && errors.Count == 0)
                command = TalkAboutServer(said, turn);
            if (command is null && errors.Count == 0 && CaseTalk.ReadLast(said) is { } last && cases.OpenOf(turn.Conversation.Key, MostLooked).Any(@case => @case.EntryId.Length > 0))
                command = new ChatCommand.Say(last);
            if (command is null && errors.Count == 0)
                command = new ChatCommand.Unclear(NamedServer.OnlyIn(said) is { } named && probe.RefusalOf(named) is null ? LiveCheckBlocks.Write(named) : "");
            if (command is ChatCommand.Check { Target: { } target } && probe.RefusalOf(target) is { } refusal)
                command = new ChatCommand.CheckNot(refusal, LiveCheckBlocks.Write(target));
        }

        var isNew = await AddAsync(turn, turn.IsEdit ? MessageChange.Edited : MessageChange.Posted, turn.MessageId, turn.Addressing, errors, command, language, cancellationToken);
        if (isNew && !turn.IsEdit && errors.Count > 0 && errors.All(error => error.EntryId is null))
            await gaps.CountAsync(errors[0], GapKind.Asked, cancellationToken);
        return isNew;
    }

    /// <summary>Who quotes the card, or names the code of an open case, may say how it stands with it and post nothing: "4.4.316 is fixed".</summary>
    private ChatCommand.Say? TalkAbout(IReadOnlyList<MailError> errors, MessageTurn turn)
    {
        if (turn.OwnText is { } own && errors.All(error => error.IsQuoted is true))
            return CaseTalk.Read(MessageText.AsRead(own, turn.Markup, LongestCommand)) is { } beside ? About(beside) : null;
        return errors is [{ Server: null, Address: null, Domain: null }] && turn.Text.Length <= LongestCommand && CaseTalk.ReadBesideCode(MessageText.AsRead(turn.Text, turn.Markup, LongestCommand)) is { } word ? About(word) : null;

        ChatCommand.Say? About(CaseWord word) =>
            errors[0].EntryId is { } entry && cases.OpenOf(turn.Conversation.Key, MostLooked).Any(@case => @case.EntryId == entry) ? new ChatCommand.Say(word, entry) : null;
    }

    /// <summary>Who names the server of an open case may say how it stands with that one: "mx1.contoso.com works again".</summary>
    private ChatCommand.Say? TalkAboutServer(string said, MessageTurn turn) =>
        NamedServer.OnlyIn(said) is { } named && CaseTalk.ReadBesideServer(said) is { } word
        && cases.OpenOf(turn.Conversation.Key, MostLooked).Where(@case => @case.EntryId.Length > 0 && IsAbout(@case.Primary, named.Host)).ToList() is [var only]
            ? new ChatCommand.Say(word, CaseId: only.Id)
            : null;

    private static bool IsAbout(MailError error, string host) => new[] { error.Server, error.Address, error.Domain }.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Who speaks to the bot without an error or a command: an entry by its id, a code asked about, else what the words may mean.</summary>
    private static (IReadOnlyList<MailError> Errors, ChatCommand? Command) Guess(string said, KnowledgeBase known)
    {
        if (known.Find(said.Trim()) is { Match.Asks.Count: 0 } named)
            return ([Explanation.StandIn(named)], null);
        if (Explanation.Asked(said, known) is { } asked)
            return (Explanation.Decide([asked], known), null);
        return known.Suggest(said, MostSuggested) is { Count: > 0 } entries ? ([], new ChatCommand.Suggest([.. entries.Select(entry => entry.Id)])) : ([], null);
    }

    /// <summary>Codes of an organization's own are looked for where nothing else was found, and answered like others.</summary>
    private Recognition Recognize(MessageTurn turn)
    {
        var recognition = MailErrorRecognizer.Recognize(turn.Text, turn.Markup);
        return recognition.Errors.Count == 0 && knowledge.Base is { HasPatterns: true } known && known.FindOwn(MessageText.AsRead(turn.Text, turn.Markup, KnowledgeBase.MostRead)) is { } own
            ? new Recognition([own], 1, Fires: true, [])
            : recognition;
    }

    /// <summary>Takes the news that a message was deleted: a case that rests on it alone is closed as withdrawn.</summary>
    public async Task<bool> AcceptAsync(DeletionTurn turn, CancellationToken cancellationToken) =>
        (cases.OfMessage(turn.Conversation.Key, turn.MessageId) is not null || inbox.IsWaiting(turn.Conversation.Key, turn.MessageId))
        && await AddAsync(turn, MessageChange.Deleted, turn.MessageId, Addressing.Overheard, [], command: null, options.DefaultLanguage, cancellationToken);

    /// <summary>Takes the news that the bot was added somewhere: it is greeted once for each <see cref="Turn.Key"/>.</summary>
    public async Task<bool> AcceptAsync(WelcomeTurn turn, CancellationToken cancellationToken)
    {
        var (conversation, person) = settings.Languages(turn.Conversation.Key, turn.Person.Id);
        var language = Languages.Choose(conversation, person, turn.Locale, ofMessage: null, options.DefaultLanguage);
        return await AddAsync(turn, MessageChange.Welcomed, messageId: "", turn.IsDirect ? Addressing.Direct : Addressing.Mention, [], command: null, language, cancellationToken);
    }

    /// <summary>Takes a press that would open a dialog where the client knows none: what the dialog shows is said in the conversation.</summary>
    /// <returns>Whether an answer is due; none for a case of another conversation.</returns>
    public async Task<bool> AcceptWithoutDialogAsync(ActionTurn turn, CancellationToken cancellationToken)
    {
        var verb = Verbs.Split(turn.Verb).Verb;
        var addressing = turn.IsDirect ? Addressing.Direct : Addressing.Mention;
        if (verb == Verbs.Settings && turn.CaseId.Length == 0)
        {
            var (conversation, person) = settings.Languages(turn.Conversation.Key, turn.Person.Id);
            var language = Languages.Choose(conversation, person, locale: null, ofMessage: null, options.DefaultLanguage);
            return await AddAsync(turn, MessageChange.Posted, messageId: "", addressing, [], new ChatCommand.Settings(), language, cancellationToken);
        }

        if (!Verbs.OpensDialog(verb) || cases.Find(turn.CaseId) is not { } @case || @case.Conversation.Key != turn.Conversation.Key)
            return false;
        return await AddAsync(turn, MessageChange.Posted, messageId: "", addressing, [], new ChatCommand.Show(verb, @case.Id), @case.Language, cancellationToken);
    }

    /// <summary>Takes a press on the card of a case that is gone, where the press itself cannot be answered: whoever pressed is told.</summary>
    /// <param name="press">With a key of its own: each such press is answered.</param>
    public Task<bool> AcceptTooLateAsync(ActionTurn press, CancellationToken cancellationToken)
    {
        var (conversation, person) = settings.Languages(press.Conversation.Key, press.Person.Id);
        var language = Languages.Choose(conversation, person, locale: null, ofMessage: null, options.DefaultLanguage);
        return AddAsync(press, MessageChange.Posted, messageId: "", press.IsDirect ? Addressing.Direct : Addressing.Mention, [], new ChatCommand.Gone(), language, cancellationToken);
    }

    private async Task<bool> AddAsync(Turn turn, MessageChange change, string messageId, Addressing addressing, IReadOnlyList<MailError> errors, ChatCommand? command, string language, CancellationToken cancellationToken)
    {
        var item = new InboxItem
        {
            Key = turn.Key,
            Change = change,
            MessageId = messageId,
            Conversation = turn.Conversation,
            Person = turn.Person,
            Language = language,
            Addressing = addressing,
            Errors = errors,
            Command = command,
            SentAt = turn.SentAt,
        };
        var isNew = await worker.AcceptAsync(item, cancellationToken);
        LogAccepted(log, turn.Conversation.Key.Channel, errors.Count, isNew, null);
        return isNew;
    }

    /// <summary>Takes a press and applies it at once.</summary>
    /// <returns>The card as it is now, for the one who pressed; the card in the conversation is updated for everybody as well. Null when the case does not exist or belongs to another conversation.</returns>
    public async Task<Card?> ApplyAsync(ActionTurn turn, CancellationToken cancellationToken)
    {
        if (cases.Find(turn.CaseId) is not { } before || before.Conversation.Key != turn.Conversation.Key)
            return null;
        // Delivered again because our answer got lost: it has acted, and gets the card as it is now. No button of ours has so long a verb.
        if (turn.Verb.Length > LongestVerb || cases.IsRepeated(turn))
            return composer.Compose(before);

        var (verb, argument) = Verbs.Split(turn.Verb);
        if (verb == Verbs.Language && Languages.Known(argument) is { } language)
            await settings.SetLanguageAsync(turn.Conversation.Key, turn.Person.Id, language, cancellationToken);

        var after = await cases.ApplyAsync(turn.CaseId, @case => Decide(@case, verb, argument, turn), cancellationToken, press: turn);
        if (after is null)
            return null;
        if (after.Version > before.Version)
        {
            if (verb == Verbs.NotHelpful && after.IsNotHelpful && !before.IsNotHelpful)
                await gaps.CountAsync(after.EntryId, GapKind.NotHelpful, CancellationToken.None);
            updates.Notify(after.Id);
            liveChecks.Signal();
            // What was decided is stored: the rest happens also when the one who pressed is gone.
            if (before.Run is { IsActive: true } run && after.Run is not { IsActive: true })
                await liveChecks.StopAsync(run.Id, CancellationToken.None);
        }

        return composer.Compose(after);
    }

    /// <summary>
    /// In a conversation of several people only what surely is a mail error and has an entry is answered unasked; whoever speaks to the
    /// bot gets an answer, to all but thanks.
    /// </summary>
    private bool IsAnswerDue(MessageTurn turn, Recognition recognition, IReadOnlyList<MailError> errors) =>
        turn.Addressing == Addressing.Direct
        || (turn.Addressing == Addressing.Mention && (!settings.Of(turn.Conversation.Key).IsOff || WantsItBack(turn)))
        || (turn.Addressing == Addressing.Overheard
            && recognition.Fires
            && errors.Any(error => error.EntryId is not null)
            // Asked last: nearly all that is said never comes this far.
            && settings.Of(turn.Conversation.Key) is var chosen
            && !chosen.IsQuiet(time.GetUtcNow())
            && recognition.Confidence >= (chosen.AnswerFromConfidence ?? options.AnswerFromConfidence));

    /// <summary>Where the bot was switched off, the words that switch it on are heard.</summary>
    private static bool WantsItBack(MessageTurn turn)
    {
        var said = MessageText.AsRead(turn.Text, turn.Markup, LongestCommand);
        // "Stop listening" asks for less, "mention only" for more than nothing.
        return ChatCommandReader.Read(said) is ChatCommand.Settings or ChatCommand.Listen { On: true } || (ChatCommandReader.Read(said) is ChatCommand.Listen && ChatCommandWords.NamesMention(ChatCommandReader.Fold(said)));
    }

    /// <summary>
    /// Platforms report an edit also when a link got its preview or somebody answered in the thread. Only one that changes what the
    /// message says about a mail error is worth a word.
    /// </summary>
    private bool IsEditOfNote(MessageTurn turn, Recognition recognition, IReadOnlyList<MailError> errors)
    {
        if (cases.OfMessage(turn.Conversation.Key, turn.MessageId) is { } known)
            return !CaseStore.SaySame(errors, known.Errors);
        // Its card may still have to be posted: then what the edit took away is taken from that.
        return (errors.Count > 0 && IsAnswerDue(turn, recognition, errors)) || inbox.IsWaiting(turn.Conversation.Key, turn.MessageId);
    }

    /// <summary>Says of errors that stand only in what the person quotes that they do.</summary>
    private static Func<MailError, MailError> MarkQuoted(MessageTurn turn)
    {
        if (turn.OwnText is not { } ownText)
            return static error => error;
        var own = MailErrorRecognizer.Recognize(ownText, turn.Markup).Errors.Select(error => error.CodeText).ToHashSet(StringComparer.Ordinal);
        return error => own.Contains(error.CodeText) ? error : error with { IsQuoted = true };
    }

    /// <summary>What a press makes of the case as it is now. A second press on the same button finds nothing to do.</summary>
    private IReadOnlyList<CaseEvent> Decide(Case @case, string verb, string argument, ActionTurn turn)
    {
        var now = time.GetUtcNow();
        var by = turn.Person;
        return verb switch
        {
            Verbs.StepDone => Mark(@case, argument, StepMark.Done, by, now),
            Verbs.StepNotOurCase => Mark(@case, argument, StepMark.NotOurCase, by, now),
            Verbs.StepStuck => Mark(@case, argument, StepMark.Stuck, by, now),
            Verbs.StepUndo => Mark(@case, argument, StepMark.None, by, now),
            Verbs.Take when @case.Owner is null => [new CaseEvent.Taken(by) { At = now }],
            Verbs.Release when @case.Owner is not null => [new CaseEvent.Released(by) { At = now }],
            Verbs.AnswerYes => Answer(@case, argument, yes: true, by, now),
            Verbs.AnswerNo => Answer(@case, argument, yes: false, by, now),
            Verbs.MendedYes when @case is { IsOpen: true, Question: not null } => [new CaseEvent.WhetherMendedAnswered(Yes: true, by) { At = now }, .. Close(@case, by, now)],
            Verbs.MendedNo when @case is { IsOpen: true, Question.Answer: null } => [new CaseEvent.WhetherMendedAnswered(Yes: false, by) { At = now }],
            Verbs.RunChecks when @case.Run is not { IsActive: true } => RunChecks(@case, turn, now),
            Verbs.StopChecks when @case.Run is { IsActive: true } run => [new CaseEvent.ChecksEnded(run.Id, RunEnd.Stopped) { At = now }],
            Verbs.Language when Languages.Known(argument) is { } language && language != @case.Language => [new CaseEvent.LanguageChosen(language, by) { At = now }],
            Verbs.Choose when @case is { IsOpen: true, Suggested.Count: > 0, Run: not { IsActive: true } } => Choose(@case, argument, by, now),
            Verbs.NotHelpful when @case is { IsOpen: true, IsNotHelpful: false } => [new CaseEvent.FoundNotHelpful(by) { At = now }],
            Verbs.Close when @case.IsOpen => Close(@case, by, now),
            Verbs.Reopen when !@case.IsOpen => [new CaseEvent.Reopened(by) { At = now }],
            _ => [],
        };
    }

    private CaseEvent[] Mark(Case @case, string stepId, StepMark mark, Person by, DateTimeOffset now)
    {
        // The step may be gone from the entry since the card was sent: then there is nothing to mark.
        var isKnown = knowledge.Base.Find(@case.EntryId)?.FixSteps.Any(step => step.Id == stepId) == true;
        return isKnown && @case.IsOpen && @case.Step(stepId).Mark != mark ? [new CaseEvent.StepMarked(stepId, mark, by) { At = now }] : [];
    }

    /// <summary>Old cards name entries that may be gone since: then there is nothing to show.</summary>
    private CaseEvent[] Choose(Case @case, string entryId, Person by, DateTimeOffset now)
    {
        if (entryId == @case.EntryId)
            return [];
        if (entryId.Length == 0)
            return [new CaseEvent.EntryChosen("", Explanation.Nothing, by) { At = now }];
        return @case.Suggested.Contains(entryId, StringComparer.Ordinal) && knowledge.Base.Find(entryId) is { } entry
            ? [new CaseEvent.EntryChosen(entryId, Explanation.StandIn(entry), by) { At = now }]
            : [];
    }

    private CaseEvent[] Answer(Case @case, string causeId, bool yes, Person by, DateTimeOffset now)
    {
        var isAsked = knowledge.Base.Find(@case.EntryId)?.Causes.Any(cause => cause.Id == causeId && cause.Question is not null) == true;
        return isAsked && @case.IsOpen && @case.Answers.GetValueOrDefault(causeId)?.Yes != yes ? [new CaseEvent.QuestionAnswered(causeId, yes, by) { At = now }] : [];
    }

    private CaseEvent[] RunChecks(Case @case, ActionTurn turn, DateTimeOffset now)
    {
        var typed = turn.Inputs.GetValueOrDefault(Verbs.ServerInput)?.Trim();
        if (typed?.Length > MaxServerName)
            typed = typed[..MaxServerName];
        var wanted = string.IsNullOrEmpty(typed) ? LiveCheckBlocks.TargetOf(@case) : typed;
        // A button after which nothing happens looks broken: the card says what it needs.
        if (@case is { IsOpen: true, RefusedTarget: not "" } && wanted is null && knowledge.Base.Find(@case.EntryId) is { Checks.Count: > 0 })
            return [new CaseEvent.ChecksRefused("", turn.Person) { At = now }];
        if (!@case.IsOpen || wanted is null || knowledge.Base.Find(@case.EntryId) is not { Checks.Count: > 0 } entry)
            return [];
        if (!ProbeTarget.TryParse(wanted, out var target) && !NamedServer.TryRead(wanted, out target))
            return wanted == @case.RefusedTarget ? [] : [new CaseEvent.ChecksRefused(wanted, turn.Person) { At = now }];
        return [new CaseEvent.ChecksRequested(CaseId.New(now), LiveCheckBlocks.Write(target), entry.Checks, turn.Person) { At = now }];
    }

    private static CaseEvent[] Close(Case @case, Person by, DateTimeOffset now) => @case.Run is { IsActive: true } run
        ? [new CaseEvent.ChecksEnded(run.Id, RunEnd.Stopped) { At = now }, new CaseEvent.Closed(by) { At = now }]
        : [new CaseEvent.Closed(by) { At = now }];

    /// <summary>A bounce of a mailing list may hold hundreds; a card explains one and names the others.</summary>
    private const int MaxErrors = 10;

    private const int LongestVerb = 200;

    /// <summary>Open cases of a conversation in which the one that is meant is looked for.</summary>
    private const int MostLooked = 100;

    /// <summary>More than three guesses help nobody.</summary>
    private const int MostSuggested = 3;

    /// <summary>Nobody types a longer one; more of the message is not looked at for it.</summary>
    private const int LongestCommand = 400;

    /// <summary>A host name has at most 253 characters (RFC 1035 §2.3.4), and a port may follow.</summary>
    private const int MaxServerName = 260;

    private static readonly Action<ILogger, string, int, bool, Exception?> LogAccepted = LoggerMessage.Define<string, int, bool>(
        LogLevel.Debug, new EventId(1, "Accepted"), "Accepted a message on {Channel}: {Errors} errors, new: {IsNew}");
}
