using System.Globalization;
using ChatOpsBot.Channels.Web.Protocol;
using ChatOpsBot.Conversations;
using ChatOpsBot.MailFlow;

namespace ChatOpsBot.Channels.Web;

/// <summary>Makes turns of posted activities.</summary>
internal static class WebTurns
{
    /// <summary>A press on one of our cards: its button's data names the case, the verb and the revision. Null when it is none.</summary>
    public static ActionTurn? ReadAction(PostedActivity posted, WebSession session, EchoReceipt echo, DateTimeOffset now)
    {
        if (posted.Value.GetValueOrDefault(CaseIdField) is not { Length: > 0 } caseId
            || posted.Value.GetValueOrDefault(VerbField) is not { Length: > 0 } verb
            || !long.TryParse(posted.Value.GetValueOrDefault(RevisionField), CultureInfo.InvariantCulture, out var revision))
        {
            return null;
        }

        return new ActionTurn
        {
            Conversation = WebChannel.Reference(session.ConversationId),
            Person = new Person(session.UserId, session.UserName),
            Key = Key(posted, session, echo),
            SentAt = now,
            CaseId = caseId,
            Verb = verb,
            Revision = revision,
            Inputs = Inputs(posted.Value),
        };
    }

    /// <summary>Something written. Null when nothing is.</summary>
    public static MessageTurn? ReadMessage(PostedActivity posted, WebSession session, EchoReceipt echo, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(posted.Text)
            ? null
            : new MessageTurn
            {
                Conversation = WebChannel.Reference(session.ConversationId),
                Person = new Person(session.UserId, session.UserName),
                Key = Key(posted, session, echo),
                SentAt = now,
                Locale = posted.Locale,
                Text = posted.Text,
                Markup = MailMarkup.Plain,
                Addressing = Addressing.Direct,
            };

    private static string Key(PostedActivity posted, WebSession session, EchoReceipt echo) =>
        $"{session.ConversationId}|{posted.ClientActivityID ?? echo.ActivityId}";

    private static Dictionary<string, string> Inputs(IReadOnlyDictionary<string, string> value) =>
        value
            .Where(field => field.Key is not (CaseIdField or VerbField or RevisionField))
            .ToDictionary(field => field.Key, field => field.Value.Length > LongestInput ? field.Value[..LongestInput] : field.Value, StringComparer.Ordinal);

    private const string CaseIdField = "caseId";
    private const string VerbField = "verb";
    private const string RevisionField = "revision";
    private const int LongestInput = 1000;
}
