using System.Globalization;
using ChatOpsBot.Conversations.Asking;
using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.FollowUps;
using ChatOpsBot.MailFlow;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations;

/// <summary>
/// Composes the card of a case. Pure: the same case and entry always give the same card, so a card is never patched, only
/// composed anew. All times are absolute, because nobody reads a card only at the moment it was sent.
/// </summary>
internal sealed class CaseCard
{
    private readonly Case @case;
    private readonly KnowledgeEntry entry;
    private readonly CaseCardOptions options;
    private readonly KnowledgeBase? knowledge;
    private readonly string? owner;
    private readonly CardTexts texts;
    private readonly EntryWords words;
    private readonly IReadOnlyList<CauseStanding> standings;

    private CaseCard(Case @case, KnowledgeEntry entry, CaseCardOptions options, KnowledgeBase? knowledge)
    {
        this.@case = @case;
        this.entry = entry;
        this.options = options;
        this.knowledge = knowledge;
        owner = knowledge?.OwnerOf(@case.Primary.Server);
        texts = Languages.Of(@case.Language);
        words = new EntryWords(@case, entry, texts, knowledge);
        standings = Weighing.Weigh(entry.Causes, [.. @case.Observations, .. ErrorEvidence.Of(@case.Errors)]);
    }

    /// <param name="knowledge">What else is known: other entries of the same code, and who looks after the server.</param>
    public static Card Compose(Case @case, KnowledgeEntry entry, CaseCardOptions options, KnowledgeBase? knowledge = null) => new CaseCard(@case, entry, options, knowledge).Compose();

    /// <summary>The short message for the thread, because nobody sees that a card was updated.</summary>
    public static Card ComposeNote(Case @case, OwedNote note, KnowledgeEntry entry, CaseCardOptions options) => new CaseCard(@case, entry, options, knowledge: null).FollowUps().Note(note);

    /// <summary>How it stands with a case, for whoever asks: what the card says, in a few lines.</summary>
    public static Card ComposeNews(Case @case, KnowledgeEntry entry, CaseCardOptions options) => new CaseCard(@case, entry, options, knowledge: null).News();

    /// <summary>What became of a word that somebody said of the case.</summary>
    /// <param name="case">As it is after that.</param>
    public static Card ComposeTold(Case @case, KnowledgeEntry entry, CaseCardOptions options, CaseWord word, bool wasClosed) => new CaseCard(@case, entry, options, knowledge: null).Told(word, wasClosed);

    /// <summary>What a case is about, in one line.</summary>
    public static string HeadlineOf(Case @case, KnowledgeEntry? entry, CardTexts texts) => entry is null
        ? CodeOf(@case)
        : $"{CodeOf(@case)} {EntryTitle.Behind(CodeOf(@case), entry.Texts.Get("title", texts.Language).Value)}";

    /// <summary>The codes; of a check without an error the server.</summary>
    public static string CodeOf(Case @case) => @case.Primary is { Code: null, Reply: null, Detail: null, Server: { } server } ? $"{server}:" : @case.Primary.CodeText;

    private Card Compose()
    {
        List<CardBlock> blocks =
        [
            .. WhetherChosen(),
            new Paragraph(Say("meaning")),
            .. Find(KnowledgeTexts.OwnNote) is { } note ? [new Paragraph(texts.OwnNote.Replace("{note}", note, StringComparison.Ordinal), ParagraphStyle.Strong) { IsForOwn = true }] : Array.Empty<CardBlock>(),
            .. words.Others.Count > 0 ? [SharedCode()] : Array.Empty<CardBlock>(),
            .. IsReturned && Find("expired") is { } expired ? [new Paragraph(expired, ParagraphStyle.Strong)] : Array.Empty<CardBlock>(),
            KeyFacts(),
            .. LiveChecks().ComposeVerdict(),
            .. FollowUps().Compose(),
            .. CauseBlocks(),
            .. StepBlocks(),
            .. entry.Checks.Count > 0 || @case.Run is not null ? LiveChecks().Compose() : [],
            OriginalText(),
            new Foldout(texts.SourcesAndNeighbors, [.. words.SourcesAndNeighbors()]) { IsInMore = true },
        ];
        var more = new CardMore(texts.More, words.OnDemand(new MoreDialog(@case, entry, options, texts, words).ForCard));
        if (words.FellBack)
            blocks.Add(new Paragraph(texts.PartlyInEnglish, ParagraphStyle.Subtle));
        blocks.Add(new Paragraph(Footer(), ParagraphStyle.Subtle));

        return new Card
        {
            CaseId = @case.Id,
            Revision = @case.Version,
            Language = texts.Language,
            Title = CardText.Format(texts.Title, ("state", State), ("code", CodeOf(@case)), ("title", Title())),
            Tone = Tone,
            Blocks = blocks,
            Buttons = Buttons(),
            More = more,
            Summary = CardText.Format(texts.Summary, ("code", CodeOf(@case)), ("title", Title()), ("who", Actors())),
        };
    }

    private string Title() => EntryTitle.Behind(CodeOf(@case), Say("title"));

    private Card News()
    {
        List<Fact> facts = [];
        if (@case.Closing is { } closing)
            facts.Add(new(closing.IsWithdrawal ? texts.WithdrawnFact : texts.ClosedFact, ByAt(texts.ByAt, closing.By, closing.At)));
        else
            facts.Add(new(texts.StateOpen, CommandCards.StateOf(@case, texts.Commands)));
        if (@case.Primary.Server is { } server)
            facts.Add(new(texts.Server, server));
        if (@case.IsOpen)
            facts.Add(new(texts.WhoActs, Actors()));
        if (Expiry is { } expiry)
            facts.Add(new(texts.Expires, CardText.Format(texts.ExpiresAtLatest, ("time", expiry))));
        return NoteCard.Note(texts, CardText.Format(texts.Title, ("state", State), ("code", CodeOf(@case)), ("title", Title())),
        [
            new Facts(facts),
            .. Checked(),
            .. @case.IsOpen && NextStep() is { } next ? [new Paragraph(texts.NextStepIs.Replace("{step}", Say(next.Id), StringComparison.Ordinal))] : Array.Empty<CardBlock>(),
            .. FollowUps().News(),
            new Paragraph(texts.NoteSeeCard, ParagraphStyle.Subtle),
        ]);
    }

    /// <summary>What the latest checks mean, or that there were none.</summary>
    private IEnumerable<CardBlock> Checked()
    {
        if (entry.Checks.Count == 0)
            return [];
        return @case.Run switch
        {
            null => [new Paragraph(texts.Commands.NotCheckedYet)],
            { IsActive: true } run => [new Paragraph(texts.Commands.ChecksAreRunning.Replace("{server}", run.Target, StringComparison.Ordinal))],
            var run =>
            [
                new Paragraph(CardText.Format(texts.Commands.CheckedAt, ("server", run.Target), ("time", run.EndedAt ?? run.RequestedAt))),
                .. LiveChecks().Headlines(run).Select(headline => new Paragraph(headline, ParagraphStyle.Strong)),
            ],
        };
    }

    private Card Told(CaseWord word, bool wasClosed)
    {
        var said = texts.Commands;
        var code = ("code", (object)CodeOf(@case).TrimEnd(':'));
        if (@case.Closing is { } closing)
        {
            return NoteCard.Note(
                texts,
                CardText.Format(word == CaseWord.Close ? said.ClosedOnWish : said.ClosedByWord, code, ("name", closing.By.Name)),
                [new Paragraph(said.ClosedByWordUndo.Replace("{reopen}", texts.Reopen, StringComparison.Ordinal), ParagraphStyle.Subtle)]) with
            {
                Tone = CardTone.Good,
            };
        }

        if (word == CaseWord.Reopen)
            return NoteCard.Again(@case, texts);
        var again = texts.Again.Replace("{code}", @case.Primary.CodeText, StringComparison.Ordinal);
        Paragraph[] next = word == CaseWord.Broken
            ? [new Paragraph(NextStep() is { } step ? texts.NextStepIs.Replace("{step}", Say(step.Id), StringComparison.Ordinal) : texts.NoStepLeft)]
            : word == CaseWord.Mended ? [] : [new Paragraph(said.SayWhenMended, ParagraphStyle.Subtle)];
        if (@case.Run is { IsActive: true } run)
        {
            var title = @case.CountsWord
                ? CardText.Format(said.LooksAtWord, code, ("name", @case.Said!.By.Name), ("server", run.Target))
                : CardText.Format(said.LooksAgain, code, ("server", run.Target));
            return NoteCard.Note(texts, title, wasClosed ? [new Paragraph(again), .. next] : next);
        }

        return NoteCard.Note(
            texts,
            wasClosed ? again : CardText.Format(said.StaysOpen, code),
            [new Paragraph(texts.AskReasons[entry.Checks.Count == 0 ? AskReason.NoChecks : AskReason.NoServer]), .. next]);
    }

    /// <summary>Nobody named a code, so that this is the trouble is a guess however sure the entry sounds; the other guesses are one press away.</summary>
    private CardBlock[] WhetherChosen() => @case.Suggested.Count == 0
        ? []
        :
        [
            new Paragraph(texts.Commands.SuggestChosen, ParagraphStyle.Strong),
            .. @case is { IsOpen: true, Run: not { IsActive: true } } ? [new ButtonRow([new CardButton(texts.Commands.SuggestBack, Verbs.Choose)])] : Array.Empty<CardBlock>(),
        ];

    /// <summary>A permanent twin such as 5.4.316: the queue has given up and the mail went back to its senders.</summary>
    private bool IsReturned => @case.Errors.Any(entry.Match.MeansReturned);

    private string State => @case switch
    {
        { Closing.IsWithdrawal: true } => texts.StateWithdrawn,
        { IsOpen: false } => texts.StateClosed,
        { Run.IsActive: true } => texts.StateChecking,
        { Owner: { } owner } => texts.StateOwned.Replace("{owner}", owner.Name, StringComparison.Ordinal),
        _ => texts.StateOpen,
    };

    private CardTone Tone => @case switch
    {
        { Closing.IsWithdrawal: true } => CardTone.Neutral,
        { IsOpen: false } => CardTone.Good,
        { Run.IsActive: true } => CardTone.Neutral,
        { Owner: not null } => CardTone.Warning,
        _ => CardTone.Attention,
    };

    private FollowUpBlocks FollowUps() => new(@case, entry, options, texts, Find, NextStep() is { } next ? Say(next.Id) : null);

    private LiveCheckBlocks LiveChecks() => new(@case, entry, texts);

    private Facts KeyFacts()
    {
        var error = @case.Primary;
        List<Fact> facts = [new(texts.WhoActs, Say("who"))];
        if (ActorsBySight() is { Length: > 0 } actors)
            facts.Add(new(texts.WhoBySight, actors));
        if (error.Server is { } server)
            facts.Add(new(texts.Server, error.Address is { } address && address != server ? CardText.Format(texts.ServerWithAddress, ("host", server), ("address", address)) : server));
        if (owner is not null)
            facts.Add(new(texts.ServerOwner, owner) { IsForOwn = true });
        if (error.Domain is { } domain)
            facts.Add(new(texts.RecipientDomain, domain));
        if (error.Detail is { } detail)
            facts.Add(new(texts.DetailWord, detail));
        if (error.LastAttempt is { } attempt)
            facts.Add(new(texts.LastAttempt, CardText.Format("{time}", ("time", attempt))));
        if (Expiry is { } expiry)
            facts.Add(new(texts.Expires, CardText.Format(texts.ExpiresAtLatest, ("time", expiry))));
        if (@case.Posts > 1)
            facts.Add(new(texts.Posted, PostedBy()));
        var others = @case.Errors.Skip(1).GroupBy(other => (other.CodeText, other.Detail)).Select(other => other.ToList()).ToList();
        facts.AddRange(others.Take(MaxOthers).Select(other => new Fact(texts.AlsoInMessage, Other(other))));
        if (others.Count > MaxOthers)
            facts.Add(new(texts.AlsoInMessage, string.Join(", ", others.Skip(MaxOthers).Select(other => other[0].CodeText))));
        if (@case.Closing is { } closing)
            facts.Add(new(closing.IsWithdrawal ? texts.WithdrawnFact : texts.ClosedFact, ByAt(texts.ByAt, closing.By, closing.At)));
        return new Facts(facts);
    }

    private CardText PostedBy()
    {
        var count = @case.Posts.ToString(texts.Culture);
        var names = string.Join(", ", @case.Posters.Select(poster => poster.Name).Where(name => name is not Person.Unnamed));
        return names.Length == 0 ? $"{count}×" : CardText.Format(texts.PostedTimes, ("count", count), ("names", names));
    }

    /// <summary>Another error of the message, with what it means and its own servers: the card is about the first one's.</summary>
    private string Other(List<MailError> same)
    {
        var other = same[0];
        var title = knowledge?.Find(other) is { } known && known.Id != entry.Id ? known.Texts.Get("title", texts.Language).Value : null;
        var named = title is null ? other.CodeText : $"{other.CodeText} {EntryTitle.Behind(other.CodeText, title)}";
        var servers = string.Join(", ", same.Select(error => error.Server).OfType<string>().Where(server => server != @case.Primary.Server).Distinct(StringComparer.OrdinalIgnoreCase));
        return servers.Length > 0 ? texts.OtherAtServer.Replace("{error}", named, StringComparison.Ordinal).Replace("{server}", servers, StringComparison.Ordinal) : named;
    }

    /// <summary>Nothing waits any more once a permanent code was given or the time has passed.</summary>
    private DateTimeOffset? Expiry => @case is { IsOpen: true, ExpiredAt: null } ? QueueExpiry.Of(@case, entry, options.MessageExpiration) : null;

    /// <summary>In a word, for a line that must be short: whom the checks point to, else whom the entry names.</summary>
    private string Actors() => ActorsBySight() is { Length: > 0 } bySight ? bySight : string.Join(", ", entry.Actors.Select(actor => texts.Actors[actor]));

    private string ActorsBySight()
    {
        var best = standings.Where(standing => standing.Standing == Standing.Confirmed).ToList();
        if (best.Count == 0)
            best = [.. standings.Where(standing => standing.Standing == Standing.Likely)];
        return string.Join(", ", best.Select(standing => texts.Actors[standing.Cause.Actor]).Distinct(StringComparer.Ordinal));
    }

    private IEnumerable<CardBlock> CauseBlocks()
    {
        if (entry.Causes.Count == 0)
            yield break;
        yield return new Heading(texts.Causes);
        if (@case.Observations.Count == 0 && entry.Checks.Count > 0)
            yield return new Paragraph(texts.CausesNotChecked, ParagraphStyle.Subtle);
        yield return new CauseList([.. standings.Select(Row)]);
    }

    private CauseRow Row(CauseStanding standing)
    {
        var cause = standing.Cause;
        var isAsked = cause.Question is not null && @case.IsOpen && !@case.Answers.ContainsKey(cause.Id) && standing.Standing != Standing.RuledOut;
        return new CauseRow(
            standing.Standing,
            texts.Standings[standing.Standing],
            Say(cause.Id),
            [
                .. standing.Decisive.Select(rule => (CardText)words.Because(cause, rule)),
                .. standing.Against.Select(rule => (CardText)texts.Against.Replace("{reason}", words.Because(cause, rule), StringComparison.Ordinal)),
                .. @case.Answers.TryGetValue(cause.Id, out var answer) ? [SaidBy(answer)] : Array.Empty<CardText>(),
            ],
            isAsked ? Say($"{cause.Id}.ask") : null,
            isAsked
                ? [new CardButton(texts.Yes, Verbs.With(Verbs.AnswerYes, cause.Id), Hint: $"{texts.Yes}: {Say($"{cause.Id}.ask")}"),
                    new CardButton(texts.No, Verbs.With(Verbs.AnswerNo, cause.Id), Hint: $"{texts.No}: {Say($"{cause.Id}.ask")}")]
                : []);
    }

    private CardText SaidBy(Answer answer) =>
        CardText.Format(texts.AnsweredBy, ("answer", answer.Yes ? texts.Yes : texts.No), ("name", answer.By.Name), ("time", answer.At));

    private IEnumerable<CardBlock> StepBlocks()
    {
        if (entry.FixSteps.Count == 0)
            yield break;
        var next = @case.IsOpen ? NextStep() : null;
        var rows = entry.FixSteps.Select((step, index) => Row(step, index + 1, isNext: step == next)).ToList();
        yield return new Heading(texts.FixSteps);
        yield return new Checklist([.. rows.Take(MaxRows)]);
        if (rows.Count > MaxRows)
            yield return new Foldout(texts.MoreSteps, [new Checklist([.. rows.Skip(MaxRows)])]);
    }

    /// <summary>The first step nobody marked that is for a cause still in question; of those the ones for the best cause first.</summary>
    private FixStep? NextStep()
    {
        var rank = standings.Select((standing, index) => (standing.Cause.Id, Rank: standing.Standing == Standing.RuledOut ? int.MaxValue : (int)standing.Standing * 100 + (standing.Standing == Standing.Open ? 0 : index)))
            .ToDictionary(pair => pair.Id, pair => pair.Rank, StringComparer.Ordinal);
        return entry.FixSteps
            .Where(step => @case.Step(step.Id).Mark == StepMark.None)
            .Select(step => (Step: step, Rank: step.For.Count == 0 ? (int)Standing.Open * 100 : step.For.Min(cause => rank[cause])))
            .Where(candidate => candidate.Rank != int.MaxValue)
            .OrderBy(candidate => candidate.Rank)
            .Select(candidate => candidate.Step)
            .FirstOrDefault();
    }

    private ChecklistRow Row(FixStep step, int number, bool isNext)
    {
        var state = @case.Step(step.Id);
        var title = Say(step.Id);
        return new ChecklistRow(
            number,
            title,
            state.Mark,
            state.Mark switch
            {
                StepMark.Done => ByAt(texts.StepDoneBy, state.By!, state.At),
                StepMark.NotOurCase => ByAt(texts.StepNotOurCaseBy, state.By!, state.At),
                StepMark.Stuck => ByAt(texts.StepStuckBy, state.By!, state.At),
                _ => null,
            },
            isNext,
            words.OnDemand(() => Details(step, state)),
            @case.IsOpen && state.Mark != StepMark.Done ? new CardButton(texts.StepDone, Verbs.With(Verbs.StepDone, step.Id), isNext, Hint: $"{texts.StepDone}: {title}") : null);
    }

    private IEnumerable<CardBlock> Details(FixStep step, StepState state)
    {
        if (Find($"{step.Id}.when") is { } when)
            yield return new Paragraph(Fill(when), ParagraphStyle.Subtle);
        yield return new Paragraph(texts.StepFor.Replace("{actor}", texts.Actors[step.Actor], StringComparison.Ordinal), ParagraphStyle.Subtle);
        if (step.HasNote)
            yield return new Paragraph(texts.Note.Replace("{note}", Fill(Say($"{step.Id}.note")), StringComparison.Ordinal), ParagraphStyle.Strong);
        for (var substep = 1; substep <= step.SubstepCount; substep++)
            yield return new Paragraph(string.Create(CultureInfo.InvariantCulture, $"{substep}. {Fill(Say(string.Create(CultureInfo.InvariantCulture, $"{step.Id}.{substep}")))}"));
        foreach (var commands in step.Commands.GroupBy(command => (command.Changes, command.Shell)).OrderBy(group => group.Key.Changes))
        {
            yield return new Paragraph((commands.Key.Changes ? texts.CommandChanges : texts.CommandReads).Replace("{shell}", commands.Key.Shell, StringComparison.Ordinal), ParagraphStyle.Subtle);
            foreach (var command in commands)
                yield return new Paragraph(Fill(command.Text), ParagraphStyle.Verbatim);
        }

        if (step.Links.Count > 0)
            yield return new Links([.. step.Links.Select(link => new CardLink(Say($"link.{link.Id}"), link.Url))]);
        if (step.Wait is { } wait && state.Mark != StepMark.Done)
            yield return new Paragraph(texts.Wait.Replace("{wait}", Span(wait), StringComparison.Ordinal), ParagraphStyle.Subtle);
    }

    private string Span(WaitingTime wait) => wait.AtLeast == wait.AtMost
        ? Duration(wait.AtMost)
        : texts.Span.Replace("{from}", Duration(wait.AtLeast), StringComparison.Ordinal).Replace("{to}", Duration(wait.AtMost), StringComparison.Ordinal);

    private string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: 60 } => texts.OneHour,
        { TotalMinutes: < 120 } => texts.Minutes.Replace("{count}", time.TotalMinutes.ToString(texts.Culture), StringComparison.Ordinal),
        _ => texts.Hours.Replace("{count}", time.TotalHours.ToString(texts.Culture), StringComparison.Ordinal),
    };

    private Foldout OriginalText() => new(
        @case.Primary.IsQuoted is true ? texts.OriginalQuoted : texts.OriginalLine,
        [.. @case.Errors.Select(error => error.QuotedLine).Distinct(StringComparer.Ordinal).Select(line => new Paragraph(line, ParagraphStyle.Verbatim))]);

    private Paragraph SharedCode() => new(texts.CodeIsShared
        .Replace("{code}", @case.Primary.Code?.ToString() ?? "", StringComparison.Ordinal)
        .Replace("{fold}", texts.SourcesAndNeighbors, StringComparison.Ordinal));

    private string Footer() => texts.Footer
        .Replace("{entry}", entry.Id, StringComparison.Ordinal)
        .Replace("{reviewed}", words.Day(entry.Reviewed), StringComparison.Ordinal)
        .Replace("{version}", options.Version, StringComparison.Ordinal)
        .Replace("{case}", @case.Id, StringComparison.Ordinal);

    private IReadOnlyList<CardButton> Buttons()
    {
        if (!@case.IsOpen)
            return [new CardButton(texts.Reopen, Verbs.Reopen)];
        return
        [
            .. CheckButtons(),
            @case.Owner is null ? new CardButton(texts.Take, Verbs.Take) : new CardButton(texts.Release, Verbs.Release),
            .. IsOthersTurn ? [new CardButton(texts.Dialogs.HandOffTitle, Verbs.HandOff)] : Array.Empty<CardButton>(),
        ];
    }

    /// <summary>
    /// What was seen points to somebody who is not in this chat, or the next step is theirs: then the text to send is what is needed now.
    /// At all other times it stands behind <i>More</i>, because a card with few buttons is read.
    /// </summary>
    private bool IsOthersTurn => entry.Match.Asks.Count == 0
        && (standings.Any(cause => cause is { Standing: Standing.Confirmed, Cause.Actor: Actor.Partner or Actor.Sender })
            || NextStep() is { Actor: Actor.Partner or Actor.Sender });

    /// <summary>An entry may have no checks: then there is nothing to run.</summary>
    private CardButton[] CheckButtons() => @case.Run switch
    {
        { IsActive: true } => [new CardButton(texts.StopChecks, Verbs.StopChecks)],
        _ when entry.Checks.Count == 0 => [],
        null => [new CardButton(texts.RunChecks, Verbs.RunChecks)],
        _ => [new CardButton(texts.RunChecksAgain, Verbs.RunChecks)],
    };

    private static CardText ByAt(string sentence, Person by, DateTimeOffset at) => CardText.Format(sentence, ("name", by.Name), ("time", at));

    private string Say(string key) => words.Say(key);

    private string? Find(string key) => words.Find(key);

    private string Fill(string text) => words.Fill(text);

    /// <summary>Of the other errors of the message; of more only the codes.</summary>
    private const int MaxOthers = 4;

    /// <summary>More rows than this make a card that nobody reads on a phone.</summary>
    private const int MaxRows = 5;
}
