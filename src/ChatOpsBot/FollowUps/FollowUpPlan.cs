using System.Globalization;
using ChatOpsBot.Conversations;

namespace ChatOpsBot.FollowUps;

/// <summary>What a case is owed later. Pure: the case is the truth, and rows and triggers only repeat what this says.</summary>
internal sealed class FollowUpPlan(CurrentKnowledge knowledge, FollowUpOptions options, CaseCardOptions cards)
{
    /// <summary>All that is open now; what was done is no longer in it, because its event is on the case.</summary>
    public IReadOnlyList<FollowUp> Of(Case @case)
    {
        // Nearly all cases: nobody has done anything about them yet.
        if (@case.Note is null && (@case.ActedAt is null || !@case.IsOpen))
            return [];

        List<FollowUp> plan = [];
        if (@case.Note is { } note)
            plan.Add(new FollowUp(NoteKey(@case, note), @case.Id, FollowUpKind.Note, note.At));
        if (!@case.IsOpen || knowledge.Base.Find(@case.EntryId) is not { } entry)
            return plan;
        if (Recheck.Of(@case, entry, options) is { DueAt: { } due } recheck)
        {
            plan.Add(recheck.ToJudge is { } run
                ? new FollowUp(Key(@case, "judge", run.Id), @case.Id, FollowUpKind.Judge, due)
                : new FollowUp(Key(@case, "recheck", string.Create(CultureInfo.InvariantCulture, $"{recheck.StepId}.{recheck.MarkedVersion}")), @case.Id, FollowUpKind.Recheck, due));
        }

        if (@case.ActedAt is not null && @case.ExpiredAt is null && QueueExpiry.Of(@case, entry, cards.MessageExpiration) is { } expiry)
        {
            plan.Add(IsReminderDue(@case, expiry)
                ? new FollowUp(Key(@case, "remind", ""), @case.Id, FollowUpKind.Remind, expiry - options.RemindBeforeExpiry)
                : new FollowUp(Key(@case, "expire", ""), @case.Id, FollowUpKind.Expire, expiry));
        }

        return plan;
    }

    /// <summary>What has to happen to a case now; nothing when it is not due, or has happened.</summary>
    public IReadOnlyList<CaseEvent> Decide(Case @case, FollowUpKind kind, DateTimeOffset now)
    {
        if (!Of(@case).Any(followUp => followUp.Kind == kind && followUp.DueAt <= now))
            return [];
        return kind switch
        {
            // The knowledge may be replaced at any moment.
            FollowUpKind.Recheck or FollowUpKind.Judge => knowledge.Base.Find(@case.EntryId) is { } entry ? Recheck.Of(@case, entry, options)?.Decide(now) ?? [] : [],
            // The bot may have been off until the mail had expired: a reminder would come too late.
            FollowUpKind.Remind when ExpiryOf(@case) > now => [new CaseEvent.ExpiryReminded { At = now }],
            FollowUpKind.Remind or FollowUpKind.Expire => [new CaseEvent.QueueExpired { At = now }],
            _ => [],
        };
    }

    /// <summary>Whether a note of this case still helps whoever reads it at <paramref name="now"/>.</summary>
    public bool IsWorthTelling(Case @case, OwedNote note, DateTimeOffset now) =>
        now - note.At <= TellWithin && (note.Kind != NoteKind.Expiry || ExpiryOf(@case) > now);

    public static string NoteKey(Case @case, OwedNote note) => Key(@case, "note", note.Id.ToString(CultureInfo.InvariantCulture));

    private DateTimeOffset? ExpiryOf(Case @case) =>
        knowledge.Base.Find(@case.EntryId) is { } entry ? QueueExpiry.Of(@case, entry, cards.MessageExpiration) : null;

    /// <summary>Who acted within the last hours knows; and who has just seen the checks pass needs no reminder.</summary>
    private bool IsReminderDue(Case @case, DateTimeOffset expiry) =>
        options.RemindBeforeExpiry > TimeSpan.Zero
        && @case.RemindedAt is null
        && @case.ActedAt < expiry - options.RemindBeforeExpiry
        && @case.LastLook is not { Outcome: RecheckOutcome.Passed };

    private static string Key(Case @case, string kind, string what) => $"{@case.Id}|{kind}|{what}";

    /// <summary>As long as an answer is worth giving.</summary>
    private static readonly TimeSpan TellWithin = TimeSpan.FromHours(24);
}
