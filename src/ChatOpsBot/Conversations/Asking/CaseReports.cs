using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.FollowUps;
using ChatOpsBot.LiveChecks;
using ChatOpsBot.MailFlow.Knowledge;
using ChatOpsBot.Probing;
using ChatOpsBot.Storage;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>
/// Takes what people say in words of a trouble whose case is there, as they would press the card's buttons: "works now" has the checks look
/// once more, and closes where they agree or where nothing can be checked; "still broken" runs them; "any news?" is told how it stands.
/// </summary>
internal sealed class CaseReports(
    CaseStore cases,
    CurrentKnowledge knowledge,
    CaseCardOptions options,
    CardUpdates updates,
    LiveCheckRunner liveChecks,
    IProbe probe,
    GapStore gaps,
    IEnumerable<IChannel> channels,
    TimeProvider time)
{
    private readonly Dictionary<string, IChannel> channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    /// <summary>Open cases of a conversation, the latest first; guesses that nobody chose are none.</summary>
    public IReadOnlyList<Case> OpenOf(ConversationKey key) => [.. cases.OpenOf(key, MostLooked).Where(@case => @case.EntryId.Length > 0)];

    public async Task<Card> AnswerAsync(InboxItem item, ChatCommand.Say said, CancellationToken cancellationToken)
    {
        var word = said.Word;
        var texts = Languages.Of(item.Language);
        var (meant, isSure) = said.CaseId is { } id ? ([.. OpenOf(item.Conversation.Key).Where(@case => @case.Id == id)], true)
            : said.EntryId is { } entry ? ([.. OpenOf(item.Conversation.Key).Where(@case => @case.EntryId == entry)], true) : Find(item, word);
        if (word is CaseWord.Yes or CaseWord.No)
        {
            // An answer to a question nobody asked says nothing.
            if (meant.Where(@case => @case is { IsOpen: true, Question.Answer: null }).ToList() is not [var asked])
                return CommandCards.Unclear("", hasCase: meant.Count > 0, texts);
            (meant, word) = ([asked], word == CaseWord.Yes ? CaseWord.Mended : CaseWord.Broken);
        }

        if (word == CaseWord.Stop)
            return await StopAsync(meant, isSure, item, cancellationToken);
        if (CaseWishes.IsHandOff(word))
            meant = [.. meant.Where(@case => CaseAnswers.HasHandOff(knowledge.Base.Find(@case.EntryId)))];

        return meant switch
        {
            [] => CaseWishes.IsHandOff(word) ? CommandCards.NoCaseToHandOff(texts) : CommandCards.NoCase(texts),
            [var only] when isSure || word == CaseWord.News || CaseWishes.IsAsked(word) => await AnswerAsync(only, item, word, cancellationToken),
            _ when word == CaseWord.News => CommandCards.Status(meant, TitleOf, texts),
            _ => CommandCards.WhichCase(meant, TitleOf, texts),
        };

        string TitleOf(Case @case) => CaseCard.HeadlineOf(@case, knowledge.Base.Find(@case.EntryId), texts);
    }

    /// <summary>"Check", and no server named: where one case is meant whose server is known, that one.</summary>
    /// <returns>Null where nothing is meant.</returns>
    public async Task<Card?> LookAsync(InboxItem item, CancellationToken cancellationToken) =>
        Find(item, CaseWord.Look) is ([{ IsOpen: true } only], true) && knowledge.Base.Find(only.EntryId) is { Checks.Count: > 0 } && LiveCheckBlocks.TargetOf(only) is { } target
        && ProbeTarget.TryParse(target, out var asks) && probe.RefusalOf(asks) is null
            ? await AnswerAsync(only, item, CaseWord.Look, cancellationToken)
            : null;

    /// <summary>The cards of the cases that are meant speak a language too, as by their own buttons: with several people only that of the only case.</summary>
    public async Task SpeakAsync(InboxItem item, string language, CancellationToken cancellationToken)
    {
        if (Find(item, CaseWord.News) is not (var meant, true) || (meant.Count > 1 && item.Addressing != Addressing.Direct))
            return;
        foreach (var one in meant.Where(@case => @case.IsOpen && @case.Language != language).Take(MostRetold))
        {
            await cases.ApplyAsync(one.Id, @case => @case.Language == language ? [] : [new CaseEvent.LanguageChosen(language, item.Person) { At = time.GetUtcNow() }], cancellationToken);
            updates.Notify(one.Id);
        }
    }

    /// <summary>Stops the only run there is. Where none runs, nothing else is done for it: what may be meant is said.</summary>
    private async Task<Card> StopAsync(IReadOnlyList<Case> meant, bool isSure, InboxItem item, CancellationToken cancellationToken)
    {
        var texts = Languages.Of(item.Language);
        var running = meant.Where(@case => @case.Run is { IsActive: true }).ToList();
        if (running is [{ Run: { } run } only] && isSure)
        {
            var after = await cases.ApplyAsync(only.Id, @case => @case.Run is { IsActive: true } active && active.Id == run.Id ? [new CaseEvent.ChecksEnded(run.Id, RunEnd.Stopped) { At = time.GetUtcNow() }] : [], cancellationToken) ?? only;
            updates.Notify(after.Id);
            await liveChecks.StopAsync(run.Id, CancellationToken.None);
            return CaseAnswers.Stopped(after, run);
        }

        if (running.Count > 0)
            return CommandCards.WhichCase(running, @case => CaseCard.HeadlineOf(@case, knowledge.Base.Find(@case.EntryId), texts), texts);
        // An earlier try of the same message stopped it.
        return item.Tries > 1 && meant.Where(@case => @case.Run is { State: RunState.Stopped, EndedAt: { } ended } && ended >= item.ReceivedAt).ToList() is [{ Run: { } stopped } before]
            ? CaseAnswers.Stopped(before, stopped)
            : CommandCards.NothingRuns(hasCase: meant.Any(@case => @case.IsOpen), item.Addressing, texts);
    }

    private async Task<Card> CountNotHelpfulAsync(Case before, InboxItem item, CancellationToken cancellationToken)
    {
        var after = await cases.ApplyAsync(before.Id, @case => @case is { IsOpen: true, IsNotHelpful: false } ? [new CaseEvent.FoundNotHelpful(item.Person) { At = time.GetUtcNow() }] : [], cancellationToken) ?? before;
        if (after.IsNotHelpful && !before.IsNotHelpful)
            await gaps.CountAsync(after.EntryId, GapKind.NotHelpful, CancellationToken.None);
        updates.Notify(after.Id);
        return CaseAnswers.NotHelpful(after);
    }

    private async Task<Card> TakeAsync(Case before, KnowledgeEntry entry, InboxItem item, CaseWord word, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var after = await cases.ApplyAsync(
            before.Id,
            @case => @case switch
            {
                { IsOpen: true, Owner: null } when word == CaseWord.Take => [new CaseEvent.Taken(item.Person) { At = now }],
                // By the button anybody can; in words one speaks for oneself.
                { IsOpen: true, Owner: { } owner } when word == CaseWord.Release && owner.Id == item.Person.Id => [new CaseEvent.Released(item.Person) { At = now }],
                _ => [],
            },
            cancellationToken) ?? before;
        updates.Notify(after.Id);
        return word == CaseWord.Take && after is { IsOpen: true, Owner: { } taker } && taker.Id == item.Person.Id ? CaseAnswers.Taken(after, taker) : CaseCard.ComposeNews(after, entry, options);
    }

    private async Task<Card> AnswerAsync(Case before, InboxItem item, CaseWord word, CancellationToken cancellationToken)
    {
        var entry = knowledge.Base.Find(before.EntryId);
        if (entry is not null && CaseWishes.IsAsked(word) && (before.IsOpen || word != CaseWord.Expiry))
            return CaseAnswers.Of(before, entry, options, word, item.ReceivedAt);
        if (entry is not null && word == CaseWord.NotHelpful && before.IsOpen)
            return await CountNotHelpfulAsync(before, item, cancellationToken);
        if (entry is { } taken && word is CaseWord.Take or CaseWord.Release)
            return await TakeAsync(before, taken, item, word, cancellationToken);
        // What was withdrawn from the knowledge meanwhile can only be told of.
        if (entry is null || word == CaseWord.News || (before.IsOpen && word == CaseWord.Reopen) || (!before.IsOpen && word is not (CaseWord.Broken or CaseWord.Back or CaseWord.Reopen)))
            return entry is null ? CommandCards.Status([before], CaseCardHeadline, Languages.Of(before.Language)) : CaseCard.ComposeNews(before, entry, options);
        var after = await cases.ApplyAsync(before.Id, @case => Decide(@case, entry, item, word), cancellationToken) ?? before;
        updates.Notify(after.Id);
        liveChecks.Signal();
        if (before.Run is { IsActive: true } run && after.Run is not { IsActive: true })
            await liveChecks.StopAsync(run.Id, CancellationToken.None);
        return CaseCard.ComposeTold(after, entry, options, word, wasClosed: !before.IsOpen);

        string CaseCardHeadline(Case @case) => CaseCard.HeadlineOf(@case, entry, Languages.Of(@case.Language));
    }

    /// <summary>What was said makes the same of the case however often the message is answered.</summary>
    private IReadOnlyList<CaseEvent> Decide(Case @case, KnowledgeEntry entry, InboxItem item, CaseWord word)
    {
        var now = time.GetUtcNow();
        var id = IdOf(item);
        if (@case.Run?.Id == id || @case.PastRuns.Exists(run => run.Id == id) || @case.Said?.Message == id)
            return [];
        List<CaseEvent> events = [];
        if (!@case.IsOpen)
            events.Add(new CaseEvent.Reopened(item.Person) { At = now });
        if (word is CaseWord.Reopen or CaseWord.Close)
            return word == CaseWord.Reopen ? events : Close(@case, item.Person, now);
        if (word is CaseWord.Mended or CaseWord.Broken)
            events.Add(new CaseEvent.SaidWhetherMended(word == CaseWord.Mended, item.Person, id) { At = now });
        var asked = @case is { IsOpen: true, Question.Answer: null };
        if (asked && word is CaseWord.Mended or CaseWord.Broken)
            events.Add(new CaseEvent.WhetherMendedAnswered(word == CaseWord.Mended, item.Person) { At = now });

        var told = events.Aggregate(@case, (state, happened) => state.Apply(happened));
        var target = entry.Checks.Count > 0 ? Recheck.Of(told, entry, options.FollowUps)?.Target ?? LiveCheckBlocks.TargetOf(told) : null;
        // What would be refused tells nothing.
        if (ProbeTarget.TryParse(target, out var asks) && probe.RefusalOf(asks) is not null)
            target = null;
        if (word == CaseWord.Mended && (asked || target is null))
            events.AddRange(Close(told, item.Person, now));
        else if (target is not null && told.Run is not { IsActive: true })
            events.Add(new CaseEvent.ChecksRequested(id, target, entry.Checks, word == CaseWord.Mended ? Person.Bot : item.Person) { At = now });
        return events;
    }

    private static CaseEvent[] Close(Case @case, Person by, DateTimeOffset now) => @case switch
    {
        { IsOpen: false } => [],
        { Run: { IsActive: true } run } => [new CaseEvent.ChecksEnded(run.Id, RunEnd.Stopped) { At = now }, new CaseEvent.Closed(by) { At = now }],
        _ => [new CaseEvent.Closed(by) { At = now }],
    };

    /// <returns>The cases that may be meant, and whether the only one is.</returns>
    private (IReadOnlyList<Case> Cases, bool IsSure) Find(InboxItem item, CaseWord word)
    {
        var key = item.Conversation.Key;
        var open = OpenOf(key);
        if (channels.GetValueOrDefault(key.Channel) is not { } channel || channel.ThreadOf(item.Conversation) is not { } thread)
            return (open.Count == 0 && word is CaseWord.Broken or CaseWord.Back or CaseWord.Reopen ? Closed(key) : open, IsSure: true);
        var here = open.Where(@case => channel.ThreadOf(@case.Conversation) == thread || cases.Shown(@case.Id)?.MessageId == thread).ToList();
        if (here.Count > 0)
            return (here, IsSure: true);
        // A closed one: the thread began with its error.
        if (cases.OfMessage(key, thread) is { } posted && cases.Find(posted.CaseId) is { EntryId.Length: > 0 } closed)
            return ([closed], IsSure: true);
        // In a thread about something else, nobody means a case that is elsewhere without saying so.
        return (open, IsSure: thread == item.MessageId);
    }

    /// <summary>Where there are no threads, what is back was closed a short while ago.</summary>
    private IReadOnlyList<Case> Closed(ConversationKey key) =>
        cases.LatestClosedOf(key, since: time.GetUtcNow() - Recently) is { EntryId.Length: > 0, Closing.IsWithdrawal: false } closed ? [closed] : [];

    private static readonly TimeSpan Recently = TimeSpan.FromDays(1);

    /// <summary>Of the message, and of the run that it asks for.</summary>
    private string IdOf(InboxItem item) => item.Key.Length == 0 ? CaseId.New(time.GetUtcNow()) : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(item.Key)))[..12];

    /// <summary>Cards that change their language at a word.</summary>
    private const int MostRetold = 5;

    /// <summary>Nobody reads further down a list.</summary>
    private const int MostLooked = 100;
}
