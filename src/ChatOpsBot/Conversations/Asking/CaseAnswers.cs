using ChatOpsBot.Conversations.Dialogs;
using ChatOpsBot.Conversations.Texts;
using ChatOpsBot.FollowUps;
using ChatOpsBot.MailFlow.Evidence;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.Conversations.Asking;

/// <summary>What the bot says to whoever asks something of a case. Pure: the same case and question always give the same note.</summary>
internal static class CaseAnswers
{
    /// <summary>Whether there is anybody to write to: of a check without an error there is not.</summary>
    public static bool HasHandOff(KnowledgeEntry? entry) => entry is { Match.Asks.Count: 0 };

    /// <param name="word">One that only asks (<see cref="CaseWishes.IsAsked"/>).</param>
    /// <param name="now">When it was asked.</param>
    public static Card Of(Case @case, KnowledgeEntry entry, CaseCardOptions options, CaseWord word, DateTimeOffset now)
    {
        var texts = Languages.Of(@case.Language);
        return word switch
        {
            CaseWord.Expiry => Expiry(@case, entry, options, now, texts),
            CaseWord.FirstError => FirstError(@case, entry, texts),
            CaseWord.Meaning => Meaning(@case, entry, texts),
            CaseWord.TellPartner => HandOff(@case, entry, options, HandOffDialog.ForPartnerEnd, texts),
            CaseWord.TellSender => HandOff(@case, entry, options, HandOffDialog.ForSenderEnd, texts),
            CaseWord.HandOff => HandOff(@case, entry, options, endsWith: "", texts),
            CaseWord.SendOn => HandOff(@case, entry, options, endsWith: "", texts) is var note ? note with { Blocks = [new Paragraph(texts.Commands.SendsNothing), .. note.Blocks] } : note,
            _ => throw new ArgumentOutOfRangeException(nameof(word), word, "Asks for nothing."),
        };
    }

    public static Card Stopped(Case @case, CheckRun run)
    {
        var texts = Languages.Of(@case.Language);
        return NoteCard.Note(texts, CardText.Format(texts.Commands.StoppedOnWish, Code(@case), ("server", run.Target)), [new Paragraph(texts.NoteSeeCard, ParagraphStyle.Subtle)]);
    }

    public static Card Taken(Case @case, Person by)
    {
        var texts = Languages.Of(@case.Language);
        return NoteCard.Note(texts, CardText.Format(texts.Commands.TakenOnWish, Code(@case), ("name", by.Name)), []);
    }

    public static Card NotHelpful(Case @case)
    {
        var texts = Languages.Of(@case.Language);
        return NoteCard.Note(texts, texts.FeedbackNoted, [new Paragraph(texts.Commands.UnclearCase, ParagraphStyle.Subtle)]);
    }

    /// <summary>The same texts as behind the button, those for one side or all.</summary>
    private static Card HandOff(Case @case, KnowledgeEntry entry, CaseCardOptions options, string endsWith, CardTexts texts) => NoteCard.Note(
        texts,
        texts.Dialogs.HandOffTitle,
        [
            new Paragraph(CaseCard.HeadlineOf(@case, entry, texts), ParagraphStyle.Strong),
            .. HandOffDialog.Compose(@case, entry, options, texts).Blocks.Where(block => block is not CopyText copy || copy.Id.EndsWith(endsWith, StringComparison.Ordinal)),
        ]);

    private static Card Expiry(Case @case, KnowledgeEntry entry, CaseCardOptions options, DateTimeOffset now, CardTexts texts)
    {
        var said = texts.Commands;
        if (QueueExpiry.Of(@case, entry, options.MessageExpiration) is not { } expiry)
            return NoteCard.Note(texts, CardText.Format(WhyNone(@case, entry, said), Code(@case)), []);
        if (@case.ExpiredAt is not null || expiry <= now)
            return NoteCard.Note(texts, CaseCard.HeadlineOf(@case, entry, texts), [new Paragraph(CardText.Format(texts.QueueExpired, ("time", expiry)))]);
        // Said of the moment it was asked, because nobody reads it only then.
        return NoteCard.Note(texts, CardText.Format(said.ExpiresAt, Code(@case), ("time", expiry)), [new Paragraph(said.ExpiryLeft.Replace("{left}", Length(expiry - now, texts), StringComparison.Ordinal))]);
    }

    private static string WhyNone(Case @case, KnowledgeEntry entry, CommandTexts said)
    {
        var waits = @case.Errors.Any(error => !entry.Match.MeansReturned(error) && (error.Code?.IsTransient ?? error.Reply?.IsTransient ?? false));
        var isRefused = @case.Errors.Any(error => error.Code?.IsPermanent ?? error.Reply?.IsPermanent ?? false);
        return waits ? said.ExpiryElsewhere : isRefused ? said.ExpiryReturned : said.ExpiryUnknown;
    }

    /// <summary>Of more than two hours whole ones: nobody plans by the minute then.</summary>
    private static string Length(TimeSpan left, CardTexts texts) => left.TotalHours >= 2
        ? texts.Hours.Replace("{count}", Math.Floor(left.TotalHours).ToString(texts.Culture), StringComparison.Ordinal)
        : texts.Minutes.Replace("{count}", Math.Max(2, Math.Ceiling(left.TotalMinutes)).ToString(texts.Culture), StringComparison.Ordinal);

    private static Card FirstError(Case @case, KnowledgeEntry entry, CardTexts texts)
    {
        var error = @case.Primary;
        List<Fact> facts = [new(texts.Posted, CardText.Format(texts.ByAt, ("name", @case.Posters[0].Name), ("time", @case.OpenedAt)))];
        if (error.Server is { } server)
            facts.Add(new(texts.Server, server));
        if (error.Domain is { } domain)
            facts.Add(new(texts.RecipientDomain, domain));
        if (error.LastAttempt is { } attempt)
            facts.Add(new(texts.LastAttempt, CardText.Format("{time}", ("time", attempt))));
        return NoteCard.Note(
            texts,
            CaseCard.HeadlineOf(@case, entry, texts),
            [
                .. @case.Errors.Select(posted => posted.QuotedLine).Distinct(StringComparer.Ordinal).Take(MostLines).Select(line => new Paragraph(line, ParagraphStyle.Verbatim)),
                new Facts(facts),
            ]);
    }

    private static Card Meaning(Case @case, KnowledgeEntry entry, CardTexts texts)
    {
        var words = new EntryWords(@case, entry, texts, knowledge: null);
        var causes = Weighing.Weigh(entry.Causes, [.. @case.Observations, .. ErrorEvidence.Of(@case.Errors)]).Where(cause => cause.Standing != Standing.RuledOut).Take(MostCauses).ToList();
        return NoteCard.Note(
            texts,
            CaseCard.HeadlineOf(@case, entry, texts),
            [
                new Paragraph(words.Say("meaning")),
                new Facts([new(texts.WhoActs, words.Say("who")), .. causes.Select(cause => new Fact(texts.Standings[cause.Standing], words.Say(cause.Cause.Id)))]),
                new Paragraph(texts.NoteSeeCard, ParagraphStyle.Subtle),
            ]);
    }

    private static (string, object) Code(Case @case) => ("code", CaseCard.CodeOf(@case).TrimEnd(':'));

    private const int MostLines = 3;
    private const int MostCauses = 3;
}
