using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow.Knowledge;

namespace ChatOpsBot.FollowUps;

/// <summary>When the queue of Microsoft 365 gives up on the oldest message a case knows of.</summary>
internal static class QueueExpiry
{
    /// <summary>
    /// A message that was tried at some time entered the queue before it, so it expires at the latest one waiting time after its
    /// first known try.
    /// </summary>
    /// <returns>Null when nothing waits there: a permanent code was given, or the message waits with another server.</returns>
    public static DateTimeOffset? Of(Case @case, KnowledgeEntry entry, TimeSpan expiration)
    {
        if (entry.Queue != QueueOwner.ExchangeOnline || !@case.Errors.Any(error => !entry.Match.MeansReturned(error) && (error.Code?.IsTransient ?? error.Reply?.IsTransient ?? false)))
            return null;
        // A try that lies in the future is not believed.
        var known = @case.Primary.LastAttempt is { } attempt && attempt < @case.OpenedAt ? attempt : @case.OpenedAt;
        return known + expiration;
    }
}
